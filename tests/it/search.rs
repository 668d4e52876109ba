//! Search and browse as readers use it: through the page.

use axum::http::StatusCode;

use crate::wiki::{Wiki, page};

fn wiki() -> Wiki {
    let case = |title: &str, more: &str, text: &str| {
        page(
            &format!("title: {title}\nsummary: About {title}.\nkind: case-study\n{more}"),
            text,
        )
    };
    let mut files = vec![
        (
            "cases/mobile.md".to_owned(),
            case(
                "Mobile positioning",
                "countries: [EE]\nchallenges: [confidentiality-and-data-sharing]\npartnership_types: [supplier-recipient]",
                "Intro.\n\n## How confidentiality was kept\n\nOperators aggregated counts before delivery.",
            ),
        ),
        (
            "cases/toll.md".to_owned(),
            case(
                "Toll index",
                "countries: [DE]\nchallenges: [maintaining-momentum]",
                "Lorries and motorways.",
            ),
        ),
        (
            "lessons/trust.md".to_owned(),
            page(
                "title: Trust first\nsummary: S.\nkind: lesson\nchallenges: [maintaining-momentum]",
                "Operators need trust.",
            ),
        ),
        (
            "fr/essai.md".to_owned(),
            page(
                "title: Les données\nsummary: S.\nlang: fr",
                "Les statisticiens étudiaient les téléphones.",
            ),
        ),
    ];
    files.extend((0..45).map(|at| {
        (
            format!("notes/n{at:02}.md"),
            page(&format!("title: Note {at:02}\nsummary: S."), "filler"),
        )
    }));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(file, text)| (file.as_str(), text.as_str()))
        .collect();
    Wiki::new(&files)
}

#[tokio::test]
async fn a_hit_leads_to_the_section_it_was_found_in() {
    let answer = wiki().get("/search?q=aggregated").await;
    assert_eq!(answer.select(".hit-title"), ["Mobile positioning"]);
    assert_eq!(
        answer.attributes(".hit-section a", "href"),
        ["/cases/mobile#how-confidentiality-was-kept"]
    );
    assert_eq!(answer.select(".hit-snippet mark"), ["aggregated"]);
}

#[tokio::test]
async fn a_typo_still_finds_and_is_said() {
    let answer = wiki().get("/search?q=confidentialty").await;
    assert_eq!(answer.select(".hit-title"), ["Mobile positioning"]);
    assert!(
        answer.select(".notice")[0].starts_with("Showing results for confidentiality"),
        "{:?}",
        answer.select(".notice")
    );
}

#[tokio::test]
async fn stems_accents_phrases_and_fields_work() {
    let wiki = wiki();
    for (query, found) in [
        ("operator", 2),
        ("Operators+aggregat*", 1),
        ("etudier", 1),
        ("TELEPHONES", 1),
        ("%22aggregated+counts%22", 1),
        ("%22counts+aggregated%22", 0),
        ("operators+-trust", 1),
        ("kind:lesson", 1),
        ("country:estonia", 1),
        ("country:DE", 1),
        ("challenges:maintaining-momentum", 2),
        ("lang:fr", 1),
        ("title:toll", 1),
        ("-filler", 4),
        ("updated:%3E2016", 49),
        ("updated:%3C2017", 0),
    ] {
        let answer = wiki.get(&format!("/api/v1/search?q={query}")).await.json();
        assert_eq!(answer["total"], found, "{query}: {answer}");
    }
}

#[tokio::test]
async fn facets_answer_to_the_query_and_to_each_other() {
    let wiki = wiki();
    let answer = wiki
        .get("/api/v1/search?challenges=maintaining-momentum&kind=lesson")
        .await
        .json();
    assert_eq!(answer["total"], 1);
    let terms = |key: &str| {
        let facets = answer["facets"].as_array().unwrap().clone();
        let facet = facets
            .into_iter()
            .find(|facet| facet["key"] == key)
            .unwrap();
        let terms = facet["terms"].as_array().unwrap().clone();
        let mut terms: Vec<String> = terms
            .iter()
            .map(|term| format!("{}={}", term["id"].as_str().unwrap(), term["count"]))
            .collect();
        terms.sort();
        terms
    };
    // Each facet's own filter does not narrow its own counts.
    assert_eq!(terms("kind"), ["case-study=1", "lesson=1"]);
    assert_eq!(terms("challenges"), ["maintaining-momentum=1"]);
    let both = wiki
        .get("/search?kind=lesson&kind=case-study&sort=title")
        .await;
    assert_eq!(
        both.select(".hit-title"),
        ["Mobile positioning", "Toll index", "Trust first"]
    );
    assert_eq!(
        both.attributes(".facet input[checked]", "value"),
        ["case-study", "lesson"]
    );
    let chips = both.attributes(".chip-remove", "href");
    assert_eq!(
        chips,
        [
            "/search?kind=case-study&sort=title",
            "/search?kind=lesson&sort=title"
        ]
    );
}

#[tokio::test]
async fn results_can_be_paged_to_the_end() {
    let wiki = wiki();
    let mut seen = Vec::new();
    let mut address = "/search?sort=title".to_owned();
    for number in 1.. {
        let answer = wiki.get(&address).await;
        seen.extend(answer.attributes(".hit-title a", "href"));
        let next = answer.attributes(
            &format!(".pagination a[aria-label='Page {}']", number + 1),
            "href",
        );
        match next.first() {
            Some(next) => address.clone_from(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 49);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 49);
}

#[tokio::test]
async fn nothing_found_helps_and_nothing_typed_breaks() {
    let wiki = wiki();
    let answer = wiki.get("/search?q=zzzzqqqq").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer
            .select(".empty")
            .join(" ")
            .contains("Nothing matches")
    );
    for query in [
        "%22",
        "-",
        "*",
        "field:",
        ":::",
        "(((",
        "a%00b",
        "%F0%9F%8E%89",
        "AND+OR",
        "title:%22",
        "updated:%3E",
        "x".repeat(3000).as_str(),
    ] {
        let answer = wiki.get(&format!("/search?q={query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
    }
    assert_eq!(
        wiki.get("/search?page=0").await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(wiki.get("/search?page=99999").await.status, StatusCode::OK);
    assert_eq!(
        wiki.get("/search?sort=evil").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn suggestions_come_as_json() {
    let wiki = wiki();
    let answer = wiki.get("/-/suggest?q=mob").await.json();
    let first = &answer["suggestions"][0];
    assert_eq!(first["text"], "Mobile positioning");
    assert_eq!(first["address"], "/cases/mobile");
    assert!(answer["suggestions"].as_array().unwrap().len() <= 10);
    let sections = wiki.get("/-/suggest?q=how+confidentiality").await.text();
    assert!(
        sections.contains("/cases/mobile#how-confidentiality-was-kept"),
        "{sections}"
    );
}

#[tokio::test]
async fn the_map_counts_and_shows_gaps() {
    let wiki = wiki();
    let answer = wiki.get("/map").await;
    let cells = answer.select(".map tbody td");
    assert_eq!(cells.len(), 4);
    assert!(
        cells[0].contains("1") && cells[0].contains("1 case study"),
        "{cells:?}"
    );
    assert!(cells[1].contains("nothing known yet"), "{cells:?}");
    let csv = wiki.get("/map.csv").await.text();
    assert!(csv.starts_with(
        "row,row_label,column,column_label,total,case-study,lesson,literature-note\r\n"
    ));
    assert!(csv.contains("\"supplier-recipient\",\"Supplier/recipient partnership\",\"confidentiality-and-data-sharing\""));
    let svg = wiki.get("/map.svg").await;
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.text().contains("<svg"));
    assert_eq!(
        wiki.get("/map?rows=partner_sectors&columns=challenges")
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(
        wiki.get("/map?rows=nonsense").await.status,
        StatusCode::BAD_REQUEST
    );
    let filtered = wiki.get("/api/v1/map?country=DE").await.json();
    assert!(
        filtered["cells"]
            .as_array()
            .unwrap()
            .iter()
            .all(|cell| cell["total"] == 0)
    );
}

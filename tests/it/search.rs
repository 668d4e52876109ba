//! Search and browse as readers use it: through the page.

use axum::http::StatusCode;
use concord::web::Contact;

use crate::wiki::{TestRepository, Wiki, page};

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
    assert_eq!(answer.select(".hit-text mark"), ["aggregated"]);
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
    assert_eq!(
        wiki.get("/search?sort=evil").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn a_page_behind_the_last_leads_to_the_last() {
    let wiki = wiki();
    for (address, location) in [
        ("/search?page=99", "/search?page=3"),
        ("/search?sort=title&page=4", "/search?sort=title&page=3"),
        ("/search?kind=lesson&page=2", "/search?kind=lesson"),
        ("/search?q=zzzzqqqq&page=99999", "/search?q=zzzzqqqq"),
    ] {
        let answer = wiki.get(address).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
        assert_eq!(answer.header("location"), location);
    }
    assert_eq!(wiki.get("/search?page=3").await.status, StatusCode::OK);
    let api = wiki.get("/api/v1/search?page=99").await;
    assert_eq!(api.json()["hits"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn operators_work_and_what_does_not_is_told() {
    let wiki = wiki();
    for (query, found, note) in [
        ("lorries OR aggregated", 2, ""),
        ("operators NOT trust", 1, ""),
        ("operators AND trust", 1, ""),
        ("operators (trust OR delivery)", 2, ""),
        ("*qqqqqq", 0, "A star stands for the end of a word"),
        ("knd:lesson", 0, "There is no field “knd”"),
        ("challenge:maintaining-momentum", 2, ""),
        (
            "chalenges:maintaining-momentum",
            2,
            "“chalenges” was read as “challenges”",
        ),
        (
            "challenges:\"Maintaining momentm\"",
            2,
            "was read as “Maintaining momentum”",
        ),
        ("country:germny", 1, "“germny” was read as “Germany”"),
        ("country:Allemagne", 1, ""),
        ("country:Германия", 1, ""),
        ("kind:leson", 1, "“leson” was read as “Lesson”"),
        ("kind:Enseignements", 1, ""),
        ("updated:soon", 49, "“soon” is not a date"),
    ] {
        let answer = wiki
            .get(&format!("/api/v1/search?q={}", encoded(query)))
            .await
            .json();
        assert_eq!(answer["total"], found, "{query}: {answer}");
        let notes = answer["notes"].as_array().unwrap();
        let told = notes
            .iter()
            .any(|told| told.as_str().unwrap().contains(note));
        assert!(
            if note.is_empty() {
                notes.is_empty()
            } else {
                told
            },
            "{query}: {notes:?}"
        );
    }
    let long = wiki
        .get(&format!("/api/v1/search?q={}", "x".repeat(15_000)))
        .await;
    assert_eq!(long.status, StatusCode::URI_TOO_LONG);
    assert_eq!(long.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn the_address_takes_other_names_and_tells_what_it_does_not_know() {
    let wiki = wiki();
    for (address, found) in [
        ("countries=DE", 1),
        ("countries=Germany", 1),
        ("country=de", 1),
        ("type=lesson", 1),
        ("challenge=maintaining-momentum", 2),
        ("partnership-types=supplier-recipient", 1),
        ("language=fr", 1),
    ] {
        let answer = wiki.get(&format!("/api/v1/search?{address}")).await.json();
        assert_eq!(answer["total"], found, "{address}: {answer}");
        assert_eq!(
            answer["notes"].as_array().unwrap().len(),
            0,
            "{address}: {answer}"
        );
    }
    let page = wiki.get("/search?countries=DE&colour=red&ui2=x").await;
    assert_eq!(page.select(".hit-title"), ["Toll index"]);
    assert_eq!(page.attributes(".chip-remove", "href"), ["/search"]);
    assert_eq!(
        page.select(".notice"),
        [
            "The address has “colour”, which is no filter of this site; it was left aside.",
            "The address has “ui2”, which is no filter of this site; it was left aside."
        ]
    );
    let unknown = wiki.get("/search?country=zz").await;
    assert_eq!(unknown.select(".chip-remove").len(), 1);
    assert!(unknown.select(".notice")[0].contains("No page has the Country “zz”"));
}

#[tokio::test]
async fn notes_come_in_the_readers_language() {
    let wiki = wiki();
    for (language, sentence) in [
        ("fr", "« germny » a été lu comme « Allemagne »."),
        ("es", "«germny» se leyó como «Alemania»."),
        ("ru", "«germny» прочитано как «Германия»."),
    ] {
        let headers = [("accept-language", language)];
        let answer = wiki
            .request("GET", "/search?q=country:germny", &headers)
            .await;
        assert_eq!(answer.select(".notice"), [sentence]);
    }
    let api = wiki
        .request(
            "GET",
            "/api/v1/search?q=country:germny",
            &[("accept-language", "fr")],
        )
        .await;
    assert_eq!(api.json()["notes"][0], "“germny” was read as “Germany”.");
}

#[tokio::test]
async fn a_chip_in_a_hit_narrows_the_search() {
    let answer = wiki()
        .get("/search?q=aggregated&kind=case-study&sort=title")
        .await;
    assert_eq!(
        answer.attributes(".hit-tags a", "href"),
        [
            "/search?q=aggregated&kind=case-study&partnership_types=supplier-recipient&sort=title",
            "/search?q=aggregated&kind=case-study&challenges=confidentiality-and-data-sharing&sort=title",
        ]
    );
}

#[tokio::test]
async fn a_hit_says_in_one_line_what_it_is_where_when_and_how_far() {
    let front = |kind: &str, more: &str| {
        page(
            &format!("title: T\nsummary: A tale of ships.\nkind: {kind}\n{more}"),
            "Ships and harbours.",
        )
    };
    let case = "countries: [EE, NL, FR, DE]\nperiod: 2016/2018\nstatus: ended early\n\
                partnership_types: [co-creation, supplier-recipient]\n\
                challenges: [maintaining-momentum, confidentiality-and-data-sharing]";
    let event = "starts: 2016-03-01\nends: 2016-03-02\nplace: Geneva";
    let wiki = Wiki::new(&[
        ("a.md", &front("case-study", case)),
        ("b.md", &front("event", event)),
        ("c.md", &front("page", "lang: en")),
    ]);
    let line = |kind: &str| {
        let address = format!("/search?q=harbours&kind={kind}");
        let wiki = &wiki;
        async move { wiki.get(&address).await }
    };
    let found = line("case-study").await;
    assert_eq!(
        found.select(".hit-facts"),
        ["Case study · Estonia, Netherlands, France, … · 2016 to 2018 · Ended early"]
    );
    // One of each axis, at most two.
    assert_eq!(found.select(".hit .chip").len(), 2);
    assert_eq!(
        line("event").await.select(".hit-facts"),
        ["Event · 1 March 2016 to 2 March 2016 · Geneva"]
    );
    assert_eq!(line("page").await.select(".hit-facts"), ["Page"]);
    // The summary has no word of the query, so the text is shown; where it has them, it is shown.
    assert_eq!(found.select(".hit-text"), ["Ships and harbours."]);
    let ships = wiki.get("/search?q=ships&kind=page").await;
    assert_eq!(ships.select(".hit-text"), ["A tale of ships."]);
    assert_eq!(ships.select(".hit-text mark"), ["ships"]);
}

#[tokio::test]
async fn the_results_go_by_what_was_chosen_and_filters_are_counted() {
    let wiki = wiki();
    for (address, heading, filters) in [
        ("/search", "All pages", "Filters"),
        ("/search?kind=lesson", "Lessons", "Filters (1)"),
        (
            "/search?kind=lesson&challenges=maintaining-momentum",
            "Lessons · Maintaining momentum",
            "Filters (2)",
        ),
        ("/search?q=operators", "Search for “operators”", "Filters"),
    ] {
        let answer = wiki.get(address).await;
        assert_eq!(answer.select("h1"), [heading], "{address}");
        assert_eq!(answer.select(".facet-sheet > summary"), [filters]);
        assert_eq!(answer.attributes(".skip-results", "href"), ["#c-results"]);
        assert_eq!(answer.attributes("#c-results", "tabindex"), ["-1"]);
    }
}

#[tokio::test]
async fn pages_with_some_of_the_words_follow() {
    let wiki = wiki();
    // One page has both words, two have one.
    let page = wiki.get("/search?q=operators+trust").await;
    assert_eq!(
        page.select(".hits:not(.some-words .hits) .hit-title"),
        ["Trust first"]
    );
    assert_eq!(page.select(".some-words h2"), ["With some of the words"]);
    assert_eq!(
        page.select(".some-words .hit-title"),
        ["Mobile positioning"]
    );
    assert_eq!(page.select(".hit-missing"), ["without: trust"]);
    assert_eq!(
        page.select(".results-count"),
        ["1 page with all the words · 1 page with some of them"]
    );
    let none = wiki.get("/search?q=lorries+delivery").await;
    assert_eq!(none.select(".some-words .hit").len(), 2);
    assert_eq!(
        none.select(".results-count"),
        ["No page has all the words · 2 pages with some of them"]
    );
    assert_eq!(
        none.select(".facets-counted"),
        ["The numbers count the pages with some of the words."]
    );
    let french = wiki
        .request(
            "GET",
            "/search?q=operators+trust",
            &[("accept-language", "fr")],
        )
        .await;
    assert_eq!(french.select(".hit-missing"), ["sans : trust"]);
    // In another order, and where it is not asked for, only the first.
    for address in [
        "/api/v1/search?q=operators+trust",
        "/api/v1/search?q=operators+trust&partial=false",
        "/api/v1/search?q=operators+trust&partial=true&sort=title",
    ] {
        let answer = wiki.get(address).await.json();
        assert_eq!(
            (&answer["total"], &answer["total_partial"]),
            (&1.into(), &0.into()),
            "{address}"
        );
        assert_eq!(answer["hits"].as_array().unwrap().len(), 1);
    }
    let sorted = wiki.get("/search?q=operators+trust&sort=title").await;
    assert_eq!(sorted.select(".hit").len(), 1);
    let answer = wiki
        .get("/api/v1/search?q=operators+trust&partial=true")
        .await
        .json();
    assert_eq!(
        (&answer["total"], &answer["total_partial"]),
        (&1.into(), &1.into())
    );
    assert_eq!(answer["hits"][0]["missing"].as_array().unwrap().len(), 0);
    assert_eq!(answer["hits"][1]["missing"], serde_json::json!(["trust"]));
    // Paging runs through both.
    let second = wiki
        .get("/api/v1/search?q=operators+trust&partial=true&limit=1&page=2")
        .await
        .json();
    assert_eq!(second["hits"][0]["path"], "cases/mobile");
    assert_eq!(
        wiki.get("/api/v1/search?partial=maybe").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn what_was_typed_can_be_searched_as_it_is() {
    let wiki = wiki();
    let corrected = wiki.get("/search?q=confidentialty").await;
    let link = "/search?q=confidentialty&verbatim=true";
    assert_eq!(corrected.attributes(".notice a", "href"), [link]);
    let verbatim = wiki.get(link).await;
    assert_eq!(verbatim.select(".hit").len(), 0);
    assert!(
        verbatim
            .select(".empty")
            .join(" ")
            .contains("No page mentions “confidentialty”")
    );
}

#[tokio::test]
async fn a_pasted_citation_finds_its_note() {
    let wiki = wiki();
    wiki.write(&[(
        "literature/ahas2014.md",
        &page(
            "title: Mobile positioning in tourism studies (2014)\nsummary: S.\nkind: literature-note\ncitation: ahas2014",
            "What the paper says. [@ahas2014]",
        ),
    )]);
    for citation in [
        "Ahas, R., & Silm, S. (2014). Mobile positioning in tourism studies. Tourism Review, 12(3), 45–67. https://doi.org/10.1000/xyz",
        "Ahas R, Silm S. “Mobile positioning in tourism studies”. Tourism Review: 2014; 12: 45-67.",
        "[1] R. Ahas and S. Silm, \"Mobile positioning in tourism studies,\" Tourism Review, vol. 12, no. 3, pp. 45-67, 2014.",
    ] {
        let answer = wiki.get(&format!("/search?q={}", encoded(citation))).await;
        let first = answer.attributes(".hit-title a", "href");
        assert_eq!(
            first.first().map(String::as_str),
            Some("/literature/ahas2014"),
            "{citation}"
        );
        assert!(
            answer
                .select(".notice")
                .join(" ")
                .contains("read as a citation")
        );
    }
}

#[tokio::test]
async fn nothing_found_leads_on() {
    let repository = TestRepository::new();
    let case = |title: &str| {
        page(
            &format!("title: {title}\nsummary: S.\nkind: lesson\ncountries: [EE]"),
            "Text.",
        )
    };
    let contribute = page("title: Contribute\nsummary: S.", "How.");
    repository.write(&[
        ("lessons/trust.md", &case("Trust first")),
        ("contribute/index.md", &contribute),
    ]);
    let contact = Contact::Mail("group@example.org".to_owned());
    let wiki = Wiki::of_group(repository, contact);
    let answer = wiki
        .get("/search?q=blockchain&kind=lesson&country=EE")
        .await;
    let empty = answer.select(".empty").join(" ");
    assert!(empty.contains("No page mentions “blockchain”"), "{empty}");
    assert_eq!(
        answer.select(".chip-remove").len(),
        2,
        "the filters stay in view"
    );
    assert_eq!(
        answer.attributes(".facet input[checked]", "value"),
        ["lesson", "EE"]
    );
    assert_eq!(
        answer.attributes(".ask a", "href"),
        ["mailto:group@example.org?subject=blockchain", "/contribute"]
    );
    // A filter is to blame.
    let filtered = wiki.get("/search?q=trust&country=DE").await;
    assert_eq!(
        filtered
            .attributes(".empty p a[href='/search?q=trust']", "href")
            .len(),
        1
    );
    // Where nothing is set up, nothing is offered.
    let bare = self::wiki().get("/search?q=blockchain").await;
    assert_eq!(bare.select(".ask").len(), 0);
}

#[tokio::test]
async fn suggestions_name_values_in_the_readers_language() {
    let wiki = wiki();
    for (typed, language, text, address) in [
        ("est", "en", "Country: Estonia", "/search?country=EE"),
        ("est", "fr", "Pays: Estonie", "/search?country=EE"),
        (
            "momen",
            "en",
            "Challenge: Maintaining momentum",
            "/search?challenges=maintaining-momentum",
        ),
        (
            "operators mom",
            "en",
            "operators · Challenge: Maintaining momentum",
            "/search?q=operators&challenges=maintaining-momentum",
        ),
    ] {
        let headers = [("accept-language", language)];
        let answer = wiki
            .request("GET", &format!("/-/suggest?q={}", encoded(typed)), &headers)
            .await
            .json();
        let entries = answer["suggestions"].as_array().unwrap();
        let entry = entries.iter().find(|entry| entry["text"] == text);
        let entry = entry.unwrap_or_else(|| panic!("{typed}: {answer}"));
        assert_eq!(entry["address"], address);
        assert!(
            entry["note"]
                .as_str()
                .unwrap()
                .starts_with(|digit: char| digit.is_ascii_digit())
        );
    }
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
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
    assert!(cells[1].contains("no case study yet"), "{cells:?}");
    let csv = wiki.get("/map.csv").await.text();
    assert!(csv.starts_with("row,row_label,column,column_label,total,case-study\r\n"));
    let more = "/map.csv?kind=case-study&kind=lesson&kind=literature-note";
    let csv = wiki.get(more).await.text();
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

#[tokio::test]
async fn what_is_found_can_be_taken_along() {
    let wiki = wiki();
    let answer = wiki.get("/search?kind=case-study").await;
    let forms = answer.select(".cite-download a");
    assert!(
        forms.starts_with(&["CSV".to_owned(), "Markdown".to_owned(), "Atom".to_owned()]),
        "{forms:?}"
    );
    let csv = wiki.get("/-/pages.csv?kind=case-study").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = csv.text();
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert!(lines[0].starts_with("path,address,kind,title,"), "{text}");
    assert!(
        lines[1..]
            .iter()
            .all(|line| line.contains("\"case-study\"")),
        "{text}"
    );
    assert!(lines.len() > 1);
    let markdown = wiki.get("/-/pages.md?kind=case-study").await.text();
    assert!(markdown.starts_with("## Case studies\n\n- ["), "{markdown}");
    let feed = wiki.get("/feed.xml?kind=case-study").await.text();
    assert!(
        feed.contains(
            "<link rel=\"self\" href=\"https://test.example/feed.xml?kind=case-study\"/>"
        )
    );
    assert_eq!(feed.matches("<entry>").count(), lines.len() - 1);
    // What means nothing is said, not left aside.
    for address in ["/feed.xml?flavour=sweet", "/-/pages.csv?flavour=sweet"] {
        let refused = wiki.get(address).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(
            refused.text().contains("“flavour” is no filter"),
            "{}",
            refused.text()
        );
    }
}

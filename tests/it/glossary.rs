//! Pages about a term, a country, an organisation or a person, which nobody writes.

use axum::http::StatusCode;

use crate::wiki::{VOCABULARY, Wiki, page};

fn wiki() -> Wiki {
    Wiki::new(&[
        (
            "cases/a.md",
            &page(
                "title: Open case\nsummary: About it.\nkind: case-study\ncountries: [EE]\n\
                 organisations: [Statistics Estonia]\npartners: [{name: T-Mobile (NL), sector: private}]\n\
                 partnership_types: [supplier-recipient]\nchallenges: [maintaining-momentum]\nperiod: 2008/",
                "Text.",
            ),
        ),
        (
            "lessons/b.md",
            &page(
                "title: A lesson\nsummary: Advice.\nkind: lesson\nchallenges: [maintaining-momentum]\n\
                 authors: [Doe Jane]",
                "Text.",
            ),
        ),
        (
            "literature/c.md",
            &page(
                "title: A note\nsummary: On it.\nkind: literature-note\ncitation: ahas2014",
                "Text.",
            ),
        ),
        (
            "secret.md",
            &page(
                "title: Xylophonist\nsummary: S.\nkind: case-study\nvisibility: members\ncountries: [FR]\n\
                 organisations: [Xylophone Office]\nauthors: [Xylo Phonist]\n\
                 challenges: [confidentiality-and-data-sharing]\npartnership_types: [co-creation]",
                "Text.",
            ),
        ),
    ])
}

#[tokio::test]
async fn the_glossary_says_what_terms_mean_and_how_many_pages_carry_them() {
    let wiki = wiki();
    let answer = wiki.get("/-/glossary").await;
    assert_eq!(answer.status, StatusCode::OK);
    let terms = answer.select(".terms dt");
    let of = |label: &str| {
        terms
            .iter()
            .find(|text| text.starts_with(label))
            .cloned()
            .unwrap()
    };
    assert!(of("Maintaining momentum").ends_with("2 pages"), "{terms:?}");
    assert!(of("Confidentiality").ends_with("0 pages"), "{terms:?}");
    let link = answer.select(".terms a[href='/-/glossary/challenges/maintaining-momentum']");
    assert_eq!(link, ["Maintaining momentum"]);
}

#[tokio::test]
async fn a_term_has_its_pages_by_kind_and_its_gaps() {
    let wiki = wiki();
    let answer = wiki
        .get("/-/glossary/challenges/maintaining-momentum")
        .await;
    assert_eq!(answer.select("h1"), ["Maintaining momentum"]);
    assert_eq!(answer.select("h2"), ["Case studies 1", "Lessons 1"]);
    assert_eq!(answer.select(".plain-list a"), ["Open case", "A lesson"]);
    assert_eq!(answer.select(".map-gaps a"), ["Co-creation partnership"]);
    // Known, but nothing carries it that everyone may see.
    let empty = wiki
        .get("/-/glossary/challenges/confidentiality-and-data-sharing")
        .await;
    assert_eq!(empty.select(".empty"), ["Nothing yet."]);
    for address in [
        "/-/glossary/challenges/nonsense",
        "/-/glossary/nonsense/x",
        "/-/glossary/challenges",
    ] {
        assert_eq!(
            wiki.get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
}

#[tokio::test]
async fn countries_organisations_and_people_have_what_is_known_of_them() {
    let wiki = wiki();
    let estonia = wiki.get("/-/countries/EE").await;
    assert_eq!(estonia.select("h1"), ["Estonia"]);
    assert_eq!(estonia.select(".plain-list a"), ["Open case"]);
    let moved = wiki.get("/-/countries/ee").await;
    assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT);
    let office = wiki.get("/-/organisations/statistics-estonia").await;
    assert_eq!(office.select("h1"), ["Statistics Estonia"]);
    let partner = wiki.get("/-/organisations/t-mobile-nl").await;
    assert_eq!(partner.select("h1"), ["T-Mobile (NL)"]);
    let writer = wiki.get("/-/people/doe-jane").await;
    assert_eq!(writer.select(".plain-list a"), ["A lesson"]);
    let author = wiki.get("/-/people/rein-ahas").await;
    assert_eq!(author.status, StatusCode::OK);
    assert_eq!(author.select(".reference-list li").len(), 1);
    assert_eq!(author.select(".plain-list a"), ["A note"]);
}

#[tokio::test]
async fn what_nothing_is_known_of_is_not_there() {
    let wiki = wiki();
    for address in [
        "/-/countries/FR",
        "/-/countries/XX",
        "/-/countries/",
        "/-/organisations/xylophone-office",
        "/-/organisations/nobody",
        "/-/organisations/-",
        "/-/people/xylo-phonist",
        "/-/people/%FF",
    ] {
        let answer = wiki.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert!(!answer.text().contains("Xylophone Office"), "{address}");
    }
}

#[tokio::test]
async fn terms_of_a_group_stand_under_its_name_with_what_a_questionnaire_asks() {
    let vocabulary = VOCABULARY
        .replace(
            "label = \"Challenge\"\n",
            "label = \"Challenge\"\n[[facet.group]]\nid = \"long\"\nlabel = \"Long projects\"\n\
             labels = { fr = \"Projets longs\" }\n",
        )
        .replace(
            "id = \"maintaining-momentum\"\n",
            "id = \"maintaining-momentum\"\ngroup = \"long\"\n",
        );
    let case = |challenge: &str| {
        page(
            &format!(
                "title: About {challenge}\nkind: case-study\nsummary: S.\n\
                 partnership_types: [co-creation]\nchallenges: [{challenge}]"
            ),
            "x",
        )
    };
    let survey = page(
        "title: Survey\nkind: survey\nsummary: S.\nquestions:\n\
         \x20 - {id: Q1, text: What slows you down?, challenge: maintaining-momentum, options: [Money, Time]}",
        "x",
    );
    let wiki = Wiki::new(&[
        ("vocabulary.toml", &vocabulary),
        ("cases/a.md", &case("maintaining-momentum")),
        ("cases/b.md", &case("confidentiality-and-data-sharing")),
        ("survey.md", &survey),
    ]);
    for (address, selector) in [
        ("/map", ".term-groups th"),
        ("/search", ".term-group"),
        ("/-/glossary", "h3"),
    ] {
        assert_eq!(wiki.get(address).await.select(selector), ["Long projects"]);
        let headers = [("accept-language", "fr")];
        let french = wiki.request("GET", address, &headers).await;
        assert_eq!(french.select(selector), ["Projets longs"], "{address}");
    }
    let term = wiki
        .get("/-/glossary/challenges/maintaining-momentum")
        .await;
    assert_eq!(term.select(".kind"), ["Challenge · Long projects"]);
    let asked = term.attributes("[aria-labelledby=c-asked] a", "href");
    assert_eq!(asked, ["/survey#c-question-q1"]);
    assert_eq!(
        term.select("[aria-labelledby=c-asked] ul ul li"),
        ["Money", "Time"]
    );
}

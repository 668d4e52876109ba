//! The page of a person: what they changed, what they are interested in, and that they may have none.

use axum::http::StatusCode;
use concord::web::Settings;

use crate::wiki::{Wiki, page};

fn case(words: &str) -> String {
    page(
        "title: A case\nsummary: S.\nkind: case-study\nchallenges: [maintaining-momentum]\nauthors: [Ann Lee]",
        words,
    )
}

fn site() -> Wiki {
    let wiki = Wiki::new(&[("index.md", &page("title: Home\nsummary: S.", "Hello."))]);
    wiki.write_saying("Add", &[("a.md", Some(&case("One.")))]);
    wiki.write_saying(
        "Name her",
        &[
            ("a.md", Some(&case("Two."))),
            (".mailmap", Some("Ada Lovelace <ada@example.org>\n")),
        ],
    );
    wiki.read_history();
    wiki
}

#[tokio::test]
async fn who_changed_pages_has_a_page_that_tells_when_and_of_what() {
    let wiki = site();
    // Under the name that the repository wants.
    let missing = wiki.get("/-/people/ada-writer").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let person = wiki.get("/-/people/ada-lovelace").await;
    assert_eq!(person.status, StatusCode::OK);
    assert_eq!(person.select("h1"), ["Ada Lovelace"]);
    assert_eq!(person.select(".subject .chip"), ["Maintaining momentum 1"]);
    assert_eq!(person.select(".heat-map tbody tr").len(), 1);
    let links = person.attributes(".subject section p a", "href");
    assert_eq!(
        links,
        [
            "/changes?author=Ada+Lovelace",
            "/-/changes.xml?author=Ada+Lovelace"
        ]
    );
    assert_eq!(wiki.get(&links[0]).await.select(".commit-title").len(), 3);
    // Whoever wrote pages and changed none has the page of before.
    let writer = wiki.get("/-/people/ann-lee").await;
    assert_eq!(writer.status, StatusCode::OK);
    assert!(writer.select(".heat-map").is_empty());
}

#[tokio::test]
async fn who_wants_no_page_has_none_and_is_no_choice() {
    let settings = Settings {
        people_without_page: vec!["ada-lovelace".to_owned(), "ann-lee".to_owned()],
        ..Settings::default()
    };
    let wiki = site().prepared_with(settings, |site| site);
    wiki.read_history();
    for name in ["ada-lovelace", "Ada%20Lovelace", "ann-lee"] {
        let answer = wiki.get(&format!("/-/people/{name}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
    }
    let changes = wiki.get("/changes").await;
    assert!(changes.attributes("datalist option", "value").is_empty());
    assert!(changes.select(".commits > li")[0].contains("Ada Lovelace"));
    let search = wiki.get("/search").await;
    assert!(search.attributes("input[name=author]", "value").is_empty());
    // Programs are told no more than readers, and nothing completes to her.
    for address in [
        "/api/v1/facets",
        "/api/v1/search?q=case",
        "/-/suggest?q=Ann",
        "/-/suggest?q=author:an",
    ] {
        let told = wiki.get(address).await;
        assert_eq!(told.status, StatusCode::OK, "{address}");
        let lists = |text: &str| text.contains("Ann Lee") || text.contains("Ann+Lee");
        assert!(!lists(&told.text()), "{address}: {}", told.text());
    }
    let all = site().get("/api/v1/facets").await;
    assert!(all.text().contains("Ann Lee"), "{}", all.text());
}

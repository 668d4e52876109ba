//! The API: what its description promises.

use axum::http::StatusCode;
use serde_json::Value;

use crate::wiki::{Wiki, page};

fn wiki() -> Wiki {
    Wiki::new(&[
        (
            "index.md",
            &page("title: Home\nsummary: S.", "Welcome to [A](a.md)."),
        ),
        (
            "a.md",
            &page(
                "title: A\nsummary: S.\nkind: lesson\nchallenges: [maintaining-momentum]\nextra: kept",
                "## Part\n\nWords of A.",
            ),
        ),
    ])
}

#[tokio::test]
async fn every_answer_names_its_commit() {
    let wiki = wiki();
    let commit = wiki.publisher.edition().revision().id.to_string();
    for address in ["search", "pages", "pages/", "pages/a", "facets", "map"] {
        let answer = wiki.get(&format!("/api/v1/{address}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert_eq!(answer.json()["commit"], commit, "{address}");
        assert_eq!(answer.header("content-type"), "application/json");
    }
}

#[tokio::test]
async fn a_page_comes_whole() {
    let answer = wiki().get("/api/v1/pages/a").await.json();
    assert_eq!(answer["title"], "A");
    assert_eq!(answer["kind"], "lesson");
    assert_eq!(
        answer["front_matter"]["challenges"][0],
        "maintaining-momentum"
    );
    assert_eq!(answer["front_matter"]["extra"], "kept");
    assert!(answer["html"].as_str().unwrap().contains("<h2"));
    assert!(answer["text"].as_str().unwrap().contains("Words of A."));
    assert_eq!(answer["linked_from"][0]["path"], "");
    assert_eq!(answer["headings"][0]["id"], "part");
}

#[tokio::test]
async fn pages_are_listed_to_the_end() {
    let wiki = wiki();
    let first = wiki.get("/api/v1/pages?limit=1").await.json();
    let second = wiki.get("/api/v1/pages?limit=1&page=2").await.json();
    let third = wiki.get("/api/v1/pages?limit=1&page=3").await.json();
    assert_eq!(
        (&first["total"], &first["pages"][0]["path"]),
        (&Value::from(2), &Value::from(""))
    );
    assert_eq!(second["pages"][0]["path"], "a");
    assert_eq!(third["pages"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn errors_are_problem_details() {
    let wiki = wiki();
    for (address, status) in [
        ("pages/nothing", 404),
        ("pages?limit=0", 400),
        ("search?sort=x", 400),
        ("pages/%ff", 404),
    ] {
        let answer = wiki.get(&format!("/api/v1/{address}")).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["status"], status);
        assert!(!answer.json()["detail"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn answers_have_what_the_description_requires() {
    let wiki = wiki();
    wiki.read_history();
    let description = wiki.get("/api/v1/openapi.json").await.json();
    let schemas = &description["components"]["schemas"];
    for (address, schema) in [
        ("search?q=words", "Search"),
        ("pages", "Pages"),
        ("pages/a", "Page"),
        ("facets", "Facets"),
        ("map", "Map"),
        ("events", "Events"),
        ("history/a", "History"),
        ("diff/a", "Difference"),
    ] {
        let answer = wiki.get(&format!("/api/v1/{address}")).await.json();
        for name in schemas[schema]["required"].as_array().unwrap() {
            assert!(
                answer.get(name.as_str().unwrap()).is_some(),
                "{address} lacks {name}"
            );
        }
    }
    let hit = &wiki.get("/api/v1/search?q=words").await.json()["hits"][0];
    for name in schemas["Hit"]["required"].as_array().unwrap() {
        assert!(
            hit.get(name.as_str().unwrap()).is_some(),
            "a hit lacks {name}"
        );
    }
    let version = &wiki.get("/api/v1/history/a").await.json()["versions"][0];
    for name in schemas["Version"]["required"].as_array().unwrap() {
        let found = version.get(name.as_str().unwrap());
        assert!(found.is_some(), "a version lacks {name}");
    }
}

#[tokio::test]
async fn feeds_name_what_changed() {
    let wiki = wiki();
    let feed = wiki.get("/feed.xml").await;
    assert_eq!(
        feed.header("content-type"),
        "application/atom+xml; charset=utf-8"
    );
    assert!(feed.text().contains("<name>Ada Writer</name>"));
    assert!(
        wiki.get("/sitemap.xml")
            .await
            .text()
            .contains("<loc>https://test.example/a</loc>")
    );
    assert!(
        wiki.get("/robots.txt")
            .await
            .text()
            .contains("Sitemap: https://test.example/sitemap.xml")
    );
    assert!(
        wiki.get("/opensearch.xml")
            .await
            .text()
            .contains("{searchTerms}")
    );
    assert!(
        wiki.get("/llms.txt")
            .await
            .text()
            .contains("[A](https://test.example/a.md)")
    );
}

#[tokio::test]
async fn every_field_of_a_page_is_shown() {
    let wiki = Wiki::new(&[(
        "all.md",
        &page(
            "title: T\nsummary: S.\nkind: event\npartners: [{name: P, sector: private}]\n\
             organisations: [O]\ncountries: [ee]\nperiod: 2008/2019\nstatus: ongoing\n\
             starts: 2026-11-16\nends: 2026-11-17\ndate: 2026\nplace: Geneva\nwith: W\n\
             authors: [A]\nsources: [ahas2014]\ncitation: ahas2014\ndrawn_from: [other#part]\n\
             timezone: Europe/Zurich\ndays: [2026-11-16]\ntracks: [T]\nrooms: [R]\nuid: u\n\
             session: other#part\nabout: [other]\ndecided_by: [Us]\n\
             sessions: [{title: Opening, examples: [other]}]\n\
             questions: [{id: q1, text: Why, type: text, options: [a, b]}]\nsurvey: other\n\
             answers: {q1: Because}\nchapters: [{title: One, pages: [other]}]\n\
             url: https://example.org/\nowner: Them\nlang: fr\ntranslation_of: other\n\
             aliases: [old]\nvisibility: public\ndraft: false\nextra: kept",
            "Text.",
        ),
    )]);
    let answer = wiki.get("/api/v1/pages/all").await.json();
    let shown = answer["front_matter"].as_object().unwrap();
    for field in concord::domain::Field::all() {
        let value = &shown[field.key()];
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        assert!(!is_empty, "{}: {value}", field.key());
    }
    for (key, wanted) in [
        ("starts", serde_json::json!("2026-11-16")),
        ("drawn_from", serde_json::json!(["other#part"])),
        ("translation_of", serde_json::json!("other")),
        ("answers", serde_json::json!({"q1": "Because"})),
        ("countries", serde_json::json!(["EE"])),
        ("visibility", serde_json::json!("public")),
        ("draft", serde_json::json!(false)),
        ("extra", serde_json::json!("kept")),
    ] {
        assert_eq!(shown[key], wanted, "{key}");
    }
    assert_eq!(shown["sessions"][0]["examples"][0], "other");
}

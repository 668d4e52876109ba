//! What only members may see leaves no trace for anyone else.

use super::*;
use crate::search::{CrossRequest, Suggestion};

fn library() -> Snapshot {
    indexed(&[
        sample(
            "open/one",
            "Open partnership",
            "Common words about sharing.\n# Public heading\nEnd.",
        )
        .kind(Kind::Lesson)
        .tag("challenges", "trust")
        .tag("partnership_types", "co-creation")
        .country("EE"),
        sample(
            "closed/canary",
            "Canarytitle partnership",
            "Common words about canaryword sharing.\n# Canaryheading\nMore.",
        )
        .kind(Kind::Consultation)
        .summary("canarysummary")
        .tag("challenges", "canarychallenge")
        .tag("challenges", "trust")
        .tag("partnership_types", "co-creation")
        .organisation("Canaryoffice")
        .author("Canaryauthor")
        .country("CA")
        .members(),
    ])
}

fn as_member(library: &Snapshot, query: &str) -> Results {
    library.search(Viewer::Contributor, &request(query))
}

#[test]
fn members_see_everything() {
    let library = library();
    assert_eq!(as_member(&library, "canaryword").total, 1);
    assert_eq!(as_member(&library, "").total, 2);
    let path = PagePath::parse("open/one").unwrap();
    assert_eq!(library.related(&path, Viewer::Contributor, 5).len(), 1);
    assert_eq!(
        library
            .nearest("closed/canari", Viewer::Contributor, 5)
            .len(),
        1
    );
}

#[test]
fn no_query_finds_a_hidden_page() {
    let library = library();
    for query in [
        "canaryword",
        "canaryw*",
        "\"canaryword sharing\"",
        "-open",
        "title:canarytitle",
        "author:canaryauthor",
        "organisation:canaryoffice",
        "challenges:canarychallenge",
        "kind:consultation",
        "country:CA",
        "visibility:members",
    ] {
        let results = search(&library, query);
        let text = format!(
            "{:?}",
            (
                results.hits,
                results.facets,
                results.corrected,
                results.suggestion
            )
        );
        assert!(!text.to_lowercase().contains("canary"), "{query}: {text}");
        assert!(
            !text.contains("consultation") && !text.contains("\"CA\""),
            "{query}: {text}"
        );
    }
    assert_eq!(search(&library, "").total, 1);
    let filters = [("visibility".to_owned(), "members".to_owned())];
    let hidden = library.search(
        Viewer::Anonymous,
        &Request {
            filters: &filters,
            ..request("")
        },
    );
    assert_eq!(hidden.total, 0);
}

#[test]
fn a_hidden_value_is_like_none() {
    let library = library();
    let none = search(&library, "author:nobodyknows");
    let hidden = search(&library, "author:canaryauthor");
    let no_such_value = |value: &str| Note::NoSuchValue {
        key: "author".to_owned(),
        value: value.to_owned(),
    };
    assert_eq!(none.notes, [no_such_value("nobodyknows")]);
    assert_eq!(hidden.notes, [no_such_value("canaryauthor")]);
    assert_eq!((none.total, none.facets), (hidden.total, hidden.facets));
}

#[test]
fn no_word_of_a_hidden_page_is_offered() {
    let library = library();
    for query in [
        "canarywords",
        "canaryoffic",
        "canarytitel",
        "canarywort sharing",
    ] {
        let results = search(&library, query);
        assert_eq!(results.corrected, None, "{query}");
        assert!(
            !results
                .suggestion
                .unwrap_or_default()
                .contains("canaryword")
        );
    }
    assert!(as_member(&library, "canarywords").corrected.is_none());
    assert!(as_member(&library, "canaryward").corrected.is_some());
    for text in ["canary", "canaryt", "can", "partnership", "closed"] {
        let offers = library.suggest(text, Viewer::Anonymous, 10, None, "en");
        let shown = format!("{offers:?}").to_lowercase();
        assert!(!shown.contains("canary"), "{text}: {shown}");
    }
    let offers = library.suggest("canary", Viewer::Contributor, 10, None, "en");
    assert!(
        offers
            .iter()
            .any(|offer| matches!(offer, Suggestion::Page { .. }))
    );
    assert!(
        offers
            .iter()
            .any(|offer| matches!(offer, Suggestion::Section { .. }))
    );
    assert!(
        offers
            .iter()
            .any(|offer| matches!(offer, Suggestion::Term { .. }))
    );
}

#[test]
fn a_hidden_page_is_neither_related_nor_near_nor_on_the_map() {
    let library = library();
    let open = PagePath::parse("open/one").unwrap();
    let closed = PagePath::parse("closed/canary").unwrap();
    assert!(library.related(&open, Viewer::Anonymous, 5).is_empty());
    assert!(library.related(&closed, Viewer::Anonymous, 5).is_empty());
    assert!(
        library
            .nearest("closed/canary", Viewer::Anonymous, 5)
            .is_empty()
    );
    let map = |viewer| {
        library.cross(
            viewer,
            &CrossRequest {
                rows: "partnership_types",
                columns: "challenges",
                query: "",
                filters: &[],
                years: None,
            },
        )
    };
    let shown = map(Viewer::Anonymous);
    assert_eq!(shown.cells.len(), 1);
    assert_eq!(shown.total.values().sum::<usize>(), 1);
    assert_eq!(map(Viewer::Contributor).cells.len(), 2);
    let facets = format!("{:?}", library.facets(Viewer::Anonymous, &request("")));
    assert!(
        !facets.contains("canary") && !facets.contains("visibility"),
        "{facets}"
    );
}

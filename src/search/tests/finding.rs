//! Pages with some of the words, other words for the same, and what a hit says of it.

use std::sync::Arc;

use super::*;
use crate::domain::Vocabulary;
use crate::search::{Hit, ReasonKind};

pub(super) fn partial(query: &str) -> Request<'_> {
    Request {
        partial: true,
        ..request(query)
    }
}

pub(super) fn library() -> Vec<Sample> {
    let mut pages = vec![
        sample(
            "toll",
            "Truck toll index",
            "Lorries pay a toll on motorways.",
        ),
        sample(
            "cards",
            "Card payments",
            "Payments by card show what households buy.",
        )
        .kind(Kind::CaseStudy),
        sample(
            "ships",
            "Ship positions",
            "Ships send their position; a toll is not paid.",
        ),
        sample("trust", "Trust", "Households trust the office."),
    ];
    let filler = |number: usize| {
        let path = format!("filler/{number}");
        sample(
            &path,
            &format!("Filler {number}"),
            "Nothing of it, but data and offices.",
        )
    };
    pages.extend((0..20).map(filler));
    pages
}

pub(super) fn missing(results: &Results) -> Vec<(&str, Vec<&str>)> {
    let hits = results.hits.iter();
    hits.map(|hit| {
        let missing = hit.missing.iter().map(String::as_str);
        (hit.path.as_str(), missing.collect())
    })
    .collect()
}

#[test]
fn a_value_that_is_not_chosen_counts_its_pages_with_all_words_too() {
    let mut pages = library();
    pages.push(sample("case", "Case", "Toll of lorries.").kind(Kind::CaseStudy));
    pages.push(sample("lesson", "Lesson", "Toll of ships.").kind(Kind::Lesson));
    let snapshot = indexed(&pages);
    let filters = |kind: &str| vec![("kind".to_owned(), kind.to_owned())];
    let of = |filters: &[(String, String)]| {
        snapshot.search(
            Viewer::Anonymous,
            &Request {
                filters,
                ..partial("toll lorries")
            },
        )
    };
    let lessons = of(&filters("lesson"));
    assert_eq!((lessons.total, lessons.total_partial), (0, 1));
    let kinds = lessons.facets.iter().find(|facet| facet.key == "kind");
    for (kind, counted) in &kinds.unwrap().counts {
        let chosen = of(&filters(kind));
        assert_eq!(chosen.total + chosen.total_partial, *counted, "{kind}");
    }
}

#[test]
fn pages_with_some_of_the_words_follow() {
    let snapshot = indexed(&library());
    let results = snapshot.search(Viewer::Anonymous, &partial("toll lorries motorways ships"));
    assert_eq!((results.total, results.total_partial), (0, 2));
    assert_eq!(
        missing(&results),
        [
            ("toll", vec!["ships"]),
            ("ships", vec!["lorries", "motorways"])
        ]
    );
    assert!(results.hits[0].score > results.hits[1].score);
    assert!(results.facets_partial && !results.facets.is_empty());
    // The words that were looked for, to mark them where a hit leads.
    assert_eq!(results.words, ["toll", "lorries", "motorways", "ships"]);
    let both = snapshot.search(Viewer::Anonymous, &partial("households card"));
    assert_eq!((both.total, both.total_partial), (1, 1));
    assert_eq!(missing(&both), [("cards", vec![]), ("trust", vec!["card"])]);
    assert!(!both.facets_partial);
    // Unless asked, and in another order, only pages with all words.
    assert_eq!(search(&snapshot, "households card").total_partial, 0);
    let by_title = Request {
        sort: SortOrder::Title,
        ..partial("households card")
    };
    assert_eq!(
        snapshot.search(Viewer::Anonymous, &by_title).total_partial,
        0
    );
}

#[test]
fn paging_runs_through_both_groups() {
    let snapshot = indexed(&library());
    let all = paths(&snapshot.search(Viewer::Anonymous, &partial("households card")));
    let one_by_one: Vec<String> = (0..3)
        .flat_map(|offset| {
            let page = Request {
                offset,
                limit: 1,
                ..partial("households card")
            };
            paths(&snapshot.search(Viewer::Anonymous, &page))
        })
        .collect();
    assert_eq!(one_by_one, all);
}

#[test]
fn what_is_unknown_stays_empty() {
    let snapshot = indexed(&library());
    for query in [
        "blockchain",
        "offices blockchain quantum",
        "data xyzzy plugh",
    ] {
        let results = snapshot.search(Viewer::Anonymous, &partial(query));
        assert_eq!((results.total, results.total_partial), (0, 0), "{query}");
        assert!(!results.unknown.is_empty(), "{query}");
    }
    let results = snapshot.search(Viewer::Anonymous, &partial("lorries motorways blockchain"));
    assert_eq!(missing(&results)[0], ("toll", vec!["blockchain"]));
    assert_eq!(results.unknown, ["blockchain"]);
}

#[test]
fn phrases_filters_and_exclusions_stay_strict() {
    let snapshot = indexed(&library());
    let found = |query| paths(&snapshot.search(Viewer::Anonymous, &partial(query)));
    assert_eq!(found("\"card payments\" households lorries"), ["cards"]);
    assert!(!found("toll lorries motorways ships -motorways").contains(&"toll".to_owned()));
    assert_eq!(found("households card kind:case-study"), ["cards"]);
    let filters = [("kind".to_owned(), "case-study".to_owned())];
    let filtered = Request {
        filters: &filters,
        ..partial("households lorries card")
    };
    assert_eq!(
        paths(&snapshot.search(Viewer::Anonymous, &filtered)),
        ["cards"]
    );
}

#[test]
fn questions_are_understood() {
    let snapshot = indexed(&library());
    for query in [
        "how do we get the trust of households?",
        "Why should households trust us",
    ] {
        assert_eq!(found(&snapshot, query), ["trust"], "{query}");
    }
    // In capitals it is a name, and in quotes it is meant.
    let who = indexed(&[
        sample("who", "Health", "The WHO asks."),
        sample("other", "Health", "It asks."),
    ]);
    assert_eq!(found(&who, "WHO health"), ["who"]);
    assert_eq!(found(&who, "\"it asks\""), ["other"]);
}

#[test]
fn short_forms_are_learned_from_what_the_viewer_may_see() {
    let pages = [
        sample(
            "explains",
            "One",
            "A mobile network operator (MNO) shares data.",
        ),
        sample("short", "Two", "Every MNO has its conditions."),
        sample("long", "Three", "Some mobile network operators refuse."),
        sample("hidden", "Four", "The ministry of secret plans (MSP).").members(),
        sample("plans", "Five", "A ministry of secret plans."),
    ];
    let snapshot = indexed(&pages);
    for query in ["MNO", "mobile network operators"] {
        let mut found = found(&snapshot, query);
        found.sort_unstable();
        assert_eq!(found, ["explains", "long", "short"], "{query}");
    }
    assert_eq!(search(&snapshot, "MSP").total, 0);
    let member = snapshot.search(Viewer::Member, &request("MSP"));
    assert_eq!(member.total, 2);
}

#[test]
fn the_groups_own_words_find_pages() {
    let index = Index::open(None).unwrap();
    let pages = [
        sample("dutch", "One", "x")
            .country("NL")
            .tag("challenges", "concluding"),
        sample("telco", "Two", "A telco delivers."),
        sample("other", "Three", "x"),
    ];
    add(&index, &pages, 1);
    let vocabulary = Vocabulary::parse(
        "[synonyms]\nMNO = [\"telco\"]\n[[facet]]\nkey = \"challenges\"\nlabel = \"Challenge\"\n\
         [[facet.term]]\nid = \"concluding\"\nlabel = \"Concluding partnerships\"\n\
         labels = { fr = \"Conclure les partenariats\" }\naliases = [\"termination\"]\n",
    );
    let snapshot = index.snapshot_with(&Arc::new(vocabulary.0));
    for query in [
        "Dutch",
        "Holland",
        "Pays-Bas",
        "termination",
        "partenariats",
        "conclude",
    ] {
        assert_eq!(found(&snapshot, query), ["dutch"], "{query}");
    }
    assert_eq!(found(&snapshot, "MNO"), ["telco"]);
    assert_eq!(found(&snapshot, "MNOs"), ["telco"]);
    // In quotes a word is meant as it is.
    assert_eq!(found(&snapshot, "\"MNO\""), Vec::<String>::new());
    assert_eq!(found(&snapshot, "\"telco\""), ["telco"]);
    let results = search(&snapshot, "termination");
    assert_eq!(
        reason(&results.hits[0]),
        (
            ReasonKind::About,
            "Concluding partnerships ([termination])".to_owned()
        )
    );
    assert_eq!(search(&snapshot, "Dutch").corrected, None);
}

fn reason(hit: &Hit) -> (ReasonKind, String) {
    let reason = &hit.reasons[0];
    let text = reason.text.iter().map(|fragment| match fragment.marked {
        true => format!("[{}]", fragment.text),
        false => fragment.text.clone(),
    });
    (reason.because, text.collect())
}

#[test]
fn works_cited_and_aliases_find_pages_and_say_so() {
    let snapshot = indexed(&[
        sample("cites", "One", "A page.")
            .cites("Johannes Jütting. Big data for all. OECD Publishing"),
        sample("text", "Two", "Jutting wrote it."),
        sample("called", "Three", "A page.").alias("old-household-survey"),
    ]);
    let results = search(&snapshot, "jutting");
    assert_eq!(paths(&results), ["text", "cites"]);
    assert_eq!(
        reason(&results.hits[1]),
        (
            ReasonKind::Cites,
            "Johannes [Jütting]. Big data for all. OECD Publishing".to_owned()
        )
    );
    assert_eq!(found(&snapshot, "OECD publishing"), ["cites"]);
    let called = search(&snapshot, "old-household-survey");
    assert_eq!(paths(&called), ["called"]);
    assert_eq!(reason(&called.hits[0]).0, ReasonKind::Called);
}

#[test]
fn an_address_or_a_doi_finds_what_cites_the_work() {
    let pages = [
        sample("note", "The note", "About a work.").about("https://doi.org/10.1787/abc-1"),
        sample("case", "A case", "It cites the work.").cites_at("10.1787/abc-1"),
        sample("page", "A page", "About something else.").cites_at("https://www.example.org/a/b"),
        sample("other", "Another", "It has 10 and 1787 and abc and 1."),
        sample(
            "text",
            "A text",
            "See https://www.example.org/a/b for more.",
        ),
    ];
    let snapshot = indexed(&pages);
    let found = |query: &str| -> Vec<String> {
        let results = snapshot.search(Viewer::Anonymous, &request(query));
        assert!(results.notes.is_empty(), "{query}: {:?}", results.notes);
        let hits = results.hits.iter();
        hits.map(|hit| hit.path.as_str().to_owned()).collect()
    };
    for query in [
        "10.1787/abc-1",
        "doi:10.1787/abc-1",
        "https://doi.org/10.1787/abc-1",
        "http://dx.doi.org/10.1787/ABC-1.",
    ] {
        assert_eq!(found(query), ["note", "case"], "{query}");
    }
    assert_eq!(found("http://example.org/a/b"), ["page", "text"]);
    // Parts of addresses are not words of the page: nothing is offered or found by them.
    assert_eq!(found("1787 abc"), ["other"]);
    assert_eq!(
        snapshot
            .suggest("exam", Viewer::Anonymous, 10, None, "en")
            .len(),
        1
    );
}

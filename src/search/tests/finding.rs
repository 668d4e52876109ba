//! Pages with some of the words, other words for the same, and what a hit says of it.

use std::sync::Arc;

use super::*;
use crate::domain::Vocabulary;
use crate::search::{Hit, ReasonKind};

fn partial(query: &str) -> Request<'_> {
    Request {
        partial: true,
        ..request(query)
    }
}

fn library() -> Vec<Sample> {
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

fn missing(results: &Results) -> Vec<(&str, Vec<&str>)> {
    let hits = results.hits.iter();
    hits.map(|hit| {
        let missing = hit.missing.iter().map(String::as_str);
        (hit.path.as_str(), missing.collect())
    })
    .collect()
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
fn spellings_meet() {
    let snapshot = indexed(&[
        sample(
            "joined",
            "One",
            "The cooperation was agreed by email on microdata.",
        ),
        sample(
            "hyphen",
            "Two",
            "Co-operation by e-mail, sub-national well-being, COVID-19; 1,234,567 persons.",
        ),
        sample(
            "two",
            "Three",
            "Access to micro data in a center, organized.",
        ),
        sample(
            "de",
            "Datenschutzgrundverordnung",
            "Die Datenschutzbeauftragte.",
        )
        .language("de"),
        sample("ko", "통계청", "통계청은 데이터를 공개한다.").language("ko"),
    ]);
    let found = |query| {
        let mut found = found(&snapshot, query);
        found.sort_unstable();
        found
    };
    for query in ["cooperation", "co-operation", "email", "e-mail"] {
        assert_eq!(found(query), ["hyphen", "joined"], "{query}");
    }
    for query in [
        "subnational",
        "wellbeing",
        "covid19",
        "1234567",
        "sub-national",
    ] {
        assert_eq!(found(query), ["hyphen"], "{query}");
    }
    for query in ["microdata", "micro data", "micro-data"] {
        assert_eq!(found(query), ["joined", "two"], "{query}");
    }
    assert_eq!(found("centre organised"), ["two"]);
    assert_eq!(found("Datenschutz"), ["de"]);
    assert_eq!(found("통계"), ["ko"]);
}

#[test]
fn correction_is_careful() {
    let snapshot = indexed(&[
        sample(
            "a",
            "GDP",
            "The gdp of Poland, edited and used; mos and no.",
        ),
        sample(
            "b",
            "Confidentiality",
            "Confidentiality agreement with Portugal.",
        ),
    ]);
    for query in [
        "GDPR", "MNO", "USA", "MoU", "Holland", "exit", "POLAN", "poland1", "gdpr",
    ] {
        assert_eq!(search(&snapshot, query).corrected, None, "{query}");
    }
    for (query, right) in [
        ("confidentialty", "confidentiality"),
        ("agrement", "agreement"),
        ("polnad", "poland"),
        ("confidnetialty", "confidentiality"),
    ] {
        assert_eq!(
            search(&snapshot, query).corrected.as_deref(),
            Some(right),
            "{query}"
        );
    }
    // Two edits in a short word, or another first letter.
    assert_eq!(search(&snapshot, "pxlxnd").corrected, None);
    assert_eq!(search(&snapshot, "bortugal").corrected, None);
    let typed = Request {
        verbatim: true,
        ..request("polnad")
    };
    assert_eq!(snapshot.search(Viewer::Anonymous, &typed).total, 0);
}

#[test]
fn lists_of_what_is_elsewhere_do_not_win() {
    let filler = "Some words that stand here. ".repeat(10);
    let snapshot = indexed(&[
        sample(
            "list",
            "One",
            &format!(
                "{filler}\n# Related pages\nHarvest one, harvest two, harvest three, harvest four."
            ),
        ),
        sample(
            "own",
            "Two",
            &format!("{filler} The harvest was good. {filler}"),
        ),
        sample(
            "both",
            "Three",
            &format!(
                "{filler}\n# Sources\nHarvest, harvest and yield.\n# Outcome\nThe harvest came."
            ),
        ),
    ]);
    let results = search(&snapshot, "harvest");
    assert_eq!(results.hits[2].path.as_str(), "list");
    let both = results
        .hits
        .iter()
        .find(|hit| hit.path.as_str() == "both")
        .unwrap();
    assert_eq!(both.section.as_ref().unwrap().id, "outcome");
    let list = results.hits[2].section.as_ref().unwrap();
    assert_eq!(list.id, "related-pages");
}

#[test]
fn indexes_stand_below_what_they_list() {
    let mut index = sample("cases", "Harvest cases", "Harvest one. Harvest two.");
    index.page.file = "cases/index.md".to_owned();
    let snapshot = indexed(&[
        index,
        sample(
            "cases/one",
            "Harvest one",
            "A harvest and other words that make it longer.",
        ),
        sample(
            "contribute/templates/case",
            "Harvest template",
            "Harvest harvest.",
        ),
    ]);
    assert_eq!(found(&snapshot, "harvest")[0], "cases/one");
}

#[test]
fn questions_and_sessions_are_sections() {
    use crate::domain::agenda::{Agenda, Session};
    use crate::domain::front_matter::{Details, Question};
    let mut page = sample("survey", "Questionnaire", "Introduction.");
    page.page.front.details = Some(Box::new(Details {
        questions: vec![
            Question {
                id: "SM2.4".to_owned(),
                heading: "Confidentiality".to_owned(),
                text: "Which safeguards were agreed?".to_owned(),
                ..Question::default()
            },
            Question {
                text: "What else?".to_owned(),
                ..Question::default()
            },
        ],
        agenda: Agenda {
            sessions: vec![Session {
                title: "Opening".to_owned(),
                summary: "Why trust matters".to_owned(),
                ..Session::default()
            }],
            ..Agenda::default()
        },
        ..Details::default()
    }));
    let snapshot = indexed(&[page]);
    for (query, id) in [
        ("safeguards", "c-question-sm2-4"),
        ("confidentiality", "c-question-sm2-4"),
        ("trust", "c-session-1"),
    ] {
        let results = search(&snapshot, query);
        let section = results.hits[0].section.as_ref().unwrap();
        assert_eq!(section.id, id, "{query}");
    }
}

#[test]
fn cells_of_a_table_do_not_run_together() {
    let snapshot = indexed(&[sample(
        "t",
        "T",
        "Partner\tRole\t\nCBS\tdeveloped the method\t\nBank\theld data",
    )]);
    assert_eq!(
        snippet(&search(&snapshot, "method"), 0),
        "Partner · Role · CBS · developed the [method] · Bank · held data"
    );
}

#[test]
fn a_snippet_shows_every_word_that_it_can() {
    let filler = "Other words that say nothing of it. ".repeat(20);
    let text = format!("Apples at first. {filler} Pears in the middle. {filler} Plums at the end.");
    let snapshot =
        indexed(&[sample("fruit", "Fruit and cherries", &text).summary("About quinces")]);
    let results = search(&snapshot, "apples pears plums quinces cherries");
    let shown = snippet(&results, 0);
    for word in ["[Apples]", "[Pears]", "[Plums]", "[quinces]"] {
        assert!(shown.contains(word), "{shown}");
    }
    assert!(shown.len() < 700, "{shown}");
}

/// What is hidden, in many ways.
fn hidden() -> Vec<Sample> {
    vec![
        sample(
            "h/one",
            "Toll toll toll",
            "Lorries lorries motorways, ships (SHP)",
        )
        .members(),
        sample(
            "h/two",
            "Trust households",
            "Households, card payments and positions.",
        )
        .members()
        .tag("secret", "plan")
        .language("fr"),
        sample(
            "h/three",
            "Toll draft",
            "Tolls for card ships (CSH); trusted households.",
        )
        .draft()
        .country("EE"),
        sample("h/four", "Index", "data offices filler nothing")
            .draft()
            .kind(Kind::Lesson),
    ]
}

#[test]
fn nothing_depends_on_what_the_viewer_may_not_see() {
    let open = library();
    let alone = indexed(&open);
    let members: Vec<Sample> = hidden().into_iter().take(2).collect();
    let with_members = indexed(&[open.clone(), members].concat());
    let together = indexed(&[open.clone(), hidden()].concat());
    // Later changes, so that pages that are no more are there too.
    let index = Index::open(None).unwrap();
    add(&index, &hidden(), 1);
    add(&index, &open, 2);
    let mut changed = hidden();
    changed[0].text.text.push_str(" toll");
    add(&index, &changed, 3);
    let changed = add(&index, &open[..2], 4);
    for query in [
        "",
        "toll",
        "trust households",
        "toll lorries ships",
        "card*",
        "\"card payments\"",
        "secret:plan",
        "country:EE",
        "SHP",
        "CSH",
        "lories",
        "households trust positions nothing",
        "les trust",
        "Filler 3",
        "kind:lesson",
        "offices",
    ] {
        let ask = |snapshot: &Snapshot, viewer| snapshot.search(viewer, &partial(query));
        let anonymous = ask(&alone, Viewer::Anonymous);
        assert_eq!(ask(&together, Viewer::Anonymous), anonymous, "{query}");
        assert_eq!(ask(&with_members, Viewer::Anonymous), anonymous, "{query}");
        assert_eq!(ask(&changed, Viewer::Anonymous), anonymous, "{query}");
        let member = ask(&with_members, Viewer::Member);
        assert_eq!(ask(&together, Viewer::Member), member, "{query}");
        for viewer in [Viewer::Anonymous, Viewer::Member] {
            let offers = |snapshot: &Snapshot| snapshot.suggest(query, viewer, 10, None, "en");
            assert_eq!(offers(&together), offers(&with_members), "{query}");
            let near = |snapshot: &Snapshot| snapshot.nearest(query, viewer, 5);
            assert_eq!(near(&together), near(&with_members), "{query}");
        }
    }
    for page in &open {
        let related = |snapshot: &Snapshot, viewer| snapshot.related(&page.page.path, viewer, 5);
        let anonymous = related(&alone, Viewer::Anonymous);
        assert_eq!(related(&together, Viewer::Anonymous), anonymous);
        assert_eq!(related(&changed, Viewer::Anonymous), anonymous);
        let member = related(&with_members, Viewer::Member);
        assert_eq!(related(&together, Viewer::Member), member);
    }
}

#[test]
fn a_correction_is_made_only_where_it_leads_somewhere() {
    let mut pages = library();
    pages.push(sample(
        "guide",
        "How to write",
        "A backslash stands before a sign.",
    ));
    let snapshot = indexed(&pages);
    // The corrected word and the others are on no page together: what was typed is searched.
    let kept = snapshot.search(Viewer::Anonymous, &partial("cards households backlash"));
    assert_eq!(kept.corrected, None);
    assert_eq!(kept.unknown, ["backlash"]);
    assert_eq!(missing(&kept)[0], ("cards", vec!["backlash"]));
    // Alone it leads to a page, and so does a word that is only misspelt.
    let alone = snapshot.search(Viewer::Anonymous, &partial("backlash"));
    assert_eq!(alone.corrected.as_deref(), Some("backslash"));
    let misspelt = snapshot.search(Viewer::Anonymous, &partial("cards househodls unicorn"));
    assert_eq!(
        misspelt.corrected.as_deref(),
        Some("cards households unicorn")
    );
    assert_eq!(missing(&misspelt)[0], ("cards", vec!["unicorn"]));
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

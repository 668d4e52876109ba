//! Words, phrases, stems, accents, typos, fields: what a query finds.

use proptest::prelude::*;

use super::*;

/// The result of a query that finds nothing.
const NOTHING: [&str; 0] = [];

fn library() -> Snapshot {
    indexed(&[
        sample(
            "cases/mobile",
            "Mobile positioning data",
            "Operators share data.\n# Confidentiality\nConfidential data needs agreements between \
             partners.\n# Outcome\nMonthly tourism statistics.",
        )
        .kind(Kind::CaseStudy)
        .summary("Tourism from phones")
        .country("EE")
        .organisation("Statistics Estonia")
        .author("Jane Smith")
        .tag("partnership_types", "supplier-recipient")
        .period("2008/2019")
        .updated(1_520_000_000),
        sample(
            "lessons/trust",
            "Trust grows slowly",
            "Partnerships of offices need trust.",
        )
        .kind(Kind::Lesson)
        .country("CA")
        .tag("partnership_types", "co-creation")
        .period("2020/")
        .updated(1_500_000_000),
        sample(
            "notes/etude",
            "Étude des données",
            "Les données ouvertes des statisticiens.",
        )
        .language("fr"),
        sample(
            "notizen/haus",
            "Haeuser und Häuser",
            "Die Straßen und die Häuser der Stadt.",
        )
        .language("de"),
        sample(
            "ru/stat",
            "Официальная статистика",
            "Методы статистики и данные.",
        )
        .language("ru"),
        sample("zh/stat", "官方統計", "國家統計局發布數據。").language("zh"),
        sample("", "Home", "Welcome to the handbook."),
    ])
}

#[test]
fn all_words_are_wanted() {
    let library = library();
    assert_eq!(found(&library, "partners data"), ["cases/mobile"]);
    assert_eq!(found(&library, "tourism trust"), NOTHING);
    assert_eq!(found(&library, "handbook"), [""]);
}

#[test]
fn stems_of_the_pages_language_are_found() {
    let library = library();
    assert_eq!(found(&library, "agreement"), ["cases/mobile"]);
    assert_eq!(found(&library, "partnership"), ["lessons/trust"]);
    assert_eq!(found(&library, "donnée ouverte"), ["notes/etude"]);
    assert_eq!(found(&library, "Straße"), ["notizen/haus"]);
    assert_eq!(found(&library, "статистике"), ["ru/stat"]);
    assert_eq!(found(&library, "統計局"), ["zh/stat"]);
    assert_eq!(found(&library, "局統計"), NOTHING);
}

#[test]
fn accents_and_case_do_not_matter() {
    let library = library();
    for query in ["etude DONNEES", "Étude données", "e\u{301}tude"] {
        assert_eq!(found(&library, query), ["notes/etude"], "{query}");
    }
    assert_eq!(found(&library, "strassen hauser"), ["notizen/haus"]);
}

#[test]
fn phrases_are_exact() {
    let library = library();
    assert_eq!(found(&library, "\"tourism statistics\""), ["cases/mobile"]);
    assert_eq!(found(&library, "\"statistics tourism\""), NOTHING);
    assert_eq!(found(&library, "\"donnees ouvertes\""), ["notes/etude"]);
}

#[test]
fn stop_words_do_not_stand_in_the_way() {
    let library = library();
    assert_eq!(found(&library, "the trust of offices"), ["lessons/trust"]);
    assert_eq!(found(&library, "les statisticiens"), ["notes/etude"]);
    assert_eq!(found(&library, "to the"), [""]);
}

#[test]
fn without_prefix_and_title() {
    let library = library();
    assert_eq!(found(&library, "data -tourism"), NOTHING);
    assert_eq!(search(&library, "-data").total, 6);
    assert_eq!(found(&library, "confid*"), ["cases/mobile"]);
    assert_eq!(found(&library, "title:trust"), ["lessons/trust"]);
    assert_eq!(found(&library, "title:offices"), NOTHING);
    assert_eq!(
        found(&library, "title:\"positioning data\""),
        ["cases/mobile"]
    );
    assert_eq!(found(&library, "-\"trust grows\" trust"), NOTHING);
}

#[test]
fn fields_name_every_facet() {
    let library = library();
    for query in [
        "kind:case-study",
        "kind:\"Case studies\"",
        "country:EE",
        "country:estonia",
        "organisation:\"statistics estonia\"",
        "organization:estonia",
        "author:smith",
        "partnership_types:supplier-recipient",
        "partnership-types:supplier",
        "period:2010",
        "updated:>2018-01",
        "updated:2018",
    ] {
        assert_eq!(found(&library, query), ["cases/mobile"], "{query}");
    }
    assert_eq!(search(&library, "kind:lesson kind:case-study").total, 2);
    assert_eq!(found(&library, "period:2025"), ["lessons/trust"]);
    assert_eq!(found(&library, "language:french"), ["notes/etude"]);
    assert_eq!(
        found(&library, "country:EE country:CA -kind:lesson"),
        ["cases/mobile"]
    );
    let nobody = search(&library, "author:nobody");
    assert_eq!((nobody.total, nobody.notes.len()), (0, 1));
}

#[test]
fn a_typo_still_finds_and_is_said() {
    let library = library();
    let results = search(&library, "confidental data");
    assert_eq!(paths(&results), ["cases/mobile"]);
    assert_eq!(results.corrected.as_deref(), Some("confidential data"));
    assert_eq!(found(&library, "\"tourism statistcs\""), ["cases/mobile"]);
    assert_eq!(search(&library, "trust").corrected, None);
    assert_eq!(search(&library, "qqqqqqqq").total, 0);
}

#[test]
fn without_hits_it_is_said_what_was_meant() {
    let library = library();
    let results = search(&library, "trust tourism");
    assert_eq!(results.total, 0);
    let suggestion = results.suggestion.unwrap();
    assert!(search(&library, &suggestion).total > 0, "{suggestion}");
}

#[test]
fn other_data_of_the_page_is_found() {
    let library = library();
    assert_eq!(found(&library, "estonia"), ["cases/mobile"]);
    assert_eq!(found(&library, "jane smith"), ["cases/mobile"]);
}

#[test]
fn a_hit_names_its_section_and_shows_it() {
    let library = library();
    let results = search(&library, "confidential agreements");
    let section = results.hits[0].section.clone().unwrap();
    assert_eq!(section.id, "confidentiality");
    let shown = snippet(&results, 0);
    assert_eq!(
        shown,
        "[Confidential] data needs [agreements] between partners."
    );
    let before = search(&library, "operators");
    assert_eq!(before.hits[0].section, None);
    let summary = search(&library, "phones");
    assert_eq!(snippet(&summary, 0), "Tourism from [phones]");
    let stems = search(&library, "statistique donnée");
    assert!(stems.total <= 1);
    let french = search(&library, "donnée");
    assert_eq!(
        snippet(&french, 0),
        "Les [données] ouvertes des statisticiens."
    );
}

#[test]
fn rank_follows_the_text_field() {
    let snapshot = indexed(&[
        sample(
            "text",
            "One",
            "Something about filler and harvest and more filler words here.",
        ),
        sample(
            "heading",
            "Two",
            "# Harvest\nFiller words of another kind entirely.",
        ),
        sample("summary", "Three", "Filler words.").summary("A harvest"),
        sample("title", "The harvest", "Filler words."),
    ]);
    assert_eq!(
        found(&snapshot, "harvest"),
        ["title", "summary", "heading", "text"]
    );
}

#[test]
fn hostile_texts_are_indexed() {
    let word = "x".repeat(1 << 20);
    let mut many = "same ".repeat(200_000);
    many.push_str("needle");
    let snapshot = indexed(&[
        sample("long", &word, &word),
        sample("many", "Many", &many).summary(&many),
        sample(
            "signs",
            "\u{1f}\u{1}\u{0}",
            "\u{1f}fr\u{1f} \u{1} visibility\u{1f}members end",
        ),
    ]);
    assert_eq!(found(&snapshot, "needle"), ["many"]);
    assert_eq!(found(&snapshot, "end"), ["signs"]);
    assert!(snippet(&search(&snapshot, "same"), 0).len() < 3_000);
    assert_eq!(search(&snapshot, "").total, 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_query_fails(query in "\\PC{0,40}") {
        thread_local!(static LIBRARY: Snapshot = library());
        LIBRARY.with(|library| {
            search(library, &query);
            library.suggest(&query, Viewer::Anonymous, 10, None, "en");
            library.nearest(&query, Viewer::Anonymous, 5);
        });
    }

    #[test]
    fn no_query_of_signs_fails(query in "(data|trust|kind|title|updated|lang|[-:\"*<>.() é統]|20[0-9]{2}){0,14}") {
        thread_local!(static LIBRARY: Snapshot = library());
        LIBRARY.with(|library| {
            search(library, &query);
            library.suggest(&query, Viewer::Anonymous, 10, None, "en");
        });
    }
}

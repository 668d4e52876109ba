//! What a query means: operators, names of fields and values, and what was meant instead.

use super::*;
use crate::search::FacetNames;

fn library() -> Snapshot {
    indexed(&[
        sample(
            "a",
            "Mobile phones",
            "Tourism statistics from phones. Trust.",
        )
        .kind(Kind::Lesson)
        .country("EE")
        .organisation("Statistics Estonia")
        .period("2008/2019")
        .updated(1_520_000_000)
        .tag("challenges", "trust"),
        sample(
            "b",
            "Scanner data",
            "Prices from scanner data in shops. Trust in data.",
        )
        .kind(Kind::CaseStudy)
        .country("NL")
        .period("2020/")
        .updated(1_600_000_000),
        sample("c", "Offices", "Statistical offices and their data.").country("DE"),
    ])
}

fn names() -> FacetNames {
    let mut names = FacetNames::default();
    names.add_field("country", "Pays");
    names.add_value("country", "DE", "Germany", "en");
    names.add_value("country", "DE", "Allemagne", "fr");
    names.add_value("country", "AT", "Austria", "en");
    names.add_value("kind", "lesson", "Leçon", "fr");
    names
}

fn named(query: &str) -> Results {
    library().search(
        Viewer::Anonymous,
        &Request {
            names: Some(&names()),
            ..request(query)
        },
    )
}

#[test]
fn operators_find_what_people_expect() {
    let library = library();
    let sorted = |query: &str| {
        let mut paths = found(&library, query);
        paths.sort();
        paths.join(" ")
    };
    for (query, paths) in [
        ("phones OR scanner", "a b"),
        ("trust AND tourism", "a"),
        ("trust phones OR shops", "a b"),
        ("data NOT scanner", "c"),
        ("data -scanner", "c"),
        ("(tourism trust) OR offices", "a c"),
        ("NOT (tourism OR shops)", "c"),
        ("tourism OR country:DE", "a c"),
        ("period:2021 OR offices", "b c"),
        ("updated:2018 OR \"scanner data\"", "a b"),
        ("the OR zzzz", ""),
        ("zzzzyy OR title:offices", "c"),
        ("phon* OR offices", "a c"),
    ] {
        assert_eq!(sorted(query), paths, "{query}");
    }
}

#[test]
fn values_go_by_many_names() {
    for (query, path) in [
        ("country:Allemagne", "c"),
        ("pays:germany", "c"),
        ("kind:leçon", "a"),
        ("country:germny", "c"),
        ("kind:leson", "a"),
        ("challenge:trust", "a"),
        ("countrys:NL", "b"),
        ("organisation:\"statistcs estonia\"", "a"),
    ] {
        let results = named(query);
        assert_eq!(paths(&results), [path], "{query}: {:?}", results.notes);
    }
    assert_eq!(
        named("country:germny").notes,
        [Note::ValueRead {
            key: "country".to_owned(),
            input: "germny".to_owned(),
            value: "DE".to_owned(),
        }]
    );
    assert!(named("country:Allemagne").notes.is_empty());
    // A name that is known is not taken for another.
    let austria = named("country:Austria");
    assert_eq!((austria.total, austria.notes.len()), (0, 1));
    assert!(matches!(austria.notes[0], Note::NoSuchValue { .. }));
    let nothing = named("country:zzzzzz");
    assert_eq!((nothing.total, nothing.notes.len()), (0, 1));
}

#[test]
fn what_was_meant_says_most_of_the_query() {
    let suggestion = |query: &str| named(query).suggestion;
    // The word that tells least goes first.
    assert_eq!(
        suggestion("trust scanner shops offices"),
        Some("trust scanner shops".to_owned())
    );
    assert_eq!(
        suggestion("data tourism phones"),
        Some("tourism phones".to_owned())
    );
    assert_eq!(
        suggestion("\"phones tourism\""),
        Some("phones tourism".to_owned())
    );
    // What nobody tells of is the most telling word: the rest would be another question.
    assert_eq!(suggestion("blockchain trust"), None);
    // Filters stay, stop words between the words do not.
    assert_eq!(
        suggestion("the tourism of the scanner with phones country:EE"),
        Some("tourism phones country:EE".to_owned())
    );
}

#[test]
fn years_before_the_first_are_no_problem() {
    assert_eq!(named("period:<1000").total, 0);
    assert_eq!(named("period:<0000").notes.len(), 1);
    assert_eq!(
        named("updated:<1000 OR period:9999..1500 OR year:>9999").total,
        0
    );
}

#[test]
fn a_word_is_nowhere_though_its_parts_are_somewhere() {
    let library = indexed(&[
        sample("a", "One", "A block of flats."),
        sample("b", "Two", "A chain of shops."),
        sample("c", "Three", "Micro data of shops."),
    ]);
    assert_eq!(search(&library, "blockchain").unknown, ["blockchain"]);
    assert!(search(&library, "microdata").unknown.is_empty());
}

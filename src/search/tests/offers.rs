//! What is offered: while typing, beside a page, and where no page is.

use super::*;
use crate::search::{FacetNames, Suggestion};

fn library() -> Snapshot {
    indexed(&[
        sample(
            "cases/mobile-positioning",
            "Mobile positioning data",
            "Tourism and phones.\n# Data sharing\nx",
        )
        .tag("challenges", "trust")
        .country("EE")
        .organisation("Statistics Estonia")
        .author("Jane Smith"),
        sample(
            "cases/scanner-data",
            "Scanner data",
            "Prices from shops and phones.\n# Agreements\nx",
        ),
        sample("nl", "Dutch", "Windmills.").country("NL"),
        sample(
            "lessons/positioning",
            "Positioning of a lesson",
            "Phones tell tourism.",
        ),
        sample("about", "About", "Other things entirely.").tag("challenges", "trust"),
    ])
}

fn offered(text: &str, limit: usize) -> Vec<String> {
    let mut names = FacetNames::default();
    names.add_value("country", "EE", "Estonia", "en");
    names.add_value("country", "EE", "Эстония", "ru");
    names.add_value("country", "NL", "Estlandia", "es");
    names.add_value("country", "DE", "Germany", "en");
    names.add_value("challenges", "trust", "Building trust", "en");
    let offers = library().suggest(text, Viewer::Anonymous, limit, Some(&names), "en");
    let written = offers.into_iter().map(|offer| match offer {
        Suggestion::Value {
            key,
            value,
            query,
            pages,
        } => format!("{query}|{key}={value} {pages}"),
        Suggestion::Page { path } => path.as_str().to_owned(),
        Suggestion::Section { path, section } => format!("{path}#{}", section.id),
        Suggestion::Term { query } => format!("?{query}"),
    });
    written.collect()
}

#[test]
fn titles_sections_and_words_are_offered() {
    let offers = offered("posit", 10);
    assert_eq!(offers[0], "lessons/positioning");
    assert_eq!(offers[1], "cases/mobile-positioning");
    assert_eq!(offers.last().map(String::as_str), Some("?positioning"));
    assert!(offered("data sh", 10).contains(&"cases/mobile-positioning#data-sharing".to_owned()));
    assert_eq!(offered("scaner", 10)[0], "cases/scanner-data");
    assert!(offered("mobile posi", 10).contains(&"?mobile positioning".to_owned()));
    for limit in 0..6 {
        assert!(offered("p", limit).len() <= limit);
    }
    assert!(offered(" ,; ", 10).is_empty());
}

#[test]
fn what_is_no_subject_is_not_completed() {
    // What no page shall have.
    assert!(offered("phones -posit", 10).is_empty());
    // A value of a field, whatever else begins so.
    assert_eq!(offered("country:est", 10), ["|country=EE 1"]);
    assert_eq!(offered("phones country:est", 10), ["phones|country=EE 1"]);
    assert!(offered("country:posit", 10).is_empty());
    // In quotes and between operators: titles, which are pages of their own.
    assert_eq!(offered("\"mobile posit", 10), ["cases/mobile-positioning"]);
    assert_eq!(offered("scanner OR posit", 10), Vec::<String>::new());
    // Words of questions alone.
    assert!(offered("what is", 10).is_empty());
}

#[test]
fn values_are_offered_with_their_pages() {
    let has = |text: &str, wanted: &str| {
        let offers = offered(text, 10);
        assert!(
            offers.iter().any(|offer| offer == wanted),
            "{text}: {offers:?}"
        );
    };
    has("est", "|country=EE 1");
    has("эст", "|country=EE 1");
    has("statistics est", "|organisation=Statistics Estonia 1");
    has("smi", "|author=Jane Smith 1");
    has("building tr", "|challenges=trust 2");
    has("trust", "|challenges=trust 2");
    // Together with the words before, which are corrected.
    has("phones est", "phones|country=EE 1");
    has("turism est", "tourism|country=EE 1");
    let none = |text: &str, part: &str| {
        let offers = offered(text, 10);
        assert!(
            !offers.iter().any(|offer| offer.contains(part)),
            "{text}: {offers:?}"
        );
    };
    none("prices est", "country");
    none("ger", "country");
    // A name in another language is offered only where nothing else goes by it.
    none("est", "NL");
}

#[test]
fn words_are_offered_only_with_what_they_find() {
    // A complete word still offers what it matches, with a space behind it or without.
    assert!(offered("tourism", 10).contains(&"?tourism".to_owned()));
    assert!(offered("mobile ", 10).contains(&"cases/mobile-positioning".to_owned()));
    // Stop words are none.
    assert!(!offered("an", 10).contains(&"?and".to_owned()));
    assert!(!offered("of", 10).contains(&"?of".to_owned()));
    // "tourism" and "shops" are on no page together.
    assert!(!offered("tourism sho", 10).contains(&"?tourism shops".to_owned()));
    assert!(offered("prices sho", 10).contains(&"?prices shops".to_owned()));
    assert!(offered("turism pho", 10).contains(&"?tourism phones".to_owned()));
    // A heading, with the title's words before it.
    assert!(offered("scanner agree", 10).contains(&"cases/scanner-data#agreements".to_owned()));
    assert!(!offered("mobile agree", 10).contains(&"cases/scanner-data#agreements".to_owned()));
}

#[test]
fn related_pages_share_words_and_terms() {
    let library = library();
    let related = |path: &str| {
        let related = library.related(&PagePath::parse(path).unwrap(), Viewer::Anonymous, 3);
        related
            .iter()
            .map(|path| path.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(related("lessons/positioning").contains(&"cases/mobile-positioning".to_owned()));
    assert!(related("about").contains(&"cases/mobile-positioning".to_owned()));
    assert!(!related("about").contains(&"about".to_owned()));
    assert!(related("nowhere").is_empty());
}

#[test]
fn a_wrong_address_has_near_pages() {
    let library = library();
    let nearest = |text: &str| {
        let near = library.nearest(text, Viewer::Anonymous, 3);
        near.first()
            .map(|path| path.as_str().to_owned())
            .unwrap_or_default()
    };
    assert_eq!(
        nearest("cases/mobil-positionning"),
        "cases/mobile-positioning"
    );
    assert_eq!(nearest("scanner-data"), "cases/scanner-data");
    assert_eq!(nearest("Scanner_Data.html"), "cases/scanner-data");
    assert_eq!(nearest("abuot"), "about");
    assert_eq!(nearest("///"), "");
}

//! What is offered: while typing, beside a page, and where no page is.

use super::*;
use crate::search::Suggestion;

fn library() -> Snapshot {
    indexed(&[
        sample(
            "cases/mobile-positioning",
            "Mobile positioning data",
            "Tourism and phones.\n# Data sharing\nx",
        )
        .tag("challenges", "trust"),
        sample(
            "cases/scanner-data",
            "Scanner data",
            "Prices from shops and phones.\n# Agreements\nx",
        ),
        sample(
            "lessons/positioning",
            "Positioning of a lesson",
            "Phones tell tourism.",
        ),
        sample("about", "About", "Other things entirely.").tag("challenges", "trust"),
    ])
}

fn offered(text: &str, limit: usize) -> Vec<String> {
    let offers = library().suggest(text, Viewer::Anonymous, limit);
    let written = offers.into_iter().map(|offer| match offer {
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

//! Other spellings of a word, and mistakes.

use super::finding::{library, missing, partial};
use super::*;

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
    let verbatim = Request {
        verbatim: true,
        ..request("polnad")
    };
    assert_eq!(snapshot.search(Viewer::Anonymous, &verbatim).total, 0);
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

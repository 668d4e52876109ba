//! Front matter that stands elsewhere, and texts that only look like it.

use super::*;
use crate::domain::visibility::Visibility;

const BLOCK: &str = "title: T\nvisibility: members\n";

#[test]
fn front_matter_is_seen_wherever_and_however_it_stands() {
    let fence = |open: &str, close: &str| format!("{open}\n{BLOCK}{close}\n\nText.\n");
    let plain = fence("---", "---");
    for (text, line) in [
        (format!("\n{plain}"), 2),
        (format!("\n\n \t\n{plain}"), 4),
        (format!("<!-- licence -->\n{plain}"), 2),
        (format!("<!-- a\nlicence -->\n\n{plain}"), 4),
        (format!("<!-- c -->{plain}"), 1),
        (format!("[//]: # (a comment)\n{plain}"), 2),
        (format!("\u{200B}{plain}"), 1),
        (format!("\u{FEFF}{plain}"), 1),
        (format!(" {plain}"), 1),
        (format!("\u{A0}{plain}"), 1),
        (format!("# Licence\n{plain}"), 2),
        (format!("Some text.\n\n{plain}"), 3),
        (fence("----", "----"), 1),
        (fence("--", "--"), 1),
        (fence("—", "—"), 1),
        (fence("- - -", "- - -"), 1),
        (fence("***", "***"), 1),
        (fence("===", "==="), 1),
        (fence(";;;", ";;;"), 1),
        (fence("---yaml", "---"), 1),
        (fence("--- # a comment", "---"), 1),
        (
            "+++\ntitle = \"T\"\nvisibility = \"members\"\n+++\nText\n".to_owned(),
            1,
        ),
        (
            "{\n  \"title\": \"T\",\n  \"visibility\": \"members\"\n}\n".to_owned(),
            1,
        ),
        ("{\"visibility\": \"members\"}\n\nText\n".to_owned(), 1),
        (format!("```yaml\n{plain}```\n"), 2),
        (format!("{BLOCK}---\n\nText\n"), 1),
        (format!("{BLOCK}\nText\n"), 1),
        ("visibility: members\n\nText\n".to_owned(), 1),
        ("<!-- visibility: members -->\n\nText\n".to_owned(), 1),
        ("\n---\n\nVisiblity: members\n\nText\n".to_owned(), 2),
        (
            "\n---\u{2028}title: T\u{2028}visibility: members\u{2028}---\n".to_owned(),
            2,
        ),
        ("\u{C}\u{C}\u{B}visibility: members".to_owned(), 1),
        ("\r\u{85}\r\n\u{C}visibility: members".to_owned(), 3),
    ] {
        let found = find(&text, false).unwrap_or_else(|| panic!("{text:?}"));
        assert_eq!(found.circle, Visibility::Members, "{text:?}");
        assert_eq!(found.line, line, "{text:?}");
    }
}

#[test]
fn front_matter_below_the_one_that_is_read_is_seen() {
    let plain = format!("---\n{BLOCK}---\n\nText.\n");
    for text in [
        format!("\n{plain}"),
        plain.clone(),
        format!("{BLOCK}\nText\n"),
    ] {
        let found = find(&text, true).unwrap_or_else(|| panic!("{text:?}"));
        assert_eq!(found.circle, Visibility::Members, "{text:?}");
    }
}

#[test]
fn the_circle_is_the_one_that_is_asked_for() {
    let open = find("\n---\ntitle: T\n---\nText\n", false).unwrap();
    assert_eq!(open.circle, Visibility::Public);
    let draft = find("\n---\ntitle: T\ndraft: true\n---\nText\n", false).unwrap();
    assert_eq!(draft.circle, Visibility::Draft);
}

#[test]
fn what_is_no_front_matter_is_none() {
    for text in [
        "",
        "Text.\n",
        "# Title\n\nText: and more.\n",
        "---\n\nText between thematic breaks.\n\n---\n",
        "\n---\n\nvisibility is poor\n",
        "Note: this is a remark.\n",
        "Summary: one line.\n\nText\n",
        "A list:\n\n- visibility: how far one sees\n",
        "Like so:\n\n```yaml\n---\ntitle: T\nvisibility: members\n---\n```\n",
        "Like so:\n\n    ---\n    visibility: members\n    ---\n",
        "Status: draft of the annual report\n\nText\n",
        "| a | b |\n|---|---|\n| visibility: members | x |\n",
        "Heading\n---\n\nText: x\n\n---\n",
    ] {
        assert_eq!(find(text, false), None, "{text:?}");
        assert_eq!(find(text, true), None, "{text:?}");
    }
    let example = "```yaml\nvisibility: members\n```\n";
    assert_eq!(find(example, true), None);
    let minutes = "---\nDate: 3 May\nPlace: Geneva\n---\n\nText\n";
    assert_eq!(find(minutes, true), None);
}

#[test]
fn what_cannot_be_read_is_searched_for_the_strictest_wish() {
    use Visibility::{Draft, Members, Public};
    for (text, wanted) in [
        ("title: [a\n", Public),
        ("title: [a\nsector: private\n", Public),
        ("title: A: private partners\n", Public),
        ("visibility: members\nbroken: [", Members),
        ("visibility: public\nvisibility: members\n", Members),
        ("\"visib\\u0069lity\": members\nbroken: [", Members),
        ("{visibility: members, title: T", Members),
        ("? visibility\n: members\n[", Members),
        ("visibility:\n  members\n[", Members),
        ("a: [\ndraft: true\n", Draft),
        ("a: [\ndraft: false\n", Public),
        ("a: [\nprivate: true\n", Members),
        ("a: [\npublished: false\n", Members),
        ("a: &x members\nwho: *x visibility", Members),
    ] {
        assert_eq!(circle_of(text), wanted, "{text:?}");
    }
}

//! Scalars as they are written, with quotes where they need them.

use super::*;

/// Texts that other parsers convert, or cut at a sign.
const CONVERTED_OR_CUT: [&str; 42] = [
    "",
    " a",
    "a ",
    "yes",
    "No",
    "null",
    "~",
    "1",
    "-1.5e3",
    "0x1F",
    "12:30",
    "2024-05-01",
    "2001-12-14t21:59:43Z",
    ".5",
    ".inf",
    "- a",
    "-a",
    "a: b",
    "a:",
    "a #b",
    "#a",
    "[a",
    "{a",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "'a",
    "\"a",
    "%a",
    "@a",
    "`a",
    "? a",
    "a\nb: c",
    "a\tb",
    "a\u{85}b",
    "\u{FEFF}a",
    "...",
    "<<",
    "=",
    "1_000",
];

#[test]
fn text_that_others_would_convert_or_cut_is_quoted() {
    for text in CONVERTED_OR_CUT {
        assert!(scalar(text, false, None).starts_with('"'), "{text:?}");
    }
    for text in [
        "a",
        "a b",
        "it's",
        "a#b",
        "a:b",
        "https://a.b/c?d",
        "é 🙂",
        "a, [b]",
        "3 cats",
    ] {
        assert_eq!(scalar(text, false, None), text);
    }
    for text in ["a, b", "http://a.b/?c"] {
        assert!(scalar(text, true, None).starts_with('"'), "{text:?}");
    }
}

#[test]
fn the_old_style_stays_where_it_can() {
    assert_eq!(scalar("false", false, Some("true")), "false");
    assert_eq!(
        scalar("2024-05-02", false, Some("2024-05-01")),
        "2024-05-02"
    );
    assert_eq!(scalar("2024", false, Some("spring")), "\"2024\"");
    assert_eq!(scalar("12:30", false, Some("2024")), "\"12:30\"");
    assert_eq!(scalar("it's", false, Some("'a'")), "'it''s'");
    assert_eq!(scalar("a\nb", false, Some("'a'")), "\"a\\nb\"");
    assert_eq!(scalar("a", false, Some("\"b\"")), "\"a\"");
}

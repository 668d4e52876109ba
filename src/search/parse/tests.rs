//! Tests of the language of queries.

use proptest::prelude::*;

use super::*;

fn read(query: &str) -> ParsedQuery {
    parse(query, |name| match name.to_lowercase().as_str() {
        "partnership_types" | "partnership-types" => {
            FieldName::Known("partnership_types".to_owned())
        }
        "organization" => FieldName::Known("organisation".to_owned()),
        "language" => FieldName::Known("lang".to_owned()),
        "year" => FieldName::Known("period".to_owned()),
        known @ ("kind" | "country" | "title" | "period" | "updated") => {
            FieldName::Known(known.to_owned())
        }
        "knd" => FieldName::Near("kind".to_owned()),
        _ => FieldName::Unknown,
    })
}

/// Writes clauses short: `-word`, `pre*`, `"a b"`, `title(word)`, `key=value`, `(a b|c)`.
fn short(query: &str) -> Vec<String> {
    written(&read(query).clauses)
}

fn written(clauses: &[Clause]) -> Vec<String> {
    fn wanted(wanted: &ClauseKind) -> String {
        match wanted {
            ClauseKind::Word(word) => word.folded.clone(),
            ClauseKind::Prefix(word) => format!("{}*", word.folded),
            ClauseKind::Phrase(words) => {
                let words: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
                format!("\"{}\"", words.join(" "))
            }
            ClauseKind::Address(words) => {
                let words: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
                format!("address({})", words.join(" "))
            }
            ClauseKind::Title(inner) => format!("title({})", self::short_of(inner)),
            ClauseKind::Facet { key, value } => format!("{key}={value}"),
            ClauseKind::Updated(range) => format!("updated {}..{}", range.start, range.end),
            ClauseKind::Years { from, to } => format!("years {from}..{to}"),
            ClauseKind::Any(alternatives) => {
                let alternatives = alternatives.iter();
                let joined = alternatives.map(|clauses| written(clauses).join(" "));
                format!("({})", joined.collect::<Vec<_>>().join("|"))
            }
        }
    }
    clauses
        .iter()
        .map(|clause| {
            let sign = if clause.without { "-" } else { "" };
            format!("{sign}{}", wanted(&clause.wanted))
        })
        .collect()
}

fn short_of(wanted: &ClauseKind) -> String {
    match wanted {
        ClauseKind::Word(word) => word.folded.clone(),
        ClauseKind::Phrase(words) => words.iter().map(|word| word.folded.as_str()).collect(),
        _ => "?".to_owned(),
    }
}

#[test]
fn the_parts_of_the_language() {
    assert_eq!(short("Open  Données"), ["open", "donnees"]);
    assert_eq!(
        short("\"data sharing\" -draft"),
        ["\"data sharing\"", "-draft"]
    );
    assert_eq!(short("„so etwas“ stat*"), ["\"so etwas\"", "stat*"]);
    assert_eq!(
        short("-\"a b\" -e-mail e-mail"),
        ["-\"a b\"", "-\"e mail\"", "e", "mail"]
    );
    assert_eq!(short("\"never closed"), ["\"never closed\""]);
    assert_eq!(
        short("kind:lesson Country:EE organization:\"Statistics Estonia\" -language:fr"),
        [
            "kind=lesson",
            "country=EE",
            "organisation=Statistics Estonia",
            "-lang=fr"
        ]
    );
    assert_eq!(
        short("partnership-types:co-creation"),
        ["partnership_types=co-creation"]
    );
    assert_eq!(
        short("title:mobile title:\"a b\""),
        ["title(mobile)", "title(ab)"]
    );
    assert_eq!(short("統計 ab統計"), ["\"統 計\"", "ab", "\"統 計\""]);
    for address in [
        "10.1787/abc",
        "doi:10.1787/abc",
        "https://doi.org/10.1787/abc.",
    ] {
        assert_eq!(short(address), ["address(10 1787 abc)"], "{address}");
    }
    assert_eq!(
        short("see www.example.org/a-b"),
        ["see", "address(example org a b)"]
    );
    assert_eq!(short("- -- * :: \"\" () 5-3"), ["5", "3"]);
    assert_eq!(
        short("period:2010..2015 year:>2018"),
        [
            "years 2010..2015".to_owned(),
            format!("years 2019..{}", u64::MAX)
        ]
    );
}

#[test]
fn operators_mean_what_people_expect() {
    assert_eq!(short("statistical OR scanner"), ["(statistical|scanner)"]);
    assert_eq!(
        short("statistical NOT offices"),
        ["statistical", "-offices"]
    );
    assert_eq!(short("trust AND data"), ["trust", "data"]);
    assert_eq!(short("trust phone OR mobile"), ["trust", "(phone|mobile)"]);
    assert_eq!(short("a1 AND b1 OR c1 d1"), ["(a1 b1|c1)", "d1"]);
    assert_eq!(
        short("(a1 b1) OR (c1 NOT d1) -(e1 OR f1)"),
        ["(a1 b1|c1 -d1)", "-(e1|f1)"]
    );
    assert_eq!(
        short("\"a b\" OR kind:lesson OR e-mail"),
        ["(\"a b\"|kind=lesson|e mail)"]
    );
    assert_eq!(short("NOT (a1 b1)"), ["-(a1 b1)"]);
    assert_eq!(short("NOT NOT a1"), ["a1"]);
    // With nothing to join they are left out; alone they are words.
    assert_eq!(short("OR a1 OR OR b1 AND"), ["(a1|b1)"]);
    assert_eq!(short("AND OR"), ["and", "or"]);
    assert_eq!(
        short("oil and gas or not"),
        ["oil", "and", "gas", "or", "not"]
    );
    assert_eq!(short("\"AND\" x1"), ["\"and\"", "x1"]);
    // Without an operator, parentheses are signs.
    assert_eq!(short("(mobile phone)"), ["mobile", "phone"]);
    let ranges: Vec<Range<usize>> = read("x1 (a1 OR b1) kind:\"y z\"")
        .clauses
        .into_iter()
        .map(|clause| clause.range)
        .collect();
    assert_eq!(ranges, [0..2, 3..13, 14..24]);
    let deep = format!("{}a OR b", "(".repeat(300));
    assert!(!read(&deep).clauses.is_empty());
}

#[test]
fn a_citation_is_words() {
    let citation = "Ahas, R., Tiru, M. & Esko, S. (2014). “Feasibility study: mobile data”. \
                        Luxembourg, 12(3), 45-67. https://doi.org/10.2785/55051";
    assert_eq!(
        short(citation),
        [
            "ahas",
            "tiru",
            "esko",
            "2014",
            "feasibility",
            "study",
            "mobile",
            "data",
            "luxembourg"
        ]
    );
    assert_eq!(read(citation).notes, [Note::Citation]);
}

#[test]
fn what_is_not_understood_is_said() {
    let field = || "foo".to_owned();
    assert_eq!(
        read("foo:bar").notes,
        [Note::UnknownField { field: field() }]
    );
    assert_eq!(short("foo:bar -foo:bar"), ["foo", "bar", "-foo", "-bar"]);
    // How titles are written.
    assert!(read("Foo: the bar").notes.is_empty());
    assert_eq!(short("Foo: bar"), ["foo", "bar"]);
    let read_as = Note::FieldRead {
        input: "knd".to_owned(),
        field: "kind".to_owned(),
    };
    assert_eq!(read("knd:lesson").notes, [read_as]);
    assert_eq!(short("knd:lesson"), ["kind=lesson"]);
    assert_eq!(read("updated:soon").notes.len(), 1);
    assert_eq!(read("kind:").notes.len(), 1);
    assert_eq!(read("!?").notes.len(), 1);
    let star = |input: &str| Note::StarWithin {
        input: input.to_owned(),
    };
    assert_eq!(read("*tics").notes, [star("*tics")]);
    assert_eq!(short("*tics"), ["tics"]);
    assert_eq!(read("st*cs").notes, [star("st*cs")]);
    assert!(read("stat* \"a*b\"").notes.is_empty());
    assert!(read("https://example.org/x 10:30").notes.is_empty());
    let long = "word ".repeat(300);
    assert_eq!(read(&long).notes.len(), 2);
    assert_eq!(read(&long).clauses.len(), MOST_CLAUSES);
}

proptest! {
    #[test]
    fn every_text_is_a_query(text in "\\PC{0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn every_text_of_operators_is_a_query(text in "(AND|OR|NOT|[()]|-|a|b:|\"| ){0,30}") {
        let _ = read(&text);
    }

    #[test]
    fn every_text_of_signs_is_a_query(text in "[-a-c\":*.<>2018é統 «»“”:]{0,40}") {
        for clause in read(&text).clauses {
            if let ClauseKind::Word(word) = clause.wanted {
                prop_assert_eq!(&text[word.range], word.text);
            }
        }
    }
}

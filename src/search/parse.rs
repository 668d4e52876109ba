//! The query language: text into clauses. Total: every text is a query.
//!
//! Words, `"phrases"`, `-without`, `word*`, `field:value`, and in capitals `AND`, `OR`, `NOT`, which
//! parentheses may group. A citation that was pasted is words and nothing else. What could not be
//! understood is searched as words and told in a note. This knows nothing of the index; `field.rs`
//! knows the fields, and `plan.rs` gives clauses a meaning.

use std::ops::Range;

use crate::search::citation;
use crate::search::clause::{Clause, ClauseKind, FieldName, ParsedQuery, QueryWord};
use crate::search::dates::{dates, years};
use crate::search::items::{self, QueryItem, QueryToken};
use crate::search::note::Note;
use crate::search::operators;
use crate::search::words::{folded_words, head};

/// Longer queries are cut. A citation with many authors still fits.
const LONGEST_QUERY: usize = 1_000;

/// More clauses are left out.
pub(crate) const MOST_CLAUSES: usize = 32;

/// Reads a query; `field_named` tells what a name of a field means on this site.
pub(crate) fn parse(query: &str, field_named: impl Fn(&str) -> FieldName) -> ParsedQuery {
    let mut parsed = ParsedQuery::default();
    let cut = head(query, LONGEST_QUERY);
    if cut.len() < query.len() {
        parsed.notes.push(Note::LongQuery {
            characters: LONGEST_QUERY,
        });
    }
    let reader = ClauseParser {
        query: cut,
        field_named: &field_named,
    };
    if citation::is_citation(cut) {
        parsed.notes.push(Note::Citation);
        parsed.clauses = reader.citation();
    } else {
        let tokens = items::tokens(cut);
        let mut read = |item: &QueryItem<'_>| reader.understand(item, &mut parsed.notes);
        let mut clauses = operators::read(&tokens, MOST_CLAUSES, &mut read);
        if clauses.is_empty() && !tokens.iter().all(QueryToken::is_item) {
            // Nothing but operators: then they are meant as words.
            clauses = operators::read(&items::plain(cut), MOST_CLAUSES, &mut read);
        }
        if tokens.iter().filter(|token| token.is_item()).count() > MOST_CLAUSES
            || clauses.len() > MOST_CLAUSES
        {
            parsed.notes.push(Note::ManyWords {
                words: MOST_CLAUSES,
            });
        }
        parsed.clauses = clauses;
        parsed.clauses.truncate(MOST_CLAUSES);
    }
    parsed.notes.dedup();
    if parsed.clauses.is_empty() && parsed.notes.is_empty() && !cut.trim().is_empty() {
        let text = cut.trim().to_owned();
        parsed.notes.push(Note::NoWord { text });
    }
    parsed
}

struct ClauseParser<'q> {
    query: &'q str,
    field_named: &'q dyn Fn(&str) -> FieldName,
}

impl ClauseParser<'_> {
    /// Makes clauses of an item.
    fn understand(&self, item: &QueryItem<'_>, notes: &mut Vec<Note>) -> Vec<Clause> {
        if let Some(address) = self.address(item) {
            return vec![address];
        }
        let Some(typed) = item.field else {
            if !item.quoted && item.value.contains('*') && has_word(item.value) {
                let typed = self.query[item.place.clone()].to_owned();
                notes.push(Note::StarWithin { typed });
            }
            return words_of(item, self.query);
        };
        let value = item.value.trim();
        let field = match (self.field_named)(typed) {
            // A colon at the end of a word is how titles are written.
            FieldName::Near(_) | FieldName::Unknown if value.is_empty() => {
                return self.with_name(typed, item);
            }
            FieldName::Unknown => {
                let field = typed.to_owned();
                notes.push(Note::UnknownField { field });
                return self.with_name(typed, item);
            }
            FieldName::Near(field) => {
                notes.push(Note::FieldRead {
                    typed: typed.to_owned(),
                    field: field.clone(),
                });
                field
            }
            FieldName::Known(field) => field,
        };
        if value.is_empty() {
            let field = typed.to_owned();
            notes.push(Note::EmptyField { field });
            return Vec::new();
        }
        self.in_field(item, &field, notes)
    }

    /// Reads a value of a field that is known.
    fn in_field(&self, item: &QueryItem<'_>, field: &str, notes: &mut Vec<Note>) -> Vec<Clause> {
        let (typed, value) = (item.field.unwrap_or(field), item.value.trim());
        let wanted = match field {
            "title" => {
                let words = words_of(item, self.query).into_iter();
                let in_title = words.map(|clause| Clause {
                    wanted: ClauseKind::Title(Box::new(clause.wanted)),
                    ..clause
                });
                return in_title.collect();
            }
            "updated" => dates(value).map(|(from, to)| ClauseKind::Updated(from..to)),
            "period" => years(value).map(|(from, to)| ClauseKind::Years { from, to }),
            key => Some(ClauseKind::Facet {
                key: key.to_owned(),
                value: value.to_owned(),
            }),
        };
        let Some(wanted) = wanted else {
            notes.push(Note::NotADate {
                field: typed.to_owned(),
                value: value.to_owned(),
            });
            return Vec::new();
        };
        vec![Clause {
            without: item.without,
            wanted,
            place: item.place.clone(),
        }]
    }

    /// Makes a clause of an address or a DOI, which is looked for as a whole.
    fn address(&self, item: &QueryItem<'_>) -> Option<Clause> {
        let typed = self.query.get(item.place.clone())?;
        let field = item
            .field
            .is_none_or(|name| name.eq_ignore_ascii_case("doi"));
        if item.quoted || item.without || !field || !citation::is_address(typed) {
            return None;
        }
        let start = item.place.end - citation::bare_address(typed).len();
        let words = query_words(self.query, start..item.place.end);
        (words.len() > 1).then(|| Clause {
            without: false,
            wanted: ClauseKind::Address(words),
            place: item.place.clone(),
        })
    }

    /// Makes clauses of an item whose field does not exist: the name is text as well.
    fn with_name(&self, typed: &str, item: &QueryItem<'_>) -> Vec<Clause> {
        let start = item.place.start + usize::from(item.without);
        let name = query_words(self.query, start..start + typed.len());
        let mut clauses: Vec<Clause> = name
            .into_iter()
            .map(|word| Clause {
                without: item.without,
                wanted: ClauseKind::Word(word),
                place: item.place.clone(),
            })
            .collect();
        clauses.extend(words_of(item, self.query));
        clauses
    }

    /// Makes a clause of each word of a citation that says which work it is.
    fn citation(&self) -> Vec<Clause> {
        let mut words: Vec<QueryWord> = Vec::new();
        for item in citation::items(self.query) {
            for word in query_words(self.query, item) {
                let known = words.iter().any(|known| known.folded == word.folded);
                if citation::is_telling(&word.folded) && !known {
                    words.push(word);
                }
            }
        }
        words.truncate(MOST_CLAUSES);
        let clauses = words.into_iter().map(|word| Clause {
            without: false,
            place: word.place.clone(),
            wanted: ClauseKind::Word(word),
        });
        clauses.collect()
    }
}

fn has_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Makes clauses of an item's words.
fn words_of(item: &QueryItem<'_>, query: &str) -> Vec<Clause> {
    let end = item.start + item.value.len();
    let words = query_words(query, item.start..end);
    let clause = |wanted| Clause {
        without: item.without,
        wanted,
        place: item.place.clone(),
    };
    if words.is_empty() {
        return Vec::new();
    }
    // `-e-mail` means without the whole of it, not without either half.
    if words.len() > 1 && (item.quoted || item.without) {
        return vec![clause(ClauseKind::Phrase(words))];
    }
    let last = words.len() - 1;
    let mut clauses: Vec<Clause> = Vec::new();
    let mut run: Vec<QueryWord> = Vec::new();
    for (index, word) in words.into_iter().enumerate() {
        if word.single && !(item.prefix && index == last && run.is_empty()) {
            run.push(word);
            continue;
        }
        clauses.extend(take_run(&mut run).map(clause));
        clauses.push(clause(if item.prefix && index == last {
            ClauseKind::Prefix(word)
        } else {
            ClauseKind::Word(word)
        }));
    }
    clauses.extend(take_run(&mut run).map(clause));
    clauses
}

/// Makes one clause of characters that stand together without spaces.
fn take_run(run: &mut Vec<QueryWord>) -> Option<ClauseKind> {
    let mut words = std::mem::take(run);
    match words.len() {
        0 => None,
        1 => words.pop().map(ClauseKind::Word),
        _ => Some(ClauseKind::Phrase(words)),
    }
}

fn query_words(query: &str, place: Range<usize>) -> Vec<QueryWord> {
    let text = query.get(place.clone()).unwrap_or("");
    folded_words(text)
        .map(|(folded, word)| QueryWord {
            text: text[word.start..word.end].to_owned(),
            folded,
            place: place.start + word.start..place.start + word.end,
            single: word.single,
        })
        .collect()
}

#[cfg(test)]
mod tests {
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
        assert_eq!(short("\"AND\" x1"), ["and", "x1"]);
        // Without an operator, parentheses are signs.
        assert_eq!(short("(mobile phone)"), ["mobile", "phone"]);
        let places: Vec<Range<usize>> = read("x1 (a1 OR b1) kind:\"y z\"")
            .clauses
            .into_iter()
            .map(|clause| clause.place)
            .collect();
        assert_eq!(places, [0..2, 3..13, 14..24]);
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
            typed: "knd".to_owned(),
            field: "kind".to_owned(),
        };
        assert_eq!(read("knd:lesson").notes, [read_as]);
        assert_eq!(short("knd:lesson"), ["kind=lesson"]);
        assert_eq!(read("updated:soon").notes.len(), 1);
        assert_eq!(read("kind:").notes.len(), 1);
        assert_eq!(read("!?").notes.len(), 1);
        let star = |typed: &str| Note::StarWithin {
            typed: typed.to_owned(),
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
                    prop_assert_eq!(&text[word.place], word.text);
                }
            }
        }
    }
}

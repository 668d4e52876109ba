//! The query language: text into clauses. Total: every text is a query.
//!
//! Words, `"phrases"`, `-without`, `word*`, `field:value`. What could not be understood is searched
//! as words and told in a note. This knows nothing of the index; `plan.rs` gives clauses a meaning.

use std::ops::Range;

use crate::search::dates::{dates, years};
use crate::search::words::{folded_words, head};

/// Longer queries are cut.
const LONGEST_QUERY: usize = 400;

/// More clauses are left out.
const MOST_CLAUSES: usize = 32;

/// A query, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parsed {
    /// What is asked for: all of it.
    pub(crate) clauses: Vec<Clause>,
    /// What could not be understood, in words.
    pub(crate) notes: Vec<String>,
}

/// One thing that a query asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    /// The opposite is asked for.
    pub(crate) without: bool,
    pub(crate) wanted: Wanted,
}

/// What a clause is about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wanted {
    /// A word, anywhere on the page.
    Word(QueryWord),
    /// A word that begins so.
    Prefix(QueryWord),
    /// Words next to each other. Several words from characters without spaces are one, too.
    Phrase(Vec<QueryWord>),
    /// The same in the title.
    Title(Box<Wanted>),
    /// A facet's value, as typed.
    Facet { key: String, value: String },
    /// Changed in these seconds since 1970.
    Updated(Range<i64>),
    /// About some of these years.
    Years { from: u64, to: u64 },
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryWord {
    /// As typed.
    pub(crate) text: String,
    /// Folded.
    pub(crate) folded: String,
    /// Where it is in the query.
    pub(crate) place: Range<usize>,
    /// One character of a script without spaces.
    pub(crate) single: bool,
}

/// One item of a query before it is understood: `-field:"value"*`.
struct Item<'q> {
    without: bool,
    field: Option<&'q str>,
    value: &'q str,
    quoted: bool,
    prefix: bool,
    /// Where the value is in the query.
    start: usize,
}

/// Reads a query; `is_facet` tells which names are facets of this site.
pub(crate) fn parse(query: &str, is_facet: impl Fn(&str) -> bool) -> Parsed {
    let mut parsed = Parsed::default();
    let cut = head(query, LONGEST_QUERY);
    if cut.len() < query.len() {
        let note = format!("the query is long; the first {LONGEST_QUERY} characters were searched");
        parsed.notes.push(note);
    }
    for item in items(cut) {
        if parsed.clauses.len() >= MOST_CLAUSES {
            let note = format!("the query has many words; the first {MOST_CLAUSES} were searched");
            parsed.notes.push(note);
            break;
        }
        understand(&item, cut, &is_facet, &mut parsed);
    }
    parsed.clauses.truncate(MOST_CLAUSES);
    if parsed.clauses.is_empty() && parsed.notes.is_empty() && !cut.trim().is_empty() {
        let note = format!("there is no word in “{}”; showing everything", cut.trim());
        parsed.notes.push(note);
    }
    parsed
}

/// Splits a query at spaces that are not in quotes.
fn items(query: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut rest = 0;
    while let Some(found) = query[rest..].find(|character: char| !character.is_whitespace()) {
        let mut start = rest + found;
        let without = query[start..].starts_with('-') && begins_item(&query[start + 1..]);
        if without {
            start += 1;
        }
        let field = field_at(&query[start..]);
        if let Some(field) = field {
            start += field.len() + 1;
        }
        let tail = &query[start..];
        let (value, quoted, end) = match quote_at(tail) {
            Some((open, close)) => {
                let inner = &tail[open..];
                // A quote that is not closed holds the rest.
                let length = inner.find(close).unwrap_or(inner.len());
                let after = inner[length..].chars().next().map_or(0, char::len_utf8);
                (&inner[..length], true, open + length + after)
            }
            None => {
                let length = tail
                    .find(|character: char| character.is_whitespace())
                    .unwrap_or(tail.len());
                (&tail[..length], false, length)
            }
        };
        let value_start = start
            + if quoted {
                quote_at(tail).map_or(0, |(open, _)| open)
            } else {
                0
            };
        items.push(Item {
            without,
            field,
            value: value.strip_suffix('*').filter(|_| !quoted).unwrap_or(value),
            quoted,
            prefix: !quoted && value.ends_with('*'),
            start: value_start,
        });
        rest = start + end;
    }
    items
}

/// Tells whether a hyphen before this text means "without".
fn begins_item(text: &str) -> bool {
    text.chars()
        .next()
        .is_some_and(|next| next.is_alphanumeric() || matches!(next, '"' | '“' | '„' | '«'))
}

/// Returns the length of an opening quote and the character that closes it.
fn quote_at(text: &str) -> Option<(usize, &'static [char])> {
    let open = text.chars().next()?;
    let close: &[char] = match open {
        '"' => &['"'],
        '“' | '„' | '”' => &['”', '“', '"'],
        '«' => &['»'],
        _ => return None,
    };
    Some((open.len_utf8(), close))
}

/// Returns the name before a colon, if the item begins with one.
fn field_at(text: &str) -> Option<&str> {
    let end = text.find(|character: char| {
        !(character.is_alphanumeric() || matches!(character, '_' | '-' | '.'))
    })?;
    let name = &text[..end];
    let is_field = text[end..].starts_with(':')
        && !text[end..].starts_with("://")
        && name.starts_with(|first: char| first.is_alphabetic());
    is_field.then_some(name)
}

fn understand(item: &Item<'_>, query: &str, is_facet: &dyn Fn(&str) -> bool, out: &mut Parsed) {
    let Some(typed) = item.field else {
        out.clauses.extend(words_of(item, query));
        return;
    };
    let field = canonical(&typed.to_lowercase(), is_facet);
    let value = item.value.trim();
    let wanted = match field.as_deref() {
        None => {
            let note = format!("there is no field “{typed}”; searched as text");
            out.notes.push(note);
            out.clauses.extend(typed_as_words(typed, item, query));
            return;
        }
        Some(_) if value.is_empty() => {
            out.notes
                .push(format!("“{typed}:” says nothing without a value"));
            return;
        }
        Some("title") => {
            let words = words_of(item, query).into_iter();
            out.clauses.extend(words.map(|clause| Clause {
                without: clause.without,
                wanted: Wanted::Title(Box::new(clause.wanted)),
            }));
            return;
        }
        Some("updated") => dates(value).map(|(from, to)| Wanted::Updated(from..to)),
        Some("period") => years(value).map(|(from, to)| Wanted::Years { from, to }),
        Some(key) => Some(Wanted::Facet {
            key: key.to_owned(),
            value: value.to_owned(),
        }),
    };
    match wanted {
        Some(wanted) => out.clauses.push(Clause {
            without: item.without,
            wanted,
        }),
        None => {
            let note = format!(
                "“{value}” is not a date; “{typed}:” takes a year, a month or a day, as in \
                 {typed}:>2018-01 or {typed}:2018..2019"
            );
            out.notes.push(note);
        }
    }
}

/// Returns the name that the index has for a field.
fn canonical(name: &str, is_facet: &dyn Fn(&str) -> bool) -> Option<String> {
    if is_facet(name) && name != "visibility" {
        return Some(name.to_owned());
    }
    let known = match name {
        "kind" | "type" => "kind",
        "country" | "countries" => "country",
        "organisation" | "organisations" | "organization" | "organizations" => "organisation",
        "author" | "authors" | "by" => "author",
        "lang" | "language" => "lang",
        "status" => "status",
        "title" => "title",
        "updated" | "changed" => "updated",
        "period" | "year" | "years" => "period",
        _ => {
            let underscored = name.replace('-', "_");
            return is_facet(&underscored).then_some(underscored);
        }
    };
    Some(known.to_owned())
}

/// Makes clauses of an item's words.
fn words_of(item: &Item<'_>, query: &str) -> Vec<Clause> {
    let end = item.start + item.value.len();
    let words = query_words(query, item.start..end);
    let clause = |wanted| Clause {
        without: item.without,
        wanted,
    };
    if words.is_empty() {
        return Vec::new();
    }
    // `-e-mail` means without the whole of it, not without either half.
    if words.len() > 1 && (item.quoted || item.without) {
        return vec![clause(Wanted::Phrase(words))];
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
            Wanted::Prefix(word)
        } else {
            Wanted::Word(word)
        }));
    }
    clauses.extend(take_run(&mut run).map(clause));
    clauses
}

/// Makes one clause of characters that stand together without spaces.
fn take_run(run: &mut Vec<QueryWord>) -> Option<Wanted> {
    let mut words = std::mem::take(run);
    match words.len() {
        0 => None,
        1 => words.pop().map(Wanted::Word),
        _ => Some(Wanted::Phrase(words)),
    }
}

/// Makes clauses of an item whose field does not exist: the name is text as well.
fn typed_as_words(typed: &str, item: &Item<'_>, query: &str) -> Vec<Clause> {
    let name_start = query[..item.start].rfind(typed).unwrap_or(item.start);
    let name = query_words(query, name_start..name_start + typed.len());
    let mut clauses: Vec<Clause> = name
        .into_iter()
        .map(|word| Clause {
            without: item.without,
            wanted: Wanted::Word(word),
        })
        .collect();
    clauses.extend(words_of(item, query));
    clauses
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

    fn read(query: &str) -> Parsed {
        parse(query, |name| name == "partnership_types")
    }

    /// Writes a clause short: `-word`, `pre*`, `"a b"`, `title(word)`, `key=value`.
    fn short(query: &str) -> Vec<String> {
        fn wanted(wanted: &Wanted) -> String {
            match wanted {
                Wanted::Word(word) => word.folded.clone(),
                Wanted::Prefix(word) => format!("{}*", word.folded),
                Wanted::Phrase(words) => {
                    let words: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
                    format!("\"{}\"", words.join(" "))
                }
                Wanted::Title(inner) => format!("title({})", self::short_of(inner)),
                Wanted::Facet { key, value } => format!("{key}={value}"),
                Wanted::Updated(range) => format!("updated {}..{}", range.start, range.end),
                Wanted::Years { from, to } => format!("years {from}..{to}"),
            }
        }
        let clauses = read(query).clauses;
        clauses
            .iter()
            .map(|clause| {
                let sign = if clause.without { "-" } else { "" };
                format!("{sign}{}", wanted(&clause.wanted))
            })
            .collect()
    }

    fn short_of(wanted: &Wanted) -> String {
        match wanted {
            Wanted::Word(word) => word.folded.clone(),
            Wanted::Phrase(words) => words.iter().map(|word| word.folded.as_str()).collect(),
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
    fn what_is_not_understood_is_said() {
        let unknown = read("foo:bar");
        assert_eq!(unknown.notes, ["there is no field “foo”; searched as text"]);
        assert_eq!(short("foo:bar"), ["foo", "bar"]);
        assert_eq!(read("updated:soon").notes.len(), 1);
        assert_eq!(read("kind:").notes.len(), 1);
        assert_eq!(read("!?").notes.len(), 1);
        assert!(read("https://example.org/x 10:30").notes.is_empty());
        let long = "word ".repeat(200);
        assert_eq!(read(&long).notes.len(), 2);
        assert_eq!(read(&long).clauses.len(), MOST_CLAUSES);
    }

    proptest! {
        #[test]
        fn every_text_is_a_query(text in "\\PC{0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn every_text_of_signs_is_a_query(text in "[-a-c\":*.<>2018é統 «»“”:]{0,40}") {
            for clause in read(&text).clauses {
                if let Wanted::Word(word) = clause.wanted {
                    prop_assert_eq!(&text[word.place], word.text);
                }
            }
        }
    }
}

//! The query language: text into clauses. Total: every text is a query.
//!
//! Words, `"phrases"`, `-without`, `word*`, `field:value`, and in capitals `AND`, `OR`, `NOT`, which
//! parentheses may group. A citation that was pasted is words and nothing else. What could not be
//! understood is searched as words and reported in a note. This knows nothing of the index;
//! `field.rs` knows the fields, and `plan.rs` gives clauses a meaning.

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
        let Some(field_name) = item.field else {
            if !item.quoted && item.value.contains('*') && has_word(item.value) {
                let input = self.query[item.range.clone()].to_owned();
                notes.push(Note::StarWithin { input });
            }
            return words_of(item, self.query);
        };
        let value = item.value.trim();
        let field = match (self.field_named)(field_name) {
            // A colon at the end of a word is how titles are written.
            FieldName::Near(_) | FieldName::Unknown if value.is_empty() => {
                return self.with_name(field_name, item);
            }
            FieldName::Unknown => {
                let field = field_name.to_owned();
                notes.push(Note::UnknownField { field });
                return self.with_name(field_name, item);
            }
            FieldName::Near(field) => {
                notes.push(Note::FieldRead {
                    input: field_name.to_owned(),
                    field: field.clone(),
                });
                field
            }
            FieldName::Known(field) => field,
        };
        if value.is_empty() {
            let field = field_name.to_owned();
            notes.push(Note::EmptyField { field });
            return Vec::new();
        }
        self.in_field(item, &field, notes)
    }

    /// Reads a value of a field that is known.
    fn in_field(&self, item: &QueryItem<'_>, field: &str, notes: &mut Vec<Note>) -> Vec<Clause> {
        let (field_name, value) = (item.field.unwrap_or(field), item.value.trim());
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
                field: field_name.to_owned(),
                value: value.to_owned(),
            });
            return Vec::new();
        };
        vec![Clause {
            without: item.without,
            wanted,
            range: item.range.clone(),
        }]
    }

    /// Makes a clause of an address or a DOI, which is looked for as a whole.
    fn address(&self, item: &QueryItem<'_>) -> Option<Clause> {
        let input = self.query.get(item.range.clone())?;
        let field = item
            .field
            .is_none_or(|name| name.eq_ignore_ascii_case("doi"));
        if item.quoted || item.without || !field || !citation::is_address(input) {
            return None;
        }
        let start = item.range.end - citation::bare_address(input).len();
        let words = query_words(self.query, start..item.range.end);
        (words.len() > 1).then(|| Clause {
            without: false,
            wanted: ClauseKind::Address(words),
            range: item.range.clone(),
        })
    }

    /// Makes clauses of an item whose field does not exist: the name is text as well.
    fn with_name(&self, field_name: &str, item: &QueryItem<'_>) -> Vec<Clause> {
        let start = item.range.start + usize::from(item.without);
        let name = query_words(self.query, start..start + field_name.len());
        let mut clauses: Vec<Clause> = name
            .into_iter()
            .map(|word| Clause {
                without: item.without,
                wanted: ClauseKind::Word(word),
                range: item.range.clone(),
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
                if citation::is_significant(&word.folded) && !known {
                    words.push(word);
                }
            }
        }
        words.truncate(MOST_CLAUSES);
        let clauses = words.into_iter().map(|word| Clause {
            without: false,
            range: word.range.clone(),
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
        range: item.range.clone(),
    };
    if words.is_empty() {
        return Vec::new();
    }
    // A word in quotes is meant as it is. `-e-mail` means without the whole of it, not without
    // either half.
    if (item.quoted && !item.prefix) || (words.len() > 1 && (item.quoted || item.without)) {
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

fn query_words(query: &str, range: Range<usize>) -> Vec<QueryWord> {
    let text = query.get(range.clone()).unwrap_or("");
    folded_words(text)
        .map(|(folded, word)| QueryWord {
            text: text[word.start..word.end].to_owned(),
            folded,
            range: range.start + word.start..range.start + word.end,
            single: word.single,
        })
        .collect()
}

#[cfg(test)]
mod tests;

//! Gives the clauses of a query their meaning in one snapshot: an engine query, conditions on fast
//! values, and the words to mark in snippets.
//!
//! A word is found by its stems in every language of the index. Which pages match is decided by
//! the field of stems alone, so that an intersection reads one list for each word and language;
//! title, summary, headings and the exact spelling only add to the score of what matched, and are
//! looked up page by page (`terms.rs`).

use std::collections::BTreeMap;
use std::ops::{Bound, Range};

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur,
    PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::domain::Viewer;
use crate::search::analyser::{SEPARATOR, STEM_MARK};
use crate::search::excluded::Excluded;
use crate::search::names::Names;
use crate::search::note::Note;
use crate::search::parse::{Clause, Parsed, QueryWord, Wanted};
use crate::search::snapshot::Snapshot;
use crate::search::terms::WeightedTerm;
use crate::search::words::lower_into;

/// What each place of a word is worth, beside 1 for the text.
const TITLE: f32 = 4.0;
const TITLE_EXACT: f32 = 1.5;
const SUMMARY: f32 = 2.0;
const HEADINGS: f32 = 1.5;
const EXACT: f32 = 0.3;

/// A query, ready to run.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What the engine runs, behind the gate.
    pub(crate) query: Box<dyn Query>,
    /// What makes one match better than another, beside the query's own score.
    pub(crate) bonuses: Vec<WeightedTerm>,
    /// Whether the query says that one page is better than another.
    pub(crate) ranks: bool,
    /// What must hold beside the query.
    pub(crate) conditions: Vec<Condition>,
    /// What to mark in snippets.
    pub(crate) marks: Vec<Mark>,
    /// What could not be understood.
    pub(crate) notes: Vec<Note>,
}

/// A condition on a page's fast values.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) without: bool,
    pub(crate) test: Test,
}

/// What a condition looks at.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    Updated(Range<i64>),
    Years { from: u64, to: u64 },
}

/// A word to mark: what it may look like in a text.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The folded word, or its beginning.
    pub(crate) folded: String,
    /// The stems, in any language of the index; none for an exact word.
    pub(crate) stems: Vec<String>,
    /// Whether `folded` is only the beginning.
    pub(crate) prefix: bool,
}

/// Plans a query.
pub(crate) fn plan(
    snapshot: &Snapshot,
    parsed: &Parsed,
    viewer: Viewer,
    names: Option<&Names>,
) -> Plan {
    let mut planner = Planner {
        snapshot,
        viewer,
        names,
        clauses: Vec::new(),
        bonuses: Vec::new(),
        conditions: Vec::new(),
        marks: Vec::new(),
        notes: parsed.notes.clone(),
        ranks: false,
    };
    planner.read(&parsed.clauses);
    planner.finish()
}

struct Planner<'s> {
    snapshot: &'s Snapshot,
    viewer: Viewer,
    names: Option<&'s Names>,
    clauses: Vec<(Occur, Box<dyn Query>)>,
    bonuses: Vec<WeightedTerm>,
    conditions: Vec<Condition>,
    marks: Vec<Mark>,
    notes: Vec<Note>,
    ranks: bool,
}

impl Planner<'_> {
    fn read(&mut self, clauses: &[Clause]) {
        let is_stop_word = |clause: &&Clause| {
            matches!(&clause.wanted, Wanted::Word(word) if self.is_stop_word(word))
                && !clause.without
        };
        // A query of nothing but stop words means them: then they are wanted like any word.
        let stop_words = clauses.iter().filter(is_stop_word).count();
        let words = clauses.iter().filter(|clause| {
            !clause.without
                && matches!(
                    clause.wanted,
                    Wanted::Word(_) | Wanted::Prefix(_) | Wanted::Phrase(_) | Wanted::Any(_)
                )
        });
        let only_stop_words = words.count() == stop_words;
        let mut facets: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for clause in clauses {
            match &clause.wanted {
                Wanted::Facet { key, value } => {
                    let values = self.facet_values(key, value);
                    if clause.without {
                        let excluded = self.any_facet(key, &values);
                        self.exclude(excluded);
                    } else {
                        facets.entry(key).or_default().extend(values);
                    }
                }
                Wanted::Updated(range) => self.conditions.push(Condition {
                    without: clause.without,
                    test: Test::Updated(range.clone()),
                }),
                &Wanted::Years { from, to } => self.conditions.push(Condition {
                    without: clause.without,
                    test: Test::Years { from, to },
                }),
                Wanted::Any(alternatives) => {
                    let any = self.any_of(alternatives);
                    if clause.without {
                        self.exclude(any);
                    } else {
                        self.ranks = true;
                        self.clauses.push((Occur::Must, any));
                        self.add_scores(&clause.wanted);
                        self.add_marks(&clause.wanted);
                    }
                }
                wanted if clause.without => {
                    let excluded = self.matching(wanted);
                    self.exclude(excluded);
                }
                Wanted::Word(word) if !only_stop_words && self.is_stop_word(word) => {
                    self.add_bonus(self.snapshot.fields().exact, &word.folded, EXACT);
                }
                wanted => {
                    self.ranks = true;
                    let matching = self.matching(wanted);
                    self.clauses.push((Occur::Must, matching));
                    self.add_scores(wanted);
                    self.add_marks(wanted);
                }
            }
        }
        // Several values of one field mean any of them, as they do among the facets.
        for (key, values) in facets {
            let any = self.any_facet(key, &values);
            self.clauses.push((Occur::Must, any));
        }
    }

    fn finish(mut self) -> Plan {
        let wanted = self.clauses.iter().any(|(occur, _)| *occur == Occur::Must);
        if !wanted {
            self.clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        let query: Box<dyn Query> = if self.clauses.len() == 1 {
            self.clauses.remove(0).1
        } else {
            Box::new(BooleanQuery::new(self.clauses))
        };
        Plan {
            query: self.snapshot.gated(query, self.viewer),
            bonuses: self.bonuses,
            ranks: self.ranks,
            conditions: self.conditions,
            marks: self.marks,
            notes: self.notes,
        }
    }

    /// Returns the values that a typed one means; what there is to say of it is noted.
    fn facet_values(&mut self, key: &str, typed: &str) -> Vec<String> {
        let meant = (self.snapshot).values_meant(key, typed, self.viewer, self.names);
        self.notes.extend(meant.note);
        meant.values
    }

    fn exclude(&mut self, query: Box<dyn Query>) {
        let excluded = Box::new(Excluded(query));
        self.clauses.push((Occur::MustNot, excluded));
    }

    fn is_stop_word(&self, word: &QueryWord) -> bool {
        self.snapshot.is_stop_word(word, self.viewer)
    }

    /// Returns what matches one of several alternatives.
    fn any_of(&mut self, alternatives: &[Vec<Clause>]) -> Box<dyn Query> {
        let alternatives = alternatives.iter().map(|clauses| self.all_of(clauses));
        union(alternatives.collect())
    }

    /// Returns what matches all of an alternative.
    fn all_of(&mut self, clauses: &[Clause]) -> Box<dyn Query> {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let matching = match &clause.wanted {
                Wanted::Any(alternatives) => self.any_of(alternatives),
                Wanted::Facet { key, value } => {
                    let values = self.facet_values(key, value);
                    self.any_facet(key, &values)
                }
                // Among others a stop word decides nothing.
                Wanted::Word(word) if clauses.len() > 1 && self.is_stop_word(word) => continue,
                wanted => self.matching(wanted),
            };
            parts.push(match clause.without {
                true => (Occur::MustNot, Box::new(Excluded(matching))),
                false => (Occur::Must, matching),
            });
        }
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        Box::new(BooleanQuery::new(parts))
    }

    /// Returns what decides whether a page matches.
    fn matching(&self, wanted: &Wanted) -> Box<dyn Query> {
        let fields = self.snapshot.fields();
        match wanted {
            Wanted::Word(word) if word.single || self.is_stop_word(word) => {
                self.term(fields.exact, &word.folded)
            }
            Wanted::Word(word) => {
                let stems = stems(self.snapshot, word);
                union(
                    stems
                        .iter()
                        .map(|stem| self.term(fields.stem, stem))
                        .collect(),
                )
            }
            Wanted::Prefix(word) => prefix(fields.exact, &word.folded),
            Wanted::Phrase(words) => self.phrase(fields.exact, words),
            Wanted::Title(inner) => match &**inner {
                Wanted::Word(word) => {
                    let marked = stems(self.snapshot, word)
                        .into_iter()
                        .map(|stem| format!("{STEM_MARK}{stem}"));
                    let terms = marked.chain([word.folded.clone()]);
                    union(terms.map(|term| self.term(fields.title, &term)).collect())
                }
                Wanted::Prefix(word) => prefix(fields.title, &word.folded),
                Wanted::Phrase(words) => self.phrase(fields.title, words),
                _ => Box::new(EmptyQuery),
            },
            Wanted::Updated(range) => {
                let term = |seconds| Term::from_field_i64(fields.updated, seconds);
                within(
                    Bound::Included(term(range.start)),
                    Bound::Excluded(term(range.end)),
                )
            }
            &Wanted::Years { from, to } => {
                let begins = Term::from_field_u64(fields.from_year, to);
                let ends = Term::from_field_u64(fields.to_year, from);
                Box::new(BooleanQuery::intersection(vec![
                    within(Bound::Unbounded, Bound::Included(begins)),
                    within(Bound::Included(ends), Bound::Unbounded),
                ]))
            }
            Wanted::Facet { .. } | Wanted::Any(_) => Box::new(EmptyQuery),
        }
    }

    /// Adds what makes one match better than another.
    fn add_scores(&mut self, wanted: &Wanted) {
        let fields = *self.snapshot.fields();
        match wanted {
            Wanted::Word(word) => {
                for stem in stems(self.snapshot, word) {
                    let marked = format!("{STEM_MARK}{stem}");
                    self.add_bonus(fields.title, &marked, TITLE);
                    self.add_bonus(fields.summary, &marked, SUMMARY);
                    self.add_bonus(fields.headings, &marked, HEADINGS);
                }
                self.add_bonus(fields.title, &word.folded, TITLE_EXACT);
                self.add_bonus(fields.exact, &word.folded, EXACT);
            }
            Wanted::Prefix(word) => {
                let title = boosted(prefix(fields.title, &word.folded), TITLE);
                self.clauses.push((Occur::Should, title));
            }
            Wanted::Phrase(words) => {
                let title = boosted(self.phrase(fields.title, words), TITLE);
                self.clauses.push((Occur::Should, title));
            }
            Wanted::Any(alternatives) => {
                let wanted = alternatives.iter().flatten();
                for clause in wanted.filter(|clause| !clause.without) {
                    self.add_scores(&clause.wanted);
                }
            }
            _ => {}
        }
    }

    fn add_bonus(&mut self, field: Field, text: &str, boost: f32) {
        self.bonuses.push(WeightedTerm {
            field,
            text: text.to_owned(),
            boost,
        });
    }

    fn add_marks(&mut self, wanted: &Wanted) {
        match wanted {
            Wanted::Word(word) => self.marks.push(Mark {
                folded: word.folded.clone(),
                stems: stems(self.snapshot, word),
                prefix: false,
            }),
            Wanted::Prefix(word) => self.marks.push(Mark {
                folded: word.folded.clone(),
                stems: Vec::new(),
                prefix: true,
            }),
            Wanted::Phrase(words) => self.marks.extend(words.iter().map(|word| Mark {
                folded: word.folded.clone(),
                stems: Vec::new(),
                prefix: false,
            })),
            Wanted::Title(inner) => self.add_marks(inner),
            Wanted::Any(alternatives) => {
                let wanted = alternatives.iter().flatten();
                for clause in wanted.filter(|clause| !clause.without) {
                    self.add_marks(&clause.wanted);
                }
            }
            _ => {}
        }
    }

    fn term(&self, field: Field, text: &str) -> Box<dyn Query> {
        term(field, text)
    }

    fn phrase(&self, field: Field, words: &[QueryWord]) -> Box<dyn Query> {
        match words {
            [] => Box::new(EmptyQuery),
            [word] => self.term(field, &word.folded),
            words => {
                let terms = words.iter();
                let terms = terms.map(|word| Term::from_field_text(field, &word.folded));
                Box::new(PhraseQuery::new(terms.collect()))
            }
        }
    }

    fn any_facet(&self, key: &str, values: &[String]) -> Box<dyn Query> {
        let field = self.snapshot.fields().facet;
        let terms = values.iter().map(|value| {
            let term = Term::from_field_text(field, &format!("{key}{SEPARATOR}{value}"));
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>
        });
        Box::new(ConstScoreQuery::new(union(terms.collect()), 0.0))
    }
}

impl Snapshot {
    /// Tells whether a word says nothing by itself in a language of the index.
    pub(crate) fn is_stop_word(&self, word: &QueryWord, _viewer: Viewer) -> bool {
        let mut lower = String::new();
        lower_into(&word.text, &mut lower);
        let mut languages = self.languages().iter();
        languages
            .any(|language| language.is_stop_word(&lower) || language.is_stop_word(&word.folded))
    }
}

/// Returns the stems of a word in every language of the index.
pub(crate) fn stems(snapshot: &Snapshot, word: &QueryWord) -> Vec<String> {
    let languages = snapshot.languages().iter();
    let mut stems: Vec<String> = languages
        .flat_map(|language| language.stems(&word.text))
        // The text may be corrected in place, and then only the folded form is.
        .chain(
            [word.folded.clone()]
                .into_iter()
                .filter(|_| snapshot.languages().is_empty()),
        )
        .collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

pub(crate) fn term(field: Field, text: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// Returns what matches pages whose fast value is within bounds; it adds nothing to the score.
fn within(from: Bound<Term>, to: Bound<Term>) -> Box<dyn Query> {
    let range = RangeQuery::new(from, to);
    Box::new(ConstScoreQuery::new(Box::new(range), 0.0))
}

pub(crate) fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}

pub(crate) fn union(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// Finds the words that begin so; stems do not, because of their mark.
pub(crate) fn prefix(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(FuzzyTermQuery::new_prefix(
        Term::from_field_text(field, text),
        0,
        false,
    ))
}

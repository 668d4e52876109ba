//! Gives the clauses of a query their meaning in one snapshot: an engine query, conditions on fast
//! values, and the words to mark in snippets.
//!
//! A word is found by its stems in every language of the index. Which pages match is decided by
//! the field of stems alone, so that an intersection reads one list for each word and language;
//! title, summary, headings and the exact spelling only add to the score of what matched, and are
//! looked up page by page (`terms.rs`).

use std::collections::BTreeMap;

use tantivy::query::{Occur, Query};

use crate::domain::Viewer;
use crate::search::analyser::STEM_MARK;
use crate::search::careful::CarefulQuery;
use crate::search::clause::{Clause, ClauseKind, ParsedQuery, QueryWord};
use crate::search::equivalent::{Equivalent, WordQuery, equivalents};
use crate::search::marks::MarkList;
use crate::search::matching::ClauseMatcher;
use crate::search::names::FacetNames;
use crate::search::note::Note;
use crate::search::query_plan::{Condition, ConditionTest, PlannedWord, QueryPlan};
use crate::search::schema::TextField;
use crate::search::simple::{all_of, boosted, stems, union};
use crate::search::snapshot::Snapshot;
use crate::search::statistics::rarity;
use crate::search::terms::WeightedTerm;

/// The worth of a word in each field, beside 1 for the text.
const TITLE: f32 = 4.0;
const TITLE_EXACT: f32 = 1.5;
const SUMMARY: f32 = 3.0;
const HEADINGS: f32 = 2.2;
const EXACT: f32 = 0.3;

/// Plans a query.
pub(crate) fn plan(
    snapshot: &Snapshot,
    parsed: &ParsedQuery,
    viewer: Viewer,
    names: Option<&FacetNames>,
) -> QueryPlan {
    let mut planner = Planner {
        snapshot,
        viewer,
        names,
        matcher: ClauseMatcher { snapshot, viewer },
        strict: Vec::new(),
        words: Vec::new(),
        optional: Vec::new(),
        bonuses: Vec::new(),
        conditions: Vec::new(),
        marks: MarkList::default(),
        notes: parsed.notes.clone(),
        ranks: false,
    };
    planner.read(&parsed.clauses);
    planner.finish()
}

struct Planner<'s> {
    snapshot: &'s Snapshot,
    viewer: Viewer,
    names: Option<&'s FacetNames>,
    matcher: ClauseMatcher<'s>,
    /// The queries that hold of every page that is found.
    strict: Vec<(Occur, Box<dyn Query>)>,
    words: Vec<PlannedWord>,
    /// The queries that only make a page better.
    optional: Vec<Box<dyn Query>>,
    bonuses: Vec<WeightedTerm>,
    conditions: Vec<Condition>,
    marks: MarkList,
    notes: Vec<Note>,
    ranks: bool,
}

impl Planner<'_> {
    /// Tells whether the words of a query are stop words, all of them: then they are meant, and wanted
    /// like any word.
    fn are_stop_words(&self, clauses: &[Clause]) -> bool {
        let mut words = clauses
            .iter()
            .filter(|clause| !clause.without && clause.wanted.is_of_words());
        words.all(
            |clause| matches!(&clause.wanted, ClauseKind::Word(word) if self.is_stop_word(word)),
        )
    }

    fn read(&mut self, clauses: &[Clause]) {
        let only_stop_words = self.are_stop_words(clauses);
        let mut others = equivalents(self.snapshot, clauses, self.viewer).into_iter();
        let mut facets: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for clause in clauses {
            match &clause.wanted {
                ClauseKind::Facet { key, value } => {
                    let values = self.facet_values(key, value);
                    if clause.without {
                        let excluded = self.matcher.any_facet(key, &values);
                        self.exclude(excluded);
                    } else {
                        facets.entry(key).or_default().extend(values);
                    }
                }
                ClauseKind::Updated(range) => self.conditions.push(Condition {
                    without: clause.without,
                    test: ConditionTest::Updated(range.clone()),
                }),
                &ClauseKind::Years { from, to } => self.conditions.push(Condition {
                    without: clause.without,
                    test: ConditionTest::Years { from, to },
                }),
                wanted if clause.without => {
                    let excluded = self.matching_any(wanted);
                    self.exclude(excluded);
                }
                ClauseKind::Word(word) => {
                    let others = others.next().unwrap_or_default();
                    if !only_stop_words && self.is_stop_word(word) {
                        self.add_bonus(TextField::Exact, &word.folded, EXACT);
                    } else {
                        self.ranks = true;
                        self.add_word(word, others);
                    }
                }
                wanted => {
                    self.ranks = true;
                    let matching = self.matching_any(wanted);
                    self.strict.push((Occur::Must, matching));
                    self.add_scores(wanted);
                    self.marks.add(self.snapshot, self.viewer, wanted);
                }
            }
        }
        // Several values of one field mean any of them, as they do among the facets.
        for (key, values) in facets {
            let any = self.matcher.any_facet(key, &values);
            self.strict.push((Occur::Must, any));
        }
    }

    fn finish(self) -> QueryPlan {
        let words = self.words.iter();
        let words = words.map(|word| (Occur::Must, word.query.box_clone()));
        let optional = self
            .optional
            .into_iter()
            .map(|query| (Occur::Should, query));
        let strict = self.strict.iter();
        let strict = strict.map(|(occur, query)| (*occur, query.box_clone()));
        let all = all_of(words.chain(strict).chain(optional).collect());
        QueryPlan {
            query: self.snapshot.gated(all, self.viewer),
            strict: self.snapshot.gated(all_of(self.strict), self.viewer),
            words: self.words,
            bonuses: self.bonuses,
            ranks: self.ranks,
            conditions: self.conditions,
            marks: self.marks.finish(),
            notes: self.notes,
        }
    }

    /// Returns the values that a typed one means; what there is to say of it is noted.
    fn facet_values(&mut self, key: &str, input: &str) -> Vec<String> {
        let meant = self
            .snapshot
            .facet_index()
            .values_meant(key, input, self.viewer, self.names);
        self.notes.extend(meant.note);
        meant.values
    }

    fn exclude(&mut self, query: Box<dyn Query>) {
        let excluded = Box::new(CarefulQuery(query));
        self.strict.push((Occur::MustNot, excluded));
    }

    fn is_stop_word(&self, word: &QueryWord) -> bool {
        self.snapshot.dictionary().is_stop_word(word, self.viewer)
    }

    /// Returns what decides whether a page matches, also where there are alternatives.
    fn matching_any(&mut self, wanted: &ClauseKind) -> Box<dyn Query> {
        match wanted {
            ClauseKind::Any(alternatives) => self.any_of(alternatives),
            wanted => self.matcher.matching(wanted),
        }
    }

    /// Returns what matches one of several alternatives.
    fn any_of(&mut self, alternatives: &[Vec<Clause>]) -> Box<dyn Query> {
        let alternatives = alternatives.iter().map(|clauses| self.alternative(clauses));
        union(alternatives.collect())
    }

    /// Returns what matches all of an alternative.
    fn alternative(&mut self, clauses: &[Clause]) -> Box<dyn Query> {
        let mut others = equivalents(self.snapshot, clauses, self.viewer).into_iter();
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let matching = match &clause.wanted {
                ClauseKind::Any(alternatives) => self.any_of(alternatives),
                ClauseKind::Facet { key, value } => {
                    let values = self.facet_values(key, value);
                    self.matcher.any_facet(key, &values)
                }
                ClauseKind::Word(word) if !clause.without => {
                    let others = others.next().unwrap_or_default();
                    // Among others a stop word decides nothing.
                    if clauses.len() > 1 && self.is_stop_word(word) {
                        continue;
                    }
                    let mut any = WordQuery::new(self.snapshot, word, self.viewer).query;
                    any.extend(others.into_iter().map(|other| other.query));
                    union(any)
                }
                wanted => self.matcher.matching(wanted),
            };
            parts.push(match clause.without {
                true => (Occur::MustNot, Box::new(CarefulQuery(matching))),
                false => (Occur::Must, matching),
            });
        }
        all_of(parts)
    }

    /// Adds a word, with what means the same in the pages that the viewer may see.
    fn add_word(&mut self, word: &QueryWord, others: Vec<Equivalent>) {
        let found = WordQuery::new(self.snapshot, word, self.viewer);
        let mut query = found.query;
        let mut pages = found.pages;
        for other in &others {
            query.push(other.query.box_clone());
            if found.pages == 0 {
                pages = pages.max(other.pages);
            }
        }
        let known = !query.is_empty();
        self.words.push(PlannedWord {
            input: word.text.clone(),
            query: union(query),
            weight: rarity(pages, self.snapshot.audience(self.viewer).pages),
            known,
        });
        self.add_scores(&ClauseKind::Word(word.clone()));
        self.marks
            .add(self.snapshot, self.viewer, &ClauseKind::Word(word.clone()));
        for phrase in others.into_iter().flat_map(|other| other.marks) {
            self.marks
                .add_equivalent(self.snapshot, self.viewer, phrase);
        }
    }

    /// Adds what makes one match better than another.
    fn add_scores(&mut self, wanted: &ClauseKind) {
        match wanted {
            ClauseKind::Word(word) => {
                for stem in stems(self.snapshot, word, self.viewer) {
                    let marked = format!("{STEM_MARK}{stem}");
                    self.add_bonus(TextField::Title, &marked, TITLE);
                    self.add_bonus(TextField::Summary, &marked, SUMMARY);
                    self.add_bonus(TextField::Headings, &marked, HEADINGS);
                }
                self.add_bonus(TextField::Title, &word.folded, TITLE_EXACT);
                self.add_bonus(TextField::Exact, &word.folded, EXACT);
            }
            ClauseKind::Prefix(word) => {
                let title = boosted(self.matcher.prefix(TextField::Title, &word.folded), TITLE);
                self.optional.push(title);
            }
            ClauseKind::Phrase(words) => {
                let title = boosted(self.matcher.phrase(TextField::Title, words), TITLE);
                self.optional.push(title);
            }
            ClauseKind::Any(alternatives) => {
                let wanted = alternatives.iter().flatten();
                for clause in wanted.filter(|clause| !clause.without) {
                    self.add_scores(&clause.wanted);
                }
            }
            _ => {}
        }
    }

    fn add_bonus(&mut self, text_field: TextField, text: &str, boost: f32) {
        self.bonuses.push(WeightedTerm {
            text_field,
            text: text.to_owned(),
            boost,
        });
    }
}

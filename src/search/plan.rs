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
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
};

use crate::domain::Viewer;
use crate::search::analyser::STEM_MARK;
use crate::search::careful::CarefulQuery;
use crate::search::citation::{WorkRelation, address_key};
use crate::search::clause::{Clause, ClauseKind, ParsedQuery, QueryWord};
use crate::search::equivalent::{Equivalent, WordQuery, equivalents};
use crate::search::names::FacetNames;
use crate::search::note::Note;
use crate::search::schema::TextField;
use crate::search::simple::{boosted, facet, prefix, stems, stems_of, term, union, within};
use crate::search::snapshot::Snapshot;
use crate::search::statistics::rarity;
use crate::search::terms::WeightedTerm;

/// What each place of a word is worth, beside 1 for the text.
const TITLE: f32 = 4.0;
const TITLE_EXACT: f32 = 1.5;
const SUMMARY: f32 = 3.0;
const HEADINGS: f32 = 2.2;
const EXACT: f32 = 0.3;

/// What the address of the work is worth that a page is about, and of one that it cites.
const ADDRESS_OWN: f32 = 40.0;
const ADDRESS_CITED: f32 = 4.0;

/// A query, ready to run.
#[derive(Debug)]
pub(crate) struct QueryPlan {
    /// What the engine runs, behind the gate: pages with all that is asked for.
    pub(crate) query: Box<dyn Query>,
    /// The same without the words, of which some may be missing.
    pub(crate) strict: Box<dyn Query>,
    /// The words.
    pub(crate) words: Vec<PlannedWord>,
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

/// A word of a query, of which a page may have others and not this one.
#[derive(Debug)]
pub(crate) struct PlannedWord {
    /// As typed.
    pub(crate) typed: String,
    /// Finds the pages that have it.
    pub(crate) query: Box<dyn Query>,
    /// How much it tells.
    pub(crate) weight: f32,
    /// Whether some page has it.
    pub(crate) known: bool,
}

/// A condition on a page's fast values.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) without: bool,
    pub(crate) test: ConditionTest,
}

/// What a condition looks at.
#[derive(Clone, Debug)]
pub(crate) enum ConditionTest {
    Updated(Range<i64>),
    Years { from: u64, to: u64 },
}

/// A word to mark: what it may look like in a text.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// Which word of the query it stands for.
    pub(crate) word: usize,
    /// That word as typed; none for what means the same.
    pub(crate) typed: Option<String>,
    /// The folded word, or its beginning.
    pub(crate) folded: String,
    /// The stems, in any language of the index; none for an exact word.
    pub(crate) stems: Vec<String>,
    /// Whether `folded` is only the beginning.
    pub(crate) prefix: bool,
    /// Whether it is only marked where the mark before it stands before it: words of a phrase that
    /// means the same as a word of the query.
    pub(crate) follows: bool,
}

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
        strict: Vec::new(),
        words: Vec::new(),
        optional: Vec::new(),
        bonuses: Vec::new(),
        conditions: Vec::new(),
        marks: Vec::new(),
        phrases: Vec::new(),
        marked: 0,
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
    /// What holds of every page that is found.
    strict: Vec<(Occur, Box<dyn Query>)>,
    words: Vec<PlannedWord>,
    /// What only makes a page better.
    optional: Vec<Box<dyn Query>>,
    bonuses: Vec<WeightedTerm>,
    conditions: Vec<Condition>,
    marks: Vec<Mark>,
    /// Those of phrases.
    phrases: Vec<Vec<Mark>>,
    /// How many words the marks stand for.
    marked: usize,
    notes: Vec<Note>,
    ranks: bool,
}

impl Planner<'_> {
    /// Tells whether the words of a query are stop words, all of them: then they are meant, and wanted
    /// like any word.
    fn are_stop_words(&self, clauses: &[Clause]) -> bool {
        let mut words = clauses.iter().filter(|clause| {
            !clause.without
                && matches!(
                    clause.wanted,
                    ClauseKind::Word(_)
                        | ClauseKind::Prefix(_)
                        | ClauseKind::Phrase(_)
                        | ClauseKind::Address(_)
                        | ClauseKind::Any(_)
                )
        });
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
                        let excluded = self.any_facet(key, &values);
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
                    self.add_marks(wanted);
                }
            }
        }
        // Several values of one field mean any of them, as they do among the facets.
        for (key, values) in facets {
            let any = self.any_facet(key, &values);
            self.strict.push((Occur::Must, any));
        }
    }

    fn finish(mut self) -> QueryPlan {
        // Words of the query are looked for before phrases that mean the same: see `snippet.rs`.
        let phrases = self.phrases;
        self.marks.extend(phrases.into_iter().flatten());
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
            marks: self.marks,
            notes: self.notes,
        }
    }

    /// Returns the values that a typed one means; what there is to say of it is noted.
    fn facet_values(&mut self, key: &str, typed: &str) -> Vec<String> {
        let meant = self
            .snapshot
            .facet_index()
            .values_meant(key, typed, self.viewer, self.names);
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
            wanted => self.matching(wanted),
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
                    self.any_facet(key, &values)
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
                wanted => self.matching(wanted),
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
            typed: word.text.clone(),
            query: union(query),
            weight: rarity(pages, self.snapshot.audience(self.viewer).pages),
            known,
        });
        self.add_scores(&ClauseKind::Word(word.clone()));
        self.add_marks(&ClauseKind::Word(word.clone()));
        let number = self.marked - 1;
        for phrase in others.into_iter().flat_map(|other| other.marks) {
            let languages = self.snapshot.dictionary().languages(self.viewer);
            let marks = phrase.into_iter().enumerate().map(|(place, folded)| Mark {
                word: number,
                typed: None,
                stems: stems_of(languages, &folded, &folded),
                folded,
                prefix: false,
                follows: place > 0,
            });
            let marks: Vec<Mark> = marks.collect();
            // A single word is marked wherever it stands.
            if marks.len() == 1 {
                self.marks.extend(marks);
            } else {
                self.phrases.push(marks);
            }
        }
    }

    /// Returns what decides whether a page matches.
    fn matching(&self, wanted: &ClauseKind) -> Box<dyn Query> {
        match wanted {
            ClauseKind::Word(word) => union(WordQuery::new(self.snapshot, word, self.viewer).query),
            ClauseKind::Prefix(word) => self.prefix(TextField::Exact, &word.folded),
            ClauseKind::Phrase(words) => self.phrase(TextField::Exact, words),
            ClauseKind::Address(words) => self.address(words),
            ClauseKind::Title(inner) => match &**inner {
                ClauseKind::Word(word) => {
                    let marked = stems(self.snapshot, word, self.viewer)
                        .into_iter()
                        .map(|stem| format!("{STEM_MARK}{stem}"));
                    let terms = marked.chain([word.folded.clone()]);
                    union(
                        terms
                            .map(|term| self.term(TextField::Title, &term))
                            .collect(),
                    )
                }
                ClauseKind::Prefix(word) => self.prefix(TextField::Title, &word.folded),
                ClauseKind::Phrase(words) => self.phrase(TextField::Title, words),
                _ => Box::new(EmptyQuery),
            },
            ClauseKind::Updated(range) => {
                let updated = self.snapshot.fields().updated;
                let term = |seconds| Term::from_field_i64(updated, seconds);
                within(
                    Bound::Included(term(range.start)),
                    Bound::Excluded(term(range.end)),
                )
            }
            &ClauseKind::Years { from, to } => {
                let fields = self.snapshot.fields();
                let begins = Term::from_field_u64(fields.from_year, to);
                let ends = Term::from_field_u64(fields.to_year, from);
                Box::new(BooleanQuery::intersection(vec![
                    within(Bound::Unbounded, Bound::Included(begins)),
                    within(Bound::Included(ends), Bound::Unbounded),
                ]))
            }
            ClauseKind::Facet { .. } | ClauseKind::Any(_) => Box::new(EmptyQuery),
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
                let title = boosted(self.prefix(TextField::Title, &word.folded), TITLE);
                self.optional.push(title);
            }
            ClauseKind::Phrase(words) => {
                let title = boosted(self.phrase(TextField::Title, words), TITLE);
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

    fn add_bonus(&mut self, place: TextField, text: &str, boost: f32) {
        self.bonuses.push(WeightedTerm {
            place,
            text: text.to_owned(),
            boost,
        });
    }

    fn add_marks(&mut self, wanted: &ClauseKind) {
        let mut add = |word: &QueryWord, stems, prefix| {
            self.marks.push(Mark {
                word: self.marked,
                typed: Some(word.text.clone()),
                folded: word.folded.clone(),
                stems,
                prefix,
                follows: false,
            });
            self.marked += 1;
        };
        match wanted {
            ClauseKind::Word(word) => add(word, stems(self.snapshot, word, self.viewer), false),
            ClauseKind::Prefix(word) => add(word, Vec::new(), true),
            ClauseKind::Phrase(words) | ClauseKind::Address(words) => {
                for word in words {
                    add(word, Vec::new(), false);
                }
            }
            ClauseKind::Title(inner) => self.add_marks(inner),
            ClauseKind::Any(alternatives) => {
                let wanted = alternatives.iter().flatten();
                for clause in wanted.filter(|clause| !clause.without) {
                    self.add_marks(&clause.wanted);
                }
            }
            _ => {}
        }
    }

    fn term(&self, place: TextField, text: &str) -> Box<dyn Query> {
        term(self.snapshot, place, text, self.viewer)
    }

    fn prefix(&self, place: TextField, text: &str) -> Box<dyn Query> {
        prefix(self.snapshot, place, text, self.viewer)
    }

    fn phrase(&self, place: TextField, words: &[QueryWord]) -> Box<dyn Query> {
        match words {
            [] => Box::new(EmptyQuery),
            [word] => self.term(place, &word.folded),
            words => {
                let phrases = self
                    .snapshot
                    .dictionary()
                    .words(place, self.viewer)
                    .map(|field| {
                        let terms = words.iter();
                        let terms = terms.map(|word| Term::from_field_text(field, &word.folded));
                        Box::new(PhraseQuery::new(terms.collect())) as Box<dyn Query>
                    });
                union(phrases.collect())
            }
        }
    }

    /// Finds the page about the work at an address before those that cite it, and whatever has the
    /// address in its text.
    fn address(&self, words: &[QueryWord]) -> Box<dyn Query> {
        let words_joined: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        let address = words_joined.join(" ");
        let of = |work: WorkRelation, score| {
            let term = self.term(TextField::Short, &address_key(work, &address));
            Box::new(ConstScoreQuery::new(term, score)) as Box<dyn Query>
        };
        union(vec![
            of(WorkRelation::Own, ADDRESS_OWN),
            of(WorkRelation::Cited, ADDRESS_CITED),
            self.phrase(TextField::Exact, words),
        ])
    }

    fn any_facet(&self, key: &str, values: &[String]) -> Box<dyn Query> {
        let terms = values.iter().map(|value| facet(self.snapshot, key, value));
        Box::new(ConstScoreQuery::new(union(terms.collect()), 0.0))
    }
}

/// Makes one query of clauses; without one that something must hold for, it begins with every page.
fn all_of(mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    if clauses.len() == 1 {
        clauses.remove(0).1
    } else {
        Box::new(BooleanQuery::new(clauses))
    }
}

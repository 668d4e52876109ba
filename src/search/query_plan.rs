//! [`QueryPlan`]: a query, ready to run in one snapshot.

use std::ops::Range;

use tantivy::query::Query;

use crate::search::marks::Mark;
use crate::search::note::Note;
use crate::search::terms::WeightedTerm;

/// A query, ready to run.
#[derive(Debug)]
pub(crate) struct QueryPlan {
    /// The query that the engine runs, behind the gate: pages with all that is asked for.
    pub(crate) query: Box<dyn Query>,
    /// The same without the words, of which some may be missing.
    pub(crate) strict: Box<dyn Query>,
    /// The words.
    pub(crate) words: Vec<PlannedWord>,
    /// The terms that make one match better than another, beside the query's own score.
    pub(crate) bonuses: Vec<WeightedTerm>,
    /// Whether the query says that one page is better than another.
    pub(crate) ranks: bool,
    /// The conditions that must hold beside the query.
    pub(crate) conditions: Vec<Condition>,
    /// The words to mark in snippets.
    pub(crate) marks: Vec<Mark>,
    /// The notes on what could not be understood.
    pub(crate) notes: Vec<Note>,
}

/// A word of a query, of which a page may have others and not this one.
#[derive(Debug)]
pub(crate) struct PlannedWord {
    /// As typed.
    pub(crate) input: String,
    /// Finds the pages that have it.
    pub(crate) query: Box<dyn Query>,
    /// Its weight: how rare it is.
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

/// The values that a condition allows.
#[derive(Clone, Debug)]
pub(crate) enum ConditionTest {
    Updated(Range<i64>),
    Years { from: u64, to: u64 },
}

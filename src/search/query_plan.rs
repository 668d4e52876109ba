//! [`QueryPlan`]: a query, ready to run in one snapshot.

use std::ops::Range;

use tantivy::query::Query;

use crate::search::marks::Mark;
use crate::search::note::Note;
use crate::search::terms::WeightedTerm;

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

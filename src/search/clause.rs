//! [`Clause`]: one thing that a query asks for.

use std::ops::Range;

use crate::search::note::Note;

/// A query, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ParsedQuery {
    /// The clauses, all of which must hold.
    pub(crate) clauses: Vec<Clause>,
    /// The notes on it.
    pub(crate) notes: Vec<Note>,
}

/// One thing that a query asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    /// The opposite is asked for.
    pub(crate) without: bool,
    pub(crate) wanted: ClauseKind,
    /// Its range in the query, with its field, quotes and parentheses. Clauses of one item have
    /// one range.
    pub(crate) range: Range<usize>,
}

/// The kind of a clause, with its words or values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ClauseKind {
    /// A word, anywhere on the page.
    Word(QueryWord),
    /// A word that begins so.
    Prefix(QueryWord),
    /// Words next to each other. Several words from characters without spaces are one, too.
    Phrase(Vec<QueryWord>),
    /// The address or the DOI of a work, by its words.
    Address(Vec<QueryWord>),
    /// The same in the title.
    Title(Box<ClauseKind>),
    /// A facet's value, as typed.
    Facet { key: String, value: String },
    /// Changed in these seconds since 1970.
    Updated(Range<i64>),
    /// About some of these years.
    Years { from: u64, to: u64 },
    /// One of these, each of which is all of its clauses.
    Any(Vec<Vec<Clause>>),
}

impl ClauseKind {
    /// Tells whether words of a page are asked for, wherever they stand on it.
    pub(crate) fn is_of_words(&self) -> bool {
        matches!(
            self,
            Self::Word(_) | Self::Prefix(_) | Self::Phrase(_) | Self::Address(_) | Self::Any(_)
        )
    }
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryWord {
    /// As typed.
    pub(crate) text: String,
    /// Folded.
    pub(crate) folded: String,
    /// Its range in the query.
    pub(crate) range: Range<usize>,
    /// One character of a script without spaces.
    pub(crate) single: bool,
}

/// The meaning of a typed name of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FieldName {
    /// This field, by the name that the index has for it.
    Known(String),
    /// This field, which is spelt nearly so.
    Near(String),
    /// None.
    Unknown,
}

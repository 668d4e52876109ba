//! Notes on a query beside its answer.
//!
//! Here is what there is to say; the words for it are the interface's, in the reader's language.

/// Something to tell whoever asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The query is long: only its beginning was searched.
    LongQuery {
        /// The bytes of it that were read.
        characters: usize,
    },
    /// The query has many words: only the first were searched.
    ManyWords {
        /// The number of them.
        words: usize,
    },
    /// There is no word in the query, so that everything is shown.
    NoWord {
        /// The query.
        text: String,
    },
    /// The query was read as a citation: as words, without operators.
    Citation,
    /// There is no field of this name; it was searched as text.
    UnknownField {
        /// As typed.
        field: String,
    },
    /// There is no field of the typed name, but one that is spelt nearly so.
    FieldRead {
        /// As typed.
        input: String,
        /// The field that was taken.
        field: String,
    },
    /// A field without a value.
    EmptyField {
        /// As typed.
        field: String,
    },
    /// The value of a field that takes dates is none.
    NotADate {
        /// The field, as typed.
        field: String,
        /// The value, as typed.
        value: String,
    },
    /// No page has this value of a facet.
    NoSuchValue {
        /// The facet's key.
        key: String,
        /// The value, as typed.
        value: String,
    },
    /// No page has the typed value of a facet, but one that is spelt nearly so.
    ValueRead {
        /// The facet's key.
        key: String,
        /// As typed.
        input: String,
        /// The value that was taken.
        value: String,
    },
    /// A star that is not at the end of a word.
    StarWithin {
        /// As typed.
        input: String,
    },
}

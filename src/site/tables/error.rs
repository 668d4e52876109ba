//! [`TableError`]: why the vocabulary or the bibliography cannot be changed.

use crate::domain::vocabulary_edit::VocabularyEditError;
use crate::render::WorkEditError;
use crate::store::StoreError;

/// Why the vocabulary or the bibliography cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It says so already.
    #[error("nothing would change")]
    Nothing,
    /// More pages would be rewritten than one commit may have.
    #[error("that are more than {0} pages; use git for so many")]
    TooMany(usize),
    /// The vocabulary cannot be edited so.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyEditError),
    /// The bibliography cannot be edited so.
    #[error(transparent)]
    Bibliography(#[from] WorkEditError),
    /// The problem that the file would have afterwards.
    #[error("afterwards this would be wrong: {}", .0.join("; "))]
    Wrong(Vec<String>),
    /// The repository cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

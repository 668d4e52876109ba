//! Why a commit cannot be understood or served.

use crate::search::SearchError;
use crate::store::StoreError;

/// Told how many pages of how many have been read.
pub type Progress<'p> = dyn Fn(usize, usize) + Sync + 'p;

/// Why an edition could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The repository could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index could not be written.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A mistake in this program.
    #[error("making an edition broke off")]
    BrokeOff,
}

impl PublishError {
    /// Says in words that anyone may read why there is no new edition.
    pub(super) fn reason(&self) -> String {
        let reason = match self {
            Self::Store(error @ StoreError::OverBudget(_)) => return error.to_string(),
            Self::Store(_) => "the repository cannot be read; the server's log says why",
            Self::Search(_) => "the index cannot be written; the server's log says why",
            Self::BrokeOff => "making an edition broke off; the server's log says why",
        };
        reason.to_owned()
    }
}

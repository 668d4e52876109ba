//! The outcome of a save or a push: [`SavedCommit`], or [`Refusal`], which says what is in the way; each
//! door words it for its readers.

use std::io;

use crate::domain::ObjectId;
use crate::site::candidate::ChangedPage;
use crate::site::push_report::PushReport;
use crate::site::{FileProblem, PublishError};
use crate::store::{CommitError, Conflict, StoreError};

/// Why nothing was changed.
#[derive(Debug)]
pub enum Refusal {
    /// The report on a push that brings what it must not.
    Push(PushReport),
    /// The files that whoever saves may not change, each with the reason.
    NotAllowed(Vec<(String, &'static str)>),
    /// The errors that the content would have after a save.
    Problems(Vec<FileProblem>),
    /// Somebody else has changed the same.
    Conflict {
        /// The commit of the branch that a save excludes.
        tip: ObjectId,
        /// The files.
        files: Vec<Conflict>,
    },
    /// The content's folder would be gone, and the site with it.
    NoFolder,
    /// The commit cannot be made.
    Commit(CommitError),
    /// The upstream has other commits, which the branch has by now too.
    UpstreamMoved,
    /// The upstream does not want it, for this reason.
    UpstreamRefused(String),
    /// The upstream cannot be reached; the log says why.
    UpstreamUnreachable,
    /// It cannot be put on the disk.
    Disk(io::Error),
    /// It cannot be checked.
    Unchecked(PublishError),
}

impl From<PublishError> for Refusal {
    fn from(error: PublishError) -> Self {
        Self::Unchecked(error)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Unchecked(error.into())
    }
}

impl From<CommitError> for Refusal {
    fn from(error: CommitError) -> Self {
        Self::Commit(error)
    }
}

/// A save that was made.
#[derive(Debug)]
pub struct SavedCommit {
    /// The commit that the branch is at, or was before others went on.
    pub commit: ObjectId,
    /// The pages that it changed.
    pub pages: Vec<ChangedPage>,
    /// The warnings that the content has since.
    pub warnings: Vec<FileProblem>,
    /// The changes to who may see what, line by line.
    pub consequences: Vec<String>,
}

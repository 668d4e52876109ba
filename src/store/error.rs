//! [`StoreError`]: what can go wrong with a store.

use std::path::PathBuf;

use crate::domain::ObjectId;
use crate::store::excess::Excess;

/// A failure of a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no repository at the path.
    #[error("there is no git repository at {}; make one with `git init`, or name another with --repository", .0.display())]
    NoRepository(PathBuf),
    /// The repository belongs to someone else, which git refuses to read.
    #[error("the repository at {} belongs to another user; run as its owner, or allow it: git config --global --add safe.directory {}", .0.display(), .0.display())]
    ForeignOwner(PathBuf),
    /// The repository is of a kind that is not supported.
    #[error("the repository at {} {why}", .repository.display())]
    Unsupported {
        /// The repository.
        repository: PathBuf,
        /// The format, and what to do.
        why: String,
    },
    /// The repository has no commit.
    #[error("the repository at {} has no commit yet; commit a first page", .0.display())]
    Empty(PathBuf),
    /// The repository lacks the branch.
    #[error("the repository at {} has no branch “{branch}”; its branches are: {known}", .repository.display())]
    NoBranch {
        /// The repository.
        repository: PathBuf,
        /// The branch that was asked for.
        branch: String,
        /// The branches that there are.
        known: String,
    },
    /// The branch lacks the folder.
    #[error("the branch “{branch}” has no folder “{folder}”")]
    NoFolder {
        /// The branch.
        branch: String,
        /// The folder that was asked for.
        folder: String,
    },
    /// `HEAD` names no branch.
    #[error("no branch is checked out in {}; name one with --branch", .0.display())]
    Detached(PathBuf),
    /// The name cannot be a branch's.
    #[error("“{0}” cannot be the name of a branch")]
    BranchName(String),
    /// There is no such folder on disk.
    #[error("there is no folder {}", .0.display())]
    NoDirectory(PathBuf),
    /// A working tree was asked for, and the repository has none.
    #[error("the repository at {} is bare: it has no files to work on; name a clone of it", .0.display())]
    Bare(PathBuf),
    /// A file or folder on disk could not be read or written.
    #[error("cannot read or write {}", .path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        #[source]
        source: std::io::Error,
    },
    /// An object that others name is not there.
    #[error("the {what} {id} is not in the repository")]
    Missing {
        /// The kind of the object.
        what: &'static str,
        /// The object.
        id: ObjectId,
    },
    /// An object is there, and is not what git wrote.
    #[error("the {what} {id} is damaged in the repository: {reason}")]
    Damaged {
        /// The kind of the object.
        what: &'static str,
        /// The object.
        id: ObjectId,
        /// The damage.
        reason: String,
    },
    /// An object is larger than whoever reads it can use.
    #[error("the object {id} has {size} bytes, more than are read")]
    TooLarge {
        /// The object.
        id: ObjectId,
        /// Its size in bytes.
        size: u64,
    },
    /// The content of the branch cannot be read, so there is nothing to serve.
    #[error("the branch “{branch}” of the repository at {} cannot be read; take the object from a clone or a backup (see `git fsck` and `git fetch`)", .repository.display())]
    Lost {
        /// The repository.
        repository: PathBuf,
        /// The branch.
        branch: String,
        /// The failure with the object that is lost.
        #[source]
        source: Box<StoreError>,
    },
    /// Git could not read or do something.
    #[error("git: {what}")]
    Git {
        /// The action that failed.
        what: String,
        /// The error of git.
        #[source]
        source: git2::Error,
    },
    /// The `git` program failed.
    #[error("the git program: {0}")]
    Program(String),
    /// A commit holds more than this server takes in.
    #[error("the commit has {0}")]
    OverBudget(Excess),
}

impl StoreError {
    /// Tells whether objects are lost or damaged, which is no fault of whoever asked.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::Damaged { .. })
    }
}

/// Wraps an error of git2 with what was being done.
pub(super) fn failed(what: String) -> impl FnOnce(git2::Error) -> StoreError {
    move |source| StoreError::Git { what, source }
}

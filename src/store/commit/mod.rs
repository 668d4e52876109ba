//! Making commits.
//!
//! 1. [`BranchWriter::make_commit`] writes a commit on top of another: files written, moved and removed.
//!    No reference names it yet: in a [`crate::store::Quarantine`] it can be looked at before it is
//!    kept and served.
//! 2. [`BranchWriter::rebase`] makes it anew on top of what somebody else did, or says what excludes what.
//! 3. [`BranchWriter::advance`] moves the branch to it, if nobody was faster.
//!
//! What a wiki accepts is not decided here: only that each clone can have the names and that nothing
//! is lost which nobody has seen.

mod changes;
mod signature;
#[cfg(test)]
mod tests;
mod text;

pub use crate::store::commit::changes::FileChange;
pub use crate::store::commit::signature::{Signature, SignatureError};

use git2::ObjectType;

use crate::domain::ObjectId;
use crate::domain::portable::NameError;
use crate::store::ancestry::{self, parents};
use crate::store::branch::BranchWriter;
use crate::store::error::{StoreError, failed};
use crate::store::merge::{Conflict, Sides, TreeMerge, merge_trees};
use crate::store::object::Handle;
use crate::store::oid::object_id;
use crate::store::revision::{EMPTY_TREE, UNBORN};

/// The reason why a commit is not made. Files are named by their paths in the content folder.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The branch has everything already that the changes would bring.
    #[error("there is nothing to change")]
    Nothing,
    /// A file has a name that not every clone can have.
    #[error("“{file}” cannot be the name of a file: {source}")]
    Name {
        /// The file.
        file: String,
        /// The fault of its name.
        #[source]
        source: NameError,
    },
    /// A file is in more folders than are read.
    #[error("the file “{file}” is in more than {most} folders")]
    TooDeep {
        /// The file.
        file: String,
        /// The most folders above a file.
        most: usize,
    },
    /// Two of the changes say different things of a file.
    #[error("the file “{0}” is changed twice")]
    Twice(String),
    /// A file is to be moved or removed that is not there.
    #[error("there is no file “{0}”")]
    Absent(String),
    /// A file is to be moved to where another is.
    #[error("there is a file “{0}” already")]
    Taken(String),
    /// A folder is where a file is to be.
    #[error("“{0}” is a folder")]
    Folder(String),
    /// A file is where a folder is to be.
    #[error("“{file}” cannot be below “{above}”, which is a file")]
    BelowFile {
        /// The file to be written.
        file: String,
        /// The file in its way.
        above: String,
    },
    /// A symbolic link or a submodule is in the way.
    #[error("“{0}” is a symbolic link or a submodule")]
    NotAFile(String),
    /// Somebody else was faster each time.
    #[error("the branch moved whenever it was to be moved")]
    Overtaken,
    /// Changes in the working tree that nobody has committed are in the way.
    #[error("changes in the working tree that are not committed are in the way: {0}")]
    Blocked(String),
    /// Git could not read or write.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A commit to be made. Files are named by their paths in the content folder.
#[derive(Clone, Debug)]
pub struct NewCommit {
    /// The commit whose files the changes were made of; [`crate::store::Revision::unborn`]'s, where
    /// nothing was committed yet.
    pub base: ObjectId,
    /// The files written, moved and removed. All speak of the files that `base` has, so their order
    /// says nothing.
    pub changes: Vec<FileChange>,
    /// The person who wrote it.
    pub author: Signature,
    /// The person who puts it on the branch.
    pub committer: Signature,
    /// The message: what was changed, and why.
    pub message: String,
}

/// The result of making a commit anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RebaseOutcome {
    /// The same change on top of the other commit.
    Commit(ObjectId),
    /// These files were changed by both in ways that exclude each other. They are named by their
    /// paths in the content folder.
    Conflict(Vec<Conflict>),
}

impl BranchWriter<'_> {
    /// Writes a commit on top of its base and moves nothing. Unless it goes to a quarantine, its
    /// objects are on the disk when this returns.
    ///
    /// A file that was there keeps its mode; a folder in which nothing is left goes. What is read
    /// and written are the folders on the way to what changes, however large the site is.
    ///
    /// Fails, and leaves at most objects that nothing names, where the changes change nothing or
    /// cannot be done ([`CommitError`]), and where what is on their way is damaged.
    pub fn make_commit(&self, new: &NewCommit) -> Result<ObjectId, CommitError> {
        if new.changes.is_empty() {
            return Err(CommitError::Nothing);
        }
        let base = new.base;
        let plan = changes::ChangePlan::of(&new.changes, self.0.folder(), self.0.budget())?;
        self.0.objects().write(|handle| {
            let before = tree_of(handle, base)?;
            let tree = plan.write(handle, before)?;
            if tree == before {
                return Err(CommitError::Nothing);
            }
            let parent = Some(base).filter(|base| *base != UNBORN);
            let text = text::new(tree, parent, new);
            Ok(write_commit(handle, &text)?)
        })
    }

    /// Makes a commit anew on top of `tip`: what it changes of its parent is merged with what was
    /// done there meanwhile. Author, committer, dates and message stay. Moves nothing.
    ///
    /// Fails with [`CommitError::Nothing`] where `tip` has all of it already, and where objects are
    /// lost or damaged.
    pub fn rebase(&self, commit: ObjectId, tip: ObjectId) -> Result<RebaseOutcome, CommitError> {
        self.0.objects().write(|handle| {
            let base = parents(handle, commit)?.first().copied().unwrap_or(UNBORN);
            if base == tip {
                return Ok(RebaseOutcome::Commit(commit));
            }
            let sides = Sides {
                base: tree_of(handle, base)?,
                theirs: tree_of(handle, tip)?,
                mine: tree_of(handle, commit)?,
            };
            let tree = match merge_trees(self.0, handle, sides)? {
                TreeMerge::Tree(tree) if tree == sides.theirs => return Err(CommitError::Nothing),
                TreeMerge::Tree(tree) => tree,
                TreeMerge::Conflict(files) => {
                    return Ok(RebaseOutcome::Conflict(self.in_content(files)));
                }
            };
            let before = handle.read(ObjectType::Commit, commit, ancestry::MOST)?;
            let text = text::moved(&before, tree, Some(tip).filter(|tip| *tip != UNBORN));
            Ok(RebaseOutcome::Commit(write_commit(handle, &text)?))
        })
    }

    /// Makes a commit on top of `tip`, whatever its base is: what others did to the same files since
    /// is merged, or told as a conflict. See [`Self::make_commit`] and [`Self::rebase`].
    pub fn commit_on(&self, new: &NewCommit, tip: ObjectId) -> Result<RebaseOutcome, CommitError> {
        let made = self.make_commit(new)?;
        match tip == new.base {
            true => Ok(RebaseOutcome::Commit(made)),
            false => self.rebase(made, tip),
        }
    }

    /// Names files in conflict as the content folder does.
    fn in_content(&self, mut files: Vec<Conflict>) -> Vec<Conflict> {
        for conflict in &mut files {
            let below = match self.0.folder() {
                "" => None,
                folder => conflict.file.strip_prefix(folder),
            };
            if let Some(below) = below.and_then(|file| file.strip_prefix('/')) {
                conflict.file = below.to_owned();
            }
        }
        files
    }
}

/// Returns the tree of a commit.
fn tree_of(handle: &Handle, commit: ObjectId) -> Result<ObjectId, StoreError> {
    match commit {
        UNBORN => Ok(EMPTY_TREE),
        commit => Ok(object_id(handle.commit(commit)?.tree_id())),
    }
}

fn write_commit(handle: &Handle, text: &[u8]) -> Result<ObjectId, StoreError> {
    let written = handle
        .odb()
        .and_then(|objects| objects.write(ObjectType::Commit, text));
    let id = object_id(written.map_err(failed("writing a commit".to_owned()))?);
    // One that was there before is not written again, even where it is damaged.
    handle.look_at("commit", id)?;
    Ok(id)
}

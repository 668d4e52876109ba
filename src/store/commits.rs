//! The commits of the branch one by one, newest first, each with what it changed in the content
//! folder.
//!
//! They come in the order of `git log`. A walk is told where to begin, looks at one commit after
//! the other and ends when whoever asked has enough, so the newest ones cost the same however long
//! the history is; for older ones the commits before them are read, but not compared.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::domain::ObjectId;
use crate::store::ancestry::NewestFirst;
use crate::store::diff::{EntryChange, compare};
use crate::store::error::StoreError;
use crate::store::history::History;
use crate::store::object::Handle;
use crate::store::oid::object_id;
use crate::store::revision::Revision;
use crate::store::tree::{ContentEntry, direct, subtree};

/// The number of commits that changed nothing here, after which the walk pauses.
const PATIENCE: usize = 10_000;

/// A commit that changed more files and folders than this is passed over: nobody reads such a list.
const MOST_CHANGES: u64 = 100_000;

/// A commit that changed the content folder.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Its id.
    pub id: ObjectId,
    /// The time of the commit, in seconds since 1970.
    pub time: i64,
    /// The author's name.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
    /// Its changes; of a merge, those that none of its parents has.
    pub changes: Vec<EntryChange>,
    /// The content before it and after it, where there was any; of a merge, that of its first
    /// parent.
    pub before: Option<Revision>,
    /// See `before`.
    pub after: Option<Revision>,
}

/// The end of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkEnd {
    /// Whoever asked had enough.
    Enough,
    /// There are no more commits.
    All,
    /// Too many commits changed nothing here; it goes on behind this one.
    Paused(ObjectId),
    /// The history does not have the commit to begin behind.
    Unknown,
}

impl History<'_> {
    /// Tells of the commits up to `tip` that changed the content folder, from the newest on or from
    /// the one behind `after`, until `visit` breaks.
    pub fn commits(
        &self,
        tip: ObjectId,
        after: Option<ObjectId>,
        visit: &mut dyn FnMut(Commit) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<WalkEnd, StoreError> {
        // Of a working tree, the history is that of the commit that it is based on.
        let Some(tip) = self.0.commit_of(tip) else {
            return Ok(after.map_or(WalkEnd::All, |_| WalkEnd::Unknown));
        };
        self.0.with(|handle| {
            let mut walk = NewestFirst::from(handle, tip)?;
            if let Some(after) = after
                && !walk.any(|id| id == after)
            {
                return Ok(WalkEnd::Unknown);
            }
            let mut passed = 0;
            for id in walk {
                let commit = match self.commit(handle, id) {
                    // What cannot be read is passed over, and the rest is told.
                    Err(error) if error.is_damage() => None,
                    commit => commit?,
                };
                match commit {
                    Some(commit) => {
                        if visit(commit)?.is_break() {
                            return Ok(WalkEnd::Enough);
                        }
                    }
                    None => passed += 1,
                }
                if passed == PATIENCE {
                    return Ok(WalkEnd::Paused(id));
                }
            }
            Ok(WalkEnd::All)
        })
    }

    /// Reads a commit; `None` where it changed nothing in the content folder, or more than anybody
    /// reads.
    pub fn commit_at(&self, id: ObjectId) -> Result<Option<Commit>, StoreError> {
        self.0.with(|handle| self.commit(handle, id))
    }

    /// Returns the whole message of a commit. What is not UTF-8 is replaced.
    pub fn message(&self, id: ObjectId) -> Result<String, StoreError> {
        self.0.with(|handle| {
            let commit = handle.commit(id)?;
            Ok(String::from_utf8_lossy(commit.message_bytes()).into_owned())
        })
    }

    /// Returns the tree of a folder of the content and what stands directly in it; `None` where
    /// there is no such folder.
    pub fn folder_at(
        &self,
        revision: &Revision,
        folder: &str,
    ) -> Result<Option<(ObjectId, Vec<ContentEntry>)>, StoreError> {
        self.0.with(|handle| {
            let Some(id) = subtree(handle, revision.tree, folder)? else {
                return Ok(None);
            };
            let prefix = match folder {
                "" => String::new(),
                _ => format!("{folder}/"),
            };
            let entries = direct(&handle.tree(id)?, &prefix);
            Ok(Some((id, entries)))
        })
    }

    /// Reads a commit; `None` where it changed nothing in the content folder.
    fn commit(&self, handle: &Handle, id: ObjectId) -> Result<Option<Commit>, StoreError> {
        let commit = handle.commit(id)?;
        let compared = match self.compared(handle, &commit, MOST_CHANGES) {
            Err(StoreError::OverBudget(_)) => None,
            compared => compared?,
        };
        let Some((changes, before, after)) = compared else {
            return Ok(None);
        };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Some(Commit {
            id,
            time: commit.time().seconds(),
            author: text(commit.author().name_bytes()),
            subject: commit.summary_bytes().map(text).unwrap_or_default(),
            changes,
            before,
            after,
        }))
    }

    /// Returns what a commit changed in the content folder; of a merge, what none of its parents has.
    /// `None` where that is nothing.
    ///
    /// # Errors
    ///
    /// Fails where more than `most` files and folders would have to be looked at.
    pub(super) fn changes_of(
        &self,
        handle: &Handle,
        id: ObjectId,
        most: u64,
    ) -> Result<Option<Vec<EntryChange>>, StoreError> {
        let compared = self.compared(handle, &handle.commit(id)?, most)?;
        Ok(compared.map(|(changes, ..)| changes))
    }

    fn compared(
        &self,
        handle: &Handle,
        commit: &git2::Commit<'_>,
        most: u64,
    ) -> Result<Option<CommitDiff>, StoreError> {
        let revision = |commit: &git2::Commit<'_>| {
            let tree = subtree(handle, object_id(commit.tree_id()), self.0.folder())?;
            let revision = tree.map(|tree| Revision {
                id: object_id(commit.id()),
                tree,
                time: commit.time().seconds(),
            });
            Ok::<_, StoreError>(revision)
        };
        let tree = |revision: &Option<Revision>| revision.map(|revision| revision.tree);
        let mut before = Vec::new();
        for parent in commit.parent_ids() {
            before.push(revision(&handle.commit(object_id(parent))?)?);
        }
        let after = revision(commit)?;
        let first = before.first().copied().flatten();
        // A merge that is as one of its parents brings nothing, however much the others lack.
        if before.iter().any(|before| tree(before) == tree(&after)) {
            return Ok(None);
        }
        let compare = |before: &Option<Revision>| {
            let trees = (tree(before), tree(&after));
            compare(handle, trees, &self.0.budget(), most)
        };
        let mut changes = compare(&first)?;
        for other in before.iter().skip(1) {
            let own = compare(other)?;
            let own: HashSet<String> = own.into_iter().map(|change| change.path).collect();
            changes.retain(|change| own.contains(&change.path));
        }
        Ok((!changes.is_empty()).then_some((changes, first, after)))
    }
}

/// The changes of a commit, and the content before it and after it.
type CommitDiff = (Vec<EntryChange>, Option<Revision>, Option<Revision>);

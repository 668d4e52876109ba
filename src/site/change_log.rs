//! [`ChangeLog`]: the commits of which one viewer may be told, newest first, with what each changed.
//!
//! It is data only: `changes` makes it of the history and says what is in it. It is made when first
//! asked for and kept with the edition, so that a filter costs a look at each commit and no walk.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::{ObjectId, PagePath};

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// It was there, and is.
    Changed,
    /// It is not there any more.
    Removed,
}

/// A page or a file that commits changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ChangeSubject {
    /// A page, also one that is gone.
    Page(PagePath),
    /// Another file, also one that is gone.
    File(Arc<str>),
}

/// Something that a commit changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct SubjectChange {
    /// The number of the commit.
    pub(super) commit: u32,
    /// The position of what was changed among the subjects.
    pub(super) subject: u32,
    pub(super) kind: ChangeKind,
    /// Whether only white space is another.
    pub(super) is_space_only: bool,
}

/// A commit.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChangeLogEntry {
    pub(super) id: ObjectId,
    /// Its number in the index of the history.
    pub(super) commit: u32,
    /// The time it was made: seconds since 1970.
    pub(super) time: i64,
    /// The position of its author among the people.
    pub(super) author: u32,
    /// The range of its changes.
    pub(super) changes: (u32, u32),
    /// Whether it changed a page of which the viewer is told.
    pub(super) has_page: bool,
    pub(super) is_minor: bool,
    /// Whether nothing that it changed is or was hidden, as far as the index knows.
    pub(super) is_open: bool,
    /// Whether only git can say what else of it is told: whom a file is for that is no page depends
    /// on the pages of its time.
    pub(super) is_unsure: bool,
}

/// Somebody who changed pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// The name, as the repository wants the person to be called.
    pub name: String,
    /// The number of commits with pages that are theirs.
    pub commits: usize,
}

/// The commits of which one viewer may be told.
#[derive(Default)]
pub(super) struct ChangeLog {
    /// The newest first.
    pub(super) entries: Vec<ChangeLogEntry>,
    pub(super) changes: Vec<SubjectChange>,
    /// In the order in which they are told: pages by path, then other files.
    pub(super) subjects: Vec<ChangeSubject>,
    pub(super) people: Vec<Contributor>,
    pub(super) positions: HashMap<ObjectId, usize>,
    /// Of which commits that have no page something is told, as far as somebody has asked.
    pub(super) judged: Mutex<HashMap<ObjectId, bool>>,
}

impl ChangeLog {
    /// Returns what a commit changed.
    pub(super) fn changes(&self, entry: &ChangeLogEntry) -> &[SubjectChange] {
        let (from, to) = entry.changes;
        self.changes.get(from as usize..to as usize).unwrap_or(&[])
    }

    /// Returns what was changed.
    pub(super) fn subject(&self, change: SubjectChange) -> Option<&ChangeSubject> {
        self.subjects.get(change.subject as usize)
    }

    /// Returns the commits from a position on.
    pub(super) fn from(&self, position: usize) -> &[ChangeLogEntry] {
        self.entries.get(position..).unwrap_or(&[])
    }

    /// Tells whether anything is told of a commit; `judge` knows where the index does not.
    pub(super) fn is_visible<E>(
        &self,
        entry: &ChangeLogEntry,
        judge: impl FnOnce() -> Result<bool, E>,
    ) -> Result<bool, E> {
        if entry.changes.0 < entry.changes.1 {
            return Ok(true);
        }
        let known = self.judged().get(&entry.id).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let is_visible = judge()?;
        self.judged().insert(entry.id, is_visible);
        Ok(is_visible)
    }

    /// Locks the commits that were judged, which are whole after each step.
    fn judged(&self) -> MutexGuard<'_, HashMap<ObjectId, bool>> {
        self.judged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

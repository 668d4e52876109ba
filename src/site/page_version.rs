//! [`PageVersion`]: a version of a page, as one viewer may know of it.

use crate::domain::ObjectId;
use crate::site::history::{Blob, FileNumber, HistoryIndex, HistoryRow};
use crate::site::view::View;
use crate::store::StoreError;

/// Why the history cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// It is being read: so many commits have been.
    #[error("the history is being read: {0} commits so far")]
    Reading(usize),
    /// It cannot be read; the log says why.
    #[error("the history cannot be read")]
    Unreadable,
    /// The repository cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A version of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageVersion<'e> {
    /// Its commit.
    pub commit: ObjectId,
    /// The time that was made: seconds since 1970.
    pub time: i64,
    /// The author's name, as the repository wants people to be called.
    pub author: &'e str,
    /// The first line of what the author said; `None` where that is nothing, or could tell of what is
    /// hidden.
    pub subject: Option<&'e str>,
    /// The change that it made.
    pub change: VersionChange<'e>,
    /// The page's file at the commit.
    pub file: &'e str,
    /// By how many bytes it grew.
    pub growth: i64,
    /// Whether it was made on the site, not with git.
    pub in_browser: bool,
    /// Whether its author called it minor.
    pub is_minor: bool,
    /// Whether the repository says that it only changed how files look.
    pub is_formatting: bool,
}

/// The objects of a page's file before and after a commit, as far as the viewer may see them.
pub(super) struct VersionBlobs {
    pub(super) commit: ObjectId,
    /// The object before; of a merge, in its first parent.
    pub(super) before: Option<Blob>,
    /// The object after.
    pub(super) after: Option<Blob>,
    /// Whether the repository says that the commit only changed how files look.
    pub(super) is_formatting: bool,
}

/// The change that a commit made to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionChange<'e> {
    /// It was not there before.
    Added,
    /// It was another file before.
    Moved(&'e str),
    /// It was there, and is.
    Changed,
    /// It is not there any more.
    Removed,
}

impl<'e> View<'e> {
    /// Tells what a commit made of a file; nothing where the index has no such commit.
    pub(super) fn version(
        &self,
        index: &'e HistoryIndex,
        file: FileNumber,
        row: HistoryRow,
    ) -> Result<Option<PageVersion<'e>>, StoreError> {
        let Some(record) = index.commit(row) else {
            return Ok(None);
        };
        let may_see = |blob: &Blob| self.viewer().may_see(blob.visibility);
        // What it was elsewhere is what it was, where the viewer could see that.
        let elsewhere = index.from(row).and_then(|from| {
            let mut changed = index.changed(record);
            let (_, row) = changed.find(|(file, _)| *file == from)?;
            let before = index.before(row?).filter(may_see)?;
            let is_hidden = self.is_hidden_address(index.path(from));
            (!is_hidden).then_some((from, before))
        });
        let after = index.after(row);
        let before = index.before(row).or(elsewhere.map(|(_, before)| before));
        let bytes =
            |blob: Option<Blob>| blob.filter(may_see).map_or(0, |blob| i64::from(blob.bytes));
        let is_open = self.is_open(index, record)?;
        Ok(Some(PageVersion {
            commit: record.id,
            time: record.time,
            author: index.author(record),
            subject: Some(&*record.subject).filter(|subject| is_open && !subject.is_empty()),
            change: match (before, after, elsewhere) {
                (_, None, _) => VersionChange::Removed,
                (_, _, Some((from, _))) => VersionChange::Moved(index.path(from)),
                (Some(before), ..) if may_see(&before) => VersionChange::Changed,
                _ => VersionChange::Added,
            },
            file: index.path(file),
            growth: bytes(after) - bytes(before),
            in_browser: record.in_browser,
            is_minor: record.is_minor,
            is_formatting: index.is_ignored(record),
        }))
    }
}

//! [`CommitSummary`]: a commit, as far as it is told.

use std::sync::Arc;

use crate::domain::{ObjectId, PagePath};
use crate::site::change_log::ChangeKind;
use crate::site::item::SitePage;

/// A commit, as far as it is told.
#[derive(Debug)]
pub struct CommitSummary<'e> {
    /// Its id.
    pub id: ObjectId,
    /// The time it was committed: seconds since 1970.
    pub time: i64,
    /// The author's name.
    pub author: String,
    /// The first line of what the author said; `None` where that could tell of what is hidden.
    pub subject: Option<String>,
    /// The pages and files that it changed, by path: pages first.
    pub changed: Vec<CommitChange<'e>>,
}

/// Something that a commit changed.
#[derive(Debug)]
pub struct CommitChange<'e> {
    /// The page or file as it is now.
    pub what: ChangedItem<'e>,
    /// The kind of the change.
    pub kind: ChangeKind,
}

/// A page or a file that a commit changed, as it is now.
#[derive(Clone, Debug)]
pub enum ChangedItem<'e> {
    /// A page.
    Page(&'e Arc<SitePage>),
    /// A page that is gone.
    FormerPage(PagePath),
    /// Another file, which is served at its own path.
    File(&'e str),
    /// Another file that is gone.
    FormerFile(String),
}

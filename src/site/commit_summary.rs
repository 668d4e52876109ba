//! [`CommitSummary`]: what is told of a commit.

use std::sync::Arc;

use crate::domain::{ObjectId, PagePath};
use crate::site::change_log::ChangeKind;
use crate::site::item::SitePage;

/// What is told of a commit.
#[derive(Debug)]
pub struct CommitSummary<'e> {
    /// Its id.
    pub id: ObjectId,
    /// When it was committed: seconds since 1970.
    pub time: i64,
    /// The author's name.
    pub author: String,
    /// The first line of what the author said; `None` where that could tell of what is hidden.
    pub subject: Option<String>,
    /// What it changed, by path: pages first.
    pub changed: Vec<CommitChange<'e>>,
}

/// Something that a commit changed.
#[derive(Debug)]
pub struct CommitChange<'e> {
    /// What it is now.
    pub what: ChangedItem<'e>,
    /// What was done to it.
    pub deed: ChangeKind,
}

/// What something is now.
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

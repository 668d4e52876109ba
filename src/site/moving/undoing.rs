//! Taking back one commit.
//!
//! What it changed is changed back on top of that commit, so that a save merges it with whatever came
//! since, as it does with what others do meanwhile. The first commit is not taken back: there was no
//! site before it.

use crate::domain::ObjectId;
use crate::site::moving::UNDOES;
use crate::site::view::View;
use crate::store::{EntryKind, FileChange, StoreError};

/// The number of files that a commit may have changed to be taken back here, and of the bytes they had.
const MOST: usize = 1_000;
const MOST_BYTES: usize = 64 << 20;

/// The changes that take a commit back: made on top of that commit, so that a save merges them with
/// whatever came since.
#[derive(Clone, Debug)]
pub struct Undo {
    /// The commit that is taken back.
    pub base: ObjectId,
    /// The files of its parent, where it has something else.
    pub changes: Vec<FileChange>,
    /// The first line of its message.
    pub subject: String,
    /// The trailers of the commit's message: keys and values.
    pub trailers: Vec<(String, String)>,
    /// The trailer of the new commit's message: a key and its value.
    pub trailer: (&'static str, String),
}

/// Why a commit cannot be taken back.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// The site's history does not have it, or it changed nothing here, or nothing was before it.
    #[error("there is no such commit that can be taken back")]
    Absent,
    /// So much is taken back with git.
    #[error(
        "the commit changed more than {MOST} files, or very large ones; use git to take it back"
    )]
    TooMuch,
    /// The repository cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl View<'_> {
    /// Returns what takes a commit back, or what it did to one file; see [`Undo`].
    pub fn plan_undo(&self, commit: ObjectId, only: Option<&str>) -> Result<Undo, UndoError> {
        let history = self.store().history();
        let is_known = match history.is_ancestor(commit, self.revision().id) {
            // Nobody has such an object.
            Err(error) if error.is_damage() => false,
            known => known?,
        };
        if !self.may_plan() || !is_known {
            return Err(UndoError::Absent);
        }
        let trailers = trailers(&history.message(commit)?);
        let found = history.commit_at(commit)?;
        let found = found.filter(|found| found.before.is_some());
        let mut found = found.ok_or(UndoError::Absent)?;
        if let Some(only) = only {
            found.changes.retain(|change| change.path == only);
        }
        if found.changes.is_empty() {
            return Err(UndoError::Absent);
        }
        if found.changes.len() > MOST {
            return Err(UndoError::TooMuch);
        }
        let (mut changes, mut bytes) = (Vec::with_capacity(found.changes.len()), 0);
        for change in found.changes {
            let file = change.path;
            let before = change.before.filter(|entry| entry.kind == EntryKind::File);
            let Some(entry) = before else {
                changes.push(FileChange::Remove { file });
                continue;
            };
            bytes += self.store().size(entry.id)?;
            if bytes > MOST_BYTES {
                return Err(UndoError::TooMuch);
            }
            let bytes = self.store().read(entry.id)?;
            changes.push(FileChange::Write { file, bytes });
        }
        Ok(Undo {
            base: commit,
            changes,
            subject: found.subject,
            trailers,
            trailer: (UNDOES, commit.to_string()),
        })
    }
}

/// Returns the keys and values of a message's last paragraph.
fn trailers(message: &str) -> Vec<(String, String)> {
    let last = message.trim_end().rsplit("\n\n").next().unwrap_or("");
    let pairs = last.lines().filter_map(|line| line.split_once(": "));
    pairs
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

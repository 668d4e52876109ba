//! Taking back a commit that moved or deleted something.

use crate::domain::ObjectId;
use crate::site::moving::{DELETED, MOVED_FROM, UNDOES};
use crate::site::view::View;
use crate::store::{FileChange, StoreError};

/// The changes that take a commit back: made on top of that commit, so that a save merges them with
/// whatever came since.
#[derive(Clone, Debug)]
pub struct Undo {
    /// The commit that is taken back.
    pub base: ObjectId,
    /// What its parent had, where it has something else.
    pub changes: Vec<FileChange>,
    /// The first line of its message.
    pub subject: String,
    /// What the message of the commit ends with: keys and values.
    pub trailers: Vec<(String, String)>,
    /// What the new commit's message ends with: a key and its value.
    pub trailer: (&'static str, String),
}

/// Why a commit cannot be taken back.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// The site's history does not have it, or it moved and deleted nothing.
    #[error("there is no such commit that moved or deleted something")]
    Absent,
    /// The repository cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl View<'_> {
    /// Returns what takes a commit back that moved or deleted something, or that took such a commit
    /// back; see [`Undo`].
    pub fn plan_undo(&self, commit: ObjectId) -> Result<Undo, UndoError> {
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
        let may =
            |(key, _): &(String, String)| [MOVED_FROM, DELETED, UNDOES].contains(&key.as_str());
        let found = history.commit_at(commit)?;
        let Some(found) = found.filter(|_| trailers.iter().any(may)) else {
            return Err(UndoError::Absent);
        };
        let mut changes = Vec::with_capacity(found.changes.len());
        for change in found.changes {
            let file = change.path;
            changes.push(match change.before {
                Some(entry) => FileChange::Write {
                    bytes: self.store().read(entry.id)?,
                    file,
                },
                None => FileChange::Remove { file },
            });
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

//! The last change of each file: its author and its time.
//!
//! A short range of commits is read through libgit2. A long one comes out of one `git log` pipe:
//! libgit2 takes some fifty times as long for it.
//!
//! The last change of a file is the newest commit, by committer date and then id, that changed it
//! and is not a merge. That does not depend on the order in which commits are read, so what is
//! found in new commits can be added to what was known.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use git2::Commit;
use serde::{Deserialize, Serialize};

use crate::domain::{Name, ObjectId};
use crate::store::ancestry;
use crate::store::diff::{EntryChange, compare};
use crate::store::error::StoreError;
use crate::store::log_pipe;
use crate::store::object::Handle;
use crate::store::oid::object_id;
use crate::store::process;
use crate::store::repository::Store;
use crate::store::tree::subtree;

/// Ranges up to this many commits are read without starting a process.
pub(super) const SHORT_RANGE: usize = 64;

/// The commit that last changed a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastChange {
    /// The commit.
    pub commit: ObjectId,
    /// When: seconds since 1970.
    pub time: i64,
    /// The author's name.
    pub author: Name,
}

impl LastChange {
    /// Tells whether this change is the later of the two.
    pub fn is_after(&self, other: &Self) -> bool {
        (self.time, self.commit) > (other.time, other.commit)
    }
}

/// The last change of each file that a range of commits touched, by path in the content folder.
pub type LastChanges = HashMap<String, LastChange>;

/// The commits up to the branch's.
#[derive(Clone, Copy)]
pub struct History<'s>(pub(super) &'s Store);

impl Store {
    /// Returns the history of the repository.
    pub fn history(&self) -> History<'_> {
        History(self)
    }
}

impl History<'_> {
    /// Tells whether `commit` is `descendant` or one of the commits before it.
    pub fn is_ancestor(&self, commit: ObjectId, descendant: ObjectId) -> Result<bool, StoreError> {
        if commit == descendant {
            return Ok(true);
        }
        // What has no commits yet comes before everything.
        let (commit, descendant) = match (self.0.scan_of(commit), self.0.scan_of(descendant)) {
            (None, None) => (self.0.commit_of(commit), self.0.commit_of(descendant)),
            (Some(commit), Some(descendant)) => (commit.head, descendant.head),
            (None, Some(descendant)) => (Some(commit), descendant.head),
            (Some(commit), None) => (commit.head, Some(descendant)),
        };
        let (Some(commit), true) = (commit, self.0.objects().is_there()) else {
            return Ok(commit.is_none());
        };
        let Some(descendant) = descendant else {
            return Ok(false);
        };
        if commit == descendant {
            return Ok(true);
        }
        self.0
            .with(|handle| ancestry::is_before(handle, commit, descendant))
    }

    /// Returns the last change of every file that the commits after `from` (all commits without
    /// it) up to `to` touched.
    pub fn last_changes(
        &self,
        from: Option<ObjectId>,
        to: ObjectId,
    ) -> Result<LastChanges, StoreError> {
        // Of a working tree, the history is that of the commit that it is based on.
        let (from, Some(to)) = (
            from.and_then(|id| self.0.commit_of(id)),
            self.0.commit_of(to),
        ) else {
            return Ok(LastChanges::new());
        };
        if from == Some(to) {
            return Ok(LastChanges::new());
        }
        let short = self.short_range(from, to)?;
        match short {
            Some(commits) => self.walk(&commits),
            None => self.pipe(from, to),
        }
    }

    /// Returns the commits of the range if they are few.
    fn short_range(
        &self,
        from: Option<ObjectId>,
        to: ObjectId,
    ) -> Result<Option<Vec<ObjectId>>, StoreError> {
        self.0
            .with(|handle| ancestry::between(handle, from, to, SHORT_RANGE))
    }

    fn walk(&self, commits: &[ObjectId]) -> Result<LastChanges, StoreError> {
        self.0.with(|handle| {
            let mut found = LastChanges::new();
            for &id in commits {
                let commit = handle.commit(id)?;
                if commit.parent_count() > 1 {
                    continue;
                }
                let mut changes = Vec::new();
                match self.compare_with_parent(handle, &commit, &mut changes) {
                    // What cannot be read costs itself; what is no more than a weight in the
                    // history dates no page.
                    Err(StoreError::OverBudget(_)) => continue,
                    Err(error) if error.is_damage() => continue,
                    compared => compared?,
                }
                let author = String::from_utf8_lossy(commit.author().name_bytes()).into();
                let change = LastChange {
                    commit: id,
                    time: commit.time().seconds(),
                    author,
                };
                for path in changes.into_iter().map(|change| change.path) {
                    note(&mut found, path, &change);
                }
            }
            Ok(found)
        })
    }

    fn compare_with_parent(
        &self,
        handle: &Handle,
        commit: &Commit<'_>,
        changes: &mut Vec<EntryChange>,
    ) -> Result<(), StoreError> {
        let content =
            |commit: &Commit<'_>| subtree(handle, object_id(commit.tree_id()), self.0.folder());
        let before = match commit.parent_ids().next() {
            Some(parent) => content(&handle.commit(object_id(parent))?)?,
            None => None,
        };
        let after = content(commit)?;
        for tree in before.iter().chain(&after) {
            self.0.measured().check_tree(*tree)?;
        }
        let most = self.0.budget().entries.saturating_mul(2);
        *changes = compare(handle, (before, after), &self.0.budget(), most)?;
        Ok(())
    }

    fn pipe(&self, from: Option<ObjectId>, to: ObjectId) -> Result<LastChanges, StoreError> {
        let mut command = process::command(self.0.repository());
        // The objects of a push that is not accepted yet lie elsewhere.
        if let Some(objects) = self.0.objects().quarantine() {
            command.env("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects);
        }
        command.args([
            "log",
            "-z",
            "--name-only",
            "--no-renames",
            "--no-merges",
            "--full-history",
        ]);
        command.arg("--format=tformat:%x01%H %ct %an");
        log_pipe::range(&mut command, from, to, self.0.folder());
        let program = |error: std::io::Error| StoreError::Program(error.to_string());
        let mut child = process::start_reading(command, Stdio::null()).map_err(program)?;
        let mut found = LastChanges::new();
        if let Some(output) = child.stdout.take() {
            self.parse(BufReader::with_capacity(1 << 16, output), &mut found)
                .map_err(program)?;
        }
        let status = child.wait().map_err(program)?;
        // Where the history is damaged git stops at the first commit that it cannot read; what came
        // before that is right.
        if !status.success() {
            tracing::warn!(%status, "git cannot read the whole history: some pages are shown without their last change");
        }
        Ok(found)
    }

    /// Reads `git log -z`: fields that end in NUL, of which a commit's begins with U+0001.
    fn parse(&self, mut output: impl BufRead, found: &mut LastChanges) -> std::io::Result<()> {
        let prefix = match self.0.folder() {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let mut current: Option<LastChange> = None;
        let mut field = Vec::new();
        while output.read_until(0, &mut field)? > 0 {
            let text = String::from_utf8_lossy(&field);
            let text = text.trim_end_matches('\0').trim_start_matches('\n');
            match text.strip_prefix('\u{1}').and_then(parse_commit) {
                Some(change) => current = Some(change),
                None => {
                    let path = text.strip_prefix(&prefix).filter(|path| !path.is_empty());
                    if let (Some(path), Some(change)) = (path, &current) {
                        note(found, path.to_owned(), change);
                    }
                }
            }
            field.clear();
        }
        Ok(())
    }
}

fn parse_commit(text: &str) -> Option<LastChange> {
    let mut parts = text.splitn(3, ' ');
    let commit = parts.next()?.parse().ok()?;
    let time = parts.next()?.parse().ok()?;
    Some(LastChange {
        commit,
        time,
        author: parts.next().unwrap_or("").into(),
    })
}

fn note(found: &mut LastChanges, path: String, change: &LastChange) {
    match found.get_mut(&path) {
        Some(known) if !change.is_after(known) => {}
        Some(known) => *known = change.clone(),
        None => {
            found.insert(path, change.clone());
        }
    }
}

//! Commits for an index of the history, with their changes: each after those before it.
//!
//! A short range of commits is compared through libgit2. Of a long one `git log` says what each
//! changed, in one pipe; libgit2 would take some fifty times as long. What a commit says of itself is
//! read the same way in both, so that the ways lead to the same.
//!
//! Regular files are told only. A commit that changed nothing here is told as well: others come
//! after it.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufReader};
use std::ops::ControlFlow;
use std::process::Stdio;

use git2::ObjectType;

use crate::domain::ObjectId;
use crate::store::ancestry::{self, parents};
use crate::store::error::StoreError;
use crate::store::excess::Excess;
use crate::store::history::{History, SHORT_RANGE};
use crate::store::log_entry::{FileVersions, LogEntry, read_entry};
use crate::store::log_pipe::{self, LoggedChange, parse};
use crate::store::object::Handle;
use crate::store::oid::object_id;
use crate::store::process;
use crate::store::tree::{ContentEntry, EntryKind, entry_at};

impl History<'_> {
    /// Returns the commit that a revision is or is based on; `None` where nothing was committed.
    pub fn commit_of(&self, revision: ObjectId) -> Option<ObjectId> {
        self.0.commit_of(revision)
    }

    /// Returns the objects of files that stand at the top of the repository.
    pub fn files_at_root(
        &self,
        commit: ObjectId,
        names: &[&str],
    ) -> Result<Vec<Option<ObjectId>>, StoreError> {
        self.0.with(|handle| {
            let root = object_id(handle.commit(commit)?.tree_id());
            let file = |name: &&str| {
                let entry = entry_at(handle, root, name)?;
                let file = entry.filter(|(kind, _)| *kind == Some(ObjectType::Blob));
                Ok(file.map(|(_, id)| id))
            };
            names.iter().map(file).collect()
        })
    }

    /// Returns the commit that a tag names; `None` where there is no such tag.
    pub fn tagged(&self, name: &str) -> Result<Option<ObjectId>, StoreError> {
        let name = format!("refs/tags/{name}");
        if !git2::Reference::is_valid_name(&name) || !self.0.objects().is_there() {
            return Ok(None);
        }
        self.0.with(|handle| {
            let Ok(reference) = handle.find_reference(&name) else {
                return Ok(None);
            };
            // A tag may be of anything.
            Ok(handle.commit_at(&reference).ok())
        })
    }

    /// Tells of every commit up to `to` that is not among those up to `from`, each after those before
    /// it, until `visit` breaks. Some may be told again: where clocks went wrong, and where git could not
    /// read the history to its end. What is damaged is where the history begins.
    ///
    /// # Errors
    ///
    /// Fails where a commit changed more files than the budget has.
    pub fn log(
        &self,
        from: Option<ObjectId>,
        to: ObjectId,
        visit: &mut dyn FnMut(LogEntry) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let is_over = |error: &StoreError| matches!(error, StoreError::OverBudget(_));
        match self.log_of(from, to, SHORT_RANGE, visit)? {
            Some(()) => return Ok(()),
            None => match self.log_many(from, to, visit) {
                Err(error) if !is_over(&error) => {
                    tracing::warn!(%error, "git cannot read the whole history; it is read without it");
                }
                outcome => return outcome,
            },
        }
        self.log_of(from, to, usize::MAX, visit).map(drop)
    }

    /// Returns the same commits without starting a process; `None` where they are many.
    pub fn log_if_few(
        &self,
        from: Option<ObjectId>,
        to: ObjectId,
    ) -> Result<Option<Vec<LogEntry>>, StoreError> {
        let mut entries = Vec::new();
        let few = self.log_of(from, to, SHORT_RANGE, &mut |logged| {
            entries.push(logged);
            ControlFlow::Continue(())
        });
        Ok(few?.map(|()| entries))
    }

    /// Tells of the commits one by one; `None` where they are more than `most`.
    fn log_of(
        &self,
        from: Option<ObjectId>,
        to: ObjectId,
        most: usize,
        visit: &mut dyn FnMut(LogEntry) -> ControlFlow<()>,
    ) -> Result<Option<()>, StoreError> {
        if from == Some(to) {
            return Ok(Some(()));
        }
        self.0.with(|handle| {
            let Some(commits) = ancestry::between(handle, from, to, most)? else {
                return Ok(None);
            };
            for id in parents_first(handle, commits) {
                let mut logged = match read_entry(handle, id) {
                    Err(error) if error.is_damage() => continue,
                    logged => logged?,
                };
                match self.changed_files(handle, id) {
                    Err(error) if error.is_damage() => {}
                    changes => logged.changes = changes?,
                }
                if visit(logged).is_break() {
                    break;
                }
            }
            Ok(Some(()))
        })
    }

    fn changed_files(
        &self,
        handle: &Handle,
        id: ObjectId,
    ) -> Result<Vec<FileVersions>, StoreError> {
        let most = self.0.budget().entries.saturating_mul(2);
        let Some(changes) = self.changes_of(handle, id, most)? else {
            return Ok(Vec::new());
        };
        let file = |entry: Option<ContentEntry>| {
            let file = entry.filter(|entry| entry.kind == EntryKind::File);
            file.map(|entry| entry.id)
        };
        let changes = changes.into_iter().map(|change| FileVersions {
            path: change.path,
            before: file(change.before),
            after: file(change.after),
        });
        let mut changes: Vec<FileVersions> = changes.filter(FileVersions::counts).collect();
        changes.sort();
        Ok(changes)
    }

    fn log_many(
        &self,
        from: Option<ObjectId>,
        to: ObjectId,
        visit: &mut dyn FnMut(LogEntry) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.0.measured().check_commit(None, to)?;
        let program = |error: io::Error| StoreError::Program(error.to_string());
        let mut command = log_pipe::command(self.0.repository());
        command.args(["--topo-order", "--reverse", "--full-history", "--sparse"]);
        log_pipe::range(&mut command, from, to, self.0.folder());
        let mut child = process::start_reading(command, Stdio::null()).map_err(program)?;
        let read = match child.stdout.take() {
            Some(output) => self.read_pipe(BufReader::with_capacity(1 << 16, output), visit),
            None => Ok(ControlFlow::Continue(())),
        };
        if !matches!(read, Ok(ControlFlow::Continue(()))) {
            // It fails only where git has ended by itself.
            let _ = child.kill();
        }
        let status = child.wait().map_err(program)?;
        match read? {
            ControlFlow::Continue(()) if !status.success() => {
                Err(StoreError::Program(format!("git log ended with {status}")))
            }
            _ => Ok(()),
        }
    }

    fn read_pipe(
        &self,
        output: impl io::BufRead,
        visit: &mut dyn FnMut(LogEntry) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, StoreError> {
        let prefix = match self.0.folder() {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let most = usize::try_from(self.0.budget().entries.saturating_mul(2)).unwrap_or(usize::MAX);
        let mut ended = Ok(ControlFlow::Continue(()));
        let read = parse(output, most, &mut |id, changed| {
            let entry = self
                .0
                .with(|handle| read_entry(handle, id))
                .map(|mut logged| {
                    let own = |change| own_file(&prefix, change);
                    logged.changes = changed.into_iter().filter_map(own).collect();
                    logged.changes.sort();
                    logged
                });
            ended = entry.map(&mut *visit);
            match ended {
                Ok(ControlFlow::Continue(())) => ControlFlow::Continue(()),
                _ => ControlFlow::Break(()),
            }
        });
        match read {
            Ok(true) => ended,
            // It was told to break off.
            Ok(false) if !matches!(ended, Ok(ControlFlow::Continue(()))) => ended,
            Ok(false) => {
                let most = most as u64;
                Err(StoreError::OverBudget(Excess::Entries(most, most)))
            }
            Err(error) => Err(StoreError::Program(error.to_string())),
        }
    }
}

/// Returns a change as one of a file of the content folder.
fn own_file(prefix: &str, changed: LoggedChange) -> Option<FileVersions> {
    let path = String::from_utf8(changed.path).ok()?;
    let own = FileVersions {
        path: path.strip_prefix(prefix)?.to_owned(),
        before: changed.before,
        after: changed.after,
    };
    own.counts().then_some(own)
}

/// Puts commits in an order in which each comes after those of them that are before it.
fn parents_first(handle: &Handle, commits: Vec<ObjectId>) -> Vec<ObjectId> {
    let among: HashSet<ObjectId> = commits.iter().copied().collect();
    let mut before = HashMap::new();
    for id in &commits {
        before.insert(*id, parents(handle, *id).unwrap_or_default());
    }
    let (mut order, mut seen) = (Vec::new(), HashSet::new());
    for start in commits.into_iter().rev() {
        let mut waiting = vec![(start, false)];
        while let Some((id, is_ready)) = waiting.pop() {
            if is_ready {
                order.push(id);
            } else if seen.insert(id) {
                waiting.push((id, true));
                let parents = before.get(&id).into_iter().flatten();
                let parents = parents.filter(|parent| among.contains(parent));
                waiting.extend(parents.map(|parent| (*parent, false)));
            }
        }
    }
    order
}

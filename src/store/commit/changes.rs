//! Changes of files by a commit: checking them, and making them.

use std::collections::HashSet;

use git2::{ObjectType, Oid};

use crate::domain::ObjectId;
use crate::domain::path::{MAX_PATH, PathError};
use crate::domain::portable::check_name;
use crate::store::budget::{Budget, MAX_DEPTH};
use crate::store::commit::CommitError;
use crate::store::edit::{Leaf, PathState, TreeEdit};
use crate::store::error::failed;
use crate::store::object::Handle;
use crate::store::oid::object_id;

/// The modes of files: those of others are links and submodules.
const FILE: i32 = 0o100_644;
const EXECUTABLE: i32 = 0o100_755;

/// Something to be done to a file of the content folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// Gives a file new content, and makes it where it is not there.
    Write {
        /// The file, a path in the content folder.
        file: String,
        /// The content.
        bytes: Vec<u8>,
    },
    /// Gives a file another path. A `Write` of that path changes its content at once.
    Move {
        /// The file.
        from: String,
        /// Its new path, where nothing may be that stays.
        to: String,
    },
    /// Takes a file away.
    Remove {
        /// The file.
        file: String,
    },
}

/// Changes that do not contradict each other, by what they do.
pub(super) struct ChangePlan<'c> {
    /// The content folder with a slash at its end, or nothing.
    prefix: String,
    removed: Vec<&'c str>,
    moved: Vec<(&'c str, &'c str)>,
    written: Vec<(&'c str, &'c [u8])>,
}

impl<'c> ChangePlan<'c> {
    /// Sorts changes to the files of a folder. Fails where a path is none, or they contradict each
    /// other.
    pub(super) fn of(
        changes: &'c [FileChange],
        folder: &str,
        budget: Budget,
    ) -> Result<Self, CommitError> {
        let mut plan = Self {
            prefix: if folder.is_empty() {
                String::new()
            } else {
                format!("{folder}/")
            },
            removed: Vec::new(),
            moved: Vec::new(),
            written: Vec::new(),
        };
        for change in changes {
            match change {
                FileChange::Write { file, bytes } => plan.written.push((file, bytes)),
                FileChange::Move { from, to } => plan.moved.push((from, to)),
                FileChange::Remove { file } => plan.removed.push(file),
            }
        }
        let most = budget.depth.min(MAX_DEPTH);
        for file in plan.files() {
            plan.check_path(file, most)?;
        }
        plan.check_twice()?;
        Ok(plan)
    }

    /// Does the changes to a tree and returns the one that comes of it.
    pub(super) fn write(&self, handle: &Handle, before: ObjectId) -> Result<ObjectId, CommitError> {
        let mut edit = TreeEdit::of(handle, Some(before))?;
        let mut moved = Vec::with_capacity(self.moved.len());
        for (from, to) in &self.moved {
            moved.push((*to, self.existing(&mut edit, from)?));
        }
        for file in &self.removed {
            self.existing(&mut edit, file)?;
        }
        // Everything goes before anything comes, so that files may change places.
        let from = self.moved.iter().map(|(from, _)| from);
        for file in self.removed.iter().chain(from) {
            edit.remove(self.path(file).as_bytes())?;
        }
        for (to, leaf) in moved {
            if self.vacancy(&mut edit, to)?.is_some() {
                return Err(CommitError::Taken(to.to_owned()));
            }
            edit.put(self.path(to).as_bytes(), leaf)?;
        }
        let what = |file: &str| failed(format!("writing {file}"));
        for (file, bytes) in &self.written {
            let mode = self
                .vacancy(&mut edit, file)?
                .map_or(FILE, |leaf| leaf.mode);
            let id = Oid::hash_object(ObjectType::Blob, bytes).map_err(what(file))?;
            let id = object_id(id);
            edit.put(self.path(file).as_bytes(), Leaf { mode, id })?;
        }
        // Nothing stands in the way of any: now they are worth writing.
        for (file, bytes) in &self.written {
            handle.blob(bytes).map_err(what(file))?;
        }
        Ok(edit.write()?)
    }

    fn path(&self, file: &str) -> String {
        format!("{}{file}", self.prefix)
    }

    fn files(&self) -> impl Iterator<Item = &'c str> {
        let moved = self.moved.iter().flat_map(|(from, to)| [*from, *to]);
        let written = self.written.iter().map(|(file, _)| *file);
        self.removed.iter().copied().chain(moved).chain(written)
    }

    fn check_path(&self, file: &str, most: usize) -> Result<(), CommitError> {
        let named = |source| CommitError::Name {
            file: file.to_owned(),
            source,
        };
        let path = self.path(file);
        if path.len() > MAX_PATH {
            return Err(named(PathError::TooLong(MAX_PATH).into()));
        }
        file.split('/').try_for_each(check_name).map_err(named)?;
        match path.matches('/').count() > most {
            true => Err(CommitError::TooDeep {
                file: file.to_owned(),
                most,
            }),
            false => Ok(()),
        }
    }

    /// Fails where a file goes twice, comes twice, or is removed and written. That a file is written
    /// where another was moved to, or from, says one thing.
    fn check_twice(&self) -> Result<(), CommitError> {
        let twice = |file: &str| Err(CommitError::Twice(file.to_owned()));
        let (mut gone, mut come, mut written) = (HashSet::new(), HashSet::new(), HashSet::new());
        let from = self.moved.iter().map(|(from, _)| from);
        if let Some(file) = self
            .removed
            .iter()
            .chain(from)
            .find(|file| !gone.insert(**file))
        {
            return twice(file);
        }
        if let Some((_, to)) = self.moved.iter().find(|(_, to)| !come.insert(*to)) {
            return twice(to);
        }
        let removed: HashSet<&str> = self.removed.iter().copied().collect();
        let mut contents = self.written.iter();
        match contents.find(|(file, _)| removed.contains(file) || !written.insert(*file)) {
            Some((file, _)) => twice(file),
            None => Ok(()),
        }
    }

    /// Returns a file that must be there.
    fn existing(&self, edit: &mut TreeEdit<'_>, file: &str) -> Result<Leaf, CommitError> {
        match edit.find(self.path(file).as_bytes())? {
            PathState::Leaf(leaf) => regular(leaf, file),
            PathState::Folder => Err(CommitError::Folder(file.to_owned())),
            PathState::Nothing | PathState::Below(_) => Err(CommitError::Absent(file.to_owned())),
        }
    }

    /// Makes sure that a file can be at a path, and returns the one that is there.
    fn vacancy(&self, edit: &mut TreeEdit<'_>, file: &str) -> Result<Option<Leaf>, CommitError> {
        let path = self.path(file);
        match edit.find(path.as_bytes())? {
            PathState::Nothing => Ok(None),
            PathState::Leaf(leaf) => regular(leaf, file).map(Some),
            PathState::Folder => Err(CommitError::Folder(file.to_owned())),
            PathState::Below(length) => {
                let above = path.get(..length).unwrap_or_default();
                let found = edit.find(above.as_bytes())?;
                let above = above.strip_prefix(&self.prefix).unwrap_or(above).to_owned();
                if let PathState::Leaf(leaf) = found {
                    regular(leaf, &above)?;
                }
                Err(CommitError::BelowFile {
                    file: file.to_owned(),
                    above,
                })
            }
        }
    }
}

/// Fails where something is a link or a submodule.
fn regular(leaf: Leaf, file: &str) -> Result<Leaf, CommitError> {
    match leaf.mode {
        FILE | EXECUTABLE => Ok(leaf),
        _ => Err(CommitError::NotAFile(file.to_owned())),
    }
}

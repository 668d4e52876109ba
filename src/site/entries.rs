//! The rules of what may enter the repository: names, modes and sizes that every clone can have.
//!
//! A push and `concord check` both ask here, so that the one says what the other says.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::path::MAX_PATH;
use crate::domain::portable::{check_name, disk_key};
use crate::domain::{Position, Problem, ProblemKind};
use crate::site::FileProblem;
use crate::site::edition::Edition;
use crate::store::{EntryKind, StoreError};

/// The number of bytes that a file may have where nobody says otherwise.
pub const FILE_LIMIT: u64 = 25_000_000;

pub(super) const FOLDER: i32 = 0o40_000;
const FILE: i32 = 0o100_644;
const EXECUTABLE: i32 = 0o100_755;
const SYMLINK: i32 = 0o120_000;
const SUBMODULE: i32 = 0o160_000;

/// Says why nothing of this mode and name may be there. Looks at the last part of the path: those
/// above are told by themselves.
pub(super) fn problem_of_entry(path: &[u8], mode: i32) -> Option<String> {
    let message = match mode {
        SYMLINK => Some("symbolic links are not allowed; copy the file".to_owned()),
        SUBMODULE => Some("submodules are not allowed".to_owned()),
        FOLDER | FILE | EXECUTABLE => None,
        _ => Some(format!("the mode {mode:o} is not that of a file")),
    };
    message.or_else(|| problem_of_name(path))
}

fn problem_of_name(path: &[u8]) -> Option<String> {
    let Ok(path) = std::str::from_utf8(path) else {
        return Some("the name is not UTF-8".to_owned());
    };
    if path.len() > MAX_PATH {
        return Some(format!("the path is longer than {MAX_PATH} bytes"));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let error = check_name(name).err()?;
    Some(format!("the name {error}"))
}

/// Says why a file may not be as large as it is.
pub(super) fn problem_of_size(size: u64, limit: u64) -> Option<String> {
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1_000_000.0);
    (size > limit).then(|| {
        let (size, limit) = (megabytes(size), megabytes(limit));
        format!("the file has {size}; {limit} is the limit")
    })
}

/// Says that a name is one with another on some disks.
pub(super) fn problem_of_case_collision(other: &str) -> String {
    format!("on Windows and macOS this is the same file as “{other}”; rename one of them")
}

impl Edition {
    /// Returns what a push of this content would be refused for: names, modes and sizes.
    pub fn unfit_entries(&self, file_limit: u64) -> Result<Vec<FileProblem>, StoreError> {
        let mut found = UnfitEntries::default();
        for entry in self.store.entries(&self.revision)? {
            found.above(&entry.path);
            let mode = match entry.kind {
                EntryKind::File => FILE,
                EntryKind::Symlink => SYMLINK,
                EntryKind::Submodule => SUBMODULE,
                // The edition says of these what is wrong: their names are not known in full.
                EntryKind::Unreadable | EntryKind::Damaged => continue,
            };
            found.name(&entry.path, mode);
            // An object that cannot be read is told where it is missed.
            if entry.kind == EntryKind::File
                && let Ok(size) = self.store.size(entry.id)
                && let Some(message) = problem_of_size(size as u64, file_limit)
            {
                found.push(&entry.path, ProblemKind::TooLarge, message);
            }
        }
        Ok(found.problems)
    }
}

#[derive(Default)]
struct UnfitEntries {
    problems: Vec<FileProblem>,
    folders: BTreeSet<String>,
    /// The first path of each that some disk takes for the same, by its folder and that name.
    names: BTreeMap<(String, String), String>,
}

impl UnfitEntries {
    fn push(&mut self, path: &str, kind: ProblemKind, message: String) {
        self.problems.push(FileProblem {
            file: path.to_owned(),
            problem: Problem::new(kind, Position::START, message),
        });
    }

    /// Looks at the folders that a path lies in, each once.
    fn above(&mut self, path: &str) {
        let ends = path.match_indices('/').map(|(end, _)| &path[..end]);
        let new: Vec<&str> = ends
            .filter(|folder| !self.folders.contains(*folder))
            .collect();
        for folder in new {
            self.folders.insert(folder.to_owned());
            self.name(folder, FOLDER);
        }
    }

    fn name(&mut self, path: &str, mode: i32) {
        if let Some(message) = problem_of_entry(path.as_bytes(), mode) {
            return self.push(path, ProblemKind::Path, message);
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let key = (folder.to_owned(), disk_key(name));
        match self.names.get(&key) {
            Some(other) => {
                let other = other.rsplit('/').next().unwrap_or(other);
                let message = problem_of_case_collision(other);
                self.push(path, ProblemKind::Collision, message);
            }
            None => drop(self.names.insert(key, path.to_owned())),
        }
    }
}

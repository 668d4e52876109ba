//! Walks a content folder on disk: which files there are, and what tells that one has changed.
//!
//! Names only; no file is opened. Links are noted, never followed. Left out are dot files, and
//! what git does not track and would not add either: ignored files, and editors' backups.

use std::collections::HashSet;
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use git2::Repository;

use crate::store::budget::{Budget, MAX_DEPTH};
use crate::store::tree::EntryKind;

/// The marks of a file that show a change without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// In nanoseconds since 1970.
    pub(super) modified: i128,
    changed: i128,
    pub(super) size: u64,
    inode: u64,
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        let nanoseconds =
            |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self {
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
            size: metadata.len(),
            inode: metadata.ino(),
        }
    }
}

/// A file on disk.
#[derive(Debug)]
pub(super) struct DiskFile {
    /// The path in the content folder.
    pub(super) path: String,
    pub(super) kind: EntryKind,
    pub(super) stamp: Stamp,
}

/// Rules for whether a file on disk belongs to the content.
pub(super) struct Rules<'r> {
    /// The repository, with the content folder's path in it.
    pub(super) repository: Option<(&'r Repository, &'r str)>,
    /// Tells whether `HEAD` has a file.
    pub(super) committed: &'r dyn Fn(&str) -> bool,
    /// The folders of the files that `HEAD` has.
    pub(super) folders: &'r HashSet<String>,
}

/// Returns the files below a folder. A folder that vanishes meanwhile is empty.
pub(super) fn walk(root: &Path, rules: &Rules<'_>) -> io::Result<Vec<DiskFile>> {
    let mut found = Vec::new();
    fs::read_dir(root)?;
    let level = Budget::default().first_level();
    enter(root, "", level, rules, &mut found);
    Ok(found)
}

fn enter(folder: &Path, prefix: &str, depth: usize, rules: &Rules<'_>, found: &mut Vec<DiskFile>) {
    let Ok(listing) = fs::read_dir(folder) else {
        return;
    };
    let listing: Vec<DirEntry> = listing.flatten().collect();
    for entry in &listing {
        let name = entry.file_name();
        let path = format!("{prefix}{}", name.to_string_lossy());
        let (Ok(metadata), false) = (entry.metadata(), name.as_encoded_bytes().starts_with(b"."))
        else {
            continue;
        };
        let mut kind = match metadata.file_type() {
            kind if kind.is_symlink() => EntryKind::Symlink,
            kind if kind.is_file() || kind.is_dir() => EntryKind::File,
            // Sockets and pipes are nothing that git could hold.
            _ => continue,
        };
        if name.to_str().is_none() || (metadata.is_dir() && depth >= MAX_DEPTH) {
            kind = EntryKind::Unreadable;
        } else if metadata.is_dir() {
            if !rules.folders.contains(&path) && rules.leave_out(&path) {
                continue;
            }
            let below = entry.path();
            if below.join(".git").symlink_metadata().is_err() {
                enter(&below, &format!("{path}/"), depth + 1, rules, found);
                continue;
            }
            kind = EntryKind::Submodule;
        } else if !(rules.committed)(&path) && rules.leave_out(&path) {
            continue;
        }
        let stamp = Stamp::of(&metadata);
        found.push(DiskFile { path, kind, stamp });
    }
}

impl Rules<'_> {
    /// Tells whether a file or folder that is not committed stays out.
    fn leave_out(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let Some((repository, folder)) = self.repository else {
            return is_backup(name);
        };
        let path = if folder.is_empty() {
            path.to_owned()
        } else {
            format!("{folder}/{path}")
        };
        if !is_backup(name) && !repository.is_path_ignored(&path).unwrap_or(false) {
            return false;
        }
        // What was added by force is about to be committed.
        let index = repository.index().ok();
        index.is_none_or(|index| index.get_path(Path::new(&path), 0).is_none())
    }
}

fn is_backup(name: &str) -> bool {
    name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

//! Locks that a killed git leaves behind while the server runs, and by which it would refuse every
//! later push. What lies about at the start goes then (see [`crate::store::leftovers`]).
//!
//! Git makes `NAME.lock` before it changes a reference, `packed-refs`, `HEAD` or the list of checked
//! out files, and removes it within milliseconds. Killed in between, it leaves the lock for a person
//! to remove. Here it goes by itself, once nobody can own it: the same lock has been there at
//! several looks, and no git works in the repository.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::store::leftovers::Processes;
use crate::store::repository::Store;

/// Locks beside those of branches.
const NAMES: [&str; 3] = ["HEAD.lock", "packed-refs.lock", "index.lock"];
/// The number of looks that a lock has to outlast.
const LOOKS: u32 = 4;
/// Most branches and folders of branches that are looked through.
const MOST: usize = 1_000;

/// The locks that were seen, and how often.
#[derive(Debug, Default)]
pub struct StaleLocks {
    seen: HashMap<PathBuf, LockSighting>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LockSighting {
    /// The identity of the file: a new lock under the same name is another.
    identity: (u64, i64, i64),
    times: u32,
}

impl StaleLocks {
    /// Looks for locks, and removes those that nobody owns; to be called every so often.
    pub fn look(&mut self, store: &Store) {
        let found = locks(store.repository());
        self.seen.retain(|path, _| found.contains_key(path));
        for (path, identity) in found {
            let new = LockSighting { identity, times: 0 };
            let seen = self.seen.entry(path).or_insert(new);
            if seen.identity != identity {
                *seen = new;
            }
            seen.times += 1;
        }
        let stay = |seen: &LockSighting| seen.times >= LOOKS;
        if !self.seen.values().any(stay) {
            return;
        }
        let objects = store.repository().join("objects");
        if Processes::read().run_git_in(&objects) {
            return;
        }
        for (path, seen) in self.seen.iter().filter(|(_, seen)| stay(seen)) {
            if identity(path) != Some(seen.identity) {
                continue;
            }
            match fs::remove_file(path) {
                Ok(()) => tracing::warn!("removed {}, left behind by a killed git", path.display()),
                Err(error) => tracing::warn!(%error, "cannot remove {}", path.display()),
            }
        }
    }
}

/// Returns the locks of a repository.
fn locks(repository: &Path) -> HashMap<PathBuf, (u64, i64, i64)> {
    let mut paths: Vec<PathBuf> = NAMES.iter().map(|name| repository.join(name)).collect();
    let mut folders = vec![repository.join("refs/heads")];
    let mut left = MOST;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if left == 0 {
                break;
            }
            left -= 1;
            let path = entry.path();
            if path.extension().is_some_and(|ending| ending == "lock") {
                paths.push(path);
            } else if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            }
        }
    }
    let known = paths.into_iter().map(|path| (identity(&path), path));
    known
        .filter_map(|(identity, path)| Some((path, identity?)))
        .collect()
}

/// Returns what tells a file from a later one of its name; none where there is no file.
fn identity(path: &Path) -> Option<(u64, i64, i64)> {
    let file = fs::symlink_metadata(path).ok()?;
    file.is_file()
        .then(|| (file.ino(), file.mtime(), file.mtime_nsec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Location;

    fn repository() -> (tempfile::TempDir, Store) {
        let folder = tempfile::TempDir::new().unwrap();
        let handle = git2::Repository::init_bare(folder.path()).unwrap();
        let tree = handle.treebuilder(None).unwrap().write().unwrap();
        let tree = handle.find_tree(tree).unwrap();
        let ada = git2::Signature::now("Ada", "ada@example.org").unwrap();
        let head = Some("refs/heads/main");
        handle.commit(head, &ada, &ada, "x", &tree, &[]).unwrap();
        drop(tree);
        let location = Location {
            repository: folder.path().to_owned(),
            branch: Some("main".to_owned()),
            ..Location::default()
        };
        (folder, Store::open(&location).unwrap())
    }

    fn lock(folder: &Path, name: &str) -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, "").unwrap();
        path
    }

    #[test]
    fn a_lock_that_comes_and_goes_is_somebodys() {
        let (folder, store) = repository();
        let mut locks = StaleLocks::default();
        for _ in 0..LOOKS * 3 {
            let path = lock(folder.path(), "refs/heads/main.lock");
            locks.look(&store);
            assert!(path.exists());
            // Another file of the same name, as a git that is at work makes.
            let other = lock(folder.path(), "other");
            fs::rename(other, &path).unwrap();
            locks.look(&store);
            assert!(path.exists());
            fs::remove_file(&path).unwrap();
            locks.look(&store);
        }
    }

    #[test]
    fn a_lock_that_stays_goes_after_some_looks() {
        let (folder, store) = repository();
        let path = lock(folder.path(), "refs/heads/main.lock");
        let mut locks = StaleLocks::default();
        for _ in 1..LOOKS {
            locks.look(&store);
            assert!(path.exists());
        }
        locks.look(&store);
        assert!(!path.exists());
    }
}

//! Locks that a killed git leaves behind, and by which it would refuse every later push.
//!
//! Git makes `NAME.lock` before it changes a reference, `packed-refs`, `HEAD` or the list of checked
//! out files, and removes it within milliseconds. Killed in between, it leaves the lock for a person
//! to remove. Here it goes by itself, once nobody can own it: no git is at work in the repository,
//! and, but for the start of the server, the same lock has been there at several looks.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::store::Store;

/// Locks beside those of branches.
const NAMES: [&str; 3] = ["HEAD.lock", "packed-refs.lock", "index.lock"];
/// How many looks a lock has to outlast while the server runs.
const LOOKS: u32 = 4;
/// The same where nobody can say which programs run.
const LOOKS_IN_THE_DARK: u32 = 120;
/// Most branches and folders of branches that are looked through.
const MOST: usize = 1_000;

/// The locks that were seen, and how often.
#[derive(Debug, Default)]
pub struct StaleLocks {
    seen: HashMap<PathBuf, Seen>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    /// Which file it is: a new lock under the same name is another.
    identity: (u64, i64, i64),
    times: u32,
}

impl StaleLocks {
    /// Looks for locks when the server starts: what nobody owns goes at once.
    pub fn look_at_start(&mut self, store: &Store) {
        self.look(store, 1);
    }

    /// Looks for locks while the server runs, every so often.
    pub fn look_again(&mut self, store: &Store) {
        self.look(store, LOOKS);
    }

    fn look(&mut self, store: &Store, looks: u32) {
        let found = locks(&store.repository);
        self.seen.retain(|path, _| found.contains_key(path));
        for (path, identity) in found {
            let new = Seen { identity, times: 0 };
            let seen = self.seen.entry(path).or_insert(new);
            if seen.identity != identity {
                *seen = new;
            }
            seen.times += 1;
        }
        if self.seen.values().all(|seen| seen.times < looks) {
            return;
        }
        let needed = match is_at_work(&places(store)) {
            Some(true) => return,
            Some(false) => looks,
            None => LOOKS_IN_THE_DARK,
        };
        for (path, seen) in &self.seen {
            if seen.times < needed || identity(path) != Some(seen.identity) {
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

/// Returns the folders in which a git that works on the repository stands.
fn places(store: &Store) -> Vec<PathBuf> {
    let mut places = vec![store.repository.clone()];
    if store
        .repository
        .file_name()
        .is_some_and(|name| name == ".git")
    {
        places.extend(store.repository.parent().map(Path::to_owned));
    }
    places
        .iter()
        .filter_map(|place| place.canonicalize().ok())
        .collect()
}

/// Tells whether a git stands in one of the folders; none where the system does not say.
fn is_at_work(places: &[PathBuf]) -> Option<bool> {
    let (mut any, mut all_known) = (false, true);
    for process in fs::read_dir("/proc").ok()?.flatten() {
        let Ok(name) = fs::read(process.path().join("comm")) else {
            continue;
        };
        any = true;
        if !name.starts_with(b"git") {
            continue;
        }
        match fs::read_link(process.path().join("cwd")) {
            Ok(stands) if places.iter().any(|place| stands.starts_with(place)) => {
                return Some(true);
            }
            Ok(_) => {}
            // One that has ended is not at work; one of somebody else's may be.
            Err(error) => all_known &= error.kind() == io::ErrorKind::NotFound,
        }
    }
    (any && all_known).then_some(false)
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
    fn what_a_killed_git_left_goes_at_the_start() {
        let (folder, store) = repository();
        let names = ["refs/heads/main.lock", "HEAD.lock", "packed-refs.lock"];
        let left = names.map(|name| lock(folder.path(), name));
        StaleLocks::default().look_at_start(&store);
        assert!(left.iter().all(|path| !path.exists()));
        assert!(folder.path().join("refs/heads/main").exists());
    }

    #[test]
    fn a_lock_that_comes_and_goes_is_somebodys() {
        let (folder, store) = repository();
        let mut locks = StaleLocks::default();
        for _ in 0..LOOKS * 3 {
            let path = lock(folder.path(), "refs/heads/main.lock");
            locks.look_again(&store);
            assert!(path.exists());
            // Another file of the same name, as a git that is at work makes.
            let other = lock(folder.path(), "other");
            fs::rename(other, &path).unwrap();
            locks.look_again(&store);
            assert!(path.exists());
            fs::remove_file(&path).unwrap();
            locks.look_again(&store);
        }
    }

    #[test]
    fn a_lock_that_stays_goes_after_some_looks() {
        let (folder, store) = repository();
        let path = lock(folder.path(), "refs/heads/main.lock");
        let mut locks = StaleLocks::default();
        for _ in 1..LOOKS {
            locks.look_again(&store);
            assert!(path.exists());
        }
        locks.look_again(&store);
        assert!(!path.exists());
    }
}

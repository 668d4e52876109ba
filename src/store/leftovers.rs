//! Leftovers of pushes that were killed: folders of objects that nobody will ever take, and
//! locks of references that nobody will ever give up.
//!
//! They are removed when a server starts that has the repository to itself. Something that came
//! another way may be under way even then: what a running git works with is left alone.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::store::error::StoreError;
use crate::store::repository::Store;

/// The beginning of the names of folders in which git keeps the objects of a push, and we those
/// of a save, until it is accepted.
pub(super) const QUARANTINE: &str = "tmp_objdir-incoming-";
/// The same, and that of older versions of git.
const QUARANTINES: [&str; 2] = [QUARANTINE, "incoming-"];

/// A claim that a server uses the repository. Others may as well.
#[derive(Debug)]
pub struct Claim {
    /// Held, not read: the system releases the lock when the process ends, however it ends.
    _objects: Option<File>,
}

impl Claim {
    /// Notes that a server uses the repository, after removing what killed pushes left behind where
    /// no other server does.
    pub fn on(store: &Store) -> Result<Self, StoreError> {
        let folder = store.objects().directory()?;
        let Ok(objects) = File::open(&folder) else {
            return Ok(Self { _objects: None });
        };
        if objects.try_lock().is_ok() {
            let left_over = left_over(store, &folder);
            if !left_over.is_empty() {
                sweep(&left_over, &folder);
            }
            // From one lock to the other there is a moment without; whoever comes then finds
            // nothing to sweep.
            let _ = objects.unlock();
        }
        let held = objects.try_lock_shared().is_ok();
        Ok(Self {
            _objects: held.then_some(objects),
        })
    }
}

fn left_over(store: &Store, objects: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(objects).into_iter().flatten().flatten();
    let is_quarantine = |name: &str| QUARANTINES.iter().any(|begin| name.starts_with(begin));
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| is_quarantine(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect();
    let branch = format!("refs/heads/{}.lock", store.branch());
    let locks = ["HEAD.lock", "packed-refs.lock", &branch].map(|lock| objects.with_file_name(lock));
    found.extend(locks.into_iter().filter(|lock| lock.is_file()));
    found
}

fn sweep(left_over: &[PathBuf], objects: &Path) {
    let processes = Processes::read();
    for path in left_over {
        let (used, removed) = if path.is_dir() {
            (processes.work_in(path), fs::remove_dir_all as fn(_) -> _)
        } else {
            (processes.run_git_in(objects), fs::remove_file as fn(_) -> _)
        };
        if used {
            continue;
        }
        match removed(path) {
            Ok(()) => tracing::info!("removed {}, left behind by a push", path.display()),
            Err(error) => tracing::warn!(%error, "cannot remove {}", path.display()),
        }
    }
}

/// The processes on this machine, as far as this user may know.
pub(super) struct Processes(Vec<Process>);

struct Process {
    is_git: bool,
    folder: PathBuf,
    /// The arguments and the environment.
    words: Vec<u8>,
}

impl Processes {
    pub(super) fn read() -> Self {
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let read = |process: PathBuf| {
            let mut words = fs::read(process.join("cmdline")).ok()?;
            words.extend(fs::read(process.join("environ")).unwrap_or_default());
            Some(Process {
                is_git: fs::read(process.join("comm")).ok()?.starts_with(b"git"),
                folder: fs::read_link(process.join("cwd")).unwrap_or_default(),
                words,
            })
        };
        Self(entries.filter_map(|entry| read(entry.path())).collect())
    }

    /// Tells whether a process was told of a quarantine, as git's are that take a push.
    fn work_in(&self, quarantine: &Path) -> bool {
        let name = quarantine.file_name().unwrap_or_default();
        let mut processes = self.0.iter();
        processes.any(|process| process.names(name.as_encoded_bytes()))
    }

    /// Tells whether a git works in the repository of some objects.
    pub(super) fn run_git_in(&self, objects: &Path) -> bool {
        let objects = objects.canonicalize().unwrap_or(objects.to_owned());
        let repository = objects.parent().unwrap_or(&objects);
        let root = match repository.ends_with(".git") {
            true => repository.parent().unwrap_or(repository),
            false => repository,
        };
        let name = root.as_os_str().as_encoded_bytes();
        let mut gits = self.0.iter().filter(|process| process.is_git);
        gits.any(|git| git.folder.starts_with(root) || git.names(name))
    }
}

impl Process {
    fn names(&self, text: &[u8]) -> bool {
        self.words
            .windows(text.len().max(1))
            .any(|part| part == text)
    }
}

//! What pushes leave behind that were killed: folders of objects that nobody will ever take.
//!
//! They are removed when a server starts that has the repository to itself. A push that came another
//! way may be under way even then; its folder is left alone for as long as a process works in it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::store::{Store, StoreError};

/// How the folder begins in which git keeps the objects of a push until it is accepted.
const QUARANTINE: &str = "tmp_objdir-incoming-";

/// That a server uses the repository. Others may as well.
#[derive(Debug)]
pub struct Claim {
    /// Held, not read: the system releases the lock when the process ends, however it ends.
    _objects: Option<File>,
}

impl Store {
    /// Notes that a server uses the repository, after removing what killed pushes left behind where
    /// no other server does.
    pub fn claim(&self) -> Result<Claim, StoreError> {
        let folder = self.objects()?;
        let Ok(objects) = File::open(&folder) else {
            return Ok(Claim { _objects: None });
        };
        if objects.try_lock().is_ok() {
            sweep(&folder);
            // From one lock to the other there is a moment without; whoever comes then finds
            // nothing to sweep.
            let _ = objects.unlock();
        }
        let held = objects.try_lock_shared().is_ok();
        Ok(Claim {
            _objects: held.then_some(objects),
        })
    }
}

fn sweep(objects: &Path) {
    let entries = fs::read_dir(objects).into_iter().flatten().flatten();
    let left_over: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(QUARANTINE))
        .map(|entry| entry.path())
        .collect();
    for folder in left_over {
        if is_worked_in(&folder) {
            continue;
        }
        match fs::remove_dir_all(&folder) {
            Ok(()) => tracing::info!("removed {}, left behind by a push", folder.display()),
            Err(error) => tracing::warn!(%error, "cannot remove {}", folder.display()),
        }
    }
}

/// Tells whether a process has the folder in its environment, as git's that take a push have.
fn is_worked_in(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().as_encoded_bytes();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut environments =
        processes.filter_map(|process| fs::read(process.path().join("environ")).ok());
    environments.any(|environment| environment.windows(name.len()).any(|part| part == name))
}

//! The place of a repository's hooks.

use std::path::{Path, PathBuf};

use crate::store::error::{StoreError, failed};
use crate::store::open::discover;

/// The hooks of a repository that has a working tree.
#[derive(Clone, Debug)]
pub struct Hooks {
    /// The folder in which git looks for them: `core.hooksPath`, or the repository's own.
    pub folder: PathBuf,
    /// The folder in which git runs them: the root of the working tree.
    pub root: PathBuf,
}

impl Hooks {
    /// Finds the hooks of the repository at or around a path.
    pub fn find(path: &Path) -> Result<Self, StoreError> {
        let handle = discover(path)?;
        let Some(root) = handle.workdir().map(Path::to_owned) else {
            return Err(StoreError::Bare(path.to_owned()));
        };
        let config = handle
            .config()
            .map_err(failed("reading git's settings".to_owned()))?;
        let folder = match config.get_path("core.hooksPath") {
            Ok(folder) => root.join(folder),
            Err(_) => handle.commondir().join("hooks"),
        };
        Ok(Self { folder, root })
    }
}

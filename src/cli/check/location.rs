//! The location of the content's folder, for the names of its files.

use std::path::{Component, Path, PathBuf};

use crate::store::{Store, WorkingTree};

/// The location of the content's folder, so that files are named in a way that an editor can follow.
pub(super) enum ContentLocation {
    /// In a commit: the folder in the repository.
    Committed(PathBuf),
    /// On disk: the way to it from the current folder.
    OnDisk { content: PathBuf, current: PathBuf },
}

impl ContentLocation {
    pub(super) fn of(store: &Store) -> Self {
        let current = std::env::current_dir().and_then(|folder| folder.canonicalize());
        match (store.on_disk().map(WorkingTree::root), current) {
            (Some(content), Ok(current)) => Self::OnDisk {
                content: content.to_owned(),
                current,
            },
            (Some(content), Err(_)) => Self::Committed(content.to_owned()),
            (None, _) => Self::Committed(PathBuf::from(store.folder())),
        }
    }

    /// Returns the path of a file as it is printed.
    pub(super) fn path(&self, file: &str) -> String {
        let path = match self {
            Self::Committed(folder) => folder.join(file),
            Self::OnDisk { content, current } => relative(&content.join(file), current),
        };
        path.to_string_lossy().into_owned()
    }
}

/// Returns the way from a folder to a path; the path itself where they have nothing in common.
pub(super) fn relative(path: &Path, from: &Path) -> PathBuf {
    let steps = path.components().zip(from.components());
    let common = steps.take_while(|(a, b)| a == b).count();
    if common <= 1 {
        return path.to_owned();
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
}

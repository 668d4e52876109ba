//! Opens a [`Store`] where a [`Location`] says.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use git2::Repository;

use crate::store::branch_folder::BranchFolder;
use crate::store::budget::Budget;
use crate::store::error::StoreError;
use crate::store::object::Handle;
use crate::store::objects::Objects;
use crate::store::open;
use crate::store::repository::Store;
use crate::store::working_tree::WorkingTree;

/// The place of the content.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// A folder in or of the repository, bare or not.
    pub repository: PathBuf,
    /// The branch; without one, the branch that is checked out (`HEAD`).
    pub branch: Option<String>,
    /// The folder in the repository, `""` for its root; without one, `content` where the branch
    /// has such a folder, else the root.
    pub folder: Option<String>,
}

impl Store {
    /// Opens the repository and finds the branch and the folder. The repository may be empty; if
    /// it is not, the branch must be there.
    pub fn open(location: &Location) -> Result<Self, StoreError> {
        // The hash of an object is not computed again on each read: zlib's check sum finds bit
        // rot, and it costs half of the reading time.
        git2::opts::strict_hash_verification(false);
        let path = location.repository.as_path();
        let handle = open::discover(path)?;
        let repository = handle.path().to_owned();
        let branch = match &location.branch {
            Some(branch) => branch.clone(),
            None => open::checked_out_branch(&handle, path)?,
        };
        let folder = location.folder.as_deref();
        let folder = folder.map(|folder| OnceLock::from(folder.trim_matches('/').to_owned()));
        let store = Self {
            branch_folder: BranchFolder {
                repository,
                branch,
                folder: folder.unwrap_or_default(),
            },
            objects: Objects::new(Handle::new(handle)),
            working_tree: None,
            budget: Budget::default(),
            without_pages: Vec::new(),
            counted: Arc::default(),
        };
        match store.tip() {
            // The first push brings the first page.
            Ok(_) | Err(StoreError::Empty(_)) => Ok(store),
            Err(error) => Err(error),
        }
    }

    /// Opens the files on disk, uncommitted ones included, in the place of a branch's tip.
    ///
    /// The location's repository is a folder of a working tree, or any folder: one without git has
    /// no history, and all its pages are drafts. Its branch is not looked at. Without a folder, the
    /// content is `content` below the repository's root for whoever stands at the root or in it,
    /// else the nearest folder upwards that has a vocabulary, else the root if it has a home page,
    /// else the folder itself.
    pub fn open_working_tree(location: &Location) -> Result<Self, StoreError> {
        git2::opts::strict_hash_verification(false);
        let requested = location.repository.as_path();
        let start = requested
            .canonicalize()
            .ok()
            .filter(|path| path.is_dir())
            .ok_or_else(|| StoreError::NoDirectory(requested.to_owned()))?;
        let handle = match open::discover(&start) {
            Ok(handle) => Some(handle),
            Err(StoreError::NoRepository(_)) => None,
            Err(error) => return Err(error),
        };
        let repository = handle.filter(|handle| handle.is_bare() || open::covers(handle, &start));
        let root = match &repository {
            Some(handle) => Some(root_of(handle, requested)?),
            None => None,
        };
        let content = match &location.folder {
            Some(folder) => root
                .as_ref()
                .unwrap_or(&start)
                .join(folder.trim_matches('/')),
            None => open::content_folder(&start, root.as_deref()),
        };
        if !content.is_dir() {
            return Err(StoreError::NoDirectory(content));
        }
        let folder = root
            .as_ref()
            .and_then(|root| content.strip_prefix(root).ok())
            .map(|folder| folder.to_string_lossy().into_owned());
        let branch = repository
            .as_ref()
            .map_or_else(String::new, open::branch_of);
        let working_tree = WorkingTree::new(content.clone(), folder.clone());
        let objects = match repository {
            Some(handle) => Objects::new(Handle::new(handle)),
            None => Objects::none(&content),
        };
        Ok(Self {
            branch_folder: BranchFolder {
                repository: objects.folder().to_owned(),
                branch,
                folder: OnceLock::from(folder.unwrap_or_default()),
            },
            objects,
            working_tree: Some(working_tree),
            budget: Budget::default(),
            without_pages: Vec::new(),
            counted: Arc::default(),
        })
    }

    /// Opens the same branch and folder together with the objects of a push that is not accepted
    /// yet.
    pub fn with_quarantine(&self, objects: Option<&Path>) -> Result<Self, StoreError> {
        Ok(Self {
            branch_folder: self.branch_folder.clone(),
            objects: self.objects.with_quarantine(objects)?,
            working_tree: None,
            budget: self.budget,
            without_pages: self.without_pages.clone(),
            counted: Arc::clone(&self.counted),
        })
    }
}

/// Returns the folder of a repository's working tree; `requested` is the path to name where it has none.
fn root_of(handle: &Repository, requested: &Path) -> Result<PathBuf, StoreError> {
    let root = handle
        .workdir()
        .ok_or_else(|| StoreError::Bare(requested.to_owned()))?;
    Ok(root.canonicalize().unwrap_or_else(|_| root.to_owned()))
}

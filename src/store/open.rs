//! Finds the content folder on disk, as a contributor means it who stands somewhere in it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use git2::{Config, ErrorCode, Repository};

use crate::domain::file_role::VOCABULARY_FILE;
use crate::store::budget::Budget;
use crate::store::object::Handle;
use crate::store::working_tree::WorkingTree;
use crate::store::{Location, Store, StoreError, discover};

/// The folder of the content in a larger repository.
pub(super) const CONTENT: &str = "content";

impl Store {
    /// Opens the files on disk, uncommitted ones included, in the place of a branch's tip.
    ///
    /// The location's repository is a folder of a working tree, or any folder: one without git has
    /// no history, and all its pages are drafts. Its branch is not looked at. Without a folder, the
    /// content is `content` below the repository's root for whoever stands at the root or in it,
    /// else the nearest folder upwards that has a vocabulary, else the root if it has a home page,
    /// else the folder itself.
    pub fn open_working_tree(location: &Location) -> Result<Self, StoreError> {
        git2::opts::strict_hash_verification(false);
        let asked = location.repository.as_path();
        let start = asked
            .canonicalize()
            .ok()
            .filter(|path| path.is_dir())
            .ok_or_else(|| StoreError::NoDirectory(asked.to_owned()))?;
        let handle = match discover(&start) {
            Ok(handle) => Some(handle),
            Err(StoreError::NoRepository(_)) => None,
            Err(error) => return Err(error),
        };
        let repository = handle.filter(|handle| handle.is_bare() || covers(handle, &start));
        let root = match &repository {
            Some(handle) => {
                let root = handle
                    .workdir()
                    .ok_or_else(|| StoreError::Bare(asked.to_owned()))?;
                Some(root.canonicalize().unwrap_or_else(|_| root.to_owned()))
            }
            None => None,
        };
        let content = match &location.folder {
            Some(folder) => root
                .as_ref()
                .unwrap_or(&start)
                .join(folder.trim_matches('/')),
            None => content_folder(&start, root.as_deref()),
        };
        if !content.is_dir() {
            return Err(StoreError::NoDirectory(content));
        }
        let folder = root
            .as_ref()
            .and_then(|root| content.strip_prefix(root).ok())
            .map(|folder| folder.to_string_lossy().into_owned());
        let branch = repository.as_ref().map_or_else(String::new, branch_of);
        Ok(Self {
            quarantine: None,
            repository: match &repository {
                Some(handle) => handle.path().to_owned(),
                None => content.clone(),
            },
            branch,
            folder: OnceLock::from(folder.clone().unwrap_or_default()),
            working_tree: Some(WorkingTree::new(content, folder)),
            budget: Budget::default(),
            without_pages: Vec::new(),
            counted: Arc::default(),
            handles: Mutex::new(repository.into_iter().map(Handle::new).collect()),
            identity: Mutex::default(),
        })
    }

    /// Returns the content folder on disk, where the store is a working tree.
    pub fn content_on_disk(&self) -> Option<&Path> {
        Some(self.working_tree.as_ref()?.root())
    }

    /// Tells whether files on disk look as if they had just changed. Whoever follows them asks
    /// this often, and takes the tip now and then all the same.
    pub fn has_stirred(&self) -> bool {
        let tree = self.working_tree.as_ref();
        tree.is_some_and(WorkingTree::has_stirred)
    }

    /// Tells whether there is a git repository behind the store.
    pub fn has_repository(&self) -> bool {
        let tree = self.working_tree.as_ref();
        tree.is_none_or(WorkingTree::in_repository)
    }
}

/// Says in words why libgit2 does not open a repository that git does; `None` where it is not one of
/// git's newer formats.
pub(super) fn unsupported(path: &Path) -> Option<StoreError> {
    let path = path.canonicalize().ok()?;
    let folders = path.ancestors();
    let repository = folders
        .flat_map(|folder| [folder.join(".git"), folder.to_owned()])
        .find(|folder| folder.join("HEAD").is_file() && folder.join("config").is_file())?;
    let config = Config::open(&repository.join("config")).ok()?;
    let extension = |name: &str| {
        let value = config.get_string(&format!("extensions.{name}"));
        value.unwrap_or_default().to_ascii_lowercase()
    };
    let (hash, references) = (extension("objectformat"), extension("refstorage"));
    let why = if !matches!(hash.as_str(), "" | "sha1") {
        format!(
            "was made with {}, which is not supported yet; make one with: git init --object-format=sha1",
            hash.to_ascii_uppercase().replace("SHA", "SHA-")
        )
    } else if !matches!(references.as_str(), "" | "files") {
        format!(
            "keeps its references as a {references}, which is not supported yet; change that with: git refs migrate --ref-format=files"
        )
    } else if !extension("partialclone").is_empty() {
        "is a partial clone, which lacks objects that the site needs; clone it without --filter"
            .to_owned()
    } else {
        return None;
    };
    Some(StoreError::Unsupported { repository, why })
}

/// Tells whether a folder is one that the repository would take files of.
fn covers(handle: &Repository, folder: &Path) -> bool {
    let Some(root) = handle.workdir().and_then(|root| root.canonicalize().ok()) else {
        return true;
    };
    match folder.strip_prefix(&root) {
        Ok(below) if below.as_os_str().is_empty() => true,
        Ok(below) => !handle.is_path_ignored(below).unwrap_or(false),
        // In the repository's own folder.
        Err(_) => true,
    }
}

fn content_folder(start: &Path, root: Option<&Path>) -> PathBuf {
    let Some(root) = root else {
        let below = start.join(CONTENT);
        let is_content = |folder: &Path| {
            folder.join(VOCABULARY_FILE).is_file() || folder.join("index.md").is_file()
        };
        return if !is_content(start) && is_content(&below) {
            below
        } else {
            start.to_owned()
        };
    };
    let start = match start.strip_prefix(root) {
        Ok(below) if !below.starts_with(".git") => start,
        _ => root,
    };
    let content = root.join(CONTENT);
    if content.is_dir() && (start == root || start.starts_with(&content)) {
        return content;
    }
    let upwards = start
        .ancestors()
        .take_while(|folder| folder.starts_with(root));
    for folder in upwards {
        if folder.join(VOCABULARY_FILE).is_file() {
            return folder.to_owned();
        }
    }
    if !content.is_dir() && root.join("index.md").is_file() {
        root.to_owned()
    } else {
        start.to_owned()
    }
}

/// Returns the branch's name, or what there is instead, for people to read.
fn branch_of(handle: &Repository) -> String {
    match handle.head() {
        Ok(head) if head.is_branch() => head.shorthand().unwrap_or_default().to_owned(),
        Ok(_) => "no branch".to_owned(),
        Err(error) if error.code() == ErrorCode::UnbornBranch => "no commit yet".to_owned(),
        Err(_) => String::new(),
    }
}

//! The store: a branch and a folder of a git repository, where all content lives.
//!
//! Reads trees, blobs and history. It knows nothing of Markdown or pages. Everything is read from
//! git objects; files on disk are looked at only by a store that was opened on the working tree,
//! for a preview or a check (`working_tree.rs`). git2 is named here and nowhere else, and so is the
//! `git` program. Start reading at [`Store`].

mod changes;
mod commits;
mod create;
mod git;
mod given_out;
mod history;
mod hooks;
mod incoming;
mod open;
mod stale_locks;
mod transfer;
mod upstream;
mod walk;
mod working_tree;
mod write;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use git2::{ErrorCode, ObjectType, Oid, Repository};

pub use crate::store::changes::{Change, Entry, EntryKind};
pub use crate::store::commits::{Commit, Walked};
pub use crate::store::create::{Created, FIRST_BRANCH, NewFile};
pub use crate::store::git::{GitService, ReceiveOptions};
pub use crate::store::given_out::Brought;
pub use crate::store::history::{LastChange, LastChanges};
pub use crate::store::hooks::Hooks;
pub use crate::store::incoming::{Difference, Touched};
pub use crate::store::stale_locks::StaleLocks;
pub use crate::store::upstream::{
    Address, AddressError, Offer, Pushed, State, Status, TransportError, Upstream,
};
pub use crate::store::working_tree::Drafts;

use crate::domain::ObjectId;
use crate::store::working_tree::{Scan, WorkingTree};

/// Where the content is.
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

/// What can go wrong with a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no repository at the path.
    #[error("there is no git repository at {}; make one with `git init`, or name another with --repository", .0.display())]
    NoRepository(PathBuf),
    /// The repository belongs to someone else, which git refuses to read.
    #[error("the repository at {} belongs to another user; run as its owner, or allow it: git config --global --add safe.directory {}", .0.display(), .0.display())]
    ForeignOwner(PathBuf),
    /// The repository has no commit.
    #[error("the repository at {} has no commit yet; commit a first page", .0.display())]
    Empty(PathBuf),
    /// The repository lacks the branch.
    #[error("the repository at {} has no branch “{branch}”; its branches are: {known}", .repository.display())]
    NoBranch {
        /// The repository.
        repository: PathBuf,
        /// The branch that was asked for.
        branch: String,
        /// The branches that there are.
        known: String,
    },
    /// The branch lacks the folder.
    #[error("the branch “{branch}” has no folder “{folder}”")]
    NoFolder {
        /// The branch.
        branch: String,
        /// The folder that was asked for.
        folder: String,
    },
    /// `HEAD` names no branch.
    #[error("no branch is checked out in {}; name one with --branch", .0.display())]
    Detached(PathBuf),
    /// The name cannot be a branch's.
    #[error("“{0}” cannot be the name of a branch")]
    BranchName(String),
    /// There is no such folder on disk.
    #[error("there is no folder {}", .0.display())]
    NoDirectory(PathBuf),
    /// A working tree was asked for, and the repository has none.
    #[error("the repository at {} is bare: it has no files to work on; name a clone of it", .0.display())]
    Bare(PathBuf),
    /// A file or folder on disk could not be read.
    #[error("cannot read {}", .path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// Git could not read or do something.
    #[error("git: {what}")]
    Git {
        /// What was being done.
        what: String,
        /// What git said.
        #[source]
        source: git2::Error,
    },
    /// The `git` program failed.
    #[error("the git program: {0}")]
    Program(String),
}

/// One commit, with the content folder's tree at that commit. Of a working tree it is a scan of the
/// files on disk, whose id is the commit's only where nothing differs from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The commit.
    pub id: ObjectId,
    /// The tree of the content folder.
    pub tree: ObjectId,
    /// When it was committed: seconds since 1970.
    pub time: i64,
}

/// A branch and a folder of a repository. Cheap to share; handles are pooled, because libgit2's
/// may not be used by two threads at once and are slow to open.
pub struct Store {
    repository: PathBuf,
    branch: String,
    folder: String,
    /// A folder of objects that are not part of the repository yet.
    quarantine: Option<PathBuf>,
    working_tree: Option<WorkingTree>,
    handles: Mutex<Vec<Repository>>,
}

impl Store {
    /// Opens the repository and finds the branch and the folder.
    pub fn open(location: &Location) -> Result<Self, StoreError> {
        // The hash of an object is not computed again on each read: zlib's check sum finds bit
        // rot, and it costs half of the reading time.
        git2::opts::strict_hash_verification(false);
        let path = location.repository.as_path();
        let handle = discover(path)?;
        let repository = handle.path().to_owned();
        let branch = match &location.branch {
            Some(branch) => branch.clone(),
            None => checked_out_branch(&handle, path)?,
        };
        let mut store = Self {
            repository,
            branch,
            folder: location
                .folder
                .clone()
                .unwrap_or_default()
                .trim_matches('/')
                .to_owned(),
            quarantine: None,
            working_tree: None,
            handles: Mutex::new(vec![handle]),
        };
        if location.folder.is_none() {
            let root = store.tip()?.tree;
            let content = store.with(|handle| Ok(subtree(handle, root, "content")))?;
            if content.is_some() {
                store.folder = "content".to_owned();
            }
        }
        store.tip()?;
        Ok(store)
    }

    /// Returns the repository's own folder (`.git`, or the bare repository).
    pub fn repository(&self) -> &Path {
        &self.repository
    }

    /// Returns the branch's short name.
    pub fn branch(&self) -> &str {
        &self.branch
    }

    /// Returns the folder in the repository, without slashes at its ends; empty for the root.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// Returns the newest commit of the branch; of a working tree, what lies on disk now.
    pub fn tip(&self) -> Result<Revision, StoreError> {
        if let Some(tree) = &self.working_tree {
            let scan = if tree.in_repository() {
                self.with(|handle| tree.scan(Some(handle)))?
            } else {
                tree.scan(None)?
            };
            return Ok(scan.revision);
        }
        let id = self.with(|handle| self.tip_id(handle))?;
        self.revision(id)?.ok_or_else(|| StoreError::NoFolder {
            branch: self.branch.clone(),
            folder: self.folder.clone(),
        })
    }

    /// Returns the files that are not committed as they are; none unless this is a working tree.
    pub fn drafts(&self, revision: &Revision) -> Drafts {
        let scan = self.scan_of(revision.id);
        scan.map_or_else(Drafts::default, |scan| Arc::clone(&scan.drafts))
    }

    fn scan_of(&self, id: ObjectId) -> Option<Arc<Scan>> {
        self.working_tree.as_ref()?.find(id)
    }

    /// Returns the commit that a revision is or is based on.
    fn commit_of(&self, id: ObjectId) -> Option<ObjectId> {
        match self.scan_of(id) {
            Some(scan) => scan.head,
            None => Some(id).filter(|_| self.has_repository()),
        }
    }

    fn tip_id(&self, handle: &Repository) -> Result<ObjectId, StoreError> {
        let name = format!("refs/heads/{}", self.branch);
        let reference = match handle.find_reference(&name) {
            Ok(reference) => reference,
            Err(error) if error.code() == ErrorCode::NotFound => {
                return Err(self.missing_branch(handle));
            }
            Err(error) => return Err(failed(format!("reading {name}"))(error)),
        };
        let commit = reference
            .peel_to_commit()
            .map_err(failed(format!("reading {name}")))?;
        Ok(object_id(commit.id()))
    }

    fn missing_branch(&self, handle: &Repository) -> StoreError {
        let branches = handle
            .branches(Some(git2::BranchType::Local))
            .into_iter()
            .flatten();
        let names: Vec<String> = branches
            .flatten()
            .filter_map(|(branch, _)| Some(branch.name().ok()??.to_owned()))
            .collect();
        if names.is_empty() {
            return StoreError::Empty(self.repository.clone());
        }
        StoreError::NoBranch {
            repository: self.repository.clone(),
            branch: self.branch.clone(),
            known: names.join(", "),
        }
    }

    /// Returns the content at a commit; `None` where there is no such commit or it lacks the
    /// content folder.
    pub fn revision(&self, commit: ObjectId) -> Result<Option<Revision>, StoreError> {
        if let Some(scan) = self.scan_of(commit) {
            return Ok(Some(scan.revision));
        }
        if !self.has_repository() {
            return Ok(None);
        }
        self.with(|handle| {
            let commit = match handle.find_commit(oid(commit)) {
                Ok(commit) => commit,
                Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
                Err(error) => return Err(failed(format!("reading commit {commit}"))(error)),
            };
            let tree = subtree(handle, object_id(commit.tree_id()), &self.folder);
            let time = commit.time().seconds();
            Ok(tree.map(|tree| Revision {
                id: object_id(commit.id()),
                tree,
                time,
            }))
        })
    }

    /// Tells whether `commit` is `descendant` or one of the commits before it.
    pub fn is_ancestor(&self, commit: ObjectId, descendant: ObjectId) -> Result<bool, StoreError> {
        if commit == descendant {
            return Ok(true);
        }
        // A working tree without commits comes before everything.
        let (commit, descendant) = match (self.scan_of(commit), self.scan_of(descendant)) {
            (None, None) => (Some(commit), Some(descendant)),
            (Some(commit), Some(descendant)) => (commit.head, descendant.head),
            (None, Some(descendant)) => (Some(commit), descendant.head),
            (Some(commit), None) => (commit.head, Some(descendant)),
        };
        let (Some(commit), true) = (commit, self.has_repository()) else {
            return Ok(commit.is_none());
        };
        let Some(descendant) = descendant else {
            return Ok(false);
        };
        if commit == descendant {
            return Ok(true);
        }
        self.with(|handle| {
            // libgit2 fails in several ways on an id that is no commit.
            if handle.find_commit(oid(commit)).is_err() {
                return Ok(false);
            }
            handle
                .graph_descendant_of(oid(descendant), oid(commit))
                .map_err(failed("comparing commits".to_owned()))
        })
    }

    /// Returns the git object of a file of the content folder at a revision.
    pub fn file(&self, revision: &Revision, file: &str) -> Result<Option<ObjectId>, StoreError> {
        if let Some(scan) = self.scan_of(revision.id) {
            return Ok(scan.files.get(file).map(|entry| entry.id));
        }
        self.with(|handle| {
            let tree = handle
                .find_tree(oid(revision.tree))
                .map_err(failed("reading a tree".to_owned()))?;
            match tree.get_path(Path::new(file)) {
                Ok(entry) if entry.kind() == Some(ObjectType::Blob) => {
                    Ok(Some(object_id(entry.id())))
                }
                Ok(_) => Ok(None),
                Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
                Err(error) => Err(failed(format!("finding `{file}`"))(error)),
            }
        })
    }

    /// Reads a blob.
    pub fn read(&self, blob: ObjectId) -> Result<Vec<u8>, StoreError> {
        let on_disk = self.working_tree.as_ref();
        if let Some(contents) = on_disk.and_then(|tree| tree.contents(blob)) {
            return contents;
        }
        self.with(|handle| {
            let blob = handle
                .find_blob(oid(blob))
                .map_err(failed(format!("reading object {blob}")))?;
            Ok(blob.content().to_vec())
        })
    }

    /// Returns the size of a blob in bytes without reading it.
    pub fn size(&self, blob: ObjectId) -> Result<usize, StoreError> {
        let on_disk = self.working_tree.as_ref();
        if let Some(size) = on_disk.and_then(|tree| tree.size(blob)) {
            return Ok(size);
        }
        self.with(|handle| {
            let odb = handle
                .odb()
                .map_err(failed("opening the objects".to_owned()))?;
            let (size, _) = odb
                .read_header(oid(blob))
                .map_err(failed(format!("reading object {blob}")))?;
            Ok(size)
        })
    }

    /// Lends a handle of the pool to `work`.
    fn with<T>(
        &self,
        work: impl FnOnce(&Repository) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if !self.has_repository() {
            return Err(StoreError::NoRepository(self.repository.clone()));
        }
        let pooled = self
            .handles
            .lock()
            .map(|mut handles| handles.pop())
            .ok()
            .flatten();
        let handle = match pooled {
            Some(handle) => handle,
            None => {
                let handle = Repository::open(&self.repository)
                    .map_err(failed("opening the repository".to_owned()))?;
                if let Some(objects) = &self.quarantine {
                    incoming::alternate(&handle, objects)?;
                }
                handle
            }
        };
        let result = work(&handle);
        if let Ok(mut handles) = self.handles.lock() {
            handles.push(handle);
        }
        result
    }
}

/// Opens the repository at or around a path.
fn discover(path: &Path) -> Result<Repository, StoreError> {
    Repository::discover(path).map_err(|error| match error.code() {
        ErrorCode::NotFound => StoreError::NoRepository(path.to_owned()),
        ErrorCode::Owner => StoreError::ForeignOwner(path.to_owned()),
        _ => failed(format!("opening {}", path.display()))(error),
    })
}

fn checked_out_branch(handle: &Repository, path: &Path) -> Result<String, StoreError> {
    let head = handle
        .find_reference("HEAD")
        .map_err(failed("reading HEAD".to_owned()))?;
    let target = head.symbolic_target().ok().flatten().unwrap_or_default();
    match target.strip_prefix("refs/heads/") {
        Some(branch) => Ok(branch.to_owned()),
        None => Err(StoreError::Detached(path.to_owned())),
    }
}

/// Returns the tree of a folder below a tree; an empty folder name is the tree itself.
fn subtree(handle: &Repository, root: ObjectId, folder: &str) -> Option<ObjectId> {
    if folder.is_empty() {
        return Some(root);
    }
    let entry = handle
        .find_tree(oid(root))
        .ok()?
        .get_path(Path::new(folder))
        .ok()?;
    (entry.kind() == Some(ObjectType::Tree)).then(|| object_id(entry.id()))
}

fn oid(id: ObjectId) -> Oid {
    Oid::from_bytes(id.as_bytes()).expect("an object id has the 20 bytes of a SHA-1")
}

fn object_id(oid: Oid) -> ObjectId {
    let mut bytes = [0; 20];
    bytes.copy_from_slice(&oid.as_bytes()[..20]);
    ObjectId::from_bytes(bytes)
}

/// Wraps an error of git2 with what was being done.
fn failed(what: String) -> impl FnOnce(git2::Error) -> StoreError {
    move |source| StoreError::Git { what, source }
}

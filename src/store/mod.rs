//! The store: a branch and a folder of a git repository, where all content lives.
//!
//! Reads trees, blobs and history. It knows nothing of Markdown or pages. Everything is read from
//! git objects; files on disk are looked at only by a store that was opened on the working tree,
//! for a preview or a check (`working_tree.rs`). git2 is named here and nowhere else, and so is the
//! `git` program. Start reading at [`Store`].

mod ancestry;
mod branch;
mod budget;
mod bundle;
mod changes;
mod commit;
mod commits;
mod create;
mod edit;
mod git;
mod given_out;
mod history;
mod hooks;
mod incoming;
mod leftovers;
mod merge;
mod object;
mod open;
mod stale_locks;
mod transfer;
mod upstream;
mod walk;
mod working_tree;
mod write;

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use git2::{ErrorCode, ObjectType, Oid, Repository};

pub use crate::store::branch::BranchMove;
pub use crate::store::budget::{Budget, Excess, MAX_DEPTH, grouped};
pub use crate::store::changes::{Change, Entry, EntryKind};
pub use crate::store::commit::{
    Acceptance, CommitError, FileChange, NewCommit, Rebased, Saved, Signature, SignatureError,
};
pub use crate::store::commits::{Commit, Walked};
pub use crate::store::create::{Created, FIRST_BRANCH, NewFile};
pub use crate::store::git::{GitService, ReceiveOptions};
pub use crate::store::given_out::Brought;
pub use crate::store::history::{LastChange, LastChanges};
pub use crate::store::hooks::Hooks;
pub use crate::store::incoming::{Difference, Touched};
pub use crate::store::leftovers::Claim;
pub use crate::store::merge::Conflict;
pub use crate::store::stale_locks::StaleLocks;
pub use crate::store::upstream::{
    Address, AddressError, Offer, Pushed, State, Status, TransportError, Upstream,
};
pub use crate::store::working_tree::Drafts;
pub use bundle::{read_bundle, write_bundle};

use crate::domain::ObjectId;
use crate::store::budget::Counted;
use crate::store::object::Handle;
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
    /// The repository is of a kind that is not supported.
    #[error("the repository at {} {why}", .repository.display())]
    Unsupported {
        /// The repository.
        repository: PathBuf,
        /// What it is, and what to do.
        why: String,
    },
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
    /// An object that others name is not there.
    #[error("the {what} {id} is not in the repository")]
    Missing {
        /// What it is.
        what: &'static str,
        /// The object.
        id: ObjectId,
    },
    /// An object is there, and is not what git wrote.
    #[error("the {what} {id} is damaged in the repository: {reason}")]
    Damaged {
        /// What it is.
        what: &'static str,
        /// The object.
        id: ObjectId,
        /// What is wrong with it.
        reason: String,
    },
    /// An object is larger than whoever reads it can use.
    #[error("the object {id} has {size} bytes, more than are read")]
    TooLarge {
        /// The object.
        id: ObjectId,
        /// How many bytes it has.
        size: u64,
    },
    /// What the branch shows cannot be read, so there is nothing to serve.
    #[error("the branch “{branch}” of the repository at {} cannot be read; take the object from a clone or a backup (see `git fsck` and `git fetch`)", .repository.display())]
    Lost {
        /// The repository.
        repository: PathBuf,
        /// The branch.
        branch: String,
        /// What is lost.
        #[source]
        source: Box<StoreError>,
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
    /// A commit holds more than this server takes in.
    #[error("the commit has {0}")]
    OverBudget(Excess),
}

impl StoreError {
    /// Tells whether objects are lost or damaged, which is no fault of whoever asked.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::Damaged { .. })
    }
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

/// The commit of a branch that has none yet.
const UNBORN: ObjectId = ObjectId::from_bytes([0; 20]);
/// Git's empty tree, which is in every repository: 4b825dc642cb6eb9a060e54bf8d69288fbee4904.
const EMPTY_TREE: ObjectId = ObjectId::from_bytes([
    0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60, 0xe5, 0x4b, 0xf8, 0xd6, 0x92, 0x88,
    0xfb, 0xee, 0x49, 0x04,
]);

impl Revision {
    /// Returns the content of a branch that has no commit yet.
    pub fn unborn() -> Self {
        Self {
            id: UNBORN,
            tree: EMPTY_TREE,
            time: 0,
        }
    }

    /// Tells whether nothing was committed yet.
    pub fn is_unborn(&self) -> bool {
        self.id == UNBORN
    }
}

/// A branch and a folder of a repository. Cheap to share; handles are pooled, because libgit2's
/// may not be used by two threads at once and are slow to open.
pub struct Store {
    repository: PathBuf,
    branch: String,
    /// Not known before there is a commit to look at, unless it was named.
    folder: OnceLock<String>,
    /// A folder of objects that are not part of the repository yet.
    quarantine: Option<PathBuf>,
    working_tree: Option<WorkingTree>,
    budget: Budget,
    /// See [`Store::with_folders_without_pages`].
    without_pages: Vec<String>,
    counted: Arc<Counted>,
    handles: Mutex<Vec<Handle>>,
    /// Which folder on disk the repository was when it was last looked at.
    identity: Mutex<Option<(u64, u64)>>,
}

impl Store {
    /// Opens the repository and finds the branch and the folder. The repository may be empty; if
    /// it is not, the branch must be there.
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
        let folder = location.folder.as_deref();
        let folder = folder.map(|folder| OnceLock::from(folder.trim_matches('/').to_owned()));
        let store = Self {
            repository,
            branch,
            folder: folder.unwrap_or_default(),
            quarantine: None,
            working_tree: None,
            budget: Budget::default(),
            without_pages: Vec::new(),
            counted: Arc::default(),
            handles: Mutex::new(vec![Handle::new(handle)]),
            identity: Mutex::default(),
        };
        match store.tip() {
            // The first push brings the first page.
            Ok(_) | Err(StoreError::Empty(_)) => Ok(store),
            Err(error) => Err(error),
        }
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
        self.folder.get().map_or("", String::as_str)
    }

    /// Tells whether nothing was committed yet.
    pub fn is_empty(&self) -> bool {
        matches!(self.tip(), Err(StoreError::Empty(_)))
    }

    /// Tells whether the repository has only the newest part of its history.
    pub fn is_shallow(&self) -> bool {
        self.with(|handle| Ok(handle.is_shallow())).unwrap_or(false)
    }

    /// Returns the newest commit of the branch; of a working tree, what lies on disk now. Fails
    /// with [`StoreError::Empty`] where nothing was committed yet.
    pub fn tip(&self) -> Result<Revision, StoreError> {
        if let Some(tree) = &self.working_tree {
            let scan = if tree.in_repository() {
                self.with(|handle| tree.scan(Some(handle)))?
            } else {
                tree.scan(None)?
            };
            return Ok(scan.revision);
        }
        self.notice_replacement();
        let id = self.with(|handle| self.tip_id(handle))?;
        let revision = self.revision(id).map_err(|error| self.lost(error))?;
        revision.ok_or_else(|| StoreError::NoFolder {
            branch: self.branch.clone(),
            folder: self.folder().to_owned(),
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
            None => Some(id).filter(|id| *id != UNBORN && self.has_repository()),
        }
    }

    fn tip_id(&self, handle: &Handle) -> Result<ObjectId, StoreError> {
        let name = format!("refs/heads/{}", self.branch);
        let reference = match handle.find_reference(&name) {
            Ok(reference) => reference,
            Err(error) if error.code() == ErrorCode::NotFound => {
                return Err(self.missing_branch(handle));
            }
            Err(error) => return Err(failed(format!("reading {name}"))(error)),
        };
        let read = handle.commit_at(&reference);
        read.map_err(|error| self.lost(error))
    }

    /// Says that there is nothing to serve, where that is because an object is lost.
    fn lost(&self, error: StoreError) -> StoreError {
        if !error.is_damage() {
            return error;
        }
        StoreError::Lost {
            repository: self.repository.clone(),
            branch: self.branch.clone(),
            source: Box::new(error),
        }
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
            let commit = match handle.commit(commit) {
                Ok(commit) => commit,
                Err(StoreError::Missing { .. }) => return Ok(None),
                Err(error) => return Err(error),
            };
            let tree = self.content(handle, object_id(commit.tree_id()))?;
            let time = commit.time().seconds();
            Ok(tree.map(|tree| Revision {
                id: object_id(commit.id()),
                tree,
                time,
            }))
        })
    }

    /// Returns the content folder's tree below a commit's; `None` where there is none.
    fn content(&self, handle: &Handle, root: ObjectId) -> Result<Option<ObjectId>, StoreError> {
        if let Some(folder) = self.folder.get() {
            return subtree(handle, root, folder);
        }
        let content = subtree(handle, root, open::CONTENT)?;
        let folder = if content.is_some() { open::CONTENT } else { "" };
        let folder = self.folder.get_or_init(|| folder.to_owned());
        subtree(handle, root, folder)
    }

    /// Tells whether `commit` is `descendant` or one of the commits before it.
    pub fn is_ancestor(&self, commit: ObjectId, descendant: ObjectId) -> Result<bool, StoreError> {
        if commit == descendant {
            return Ok(true);
        }
        // What has no commits yet comes before everything.
        let (commit, descendant) = match (self.scan_of(commit), self.scan_of(descendant)) {
            (None, None) => (self.commit_of(commit), self.commit_of(descendant)),
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
        self.with(|handle| ancestry::is_before(handle, commit, descendant))
    }

    /// Returns the git object of a file of the content folder at a revision.
    pub fn file(&self, revision: &Revision, file: &str) -> Result<Option<ObjectId>, StoreError> {
        if let Some(scan) = self.scan_of(revision.id) {
            return Ok(scan.files.get(file).map(|entry| entry.id));
        }
        self.with(|handle| {
            let found = entry_at(handle, revision.tree, file)?;
            let blob = found.filter(|(kind, _)| *kind == Some(ObjectType::Blob));
            Ok(blob.map(|(_, id)| id))
        })
    }

    /// Reads a blob.
    pub fn read(&self, blob: ObjectId) -> Result<Vec<u8>, StoreError> {
        self.read_at_most(blob, u64::MAX)
    }

    /// Reads a blob, unless it has more bytes than `most`.
    pub fn read_at_most(&self, blob: ObjectId, most: u64) -> Result<Vec<u8>, StoreError> {
        if let Some(tree) = &self.working_tree {
            let size = tree.size(blob).map_or(0, |size| size as u64);
            if size > most {
                return Err(StoreError::TooLarge { id: blob, size });
            }
            if let Some(contents) = tree.contents(blob) {
                return contents;
            }
        }
        self.with(|handle| handle.read(ObjectType::Blob, blob, most))
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

    /// Tells whether an object is there and whole.
    pub fn is_readable(&self, id: ObjectId) -> bool {
        self.with(|handle| handle.is_readable(id)).is_ok()
    }

    /// Lends a handle of the pool to `work`.
    fn with<T>(
        &self,
        work: impl FnOnce(&Handle) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if !self.has_repository() {
            return Err(StoreError::NoRepository(self.repository.clone()));
        }
        let pooled = self.pool().pop();
        let handle = match pooled {
            Some(handle) => handle,
            None => {
                let mut handle = Handle::open(&self.repository)?;
                if let Some(objects) = &self.quarantine {
                    handle.add(objects)?;
                }
                handle
            }
        };
        let result = work(&handle);
        // A handle may not see what was put in the place of what it knew: whoever tries again after
        // a failure gets another.
        if result.is_ok() {
            self.pool().push(handle);
        }
        result
    }

    /// Notices that another repository was put in the place of this one.
    fn notice_replacement(&self) {
        let found = std::fs::metadata(&self.repository).ok();
        let found = found.map(|folder| (folder.dev(), folder.ino()));
        let mut known = self.identity.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_some() && *known != found {
            self.forget_handles();
        }
        *known = found;
    }

    /// Has everything looked for on disk anew: the repository may be another than it was.
    pub fn forget_handles(&self) {
        self.pool().clear();
    }

    /// A panic elsewhere leaves nothing half done behind this lock.
    fn pool(&self) -> MutexGuard<'_, Vec<Handle>> {
        self.handles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens the repository at or around a path.
fn discover(path: &Path) -> Result<Repository, StoreError> {
    Repository::discover(path).map_err(|error| match error.code() {
        ErrorCode::NotFound => StoreError::NoRepository(path.to_owned()),
        ErrorCode::Owner => StoreError::ForeignOwner(path.to_owned()),
        _ => open::unsupported(path)
            .unwrap_or_else(|| failed(format!("opening {}", path.display()))(error)),
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
fn subtree(handle: &Handle, root: ObjectId, folder: &str) -> Result<Option<ObjectId>, StoreError> {
    if folder.is_empty() {
        return Ok(Some(root));
    }
    let entry = entry_at(handle, root, folder)?;
    let tree = entry.filter(|(kind, _)| *kind == Some(ObjectType::Tree));
    Ok(tree.map(|(_, id)| id))
}

/// Returns what stands at a path below a tree, and its kind; `None` where nothing does.
fn entry_at(
    handle: &Handle,
    root: ObjectId,
    path: &str,
) -> Result<Option<(Option<ObjectType>, ObjectId)>, StoreError> {
    let mut found = (Some(ObjectType::Tree), root);
    for name in path.split('/') {
        if found.0 != Some(ObjectType::Tree) {
            return Ok(None);
        }
        let tree = handle.tree(found.1)?;
        let Some(entry) = tree.get_name(name) else {
            return Ok(None);
        };
        found = (entry.kind(), object_id(entry.id()));
    }
    Ok(Some(found))
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

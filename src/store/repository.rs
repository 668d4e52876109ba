//! [`Store`]: a branch and a folder of a git repository.
//!
//! What is read of the content is here; what else can be done with a repository has types of its
//! own, which borrow the store: [`Store::git`], [`Store::history`], [`Store::incoming`],
//! [`Store::writer`], [`Store::measured`], [`Store::objects`].

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use git2::{ErrorCode, ObjectType, Repository};

use crate::domain::ObjectId;
use crate::store::blob_pipe;
use crate::store::budget::{Budget, Counted};
use crate::store::diff::{Change, compare};
use crate::store::error::{StoreError, failed};
use crate::store::object::Handle;
use crate::store::objects::Objects;
use crate::store::oid::object_id;
use crate::store::open;
use crate::store::revision::{Revision, UNBORN};
use crate::store::tree::{Entry, collect, entry_at, subtree};
use crate::store::working_tree::{self, Drafts, Scan, WorkingTree};

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

/// A branch and a folder of a repository. Cheap to share.
pub struct Store {
    place: Place,
    objects: Objects,
    working_tree: Option<WorkingTree>,
    budget: Budget,
    /// Folders that never held pages: see [`Store::with_folders_without_pages`].
    pub(super) without_pages: Vec<String>,
    counted: Arc<Counted>,
}

/// Which branch and which folder of a repository.
#[derive(Clone)]
pub(super) struct Place {
    repository: PathBuf,
    branch: String,
    /// Not known before there is a commit to look at, unless it was named.
    folder: OnceLock<String>,
}

impl Place {
    /// Returns the commit at the tip of the branch.
    fn tip(&self, handle: &Handle) -> Result<ObjectId, StoreError> {
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
    pub(super) fn lost(&self, error: StoreError) -> StoreError {
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
            place: Place {
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
        let asked = location.repository.as_path();
        let start = asked
            .canonicalize()
            .ok()
            .filter(|path| path.is_dir())
            .ok_or_else(|| StoreError::NoDirectory(asked.to_owned()))?;
        let handle = match open::discover(&start) {
            Ok(handle) => Some(handle),
            Err(StoreError::NoRepository(_)) => None,
            Err(error) => return Err(error),
        };
        let repository = handle.filter(|handle| handle.is_bare() || open::covers(handle, &start));
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
            place: Place {
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

    /// Returns the repository's own folder (`.git`, or the bare repository).
    pub fn repository(&self) -> &Path {
        &self.place.repository
    }

    /// Returns the branch's short name.
    pub fn branch(&self) -> &str {
        &self.place.branch
    }

    /// Returns the folder in the repository, without slashes at its ends; empty for the root.
    pub fn folder(&self) -> &str {
        self.place.folder.get().map_or("", String::as_str)
    }

    /// Tells whether nothing was committed yet.
    pub fn is_empty(&self) -> bool {
        matches!(self.tip(), Err(StoreError::Empty(_)))
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
        self.objects.notice_replacement();
        let id = self.tip_id()?;
        let revision = self.revision(id).map_err(|error| self.place.lost(error))?;
        revision.ok_or_else(|| StoreError::NoFolder {
            branch: self.place.branch.clone(),
            folder: self.folder().to_owned(),
        })
    }

    /// Returns the files that are not committed as they are; none unless this is a working tree.
    pub fn drafts(&self, revision: &Revision) -> Drafts {
        let scan = self.scan_of(revision.id);
        scan.map_or_else(Drafts::default, |scan| Arc::clone(&scan.drafts))
    }

    /// Returns a scan of the files on disk, where the store is a working tree.
    pub(super) fn scan_of(&self, id: ObjectId) -> Option<Arc<Scan>> {
        self.working_tree.as_ref()?.find(id)
    }

    /// Returns the commit that a revision is or is based on.
    pub(super) fn commit_of(&self, id: ObjectId) -> Option<ObjectId> {
        match self.scan_of(id) {
            Some(scan) => scan.head,
            None => Some(id).filter(|id| *id != UNBORN && self.objects.is_there()),
        }
    }

    /// Returns the commit that the branch names.
    pub(super) fn tip_id(&self) -> Result<ObjectId, StoreError> {
        self.with(|handle| self.place.tip(handle))
    }

    /// Returns the content at a commit; `None` where there is no such commit or it lacks the
    /// content folder.
    pub fn revision(&self, commit: ObjectId) -> Result<Option<Revision>, StoreError> {
        if let Some(scan) = self.scan_of(commit) {
            return Ok(Some(scan.revision));
        }
        if !self.objects.is_there() {
            return Ok(None);
        }
        self.with(|handle| {
            let commit = match handle.commit(commit) {
                Ok(commit) => commit,
                Err(StoreError::Missing { .. }) => return Ok(None),
                Err(error) => return Err(error),
            };
            let tree = self.place.content(handle, object_id(commit.tree_id()))?;
            let time = commit.time().seconds();
            Ok(tree.map(|tree| Revision {
                id: object_id(commit.id()),
                tree,
                time,
            }))
        })
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

    /// Reads many blobs of the repository that have at most so many bytes, in their order. Of what git
    /// cannot read nothing is told.
    pub fn read_many(
        &self,
        blobs: &[ObjectId],
        most: u64,
        visit: &mut dyn FnMut(ObjectId, &[u8]),
    ) -> Result<(), StoreError> {
        let read = blob_pipe::read(self.repository(), blobs, most, visit);
        read.map_err(|error| StoreError::Program(error.to_string()))
    }

    /// Returns the size of a blob in bytes without reading it.
    pub fn size(&self, blob: ObjectId) -> Result<usize, StoreError> {
        let on_disk = self.working_tree.as_ref();
        if let Some(size) = on_disk.and_then(|tree| tree.size(blob)) {
            return Ok(size);
        }
        self.objects.size(blob)
    }

    /// Returns every file of the content folder.
    pub fn entries(&self, revision: &Revision) -> Result<Vec<Entry>, StoreError> {
        if let Some(scan) = self.scan_of(revision.id) {
            return Ok(scan.files.values().cloned().collect());
        }
        self.measured().check_tree(revision.tree)?;
        self.with(|handle| {
            let mut entries = Vec::new();
            let tree = handle.whole_tree(revision.tree);
            let tree = tree.map_err(|error| self.place.lost(error))?;
            let level = self.budget.first_level();
            collect(handle, &tree, "", level, &mut |entry| entries.push(entry))?;
            Ok(entries)
        })
    }

    /// Returns the places of objects in the order in which they are stored: where git keeps an object
    /// as its difference from another, that one was stored just before it, and is still at hand.
    /// Files on disk have no order.
    pub fn storage_order(
        &self,
        wanted: impl Iterator<Item = ObjectId>,
    ) -> Result<HashMap<ObjectId, usize>, StoreError> {
        if self.working_tree.is_some() {
            return Ok(HashMap::new());
        }
        self.with(|handle| {
            let mut places: HashMap<ObjectId, usize> = wanted.map(|id| (id, 0)).collect();
            let mut next = 1;
            // A pack that cannot be listed has no order, no more.
            let _ = handle.odb().and_then(|objects| {
                objects.foreach(|id| {
                    if let Some(place) = places.get_mut(&object_id(*id)) {
                        *place = next;
                        next += 1;
                    }
                    true
                })
            });
            Ok(places)
        })
    }

    /// Returns what differs between the content folders of two revisions. Fails where that cannot be
    /// told because a folder of the first is damaged.
    pub fn changes(&self, from: &Revision, to: &Revision) -> Result<Vec<Change>, StoreError> {
        if let (Some(from), Some(to)) = (self.scan_of(from.id), self.scan_of(to.id)) {
            return Ok(working_tree::compare(&from, &to));
        }
        self.measured().check_tree(to.tree)?;
        self.with(|handle| {
            // Of what was there before, each can be gone.
            let most = self.budget.entries.saturating_mul(2);
            compare(handle, (Some(from.tree), Some(to.tree)), &self.budget, most)
        })
    }

    /// Lends a handle of the pool to `work`.
    pub(super) fn with<T>(
        &self,
        work: impl FnOnce(&Handle) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.objects.with(work)
    }

    /// Returns the repository on disk.
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// Returns the files on disk, where the store was opened on them.
    pub fn on_disk(&self) -> Option<&WorkingTree> {
        self.working_tree.as_ref()
    }

    /// Returns the same store with another budget.
    pub fn within(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// Returns how much a commit may hold.
    pub fn budget(&self) -> Budget {
        self.budget
    }

    /// Opens the same branch and folder together with the objects of a push that is not accepted
    /// yet.
    pub fn with_quarantine(&self, objects: Option<&Path>) -> Result<Self, StoreError> {
        Ok(Self {
            place: self.place.clone(),
            objects: self.objects.with_quarantine(objects)?,
            working_tree: None,
            budget: self.budget,
            without_pages: self.without_pages.clone(),
            counted: Arc::clone(&self.counted),
        })
    }

    /// Returns the same store, told of folders in the repository that never held pages, such as
    /// inputs of a program's tests: what a file in them says of who may see it is not heeded.
    pub fn with_folders_without_pages(mut self, folders: &[String]) -> Self {
        let folders = folders.iter().map(|folder| folder.trim_matches('/'));
        let folders = folders.filter(|folder| !folder.is_empty());
        self.without_pages = folders.map(str::to_owned).collect();
        self
    }
}

/// How much a store's commits hold, against its budget.
#[derive(Clone, Copy)]
pub struct Measured<'s>(&'s Store);

impl Store {
    /// Returns how much commits hold, against the budget.
    pub fn measured(&self) -> Measured<'_> {
        Measured(self)
    }
}

impl Measured<'_> {
    /// Fails where the content of a revision has more files and folders than the budget allows.
    pub fn check(&self, revision: &Revision) -> Result<(), StoreError> {
        if self.0.scan_of(revision.id).is_some() {
            // What lies on a disk has been walked through already.
            return Ok(());
        }
        self.check_tree(revision.tree)
    }

    /// Fails where a tree has more files and folders than the budget allows.
    pub(super) fn check_tree(&self, tree: ObjectId) -> Result<(), StoreError> {
        self.0.budget.check(self.entries_of_tree(tree)?)
    }

    /// Returns how many files and folders a commit has in the whole repository.
    pub fn entries_of_commit(&self, commit: ObjectId) -> Result<u64, StoreError> {
        let tree = self.0.with(|handle| {
            let found = handle.commit(commit)?;
            Ok(object_id(found.tree_id()))
        })?;
        self.entries_of_tree(tree)
    }

    /// Fails where a commit of the whole repository holds more than the budget allows; not where
    /// the one before it held as much, or nobody could ever make it less.
    pub fn check_commit(
        &self,
        before: Option<ObjectId>,
        commit: ObjectId,
    ) -> Result<(), StoreError> {
        let found = self.entries_of_commit(commit)?;
        let Err(excess) = self.0.budget.check(found) else {
            return Ok(());
        };
        let before = before.map(|before| self.entries_of_commit(before));
        match before.transpose()? {
            Some(before) if before >= found => Ok(()),
            _ => Err(excess),
        }
    }

    fn entries_of_tree(&self, tree: ObjectId) -> Result<u64, StoreError> {
        self.0
            .with(|handle| Ok(self.0.counted.entries(handle, tree)))
    }
}

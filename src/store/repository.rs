//! [`Store`]: a branch and a folder of a git repository.
//!
//! What is read of the content is here; what else can be done with a repository has types of its
//! own, which borrow the store: [`Store::git`], [`Store::history`], [`Store::incoming`],
//! [`Store::writer`], [`Store::measured`], [`Store::objects`].

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use git2::ObjectType;

use crate::domain::ObjectId;
use crate::store::blob_pipe;
use crate::store::branch_folder::BranchFolder;
use crate::store::budget::{Budget, EntryCounts};
use crate::store::diff::{EntryChange, compare};
use crate::store::error::StoreError;
use crate::store::object::Handle;
use crate::store::objects::Objects;
use crate::store::oid::object_id;
use crate::store::revision::{Revision, UNBORN};
use crate::store::scan::{Drafts, Scan, compare as compare_scans};
use crate::store::tree::{ContentEntry, collect, entry_at};
use crate::store::working_tree::WorkingTree;

/// A branch and a folder of a repository. Cheap to share.
pub struct Store {
    pub(super) branch_folder: BranchFolder,
    pub(super) objects: Objects,
    pub(super) working_tree: Option<WorkingTree>,
    pub(super) budget: Budget,
    /// Folders that never held pages: see [`Store::with_folders_without_pages`].
    pub(super) without_pages: Vec<String>,
    pub(super) counted: Arc<EntryCounts>,
}

impl Store {
    /// Returns the repository's own folder (`.git`, or the bare repository).
    pub fn repository(&self) -> &Path {
        &self.branch_folder.repository
    }

    /// Returns the branch's short name.
    pub fn branch(&self) -> &str {
        &self.branch_folder.branch
    }

    /// Returns the folder in the repository, without slashes at its ends; empty for the root.
    pub fn folder(&self) -> &str {
        self.branch_folder.folder.get().map_or("", String::as_str)
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
        let revision = self
            .revision(id)
            .map_err(|error| self.branch_folder.lost(error))?;
        revision.ok_or_else(|| StoreError::NoFolder {
            branch: self.branch_folder.branch.clone(),
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
        self.with(|handle| self.branch_folder.tip(handle))
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
            let tree = self
                .branch_folder
                .content(handle, object_id(commit.tree_id()))?;
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
    pub fn entries(&self, revision: &Revision) -> Result<Vec<ContentEntry>, StoreError> {
        if let Some(scan) = self.scan_of(revision.id) {
            return Ok(scan.files.values().cloned().collect());
        }
        self.measured().check_tree(revision.tree)?;
        self.with(|handle| {
            let mut entries = Vec::new();
            let tree = handle.whole_tree(revision.tree);
            let tree = tree.map_err(|error| self.branch_folder.lost(error))?;
            let level = self.budget.first_level();
            collect(handle, &tree, "", level, &mut |entry| entries.push(entry))?;
            Ok(entries)
        })
    }

    /// Returns the positions of objects in the order in which they are stored: where git keeps an object
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
            let mut positions: HashMap<ObjectId, usize> = wanted.map(|id| (id, 0)).collect();
            let mut next = 1;
            // A pack that cannot be listed has no order, no more.
            let _ = handle.odb().and_then(|objects| {
                objects.foreach(|id| {
                    if let Some(position) = positions.get_mut(&object_id(*id)) {
                        *position = next;
                        next += 1;
                    }
                    true
                })
            });
            Ok(positions)
        })
    }

    /// Returns what differs between the content folders of two revisions. Fails where that cannot be
    /// told because a folder of the first is damaged.
    pub fn changes(&self, from: &Revision, to: &Revision) -> Result<Vec<EntryChange>, StoreError> {
        if let (Some(from), Some(to)) = (self.scan_of(from.id), self.scan_of(to.id)) {
            return Ok(compare_scans(&from, &to));
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

    /// Returns the same store, told of folders in the repository that never held pages, such as
    /// inputs of a program's tests: what a file in them says of who may see it is not heeded.
    pub fn with_folders_without_pages(mut self, folders: &[String]) -> Self {
        let folders = folders.iter().map(|folder| folder.trim_matches('/'));
        let folders = folders.filter(|folder| !folder.is_empty());
        self.without_pages = folders.map(str::to_owned).collect();
        self
    }
}

//! [`Objects`]: one repository on disk, and the handles that read and write it.
//!
//! Handles are pooled, because libgit2's may not be used by two threads at once and are slow to
//! open.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use git2::ErrorCode;

use crate::domain::ObjectId;
use crate::store::durable::durable;
use crate::store::error::{StoreError, failed};
use crate::store::lock::lock;
use crate::store::object::Handle;
use crate::store::oid::{object_id, oid};

/// One repository on disk.
pub struct Objects {
    /// The repository's own folder (`.git`, or the bare repository).
    folder: PathBuf,
    /// A folder of objects that are not part of the repository yet.
    quarantine: Option<PathBuf>,
    /// Whether there is a repository at all.
    is_there: bool,
    handles: Mutex<Vec<Handle>>,
    /// The handle that writes into the quarantine, while nobody does.
    writing: Mutex<Option<Handle>>,
    /// The identity of the repository's folder when it was last looked at.
    identity: Mutex<Option<(u64, u64)>>,
}

impl Objects {
    /// Takes a repository that was opened.
    pub(super) fn new(handle: Handle) -> Self {
        Self {
            folder: handle.path().to_owned(),
            quarantine: None,
            is_there: true,
            handles: Mutex::new(vec![handle]),
            writing: Mutex::default(),
            identity: Mutex::default(),
        }
    }

    /// Returns what there is in a folder without git: nothing.
    pub(super) fn none(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            quarantine: None,
            is_there: false,
            handles: Mutex::default(),
            writing: Mutex::default(),
            identity: Mutex::default(),
        }
    }

    /// Opens the same repository together with the objects of a push that is not accepted yet.
    pub(super) fn with_quarantine(&self, objects: Option<&Path>) -> Result<Self, StoreError> {
        let mut handle = Handle::open(&self.folder)?;
        if let Some(objects) = objects {
            let inside = |path: &Path| {
                let home = handle.commondir().join("objects").canonicalize().ok()?;
                Some(path.canonicalize().ok()?.starts_with(home))
            };
            if inside(objects) != Some(true) {
                let message = format!("{} is no quarantine", objects.display());
                return Err(StoreError::Program(message));
            }
            handle.add(objects)?;
        }
        Ok(Self {
            folder: self.folder.clone(),
            quarantine: objects.map(Path::to_owned),
            is_there: true,
            handles: Mutex::new(vec![handle]),
            writing: Mutex::default(),
            identity: Mutex::default(),
        })
    }

    /// Returns the repository's own folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the folder of the objects that are not part of the repository yet.
    pub(super) fn quarantine(&self) -> Option<&Path> {
        self.quarantine.as_deref()
    }

    /// Tells whether there is a repository.
    pub fn is_there(&self) -> bool {
        self.is_there
    }

    /// Lends a handle of the pool to `work`.
    pub(super) fn with<T>(
        &self,
        work: impl FnOnce(&Handle) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if !self.is_there {
            return Err(StoreError::NoRepository(self.folder.clone()));
        }
        let pooled = self.pool().pop();
        let handle = match pooled {
            Some(handle) => handle,
            None => self.fresh()?,
        };
        let result = work(&handle);
        // A handle may not see what was put in the place of what it knew: whoever tries again after
        // a failure gets another.
        if result.is_ok() {
            self.pool().push(handle);
        }
        result
    }

    /// Lends a handle to `work` whose writes are durable. With a quarantine, new objects go there
    /// instead, and are not on the disk yet.
    pub(super) fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Handle) -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(objects) = &self.quarantine {
            return self.write_into(objects.parent().unwrap_or(objects), work);
        }
        let handle = durable(&self.folder).map_err(failed("opening for writing".to_owned()))?;
        work(&Handle::new(handle))
    }

    /// Lends the handle of the quarantine's own repository, which nobody else writes into.
    fn write_into<T, E: From<StoreError>>(
        &self,
        repository: &Path,
        work: impl FnOnce(&Handle) -> Result<T, E>,
    ) -> Result<T, E> {
        let kept = lock(&self.writing).take();
        let handle = kept.map_or_else(|| Handle::open(repository), Ok)?;
        let result = work(&handle);
        if result.is_ok() {
            *lock(&self.writing) = Some(handle);
        }
        result
    }

    /// Opens a handle of its own: one that was opened earlier still sees objects that are gone.
    pub(super) fn fresh(&self) -> Result<Handle, StoreError> {
        let mut handle = Handle::open(&self.folder)?;
        if let Some(objects) = &self.quarantine {
            handle.add(objects)?;
        }
        Ok(handle)
    }

    /// Notices that another repository was put in the place of this one.
    pub(super) fn notice_replacement(&self) {
        let found = std::fs::metadata(&self.folder).ok();
        let found = found.map(|folder| (folder.dev(), folder.ino()));
        let mut known = lock(&self.identity);
        if known.is_some() && *known != found {
            self.forget();
        }
        *known = found;
    }

    /// Has everything looked for on disk anew: the repository may be another than it was.
    pub fn forget(&self) {
        self.pool().clear();
    }

    fn pool(&self) -> MutexGuard<'_, Vec<Handle>> {
        lock(&self.handles)
    }

    /// Tells whether the repository has only the newest part of its history.
    pub fn is_shallow(&self) -> bool {
        self.with(|handle| Ok(handle.is_shallow())).unwrap_or(false)
    }

    /// Tells whether an object is there and whole.
    pub fn is_readable(&self, id: ObjectId) -> bool {
        self.with(|handle| handle.is_readable(id)).is_ok()
    }

    /// Tells whether the repository on disk has an object at this moment, whoever still refers to
    /// it: git gives out what is asked for by its id.
    pub fn has(&self, id: ObjectId) -> Result<bool, StoreError> {
        let handle = self.fresh()?;
        let objects = handle.odb();
        let objects = objects.map_err(failed("opening the objects".to_owned()))?;
        Ok(objects.exists(oid(id)))
    }

    /// Returns the size of an object in bytes without reading it.
    pub(super) fn size(&self, id: ObjectId) -> Result<usize, StoreError> {
        self.with(|handle| {
            let odb = handle
                .odb()
                .map_err(failed("opening the objects".to_owned()))?;
            let (size, _) = odb
                .read_header(oid(id))
                .map_err(failed(format!("reading object {id}")))?;
            Ok(size)
        })
    }

    /// Returns the folder of the repository's objects. A linked working tree shares those of the
    /// repository that it belongs to.
    pub(super) fn directory(&self) -> Result<PathBuf, StoreError> {
        self.with(|handle| Ok(handle.commondir().join("objects")))
    }

    /// Returns what a reference names, if it is there.
    pub(super) fn reference(&self, name: &str) -> Result<Option<ObjectId>, StoreError> {
        self.with(|handle| match handle.refname_to_id(name) {
            Ok(id) => Ok(Some(object_id(id))),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(failed(format!("reading {name}"))(error)),
        })
    }

    /// Sets a reference of our own, whatever it was before.
    pub(super) fn set_reference(&self, name: &str, target: ObjectId) -> Result<(), StoreError> {
        self.write(|handle| {
            handle
                .reference(name, oid(target), true, "concord")
                .map(drop)
                .map_err(failed(format!("writing {name}")))
        })
    }
}

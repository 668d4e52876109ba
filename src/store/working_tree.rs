//! The working tree as a source of content: the files as they lie on disk.
//!
//! A scan stands in the place of a commit. Its id is made from what it found, and it is the id of
//! `HEAD` where nothing differs from that. So whoever reads a [`Store`](crate::store::Store) needs
//! no second way for files that nobody has committed yet. Nothing is written into the repository:
//! objects' ids are computed, and the contents of changed files are kept in memory, or read again
//! from disk where they are large.
//!
//! A scan costs one look at each file, not one reading: a file is read when its stamp has changed,
//! or when it was read so soon after its last change that a second one could have the same stamp.
//! What a scan knows it shares with the scan before, so what comes after the look costs as much as
//! what changed. Between two scans [`WorkingTree::has_recent_changes`] looks at only the files that changed
//! last, and at the folders.

use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use git2::{ObjectType, Oid};
use rayon::prelude::*;

use crate::domain::ObjectId;
use crate::store::content_cache::ContentCache;
use crate::store::error::StoreError;
use crate::store::head_content::HeadContent;
use crate::store::lock::lock;
use crate::store::object::Handle;
use crate::store::oid::object_id;
use crate::store::scan::{Scan, ScanState, hash, nanoseconds};
use crate::store::tree::{ContentEntry, EntryKind};
use crate::store::walk::{DiskFile, Rules, walk};

/// Files up to this size are kept in memory when they are not committed.
const SMALL: u64 = 1 << 20;
/// The number of scans that can be looked at after newer ones were made.
const SCANS: usize = 4;
/// Editors replace a file by removing it, or write it in two steps: what has just vanished or has
/// become empty is looked at once more after this long.
const SETTLE: Duration = Duration::from_millis(20);

/// A content folder on disk.
pub struct WorkingTree {
    /// The content folder.
    root: PathBuf,
    /// Its path in the repository; `None` where there is no repository.
    folder: Option<String>,
    state: Mutex<ScanState>,
    scans: Mutex<VecDeque<Arc<Scan>>>,
    kept: Mutex<ContentCache>,
}

/// A file that has been read.
struct ReadFile {
    found: DiskFile,
    id: ObjectId,
    contents: Option<Vec<u8>>,
}

impl WorkingTree {
    pub(super) fn new(root: PathBuf, folder: Option<String>) -> Self {
        Self {
            root,
            folder,
            state: Mutex::default(),
            scans: Mutex::default(),
            kept: Mutex::default(),
        }
    }

    /// Returns the content folder on disk.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Tells whether there is a repository around the folder.
    pub(super) fn in_repository(&self) -> bool {
        self.folder.is_some()
    }

    /// Returns a recent scan.
    pub(super) fn find(&self, id: ObjectId) -> Option<Arc<Scan>> {
        let scans = lock(&self.scans);
        scans.iter().find(|scan| scan.revision.id == id).cloned()
    }

    /// Looks at the files and returns what is there now.
    pub(super) fn scan(&self, handle: Option<&Handle>) -> Result<Arc<Scan>, StoreError> {
        let mut state = lock(&self.state);
        let moved = match handle {
            Some(handle) => state.head.follow(handle, self.folder.as_deref())?,
            None => false,
        };
        // Before the walk: what comes after it is seen the next time.
        state.look_at_folders();
        let mut found = self.walk(handle, &state)?;
        if state.has_lost(&found) {
            std::thread::sleep(SETTLE);
            found = self.walk(handle, &state)?;
        }
        let gone = state.gone(&found);
        state.retain_changed(&mut found);
        let last = lock(&self.scans).back().cloned();
        let now = nanoseconds(SystemTime::now());
        let read: Vec<Result<ReadFile, String>> = found
            .into_par_iter()
            .map(|found| self.read_file(found, &state.head))
            .collect();
        let mut changed = moved;
        for path in gone {
            changed |= state.forget(&path);
        }
        for read in read {
            changed |= match read {
                Ok(file) => self.note(file, &mut state, now),
                Err(path) => state.forget(&path),
            };
        }
        if moved {
            state.compare_with_head();
        }
        if let Some(last) = last.filter(|_| !changed) {
            return Ok(last);
        }
        state.list_folders(&self.root);
        let scan = Arc::new(state.summary());
        self.remember(&scan);
        Ok(scan)
    }

    /// Notes a file that has been read; tells whether it is another than before.
    fn note(&self, file: ReadFile, state: &mut ScanState, now: i128) -> bool {
        let ReadFile {
            found,
            id,
            contents,
        } = file;
        let entry = ContentEntry {
            path: found.path,
            id,
            kind: found.kind,
        };
        if state.head.files.get(&entry.path) != Some(&entry) {
            lock(&self.kept).keep(&entry, found.stamp.size, contents);
        }
        state.note(entry, found.stamp, now)
    }

    /// Tells whether a file that changed lately has changed again, or anything was added to a
    /// folder or taken out of it. Costs next to nothing; misses the change of a file that has lain
    /// still, which the next scan finds.
    pub fn has_recent_changes(&self) -> bool {
        lock(&self.state).has_recent_changes(&self.root)
    }

    fn walk(
        &self,
        handle: Option<&Handle>,
        state: &ScanState,
    ) -> Result<Vec<DiskFile>, StoreError> {
        let rules = Rules {
            repository: handle.map(|handle| &**handle).zip(self.folder.as_deref()),
            committed: &|path| state.head.files.contains_key(path),
            folders: &state.head.folders,
        };
        walk(&self.root, &rules).map_err(|source| StoreError::Disk {
            path: self.root.clone(),
            source,
        })
    }

    /// Reads a file and computes its id; where it has vanished meanwhile, returns its path.
    fn read_file(&self, found: DiskFile, head: &HeadContent) -> Result<ReadFile, String> {
        let path = self.root.join(&found.path);
        let committed = head.files.get(&found.path);
        let (id, contents) = match found.kind {
            EntryKind::File if found.stamp.size > SMALL => {
                let id = Oid::hash_file(ObjectType::Blob, &path).map(object_id);
                (id.ok(), None)
            }
            EntryKind::File => match std::fs::read(&path) {
                Ok(bytes) => (hash(&bytes), Some(bytes)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    return Err(found.path);
                }
                Err(_) => (None, None),
            },
            EntryKind::Symlink => {
                let Ok(target) = std::fs::read_link(&path) else {
                    return Err(found.path);
                };
                (hash(target.as_os_str().as_encoded_bytes()), None)
            }
            EntryKind::Submodule => (committed.map(|entry| entry.id), None),
            EntryKind::Unreadable | EntryKind::Damaged => (None, None),
        };
        // What cannot be read still has a place in the list, with an id that nothing has.
        let unreadable = || hash(format!("unreadable {}", found.path).as_bytes());
        let Some(id) = id.or_else(unreadable) else {
            return Err(found.path);
        };
        let same =
            |entry: &&ContentEntry| entry.id != id && only_line_ends_differ(&contents, entry.id);
        match committed.filter(same) {
            Some(entry) => Ok(ReadFile {
                id: entry.id,
                found,
                contents: None,
            }),
            None => Ok(ReadFile {
                found,
                id,
                contents,
            }),
        }
    }

    fn remember(&self, scan: &Arc<Scan>) {
        let mut scans = lock(&self.scans);
        scans.retain(|known| known.revision.id != scan.revision.id);
        scans.push_back(Arc::clone(scan));
        if scans.len() > SCANS {
            scans.pop_front();
        }
        let drafts: HashSet<ObjectId> = scans
            .iter()
            .flat_map(|scan| scan.drafts.iter().filter_map(|path| scan.files.get(path)))
            .map(|entry| entry.id)
            .collect();
        drop(scans);
        lock(&self.kept).retain(&drafts);
    }

    /// Returns the contents of a file that git may not have; `None` where it is not one of those.
    pub(super) fn contents(&self, id: ObjectId) -> Option<Result<Vec<u8>, StoreError>> {
        let (path, _) = {
            let kept = lock(&self.kept);
            if let Some(contents) = kept.contents.get(&id) {
                return Some(Ok(contents.to_vec()));
            }
            kept.files.get(&id).cloned()?
        };
        let failed = |source| StoreError::Disk {
            path: self.root.join(&path),
            source,
        };
        let contents = match std::fs::read(self.root.join(&path)) {
            Ok(contents) if hash(&contents) == Some(id) => Ok(contents),
            // The next scan shows what it is now.
            Ok(_) => Err(failed(std::io::Error::other("the file has just changed"))),
            Err(error) => Err(failed(error)),
        };
        Some(contents)
    }

    /// Returns the size of a file that git may not have.
    pub(super) fn size(&self, id: ObjectId) -> Option<usize> {
        let kept = lock(&self.kept);
        let size = kept.contents.get(&id).map(|contents| contents.len());
        size.or_else(|| usize::try_from(kept.files.get(&id)?.1).ok())
    }
}

/// Tells whether a file is the committed one but for the ends of its lines, which git can be told
/// to write differently on disk.
fn only_line_ends_differ(contents: &Option<Vec<u8>>, committed: ObjectId) -> bool {
    let Some(contents) = contents else {
        return false;
    };
    let text = String::from_utf8_lossy(contents);
    text.contains("\r\n") && hash(text.replace("\r\n", "\n").as_bytes()) == Some(committed)
}

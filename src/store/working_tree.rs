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

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use git2::{ErrorCode, ObjectType, Oid, Repository};
use rayon::prelude::*;

use crate::domain::ObjectId;
use crate::store::changes::{Change, Entry, EntryKind, collect, find_tree};
use crate::store::walk::{Found, Rules, Stamp, walk};
use crate::store::{Revision, StoreError, failed, object_id, subtree};

/// Files up to this size are kept in memory when they are not committed.
const SMALL: u64 = 1 << 20;
/// How many bytes of them.
const KEPT: usize = 256 << 20;
/// How many scans can be looked at after newer ones were made.
const SCANS: usize = 4;
/// A file that was read this soon after its last change is read again.
const RACY: i128 = 2_000_000_000;
/// Editors replace a file by removing it, or write it in two steps: what has just vanished or has
/// become empty is looked at once more after this long.
const SETTLE: Duration = Duration::from_millis(20);

/// The files that are not committed as they are, by path in the content folder.
pub type Drafts = Arc<BTreeSet<String>>;

/// A content folder on disk.
pub(super) struct WorkingTree {
    /// The content folder.
    root: PathBuf,
    /// Its path in the repository; `None` where there is no repository.
    folder: Option<String>,
    state: Mutex<State>,
    scans: Mutex<VecDeque<Arc<Scan>>>,
    kept: Mutex<Kept>,
}

/// What the last scan found.
#[derive(Default)]
struct State {
    known: HashMap<String, Known>,
    head: Head,
}

struct Known {
    entry: Entry,
    stamp: Stamp,
    /// Whether the stamp may miss a change.
    racy: bool,
}

/// What `HEAD` has in the content folder.
#[derive(Default)]
struct Head {
    commit: Option<ObjectId>,
    time: i64,
    files: HashMap<String, Entry>,
    folders: HashSet<String>,
}

/// The content folder at one moment.
pub(super) struct Scan {
    pub(super) revision: Revision,
    /// The commit that the files are based on, if there is one.
    pub(super) head: Option<ObjectId>,
    pub(super) files: BTreeMap<String, Entry>,
    pub(super) drafts: Drafts,
}

/// Contents that git does not have.
#[derive(Default)]
struct Kept {
    bytes: usize,
    contents: HashMap<ObjectId, Arc<[u8]>>,
    /// Where the others lie.
    places: HashMap<ObjectId, (String, u64)>,
}

/// A file that has been read.
struct Read {
    found: Found,
    id: ObjectId,
    contents: Option<Vec<u8>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
    pub(super) fn root(&self) -> &std::path::Path {
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
    pub(super) fn scan(&self, handle: Option<&Repository>) -> Result<Arc<Scan>, StoreError> {
        let mut state = lock(&self.state);
        let moved = match handle {
            Some(handle) => state.head.follow(handle, self.folder.as_deref())?,
            None => false,
        };
        let mut found = self.walk(handle, &state)?;
        if state.has_lost(&found) {
            std::thread::sleep(SETTLE);
            found = self.walk(handle, &state)?;
        }
        let before = state.known.len();
        let mut known = HashMap::with_capacity(found.len());
        let mut stale = Vec::new();
        let mut replaced = HashMap::new();
        for found in found {
            match state.known.remove(&found.path) {
                Some(old) if old.is_still(&found) => {
                    known.insert(found.path, old);
                }
                old => {
                    replaced.extend(old.map(|old| (found.path.clone(), old.entry)));
                    stale.push(found);
                }
            }
        }
        let now = nanoseconds(SystemTime::now());
        let read: Vec<Read> = stale
            .into_par_iter()
            .filter_map(|found| self.read_file(found, &state.head))
            .collect();
        let mut changed = moved || before != known.len() + read.len();
        for Read {
            found,
            id,
            contents,
        } in read
        {
            let entry = Entry {
                path: found.path.clone(),
                id,
                kind: found.kind,
            };
            changed |= replaced.get(&entry.path) != Some(&entry);
            if state.head.files.get(&entry.path) != Some(&entry) {
                lock(&self.kept).keep(&entry, found.stamp.size, contents);
            }
            let stamp = found.stamp;
            let racy = now - stamp.modified < RACY;
            known.insert(found.path, Known { entry, stamp, racy });
        }
        state.known = known;
        let last = lock(&self.scans).back().cloned();
        if let Some(last) = last.filter(|_| !changed) {
            return Ok(last);
        }
        let scan = Arc::new(state.summary());
        self.remember(&scan);
        Ok(scan)
    }

    fn walk(&self, handle: Option<&Repository>, state: &State) -> Result<Vec<Found>, StoreError> {
        let rules = Rules {
            repository: handle.zip(self.folder.as_deref()),
            committed: &|path| state.head.files.contains_key(path),
            folders: &state.head.folders,
        };
        walk(&self.root, &rules).map_err(|source| StoreError::Disk {
            path: self.root.clone(),
            source,
        })
    }

    /// Reads a file and computes its id; `None` where it has vanished meanwhile.
    fn read_file(&self, found: Found, head: &Head) -> Option<Read> {
        let path = self.root.join(&found.path);
        let committed = head.files.get(&found.path);
        let (id, contents) = match found.kind {
            EntryKind::File if found.stamp.size > SMALL => {
                let id = Oid::hash_file(ObjectType::Blob, &path).map(object_id);
                (id.ok(), None)
            }
            EntryKind::File => match std::fs::read(&path) {
                Ok(bytes) => (hash(&bytes), Some(bytes)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
                Err(_) => (None, None),
            },
            EntryKind::Symlink => {
                let target = std::fs::read_link(&path).ok()?;
                (hash(target.as_os_str().as_encoded_bytes()), None)
            }
            EntryKind::Submodule => (committed.map(|entry| entry.id), None),
            EntryKind::Unreadable => (None, None),
        };
        // What cannot be read still has a place in the list, with an id that nothing has.
        let id = id.or_else(|| hash(format!("unreadable {}", found.path).as_bytes()))?;
        let same = |entry: &&Entry| entry.id != id && only_line_ends_differ(&contents, entry.id);
        match committed.filter(same) {
            Some(entry) => Some(Read {
                id: entry.id,
                found,
                contents: None,
            }),
            None => Some(Read {
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
            kept.places.get(&id).cloned()?
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
        size.or_else(|| usize::try_from(kept.places.get(&id)?.1).ok())
    }
}

impl Known {
    fn is_still(&self, found: &Found) -> bool {
        !self.racy && self.entry.kind == found.kind && self.stamp == found.stamp
    }
}

impl State {
    /// Tells whether a file has vanished or become empty since the last scan.
    fn has_lost(&self, found: &[Found]) -> bool {
        let still = found.iter().filter(|found| {
            let known = self.known.get(&found.path);
            known.is_some_and(|known| found.stamp.size > 0 || known.stamp.size == 0)
        });
        still.count() < self.known.len()
    }

    fn summary(&self) -> Scan {
        let head = &self.head;
        let files: BTreeMap<String, Entry> = self
            .known
            .iter()
            .map(|(path, known)| (path.clone(), known.entry.clone()))
            .collect();
        let drafts: BTreeSet<String> = files
            .iter()
            .filter(|(path, entry)| head.files.get(*path) != Some(entry))
            .map(|(path, _)| path.clone())
            .collect();
        let as_committed = drafts.is_empty() && files.len() == head.files.len();
        let revision = match head.commit.filter(|_| as_committed) {
            Some(id) => Revision {
                id,
                tree: id,
                time: head.time,
            },
            None => {
                let id = synthetic(head.commit, &files);
                let newest = drafts
                    .iter()
                    .filter_map(|path| Some(self.known.get(path)?.stamp.modified))
                    .max();
                let time = newest.map_or(head.time, |time| (time / 1_000_000_000) as i64);
                Revision { id, tree: id, time }
            }
        };
        Scan {
            revision,
            head: head.commit,
            files,
            drafts: Arc::new(drafts),
        }
    }
}

/// Returns an id for files that no commit holds.
fn synthetic(head: Option<ObjectId>, files: &BTreeMap<String, Entry>) -> ObjectId {
    let mut text = format!("working tree on {head:?}\n");
    for (path, entry) in files {
        text.push_str(&format!("{} {:?} {path}\n", entry.id, entry.kind));
    }
    hash(text.as_bytes()).unwrap_or(ObjectId::from_bytes([0; 20]))
}

impl Head {
    /// Reads `HEAD` again if it has moved, and tells whether it has.
    fn follow(&mut self, handle: &Repository, folder: Option<&str>) -> Result<bool, StoreError> {
        let commit = match handle.head().and_then(|head| head.peel_to_commit()) {
            Ok(commit) => Some(commit),
            // A repository without a commit.
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
                None
            }
            Err(error) => return Err(failed("reading HEAD".to_owned())(error)),
        };
        let id = commit.as_ref().map(|commit| object_id(commit.id()));
        if id == self.commit {
            return Ok(false);
        }
        let mut files = HashMap::new();
        if let Some(commit) = &commit
            && let Some(tree) = subtree(handle, object_id(commit.tree_id()), folder.unwrap_or(""))
        {
            let tree = find_tree(handle, tree)?;
            collect(handle, &tree, "", 0, &mut |entry| {
                if !entry.path.split('/').any(|part| part.starts_with('.')) {
                    files.insert(entry.path.clone(), entry);
                }
            })?;
        }
        let above = |path: &str| -> Vec<String> {
            let ends = path.match_indices('/').map(|(at, _)| path[..at].to_owned());
            ends.collect()
        };
        *self = Self {
            commit: id,
            time: commit.map_or(0, |commit| commit.time().seconds()),
            folders: files.keys().flat_map(|path| above(path)).collect(),
            files,
        };
        Ok(true)
    }
}

impl Kept {
    fn keep(&mut self, entry: &Entry, size: u64, contents: Option<Vec<u8>>) {
        let place = (entry.path.clone(), size);
        self.places.insert(entry.id, place);
        if let Some(contents) = contents.filter(|contents| self.bytes + contents.len() <= KEPT) {
            self.bytes += contents.len();
            if let Some(old) = self.contents.insert(entry.id, contents.into()) {
                self.bytes -= old.len();
            }
        }
    }

    fn retain(&mut self, wanted: &HashSet<ObjectId>) {
        self.places.retain(|id, _| wanted.contains(id));
        self.contents.retain(|id, _| wanted.contains(id));
        self.bytes = self.contents.values().map(|contents| contents.len()).sum();
    }
}

/// Returns what differs between two scans.
pub(super) fn compare(before: &Scan, after: &Scan) -> Vec<Change> {
    let (old, new) = (&before.files, &after.files);
    let paths = old
        .keys()
        .chain(new.keys().filter(|path| !old.contains_key(*path)));
    paths
        .filter_map(|path| {
            let (before, after) = (old.get(path), new.get(path));
            (before != after).then(|| Change {
                path: path.clone(),
                before: before.cloned(),
                after: after.cloned(),
            })
        })
        .collect()
}

fn hash(bytes: &[u8]) -> Option<ObjectId> {
    Oid::hash_object(ObjectType::Blob, bytes)
        .map(object_id)
        .ok()
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

fn nanoseconds(time: SystemTime) -> i128 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_nanos() as i128)
}

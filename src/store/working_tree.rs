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

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use git2::{ErrorCode, ObjectType, Oid};
use imbl::OrdMap;
use imbl::ordmap::DiffItem;
use rayon::prelude::*;

use crate::domain::ObjectId;
use crate::store::budget::Budget;
use crate::store::diff::Change;
use crate::store::error::{StoreError, failed};
use crate::store::lock::lock;
use crate::store::object::Handle;
use crate::store::oid::object_id;
use crate::store::revision::Revision;
use crate::store::tree::{Entry, EntryKind, collect, subtree};
use crate::store::walk::{Found, Rules, Stamp, walk};

/// Files up to this size are kept in memory when they are not committed.
const SMALL: u64 = 1 << 20;
/// How many bytes of them.
const KEPT: usize = 256 << 20;
/// How many scans can be looked at after newer ones were made.
const SCANS: usize = 4;
/// How many of the files that changed last are looked at between scans.
const LIVELY: usize = 8;
/// A file that was read this soon after its last change is read again.
const RACY: i128 = 2_000_000_000;
/// Editors replace a file by removing it, or write it in two steps: what has just vanished or has
/// become empty is looked at once more after this long.
const SETTLE: Duration = Duration::from_millis(20);

/// The files that are not committed as they are, by path in the content folder.
pub type Drafts = Arc<BTreeSet<String>>;

/// A content folder on disk.
pub struct WorkingTree {
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
    /// The same files, as scans hand them out.
    files: OrdMap<String, Entry>,
    head: Head,
    /// Files that `HEAD` has not, or not so.
    drafts: BTreeSet<String>,
    /// Files that only `HEAD` has.
    missing: BTreeSet<String>,
    /// The files that changed last.
    lively: VecDeque<String>,
    /// The folders and when each was last changed.
    folders: Vec<(PathBuf, Option<Stamp>)>,
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
    pub(super) files: OrdMap<String, Entry>,
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
        found.retain(|found| {
            let known = state.known.get(&found.path);
            !known.is_some_and(|known| known.is_still(found))
        });
        let last = lock(&self.scans).back().cloned();
        let now = nanoseconds(SystemTime::now());
        let read: Vec<Result<Read, String>> = found
            .into_par_iter()
            .map(|found| self.read_file(found, &state.head))
            .collect();
        let mut changed = moved;
        for path in gone {
            changed |= state.forget(&path);
        }
        for read in read {
            let Read {
                found,
                id,
                contents,
            } = match read {
                Ok(read) => read,
                Err(path) => {
                    changed |= state.forget(&path);
                    continue;
                }
            };
            let entry = Entry {
                path: found.path,
                id,
                kind: found.kind,
            };
            if state.head.files.get(&entry.path) != Some(&entry) {
                lock(&self.kept).keep(&entry, found.stamp.size, contents);
            }
            changed |= state.note(entry, found.stamp, now);
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

    /// Tells whether a file that changed lately has changed again, or anything was added to a
    /// folder or taken out of it. Costs next to nothing; misses the change of a file that has lain
    /// still, which the next scan finds.
    pub fn has_recent_changes(&self) -> bool {
        let state = lock(&self.state);
        let lively = state.lively.iter().any(|path| {
            let known = state.known.get(path).map(|known| known.stamp);
            stamp(&self.root.join(path)) != known
        });
        let mut folders = state.folders.iter();
        lively || folders.any(|(folder, known)| stamp(folder) != *known)
    }

    fn walk(&self, handle: Option<&Handle>, state: &State) -> Result<Vec<Found>, StoreError> {
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
    fn read_file(&self, found: Found, head: &Head) -> Result<Read, String> {
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
        let same = |entry: &&Entry| entry.id != id && only_line_ends_differ(&contents, entry.id);
        match committed.filter(same) {
            Some(entry) => Ok(Read {
                id: entry.id,
                found,
                contents: None,
            }),
            None => Ok(Read {
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

    /// Returns the files that are known and were not found.
    fn gone(&self, found: &[Found]) -> Vec<String> {
        let known = |found: &&Found| self.known.contains_key(&found.path);
        if found.iter().filter(known).count() == self.known.len() {
            return Vec::new();
        }
        let there: HashSet<&str> = found.iter().map(|found| found.path.as_str()).collect();
        let gone = self
            .known
            .keys()
            .filter(|path| !there.contains(path.as_str()));
        gone.cloned().collect()
    }

    /// Forgets a file; tells whether it was known.
    fn forget(&mut self, path: &str) -> bool {
        self.files.remove(path);
        let was_known = self.known.remove(path).is_some();
        self.compare(path);
        was_known
    }

    /// Takes a file in; tells whether it is another than before.
    fn note(&mut self, entry: Entry, stamp: Stamp, now: i128) -> bool {
        let racy = now - stamp.modified < RACY;
        let path = entry.path.clone();
        let known = Known {
            entry: entry.clone(),
            stamp,
            racy,
        };
        let before = self.known.insert(path.clone(), known);
        let is_other = before.is_none_or(|before| before.entry != entry);
        if is_other {
            self.lively.retain(|known| *known != path);
            self.lively.push_front(path.clone());
            self.lively.truncate(LIVELY);
            self.files.insert(path.clone(), entry);
            self.compare(&path);
        }
        is_other
    }

    /// Compares a file with what `HEAD` has.
    fn compare(&mut self, path: &str) {
        let (here, there) = (self.files.get(path), self.head.files.get(path));
        let set = |set: &mut BTreeSet<String>, is_in: bool| match is_in {
            true => drop(set.insert(path.to_owned())),
            false => drop(set.remove(path)),
        };
        set(&mut self.drafts, here.is_some() && here != there);
        set(&mut self.missing, here.is_none() && there.is_some());
    }

    /// Compares everything with what `HEAD` has.
    fn compare_with_head(&mut self) {
        let (files, head) = (&self.files, &self.head.files);
        let drafts = files
            .iter()
            .filter(|(path, entry)| head.get(*path) != Some(*entry));
        let missing = head.keys().filter(|path| !files.contains_key(*path));
        let drafts = drafts.map(|(path, _)| path.clone()).collect();
        let missing = missing.cloned().collect();
        (self.drafts, self.missing) = (drafts, missing);
    }

    /// Notes the folders of the files.
    fn list_folders(&mut self, root: &Path) {
        let mut folders: BTreeSet<&str> = BTreeSet::from([""]);
        for path in self.files.keys() {
            let mut folder = path.as_str();
            while let Some((above, _)) = folder.rsplit_once('/')
                && folders.insert(above)
            {
                folder = above;
            }
        }
        let mut known: HashMap<PathBuf, Option<Stamp>> = self.folders.drain(..).collect();
        let entry = |folder: &str| {
            let path = root.join(folder);
            let stamp = known.remove(&path).unwrap_or_else(|| stamp(&path));
            (path, stamp)
        };
        self.folders = folders.into_iter().map(entry).collect();
    }

    /// Takes the stamps of the folders.
    fn look_at_folders(&mut self) {
        for (folder, known) in &mut self.folders {
            *known = stamp(folder);
        }
    }

    fn summary(&self) -> Scan {
        let head = &self.head;
        let as_committed = self.drafts.is_empty() && self.missing.is_empty();
        let revision = match head.commit.filter(|_| as_committed) {
            Some(id) => Revision {
                id,
                tree: id,
                time: head.time,
            },
            None => {
                let id = self.synthetic();
                let newest = self
                    .drafts
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
            files: self.files.clone(),
            drafts: Arc::new(self.drafts.clone()),
        }
    }

    /// Returns an id for files that no commit holds: it is made of what differs from `HEAD`.
    fn synthetic(&self) -> ObjectId {
        let mut text = format!("working tree on {:?}\n", self.head.commit);
        for entry in self.drafts.iter().filter_map(|path| self.files.get(path)) {
            text.push_str(&format!("{} {:?} {}\n", entry.id, entry.kind, entry.path));
        }
        for path in &self.missing {
            text.push_str(&format!("without {path}\n"));
        }
        hash(text.as_bytes()).unwrap_or(ObjectId::from_bytes([0; 20]))
    }
}

impl Head {
    /// Reads `HEAD` again if it has moved, and tells whether it has.
    fn follow(&mut self, handle: &Handle, folder: Option<&str>) -> Result<bool, StoreError> {
        let commit = match handle.head() {
            Ok(head) => Some(handle.commit(handle.commit_at(&head)?)?),
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
            && let Some(tree) = subtree(handle, object_id(commit.tree_id()), folder.unwrap_or(""))?
        {
            let tree = handle.tree(tree)?;
            let level = Budget::default().first_level();
            collect(handle, &tree, "", level, &mut |entry| {
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

/// Returns what differs between two scans. What they share is passed over.
pub(super) fn compare(before: &Scan, after: &Scan) -> Vec<Change> {
    let change = |path: &String, before: Option<&Entry>, after: Option<&Entry>| Change {
        path: path.clone(),
        before: before.cloned(),
        after: after.cloned(),
    };
    let changes = before.files.diff(&after.files).map(|item| match item {
        DiffItem::Add(path, after) => change(path, None, Some(after)),
        DiffItem::Remove(path, before) => change(path, Some(before), None),
        DiffItem::Update {
            old: (path, before),
            new: (_, after),
        } => change(path, Some(before), Some(after)),
    });
    changes.collect()
}

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = path.symlink_metadata().ok()?;
    Some(Stamp::of(&metadata))
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

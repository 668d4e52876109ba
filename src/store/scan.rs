//! [`Scan`]: what lies in a content folder on disk at one moment, and what is kept from one scan to
//! the next.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use git2::{ObjectType, Oid};
use imbl::OrdMap;
use imbl::ordmap::DiffItem;

use crate::domain::ObjectId;
use crate::store::diff::EntryChange;
use crate::store::head_content::HeadContent;
use crate::store::oid::object_id;
use crate::store::revision::Revision;
use crate::store::tree::ContentEntry;
use crate::store::walk::{DiskFile, Stamp};

/// The number of files that changed last and are looked at between scans.
const HOT_FILES: usize = 8;
/// A file that was read this soon after its last change is read again.
const RACY: i128 = 2_000_000_000;

/// The files that are not committed as they are, by path in the content folder.
pub type Drafts = Arc<BTreeSet<String>>;

/// The findings of the last scan.
#[derive(Default)]
pub(super) struct ScanState {
    known: HashMap<String, KnownFile>,
    /// The same files, as scans hand them out.
    files: OrdMap<String, ContentEntry>,
    pub(super) head: HeadContent,
    /// Files that `HEAD` has not, or not so.
    drafts: BTreeSet<String>,
    /// Files that only `HEAD` has.
    missing: BTreeSet<String>,
    /// The files that changed last.
    hot_files: VecDeque<String>,
    /// The folders and when each was last changed.
    folders: Vec<(PathBuf, Option<Stamp>)>,
}

struct KnownFile {
    entry: ContentEntry,
    stamp: Stamp,
    /// Whether the stamp may miss a change.
    racy: bool,
}

/// The content folder at one moment.
pub(super) struct Scan {
    pub(super) revision: Revision,
    /// The commit that the files are based on, if there is one.
    pub(super) head: Option<ObjectId>,
    pub(super) files: OrdMap<String, ContentEntry>,
    pub(super) drafts: Drafts,
}

impl KnownFile {
    fn is_still(&self, found: &DiskFile) -> bool {
        !self.racy && self.entry.kind == found.kind && self.stamp == found.stamp
    }
}

impl ScanState {
    /// Tells whether a file has vanished or become empty since the last scan.
    pub(super) fn has_lost(&self, found: &[DiskFile]) -> bool {
        let still = found.iter().filter(|found| {
            let known = self.known.get(&found.path);
            known.is_some_and(|known| found.stamp.size > 0 || known.stamp.size == 0)
        });
        still.count() < self.known.len()
    }

    /// Returns the files that are known and were not found.
    pub(super) fn gone(&self, found: &[DiskFile]) -> Vec<String> {
        let known = |found: &&DiskFile| self.known.contains_key(&found.path);
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

    /// Leaves of the files that were found those that may have changed.
    pub(super) fn retain_changed(&self, found: &mut Vec<DiskFile>) {
        found.retain(|found| {
            let known = self.known.get(&found.path);
            !known.is_some_and(|known| known.is_still(found))
        });
    }

    /// Tells whether one of the files that changed last, or a folder, has changed since.
    pub(super) fn has_recent_changes(&self, root: &Path) -> bool {
        let hot = self.hot_files.iter().any(|path| {
            let known = self.known.get(path).map(|known| known.stamp);
            stamp(&root.join(path)) != known
        });
        let mut folders = self.folders.iter();
        hot || folders.any(|(folder, known)| stamp(folder) != *known)
    }

    /// Forgets a file; tells whether it was known.
    pub(super) fn forget(&mut self, path: &str) -> bool {
        self.files.remove(path);
        let was_known = self.known.remove(path).is_some();
        self.compare(path);
        was_known
    }

    /// Takes a file in; tells whether it is another than before.
    pub(super) fn note(&mut self, entry: ContentEntry, stamp: Stamp, now: i128) -> bool {
        let racy = now - stamp.modified < RACY;
        let path = entry.path.clone();
        let known = KnownFile {
            entry: entry.clone(),
            stamp,
            racy,
        };
        let before = self.known.insert(path.clone(), known);
        let is_other = before.is_none_or(|before| before.entry != entry);
        if is_other {
            self.hot_files.retain(|known| *known != path);
            self.hot_files.push_front(path.clone());
            self.hot_files.truncate(HOT_FILES);
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
    pub(super) fn compare_with_head(&mut self) {
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
    pub(super) fn list_folders(&mut self, root: &Path) {
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
    pub(super) fn look_at_folders(&mut self) {
        for (folder, known) in &mut self.folders {
            *known = stamp(folder);
        }
    }

    pub(super) fn summary(&self) -> Scan {
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

/// Returns what differs between two scans. What they share is passed over.
pub(super) fn compare(before: &Scan, after: &Scan) -> Vec<EntryChange> {
    let change =
        |path: &String, before: Option<&ContentEntry>, after: Option<&ContentEntry>| EntryChange {
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

pub(super) fn hash(bytes: &[u8]) -> Option<ObjectId> {
    Oid::hash_object(ObjectType::Blob, bytes)
        .map(object_id)
        .ok()
}

pub(super) fn nanoseconds(time: SystemTime) -> i128 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_nanos() as i128)
}

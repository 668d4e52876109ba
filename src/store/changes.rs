//! What is in the content folder, and what differs between two commits.
//!
//! Two trees are compared entry by entry; equal sub-trees are skipped by their ids, so the cost is
//! that of what changed, not of the site. No walk goes on for ever, whatever the trees describe:
//! see [`crate::store::budget`].

use std::cmp::Ordering;
use std::collections::HashMap;

use git2::{ObjectType, Tree, TreeEntry};

use crate::domain::ObjectId;
use crate::store::budget::{Budget, Excess, MAX_DEPTH};
use crate::store::incoming::in_tree_order;
use crate::store::object::Handle;
use crate::store::{Revision, Store, StoreError, object_id, working_tree};

/// A file of the content folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path in the content folder; bytes that are not UTF-8 are replaced.
    pub path: String,
    /// The object.
    pub id: ObjectId,
    /// What it is.
    pub kind: EntryKind,
}

/// What an entry of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A symbolic link, which is never followed.
    Symlink,
    /// A submodule.
    Submodule,
    /// A name that is not UTF-8, or a folder that is nested too deeply.
    Unreadable,
    /// A folder that is damaged in the repository, whose files are not known.
    Damaged,
}

/// What happened to a path between two commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path in the content folder.
    pub path: String,
    /// What was there; `None` where nothing was.
    pub before: Option<Entry>,
    /// What is there now; `None` where nothing is.
    pub after: Option<Entry>,
}

impl Store {
    /// Returns every file of the content folder.
    pub fn entries(&self, revision: &Revision) -> Result<Vec<Entry>, StoreError> {
        if let Some(scan) = self.scan_of(revision.id) {
            return Ok(scan.files.values().cloned().collect());
        }
        self.check_tree(revision.tree)?;
        self.with(|handle| {
            let mut entries = Vec::new();
            let tree = handle.whole_tree(revision.tree);
            let tree = tree.map_err(|error| self.lost(error))?;
            let level = first_level(&self.budget);
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
        self.check_tree(to.tree)?;
        self.with(|handle| {
            // Of what was there before, each can be gone.
            let most = self.budget.entries.saturating_mul(2);
            compare(handle, (Some(from.tree), Some(to.tree)), &self.budget, most)
        })
    }
}

/// Returns the level to begin at so that folders are entered as deeply as a budget says.
pub(super) fn first_level(budget: &Budget) -> usize {
    MAX_DEPTH.saturating_sub(budget.depth)
}

/// Returns the entries of two trees that are not the same in both. A folder of thousands of files
/// is walked through without a copy of any name.
pub(super) fn differing<'t>(
    old: Option<&'t Tree<'_>>,
    new: Option<&'t Tree<'_>>,
) -> (Vec<TreeEntry<'t>>, Vec<TreeEntry<'t>>) {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    let mut before = old.into_iter().flat_map(Tree::iter).peekable();
    let mut after = new.into_iter().flat_map(Tree::iter).peekable();
    loop {
        let order = match (before.peek(), after.peek()) {
            (None, None) => return (gone, come),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => in_tree_order(old, new),
        };
        let left = if order.is_le() { before.next() } else { None };
        let right = if order.is_ge() { after.next() } else { None };
        let same = |old: &TreeEntry<'_>, new: &TreeEntry<'_>| {
            old.id() == new.id() && old.filemode_raw() == new.filemode_raw()
        };
        if !matches!((&left, &right), (Some(old), Some(new)) if same(old, new)) {
            gone.extend(left);
            come.extend(right);
        }
    }
}

/// Tells of every file below a tree, and of folders that are damaged.
pub(super) fn collect(
    handle: &Handle,
    tree: &Tree<'_>,
    prefix: &str,
    depth: usize,
    found: &mut impl FnMut(Entry),
) -> Result<(), StoreError> {
    for entry in tree.iter() {
        let mut item = read_entry(&entry, prefix, depth);
        let Some(folder) = item.folder else {
            found(item.entry);
            continue;
        };
        match handle.whole_tree(folder) {
            Ok(tree) => {
                let path = format!("{}/", item.entry.path);
                collect(handle, &tree, &path, depth + 1, found)?;
            }
            Err(error) if error.is_damage() => {
                item.entry.kind = EntryKind::Damaged;
                found(item.entry);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Returns the entries of a tree that are no folders.
pub(super) fn direct(tree: &Tree<'_>, prefix: &str) -> Vec<Entry> {
    let items = tree.iter().map(|entry| read_entry(&entry, prefix, 0));
    let files = items.filter(|item| item.folder.is_none());
    files.map(|item| item.entry).collect()
}

/// An entry of a tree, with the tree's id where it is a folder to enter.
struct Item {
    entry: Entry,
    folder: Option<ObjectId>,
}

impl Item {
    /// Makes a folder that cannot be entered an entry of its own.
    fn leave_if_damaged(&mut self, handle: &Handle) -> Result<(), StoreError> {
        let Some(folder) = self.folder else {
            return Ok(());
        };
        match handle.tree(folder) {
            Err(error) if error.is_damage() => {
                self.entry.kind = EntryKind::Damaged;
                self.folder = None;
                Ok(())
            }
            tree => tree.map(drop),
        }
    }
}

fn read_entry(entry: &TreeEntry<'_>, prefix: &str, depth: usize) -> Item {
    let name = String::from_utf8_lossy(entry.name_bytes());
    let id = object_id(entry.id());
    let kind = match (entry.kind(), entry.filemode()) {
        _ if std::str::from_utf8(entry.name_bytes()).is_err() => EntryKind::Unreadable,
        (Some(ObjectType::Tree), _) if depth >= MAX_DEPTH => EntryKind::Unreadable,
        (Some(ObjectType::Blob), 0o120_000) => EntryKind::Symlink,
        (Some(ObjectType::Commit), _) => EntryKind::Submodule,
        _ => EntryKind::File,
    };
    let enter = kind == EntryKind::File && entry.kind() == Some(ObjectType::Tree);
    Item {
        entry: Entry {
            path: format!("{prefix}{name}"),
            id,
            kind,
        },
        folder: enter.then_some(id),
    }
}

/// Returns the changes between two trees, of which either may be missing. What is damaged in the
/// second is a change as any other; what is damaged in the first hides what was there. Fails where
/// more than `most` files and folders would have to be looked at.
pub(super) fn compare(
    handle: &Handle,
    (before, after): (Option<ObjectId>, Option<ObjectId>),
    budget: &Budget,
    most: u64,
) -> Result<Vec<Change>, StoreError> {
    let mut comparison = Comparison {
        handle,
        seen: 0,
        most,
        changes: Vec::new(),
    };
    comparison.run(before, after, "", first_level(budget))?;
    Ok(comparison.changes)
}

struct Comparison<'r> {
    handle: &'r Handle,
    seen: u64,
    most: u64,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn run(
        &mut self,
        before: Option<ObjectId>,
        after: Option<ObjectId>,
        prefix: &str,
        depth: usize,
    ) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        let handle = self.handle;
        let old = before.map(|id| handle.tree(id)).transpose()?;
        let new = after.map(|id| handle.tree(id)).transpose()?;
        let (old, new) = differing(old.as_ref(), new.as_ref());
        self.seen += (old.len() + new.len()) as u64;
        if self.seen > self.most {
            let excess = Excess::Entries(self.seen, self.most);
            return Err(StoreError::OverBudget(excess));
        }
        let items = |entries: Vec<TreeEntry<'_>>| {
            let items = entries.iter().map(|entry| read_entry(entry, prefix, depth));
            let mut items: Vec<Item> = items.collect();
            // Git sorts folders as if their names ended in a slash; here plain names are joined.
            items.sort_by(|a, b| a.entry.path.cmp(&b.entry.path));
            items.into_iter().peekable()
        };
        let (mut old, mut new) = (items(old), items(new));
        loop {
            let order = match (old.peek(), new.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => old.entry.path.cmp(&new.entry.path),
            };
            let left = if order.is_le() { old.next() } else { None };
            let right = if order.is_ge() { new.next() } else { None };
            self.item(left, right, depth)?;
        }
    }

    /// Notes what became of one name, and what is below it.
    fn item(
        &mut self,
        left: Option<Item>,
        mut right: Option<Item>,
        depth: usize,
    ) -> Result<(), StoreError> {
        let unchanged = matches!((&left, &right), (Some(a), Some(b)) if a.entry == b.entry && a.folder == b.folder);
        let named = left.as_ref().or(right.as_ref());
        let Some(path) = named.map(|item| item.entry.path.clone()) else {
            return Ok(());
        };
        if unchanged {
            return Ok(());
        }
        if let Some(item) = &mut right {
            item.leave_if_damaged(self.handle)?;
        }
        let folder = |item: &Option<Item>| item.as_ref().and_then(|item| item.folder);
        let (old_folder, new_folder) = (folder(&left), folder(&right));
        if old_folder.is_some() || new_folder.is_some() {
            self.run(old_folder, new_folder, &format!("{path}/"), depth + 1)?;
        }
        let file = |item: Option<Item>| {
            item.filter(|item| item.folder.is_none())
                .map(|item| item.entry)
        };
        let (before, after) = (file(left), file(right));
        if before.is_some() || after.is_some() {
            self.changes.push(Change {
                path,
                before,
                after,
            });
        }
        Ok(())
    }
}

//! The entries of trees.

use std::cmp::Ordering;

use git2::{ObjectType, Tree, TreeEntry};

use crate::domain::ObjectId;
use crate::store::budget::MAX_DEPTH;
use crate::store::error::StoreError;
use crate::store::object::Handle;
use crate::store::oid::object_id;

/// A file of the content folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentEntry {
    /// The path in the content folder; bytes that are not UTF-8 are replaced.
    pub path: String,
    /// The object.
    pub id: ObjectId,
    /// Its kind.
    pub kind: EntryKind,
}

/// The kind of an entry of a tree.
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

/// Returns the tree of a folder below a tree; an empty folder name is the tree itself.
pub(super) fn subtree(
    handle: &Handle,
    root: ObjectId,
    folder: &str,
) -> Result<Option<ObjectId>, StoreError> {
    if folder.is_empty() {
        return Ok(Some(root));
    }
    let entry = entry_at(handle, root, folder)?;
    let tree = entry.filter(|(kind, _)| *kind == Some(ObjectType::Tree));
    Ok(tree.map(|(_, id)| id))
}

/// Returns what stands at a path below a tree, and its kind; `None` where nothing does.
pub(super) fn entry_at(
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

/// Tells of every file below a tree, and of folders that are damaged.
pub(super) fn collect(
    handle: &Handle,
    tree: &Tree<'_>,
    prefix: &str,
    depth: usize,
    found: &mut impl FnMut(ContentEntry),
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
pub(super) fn direct(tree: &Tree<'_>, prefix: &str) -> Vec<ContentEntry> {
    let items = tree.iter().map(|entry| read_entry(&entry, prefix, 0));
    let files = items.filter(|item| item.folder.is_none());
    files.map(|item| item.entry).collect()
}

/// An entry of a tree, with the tree's id where it is a folder to enter.
pub(super) struct TreeItem {
    pub(super) entry: ContentEntry,
    pub(super) folder: Option<ObjectId>,
}

impl TreeItem {
    /// Makes a folder that cannot be entered an entry of its own.
    pub(super) fn leave_if_damaged(&mut self, handle: &Handle) -> Result<(), StoreError> {
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

/// Reads an entry of a tree.
pub(super) fn read_entry(entry: &TreeEntry<'_>, prefix: &str, depth: usize) -> TreeItem {
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
    TreeItem {
        entry: ContentEntry {
            path: format!("{prefix}{name}"),
            id,
            kind,
        },
        folder: enter.then_some(id),
    }
}

/// Compares as git sorts: a folder as if its name ended in a slash.
pub(super) fn in_tree_order(a: &TreeEntry<'_>, b: &TreeEntry<'_>) -> Ordering {
    let is_tree = |entry: &TreeEntry<'_>| entry.kind() == Some(ObjectType::Tree);
    let (folder_a, folder_b) = (is_tree(a), is_tree(b));
    let (a, b) = (a.name_bytes(), b.name_bytes());
    if a == b {
        return folder_a.cmp(&folder_b);
    }
    let end = |folder: bool| folder.then_some(b'/');
    let (a, b) = (
        a.iter().copied().chain(end(folder_a)),
        b.iter().copied().chain(end(folder_b)),
    );
    a.cmp(b)
}

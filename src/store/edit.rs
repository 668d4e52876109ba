//! A tree that is being changed, in memory, until it is written.
//!
//! Only the folders on the way to what changes are read, and only those are written; all others
//! stay the objects that they are. Paths are bytes: what others have committed need not be UTF-8.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use git2::{Tree, TreeEntry};

use crate::domain::ObjectId;
use crate::store::error::{StoreError, failed};
use crate::store::object::Handle;
use crate::store::oid::{object_id, oid};

/// The mode of a folder.
const FOLDER: i32 = 0o040_000;
/// The mode of a submodule, whose commit is in another repository.
pub(super) const SUBMODULE: i32 = 0o160_000;

/// The mode and the id behind a name in a tree: a file, a symbolic link, a submodule or a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) mode: i32,
    pub(super) id: ObjectId,
}

impl Leaf {
    /// Returns what an entry of a tree names: a folder, too.
    pub(super) fn of(entry: &TreeEntry<'_>) -> Self {
        Self {
            mode: entry.filemode(),
            id: object_id(entry.id()),
        }
    }

    pub(super) fn folder(id: ObjectId) -> Self {
        Self { mode: FOLDER, id }
    }

    pub(super) fn is_folder(self) -> bool {
        self.mode == FOLDER
    }

    /// Makes sure that libgit2 may read it. What a submodule is of lies elsewhere.
    pub(super) fn look_at(self, handle: &Handle) -> Result<(), StoreError> {
        match self.mode {
            SUBMODULE => Ok(()),
            FOLDER => handle.look_at("tree", self.id),
            _ => handle.look_at("file", self.id),
        }
    }
}

/// The content of a tree at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathState {
    Nothing,
    Folder,
    Leaf(Leaf),
    /// Nothing, and nothing can be put there: one of the folders above is no folder. It is the
    /// path's beginning up to this length.
    Below(usize),
}

/// A tree with changes.
pub(super) struct TreeEdit<'h> {
    handle: &'h Handle,
    /// The tree without the changes.
    tree: Option<Tree<'h>>,
    /// Entries that were put here, or taken away.
    leaves: BTreeMap<Vec<u8>, Option<Leaf>>,
    /// The folders that were entered. A name is in one of the two at most.
    folders: BTreeMap<Vec<u8>, TreeEdit<'h>>,
}

impl<'h> TreeEdit<'h> {
    /// Begins with a tree, of which every byte is checked; or with nothing.
    pub(super) fn of(handle: &'h Handle, tree: Option<ObjectId>) -> Result<Self, StoreError> {
        Ok(Self {
            handle,
            tree: tree.map(|id| handle.whole_tree(id)).transpose()?,
            leaves: BTreeMap::new(),
            folders: BTreeMap::new(),
        })
    }

    /// Tells what stands at a path now.
    pub(super) fn find(&mut self, path: &[u8]) -> Result<PathState, StoreError> {
        let (name, rest) = split(path);
        match (self.look(name), rest) {
            (PathState::Folder, Some(rest)) => {
                let found = self.enter(name)?.find(rest)?;
                let above = name.len() + 1;
                Ok(match found {
                    PathState::Below(length) => PathState::Below(above + length),
                    found => found,
                })
            }
            (PathState::Leaf(_), Some(_)) => Ok(PathState::Below(name.len())),
            (found, _) => Ok(found),
        }
    }

    /// Puts something at a path, in the place of whatever is there or is in the way.
    pub(super) fn put(&mut self, path: &[u8], leaf: Leaf) -> Result<(), StoreError> {
        match split(path) {
            (name, Some(rest)) => self.enter(name)?.put(rest, leaf),
            (name, None) => {
                self.set(name, Some(leaf));
                Ok(())
            }
        }
    }

    /// Takes away what stands at a path. A folder in which nothing is left goes as well.
    pub(super) fn remove(&mut self, path: &[u8]) -> Result<(), StoreError> {
        match split(path) {
            (name, Some(rest)) if self.look(name) == PathState::Folder => {
                self.enter(name)?.remove(rest)
            }
            (_, Some(_)) => Ok(()),
            (name, None) => {
                self.set(name, None);
                Ok(())
            }
        }
    }

    /// Writes the trees that changed and returns the root's, the empty tree where nothing is left.
    pub(super) fn write(&self) -> Result<ObjectId, StoreError> {
        match self.write_folder()? {
            Some(tree) => Ok(tree),
            None => build(self.handle, None, &[]),
        }
    }

    /// Writes a folder; `None` where nothing is in it.
    fn write_folder(&self) -> Result<Option<ObjectId>, StoreError> {
        if self.leaves.is_empty() && self.folders.is_empty() {
            return Ok(self.tree.as_ref().map(|tree| object_id(tree.id())));
        }
        if self.is_empty() {
            return Ok(None);
        }
        let mut entries = Vec::with_capacity(self.leaves.len() + self.folders.len());
        for (name, leaf) in &self.leaves {
            entries.push((name.as_slice(), *leaf));
        }
        for (name, folder) in &self.folders {
            let tree = folder.write_folder()?;
            entries.push((name.as_slice(), tree.map(Leaf::folder)));
        }
        build(self.handle, self.tree.as_ref(), &entries).map(Some)
    }

    fn look(&self, name: &[u8]) -> PathState {
        if let Some(folder) = self.folders.get(name) {
            return match folder.is_empty() {
                true => PathState::Nothing,
                false => PathState::Folder,
            };
        }
        let leaf = self.leaves.get(name);
        match leaf.copied().unwrap_or_else(|| self.unchanged(name)) {
            None => PathState::Nothing,
            Some(Leaf { mode: FOLDER, .. }) => PathState::Folder,
            Some(leaf) => PathState::Leaf(leaf),
        }
    }

    fn set(&mut self, name: &[u8], leaf: Option<Leaf>) {
        self.folders.remove(name);
        self.leaves.insert(name.to_vec(), leaf);
    }

    /// Returns what the tree had under a name before it was changed.
    fn unchanged(&self, name: &[u8]) -> Option<Leaf> {
        let entry = self.tree.as_ref()?.get_name_bytes(name)?;
        Some(Leaf::of(&entry))
    }

    fn is_empty(&self) -> bool {
        let is_changed =
            |name: &[u8]| self.leaves.contains_key(name) || self.folders.contains_key(name);
        let mut before = self.tree.iter().flat_map(Tree::iter);
        self.leaves.values().all(Option::is_none)
            && self.folders.values().all(Self::is_empty)
            && before.all(|entry| is_changed(entry.name_bytes()))
    }

    /// Returns a folder to change it, a new one where there is none.
    fn enter(&mut self, name: &[u8]) -> Result<&mut Self, StoreError> {
        let before = match self.leaves.remove(name) {
            None => self.unchanged(name),
            Some(_) => None,
        };
        match self.folders.entry(name.to_vec()) {
            Entry::Occupied(folder) => Ok(folder.into_mut()),
            Entry::Vacant(slot) => {
                let before = before.filter(|entry| entry.mode == FOLDER);
                let folder = Self::of(self.handle, before.map(|folder| folder.id))?;
                Ok(slot.insert(folder))
            }
        }
    }
}

/// Writes a tree: that of before with other entries, of which some may be gone.
fn build(
    handle: &Handle,
    before: Option<&Tree<'_>>,
    entries: &[(&[u8], Option<Leaf>)],
) -> Result<ObjectId, StoreError> {
    for (_, entry) in entries {
        // libgit2 looks for itself, and would wait for the rest of one that was cut short.
        entry.map_or(Ok(()), |entry| entry.look_at(handle))?;
    }
    let built = || -> Result<ObjectId, git2::Error> {
        let mut builder = handle.treebuilder(before)?;
        for (name, entry) in entries {
            match entry {
                Some(leaf) => {
                    builder.insert(*name, oid(leaf.id), leaf.mode)?;
                }
                None if builder.get(*name)?.is_some() => builder.remove(*name)?,
                None => {}
            }
        }
        builder.write().map(object_id)
    };
    let tree = built().map_err(failed("writing a tree".to_owned()))?;
    // One that was there before is not written again, even where it is damaged.
    handle.look_at("tree", tree)?;
    Ok(tree)
}

/// Returns the first part of a path, and what follows its slash.
fn split(path: &[u8]) -> (&[u8], Option<&[u8]>) {
    match path.iter().position(|byte| *byte == b'/') {
        Some(at) => (&path[..at], Some(&path[at + 1..])),
        None => (path, None),
    }
}

/// Writes a tree that has these entries and no others; `None` where there are none.
pub(super) fn tree_of(
    handle: &Handle,
    entries: &[(Vec<u8>, Leaf)],
) -> Result<Option<ObjectId>, StoreError> {
    if entries.is_empty() {
        return Ok(None);
    }
    let entries: Vec<_> = entries
        .iter()
        .map(|(name, leaf)| (name.as_slice(), Some(*leaf)))
        .collect();
    build(handle, None, &entries).map(Some)
}

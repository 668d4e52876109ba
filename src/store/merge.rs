//! Merging what two sides made of one tree, in memory.
//!
//! Of the three trees only what is not the same in all of them is read, and given to libgit2, which
//! knows how to merge lines and follows files that one side has moved. The rest of the site takes
//! no part in it. Everything is looked at before libgit2 may wait for it.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Index, IndexEntry, ObjectType, TreeEntry};

use crate::domain::ObjectId;
use crate::store::budget::MAX_DEPTH;
use crate::store::diff::differing;
use crate::store::edit::{Leaf, SUBMODULE, TreeEdit, tree_of};
use crate::store::error::{StoreError, failed};
use crate::store::excess::Excess;
use crate::store::object::Handle;
use crate::store::oid::{object_id, oid};
use crate::store::repository::Store;
use crate::store::revision::EMPTY_TREE;

/// Above the priorities of loose objects and of packs.
const FIRST: i32 = 1_000;

/// A file that two sides changed in ways that exclude each other, with what each made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The file.
    pub file: String,
    /// The object that both began with; `None` where there was no such file.
    pub base: Option<ObjectId>,
    /// The branch's object; `None` where it has no such file any more.
    pub theirs: Option<ObjectId>,
    /// The object of the change that came too late; `None` where it takes the file away.
    pub mine: Option<ObjectId>,
}

/// The result of a merge of trees.
#[derive(Debug)]
pub(super) enum TreeMerge {
    /// A tree with what both sides did, on the disk.
    Tree(ObjectId),
    /// Nothing was written.
    Conflict(Vec<Conflict>),
}

/// Three trees of which two were made of the first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) base: ObjectId,
    pub(super) theirs: ObjectId,
    pub(super) mine: ObjectId,
}

/// Merges trees. `durable` is the handle to write with.
pub(super) fn merge_trees(
    store: &Store,
    durable: &Handle,
    sides: Sides,
) -> Result<TreeMerge, StoreError> {
    let Sides { base, theirs, mine } = sides;
    if theirs == mine || base == mine {
        return Ok(TreeMerge::Tree(theirs));
    }
    if base == theirs {
        return Ok(TreeMerge::Tree(mine));
    }
    // What the merge itself needs is written to memory, by a handle that ends with it.
    let scratch = store.objects().fresh()?;
    let objects = scratch.odb().map_err(failed(WHAT.to_owned()))?;
    let memory = objects.add_new_mempack_backend(FIRST);
    memory.map_err(failed(WHAT.to_owned()))?;
    let mut pruning = Pruning {
        handle: &scratch,
        limit: store.budget().entries,
        room: store.budget().entries.saturating_mul(3),
        leaves: Default::default(),
    };
    let pruned = pruning.prune([Some(base), Some(theirs), Some(mine)], &[], 0)?;
    let index = merge(&scratch, pruned)?;
    if index.has_conflicts() {
        let conflicts = conflicts(&index).map_err(failed(WHAT.to_owned()))?;
        return Ok(TreeMerge::Conflict(conflicts));
    }
    let merged = leaves(&index);
    let clashes = clashes(&merged, &pruning.leaves);
    if !clashes.is_empty() {
        return Ok(TreeMerge::Conflict(clashes));
    }
    let tree = apply(&scratch, durable, theirs, &pruning.leaves[1], &merged)?;
    Ok(TreeMerge::Tree(tree))
}

/// All that is no folder, by path.
type Leaves = BTreeMap<Vec<u8>, Leaf>;

fn leaves(index: &Index) -> Leaves {
    let leaf = |entry: IndexEntry| {
        let leaf = Leaf {
            mode: entry.mode as i32,
            id: object_id(entry.id),
        };
        (entry.path, leaf)
    };
    index.iter().map(leaf).collect()
}

/// Returns what would be in a file of another side, which libgit2 does not always notice: one side
/// has made a file of a folder in which the other has put something.
fn clashes(merged: &Leaves, sides: &[Leaves; 3]) -> Vec<Conflict> {
    let mut clashing = BTreeSet::new();
    for path in merged.keys() {
        let slashes = path.iter().enumerate().filter(|(_, byte)| **byte == b'/');
        for (at, _) in slashes.filter(|(at, _)| merged.contains_key(&path[..*at])) {
            clashing.extend([&path[..at], path.as_slice()]);
        }
    }
    let conflict = |path: &[u8]| {
        let [base, theirs, mine] = sides
            .each_ref()
            .map(|side| side.get(path).map(|leaf| leaf.id));
        Conflict {
            file: String::from_utf8_lossy(path).into_owned(),
            base,
            theirs,
            mine,
        }
    };
    clashing.into_iter().map(conflict).collect()
}

const WHAT: &str = "merging";

fn merge(scratch: &Handle, trees: [Option<ObjectId>; 3]) -> Result<Index, StoreError> {
    let [base, theirs, mine] = trees.map(|tree| scratch.tree(tree.unwrap_or(EMPTY_TREE)));
    let merged = scratch.merge_trees(&base?, &theirs?, &mine?, None);
    merged.map_err(failed(WHAT.to_owned()))
}

/// Does to the whole tree of one side what the merge did to the part that it was given.
fn apply(
    scratch: &Handle,
    durable: &Handle,
    tree: ObjectId,
    before: &Leaves,
    merged: &Leaves,
) -> Result<ObjectId, StoreError> {
    let mut edit = TreeEdit::of(durable, Some(tree))?;
    for path in before.keys().filter(|path| !merged.contains_key(*path)) {
        edit.remove(path)?;
    }
    let objects = durable.odb().map_err(failed(WHAT.to_owned()))?;
    for (path, leaf) in merged {
        if before.get(path) == Some(leaf) {
            continue;
        }
        // The text that was merged of two is in memory alone.
        if leaf.mode != SUBMODULE && !objects.exists(oid(leaf.id)) {
            let text = scratch.read(ObjectType::Blob, leaf.id, u64::MAX)?;
            let written = durable.blob(&text);
            written.map_err(failed("writing a merged file".to_owned()))?;
        }
        edit.put(path, *leaf)?;
    }
    edit.write()
}

/// The part of three trees that is not the same in all of them.
struct Pruning<'h> {
    handle: &'h Handle,
    /// The number of files and folders that may still be looked at, and the most there may be.
    room: u64,
    limit: u64,
    /// The entries of each of the trees.
    leaves: [Leaves; 3],
}

impl Pruning<'_> {
    /// Returns three trees without what all of them have; `None` where nothing is left.
    fn prune(
        &mut self,
        trees: [Option<ObjectId>; 3],
        prefix: &[u8],
        depth: usize,
    ) -> Result<[Option<ObjectId>; 3], StoreError> {
        if depth > MAX_DEPTH {
            return Err(self.too_much());
        }
        let handle = self.handle;
        let read = |tree: Option<ObjectId>| tree.map(|id| handle.whole_tree(id)).transpose();
        let [base, theirs, mine] = trees.map(read);
        let trees = [base?, theirs?, mine?];
        let mut names = BTreeSet::new();
        for side in &trees[1..] {
            let (gone, come) = differing(trees[0].as_ref(), side.as_ref());
            let both = gone.iter().chain(&come);
            names.extend(both.map(|entry| entry.name_bytes().to_vec()));
        }
        let mut pruned: [Vec<(Vec<u8>, Leaf)>; 3] = Default::default();
        for name in names {
            self.room = self.room.checked_sub(1).ok_or_else(|| self.too_much())?;
            let path = [prefix, &name].concat();
            let entry = |side: usize| {
                let entry = trees[side].as_ref()?.get_name_bytes(&name);
                entry.as_ref().map(|entry: &TreeEntry<'_>| Leaf::of(entry))
            };
            let entries = [entry(0), entry(1), entry(2)];
            let folders = entries.map(|entry| entry.filter(|entry| entry.is_folder()));
            let mut below = [None; 3];
            if folders.iter().any(Option::is_some) {
                let folders = folders.map(|folder| folder.map(|folder| folder.id));
                let prefix = [path.as_slice(), b"/"].concat();
                below = self.prune(folders, &prefix, depth + 1)?;
            }
            for side in 0..3 {
                let leaf = entries[side].filter(|entry| !entry.is_folder());
                if let Some(leaf) = leaf {
                    self.leaves[side].insert(path.clone(), leaf);
                }
                let kept = leaf.or(below[side].map(Leaf::folder));
                pruned[side].extend(kept.map(|kept| (name.clone(), kept)));
            }
        }
        let [base, theirs, mine] = pruned.map(|entries| tree_of(handle, &entries));
        Ok([base?, theirs?, mine?])
    }

    fn too_much(&self) -> StoreError {
        StoreError::OverBudget(Excess::Entries(u64::MAX, self.limit))
    }
}

/// Returns the files in conflict, each once. Libgit2's “ours” is the branch's side.
pub(super) fn conflicts(index: &Index) -> Result<Vec<Conflict>, git2::Error> {
    let mut found = BTreeMap::new();
    for conflict in index.conflicts()? {
        let conflict = conflict?;
        let sides = [&conflict.our, &conflict.their, &conflict.ancestor];
        let Some(entry) = sides.into_iter().find_map(Option::as_ref) else {
            continue;
        };
        let file = String::from_utf8_lossy(&entry.path).into_owned();
        let [theirs, mine, base] = sides.map(|side| side.as_ref().map(|side| object_id(side.id)));
        let conflict = Conflict {
            file: file.clone(),
            base,
            theirs,
            mine,
        };
        found.insert(file, conflict);
    }
    Ok(found.into_values().collect())
}

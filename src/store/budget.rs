//! [`Budget`]: how much one commit may hold, and the counting that holds it to that.
//!
//! A tree names its folders by their ids, so a dozen small objects can describe more files than any
//! memory has room for. Nothing walks a commit's files before they are counted here: each distinct
//! tree is looked at once, however often it stands in others, and what is known of it is kept for
//! the next commit.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use git2::{ObjectType, Oid};

use crate::domain::ObjectId;
use crate::store::error::StoreError;
use crate::store::excess::Excess;
use crate::store::object::Handle;
use crate::store::oid::{object_id, oid};

/// Folders nested more deeply than this are never entered, whatever is configured: no page's path
/// is that long, and each level takes some of the stack.
pub const MAX_DEPTH: usize = 128;
/// Most trees that are remembered; beyond that, counting begins anew.
const MOST_KNOWN: usize = 1 << 20;

/// The limits of a push and of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Files and folders of one commit.
    pub entries: u64,
    /// The deepest nesting of folders.
    pub depth: usize,
    /// Bytes of all pages of an edition; of all files that a push adds; and of what its objects
    /// inflate to.
    pub bytes: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            entries: 1_000_000,
            depth: 64,
            bytes: 10_000_000_000,
        }
    }
}

/// The numbers of entries, at all depths, of trees that were counted.
///
/// A tree that nests too deeply to be entered whole has another number at each depth. Under zero
/// stands the number of one that was counted whole.
#[derive(Default)]
pub(super) struct EntryCounts(Mutex<HashMap<(Oid, usize), u64>>);

impl EntryCounts {
    /// Returns how many files and folders a tree has.
    pub(super) fn entries(&self, handle: &Handle, tree: ObjectId) -> u64 {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > MOST_KNOWN {
            known.clear();
        }
        count(handle, oid(tree), MAX_DEPTH, &mut known).0
    }
}

impl Budget {
    /// Returns the level to begin at so that folders are entered as deeply as the budget says.
    pub(super) fn first_level(&self) -> usize {
        MAX_DEPTH.saturating_sub(self.depth)
    }

    /// Fails where there are more files and folders than the budget allows.
    pub(super) fn check(&self, found: u64) -> Result<(), StoreError> {
        let limit = self.entries;
        match found > limit {
            true => Err(StoreError::OverBudget(Excess::Entries(found, limit))),
            false => Ok(()),
        }
    }
}

/// Counts what is in a tree, `levels` deep; tells also whether that was all of it. A tree that
/// cannot be read is empty here: whoever walks it says what is wrong with it.
fn count(
    handle: &Handle,
    id: Oid,
    levels: usize,
    known: &mut HashMap<(Oid, usize), u64>,
) -> (u64, bool) {
    if let Some(&entries) = known.get(&(id, 0)) {
        return (entries, true);
    }
    if let Some(&entries) = known.get(&(id, levels)) {
        return (entries, false);
    }
    let Ok(tree) = handle.tree(object_id(id)) else {
        return (0, true);
    };
    let (mut entries, mut whole) = (0_u64, true);
    for entry in &tree {
        entries = entries.saturating_add(1);
        if entry.kind() != Some(ObjectType::Tree) {
            continue;
        }
        if levels <= 1 {
            whole = false;
            continue;
        }
        let (below, all) = count(handle, entry.id(), levels - 1, known);
        entries = entries.saturating_add(below);
        whole &= all;
    }
    known.insert((id, if whole { 0 } else { levels }), entries);
    (entries, whole)
}

#[cfg(test)]
mod tests {
    use git2::Repository;

    use super::*;
    use crate::store::excess::grouped;

    /// Wraps a tree in others, each of which has it `width` times.
    fn wrap(handle: &Repository, mut tree: Oid, width: usize, levels: usize) -> Oid {
        for _ in 0..levels {
            let mut builder = handle.treebuilder(None).unwrap();
            for number in 0..width {
                builder
                    .insert(format!("d{number}"), tree, 0o40_000)
                    .unwrap();
            }
            tree = builder.write().unwrap();
        }
        tree
    }

    fn leaf(handle: &Repository) -> Oid {
        let blob = handle.blob(b"x").unwrap();
        let mut builder = handle.treebuilder(None).unwrap();
        builder.insert("f", blob, 0o100_644).unwrap();
        builder.write().unwrap()
    }

    #[test]
    fn equal_trees_are_counted_once_and_for_each_path() {
        let folder = tempfile::TempDir::new().unwrap();
        let handle = Handle::new(Repository::init_bare(folder.path()).unwrap());
        let leaf = leaf(&handle);
        let all = |width, levels| {
            let tree = wrap(&handle, leaf, width, levels);
            count(&handle, tree, MAX_DEPTH, &mut HashMap::new())
        };
        assert_eq!(all(1, 3), (4, true));
        // 10 + 100 + … + 10^10 folders, and a file in each of the last.
        assert_eq!(all(10, 10), (21_111_111_110, true));
        assert_eq!(all(10, 100), (u64::MAX, true));
    }

    #[test]
    fn a_tree_that_was_too_deep_in_one_folder_is_counted_in_another() {
        let folder = tempfile::TempDir::new().unwrap();
        let handle = Handle::new(Repository::init_bare(folder.path()).unwrap());
        let bomb = wrap(&handle, leaf(&handle), 2, 40);
        let deep = wrap(&handle, bomb, 1, MAX_DEPTH - 2);
        let mut known = HashMap::new();
        let (entries, whole) = count(&handle, deep, MAX_DEPTH, &mut known);
        assert!(!whole && entries < 200, "{entries}");
        let (entries, whole) = count(&handle, bomb, MAX_DEPTH, &mut known);
        assert!(whole && entries > 1 << 40, "{entries}");
    }

    #[test]
    fn an_excess_is_said_with_its_figure() {
        assert_eq!(
            Excess::Entries(11_111_111_111, 1_000_000).to_string(),
            "11,111,111,111 files and folders; 1,000,000 is the limit (budget.entries)"
        );
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
    }
}

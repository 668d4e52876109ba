//! [`Budget`]: how much one commit may hold, and the counting that holds it to that.
//!
//! A tree names its folders by their ids, so a dozen small objects can describe more files than any
//! memory has room for. Nothing walks a commit's files before they are counted here: each distinct
//! tree is looked at once, however often it stands in others, and what is known of it is kept for
//! the next commit.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use git2::{ObjectType, Oid};

use crate::domain::ObjectId;
use crate::store::object::Handle;
use crate::store::{Revision, Store, StoreError, object_id, oid};

/// Folders nested more deeply than this are never entered, whatever is configured: no page's path
/// is that long, and each level takes some of the stack.
pub const MAX_DEPTH: usize = 128;
/// How many trees are remembered; beyond that, counting begins anew.
const MOST_KNOWN: usize = 1 << 20;

/// How much a push may bring, and an edition hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Files and folders of one commit.
    pub entries: u64,
    /// How deeply folders may nest.
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

/// What there is too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// Files and folders: how many, and how many there may be.
    Entries(u64, u64),
    /// Bytes: how many, and how many there may be.
    Bytes(u64, u64),
}

impl fmt::Display for Excess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (found, limit, what, setting) = match *self {
            Self::Entries(u64::MAX, limit) => {
                return write!(
                    formatter,
                    "more files and folders than can be counted; {} is the limit (budget.entries)",
                    grouped(limit)
                );
            }
            Self::Entries(found, limit) => (found, limit, "files and folders", "entries"),
            Self::Bytes(found, limit) => (found, limit, "bytes", "megabytes"),
        };
        let (found, limit) = (grouped(found), grouped(limit));
        write!(
            formatter,
            "{found} {what}; {limit} is the limit (budget.{setting})"
        )
    }
}

/// Writes a number so that it can be read: `1,000,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What is known of trees that were counted: how many entries each has, at all depths.
///
/// A tree that nests too deeply to be entered whole has another number at each depth. Under zero
/// stands the number of one that was counted whole.
#[derive(Default)]
pub(super) struct Counted(Mutex<HashMap<(Oid, usize), u64>>);

impl Store {
    /// Returns the same store with another budget.
    pub fn within(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// Returns how much a commit may hold.
    pub fn budget(&self) -> Budget {
        self.budget
    }

    /// Fails where the content of a revision has more files and folders than the budget allows.
    pub fn check_budget(&self, revision: &Revision) -> Result<(), StoreError> {
        if self.scan_of(revision.id).is_some() {
            // What lies on a disk has been walked through already.
            return Ok(());
        }
        self.check_tree(revision.tree)
    }

    pub(super) fn check_tree(&self, tree: ObjectId) -> Result<(), StoreError> {
        let (found, limit) = (self.entries_of_tree(tree)?, self.budget.entries);
        match found > limit {
            true => Err(StoreError::OverBudget(Excess::Entries(found, limit))),
            false => Ok(()),
        }
    }

    /// Returns how many files and folders a commit has in the whole repository.
    pub fn entries_of_commit(&self, commit: ObjectId) -> Result<u64, StoreError> {
        let tree = self.with(|handle| {
            let found = handle.commit(commit)?;
            Ok(object_id(found.tree_id()))
        })?;
        self.entries_of_tree(tree)
    }

    /// Fails where a commit of the whole repository holds more than the budget allows; not where
    /// the one before it held as much, or nobody could ever make it less.
    pub fn check_commit(
        &self,
        before: Option<ObjectId>,
        commit: ObjectId,
    ) -> Result<(), StoreError> {
        let (found, limit) = (self.entries_of_commit(commit)?, self.budget.entries);
        if found <= limit {
            return Ok(());
        }
        let before = before.map(|before| self.entries_of_commit(before));
        match before.transpose()? {
            Some(before) if before >= found => Ok(()),
            _ => Err(StoreError::OverBudget(Excess::Entries(found, limit))),
        }
    }

    fn entries_of_tree(&self, tree: ObjectId) -> Result<u64, StoreError> {
        self.with(|handle| {
            let mut known = self
                .counted
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if known.len() > MOST_KNOWN {
                known.clear();
            }
            Ok(count(handle, oid(tree), MAX_DEPTH, &mut known).0)
        })
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
    fn equal_trees_are_counted_once_and_for_each_place() {
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
    fn a_tree_that_was_too_deep_in_one_place_is_counted_in_another() {
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

//! The differences between two trees.
//!
//! Two trees are compared entry by entry; equal sub-trees are skipped by their ids, so the cost is
//! that of what changed, not of the site. No walk goes on for ever, whatever the trees describe:
//! see [`crate::store::budget`].

use std::cmp::Ordering;

use git2::{Tree, TreeEntry};

use crate::domain::ObjectId;
use crate::store::budget::Budget;
use crate::store::error::StoreError;
use crate::store::excess::Excess;
use crate::store::object::Handle;
use crate::store::tree::{ContentEntry, TreeItem, in_tree_order, read_entry};

/// A change of a path between two commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryChange {
    /// The path in the content folder.
    pub path: String,
    /// The entry that was there; `None` where nothing was.
    pub before: Option<ContentEntry>,
    /// The entry that is there now; `None` where nothing is.
    pub after: Option<ContentEntry>,
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

/// Returns the changes between two trees, of which either may be missing. What is damaged in the
/// second is a change as any other; what is damaged in the first hides what was there. Fails where
/// more than `most` files and folders would have to be looked at.
pub(super) fn compare(
    handle: &Handle,
    (before, after): (Option<ObjectId>, Option<ObjectId>),
    budget: &Budget,
    most: u64,
) -> Result<Vec<EntryChange>, StoreError> {
    let mut comparison = Comparison {
        handle,
        seen: 0,
        most,
        changes: Vec::new(),
    };
    comparison.run(before, after, "", budget.first_level())?;
    Ok(comparison.changes)
}

struct Comparison<'r> {
    handle: &'r Handle,
    seen: u64,
    most: u64,
    changes: Vec<EntryChange>,
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
            let mut items: Vec<TreeItem> = items.collect();
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
        left: Option<TreeItem>,
        mut right: Option<TreeItem>,
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
        let folder = |item: &Option<TreeItem>| item.as_ref().and_then(|item| item.folder);
        let (old_folder, new_folder) = (folder(&left), folder(&right));
        if old_folder.is_some() || new_folder.is_some() {
            self.run(old_folder, new_folder, &format!("{path}/"), depth + 1)?;
        }
        let file = |item: Option<TreeItem>| {
            item.filter(|item| item.folder.is_none())
                .map(|item| item.entry)
        };
        let (before, after) = (file(left), file(right));
        if before.is_some() || after.is_some() {
            self.changes.push(EntryChange {
                path,
                before,
                after,
            });
        }
        Ok(())
    }
}

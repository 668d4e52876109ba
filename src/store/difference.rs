//! [`Difference`]: the differences between two commits, in the whole repository.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use git2::{ObjectType, Oid, Tree, TreeEntry};

use crate::domain::ObjectId;
use crate::domain::portable::disk_key;
use crate::store::budget::MAX_DEPTH;
use crate::store::error::StoreError;
use crate::store::excess::Excess;
use crate::store::object::Handle;
use crate::store::oid::{object_id, oid};
use crate::store::repository::Store;
use crate::store::tree::in_tree_order;

/// A path that a commit changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathChange {
    /// The path in the repository.
    pub path: Vec<u8>,
    /// The mode in the tree and the object; `None` where the path is gone. Folders appear where
    /// they are new or gone.
    pub entry: Option<(i32, ObjectId)>,
    /// A folder below too many others, whose content is not told.
    pub too_deep: bool,
}

/// The differences between two commits, in the whole repository.
#[derive(Debug, Default)]
pub struct Difference {
    /// The paths.
    pub touched: Vec<PathChange>,
    /// Paths that are new and one with another on some disks, each with that other's name.
    pub case_collisions: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Tells whether a tree has the same at a path.
pub(super) fn same(tree: &Tree<'_>, touched: &PathChange) -> bool {
    let found = tree.get_path(Path::new(OsStr::from_bytes(&touched.path)));
    match (found, touched.entry) {
        (Err(_), None) => true,
        // What matters of a folder is its name.
        (Ok(found), Some((0o40_000, _))) => found.kind() == Some(ObjectType::Tree),
        (Ok(found), Some((mode, id))) => found.filemode_raw() == mode && found.id() == oid(id),
        _ => false,
    }
}

/// Tells whether a tree has both of two names that are one on some disks.
pub(super) fn has_both(tree: &Tree<'_>, (path, other): &(Vec<u8>, Vec<u8>)) -> bool {
    let folder = path.iter().rposition(|&byte| byte == b'/');
    let beside = [&path[..folder.map_or(0, |at| at + 1)], other].concat();
    let has = |path: &[u8]| tree.get_path(Path::new(OsStr::from_bytes(path))).is_ok();
    has(path) && has(&beside)
}

/// Compares trees entry by entry; what is equal is skipped by its id.
pub(super) struct DifferenceWalk<'r> {
    handle: &'r Handle,
    /// The content's folder.
    content: &'r [u8],
    /// Folders nested more deeply are not entered; they are told as [`PathChange::too_deep`].
    depth: usize,
    /// The most files and folders all in all.
    limit: u64,
    /// The number of those that may still be looked at.
    room: &'r mut u64,
    pub(super) found: Difference,
}

impl<'r> DifferenceWalk<'r> {
    pub(super) fn new(store: &'r Store, handle: &'r Handle, room: &'r mut u64) -> Self {
        Self {
            handle,
            content: store.folder().as_bytes(),
            depth: store.budget().depth.min(MAX_DEPTH),
            limit: store.budget().entries,
            room,
            found: Difference::default(),
        }
    }

    fn tree(&self, id: Option<Oid>) -> Result<Option<Tree<'r>>, StoreError> {
        id.map(|id| self.handle.tree(object_id(id))).transpose()
    }

    pub(super) fn compare(
        &mut self,
        old: Option<Oid>,
        new: Option<Oid>,
        prefix: &[u8],
        depth: usize,
    ) -> Result<(), StoreError> {
        if old == new {
            return Ok(());
        }
        let (old, new) = (self.tree(old)?, self.tree(new)?);
        let mut before = old.iter().flat_map(Tree::iter).peekable();
        let mut after = new.iter().flat_map(Tree::iter).peekable();
        let mut added: Vec<Vec<u8>> = Vec::new();
        loop {
            let order = match (before.peek(), after.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => in_tree_order(old, new),
            };
            let left = if order.is_le() { before.next() } else { None };
            let right = if order.is_ge() { after.next() } else { None };
            if let (Some(old), Some(new)) = (&left, &right)
                && old.id() == new.id()
                && old.filemode_raw() == new.filemode_raw()
            {
                continue;
            }
            let Some(left_over) = self.room.checked_sub(1) else {
                let excess = Excess::Entries(u64::MAX, self.limit);
                return Err(StoreError::OverBudget(excess));
            };
            *self.room = left_over;
            if let (None, Some(new)) = (&left, &right) {
                added.push(new.name_bytes().to_vec());
            }
            self.entry(left.as_ref(), right.as_ref(), prefix, depth)?;
        }
        if let (false, Some(new)) = (added.is_empty(), &new) {
            self.find_case_collisions(new, &added, prefix);
        }
        Ok(())
    }

    /// Notes one name that differs, and what is below it.
    fn entry(
        &mut self,
        old: Option<&TreeEntry<'_>>,
        new: Option<&TreeEntry<'_>>,
        prefix: &[u8],
        depth: usize,
    ) -> Result<(), StoreError> {
        let Some(name) = new.or(old).map(TreeEntry::name_bytes) else {
            return Ok(());
        };
        let path = [prefix, name].concat();
        let is_tree = |entry: &TreeEntry<'_>| entry.kind() == Some(ObjectType::Tree);
        let folder =
            |entry: Option<&TreeEntry<'_>>| entry.filter(|entry| is_tree(entry)).map(TreeEntry::id);
        let (old_folder, new_folder) = (folder(old), folder(new));
        let entry = new.map(|entry| (entry.filemode_raw(), object_id(entry.id())));
        let too_deep = depth >= self.depth && new_folder.is_some();
        // A folder is told when it is new, and when it is gone with all that was in it. Where the
        // content lies deeper, what was in it is told: not all of it may go.
        let gone = new.is_none() && !self.is_above_content(&path);
        let no_folder = new_folder.is_none() && old_folder.is_none();
        if no_folder || old.is_none() || gone || too_deep {
            self.found.touched.push(PathChange {
                path: path.clone(),
                entry,
                too_deep,
            });
        }
        if too_deep || gone || no_folder {
            return Ok(());
        }
        let prefix = [path.as_slice(), b"/"].concat();
        self.compare(old_folder, new_folder, &prefix, depth + 1)
    }

    /// Tells whether the content's folder is below a path.
    fn is_above_content(&self, path: &[u8]) -> bool {
        let below = self.content.strip_prefix(path);
        below.is_some_and(|rest| rest.starts_with(b"/"))
    }

    /// Finds names of a folder that are one with a new name on some disks.
    fn find_case_collisions(&mut self, tree: &Tree<'_>, added: &[Vec<u8>], prefix: &[u8]) {
        let key = |name: &[u8]| disk_key(&String::from_utf8_lossy(name));
        let mut new: HashMap<String, &[u8]> = HashMap::new();
        let mut noted: HashSet<&[u8]> = HashSet::new();
        for name in added {
            new.entry(key(name)).or_insert(name);
        }
        // A commit that adds a few names to a large folder is the rule.
        let few: Vec<(&String, &[u8])> = match new.len() {
            0..=4 => new.iter().map(|(key, name)| (key, *name)).collect(),
            _ => Vec::new(),
        };
        for entry in tree {
            let known = entry.name_bytes();
            let name = if !few.is_empty() && known.is_ascii() {
                let same = |key: &str| key.as_bytes().eq_ignore_ascii_case(known);
                few.iter().find(|(key, _)| same(key)).map(|(_, name)| *name)
            } else {
                new.get(&key(known)).copied()
            };
            if let Some(name) = name.filter(|name| *name != known && noted.insert(name)) {
                let path = [prefix, name].concat();
                self.found.case_collisions.push((path, known.to_vec()));
            }
        }
    }
}

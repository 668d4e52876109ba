//! What a push brings, before it is accepted: its commits, and what each of them touches.
//!
//! Git keeps the objects of a push apart (its quarantine) until the push is accepted. A store can
//! be opened that sees them too. Unlike [`crate::store::Change`], what is told here is raw: names as
//! bytes, modes as numbers, the whole repository and not only the content folder.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Mutex;

use git2::{ErrorCode, ObjectType, Oid, Tree, TreeEntry};

use crate::domain::ObjectId;
use crate::domain::portable::disk_key;
use crate::store::object::Handle;
use crate::store::{Store, StoreError, ancestry, failed, object_id, oid};

/// Folders nested more deeply than this are not entered; they are told as [`Touched::too_deep`].
const MAX_DEPTH: usize = 64;

/// A path that a commit changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The path in the repository.
    pub path: Vec<u8>,
    /// The mode in the tree and the object; `None` where the path is gone. Folders appear where
    /// they are new.
    pub entry: Option<(i32, ObjectId)>,
    /// A folder below too many others, whose content is not told.
    pub too_deep: bool,
}

/// What differs between two commits, in the whole repository.
#[derive(Debug, Default)]
pub struct Difference {
    /// The paths.
    pub touched: Vec<Touched>,
    /// Paths that are new and one with another on some disks, each with that other's name.
    pub twins: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Store {
    /// Opens the same branch and folder together with the objects of a push that is not accepted
    /// yet.
    pub fn with_quarantine(&self, objects: Option<&Path>) -> Result<Self, StoreError> {
        let mut handle = Handle::open(&self.repository)?;
        if let Some(objects) = objects {
            let inside = |path: &Path| {
                let home = handle.commondir().join("objects").canonicalize().ok()?;
                Some(path.canonicalize().ok()?.starts_with(home))
            };
            let outside = || StoreError::Program(format!("{} is no quarantine", objects.display()));
            if inside(objects) != Some(true) {
                return Err(outside());
            }
            handle.add(objects)?;
        }
        Ok(Self {
            repository: self.repository.clone(),
            branch: self.branch.clone(),
            folder: self.folder.clone(),
            quarantine: objects.map(Path::to_owned),
            working_tree: None,
            handles: Mutex::new(vec![handle]),
            identity: Mutex::default(),
        })
    }

    /// Returns the commit at the tip of any branch.
    pub fn branch_tip(&self, branch: &str) -> Result<Option<ObjectId>, StoreError> {
        let name = format!("refs/heads/{branch}");
        self.with(|handle| match handle.refname_to_id(&name) {
            Ok(id) => Ok(Some(object_id(id))),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(failed(format!("reading {name}"))(error)),
        })
    }

    /// Tells whether an object is a commit.
    pub fn is_commit(&self, id: ObjectId) -> Result<bool, StoreError> {
        self.with(|handle| Ok(handle.commit(id).is_ok()))
    }

    /// Returns the commits that `tip` has and no branch has, `most` at most.
    pub fn new_commits(&self, tip: ObjectId, most: usize) -> Result<Vec<ObjectId>, StoreError> {
        self.with(|handle| {
            let what = || failed("listing the commits of a push".to_owned());
            let mut branches = Vec::new();
            for reference in handle.references_glob("refs/heads/*").map_err(what())? {
                let reference = reference.map_err(what())?;
                branches.extend(reference.target().map(object_id));
            }
            ancestry::brought(handle, branches, tip, most)
        })
    }

    /// Returns what a commit itself changes: a merge, what it has from none of its parents.
    pub fn touched(&self, commit: ObjectId) -> Result<Vec<Touched>, StoreError> {
        self.with(|handle| {
            let commit = handle.commit(commit)?;
            let mut parents = Vec::new();
            for parent in commit.parent_ids() {
                let parent = handle.commit(object_id(parent))?;
                parents.push(handle.tree(object_id(parent.tree_id()))?);
            }
            let first = parents.first().map(Tree::id);
            let mut walk = Walk::new(handle, false);
            walk.compare(first, Some(commit.tree_id()), &[], 0)?;
            let mut touched = walk.found.touched;
            for parent in parents.iter().skip(1) {
                touched.retain(|entry| !same(parent, entry));
            }
            Ok(touched)
        })
    }

    /// Returns what differs between the trees of two commits; `None`: from nothing.
    pub fn difference(
        &self,
        from: Option<ObjectId>,
        to: ObjectId,
    ) -> Result<Difference, StoreError> {
        self.with(|handle| {
            let tree = |commit: ObjectId| {
                let found = handle.commit(commit)?;
                Ok::<Oid, StoreError>(found.tree_id())
            };
            let (from, to) = (from.map(tree).transpose()?, tree(to)?);
            let mut walk = Walk::new(handle, true);
            walk.compare(from, Some(to), &[], 0)?;
            Ok(walk.found)
        })
    }
}

/// Tells whether a tree has the same at a path.
fn same(tree: &Tree<'_>, touched: &Touched) -> bool {
    let found = tree.get_path(Path::new(OsStr::from_bytes(&touched.path)));
    match (found, touched.entry) {
        (Err(_), None) => true,
        // What matters of a folder is its name.
        (Ok(found), Some((0o40_000, _))) => found.kind() == Some(ObjectType::Tree),
        (Ok(found), Some((mode, id))) => found.filemode_raw() == mode && found.id() == oid(id),
        _ => false,
    }
}

/// Compares trees entry by entry; what is equal is skipped by its id.
struct Walk<'r> {
    handle: &'r Handle,
    twins: bool,
    found: Difference,
}

impl<'r> Walk<'r> {
    fn new(handle: &'r Handle, twins: bool) -> Self {
        Self {
            handle,
            twins,
            found: Difference::default(),
        }
    }

    fn tree(&self, id: Option<Oid>) -> Result<Option<Tree<'r>>, StoreError> {
        id.map(|id| self.handle.tree(object_id(id))).transpose()
    }

    fn compare(
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
            if let (None, Some(new)) = (&left, &right) {
                added.push(new.name_bytes().to_vec());
            }
            self.entry(left.as_ref(), right.as_ref(), prefix, depth)?;
        }
        if let (true, Some(new)) = (self.twins && !added.is_empty(), &new) {
            self.find_twins(new, &added, prefix);
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
        let too_deep = depth >= MAX_DEPTH && new_folder.is_some();
        // A folder is told when it is new; one that is gone is told by its files.
        if new_folder.is_none() && old_folder.is_none() || old.is_none() || too_deep {
            self.found.touched.push(Touched {
                path: path.clone(),
                entry,
                too_deep,
            });
        }
        if too_deep || (old_folder.is_none() && new_folder.is_none()) {
            return Ok(());
        }
        let prefix = [path.as_slice(), b"/"].concat();
        self.compare(old_folder, new_folder, &prefix, depth + 1)
    }

    /// Finds names of a folder that are one with a new name on some disks.
    fn find_twins(&mut self, tree: &Tree<'_>, added: &[Vec<u8>], prefix: &[u8]) {
        let key = |name: &[u8]| disk_key(&String::from_utf8_lossy(name));
        let mut new: HashMap<String, &[u8]> = HashMap::new();
        let mut told: HashSet<&[u8]> = HashSet::new();
        for name in added {
            new.entry(key(name)).or_insert(name);
        }
        for entry in tree.iter() {
            if let Some(name) = new.get(&key(entry.name_bytes()))
                && *name != entry.name_bytes()
                && told.insert(name)
            {
                let twin = entry.name_bytes().to_vec();
                self.found.twins.push(([prefix, name].concat(), twin));
            }
        }
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

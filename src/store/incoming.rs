//! Commits that a push brings, before it is accepted, and the files that each of them touches.
//!
//! Git keeps the objects of a push apart (its quarantine) until the push is accepted. A store can
//! be opened that sees them too. Unlike [`crate::store::EntryChange`], what is read here is raw: names as
//! bytes, modes as numbers, the whole repository and not only the content folder.

use std::collections::BTreeSet;

use git2::{Oid, Tree};

use crate::domain::ObjectId;
use crate::store::ancestry;
use crate::store::difference::{Difference, DifferenceWalk, has_both, same};
use crate::store::error::{StoreError, failed};
use crate::store::oid::{object_id, oid};
use crate::store::repository::Store;

/// Objects that come into a repository, or lie in it beside the branch that is served.
#[derive(Clone, Copy)]
pub struct IncomingObjects<'s>(pub(super) &'s Store);

impl Store {
    /// Returns what comes into the repository.
    pub fn incoming(&self) -> IncomingObjects<'_> {
        IncomingObjects(self)
    }
}

impl IncomingObjects<'_> {
    /// Returns the commit at the tip of any branch.
    pub fn branch_tip(&self, branch: &str) -> Result<Option<ObjectId>, StoreError> {
        let name = format!("refs/heads/{branch}");
        self.0.objects().reference(&name)
    }

    /// Tells whether an object is a commit.
    pub fn is_commit(&self, id: ObjectId) -> Result<bool, StoreError> {
        self.0.with(|handle| Ok(handle.commit(id).is_ok()))
    }

    /// Returns the commits that `tip` has and no branch has, `most` at most.
    pub fn new_commits(&self, tip: ObjectId, most: usize) -> Result<Vec<ObjectId>, StoreError> {
        self.0.with(|handle| {
            let what = || failed("listing the commits of a push".to_owned());
            let mut branches = Vec::new();
            for reference in handle.references_glob("refs/heads/*").map_err(what())? {
                let reference = reference.map_err(what())?;
                branches.extend(reference.target().map(object_id));
            }
            ancestry::brought(handle, branches, tip, most)
        })
    }

    /// Returns the addresses for mail of whoever wrote the commits that a push brings, as far as so
    /// many commits go. A commit that cannot be read names nobody.
    pub fn new_authors(&self, tip: ObjectId, most: usize) -> Result<BTreeSet<String>, StoreError> {
        let commits = self.new_commits(tip, most)?;
        self.0.with(|handle| {
            let mut addresses = BTreeSet::new();
            for id in commits {
                if let Ok(commit) = handle.find_commit(oid(id)) {
                    let author = commit.author();
                    let address = String::from_utf8_lossy(author.email_bytes());
                    addresses.insert(address.to_lowercase());
                }
            }
            Ok(addresses)
        })
    }

    /// Returns what a commit itself changes: a merge, what it has from none of its parents. `room`
    /// is how many files and folders may be looked at, of which it takes those that it looks at.
    pub fn touched(&self, commit: ObjectId, room: &mut u64) -> Result<Difference, StoreError> {
        self.0.with(|handle| {
            let commit = handle.commit(commit)?;
            let mut parents = Vec::new();
            for parent in commit.parent_ids() {
                let parent = handle.commit(object_id(parent))?;
                parents.push(handle.tree(object_id(parent.tree_id()))?);
            }
            let first = parents.first().map(Tree::id);
            let mut walk = DifferenceWalk::new(self.0, handle, room);
            walk.compare(first, Some(commit.tree_id()), &[], 0)?;
            let mut found = walk.found;
            for parent in parents.iter().skip(1) {
                found.touched.retain(|entry| !same(parent, entry));
                found.case_collisions.retain(|pair| !has_both(parent, pair));
            }
            Ok(found)
        })
    }

    /// Returns what differs between the trees of two commits; `None`: from nothing. For `room`, see
    /// [`Self::touched`].
    pub fn difference(
        &self,
        from: Option<ObjectId>,
        to: ObjectId,
        room: &mut u64,
    ) -> Result<Difference, StoreError> {
        self.0.with(|handle| {
            let tree = |commit: ObjectId| {
                let found = handle.commit(commit)?;
                Ok::<Oid, StoreError>(found.tree_id())
            };
            let (from, to) = (from.map(tree).transpose()?, tree(to)?);
            let mut walk = DifferenceWalk::new(self.0, handle, room);
            walk.compare(from, Some(to), &[], 0)?;
            Ok(walk.found)
        })
    }
}

//! [`BudgetCheck`]: the size of a store's commits, against its budget.

use crate::domain::ObjectId;
use crate::store::error::StoreError;
use crate::store::oid::object_id;
use crate::store::repository::Store;
use crate::store::revision::Revision;

/// The size of a store's commits, against its budget.
#[derive(Clone, Copy)]
pub struct BudgetCheck<'s>(&'s Store);

impl Store {
    /// Returns how much commits hold, against the budget.
    pub fn measured(&self) -> BudgetCheck<'_> {
        BudgetCheck(self)
    }
}

impl BudgetCheck<'_> {
    /// Fails where the content of a revision has more files and folders than the budget allows.
    pub fn check(&self, revision: &Revision) -> Result<(), StoreError> {
        if self.0.scan_of(revision.id).is_some() {
            // What lies on a disk has been walked through already.
            return Ok(());
        }
        self.check_tree(revision.tree)
    }

    /// Fails where a tree has more files and folders than the budget allows.
    pub(super) fn check_tree(&self, tree: ObjectId) -> Result<(), StoreError> {
        self.0.budget.check(self.entries_of_tree(tree)?)
    }

    /// Returns how many files and folders a commit has in the whole repository.
    pub fn entries_of_commit(&self, commit: ObjectId) -> Result<u64, StoreError> {
        let tree = self.0.with(|handle| {
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
        let found = self.entries_of_commit(commit)?;
        let Err(excess) = self.0.budget.check(found) else {
            return Ok(());
        };
        let before = before.map(|before| self.entries_of_commit(before));
        match before.transpose()? {
            Some(before) if before >= found => Ok(()),
            _ => Err(excess),
        }
    }

    fn entries_of_tree(&self, tree: ObjectId) -> Result<u64, StoreError> {
        self.0
            .with(|handle| Ok(self.0.counted.entries(handle, tree)))
    }
}

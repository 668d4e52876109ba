//! [`BranchFolder`]: the branch and the folder of a repository that a store reads.

use std::path::PathBuf;
use std::sync::OnceLock;

use git2::{ErrorCode, Repository};

use crate::domain::ObjectId;
use crate::store::error::{StoreError, failed};
use crate::store::object::Handle;
use crate::store::open;
use crate::store::tree::subtree;

/// A branch and a folder of a repository.
#[derive(Clone)]
pub(super) struct BranchFolder {
    pub(super) repository: PathBuf,
    pub(super) branch: String,
    /// Not known before there is a commit to look at, unless it was named.
    pub(super) folder: OnceLock<String>,
}

impl BranchFolder {
    /// Returns the commit at the tip of the branch.
    pub(super) fn tip(&self, handle: &Handle) -> Result<ObjectId, StoreError> {
        let name = format!("refs/heads/{}", self.branch);
        let reference = match handle.find_reference(&name) {
            Ok(reference) => reference,
            Err(error) if error.code() == ErrorCode::NotFound => {
                return Err(self.missing_branch(handle));
            }
            Err(error) => return Err(failed(format!("reading {name}"))(error)),
        };
        let read = handle.commit_at(&reference);
        read.map_err(|error| self.lost(error))
    }

    /// Says that there is nothing to serve, where that is because an object is lost.
    pub(super) fn lost(&self, error: StoreError) -> StoreError {
        if !error.is_damage() {
            return error;
        }
        StoreError::Lost {
            repository: self.repository.clone(),
            branch: self.branch.clone(),
            source: Box::new(error),
        }
    }

    fn missing_branch(&self, handle: &Repository) -> StoreError {
        let branches = handle
            .branches(Some(git2::BranchType::Local))
            .into_iter()
            .flatten();
        let names: Vec<String> = branches
            .flatten()
            .filter_map(|(branch, _)| Some(branch.name().ok()??.to_owned()))
            .collect();
        if names.is_empty() {
            return StoreError::Empty(self.repository.clone());
        }
        StoreError::NoBranch {
            repository: self.repository.clone(),
            branch: self.branch.clone(),
            known: names.join(", "),
        }
    }

    /// Returns the content folder's tree below a commit's; `None` where there is none.
    pub(super) fn content(
        &self,
        handle: &Handle,
        root: ObjectId,
    ) -> Result<Option<ObjectId>, StoreError> {
        if let Some(folder) = self.folder.get() {
            return subtree(handle, root, folder);
        }
        let content = subtree(handle, root, open::CONTENT)?;
        let folder = if content.is_some() { open::CONTENT } else { "" };
        let folder = self.folder.get_or_init(|| folder.to_owned());
        subtree(handle, root, folder)
    }
}

//! [`HeadContent`]: the files of the commit that a working tree is based on.

use std::collections::{HashMap, HashSet};

use git2::ErrorCode;

use crate::domain::ObjectId;
use crate::store::budget::Budget;
use crate::store::error::{StoreError, failed};
use crate::store::object::Handle;
use crate::store::oid::object_id;
use crate::store::tree::{ContentEntry, collect, subtree};

/// The files that `HEAD` has in the content folder.
#[derive(Default)]
pub(super) struct HeadContent {
    pub(super) commit: Option<ObjectId>,
    pub(super) time: i64,
    pub(super) files: HashMap<String, ContentEntry>,
    pub(super) folders: HashSet<String>,
}

impl HeadContent {
    /// Reads `HEAD` again if it has moved, and tells whether it has.
    pub(super) fn follow(
        &mut self,
        handle: &Handle,
        folder: Option<&str>,
    ) -> Result<bool, StoreError> {
        let commit = match handle.head() {
            Ok(head) => Some(handle.commit(handle.commit_at(&head)?)?),
            // A repository without a commit.
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
                None
            }
            Err(error) => return Err(failed("reading HEAD".to_owned())(error)),
        };
        let id = commit.as_ref().map(|commit| object_id(commit.id()));
        if id == self.commit {
            return Ok(false);
        }
        let mut files = HashMap::new();
        if let Some(commit) = &commit
            && let Some(tree) = subtree(handle, object_id(commit.tree_id()), folder.unwrap_or(""))?
        {
            let tree = handle.tree(tree)?;
            let level = Budget::default().first_level();
            collect(handle, &tree, "", level, &mut |entry| {
                if !entry.path.split('/').any(|part| part.starts_with('.')) {
                    files.insert(entry.path.clone(), entry);
                }
            })?;
        }
        let above = |path: &str| -> Vec<String> {
            let ends = path.match_indices('/').map(|(at, _)| path[..at].to_owned());
            ends.collect()
        };
        *self = Self {
            commit: id,
            time: commit.map_or(0, |commit| commit.time().seconds()),
            folders: files.keys().flat_map(|path| above(path)).collect(),
            files,
        };
        Ok(true)
    }
}

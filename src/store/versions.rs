//! Earlier versions of a file, by their objects.

use std::collections::HashSet;

use crate::domain::ObjectId;
use crate::store::ancestry::{NewestFirst, parents};
use crate::store::error::StoreError;
use crate::store::history::History;
use crate::store::oid::object_id;
use crate::store::tree::{entry_at, subtree};

/// Most commits that are looked at, from the newest on.
const MOST: usize = 10_000;

impl History<'_> {
    /// Returns what a file of the content folder was in the parents of a merge, but for the first.
    pub fn merged(&self, file: &str, commit: ObjectId) -> Result<Vec<ObjectId>, StoreError> {
        self.0.with(|handle| {
            let mut found = Vec::new();
            for parent in parents(handle, commit)?.into_iter().skip(1) {
                let root = object_id(handle.commit(parent)?.tree_id());
                let entry = match subtree(handle, root, self.0.folder())? {
                    Some(tree) => entry_at(handle, tree, file)?,
                    None => None,
                };
                found.extend(entry.map(|(_, id)| id));
            }
            Ok(found)
        })
    }

    /// Tells whether a file of the content folder was this object at the commit, or at one of the
    /// commits before it. Looks at so many of these that an answer is there in a second.
    pub fn had(&self, file: &str, blob: ObjectId, tip: ObjectId) -> Result<bool, StoreError> {
        let Some(tip) = self.0.commit_of(tip) else {
            return Ok(false);
        };
        self.0.with(|handle| {
            let mut seen = HashSet::new();
            for id in NewestFirst::from(handle, tip)?.take(MOST) {
                let mut found = || {
                    let root = object_id(handle.commit(id)?.tree_id());
                    match subtree(handle, root, self.0.folder())? {
                        Some(tree) if seen.insert(tree) => entry_at(handle, tree, file),
                        _ => Ok(None),
                    }
                };
                match found() {
                    Ok(Some((_, id))) if id == blob => return Ok(true),
                    // What cannot be read is passed over.
                    Err(error) if !error.is_damage() => return Err(error),
                    _ => {}
                }
            }
            Ok(false)
        })
    }
}

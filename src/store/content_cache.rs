//! [`ContentCache`]: the contents of files that are on disk and not in git.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::domain::ObjectId;
use crate::store::tree::ContentEntry;

/// Most bytes that are kept in memory of files that are not committed.
const KEPT: usize = 256 << 20;

/// Contents that git does not have.
#[derive(Default)]
pub(super) struct ContentCache {
    bytes: usize,
    pub(super) contents: HashMap<ObjectId, Arc<[u8]>>,
    /// The paths and the sizes of the others.
    pub(super) files: HashMap<ObjectId, (String, u64)>,
}

impl ContentCache {
    pub(super) fn keep(&mut self, entry: &ContentEntry, size: u64, contents: Option<Vec<u8>>) {
        let file = (entry.path.clone(), size);
        self.files.insert(entry.id, file);
        if let Some(contents) = contents.filter(|contents| self.bytes + contents.len() <= KEPT) {
            self.bytes += contents.len();
            if let Some(old) = self.contents.insert(entry.id, contents.into()) {
                self.bytes -= old.len();
            }
        }
    }

    pub(super) fn retain(&mut self, wanted: &HashSet<ObjectId>) {
        self.files.retain(|id, _| wanted.contains(id));
        self.contents.retain(|id, _| wanted.contains(id));
        self.bytes = self.contents.values().map(|contents| contents.len()).sum();
    }
}

//! The origins of the paragraphs of a page, as somebody may see them.
//!
//! It is made of the versions that the viewer may see, and of nothing else: what a hidden version
//! changed is told as of the next one that is seen.

use std::sync::Arc;

use crate::domain::ObjectId;
use crate::site::blame::{Blame, VersionSource, VersionStep};
use crate::site::versions::Versions;

impl Versions<'_> {
    /// Finds where the paragraphs of a version come from; of one that took the page away, of that
    /// before it. `None` where it cannot be read.
    pub fn blame(&self, position: usize) -> Option<Arc<Blame>> {
        let steps = (0..self.len()).filter_map(|position| {
            let change = self.change(position)?;
            Some(VersionStep {
                commit: change.commit,
                before: change.before.map(|blob| blob.id),
                after: change.after.map(|blob| blob.id),
                bytes: change.after.map_or(0, |blob| blob.bytes),
                is_ignored: change.is_formatting,
            })
        });
        let steps: Vec<VersionStep> = steps.collect();
        let blames = &self.view.edition.history.blames;
        blames.find(position, &steps, self)
    }
}

impl VersionSource for Versions<'_> {
    fn read(&self, blob: ObjectId) -> Option<Vec<u8>> {
        self.bytes(blob)
    }

    fn merged(&self, position: usize) -> Vec<ObjectId> {
        self.merged_at(position)
    }
}

//! The pictures that a version of a page shows, as they were at its commit.
//!
//! Whom a file was for depends on the pages of its time. So that nothing is given out in doubt, an
//! earlier one is shown only to whom no version of any page was ever hidden, and only while the file
//! that is there now may be seen.

use crate::domain::{LinkRole, ObjectId, Page, Visibility};
use crate::site::target::Target;
use crate::site::versions::Versions;
use crate::site::view::View;
use crate::store::StoreError;

/// How many pictures of a version are looked for.
const MOST: usize = 50;

/// A picture as it was at a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its file.
    pub file: String,
    /// What that was.
    pub blob: ObjectId,
    /// The commit.
    pub commit: ObjectId,
}

impl View<'_> {
    /// Returns what a file that is no page was at a commit; `None` where there was none, or it may not
    /// be seen.
    pub fn earlier_file(
        &self,
        file: &str,
        commit: ObjectId,
    ) -> Result<Option<ObjectId>, StoreError> {
        if self.content().is_page_file(file) || !self.may_see_earlier(file) {
            return Ok(None);
        }
        let store = self.store();
        if !store.history().is_ancestor(commit, self.revision().id)? {
            return Ok(None);
        }
        match store.revision(commit)? {
            Some(revision) => store.file(&revision, file),
            None => Ok(None),
        }
    }

    fn may_see_earlier(&self, file: &str) -> bool {
        if self.files().is_hidden_file(file) {
            return false;
        }
        let index = self.edition.history.index();
        let is_open = index.is_some_and(|index| self.viewer().may_see(index.narrowest()));
        self.viewer().may_see(Visibility::Draft) || (is_open && self.is_all_public())
    }
}

impl Versions<'_> {
    /// Returns the pictures that one of them shows, in their order.
    pub fn pictures(&self, place: usize, page: &Page) -> Result<Vec<Picture>, StoreError> {
        let Some(commit) = self.commit_at(place) else {
            return Ok(Vec::new());
        };
        let mut found: Vec<Picture> = Vec::new();
        let images = page
            .links
            .iter()
            .filter(|link| link.role == LinkRole::Image);
        for link in images.take(MOST) {
            // Not whether it is there now, but where it was.
            let target = self.view.links().target_among(page, link, &|_| true);
            let Target::File(file) = target else {
                continue;
            };
            if let Some(blob) = self.view.earlier_file(&file, commit)?
                && !found.iter().any(|known| known.file == file)
            {
                found.push(Picture { file, blob, commit });
            }
        }
        Ok(found)
    }
}

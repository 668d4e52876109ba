//! The pictures that a version of a page shows, as they were at its commit.
//!
//! Whom a file was for depends on the pages of its time, and to look at these for each picture takes too
//! long. So they are for those who may see everything: to others they are as if they were not there,
//! whether or not anything is hidden.

use crate::domain::path::check_segment;
use crate::domain::{LinkRole, ObjectId, Page, Visibility};
use crate::site::target::Target;
use crate::site::versions::Versions;
use crate::site::view::View;
use crate::store::StoreError;

/// How the names of pictures end.
const ENDINGS: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"];
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
    /// Returns what a picture was at a commit; `None` where there was none, or it may not be seen.
    pub fn earlier_picture(
        &self,
        file: &str,
        commit: ObjectId,
    ) -> Result<Option<ObjectId>, StoreError> {
        let ending = file.rsplit_once('.').map(|(_, ending)| ending);
        let ending = ending.unwrap_or_default().to_ascii_lowercase();
        let is_picture = ENDINGS.contains(&ending.as_str());
        let is_hidden = file.split('/').any(|name| check_segment(name).is_err());
        if !is_picture || is_hidden || !self.viewer().may_see(Visibility::Draft) {
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
            if let Some(blob) = self.view.earlier_picture(&file, commit)?
                && !found.iter().any(|known| known.file == file)
            {
                found.push(Picture { file, blob, commit });
            }
        }
        Ok(found)
    }
}

//! The pictures that a version of a page shows, as they were at its commit.
//!
//! A file is for whom the page is for that shows it, so a version that somebody may see could show its
//! pictures to them. They are told of those whose file they may see now, too: where it is gone or hidden,
//! it is as if there had been none. Who may see everything is told of all.

use crate::domain::path::check_segment;
use crate::domain::{LinkRole, ObjectId, Page, PagePath, Visibility};
use crate::site::target::ResolvedTarget;
use crate::site::versions::Versions;
use crate::site::view::View;
use crate::store::StoreError;

/// The endings of the names of pictures.
const ENDINGS: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"];
/// The number of pictures of a version that are looked for.
const MOST: usize = 50;

/// A picture as it was at a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its file.
    pub file: String,
    /// The object of that file.
    pub blob: ObjectId,
    /// The commit.
    pub commit: ObjectId,
}

impl View<'_> {
    /// Returns what a picture was at a commit, which a page showed then; `None` where there was none, or it
    /// may not be seen. Who may see everything need not know of a page.
    pub fn earlier_picture(
        &self,
        file: &str,
        commit: ObjectId,
        shown_by: Option<&PagePath>,
    ) -> Result<Option<ObjectId>, StoreError> {
        let is_shown = match shown_by.and_then(|path| self.page(path)) {
            _ if !self.may_ask_for(file) => false,
            _ if self.viewer().may_see(Visibility::Draft) => true,
            Some(item) => self.showed(&item.page, file, commit)?,
            None => false,
        };
        match is_shown {
            true => self.picture_then(file, commit),
            false => Ok(None),
        }
    }

    /// Tells whether a file is one of which the viewer may know what it was, if only a page showed it.
    fn may_ask_for(&self, file: &str) -> bool {
        let ending = file.rsplit_once('.').map(|(_, ending)| ending);
        let ending = ending.unwrap_or_default().to_ascii_lowercase();
        let is_hidden = file.split('/').any(|name| check_segment(name).is_err());
        let is_seen = || self.attachment(file).is_some();
        ENDINGS.contains(&ending.as_str())
            && !is_hidden
            && (self.viewer().may_see(Visibility::Draft) || is_seen())
    }

    /// Tells whether a page showed a picture at a commit, and the viewer could see it then.
    fn showed(&self, page: &Page, file: &str, commit: ObjectId) -> Result<bool, StoreError> {
        let Some(revision) = self.past(commit)? else {
            return Ok(false);
        };
        let Some((name, blob)) = self.file_at(page, &revision)? else {
            return Ok(false);
        };
        let then = self.read_then(page, &name, blob)?;
        Ok(then.is_some_and(|(then, _)| self.pictures_of(&then).any(|shown| shown == file)))
    }

    /// Returns the files of the pictures that a page shows: not whether they are there now, but where they
    /// were.
    fn pictures_of(&self, page: &Page) -> impl Iterator<Item = String> {
        let images = page
            .links
            .iter()
            .filter(|link| link.role == LinkRole::Image);
        images.take(MOST).filter_map(move |link| {
            match self.links().target_among(page, link, &|_| true) {
                ResolvedTarget::File(file) => Some(file),
                _ => None,
            }
        })
    }

    fn picture_then(&self, file: &str, commit: ObjectId) -> Result<Option<ObjectId>, StoreError> {
        match self.past(commit)? {
            Some(revision) => self.store().file(&revision, file),
            None => Ok(None),
        }
    }
}

impl Versions<'_> {
    /// Returns the pictures that one of them shows, in their order.
    pub fn pictures(&self, position: usize, page: &Page) -> Result<Vec<Picture>, StoreError> {
        let Some(commit) = self.commit_at(position) else {
            return Ok(Vec::new());
        };
        let mut found: Vec<Picture> = Vec::new();
        // Of a page that is gone nobody else can ask for them.
        if self.page.is_none() && !self.view.viewer().may_see(Visibility::Draft) {
            return Ok(found);
        }
        for file in self.view.pictures_of(page) {
            if self.view.may_ask_for(&file)
                && let Some(blob) = self.view.picture_then(&file, commit)?
                && !found.iter().any(|known| known.file == file)
            {
                found.push(Picture { file, blob, commit });
            }
        }
        Ok(found)
    }
}

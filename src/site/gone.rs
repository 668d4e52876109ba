//! A page that is gone, as it was.

use std::sync::Arc;

use crate::domain::ObjectId;
use crate::render::Article;
use crate::site::item::Item;
use crate::site::versions::Versions;
use crate::store::{Revision, StoreError};

impl Versions<'_> {
    /// Returns a page that is gone as it was at a commit, by today's rules and with today's pages behind
    /// its links; `None` where it was not there, or the viewer may not see what it was.
    pub fn gone_at(
        &self,
        commit: ObjectId,
    ) -> Result<Option<(Item, Arc<Article>, Revision)>, StoreError> {
        let place = match self.page {
            Some(_) => None,
            None => self.place_at(commit)?,
        };
        let Some(place) = place else {
            return Ok(None);
        };
        let read = self.read(place)?;
        let revision = self.view.store().revision(commit)?;
        let (Some((page, source)), Some(revision)) = (read, revision) else {
            return Ok(None);
        };
        let articles = &self.view.edition.articles;
        let article = articles.make(&source, |source| self.view.rendered(&page, source));
        let item = Item {
            page,
            changed: None,
            rivals: Vec::new(),
        };
        Ok(Some((item, Arc::new(article), revision)))
    }

    /// Returns the place of the version that was there at a commit, its own or a later one.
    fn place_at(&self, commit: ObjectId) -> Result<Option<usize>, StoreError> {
        if let Some(place) = (0..self.len()).find(|place| self.commit_at(*place) == Some(commit)) {
            return Ok(Some(place));
        }
        let store = self.view.store();
        if !store
            .history()
            .is_ancestor(commit, self.view.revision().id)?
        {
            return Ok(None);
        }
        let Some(revision) = store.revision(commit)? else {
            return Ok(None);
        };
        let mut blobs = Vec::new();
        for file in self.files() {
            blobs.extend(store.file(&revision, file)?);
        }
        Ok((0..self.len()).find(|place| {
            let change = self.change(*place);
            let blob = change.and_then(|change| change.after);
            blob.is_some_and(|blob| blobs.contains(&blob.id))
        }))
    }
}

//! A page that is gone, as it was; and where links of an earlier version lead.

use std::cell::Cell;
use std::sync::Arc;

use crate::domain::link::Destination;
use crate::domain::{Link, ObjectId, Page, PagePath};
use crate::render::{self, Article};
use crate::site::item::SitePage;
use crate::site::versions::Versions;
use crate::site::view::View;
use crate::store::{Revision, StoreError};

/// The number of links of an earlier version that are looked for among pages that moved or are gone.
const MOST: usize = 50;

impl View<'_> {
    /// Renders an earlier version of a page. Its links lead to the pages of today; where there is none, to
    /// where that moved, or to what it was at the commit.
    pub(super) fn rendered_then(&self, page: &Page, source: &[u8], commit: ObjectId) -> Article {
        let left = Cell::new(MOST);
        let resolve = |link: &Link| {
            let found = self.links().resolve(page, link);
            let Destination::Missing { path: Some(path) } = &found else {
                return found;
            };
            let Some(fewer) = left.get().checked_sub(1) else {
                return found;
            };
            left.set(fewer);
            self.then(path, commit).unwrap_or(found)
        };
        render::html(page, source, &resolve, self.bibliography())
    }

    /// Returns where a page moved, or what it was at a commit.
    fn then(&self, path: &PagePath, commit: ObjectId) -> Option<Destination> {
        let gone = self.versions(path).ok()?;
        if let Some(versions) = gone.filter(|versions| versions.page.is_none()) {
            let position = versions.position_at(commit).ok()?;
            return position
                .filter(|position| versions.has_text(*position))
                .map(|_| Destination::Page {
                    address: format!("{}?at={commit}", path.address()),
                    title: path.name().to_owned(),
                });
        }
        let item = self.moved_to(path)?;
        Some(Destination::Page {
            address: item.page.path.address(),
            title: item.page.title.clone(),
        })
    }
}

impl Versions<'_> {
    /// Returns a page that is gone as it was at a commit, by today's rules; `None` where it was not there,
    /// or the viewer may not see what it was.
    pub fn gone_at(
        &self,
        commit: ObjectId,
    ) -> Result<Option<(SitePage, Arc<Article>, Revision)>, StoreError> {
        let position = match self.page {
            Some(_) => None,
            None => self.position_at(commit)?,
        };
        let Some(position) = position else {
            return Ok(None);
        };
        let read = self.read(position)?;
        let revision = self.view.store().revision(commit)?;
        let (Some((page, source)), Some(revision)) = (read, revision) else {
            return Ok(None);
        };
        let articles = &self.view.edition.articles;
        let render = |source: &[u8]| self.view.rendered_then(&page, source, commit);
        let article = articles.make(&source, render);
        let item = SitePage {
            page,
            changed: None,
            same_address: Vec::new(),
        };
        Ok(Some((item, Arc::new(article), revision)))
    }

    fn has_text(&self, position: usize) -> bool {
        let change = self.change(position);
        change.is_some_and(|change| change.after.is_some())
    }

    /// Returns the position of the version that was there at a commit, its own or a later one.
    fn position_at(&self, commit: ObjectId) -> Result<Option<usize>, StoreError> {
        if let Some(position) =
            (0..self.len()).find(|position| self.commit_at(*position) == Some(commit))
        {
            return Ok(Some(position));
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
        Ok((0..self.len()).find(|position| {
            let change = self.change(*position);
            let blob = change.and_then(|change| change.after);
            blob.is_some_and(|blob| blobs.contains(&blob.id))
        }))
    }
}

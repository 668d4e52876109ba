//! Pages and files as they were at a commit.

use std::sync::Arc;

use crate::domain::{ObjectId, Page};
use crate::render::Article;
use crate::site::view::View;
use crate::store::{Revision, StoreError};

/// A page as it was at a commit.
pub enum Version {
    /// As it is now.
    Unchanged,
    /// Otherwise: the page, its text, and the commit.
    Earlier(Box<(Page, Arc<Article>, Revision)>),
}

impl View<'_> {
    /// Renders a file as it was at an earlier commit.
    ///
    /// `None` where the commit is not part of this edition's history or lacks the file, or where
    /// the page was for members only at the time.
    pub fn earlier(&self, page: &Page, commit: ObjectId) -> Result<Option<Version>, StoreError> {
        let Some(revision) = self.past(commit)? else {
            return Ok(None);
        };
        let Some((file, blob)) = self.file_at(page, &revision)? else {
            return Ok(None);
        };
        // Whatever else was committed since may be nothing that the viewer may know of.
        if blob == page.blob {
            return Ok(Some(Version::Unchanged));
        }
        let Some((old, source)) = self.read_then(page, &file, blob)? else {
            return Ok(None);
        };
        let articles = &self.edition.articles;
        let render = |source: &[u8]| self.rendered_then(&old, source, commit);
        let article = Arc::new(articles.make(&source, render));
        Ok(Some(Version::Earlier(Box::new((old, article, revision)))))
    }

    /// Reads what a page's file was; `None` where the viewer could not see it then.
    pub(super) fn read_then(
        &self,
        page: &Page,
        file: &str,
        blob: ObjectId,
    ) -> Result<Option<(Page, Vec<u8>)>, StoreError> {
        let source = self.edition.store.read(blob)?;
        let (old, _) = crate::render::read(
            page.path.clone(),
            file,
            blob,
            &source,
            self.edition.vocabulary(),
            self.bibliography(),
        );
        Ok(self.may_see(&old).then_some((old, source)))
    }

    /// Tells whether a page had a version at a commit of this edition's history.
    pub fn has_version(&self, page: &Page, commit: ObjectId) -> Result<bool, StoreError> {
        let history = &self.edition.history;
        let is_known = history
            .index()
            .is_some_and(|index| index.record(commit).is_some());
        if is_known && history.pins.has(commit, &page.file) {
            return Ok(true);
        }
        let Some(revision) = self.past(commit)? else {
            return Ok(false);
        };
        let Some((file, _)) = self.file_at(page, &revision)? else {
            return Ok(false);
        };
        // Which other file the page was is for the index to say.
        if file == page.file {
            history.pins.note(commit, &file);
        }
        Ok(true)
    }

    /// Returns a commit if it is part of this edition's history. An agenda may name hundreds: a walk of
    /// all commits for each would take seconds, so the index is asked first.
    pub(super) fn past(&self, commit: ObjectId) -> Result<Option<Revision>, StoreError> {
        let store = &self.edition.store;
        let index = self.edition.history.index();
        let is_known = index.is_some_and(|index| index.record(commit).is_some());
        if !is_known && !store.history().is_ancestor(commit, self.revision().id)? {
            return Ok(None);
        }
        store.revision(commit)
    }

    /// Returns a page's file at a commit and its object: the file that it is, or one that it was.
    pub(super) fn file_at(
        &self,
        page: &Page,
        revision: &Revision,
    ) -> Result<Option<(String, ObjectId)>, StoreError> {
        let store = &self.edition.store;
        if let Some(blob) = store.file(revision, &page.file)? {
            return Ok(Some((page.file.clone(), blob)));
        }
        let index = self.edition.history.index();
        for file in index
            .map(|index| index.names_of(&page.file))
            .into_iter()
            .flatten()
        {
            if let Some(blob) = store.file(revision, file)? {
                return Ok(Some((file.to_owned(), blob)));
            }
        }
        Ok(None)
    }
}

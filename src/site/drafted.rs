//! A page as it would be with another text, and texts as they were: what an editor shows.

use std::sync::Arc;

use crate::domain::{Link, ObjectId, Page, PagePath, Problem, ProblemKind, Visibility};
use crate::render::{self, Article, Bibliography};
use crate::site::entries::FILE_LIMIT;
use crate::site::item::SitePage;
use crate::site::view::View;
use crate::store::StoreError;

/// A page as it would be.
pub struct DraftedPage {
    /// The page, without its text.
    pub page: Page,
    /// Its text.
    pub article: Arc<Article>,
    /// The problems that it has, in the order of the file.
    pub problems: Vec<Problem>,
}

/// Tells whether a problem is that a work is unknown which is in a bibliography.
fn is_of_known_work(problem: &Problem, page: &Page, bibliography: &Bibliography) -> bool {
    let front = &page.front;
    let named = page.citations.iter().chain(&front.sources);
    let mut named = named.chain(&front.citation);
    problem.kind == ProblemKind::UnknownCitation
        && named.any(|(key, at)| *at == problem.position && bibliography.contains(key))
}

impl View<'_> {
    /// Reads a text as the page of a file, among the pages that there are, where it cites what is in a
    /// bibliography: that of the site, or one with works that are to be added. Nothing is written.
    pub fn drafted(
        &self,
        path: PagePath,
        file: &str,
        source: &[u8],
        bibliography: &Bibliography,
    ) -> DraftedPage {
        let content = self.content();
        let (page, _) = render::read(
            path,
            file,
            ObjectId::from_bytes([0; 20]),
            source,
            &content.vocabulary,
            bibliography,
        );
        let articles = &self.edition.articles;
        let article = articles.make(source, |source| {
            let resolve = |link: &Link| self.links().resolve(&page, link);
            render::html(&page, source, &resolve, bibliography)
        });
        let item = SitePage {
            page,
            changed: None,
            same_address: Vec::new(),
        };
        let mut problems = self.checks().problems_of(&item);
        problems.retain(|problem| !is_of_known_work(problem, &item.page, bibliography));
        DraftedPage {
            problems,
            page: item.page,
            article: Arc::new(article),
        }
    }

    /// Returns the text of a page's file at a commit of this edition's history; nothing where it was
    /// not there, or this viewer may not see what it says.
    ///
    /// # Errors
    ///
    /// If objects cannot be read.
    pub fn text_at(&self, commit: ObjectId, file: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let store = self.store();
        if !store.history().is_ancestor(commit, self.revision().id)? {
            return Ok(None);
        }
        let Some(revision) = store.revision(commit)? else {
            return Ok(None);
        };
        let Some(blob) = store.file(&revision, file)? else {
            return Ok(None);
        };
        self.source(blob)
    }

    /// Returns the file that a page was at a commit of this edition's history; `None` where it was none.
    ///
    /// # Errors
    ///
    /// If objects cannot be read.
    pub fn file_then(&self, page: &Page, commit: ObjectId) -> Result<Option<String>, StoreError> {
        let Some(revision) = self.past(commit)? else {
            return Ok(None);
        };
        let found = self.file_at(page, &revision)?;
        Ok(found.map(|(file, _)| file))
    }

    /// Returns the text of a page's file when it was this object, at a commit of this edition's
    /// history; nothing where it never was, or this viewer may not see what it says.
    ///
    /// # Errors
    ///
    /// If objects cannot be read.
    pub fn text_of(&self, file: &str, blob: ObjectId) -> Result<Option<Vec<u8>>, StoreError> {
        match self.store().history().had(file, blob, self.revision().id)? {
            true => self.source(blob),
            false => Ok(None),
        }
    }

    fn source(&self, blob: ObjectId) -> Result<Option<Vec<u8>>, StoreError> {
        let store = self.store();
        if store.size(blob)? as u64 > FILE_LIMIT {
            return Ok(None);
        }
        let source = store.read(blob)?;
        let viewer = self.viewer();
        // Whoever writes may see all of it, whatever the text says.
        let may = viewer.may_see(Visibility::Draft) || viewer.may_see(render::visibility(&source));
        Ok(may.then_some(source))
    }
}

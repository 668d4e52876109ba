//! [`View`]: an edition as somebody may see it. The one gate.
//!
//! Whatever leaves an edition (pages, files, links, lists, search) is asked of a view, and a view
//! shows only what its viewer may see. What is hidden looks exactly like what does not exist.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hash;
use std::sync::Arc;

use crate::domain::file_role::BIBLIOGRAPHY_FILE;
use crate::domain::{Kind, Link, LinkRole, ObjectId, Page, PagePath, Viewer};
use crate::render::{Article, Bibliography};
use crate::search::{Request, Results};
use crate::site::content::Content;
use crate::site::edition::Edition;
use crate::site::item::SitePage;
use crate::site::lists::Lists;
use crate::store::{Revision, Store, StoreError};

/// An edition as one viewer may see it.
#[derive(Clone, Copy)]
pub struct View<'e> {
    pub(super) edition: &'e Edition,
    viewer: Viewer,
}

/// An entry directly below a folder.
#[derive(Clone, Debug)]
pub enum FolderEntry<'e> {
    /// A page.
    Page(&'e Arc<SitePage>),
    /// A folder that has pages but no page of its own.
    Folder(PagePath),
}

impl Edition {
    /// Returns the edition as somebody may see it.
    pub fn view(&self, viewer: Viewer) -> View<'_> {
        View::new(self, viewer)
    }
}

impl<'e> View<'e> {
    pub(super) fn new(edition: &'e Edition, viewer: Viewer) -> Self {
        Self { edition, viewer }
    }

    pub(super) fn content(&self) -> &'e Content {
        &self.edition.content
    }

    pub(super) fn lists(&self) -> &'e Lists {
        &self.edition.lists
    }

    /// Returns the same edition as somebody else may see it.
    pub(super) fn of(self, viewer: Viewer) -> Self {
        Self { viewer, ..self }
    }

    /// Returns who is looking.
    pub fn viewer(&self) -> Viewer {
        self.viewer
    }

    /// Returns the edition's commit.
    pub fn revision(&self) -> &'e Revision {
        self.edition.revision()
    }

    /// Tells whether a page's file is not committed as it is; so only in a preview.
    pub fn is_draft(&self, page: &Page) -> bool {
        self.edition.drafts().contains(&page.file)
    }

    /// Returns the works that pages cite.
    pub fn bibliography(&self) -> &'e Bibliography {
        &self.content().bibliography
    }

    /// Returns the page at a path.
    pub fn page(&self, path: &PagePath) -> Option<&'e Arc<SitePage>> {
        self.page_at(path.as_str())
    }

    /// Returns the page whose path a text is, letter by letter.
    pub(super) fn page_at(&self, path: &str) -> Option<&'e Arc<SitePage>> {
        let item = self.content().pages.get(path)?;
        self.may_see(&item.page).then_some(item)
    }

    /// Tells whether this viewer may see a page.
    pub(super) fn may_see(&self, page: &Page) -> bool {
        self.viewer.may_see(page.front.visibility)
    }

    /// Returns every page, by path.
    pub fn pages(&self) -> impl Iterator<Item = &'e Arc<SitePage>> + use<'e> {
        let viewer = self.viewer;
        let pages = self.content().pages.values();
        pages.filter(move |item| viewer.may_see(item.page.front.visibility))
    }

    /// Returns the page whose file this is.
    pub fn page_of_file(&self, file: &str) -> Option<&'e Arc<SitePage>> {
        let item = self.content().page_of_file(file)?;
        Some(item).filter(|item| self.may_see(&item.page))
    }

    /// Returns the object of an attachment; see [`crate::site::files`] for who may see it.
    pub fn attachment(&self, file: &str) -> Option<ObjectId> {
        let blob = *self.content().attachments.get(file)?;
        (!self.files().is_hidden_file(file)).then_some(blob)
    }

    pub(super) fn store(&self) -> &'e Store {
        &self.edition.store
    }

    /// Returns the paths of all attachments.
    pub fn attachments(&self) -> impl Iterator<Item = &'e str> + use<'e> {
        let view = *self;
        let files = self.content().attachments.keys();
        files
            .map(String::as_str)
            .filter(move |file| view.attachment(file).is_some())
    }

    /// Tells whether there are pages below a path.
    pub fn is_folder(&self, path: &PagePath) -> bool {
        self.below(path).next().is_some()
    }

    /// Returns the pages below a path, at any depth, by path.
    fn below(&self, path: &PagePath) -> impl Iterator<Item = &'e Arc<SitePage>> + use<'e> {
        let viewer = self.viewer;
        let below = self.content().below(path.as_str());
        below.filter(move |item| viewer.may_see(item.page.front.visibility))
    }

    /// Returns what stands directly below a path, by path.
    pub fn children(&self, path: &PagePath) -> Vec<FolderEntry<'e>> {
        let depth = if path.is_home() {
            0
        } else {
            path.as_str().split('/').count()
        };
        let mut entries: Vec<FolderEntry<'e>> = Vec::new();
        for item in self.below(path).filter(|item| !item.page.path.is_home()) {
            let segments = item.page.path.as_str().split('/').count();
            if segments == depth + 1 {
                entries.push(FolderEntry::Page(item));
                continue;
            }
            let ancestors = item.page.path.ancestors();
            let Some(folder) = ancestors.into_iter().nth(depth + 1) else {
                continue;
            };
            let known = entries.iter().rev().any(|entry| match entry {
                FolderEntry::Page(item) => item.page.path == folder,
                FolderEntry::Folder(path) => *path == folder,
            });
            if !known {
                entries.push(FolderEntry::Folder(folder));
            }
        }
        entries
    }

    /// Renders a page of this edition; the result is cached by what it was made from.
    pub fn article(&self, page: &Page) -> Result<Arc<Article>, StoreError> {
        let bibliography = self.content().attachments.get(BIBLIOGRAPHY_FILE);
        // The file decides what relative links mean, the front matter what is cited. Its links are not
        // in the text.
        let in_text = |link: &&Link| matches!(link.role, LinkRole::Text | LinkRole::Image);
        let context = |hasher: &mut DefaultHasher| {
            page.file.hash(hasher);
            for link in page.links.iter().filter(in_text) {
                self.links().resolve(page, link).hash(hasher);
            }
            bibliography.copied().hash(hasher);
        };
        let render = |source: &[u8]| self.rendered(page, source);
        let articles = &self.edition.articles;
        articles.get_or_make(page.blob, context, &self.edition.store, render)
    }

    pub(super) fn rendered(&self, page: &Page, source: &[u8]) -> Article {
        let resolve = |link: &Link| self.links().resolve(page, link);
        crate::render::html(page, source, &resolve, self.bibliography())
    }

    /// Reads the bytes of a page's file or of an attachment that this view has given out.
    pub fn read(&self, blob: ObjectId) -> Result<Vec<u8>, StoreError> {
        self.edition.store.read(blob)
    }

    /// Searches.
    pub fn search(&self, request: &Request<'_>) -> Results {
        self.edition.search.search(self.viewer, request)
    }

    /// Returns the page that lists all pages of a kind, the home page aside: of several, that with the
    /// shortest path.
    pub fn page_of_kind(&self, kind: Kind) -> Option<&'e Arc<SitePage>> {
        let from = (kind, PagePath::home());
        let pages = self.content().kind_pages.range(from..);
        let pages = pages.take_while(|(other, _)| *other == kind);
        let others = pages.filter(|(_, path)| !path.is_home());
        let seen = others.filter_map(|(_, path)| self.page(path));
        seen.min_by_key(|item| item.page.path.as_str().len())
    }

    /// Tells whether anonymous readers see all there is: no page is for members.
    pub fn is_all_public(&self) -> bool {
        self.content().is_all_public()
    }
}

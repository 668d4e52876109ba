//! [`View`]: an edition as somebody may see it. The one gate.
//!
//! Whatever leaves an edition (pages, files, links, lists, search) is asked of a view, and a view
//! shows only what its viewer may see. What is hidden looks exactly like what does not exist.

use std::sync::Arc;

use crate::domain::file_role::BIBLIOGRAPHY_FILE;
use crate::domain::page::SITE_LANGUAGE;
use crate::domain::{Kind, LinkRole, ObjectId, Page, PagePath, Viewer, Visibility};
use crate::render::{Article, Bibliography};
use crate::search::{Cross, CrossRequest, Names, Note, Request, Results, Suggestion};
use crate::site::edition::{Content, Edition, Item};
use crate::site::lists::Lists;
use crate::store::{Revision, Store, StoreError};

/// An edition as one viewer may see it.
#[derive(Clone, Copy)]
pub struct View<'e> {
    edition: &'e Edition,
    viewer: Viewer,
}

/// What stands directly below a folder.
#[derive(Clone, Debug)]
pub enum FolderEntry<'e> {
    /// A page.
    Page(&'e Arc<Item>),
    /// A folder that has pages but no page of its own.
    Folder(PagePath),
}

/// A page as it was at a commit.
pub enum Version {
    /// As it is now.
    Unchanged,
    /// Otherwise: the page, its text, and the commit.
    Earlier(Box<(Page, Arc<Article>, Revision)>),
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

    /// Returns the git object that the bibliography was read from.
    pub(super) fn bibliography_id(&self) -> Option<ObjectId> {
        self.content().attachments.get(BIBLIOGRAPHY_FILE).copied()
    }

    /// Returns the page at a path.
    pub fn page(&self, path: &PagePath) -> Option<&'e Arc<Item>> {
        self.content()
            .pages
            .get(path)
            .filter(|item| self.may_see(&item.page))
    }

    fn may_see(&self, page: &Page) -> bool {
        self.viewer.may_see(page.front.visibility)
    }

    /// Returns every page, by path.
    pub fn pages(&self) -> impl Iterator<Item = &'e Arc<Item>> + use<'e> {
        let viewer = self.viewer;
        let pages = self.content().pages.values();
        pages.filter(move |item| viewer.may_see(item.page.front.visibility))
    }

    /// Returns the page whose file this is.
    pub fn page_of_file(&self, file: &str) -> Option<&'e Arc<Item>> {
        let item = self.content().page_of_file(file)?;
        Some(item).filter(|item| self.may_see(&item.page))
    }

    /// Returns the object of an attachment; see [`crate::site::files`] for who may see it.
    pub fn attachment(&self, file: &str) -> Option<ObjectId> {
        let blob = *self.content().attachments.get(file)?;
        (!self.is_hidden_file(file)).then_some(blob)
    }

    /// Tells whether a file that is no page is hidden, or would be if it were there.
    pub(super) fn is_hidden_file(&self, file: &str) -> bool {
        !self.viewer.may_see(Visibility::Draft) && !self.viewer.may_see(self.circle_of_file(file))
    }

    /// Returns the name of a file that is no page, if it is there, whoever may see it.
    pub(super) fn attachment_name(&self, file: &str) -> Option<&'e str> {
        let (name, _) = self.content().attachments.get_key_value(file)?;
        Some(name)
    }

    /// Tells whether there is a page at a path, whoever may see it.
    pub(super) fn has_page(&self, path: &PagePath) -> bool {
        self.content().pages.contains_key(path)
    }

    /// Returns the page whose file this is, whoever may see it.
    pub(super) fn known_page(&self, file: &str) -> Option<&'e Page> {
        let item = self.content().page_of_file(file)?;
        Some(&item.page)
    }

    /// Returns the address of the page whose file this is, or would be if it were there.
    pub(super) fn address_of(&self, file: &str) -> Option<PagePath> {
        self.content().address_of(file)
    }

    pub(super) fn store(&self) -> &'e Store {
        &self.edition.store
    }

    /// Tells whether a page that this viewer sees links a file.
    pub(super) fn is_linked(&self, file: &str) -> bool {
        self.linking_file(file).any(|item| self.may_see(&item.page))
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
    fn below(&self, path: &PagePath) -> impl Iterator<Item = &'e Arc<Item>> + use<'e> {
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

    /// Returns the pages that link to a page in their text.
    pub fn linked_from(&self, page: &Page) -> Vec<&'e Arc<Item>> {
        self.linking_as(page, |role| {
            matches!(role, LinkRole::Text | LinkRole::Image)
        })
    }

    /// Returns the pages that link to a page in one of the roles.
    pub fn linking_as(&self, page: &Page, wanted: impl Fn(LinkRole) -> bool) -> Vec<&'e Arc<Item>> {
        self.linking(page)
            .into_iter()
            .filter(|(_, links)| links.iter().any(|link| wanted(link.role)))
            .map(|(item, _)| item)
            .collect()
    }

    /// Returns the pages that a page links to in a role, in the order of its links.
    pub fn linked(&self, page: &Page, role: LinkRole) -> Vec<&'e Arc<Item>> {
        let mut found: Vec<&'e Arc<Item>> = Vec::new();
        for link in page.links.iter().filter(|link| link.role == role) {
            if let super::resolve::Target::Page(item) = self.target(page, link)
                && !found.iter().any(|known| known.page.path == item.page.path)
            {
                found.push(item);
            }
        }
        found
    }

    /// Returns the page that a front matter reference of `page` names.
    pub fn referenced(&self, page: &Page, name: &str) -> Option<&'e Arc<Item>> {
        let target = name.split('#').next().unwrap_or(name).to_owned();
        let link = page.links.iter().find(
            |link| matches!(&link.target, crate::domain::LinkTarget::Name(name) if *name == target),
        )?;
        match self.target(page, link) {
            super::resolve::Target::Page(item) => Some(item),
            _ => None,
        }
    }

    /// Returns the other languages of a page: the page it translates and that page's translations.
    pub fn translations(&self, page: &Page) -> Vec<&'e Arc<Item>> {
        let original = self.linked(page, LinkRole::Translation).into_iter().next();
        let root = original.map_or(page, |item| &item.page);
        let mut all = self.linking_as(root, |role| role == LinkRole::Translation);
        all.extend(original);
        all.retain(|item| item.page.path != page.path);
        all.sort_by(|a, b| {
            a.page
                .language(SITE_LANGUAGE)
                .cmp(b.page.language(SITE_LANGUAGE))
        });
        all
    }

    /// Renders a page of this edition; the result is cached by what it was made from.
    pub fn article(&self, page: &Page) -> Result<Arc<Article>, StoreError> {
        self.edition
            .articles
            .article(self, page, &self.edition.store)
    }

    /// Renders a file as it was at an earlier commit, with today's pages behind its links.
    ///
    /// `None` where the commit is not part of this edition's history or lacks the file, or where
    /// the page was for members only at the time.
    pub fn earlier(&self, page: &Page, commit: ObjectId) -> Result<Option<Version>, StoreError> {
        let store = &self.edition.store;
        if !store.history().is_ancestor(commit, self.revision().id)? {
            return Ok(None);
        }
        let Some(revision) = store.revision(commit)? else {
            return Ok(None);
        };
        let Some(blob) = store.file(&revision, &page.file)? else {
            return Ok(None);
        };
        // Whatever else was committed since may be nothing that the viewer may know of.
        if blob == page.blob {
            return Ok(Some(Version::Unchanged));
        }
        let source = store.read(blob)?;
        let (old, _) = crate::render::read(
            page.path.clone(),
            &page.file,
            blob,
            &source,
            self.edition.vocabulary(),
            self.bibliography(),
        );
        if !self.may_see(&old) {
            return Ok(None);
        }
        let article = Arc::new(self.edition.articles.make(self, &old, &source));
        Ok(Some(Version::Earlier(Box::new((old, article, revision)))))
    }

    /// Reads the bytes of a page's file or of an attachment that this view has given out.
    pub fn read(&self, blob: ObjectId) -> Result<Vec<u8>, StoreError> {
        self.edition.store.read(blob)
    }

    /// Searches.
    pub fn search(&self, request: &Request<'_>) -> Results {
        self.edition.search.search(self.viewer, request)
    }

    /// Completes what somebody types who reads in a language.
    pub fn suggest(
        &self,
        text: &str,
        limit: usize,
        names: &Names,
        language: &str,
    ) -> Vec<Suggestion> {
        let search = &self.edition.search;
        search.suggest(text, self.viewer, limit, Some(names), language)
    }

    /// Returns the facet that goes by a name.
    pub fn field(&self, name: &str, names: &Names) -> Option<String> {
        self.edition.search.field(name, self.viewer, Some(names))
    }

    /// Returns the values of a facet that go by a name, with what there is to say of it.
    pub fn values(&self, key: &str, name: &str, names: &Names) -> (Vec<String>, Option<Note>) {
        let search = &self.edition.search;
        search.values_named(key, name, self.viewer, Some(names))
    }

    /// Counts pages by two facets.
    pub fn cross(&self, request: &CrossRequest<'_>) -> Cross {
        self.edition.search.cross(self.viewer, request)
    }

    /// Returns pages that tell of similar things.
    pub fn related(&self, page: &Page, limit: usize) -> Vec<&'e Arc<Item>> {
        let paths = self.edition.search.related(&page.path, self.viewer, limit);
        paths.iter().filter_map(|path| self.page(path)).collect()
    }

    /// Returns the pages that are nearest to a query by what they tell, or else by their names.
    pub fn near_content(&self, query: &str, limit: usize) -> Vec<&'e Arc<Item>> {
        let search = &self.edition.search;
        let mut paths = search.near_content(query, self.viewer, limit);
        if paths.is_empty() {
            paths = search.nearest(query, self.viewer, limit);
        }
        paths.iter().filter_map(|path| self.page(path)).collect()
    }

    /// Returns the pages whose address or title is nearest to a text.
    pub fn nearest(&self, text: &str, limit: usize) -> Vec<&'e Arc<Item>> {
        let paths = self.edition.search.nearest(text, self.viewer, limit);
        paths.iter().filter_map(|path| self.page(path)).collect()
    }

    /// Returns the page that lists all pages of a kind, the home page aside: of several, that with the
    /// shortest path.
    pub fn page_of_kind(&self, kind: Kind) -> Option<&'e Arc<Item>> {
        let from = (kind, PagePath::home());
        let pages = self.content().kind_pages.range(from..);
        let pages = pages.take_while(|(other, _)| *other == kind);
        let others = pages.filter(|(_, path)| !path.is_home());
        let seen = others.filter_map(|(_, path)| self.page(path));
        seen.min_by_key(|item| item.page.path.as_str().len())
    }

    /// Returns the pages that changed last, newest first.
    pub fn newest(&self, limit: usize) -> Vec<&'e Arc<Item>> {
        let request = Request {
            sort: crate::search::Sort::Updated,
            limit,
            ..Request::default()
        };
        let hits = self.search(&request).hits;
        hits.iter().filter_map(|hit| self.page(&hit.path)).collect()
    }
}

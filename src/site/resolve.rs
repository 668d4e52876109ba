//! Finds the page or file that a link leads to.

use std::borrow::Cow;
use std::sync::Arc;

use crate::domain::link::Destination;
use crate::domain::page::ANCHOR_PREFIX;
use crate::domain::path::{encode_address, is_page_name, is_readme};
use crate::domain::{Link, LinkTarget, Page, PagePath, Template};
use crate::site::item::SitePage;
use crate::site::links::PageLinks;
use crate::site::names::{fold, keys_of};
use crate::site::target::ResolvedTarget;

/// Of more files with one name, a name alone means none, whoever may see them.
const MAX_NAMESAKES: usize = 100;

impl<'e> PageLinks<'e> {
    /// Returns where a link of `page` leads for this viewer.
    pub fn resolve(&self, page: &Page, link: &Link) -> Destination {
        match self.target(page, link) {
            ResolvedTarget::Page(item) => {
                let (address, title) = (item.page.path.address(), item.page.title.clone());
                let Some(fragment) = link.fragment.as_deref() else {
                    return Destination::Page { address, title };
                };
                match fragment_id(&item.page, fragment) {
                    Some(id) => {
                        let here = link.target == LinkTarget::Here;
                        let prefix = if here { "" } else { address.as_str() };
                        Destination::Page {
                            address: format!("{prefix}#{id}"),
                            title,
                        }
                    }
                    None => Destination::MissingHeading { address, title },
                }
            }
            ResolvedTarget::Folder(path) => Destination::Page {
                address: path.address(),
                title: path.name().to_owned(),
            },
            ResolvedTarget::File(file) => {
                let template = self.0.content().vocabulary.template_of_file(&file);
                let address = template.map_or_else(|| encode_address(&file), Template::address);
                Destination::File { address }
            }
            ResolvedTarget::Missing(path) => Destination::Missing { path },
        }
    }

    pub(super) fn target(&self, page: &Page, link: &Link) -> ResolvedTarget<'e> {
        self.target_among(page, link, &|file| self.0.attachment(file).is_some())
    }

    /// Returns what a link leads to where `is_shown` tells which files are to be had.
    pub(super) fn target_among(
        &self,
        page: &Page,
        link: &Link,
        is_shown: &dyn Fn(&str) -> bool,
    ) -> ResolvedTarget<'e> {
        match &link.target {
            // A preview's page may not be in the edition under its own path.
            LinkTarget::Here => match self.0.page(&page.path) {
                Some(item) => ResolvedTarget::Page(item),
                None => ResolvedTarget::Missing(None),
            },
            LinkTarget::Path(path) => self.target_of_path(path, is_shown),
            LinkTarget::Name(name) => self.target_of_name(name, is_shown),
        }
    }

    fn target_of_path(&self, path: &str, is_shown: &dyn Fn(&str) -> bool) -> ResolvedTarget<'e> {
        if let Some(file) = self.file_of_path(path).filter(|file| is_shown(file)) {
            return ResolvedTarget::File(file.to_owned());
        }
        if let Some(item) = self.0.page_of_file(path) {
            return ResolvedTarget::Page(item);
        }
        let parsed = if is_page_name(path) {
            PagePath::from_file(path)
        } else {
            PagePath::parse(path.trim_end_matches('/'))
        };
        let Ok(parsed) = parsed else {
            return ResolvedTarget::Missing(None);
        };
        if let Some(item) = self.0.page(&parsed).or_else(|| self.alias(&parsed)) {
            return ResolvedTarget::Page(item);
        }
        if !is_page_name(path) && self.0.is_folder(&parsed) {
            return ResolvedTarget::Folder(parsed);
        }
        // A name with an ending such as `.png` is a file, not a page to be written.
        let is_file = parsed.name().contains('.') && !is_page_name(path);
        ResolvedTarget::Missing((!is_file).then_some(parsed))
    }

    /// Returns the file that is no page at a path, if it were there; a template also without `.md`.
    fn file_of_path<'p>(&self, path: &'p str) -> Option<&'p str>
    where
        'e: 'p,
    {
        let mut templates = self.0.content().vocabulary.templates.iter();
        let named = |one: &&Template| one.file.strip_suffix(".md") == Some(path);
        match is_page_name(path) {
            true => Some(path).filter(|path| !self.0.content().is_page_file(path)),
            false => Some(templates.find(named).map_or(path, |one| one.file.as_str())),
        }
    }

    pub(super) fn target_of_name(
        &self,
        name: &str,
        is_shown: &dyn Fn(&str) -> bool,
    ) -> ResolvedTarget<'e> {
        let trimmed = name.trim().trim_matches('/');
        let bare = trimmed.strip_suffix(".md").unwrap_or(trimmed);
        // Nearly always the path of a page as it is, which needs no check.
        if let Some(item) = self.0.page_at(bare) {
            return ResolvedTarget::Page(item);
        }
        let path = PagePath::parse(bare).ok();
        if let Some(item) = path.as_ref().and_then(|path| self.0.page(path)) {
            return ResolvedTarget::Page(item);
        }
        if let Some(item) = self.named(trimmed) {
            return ResolvedTarget::Page(item);
        }
        if is_shown(trimmed) {
            return ResolvedTarget::File(trimmed.to_owned());
        }
        if let [file] = self.files_named(trimmed, is_shown)[..] {
            return ResolvedTarget::File(file.to_owned());
        }
        if let Some(path) = path
            .as_ref()
            .filter(|path| !path.is_home() && self.0.is_folder(path))
        {
            return ResolvedTarget::Folder(path.clone());
        }
        ResolvedTarget::Missing(path)
    }

    /// Returns the page that a name means: a title before an alias before the end of a path.
    fn named(&self, name: &str) -> Option<&'e Arc<SitePage>> {
        let mut candidates = self.0.content().names.get(&fold(name));
        candidates.find_map(|(_, path)| self.0.page(path))
    }

    /// Returns the files that a name means which says nothing, or not all, of their folders.
    ///
    /// Two are no answer. A name that only one file of the site has is a link to it, and so decides who
    /// may see it; see [`crate::site::files`].
    pub(super) fn files_named(&self, name: &str, is_shown: &dyn Fn(&str) -> bool) -> Vec<&'e str> {
        let mut files = self.0.content().files_with_name(name, MAX_NAMESAKES + 1);
        if files.len() > MAX_NAMESAKES {
            return Vec::new();
        }
        files.retain(|file| is_shown(file));
        files
    }

    /// Returns the page that had this address before it moved, or whose README the address names.
    pub fn alias(&self, path: &PagePath) -> Option<&'e Arc<SitePage>> {
        let folder = path.parent().filter(|_| path.name() == "README");
        let readme = folder.and_then(|folder| self.0.page(&folder));
        if let Some(item) = readme.filter(|item| is_readme(&item.page.file)) {
            return Some(item);
        }
        let candidates = self.0.content().names.get(&fold(path.as_str()));
        candidates
            .filter_map(|(_, candidate)| self.0.page(candidate))
            .find(|item| {
                item.page
                    .front
                    .aliases
                    .iter()
                    .any(|(alias, _)| alias.trim_matches('/') == path.as_str())
            })
    }

    /// Returns the pages with a link that leads to `target`, each with those links.
    pub(super) fn linking(&self, target: &Page) -> Vec<(&'e Arc<SitePage>, Vec<&'e Link>)> {
        let mut paths: Vec<&'e PagePath> = keys_of(target)
            .iter()
            .flat_map(|key| self.0.content().references.get(key))
            .collect();
        paths.sort();
        paths.dedup();
        let leads_here = |item: &Arc<SitePage>, link: &Link| matches!(self.target(&item.page, link), ResolvedTarget::Page(found) if found.page.path == target.path);
        paths
            .into_iter()
            .filter(|path| **path != target.path)
            .filter_map(|path| self.0.page(path))
            .filter_map(|item| {
                let links: Vec<_> = item
                    .page
                    .links
                    .iter()
                    .filter(|link| leads_here(item, link))
                    .collect();
                (!links.is_empty()).then_some((item, links))
            })
            .collect()
    }
}

/// Returns the id that a fragment names: of a heading, of a place that the page's HTML names, or, as
/// Obsidian writes it, of a heading by its text.
fn fragment_id<'p>(page: &'p Page, fragment: &str) -> Option<Cow<'p, str>> {
    let headings = &page.headings;
    if let Some(heading) = headings.iter().find(|heading| heading.id == fragment) {
        return Some(Cow::Borrowed(heading.id.as_str()));
    }
    let written = fragment.strip_prefix(ANCHOR_PREFIX).unwrap_or(fragment);
    if let Some(anchor) = page.anchors.iter().find(|anchor| **anchor == written) {
        let anchor = encode_address(anchor);
        let anchor = anchor.trim_start_matches('/');
        return Some(Cow::Owned(format!("{ANCHOR_PREFIX}{anchor}")));
    }
    let details = page.front.details();
    if let Some(anchor) = details.session_anchor(fragment) {
        return Some(Cow::Owned(anchor));
    }
    let folded = fold(fragment);
    let by_text = headings
        .iter()
        .find(|heading| fold(&heading.text) == folded);
    by_text.map(|heading| Cow::Borrowed(heading.id.as_str()))
}

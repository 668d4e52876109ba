//! [`PageLinks`]: what links to what, for whoever looks.

use std::sync::Arc;

use crate::domain::page::SITE_LANGUAGE;
use crate::domain::{LinkRole, Page};
use crate::site::item::SitePage;
use crate::site::target::ResolvedTarget;
use crate::site::view::View;

/// The links between pages, as one viewer may see them.
#[derive(Clone, Copy)]
pub struct PageLinks<'e>(pub(super) View<'e>);

impl<'e> View<'e> {
    /// Returns what links to what, as one viewer may see it.
    pub fn links(self) -> PageLinks<'e> {
        PageLinks(self)
    }
}

impl<'e> PageLinks<'e> {
    /// Returns the pages that link to a page in their text.
    pub fn linked_from(&self, page: &Page) -> Vec<&'e Arc<SitePage>> {
        self.linking_as(page, |role| {
            matches!(role, LinkRole::Text | LinkRole::Image)
        })
    }

    /// Returns the pages that link to a page in one of the roles.
    pub fn linking_as(
        &self,
        page: &Page,
        wanted: impl Fn(LinkRole) -> bool,
    ) -> Vec<&'e Arc<SitePage>> {
        self.linking(page)
            .into_iter()
            .filter(|(_, links)| links.iter().any(|link| wanted(link.role)))
            .map(|(item, _)| item)
            .collect()
    }

    /// Returns the pages that a page links to in a role, in the order of its links.
    pub fn linked(&self, page: &Page, role: LinkRole) -> Vec<&'e Arc<SitePage>> {
        let mut found: Vec<&'e Arc<SitePage>> = Vec::new();
        for link in page.links.iter().filter(|link| link.role == role) {
            if let ResolvedTarget::Page(item) = self.target(page, link)
                && !found.iter().any(|known| known.page.path == item.page.path)
            {
                found.push(item);
            }
        }
        found
    }

    /// Returns the page that a name means, wherever it stands: a path, a title, an alias.
    pub fn referenced(&self, name: &str) -> Option<&'e Arc<SitePage>> {
        let name = name.split('#').next().unwrap_or(name);
        match self.target_of_name(name, &|file| self.0.attachment(file).is_some()) {
            ResolvedTarget::Page(item) => Some(item),
            _ => None,
        }
    }

    /// Returns the other languages of a page: the page it translates and that page's translations.
    pub fn translations(&self, page: &Page) -> Vec<&'e Arc<SitePage>> {
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
}

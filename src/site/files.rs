//! The files that are no pages, and who may see them: as many as may see the most visible page that links one.
//!
//! One that no page links is as its folder is: the nearest one above it that has pages, and that is
//! hidden if any page directly in it is. So what lies beside members' pages stays with them until
//! a page that more people see links it.

use std::sync::Arc;

use crate::domain::file_role::is_table;
use crate::domain::link::LinkTarget;
use crate::domain::{Link, Page, PagePath, Viewer, Visibility};
use crate::site::item::SitePage;
use crate::site::names::reference_key;
use crate::site::target::ResolvedTarget;
use crate::site::view::View;

/// The files that are no pages, as one viewer may see them.
#[derive(Clone, Copy)]
pub struct Files<'e>(pub(super) View<'e>);

impl<'e> View<'e> {
    /// Returns the files that are no pages, as one viewer may see them.
    pub fn files(self) -> Files<'e> {
        Files(self)
    }
}

impl<'e> Files<'e> {
    /// Returns whom a file is for that is no page, whether or not it is there.
    pub(super) fn circle_of_file(&self, file: &str) -> Visibility {
        let content = self.0.content();
        if content.is_all_public() || is_table(file) {
            return Visibility::Public;
        }
        // What says itself whom it is for is shown to no more by a link.
        let own = content.reserved.get(file).copied().unwrap_or_default();
        let mut linked: Option<Visibility> = None;
        for item in self.linking_file(file) {
            let circle = item.page.front.visibility;
            linked = Some(linked.map_or(circle, |known| known.min(circle)));
            if circle == Visibility::Public {
                break;
            }
        }
        own.max(linked.unwrap_or_else(|| content.circle_of_unlinked_file(file)))
    }

    /// Returns the pages with a link that leads to a file, whoever may see them.
    pub(super) fn linking_file<'f>(
        &self,
        file: &'f str,
    ) -> impl Iterator<Item = &'e Arc<SitePage>> + use<'e, 'f> {
        let view = *self;
        let content = self.0.content();
        let mut paths: Vec<&'e PagePath> = content
            .keys_to_file(file)
            .iter()
            .flat_map(|key| content.references.get(key))
            .collect();
        paths.sort();
        paths.dedup();
        paths
            .into_iter()
            .filter_map(move |path| content.pages.get(path))
            .filter(move |item| view.leads_to_file_from(&item.page, file))
    }

    /// Tells whether a page has a link that leads to a file.
    pub(super) fn leads_to_file_from(&self, page: &Page, file: &str) -> bool {
        let keys = self.0.content().keys_to_file(file);
        let mut links = page.links.iter();
        links.any(|link| {
            reference_key(link).is_some_and(|key| keys.contains(&key))
                && self.leads_to_file(page, link, file)
        })
    }

    /// Tells whether a link leads to a file, for the widest circle that sees the page with the link.
    fn leads_to_file(&self, page: &Page, link: &Link, file: &str) -> bool {
        if link.target == LinkTarget::Here {
            return false;
        }
        let sees = |viewer: &Viewer| viewer.may_see(page.front.visibility);
        let Some(viewer) = Viewer::ALL.into_iter().find(sees) else {
            return false;
        };
        let view = self.0.of(viewer);
        let target = view
            .links()
            .target_among(page, link, &|named| named == file);
        matches!(target, ResolvedTarget::File(found) if found == file)
    }

    /// Tells whether a file that is no page is hidden, or would be if it were there.
    pub(super) fn is_hidden_file(&self, file: &str) -> bool {
        !self.0.viewer().may_see(Visibility::Draft)
            && !self.0.viewer().may_see(self.circle_of_file(file))
    }

    /// Returns the name of a file that is no page, if it is there, whoever may see it.
    pub(super) fn attachment_name(&self, file: &str) -> Option<&'e str> {
        let (name, _) = self.0.content().attachments.get_key_value(file)?;
        Some(name)
    }

    /// Tells whether there is a page at a path, whoever may see it.
    pub(super) fn has_page(&self, path: &PagePath) -> bool {
        self.0.content().pages.contains_key(path)
    }

    /// Returns the page whose file this is, whoever may see it.
    pub(super) fn known_page(&self, file: &str) -> Option<&'e Page> {
        let item = self.0.content().page_of_file(file)?;
        Some(&item.page)
    }

    /// Returns the address of the page whose file this is, or would be if it were there.
    pub(super) fn address_of(&self, file: &str) -> Option<PagePath> {
        self.0.content().address_of(file)
    }
}

//! [`IndexFinder`]: what the index of an edition answers beside the search itself.

use std::sync::Arc;

use crate::domain::Page;
use crate::search::{CrossRequest, CrossTab, FacetNames, Note, Suggestion};
use crate::site::item::SitePage;
use crate::site::view::View;

/// The answers of the index to one viewer beside the search itself.
#[derive(Clone, Copy)]
pub struct IndexFinder<'e>(pub(super) View<'e>);

impl<'e> View<'e> {
    /// Returns what the index tells one viewer beside the search itself.
    pub fn finder(self) -> IndexFinder<'e> {
        IndexFinder(self)
    }
}

impl<'e> IndexFinder<'e> {
    /// Completes what somebody types who reads in a language.
    pub fn suggest(
        &self,
        text: &str,
        limit: usize,
        names: &FacetNames,
        language: &str,
    ) -> Vec<Suggestion> {
        let search = &self.0.edition.search;
        search.suggest(text, self.0.viewer(), limit, Some(names), language)
    }

    /// Returns the facet that goes by a name.
    pub fn field(&self, name: &str, names: &FacetNames) -> Option<String> {
        self.0
            .edition
            .search
            .field(name, self.0.viewer(), Some(names))
    }

    /// Returns the values of a facet that go by a name, with what there is to say of it.
    pub fn values(&self, key: &str, name: &str, names: &FacetNames) -> (Vec<String>, Option<Note>) {
        let search = &self.0.edition.search;
        search.values_named(key, name, self.0.viewer(), Some(names))
    }

    /// Counts pages by two facets.
    pub fn cross(&self, request: &CrossRequest<'_>) -> CrossTab {
        self.0.edition.search.cross(self.0.viewer(), request)
    }

    /// Returns pages that tell of similar things.
    pub fn related(&self, page: &Page, limit: usize) -> Vec<&'e Arc<SitePage>> {
        let paths = self
            .0
            .edition
            .search
            .related(&page.path, self.0.viewer(), limit);
        paths.iter().filter_map(|path| self.0.page(path)).collect()
    }

    /// Returns the pages that are nearest to a query by what they tell, or else by their names.
    pub fn near_content(&self, query: &str, limit: usize) -> Vec<&'e Arc<SitePage>> {
        let search = &self.0.edition.search;
        let mut paths = search.near_content(query, self.0.viewer(), limit);
        if paths.is_empty() {
            paths = search.nearest(query, self.0.viewer(), limit);
        }
        paths.iter().filter_map(|path| self.0.page(path)).collect()
    }

    /// Returns the pages that somebody may have meant by an address where nothing is.
    pub fn mistyped(&self, address: &str, limit: usize) -> Vec<&'e Arc<SitePage>> {
        let paths = self
            .0
            .edition
            .search
            .mistyped(address, self.0.viewer(), limit);
        paths.iter().filter_map(|path| self.0.page(path)).collect()
    }
}

//! [`FacetIndex`]: the facets of an index and their values.

use tantivy::DocAddress;

use crate::domain::Viewer;
use crate::search::snapshot::Snapshot;

/// The facets of the pages that viewers may see.
#[derive(Clone, Copy)]
pub(crate) struct FacetIndex<'s>(pub(crate) &'s Snapshot);

impl Snapshot {
    pub(crate) fn facet_index(&self) -> FacetIndex<'_> {
        FacetIndex(self)
    }
}

impl<'s> FacetIndex<'s> {
    /// Returns the values that a page carries, with their keys, in order.
    pub(crate) fn of_page(&self, address: DocAddress) -> Vec<(&'s str, &'s str)> {
        let segment = self.0.segments().get(address.segment_ord as usize);
        let values = segment
            .into_iter()
            .flat_map(|segment| segment.values.of_page(address.doc_id));
        let mut values: Vec<(&str, &str)> = values
            .filter_map(|value| self.0.values().parts(value))
            .collect();
        values.sort_unstable();
        values
    }

    /// Counts the pages that carry a value of a facet and that the viewer may see, as far as
    /// `enough`.
    pub(crate) fn carrying(&self, key: &str, term: &str, viewer: Viewer, enough: usize) -> usize {
        self.0.inner.carrying(key, term, viewer, enough)
    }

    /// Returns every value of a facet that a page carries which the viewer may see.
    pub(crate) fn facet_terms(&self, key: &str, viewer: Viewer) -> Vec<&'s str> {
        let terms = self.0.values().terms(key);
        let mut terms: Vec<&'s str> = terms
            .filter(|term| self.carrying(key, term, viewer, 1) > 0)
            .collect();
        terms.sort_unstable();
        terms
    }

    /// Returns the keys of facets that pages have or had. Check with [`Self::has_facet`].
    pub(crate) fn facet_keys(&self) -> Vec<&'s str> {
        self.0.values().keys().collect()
    }

    /// Tells whether some page that the viewer may see has a facet of this key.
    pub(crate) fn has_facet(&self, key: &str, viewer: Viewer) -> bool {
        self.0
            .values()
            .terms(key)
            .any(|term| self.carrying(key, term, viewer, 1) > 0)
    }
}

//! The filters of a query: which pages of a segment pass them.

use std::sync::Arc;

use tantivy::DocId;

use crate::search::query_plan::{Condition, ConditionTest};
use crate::search::segment::SegmentData;
use crate::search::values::Values;

/// The chosen terms of one facet: a page carries one of them or fails.
#[derive(Clone, Debug)]
pub(crate) struct FilterGroup {
    pub(crate) key: String,
    pub(crate) terms: Vec<String>,
}

/// Groups filters by their facet.
pub(crate) fn groups(filters: &[(String, String)]) -> Vec<FilterGroup> {
    let mut groups: Vec<FilterGroup> = Vec::new();
    for (key, term) in filters {
        match groups.iter_mut().find(|group| group.key == *key) {
            Some(group) => group.terms.push(term.clone()),
            None => groups.push(FilterGroup {
                key: key.clone(),
                terms: vec![term.clone()],
            }),
        }
    }
    groups
}

/// Decides for one segment which pages pass the filters.
pub(crate) struct SegmentFilter {
    data: Arc<SegmentData>,
    /// The chosen values of each group, and its facet; none if no page has the facet.
    groups: Vec<(Vec<u32>, Option<u16>)>,
    conditions: Vec<Condition>,
}

/// The outcome of the filters for a page.
pub(crate) enum FilterOutcome {
    Passes,
    /// Fails the filter of this facet only.
    FailsOnly(Option<u16>),
    Fails,
}

impl SegmentFilter {
    pub(crate) fn new(
        groups: &[FilterGroup],
        conditions: &[Condition],
        values: &Values,
        data: &Arc<SegmentData>,
    ) -> Self {
        let groups = groups.iter().map(|group| {
            let terms = group.terms.iter();
            let chosen = terms.filter_map(|term| values.find(&group.key, term));
            (chosen.collect(), values.facet(&group.key))
        });
        Self {
            data: Arc::clone(data),
            groups: groups.collect(),
            conditions: conditions.to_vec(),
        }
    }

    /// Judges a page: every one that a query matches.
    #[inline]
    pub(crate) fn judge(&self, doc: DocId) -> FilterOutcome {
        for condition in &self.conditions {
            if self.holds(&condition.test, doc) == condition.without {
                return FilterOutcome::Fails;
            }
        }
        let mut failed = None;
        for (chosen, facet) in &self.groups {
            let mut values = self.data.values.of_page(doc);
            if !values.any(|value| chosen.contains(&value)) && failed.replace(*facet).is_some() {
                return FilterOutcome::Fails;
            }
        }
        failed.map_or(FilterOutcome::Passes, FilterOutcome::FailsOnly)
    }

    fn holds(&self, test: &ConditionTest, doc: DocId) -> bool {
        match test {
            ConditionTest::Updated(range) => {
                let updated = self.data.updated.first(doc);
                updated.is_some_and(|updated| range.contains(&updated))
            }
            ConditionTest::Years { from, to } => {
                let start = self.data.from_year.first(doc);
                let end = self.data.to_year.first(doc);
                start.is_some_and(|start| start <= *to) && end.is_some_and(|end| end >= *from)
            }
        }
    }
}

//! Counts the pages that a query finds, without gathering them.

use tantivy::query::{BooleanQuery, EnableScoring, Query};
use tantivy::{DocSet, TERMINATED};

use crate::search::filters::{FilterGroup, FilterOutcome, SegmentFilter};
use crate::search::query_plan::QueryPlan;
use crate::search::simple::{facet, union};
use crate::search::snapshot::Snapshot;

/// Counts pages, as far as is asked.
#[derive(Clone, Copy)]
pub(crate) struct Counter<'s>(pub(crate) &'s Snapshot);

impl Snapshot {
    pub(crate) fn counter(&self) -> Counter<'_> {
        Counter(self)
    }
}

impl Counter<'_> {
    /// Counts the pages that a plan finds and that each of some queries finds too, as far as
    /// `enough`. The engine reads the shortest list first.
    pub(crate) fn count(
        &self,
        plan: &QueryPlan,
        also: Vec<Box<dyn Query>>,
        enough: usize,
    ) -> usize {
        let mut all = also;
        all.push(plan.query.box_clone());
        // As where hits are gathered, a damaged file has nothing.
        let query = BooleanQuery::intersection(all);
        self.count_query(&query, plan, enough).unwrap_or(0)
    }

    /// Tells whether a plan finds a page within filters.
    pub(crate) fn finds(&self, plan: &QueryPlan, groups: &[FilterGroup]) -> bool {
        let filters = groups.iter().map(|group| {
            let terms = group.terms.iter();
            union(terms.map(|term| facet(self.0, &group.key, term)).collect())
        });
        self.count(plan, filters.collect(), 1) > 0
    }

    fn count_query(
        &self,
        query: &dyn Query,
        plan: &QueryPlan,
        enough: usize,
    ) -> tantivy::Result<usize> {
        let scoring = EnableScoring::disabled_from_searcher(self.0.searcher());
        let weight = query.weight(scoring)?;
        let readers = self.0.searcher().segment_readers().iter();
        let mut count = 0;
        for (reader, data) in readers.zip(self.0.segments()) {
            let filter = SegmentFilter::new(&[], &plan.conditions, self.0.values(), data);
            let mut pages = weight.scorer(reader, 1.0)?;
            let mut doc = pages.doc();
            while doc != TERMINATED && count < enough {
                if !reader.is_deleted(doc) && matches!(filter.judge(doc), FilterOutcome::Passes) {
                    count += 1;
                }
                doc = pages.advance();
            }
            if count >= enough {
                break;
            }
        }
        Ok(count)
    }
}

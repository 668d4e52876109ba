//! Counts the pages that a query finds, without gathering them.

use tantivy::query::{AllQuery, BooleanQuery, EnableScoring, Query};
use tantivy::{DocSet, TERMINATED};

use crate::search::collect::{Group, SegmentFilter, Verdict};
use crate::search::plan::Plan;
use crate::search::simple::facet;
use crate::search::simple::union;
use crate::search::snapshot::Snapshot;

impl Snapshot {
    /// Counts the pages that a plan finds and that another query finds too, as far as `enough`.
    pub(crate) fn count(&self, plan: &Plan, also: Box<dyn Query>, enough: usize) -> usize {
        let query = BooleanQuery::intersection(vec![plan.query.box_clone(), also]);
        // As where hits are gathered, a damaged file has nothing.
        self.count_query(&query, plan, enough).unwrap_or(0)
    }

    /// Tells whether a plan finds a page within filters.
    pub(crate) fn finds(&self, plan: &Plan, groups: &[Group]) -> bool {
        let groups = groups.iter().map(|group| {
            let terms = group.terms.iter();
            union(terms.map(|term| facet(self, &group.key, term)).collect())
        });
        // The engine then reads the shortest list first.
        let mut filters: Vec<Box<dyn Query>> = groups.collect();
        filters.push(Box::new(AllQuery));
        self.count(plan, Box::new(BooleanQuery::intersection(filters)), 1) > 0
    }

    fn count_query(&self, query: &dyn Query, plan: &Plan, enough: usize) -> tantivy::Result<usize> {
        let scoring = EnableScoring::disabled_from_searcher(self.searcher());
        let weight = query.weight(scoring)?;
        let readers = self.searcher().segment_readers().iter();
        let mut count = 0;
        for (reader, data) in readers.zip(self.segments()) {
            let filter = SegmentFilter::new(&[], &plan.conditions, self.values(), data);
            let mut pages = weight.scorer(reader, 1.0)?;
            let mut doc = pages.doc();
            while doc != TERMINATED && count < enough {
                if !reader.is_deleted(doc) && matches!(filter.judge(doc), Verdict::Passes) {
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

//! Counts the pages that a query finds, without gathering them.

use tantivy::query::{BooleanQuery, ConstScoreQuery, EnableScoring, Occur, Query};
use tantivy::{DocSet, TERMINATED};

use crate::search::collect::{Group, SegmentFilter, Verdict};
use crate::search::equivalent::facet;
use crate::search::plan::{Plan, union};
use crate::search::snapshot::Snapshot;

impl Snapshot {
    /// Counts the pages that a plan finds within filters, as far as `enough`.
    ///
    /// Filters become part of the engine's query, which then reads the shortest list first.
    pub(crate) fn count(&self, plan: &Plan, groups: &[Group], enough: usize) -> usize {
        let mut all: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, plan.query.box_clone())];
        for group in groups {
            let terms = group.terms.iter();
            let any = union(terms.map(|term| facet(self, &group.key, term)).collect());
            all.push((Occur::Must, Box::new(ConstScoreQuery::new(any, 0.0))));
        }
        let query = BooleanQuery::new(all);
        // As where hits are gathered, a damaged file has nothing.
        self.count_query(&query, plan, enough).unwrap_or(0)
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

//! Answers a search: reads the query, corrects it, runs it, finds the snippets.

use crate::domain::Viewer;
use crate::search::collect::{
    Group, HitCollector, SegmentHits, groups, merge_best, merge_counts, total,
};
use crate::search::correct::correct;
use crate::search::meant::{meant, unknown};
use crate::search::names::Names;
use crate::search::parse::{Parsed, parse};
use crate::search::plan::{self, Plan};
use crate::search::request::{FacetCounts, Hit, Request, Results, Sort};
use crate::search::snapshot::Snapshot;
use crate::search::snippet::{Finder, locate};
use crate::search::terms::Terms;

/// Nobody pages further; more hits in one answer are more than a client can want.
const MOST_HITS: usize = 1_000;

impl Snapshot {
    /// Searches. Every query has an answer; what was wrong with it is said in the answer.
    pub fn search(&self, request: &Request<'_>) -> Results {
        let groups = groups(request.filters);
        let parsed = self.parse(request.query, request.names);
        let correction = correct(self, request.query, &parsed, request.viewer);
        let (parsed, corrected) = match correction {
            Some(correction) => (correction.parsed, Some(correction.query)),
            None => (parsed, None),
        };
        let plan = plan::plan(self, &parsed, request.viewer, request.names);
        let limit = request.limit.min(MOST_HITS);
        let ranked = request.sort == Sort::Relevance && plan.ranks;
        let sort = match request.sort {
            Sort::Relevance if !plan.ranks => Sort::Title,
            sort => sort,
        };
        let segments = self.collect(
            &plan,
            &groups,
            sort,
            request.offset.saturating_add(limit),
            true,
        );
        let best = merge_best(self, &segments, request.offset, limit);
        let mut finder = Finder::new(&plan.marks);
        let hits = best.into_iter().filter_map(|(address, score)| {
            let stored = self.stored(address);
            let stored = stored.read();
            let (section, snippet) = if plan.marks.is_empty() {
                (None, Vec::new())
            } else {
                locate(&stored, &mut finder)
            };
            Some(Hit {
                path: stored.path()?,
                section,
                snippet,
                score: if ranked { score } else { 0.0 },
                missing: Vec::new(),
                reasons: Vec::new(),
            })
        });
        let hits = hits.collect();
        let found = total(&segments);
        let suggestion = if found == 0 {
            let query = corrected.as_deref().unwrap_or(request.query);
            meant(self, query, request.viewer, request.names, |parsed| {
                let plan = plan::plan(self, parsed, request.viewer, request.names);
                let segments = self.collect(&plan, &groups, Sort::Title, 0, false);
                total(&segments) > 0
            })
        } else {
            None
        };
        let unknown = match found {
            0 => unknown(self, &parsed, request.viewer),
            _ => Vec::new(),
        };
        Results {
            total: found,
            total_partial: 0,
            facets_partial: false,
            unknown,
            words: plan.marks.iter().map(|mark| mark.folded.clone()).collect(),
            hits,
            facets: merge_counts(self, &segments),
            corrected,
            suggestion,
            notes: plan.notes,
        }
    }

    /// Counts the pages of every facet's terms, as [`Self::search`] does, without hits.
    pub fn facets(&self, request: &Request<'_>) -> Vec<FacetCounts> {
        let without_hits = Request {
            limit: 0,
            ..*request
        };
        self.search(&without_hits).facets
    }

    pub(crate) fn parse(&self, query: &str, names: Option<&Names>) -> Parsed {
        parse(query, |name| self.field_named(name, names))
    }

    fn collect(
        &self,
        plan: &Plan,
        groups: &[Group],
        sort: Sort,
        top: usize,
        count_facets: bool,
    ) -> Vec<SegmentHits> {
        let search = || {
            let ranked = sort == Sort::Relevance && top > 0;
            let bonuses = if ranked { &plan.bonuses[..] } else { &[] };
            let collector = HitCollector {
                snapshot: self,
                groups,
                conditions: &plan.conditions,
                bonuses: &Terms::find(self.searcher(), bonuses)?,
                sort,
                // No more than there are: the offset comes from an address that anyone may type.
                top: top.min(self.searcher().num_docs() as usize),
                count_facets,
            };
            self.searcher().search(&plan.query, &collector)
        };
        // The engine fails only on a damaged file; then nothing is found rather than nothing said.
        search().unwrap_or_default()
    }

    /// Counts the pages that a query finds within filters.
    pub(crate) fn pages_with(
        &self,
        query: &str,
        groups: &[Group],
        viewer: Viewer,
        names: Option<&Names>,
    ) -> usize {
        let plan = plan::plan(self, &self.parse(query, names), viewer, names);
        total(&self.collect(&plan, groups, Sort::Title, 0, false))
    }
}

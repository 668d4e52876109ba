//! [`SearchContext`]: how a query runs, whichever way it is understood.

use crate::domain::Viewer;
use crate::search::clause::{ClauseKind, ParsedQuery};
use crate::search::collect::{HitCollector, SegmentHits, total};
use crate::search::correct::occurs;
use crate::search::filters::FilterGroup;
use crate::search::names::FacetNames;
use crate::search::query_plan::QueryPlan;
use crate::search::request::SortOrder;
use crate::search::snapshot::Snapshot;
use crate::search::statistics::Statistics;
use crate::search::terms::BonusTerms;
use crate::search::{partial, plan};

/// The part of a search that is the same for each way of understanding its query.
#[derive(Clone, Copy)]
pub(super) struct SearchContext<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) viewer: Viewer,
    pub(super) names: Option<&'s FacetNames>,
    pub(super) groups: &'s [FilterGroup],
    pub(super) sort: SortOrder,
    /// The number of hits that are wanted, from the best.
    pub(super) top: usize,
    pub(super) count_facets: bool,
}

impl SearchContext<'_> {
    /// Finds the pages with all that is asked for. Beginnings of words are tried before it is said that
    /// there is nothing, unless the query is meant as it is; then the plan is that of the longer words.
    pub(super) fn run_or_extend(
        &self,
        plan: QueryPlan,
        parsed: &ParsedQuery,
        verbatim: bool,
    ) -> (QueryPlan, Vec<SegmentHits>) {
        let segments = self.run(&plan);
        if total(&segments) == 0
            && !verbatim
            && let Some(longer) = self.as_beginnings(parsed)
        {
            return longer;
        }
        (plan, segments)
    }

    /// Takes each word that is on no page as the beginning of one, and searches so.
    fn as_beginnings(&self, parsed: &ParsedQuery) -> Option<(QueryPlan, Vec<SegmentHits>)> {
        let mut longer = parsed.clone();
        let mut changed = false;
        for clause in longer.clauses.iter_mut().filter(|clause| !clause.without) {
            clause.wanted = match &clause.wanted {
                ClauseKind::Word(word)
                    if word.folded.chars().count() >= 4
                        && !occurs(self.snapshot, word, self.viewer) =>
                {
                    ClauseKind::Prefix(word.clone())
                }
                // Characters without spaces between them: a word may go on behind the last.
                ClauseKind::Word(word) if is_open(&word.folded) => ClauseKind::Prefix(word.clone()),
                _ => continue,
            };
            changed = true;
        }
        if !changed {
            return None;
        }
        let plan = plan::plan(self.snapshot, &longer, self.viewer, self.names);
        let hits = self.run(&plan);
        (total(&hits) > 0).then_some((plan, hits))
    }

    /// Finds the pages with all that is asked for.
    fn run(&self, plan: &QueryPlan) -> Vec<SegmentHits> {
        let statistics = self.statistics();
        let bonuses = self.bonuses(plan);
        let collector = self.collector(plan, &bonuses);
        let searcher = self.snapshot.searcher();
        let found = searcher.search_with_statistics_provider(&*plan.query, &collector, &statistics);
        // The engine fails only on a damaged file; then nothing is found rather than nothing said.
        found.unwrap_or_default()
    }

    /// Tells whether a page has all that another query asks for.
    pub(super) fn finds(&self, parsed: &ParsedQuery) -> bool {
        let plan = plan::plan(self.snapshot, parsed, self.viewer, self.names);
        self.snapshot.counter().finds(&plan, self.groups)
    }

    /// Finds the pages with some of the words.
    pub(super) fn run_partial(&self, plan: &QueryPlan, least: f32) -> Vec<SegmentHits> {
        let bonuses = self.bonuses(plan);
        let collector = self.collector(plan, &bonuses);
        partial::collect(self.snapshot, plan, self.viewer, least, &collector).unwrap_or_default()
    }

    fn statistics(&self) -> Statistics<'_> {
        Statistics {
            snapshot: self.snapshot,
            viewer: self.viewer,
        }
    }

    fn bonuses(&self, plan: &QueryPlan) -> BonusTerms {
        if self.sort == SortOrder::Relevance && self.top > 0 {
            BonusTerms::find(&self.statistics(), &plan.bonuses)
        } else {
            BonusTerms::default()
        }
    }

    fn collector<'c>(&'c self, plan: &'c QueryPlan, bonuses: &'c BonusTerms) -> HitCollector<'c> {
        HitCollector {
            snapshot: self.snapshot,
            groups: self.groups,
            conditions: &plan.conditions,
            bonuses,
            sort: self.sort,
            // No more than there are: the offset comes from an address that anyone may type.
            top: self.top.min(self.snapshot.searcher().num_docs() as usize),
            count_facets: self.count_facets,
        }
    }
}

/// Tells whether a folded word is of a script in which words are short and endings are joined to
/// them without a sign.
fn is_open(folded: &str) -> bool {
    folded
        .chars()
        .all(|letter| matches!(letter, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}'))
}

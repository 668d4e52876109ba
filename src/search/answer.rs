//! Answers a search: reads the query, corrects it, runs it, finds the snippets.

use tantivy::DocAddress;
use tantivy::query::Query;

use crate::domain::{PagePath, Viewer};
use crate::search::analyser::SEPARATOR;
use crate::search::clause::ParsedQuery;
use crate::search::collect::{HitCollector, total};
use crate::search::context::SearchContext;
use crate::search::correct::{Correction, correct};
use crate::search::filters::{FilterGroup, groups};
use crate::search::mark_finder::MarkFinder;
use crate::search::marks::searched;
use crate::search::meant::meant;
use crate::search::merging::{merge_best, merge_counts};
use crate::search::names::FacetNames;
use crate::search::parse::parse;
use crate::search::partial::{LEAST, missing};
use crate::search::plan;
use crate::search::query_plan::{PlannedWord, QueryPlan};
use crate::search::reason::Reasons;
use crate::search::request::{FacetCounts, Hit, Request, Results, SortOrder};
use crate::search::snapshot::Snapshot;
use crate::search::snippet::{HitExcerpt, locate};
use crate::search::statistics::Statistics;
use crate::search::terms::BonusTerms;

/// Nobody pages further; more hits in one answer are more than a client can want.
const MOST_HITS: usize = 1_000;

/// The number of the best pages that tell whether a correction helps.
const JUDGED: usize = 3;

/// The number of pages with all the words that is enough: below it, those with some of them follow.
pub const FEW: usize = 10;

impl Snapshot {
    /// Searches. Every query has an answer; what was wrong with it is said in the answer.
    pub fn search(&self, viewer: Viewer, request: &Request<'_>) -> Results {
        let parsed = self.parse(request.query, viewer, request.names);
        let correction = if request.verbatim {
            None
        } else {
            correct(self, request.query, &parsed, viewer)
        };
        match correction.filter(|correction| self.answerer().helps(viewer, correction, request)) {
            Some(correction) => {
                self.answerer()
                    .answer(viewer, request, &correction.parsed, Some(correction.query))
            }
            None => self.answerer().answer(viewer, request, &parsed, None),
        }
    }

    /// Returns the best pages of a query, behind the gate already, as far as its own score tells;
    /// titles decide between equals.
    pub(crate) fn best(&self, query: &dyn Query, limit: usize, viewer: Viewer) -> Vec<DocAddress> {
        let collector = HitCollector {
            snapshot: self,
            groups: &[],
            conditions: &[],
            bonuses: &BonusTerms::default(),
            sort: SortOrder::Relevance,
            top: limit,
            count_facets: false,
        };
        let statistics = Statistics {
            snapshot: self,
            viewer,
        };
        let searcher = self.searcher();
        let found = searcher.search_with_statistics_provider(query, &collector, &statistics);
        let best = merge_best(self, &found.unwrap_or_default(), 0, limit);
        best.into_iter().map(|(address, _)| address).collect()
    }

    /// Returns the title of a page, folded.
    fn title(&self, address: DocAddress) -> String {
        let key = self.title_key(address);
        let title = key.split(SEPARATOR).next();
        title.unwrap_or_default().to_owned()
    }

    /// Returns the pages that have any of a query's words, the best first: what is nearest by content
    /// where nothing has enough of them.
    pub fn near_content(&self, query: &str, viewer: Viewer, limit: usize) -> Vec<PagePath> {
        let plan = self.planned(query, viewer, None);
        let search = SearchContext {
            snapshot: self,
            viewer,
            names: None,
            groups: &[],
            sort: SortOrder::Relevance,
            top: limit,
            count_facets: false,
        };
        let found = search.run_partial(&plan, 0.0);
        let best = merge_best(self, &found, 0, limit).into_iter();
        best.filter_map(|(address, _)| self.path(address)).collect()
    }

    /// Counts the pages of every facet's terms, as [`Self::search`] does, without hits.
    pub fn facets(&self, viewer: Viewer, request: &Request<'_>) -> Vec<FacetCounts> {
        let without_hits = Request {
            limit: 0,
            ..*request
        };
        self.search(viewer, &without_hits).facets
    }

    pub(crate) fn parse(
        &self,
        query: &str,
        viewer: Viewer,
        names: Option<&FacetNames>,
    ) -> ParsedQuery {
        parse(query, |name| {
            self.facet_index().field_named(name, viewer, names)
        })
    }

    pub(crate) fn answerer(&self) -> Answerer<'_> {
        Answerer(self)
    }

    /// Plans a query as it is typed.
    pub(crate) fn planned(
        &self,
        query: &str,
        viewer: Viewer,
        names: Option<&FacetNames>,
    ) -> QueryPlan {
        plan::plan(self, &self.parse(query, viewer, names), viewer, names)
    }
}

/// Answers one search.
#[derive(Clone, Copy)]
pub(crate) struct Answerer<'s>(pub(crate) &'s Snapshot);

impl<'s> Answerer<'s> {
    /// Tells whether a correction leads to a page: one with all that is asked for, or one with a
    /// corrected word and another of the query. A word that no page has may also be spelt right.
    fn helps(&self, viewer: Viewer, correction: &Correction, request: &Request<'_>) -> bool {
        let plan = plan::plan(self.0, &correction.parsed, viewer, request.names);
        if self.0.counter().finds(&plan, &[]) {
            return true;
        }
        let search = SearchContext {
            snapshot: self.0,
            viewer,
            names: request.names,
            groups: &[],
            sort: SortOrder::Relevance,
            top: JUDGED,
            count_facets: false,
        };
        let found = search.run_partial(&plan, LEAST);
        let best = merge_best(self.0, &found, 0, JUDGED).into_iter();
        let mut lacking = best.map(|(address, _)| missing(self.0, &plan.words, address));
        lacking.any(|missing| {
            let missing = missing.unwrap_or_default();
            let mut corrected = correction.words.iter();
            missing.len() + 2 <= plan.words.len() && corrected.any(|word| !missing.contains(word))
        })
    }

    /// Returns the words, as typed, that are on no page; where nothing was found, that no page has.
    fn unknown(&self, plan: &QueryPlan, viewer: Viewer, found: usize) -> Vec<String> {
        // That a word's parts are on pages does not say that they stand together on one.
        let nowhere = |word: &&PlannedWord| {
            let query = self.0.gated(word.query.box_clone(), viewer);
            !word.known || (found == 0 && self.0.best(&*query, 1, viewer).is_empty())
        };
        let unknown = plan.words.iter().filter(nowhere);
        unknown.map(|word| word.input.clone()).collect()
    }

    /// Answers a query as it was understood, and says how it was corrected.
    fn answer(
        &self,
        viewer: Viewer,
        request: &Request<'_>,
        parsed: &ParsedQuery,
        corrected: Option<String>,
    ) -> Results {
        let groups = groups(request.filters);
        let plan = plan::plan(self.0, parsed, viewer, request.names);
        let limit = request.limit.min(MOST_HITS);
        let ranked = request.sort == SortOrder::Relevance && plan.ranks;
        let until = request.offset.saturating_add(limit);
        let mut search = self.context(viewer, request, &groups, plan.ranks);
        search.top = until;
        let (plan, segments) = search.run_or_extend(plan, parsed, request.verbatim);
        let found = total(&segments);
        let mut best = merge_best(self.0, &segments, request.offset, limit);
        let whole = best.len();
        let mut partial = Vec::new();
        if request.partial && search.sort == SortOrder::Relevance && found < FEW {
            search.top = until - found.min(until);
            search.count_facets = found == 0;
            partial = search.run_partial(&plan, LEAST);
            let offset = request.offset.saturating_sub(found);
            best.extend(merge_best(self.0, &partial, offset, limit - whole));
        }
        let total_partial = total(&partial);
        let facets_partial = found == 0 && total_partial > 0;
        let query = corrected.as_deref().unwrap_or(request.query);
        let finds = |parsed: &ParsedQuery| search.finds(parsed);
        let suggestion = (found == 0)
            .then(|| meant(self.0, query, viewer, request.names, finds))
            .flatten();
        Results {
            total: found,
            total_partial,
            facets_partial,
            unknown: self.unknown(&plan, viewer, found),
            words: searched(&plan.marks),
            hits: self.hits(&plan, best, whole, ranked),
            // Where no page has them all, a value that was not chosen may still have one that does.
            facets: match facets_partial {
                true => merge_counts(self.0, segments.iter().chain(&partial)),
                false => merge_counts(self.0, &segments),
            },
            corrected,
            suggestion,
            notes: plan.notes,
        }
    }

    /// Returns how a request is searched for: by title where its query ranks nothing.
    fn context<'c>(
        &'c self,
        viewer: Viewer,
        request: &'c Request<'_>,
        groups: &'c [FilterGroup],
        ranks: bool,
    ) -> SearchContext<'c> {
        SearchContext {
            snapshot: self.0,
            viewer,
            names: request.names,
            groups,
            sort: match request.sort {
                SortOrder::Relevance if !ranks => SortOrder::Title,
                sort => sort,
            },
            top: 0,
            count_facets: true,
        }
    }

    /// Makes hits of the pages found; those from `whole` on lack some of the words.
    fn hits(
        &self,
        plan: &QueryPlan,
        best: Vec<(DocAddress, f32)>,
        whole: usize,
        ranked: bool,
    ) -> Vec<Hit> {
        let mut finder = MarkFinder::new(&plan.marks);
        let reasons = Reasons::new(self.0.lexicon(), &plan.marks);
        let hits = best.into_iter().enumerate();
        let hits = hits.filter_map(|(index, (address, score))| {
            let stored = self.0.stored(address);
            let stored = stored.read();
            let title = self.0.title(address);
            let mut shown = if plan.marks.is_empty() {
                HitExcerpt::default()
            } else {
                locate(&stored, &title, &mut finder)
            };
            let values = self.0.facet_index().of_page(address);
            let reasons = reasons.of(&stored, &values, &mut shown, &mut finder);
            let missing = if index < whole {
                Vec::new()
            } else {
                // A damaged file lacks nothing; see below.
                missing(self.0, &plan.words, address).unwrap_or_default()
            };
            Some(Hit {
                path: stored.path()?,
                section: shown.section,
                snippet: shown.snippet,
                score: if ranked { score } else { 0.0 },
                missing,
                reasons,
            })
        });
        hits.collect()
    }
}

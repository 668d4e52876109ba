//! Gathers the best hits, their number and the counts of every facet in one pass.
//!
//! A facet's own counts ignore its own filter, so that a reader sees what choosing another term
//! would bring. A page that passes all filters counts everywhere; one that fails the filter of
//! exactly one facet counts in that facet only; any other counts nowhere.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::index::SegmentReader;
use tantivy::{DocId, Score, SegmentOrdinal};

use crate::search::filters::{FilterGroup, FilterOutcome, SegmentFilter};
use crate::search::page_set::PageSet;
use crate::search::query_plan::Condition;
use crate::search::request::SortOrder;
use crate::search::segment::SegmentData;
use crate::search::snapshot::Snapshot;
use crate::search::terms::{BonusTerms, ROUNDING, SegmentTerms, exact};
use crate::search::values::Values;

/// The share that is left of the score of a page that stands below what it lists.
const BELOW: Score = 0.6;

/// The same of a page about a work or a resource: who asks is better served by the example or the
/// lesson itself than by a note on where to read of it.
const POINTER: Score = 0.9;

/// Gathers hits and counts of one snapshot.
pub(crate) struct HitCollector<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) groups: &'s [FilterGroup],
    pub(crate) conditions: &'s [Condition],
    /// The terms that add to the score; asked for only where hits are sorted by it.
    pub(crate) bonuses: &'s BonusTerms,
    pub(crate) sort: SortOrder,
    /// The number of hits that are wanted, from the best.
    pub(crate) top: usize,
    pub(crate) count_facets: bool,
}

/// The hits and counts of one segment.
pub(crate) struct SegmentHits {
    pub(super) segment: SegmentOrdinal,
    pub(super) total: usize,
    /// The best, from the best.
    pub(super) best: Vec<HitCandidate>,
    pub(super) counts: Counts,
}

/// The values of the pages counted.
pub(super) enum Counts {
    /// Nobody asked.
    None,
    /// By the number of the value, for segments with many pages.
    Each(Vec<u32>),
    /// The values one by one, for segments with fewer values in all than there are numbers.
    Listed(Vec<u32>),
}

impl Counts {
    fn add(&mut self, values: impl Iterator<Item = u32>) {
        match self {
            Self::None => {}
            Self::Each(counts) => {
                for value in values {
                    if let Some(count) = counts.get_mut(value as usize) {
                        *count += 1;
                    }
                }
            }
            Self::Listed(listed) => listed.extend(values),
        }
    }
}

/// A hit of a segment. Better ones are less: more of `value`, then the earlier title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HitCandidate {
    pub(super) value: Reverse<u64>,
    pub(super) title: u64,
    pub(super) doc: DocId,
}

impl Collector for HitCollector<'_> {
    type Fruit = Vec<SegmentHits>;
    type Child = SegmentGatherer;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentGatherer> {
        self.gatherer(segment, reader)
    }

    fn requires_scoring(&self) -> bool {
        self.sort == SortOrder::Relevance && self.top > 0
    }

    fn merge_fruits(&self, segments: Vec<SegmentHits>) -> tantivy::Result<Vec<SegmentHits>> {
        Ok(segments)
    }
}

impl HitCollector<'_> {
    /// Begins to gather the hits of a segment.
    pub(crate) fn gatherer(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentGatherer> {
        let bonuses = if self.requires_scoring() {
            self.bonuses.of_segment(segment, reader)?
        } else {
            SegmentTerms::default()
        };
        let data = Arc::clone(&self.snapshot.segments()[segment as usize]);
        let values = self.snapshot.values();
        let counts = if !self.count_facets {
            Counts::None
        } else if data.values.total() < values.len() {
            Counts::Listed(Vec::new())
        } else {
            Counts::Each(vec![0; values.len()])
        };
        let passed = match counts {
            Counts::None => 0,
            _ => reader.max_doc() as usize,
        };
        Ok(SegmentGatherer {
            filter: SegmentFilter::new(self.groups, self.conditions, values, &data),
            data,
            bonuses,
            values: values.clone(),
            sort: self.sort,
            top: self.top,
            passed: PageSet::new(passed),
            worst: None,
            enough: 0.0,
            hits: SegmentHits {
                segment,
                total: 0,
                best: Vec::new(),
                counts,
            },
        })
    }
}

/// Gathers the hits of one segment.
pub(crate) struct SegmentGatherer {
    filter: SegmentFilter,
    data: Arc<SegmentData>,
    bonuses: SegmentTerms,
    values: Values,
    sort: SortOrder,
    top: usize,
    /// The pages that have passed, to be counted at the end.
    passed: PageSet,
    /// The last of the best so far, once there are enough.
    worst: Option<HitCandidate>,
    /// The score that it takes to be among the best.
    enough: Score,
    hits: SegmentHits,
}

impl SegmentCollector for SegmentGatherer {
    type Fruit = SegmentHits;

    fn collect(&mut self, doc: DocId, score: Score) {
        if self.passes(doc) {
            self.keep_share(doc, score, 1.0);
        }
    }

    fn harvest(self) -> SegmentHits {
        self.finish()
    }
}

impl SegmentGatherer {
    /// Counts a page; returns whether it passes every filter.
    pub(crate) fn passes(&mut self, doc: DocId) -> bool {
        match self.filter.judge(doc) {
            FilterOutcome::Fails => false,
            FilterOutcome::FailsOnly(facet) => {
                let of_facet =
                    |value: &u32| facet.is_some() && self.values.facet_of(*value) == facet;
                let values = self.data.values.of_page(doc);
                self.hits.counts.add(values.filter(of_facet));
                false
            }
            FilterOutcome::Passes => {
                self.hits.total += 1;
                self.passed.insert(doc);
                true
            }
        }
    }

    /// Returns what was gathered.
    pub(crate) fn finish(mut self) -> SegmentHits {
        self.count();
        self.hits.best.sort_unstable();
        self.hits.best.truncate(self.top);
        self.hits
    }

    /// Counts the values of the pages that have passed.
    fn count(&mut self) {
        let (values, passed) = (&self.data.values, &self.passed);
        match &mut self.hits.counts {
            Counts::Each(counts) => values.count(passed, self.hits.total, counts),
            counts => counts.add(passed.iter().flat_map(|doc| values.of_page(doc))),
        }
    }

    /// Returns the share of its score that a page keeps for what it is.
    fn share(&self, doc: DocId) -> Score {
        let below = if self.data.is_below(doc) { BELOW } else { 1.0 };
        match self.data.is_pointer(doc) {
            true => below * POINTER,
            false => below,
        }
    }

    /// Keeps a hit if it may be among the best. Of its score counts the `share`.
    pub(crate) fn keep_share(&mut self, doc: DocId, score: Score, share: Score) {
        if self.top == 0 {
            return;
        }
        let value = match self.sort {
            // Moves the sign, so that earlier is less.
            SortOrder::Updated => {
                self.data.updated.first(doc).unwrap_or(i64::MIN) as u64 ^ (1 << 63)
            }
            SortOrder::Relevance => {
                let share = share * self.share(doc);
                let Some(score) = self.bonuses.add(doc, score, share, self.enough) else {
                    return;
                };
                let score = score * share;
                // Rounded, because the engine adds in another order in another segment. The bits of
                // numbers that are not negative are in the order of the numbers.
                u64::from(exact(score.max(0.0)).to_bits())
            }
            SortOrder::Title => 0,
        };
        if self.worst.is_some_and(|worst| Reverse(value) > worst.value) {
            return;
        }
        let candidate = HitCandidate {
            value: Reverse(value),
            title: self.data.title_ordinal(doc).unwrap_or(u64::MAX),
            doc,
        };
        if self.worst.is_some_and(|worst| candidate > worst) {
            return;
        }
        let best = &mut self.hits.best;
        best.push(candidate);
        if best.len() >= 2 * self.top.max(16) {
            best.select_nth_unstable(self.top - 1);
            best.truncate(self.top);
            self.worst = best.last().copied();
            self.enough = self
                .worst
                .map_or(0.0, |worst| score_of(worst.value) - ROUNDING);
        }
    }
}

/// Returns the score that a candidate's value stands for.
pub(super) fn score_of(value: Reverse<u64>) -> Score {
    f32::from_bits(value.0 as u32)
}

/// Returns how many pages there are in all segments.
pub(crate) fn total(segments: &[SegmentHits]) -> usize {
    segments.iter().map(|segment| segment.total).sum()
}

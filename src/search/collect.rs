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
use crate::search::query_plan::Condition;
use crate::search::request::SortOrder;
use crate::search::segment::SegmentData;
use crate::search::snapshot::Snapshot;
use crate::search::terms::{BonusTerms, ROUNDING, SegmentTerms, exact};
use crate::search::values::Values;

/// The number of pages that are counted at once.
const PASSED: usize = 512;

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
        } else if data.total_values() < values.len() {
            Counts::Listed(Vec::new())
        } else {
            Counts::Each(vec![0; values.len()])
        };
        Ok(SegmentGatherer {
            filter: SegmentFilter::new(self.groups, self.conditions, values, &data),
            data,
            bonuses,
            values: values.clone(),
            sort: self.sort,
            top: self.top,
            passed: Vec::with_capacity(PASSED),
            worst: None,
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
    /// Pages that have passed and are still to be counted: many at a time, because counting reads
    /// other memory than scoring does.
    passed: Vec<DocId>,
    /// The last of the best so far, once there are enough.
    worst: Option<HitCandidate>,
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
                let values = self.data.values(doc);
                self.hits.counts.add(values.filter(of_facet));
                false
            }
            FilterOutcome::Passes => {
                self.hits.total += 1;
                self.passed.push(doc);
                if self.passed.len() == PASSED {
                    self.count();
                }
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

    /// Counts the values of the pages that have passed since the last time.
    fn count(&mut self) {
        match &mut self.hits.counts {
            Counts::Each(counts) => self.data.count(&self.passed, counts),
            counts => {
                let values = self.passed.iter().flat_map(|&doc| self.data.values(doc));
                counts.add(values);
            }
        }
        self.passed.clear();
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
                let enough = self
                    .worst
                    .map_or(0.0, |worst| score_of(worst.value) - ROUNDING);
                let Some(mut score) = self.bonuses.add(doc, score, enough / share) else {
                    return;
                };
                score *= share;
                if self.data.is_below(doc) {
                    score *= BELOW;
                }
                if self.data.is_pointer(doc) {
                    score *= POINTER;
                }
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

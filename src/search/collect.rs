//! Gathers the best hits, their number and the counts of every facet in one pass.
//!
//! A facet's own counts ignore its own filter, so that a reader sees what choosing another term
//! would bring. A page that passes all filters counts everywhere; one that fails the filter of
//! exactly one facet counts in that facet only; any other counts nowhere.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::index::SegmentReader;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal};

use crate::search::plan::{Condition, ConditionTest};
use crate::search::request::{FacetCounts, SortOrder};
use crate::search::segment::SegmentData;
use crate::search::snapshot::Snapshot;
use crate::search::terms::{BonusTerms, ROUNDING, SegmentTerms, exact};
use crate::search::values::Values;

/// How many pages are counted at once.
const PASSED: usize = 512;

/// What is left of the score of a page that stands below what it lists.
const BELOW: Score = 0.6;

/// The same of a page about a work or a resource: who asks is better served by the example or the
/// lesson itself than by a note on where to read of it.
const POINTER: Score = 0.9;

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

/// Gathers hits and counts of one snapshot.
pub(crate) struct HitCollector<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) groups: &'s [FilterGroup],
    pub(crate) conditions: &'s [Condition],
    /// What adds to the score; asked for only where hits are sorted by it.
    pub(crate) bonuses: &'s BonusTerms,
    pub(crate) sort: SortOrder,
    /// How many hits are wanted, from the best.
    pub(crate) top: usize,
    pub(crate) count_facets: bool,
}

/// What one segment has.
pub(crate) struct SegmentHits {
    segment: SegmentOrdinal,
    total: usize,
    /// The best, from the best.
    best: Vec<HitCandidate>,
    counts: Counts,
}

/// The values of the pages counted.
enum Counts {
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
struct HitCandidate {
    value: Reverse<u64>,
    title: u64,
    doc: DocId,
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
            title: self.data.title_place(doc).unwrap_or(u64::MAX),
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
fn score_of(value: Reverse<u64>) -> Score {
    f32::from_bits(value.0 as u32)
}

/// Decides for one segment which pages pass the filters.
pub(crate) struct SegmentFilter {
    data: Arc<SegmentData>,
    /// The chosen values of each group, and its facet; none if no page has the facet.
    groups: Vec<(Vec<u32>, Option<u16>)>,
    conditions: Vec<Condition>,
}

/// What the filters say of a page.
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

    /// Judges a page.
    pub(crate) fn judge(&self, doc: DocId) -> FilterOutcome {
        for condition in &self.conditions {
            if self.holds(&condition.test, doc) == condition.without {
                return FilterOutcome::Fails;
            }
        }
        let mut failed = None;
        for (chosen, facet) in &self.groups {
            let mut values = self.data.values(doc);
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

/// Returns how many pages there are in all segments.
pub(crate) fn total(segments: &[SegmentHits]) -> usize {
    segments.iter().map(|segment| segment.total).sum()
}

/// Merges the best hits of the segments and returns those from `offset`, at most `limit`.
pub(crate) fn merge_best(
    snapshot: &Snapshot,
    segments: &[SegmentHits],
    offset: usize,
    limit: usize,
) -> Vec<(DocAddress, f32)> {
    let mut heads: Vec<MergeHead<'_>> = segments
        .iter()
        .map(|segment| MergeHead::new(snapshot, segment))
        .collect();
    let mut merged = Vec::with_capacity(limit.min(1_000));
    for rank in 0..offset.saturating_add(limit) {
        let mut best: Option<usize> = None;
        for index in 0..heads.len() {
            if heads[index].candidate().is_none() {
                continue;
            }
            let better = match best {
                None => true,
                Some(best) => {
                    let order = heads[index].value().cmp(&heads[best].value());
                    // Titles are only looked up to settle a tie.
                    order.is_lt() || (order.is_eq() && is_before(&mut heads, index, best))
                }
            };
            if better {
                best = Some(index);
            }
        }
        let Some(head) = best.and_then(|index| heads.get_mut(index)) else {
            break;
        };
        if let (Some(candidate), true) = (head.candidate(), rank >= offset) {
            let address = DocAddress::new(head.hits.segment, candidate.doc);
            merged.push((address, score_of(candidate.value)));
        }
        head.advance();
    }
    merged
}

/// Tells whether the title of one head is before another's. The best so far is to the left.
fn is_before(heads: &mut [MergeHead<'_>], index: usize, best: usize) -> bool {
    let (left, right) = heads.split_at_mut(index);
    match (right.first_mut(), left.get_mut(best)) {
        (Some(one), Some(best)) => one.title() < best.title(),
        _ => false,
    }
}

/// The next hit of a segment in a merge.
struct MergeHead<'s> {
    snapshot: &'s Snapshot,
    hits: &'s SegmentHits,
    next: usize,
    title: Option<String>,
}

impl<'s> MergeHead<'s> {
    fn new(snapshot: &'s Snapshot, hits: &'s SegmentHits) -> Self {
        Self {
            snapshot,
            hits,
            next: 0,
            title: None,
        }
    }

    fn candidate(&self) -> Option<&'s HitCandidate> {
        self.hits.best.get(self.next)
    }

    fn value(&self) -> Option<Reverse<u64>> {
        self.candidate().map(|candidate| candidate.value)
    }

    fn title(&mut self) -> &str {
        let place = self
            .candidate()
            .map_or(u64::MAX, |candidate| candidate.title);
        let data = &self.snapshot.segments()[self.hits.segment as usize];
        self.title.get_or_insert_with(|| data.title_at(place))
    }

    fn advance(&mut self) {
        self.next += 1;
        self.title = None;
    }
}

/// Adds up the counts of the segments: facets by key, terms by count and then by name.
pub(crate) fn merge_counts(snapshot: &Snapshot, segments: &[SegmentHits]) -> Vec<FacetCounts> {
    let values = snapshot.values();
    let mut sums = vec![0usize; values.len()];
    for hits in segments {
        match &hits.counts {
            Counts::None => {}
            Counts::Each(counts) => {
                for (sum, &count) in sums.iter_mut().zip(counts) {
                    *sum += count as usize;
                }
            }
            Counts::Listed(listed) => {
                for &value in listed {
                    if let Some(sum) = sums.get_mut(value as usize) {
                        *sum += 1;
                    }
                }
            }
        }
    }
    let mut counts: Vec<(&str, &str, usize)> = (0u32..)
        .zip(sums)
        .filter(|&(_, count)| count > 0)
        .filter_map(|(value, count)| {
            let (key, term) = values.parts(value)?;
            (!["visibility", "rank"].contains(&key)).then_some((key, term, count))
        })
        .collect();
    counts.sort_unstable_by_key(|&(key, term, count)| (key, Reverse(count), term));
    let mut facets: Vec<FacetCounts> = Vec::new();
    for (key, term, count) in counts {
        if facets.last().is_none_or(|last| last.key != key) {
            facets.push(FacetCounts {
                key: key.to_owned(),
                counts: Vec::new(),
            });
        }
        if let Some(last) = facets.last_mut() {
            last.counts.push((term.to_owned(), count));
        }
    }
    facets
}

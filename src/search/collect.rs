//! Gathers the best hits, their number and the counts of every facet in one pass.
//!
//! A facet's own counts ignore its own filter, so that a reader sees what choosing another term
//! would bring. A page that passes all filters counts everywhere; one that fails the filter of
//! exactly one facet counts in that facet only; any other counts nowhere.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::index::SegmentReader;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal};

use crate::search::analyser::SEPARATOR;
use crate::search::plan::{Condition, Test};
use crate::search::request::{FacetCounts, Sort};
use crate::search::schema::{FACET, FROM_YEAR, TITLE_KEY, TO_YEAR, UPDATED};
use crate::search::snapshot::{SegmentFacets, Snapshot};

/// The chosen terms of one facet: a page carries one of them or fails.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) key: String,
    pub(crate) terms: Vec<String>,
}

/// Groups filters by their facet.
pub(crate) fn groups(filters: &[(String, String)]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (key, term) in filters {
        match groups.iter_mut().find(|group| group.key == *key) {
            Some(group) => group.terms.push(term.clone()),
            None => groups.push(Group {
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
    pub(crate) groups: &'s [Group],
    pub(crate) conditions: &'s [Condition],
    pub(crate) sort: Sort,
    /// How many hits are wanted, from the best.
    pub(crate) top: usize,
    pub(crate) count_facets: bool,
}

/// What one segment has.
pub(crate) struct SegmentHits {
    segment: SegmentOrdinal,
    total: usize,
    /// The best, from the best.
    best: Vec<Candidate>,
    /// By the ordinal of the value; empty if not asked for.
    counts: Vec<u32>,
}

/// A hit of a segment. Better ones are less: more of `value`, then the earlier title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
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
        let facets = Arc::clone(&self.snapshot.segments()[segment as usize]);
        let columns = reader.fast_fields();
        let counts = if self.count_facets {
            facets.values.len()
        } else {
            0
        };
        Ok(SegmentGatherer {
            filter: SegmentFilter::new(self.groups, self.conditions, reader, &facets)?,
            titles: columns.str(TITLE_KEY)?.map(|column| column.ords().clone()),
            updated: match self.sort {
                Sort::Updated => Some(columns.i64(UPDATED)?),
                Sort::Relevance | Sort::Title => None,
            },
            by_score: self.sort == Sort::Relevance,
            count_facets: self.count_facets,
            top: self.top,
            worst: None,
            hits: SegmentHits {
                segment,
                total: 0,
                best: Vec::new(),
                counts: vec![0; counts],
            },
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance && self.top > 0
    }

    fn merge_fruits(&self, segments: Vec<SegmentHits>) -> tantivy::Result<Vec<SegmentHits>> {
        Ok(segments)
    }
}

/// Gathers the hits of one segment.
pub(crate) struct SegmentGatherer {
    filter: SegmentFilter,
    titles: Option<Column<u64>>,
    updated: Option<Column<i64>>,
    by_score: bool,
    count_facets: bool,
    top: usize,
    /// The last of the best so far, once there are enough.
    worst: Option<Candidate>,
    hits: SegmentHits,
}

impl SegmentCollector for SegmentGatherer {
    type Fruit = SegmentHits;

    fn collect(&mut self, doc: DocId, score: Score) {
        let verdict = self.filter.judge(doc, self.count_facets);
        let counts = &mut self.hits.counts;
        let mut count = |ordinal: u32| {
            if let Some(count) = counts.get_mut(ordinal as usize) {
                *count += 1;
            }
        };
        match verdict {
            Verdict::Fails => {}
            Verdict::FailsOnly(range) => {
                if self.count_facets {
                    let values = self.filter.ordinals.iter().copied();
                    values.filter(|value| range.contains(value)).for_each(count);
                }
            }
            Verdict::Passes => {
                if self.count_facets {
                    self.filter.ordinals.iter().copied().for_each(&mut count);
                }
                self.hits.total += 1;
                self.keep(doc, score);
            }
        }
    }

    fn harvest(mut self) -> SegmentHits {
        self.hits.best.sort_unstable();
        self.hits.best.truncate(self.top);
        self.hits
    }
}

impl SegmentGatherer {
    /// Keeps a hit if it may be among the best.
    fn keep(&mut self, doc: DocId, score: Score) {
        if self.top == 0 {
            return;
        }
        let value = match &self.updated {
            // Moves the sign, so that earlier is less.
            Some(updated) => updated.first(doc).unwrap_or(i64::MIN) as u64 ^ (1 << 63),
            // The bits of numbers that are not negative are in the order of the numbers.
            None if self.by_score => u64::from(score.max(0.0).to_bits()),
            None => 0,
        };
        if self.worst.is_some_and(|worst| Reverse(value) > worst.value) {
            return;
        }
        let title = self.titles.as_ref().and_then(|titles| titles.first(doc));
        let candidate = Candidate {
            value: Reverse(value),
            title: title.unwrap_or(u64::MAX),
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

/// Decides for one segment which pages pass the filters.
pub(crate) struct SegmentFilter {
    facets: Option<Column<u64>>,
    /// The chosen values of each group, and all values of its facet.
    groups: Vec<(Vec<u32>, Range<u32>)>,
    conditions: Vec<Condition>,
    updated: Option<Column<i64>>,
    years: Option<(Column<u64>, Column<u64>)>,
    /// The facet values of the page judged last.
    pub(crate) ordinals: Vec<u32>,
}

/// What the filters say of a page.
pub(crate) enum Verdict {
    Passes,
    /// Fails the filter of one facet, the one with these values.
    FailsOnly(Range<u32>),
    Fails,
}

impl SegmentFilter {
    pub(crate) fn new(
        groups: &[Group],
        conditions: &[Condition],
        reader: &SegmentReader,
        facets: &SegmentFacets,
    ) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let needs =
            |test: fn(&Test) -> bool| conditions.iter().any(|condition| test(&condition.test));
        let years = needs(|test| matches!(test, Test::Years { .. }));
        let updated = needs(|test| matches!(test, Test::Updated(_)));
        let groups = groups
            .iter()
            .map(|group| {
                let terms = group.terms.iter();
                let chosen = terms.filter_map(|term| facets.ordinal(&group.key, term));
                (chosen.collect(), facets.range(&group.key))
            })
            .collect();
        Ok(Self {
            facets: columns.str(FACET)?.map(|column| column.ords().clone()),
            groups,
            conditions: conditions.to_vec(),
            updated: updated.then(|| columns.i64(UPDATED)).transpose()?,
            years: years
                .then(|| {
                    Ok::<_, tantivy::TantivyError>((columns.u64(FROM_YEAR)?, columns.u64(TO_YEAR)?))
                })
                .transpose()?,
            ordinals: Vec::new(),
        })
    }

    /// Judges a page; `read` says that its values are wanted whatever the verdict.
    pub(crate) fn judge(&mut self, doc: DocId, read: bool) -> Verdict {
        for condition in &self.conditions {
            if self.holds(&condition.test, doc) == condition.without {
                return Verdict::Fails;
            }
        }
        if self.groups.is_empty() && !read {
            return Verdict::Passes;
        }
        self.ordinals.clear();
        if let Some(facets) = &self.facets {
            let values = facets.values_for_doc(doc);
            self.ordinals.extend(values.map(|value| value as u32));
        }
        let mut failed = None;
        for (chosen, range) in &self.groups {
            let passes = self.ordinals.iter().any(|value| chosen.contains(value));
            if !passes && failed.replace(range.clone()).is_some() {
                return Verdict::Fails;
            }
        }
        failed.map_or(Verdict::Passes, Verdict::FailsOnly)
    }

    fn holds(&self, test: &Test, doc: DocId) -> bool {
        match test {
            Test::Updated(range) => {
                let updated = self.updated.as_ref().and_then(|column| column.first(doc));
                updated.is_some_and(|updated| range.contains(&updated))
            }
            Test::Years { from, to } => self.years.as_ref().is_some_and(|(starts, ends)| {
                let start = starts.first(doc);
                let end = ends.first(doc);
                start.is_some_and(|start| start <= *to) && end.is_some_and(|end| end >= *from)
            }),
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
    let mut heads: Vec<Head<'_>> = segments
        .iter()
        .map(|segment| Head::new(snapshot, segment))
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
                    let (values, tie) = (heads[index].value(), heads[best].value());
                    // Titles are only looked up to settle a tie.
                    values < tie || (values == tie && heads[index].title() < heads[best].title())
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
            merged.push((address, f32::from_bits(candidate.value.0 as u32)));
        }
        head.advance();
    }
    merged
}

/// The next hit of a segment in a merge.
struct Head<'s> {
    snapshot: &'s Snapshot,
    hits: &'s SegmentHits,
    next: usize,
    title: Option<String>,
}

impl<'s> Head<'s> {
    fn new(snapshot: &'s Snapshot, hits: &'s SegmentHits) -> Self {
        Self {
            snapshot,
            hits,
            next: 0,
            title: None,
        }
    }

    fn candidate(&self) -> Option<&'s Candidate> {
        self.hits.best.get(self.next)
    }

    fn value(&self) -> Option<Reverse<u64>> {
        self.candidate().map(|candidate| candidate.value)
    }

    fn title(&mut self) -> String {
        let ordinal = self.candidate().map(|candidate| candidate.title);
        let (snapshot, segment) = (self.snapshot, self.hits.segment);
        let title = self.title.get_or_insert_with(|| {
            let reader = snapshot.searcher().segment_reader(segment);
            let mut title = String::new();
            if let (Some(ordinal), Ok(Some(column))) =
                (ordinal, reader.fast_fields().str(TITLE_KEY))
            {
                // A title that cannot be read sorts first; there is nothing better to say of it.
                let _ = column.ord_to_str(ordinal, &mut title);
            }
            title
        });
        title.clone()
    }

    fn advance(&mut self) {
        self.next += 1;
        self.title = None;
    }
}

/// Adds up the counts of the segments: facets by key, terms by count and then by name.
pub(crate) fn merge_counts(snapshot: &Snapshot, segments: &[SegmentHits]) -> Vec<FacetCounts> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for hits in segments {
        let facets = &snapshot.segments()[hits.segment as usize];
        for (&count, value) in hits.counts.iter().zip(&facets.values) {
            if count > 0 {
                *counts.entry(value).or_default() += count as usize;
            }
        }
    }
    let mut counts: Vec<(&str, &str, usize)> = counts
        .into_iter()
        .filter_map(|(value, count)| {
            let (key, term) = value.split_once(SEPARATOR)?;
            (key != "visibility").then_some((key, term, count))
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

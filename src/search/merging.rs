//! Merges what the segments of a snapshot have: the best hits, and the counts of every facet.

use std::cmp::Reverse;

use tantivy::DocAddress;

use crate::search::collect::{Counts, HitCandidate, SegmentHits, score_of};
use crate::search::request::FacetCounts;
use crate::search::snapshot::Snapshot;

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
        let ordinal = self
            .candidate()
            .map_or(u64::MAX, |candidate| candidate.title);
        let data = &self.snapshot.segments()[self.hits.segment as usize];
        self.title.get_or_insert_with(|| data.title_at(ordinal))
    }

    fn advance(&mut self) {
        self.next += 1;
        self.title = None;
    }
}

/// Adds up the counts of the segments: facets by key, terms by count and then by name.
pub(crate) fn merge_counts<'s>(
    snapshot: &Snapshot,
    segments: impl IntoIterator<Item = &'s SegmentHits>,
) -> Vec<FacetCounts> {
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

//! Pages with some of the words of a query, where few have them all.
//!
//! A page's score is what the engine gives it, times the share of what the query's words tell that
//! the page has. A word that no page has counts as missing: a query about something unknown stays
//! empty, also where its other words are everywhere.
//!
//! The words that tell least are not enough by themselves, so their lists are never walked: they
//! are asked about pages that the other lists have.

use tantivy::index::SegmentReader;
use tantivy::query::{EnableScoring, Scorer, Weight};
use tantivy::{DocAddress, DocId, Score, TERMINATED};

use crate::domain::Viewer;
use crate::search::collect::{HitCollector, SegmentGatherer, SegmentHits};
use crate::search::query_plan::{PlannedWord, QueryPlan};
use crate::search::snapshot::Snapshot;
use crate::search::statistics::Statistics;

/// The share of what the words tell that a page must have.
pub(crate) const LEAST: f32 = 0.2;

/// The exponent of the share of the words that a page has, by which its score is multiplied.
const LOSS: f32 = 1.5;

/// Gathers the pages that have some of the words, and not all, as `collector` says: those with the
/// `least` share of what the words tell.
pub(crate) fn collect(
    snapshot: &Snapshot,
    plan: &QueryPlan,
    viewer: Viewer,
    least: f32,
    collector: &HitCollector<'_>,
) -> tantivy::Result<Vec<SegmentHits>> {
    let statistics = Statistics { snapshot, viewer };
    let searcher = snapshot.searcher();
    let scoring = || EnableScoring::enabled_from_statistics_provider(&statistics, searcher);
    let all: f32 = plan.words.iter().map(|word| word.weight).sum();
    let known = plan.words.iter().filter(|word| word.known);
    let known: f32 = known.map(|word| word.weight).sum();
    let unknown_too = plan.words.iter().any(|word| !word.known);
    // One word cannot be had in part; and of nothing but unknown words there is none.
    if plan.words.len() < 2 || known <= 0.0 || known < least * all {
        return Ok(Vec::new());
    }
    let mut weights: Vec<(f32, Box<dyn Weight>)> = Vec::new();
    for word in plan.words.iter().filter(|word| word.known) {
        weights.push((word.weight / all, word.query.weight(scoring())?));
    }
    weights.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let strict = plan.strict.weight(scoring())?;
    let mut hits = Vec::new();
    for (ordinal, reader) in (0..).zip(searcher.segment_readers()) {
        let mut gatherer = collector.gatherer(ordinal, reader)?;
        let mut lists = Vec::with_capacity(weights.len());
        for (share, weight) in &weights {
            let scorer = weight.scorer(reader, 1.0)?;
            lists.push(WordPostings {
                share: *share,
                scorer,
            });
        }
        let strict = strict.scorer(reader, 1.0)?;
        walk(reader, lists, strict, least, unknown_too, &mut gatherer);
        hits.push(gatherer.finish());
    }
    Ok(hits)
}

/// The pages of a segment that have a word.
struct WordPostings {
    /// The word's share of the weight of all words.
    share: f32,
    scorer: Box<dyn Scorer>,
}

impl WordPostings {
    /// Tells whether a page has the word. To be asked for pages in their order.
    fn has(&mut self, doc: DocId) -> bool {
        if self.scorer.doc() < doc {
            self.scorer.seek(doc);
        }
        self.scorer.doc() == doc
    }
}

/// Walks over the pages of a segment that have enough of the words.
fn walk(
    reader: &SegmentReader,
    mut lists: Vec<WordPostings>,
    mut strict: Box<dyn Scorer>,
    least: f32,
    unknown_too: bool,
    gatherer: &mut SegmentGatherer,
) {
    // The first lists, whose words tell least, are not enough even together.
    let mut sum = 0.0;
    let first = lists.iter().position(|list| {
        sum += list.share;
        sum >= least
    });
    let Some(first) = first else {
        return;
    };
    let (probed, walked) = lists.split_at_mut(first);
    let most_probed: f32 = probed.iter().map(|list| list.share).sum();
    let alive = reader.alive_bitset();
    let mut doc = walked.iter().map(|list| list.scorer.doc()).min();
    while let Some(current) = doc.filter(|doc| *doc != TERMINATED) {
        let mut share = 0.0;
        let mut missing = unknown_too;
        for list in walked.iter() {
            if list.scorer.doc() == current {
                share += list.share;
            } else {
                missing = true;
            }
        }
        let is_alive = alive.is_none_or(|alive| alive.is_alive(current));
        if is_alive && share + most_probed >= least && strictly(&mut *strict, current) {
            let mut rest = most_probed;
            for list in probed.iter_mut().rev() {
                if share + rest < least {
                    break;
                }
                rest -= list.share;
                if list.has(current) {
                    share += list.share;
                } else {
                    missing = true;
                }
            }
            if missing && share >= least && gatherer.passes(current) {
                let words = probed.iter_mut().chain(walked.iter_mut());
                let with = words.filter(|list| list.scorer.doc() == current);
                let score: Score = with.map(|list| list.scorer.score()).sum();
                gatherer.keep_share(current, score, share.powf(LOSS));
            }
        }
        doc = Some(advance(walked, current));
    }
}

/// Moves the lists that are at a page on, and returns the page that is then next.
fn advance(lists: &mut [WordPostings], current: DocId) -> DocId {
    let mut next = TERMINATED;
    for list in lists {
        if list.scorer.doc() == current {
            list.scorer.advance();
        }
        next = next.min(list.scorer.doc());
    }
    next
}

fn strictly(strict: &mut dyn Scorer, doc: DocId) -> bool {
    if strict.doc() < doc {
        strict.seek(doc);
    }
    strict.doc() == doc
}

/// Tells which of the words a page lacks, as typed.
pub(crate) fn missing(
    snapshot: &Snapshot,
    words: &[PlannedWord],
    address: DocAddress,
) -> tantivy::Result<Vec<String>> {
    let searcher = snapshot.searcher();
    let reader = searcher.segment_reader(address.segment_ord);
    let mut missing: Vec<String> = Vec::new();
    for word in words {
        let scoring = EnableScoring::disabled_from_searcher(searcher);
        let mut list = WordPostings {
            share: 0.0,
            scorer: word.query.weight(scoring)?.scorer(reader, 1.0)?,
        };
        if !list.has(address.doc_id) && !missing.contains(&word.input) {
            missing.push(word.input.clone());
        }
    }
    Ok(missing)
}

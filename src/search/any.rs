//! [`AnyQuery`]: finds the pages that one of a few queries finds.
//!
//! The engine's own union reads 4,096 pages ahead, of each list, into a buffer that is made anew for
//! each segment. That pays where many lists are walked from end to end. A word of a query is two to
//! six lists, most often asked about pages that the other words have: these are looked up one by one.

use tantivy::index::SegmentReader;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, TERMINATED, TantivyError};

/// Any of some queries; the scores of those that find a page are added in their order.
#[derive(Debug)]
pub(crate) struct AnyQuery(pub(crate) Vec<Box<dyn Query>>);

impl Clone for AnyQuery {
    fn clone(&self) -> Self {
        Self(self.0.iter().map(|query| query.box_clone()).collect())
    }
}

impl Query for AnyQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.0.iter().map(|query| query.weight(scoring));
        let weights: tantivy::Result<Vec<Box<dyn Weight>>> = weights.collect();
        Ok(Box::new(AnyWeight(weights?)))
    }
}

struct AnyWeight(Vec<Box<dyn Weight>>);

impl AnyWeight {
    /// Returns the lists of a segment that have a page at all.
    fn lists(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Vec<Box<dyn Scorer>>> {
        let lists = self.0.iter().map(|weight| weight.scorer(reader, boost));
        let mut lists: Vec<Box<dyn Scorer>> = lists.collect::<tantivy::Result<_>>()?;
        lists.retain(|list| list.doc() != TERMINATED);
        Ok(lists)
    }
}

impl Weight for AnyWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut lists = self.lists(reader, boost)?;
        Ok(match lists.len() {
            0 => Box::new(EmptyScorer),
            1 => lists.remove(0),
            _ => Box::new(AnyScorer::new(lists)),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explanation("any of", &mut *self.scorer(reader, 1.0)?, doc)
    }
}

/// Explains the score of a page, as the engine wants it.
///
/// # Errors
///
/// If the page is not found.
pub(crate) fn explanation(
    description: &'static str,
    scorer: &mut dyn Scorer,
    doc: DocId,
) -> tantivy::Result<Explanation> {
    if scorer.doc() > doc || scorer.seek(doc) != doc {
        let message = format!("page {doc} is not found");
        return Err(TantivyError::InvalidArgument(message));
    }
    Ok(Explanation::new(description, scorer.score()))
}

/// The pages of several lists, each once.
struct AnyScorer {
    /// Each with the page at which it stands.
    lists: Vec<(DocId, Box<dyn Scorer>)>,
    doc: DocId,
}

impl AnyScorer {
    fn new(lists: Vec<Box<dyn Scorer>>) -> Self {
        let lists = lists.into_iter().map(|list| (list.doc(), list));
        let lists: Vec<(DocId, Box<dyn Scorer>)> = lists.collect();
        let doc = lists.iter().map(|(doc, _)| *doc).min();
        Self {
            lists,
            doc: doc.unwrap_or(TERMINATED),
        }
    }
}

impl DocSet for AnyScorer {
    #[inline]
    fn advance(&mut self) -> DocId {
        let mut next = TERMINATED;
        for (doc, list) in &mut self.lists {
            if *doc == self.doc {
                *doc = list.advance();
            }
            next = next.min(*doc);
        }
        self.doc = next;
        next
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        let mut next = TERMINATED;
        for (doc, list) in &mut self.lists {
            if *doc < target {
                *doc = list.seek(target);
            }
            next = next.min(*doc);
        }
        self.doc = next;
        next
    }

    #[inline]
    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let sizes = self.lists.iter().map(|(_, list)| list.size_hint());
        sizes.fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.lists.iter().map(|(_, list)| list.cost()).sum()
    }
}

impl Scorer for AnyScorer {
    #[inline]
    fn score(&mut self) -> Score {
        let at = self.doc;
        let lists = self.lists.iter_mut().filter(|(doc, _)| *doc == at);
        lists.map(|(_, list)| list.score()).sum()
    }
}

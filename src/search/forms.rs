//! [`FormsQuery`]: finds the pages on which words stand one behind the other, each in one of its
//! forms.
//!
//! The engine would have a pattern for each word, and look for the words that fit it, each time that
//! a query is made ready to run. Here the forms are known already.

use tantivy::index::SegmentReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, TERMINATED, Term};

use crate::search::any::explanation;

/// The forms of each word in turn, as terms of one field; every page found has the score 1.
#[derive(Clone, Debug)]
pub(crate) struct FormsQuery(pub(crate) Vec<Vec<Term>>);

impl Query for FormsQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(FormsWeight(self.0.clone())))
    }
}

struct FormsWeight(Vec<Vec<Term>>);

impl Weight for FormsWeight {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut words = Vec::with_capacity(self.0.len());
        for forms in &self.0 {
            let mut lists = Vec::with_capacity(forms.len());
            for form in forms {
                let index = reader.inverted_index(form.field())?;
                lists.extend(index.read_postings(form, IndexRecordOption::WithFreqsAndPositions)?);
            }
            if lists.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            words.push(WordForms::new(lists));
        }
        Ok(match words.is_empty() {
            true => Box::new(EmptyScorer),
            false => Box::new(FormsScorer::new(words)),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explanation("words in any form", &mut *self.scorer(reader, 1.0)?, doc)
    }
}

/// The pages that have a word in one of its forms.
struct WordForms {
    lists: Vec<SegmentPostings>,
    doc: DocId,
}

impl WordForms {
    fn new(lists: Vec<SegmentPostings>) -> Self {
        let doc = lists.iter().map(DocSet::doc).min();
        Self {
            doc: doc.unwrap_or(TERMINATED),
            lists,
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let behind = |list: &mut SegmentPostings| match list.doc() < target {
            true => list.seek(target),
            false => list.doc(),
        };
        self.doc = self
            .lists
            .iter_mut()
            .map(behind)
            .min()
            .unwrap_or(TERMINATED);
        self.doc
    }

    /// Takes the positions on the page at which the word stands, each plus `offset`, in order.
    fn take_positions(&mut self, offset: u32, positions: &mut Vec<u32>) {
        positions.clear();
        for list in self.lists.iter_mut().filter(|list| list.doc() == self.doc) {
            list.append_positions_with_offset(offset, positions);
        }
        positions.sort_unstable();
    }
}

/// The pages on which the words stand one behind the other.
struct FormsScorer {
    words: Vec<WordForms>,
    doc: DocId,
    /// The positions of a phrase so far, and those of a word; kept to spare their allocation.
    together: Vec<u32>,
    positions: Vec<u32>,
}

impl FormsScorer {
    fn new(words: Vec<WordForms>) -> Self {
        let mut scorer = Self {
            words,
            doc: 0,
            together: Vec::new(),
            positions: Vec::new(),
        };
        scorer.go_to(0);
        scorer
    }

    /// Goes to the first page from `target` on.
    fn go_to(&mut self, mut target: DocId) -> DocId {
        while target < TERMINATED {
            let furthest = self.words.iter_mut().map(|word| word.seek(target)).max();
            let furthest = furthest.unwrap_or(TERMINATED);
            if furthest == target && self.is_phrase() {
                break;
            }
            target = furthest.max(target + u32::from(furthest == target));
        }
        self.doc = target.min(TERMINATED);
        self.doc
    }

    /// Tells whether the words, which are all on one page, stand one behind the other on it.
    fn is_phrase(&mut self) -> bool {
        let count = self.words.len();
        for (index, word) in self.words.iter_mut().enumerate() {
            // Words of one phrase then have the same position.
            let offset = (count - 1 - index) as u32;
            if index == 0 {
                word.take_positions(offset, &mut self.together);
                continue;
            }
            word.take_positions(offset, &mut self.positions);
            let positions = &self.positions;
            self.together
                .retain(|position| positions.binary_search(position).is_ok());
            if self.together.is_empty() {
                return false;
            }
        }
        true
    }
}

impl DocSet for FormsScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.go_to(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self.doc < target {
            true => self.go_to(target),
            false => self.doc,
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let sizes = self.words.iter().map(|word| {
            let sizes = word.lists.iter().map(DocSet::size_hint);
            sizes.fold(0, u32::saturating_add)
        });
        sizes.min().unwrap_or(0)
    }
}

impl Scorer for FormsScorer {
    fn score(&mut self) -> Score {
        1.0
    }
}

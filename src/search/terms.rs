//! Terms with a weight, looked up by page: what makes one match better than another, and which
//! pages are alike.
//!
//! A query of the engine decides which pages match. Only for those that pass every filter and may
//! still be among the best is it looked up where else the words are: in the title, the summary, the
//! headings, spelt as typed. As optional parts of the query, each of these lists would be read from
//! its beginning to its end.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentOrdinal, TERMINATED};

use crate::search::schema::TextField;
use crate::search::statistics::Statistics;

/// Rounding must not make what a list may add less than what it does add.
const MARGIN: Score = 1.001;

/// The most that rounding adds to one score.
pub(crate) const ROUNDING: Score = 1.0 / 1024.0;

/// Rounds a score so that sums of such scores are exact, and do not depend on the order in which
/// they are added: that differs with how pages are divided into segments.
pub(crate) fn exact(score: Score) -> Score {
    (score * 1024.0).round() / 1024.0
}

/// A term that adds to the score of a page that has it.
#[derive(Clone, Debug)]
pub(crate) struct WeightedTerm {
    pub(crate) text_field: TextField,
    pub(crate) text: String,
    /// Its worth, beside 1 for a word of a query in the text.
    pub(crate) boost: Score,
}

/// Terms with where they are in each segment of a snapshot.
#[derive(Default)]
pub(crate) struct BonusTerms {
    found: Vec<FoundTerm>,
}

struct FoundTerm {
    field: Field,
    weight: Bm25Weight,
    /// One for each segment.
    term_infos: Vec<Option<TermInfo>>,
}

impl BonusTerms {
    /// Looks the terms up. Those that are nowhere are left out.
    pub(crate) fn find(statistics: &Statistics<'_>, terms: &[WeightedTerm]) -> Self {
        let pages = statistics.pages();
        let mut found: Vec<FoundTerm> = Vec::with_capacity(terms.len());
        for WeightedTerm {
            text_field,
            text,
            boost,
        } in terms
        {
            let (frequency, fields) = statistics.term_infos(*text_field, text);
            if frequency == 0 {
                continue;
            }
            let length = statistics.average_length(*text_field);
            let frequency = frequency.min(pages);
            let weight = Bm25Weight::for_one_term_without_explain(frequency, pages, length);
            let weight = weight.boost_by(*boost);
            found.extend(fields.into_iter().map(|(field, term_infos)| FoundTerm {
                field,
                weight: weight.clone(),
                term_infos,
            }));
        }
        Self { found }
    }

    /// Opens the lists of one segment.
    pub(crate) fn of_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentTerms> {
        let mut lists = Vec::with_capacity(self.found.len());
        for term in &self.found {
            let Some(Some(term_info)) = term.term_infos.get(segment as usize) else {
                continue;
            };
            let index = reader.inverted_index(term.field)?;
            let postings =
                index.read_postings_from_terminfo(term_info, IndexRecordOption::WithFreqs)?;
            lists.push(TermPostings {
                postings,
                lengths: reader.get_fieldnorms_reader(term.field)?,
                weight: term.weight.clone(),
            });
        }
        // Short lists cost next to nothing, and those of titles add most: the long ones come last,
        // when most pages are known to be out.
        lists.sort_by_key(|list| list.postings.doc_freq());
        let mut most = 0.0;
        let heads = lists.iter().rev().map(|list| {
            most += list.weight.max_score() * MARGIN + ROUNDING;
            PostingsHead {
                next: list.postings.doc(),
                most,
            }
        });
        let mut heads: Vec<PostingsHead> = heads.collect();
        heads.reverse();
        Ok(SegmentTerms { heads, lists })
    }
}

/// The terms of one segment.
#[derive(Default)]
pub(crate) struct SegmentTerms {
    /// One for each list, apart from them: most pages are in none of the lists, or are out before
    /// one is looked at.
    heads: Vec<PostingsHead>,
    lists: Vec<TermPostings>,
}

#[derive(Clone, Copy)]
struct PostingsHead {
    /// The page at which the list stands.
    next: DocId,
    /// The most that this list and those after it may add.
    most: Score,
}

/// The pages of a segment that have a term.
struct TermPostings {
    postings: SegmentPostings,
    /// The length of the field on each page.
    lengths: FieldNormReader,
    weight: Bm25Weight,
}

impl SegmentTerms {
    /// Adds what a page has to its score; `None` as soon as the `share` of it that counts cannot
    /// reach `enough`.
    ///
    /// To be asked for pages in their order.
    pub(crate) fn add(
        &mut self,
        doc: DocId,
        score: Score,
        share: Score,
        enough: Score,
    ) -> Option<Score> {
        let mut added = 0.0;
        for (head, list) in self.heads.iter_mut().zip(&mut self.lists) {
            if (score + added + head.most) * share < enough {
                return None;
            }
            if head.next < doc {
                head.next = list.postings.seek(doc);
            }
            if head.next == doc {
                let length = list.lengths.fieldnorm_id(doc);
                added += exact(list.weight.score(length, list.postings.term_freq()));
            }
        }
        Some(score + added)
    }

    /// Adds what each page has to its score, of which there is one for each page of the segment.
    pub(crate) fn add_to_all(mut self, scores: &mut [Score]) {
        for list in &mut self.lists {
            let mut doc = list.postings.doc();
            while doc != TERMINATED {
                if let Some(score) = scores.get_mut(doc as usize) {
                    let length = list.lengths.fieldnorm_id(doc);
                    *score += exact(list.weight.score(length, list.postings.term_freq()));
                }
                doc = list.postings.advance();
            }
        }
    }
}

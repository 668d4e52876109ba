//! The statistics behind the score of a word: how many pages have it, how many there are, how long they are.
//!
//! All of it is taken from the pages that the viewer may see and that are there now, so that a score
//! tells nothing of others, and a changed index scores as one that is built anew.

use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Score, Term};

use crate::domain::Viewer;
use crate::search::frequency::frequency;
use crate::search::schema::TextField;
use crate::search::snapshot::Snapshot;

/// The postings of a word in one field, segment by segment.
type FieldTermInfos = (Field, Vec<Option<TermInfo>>);

/// The statistics of one viewer's searches.
pub(crate) struct Statistics<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) viewer: Viewer,
}

impl Statistics<'_> {
    /// Counts the pages with a word in a text field, whoever may see them of those who the viewer is.
    fn frequency(&self, text_field: TextField, text: &str) -> u64 {
        self.snapshot
            .dictionary()
            .pages_with(text_field, text, self.viewer)
    }

    /// Returns how many pages there are.
    pub(crate) fn pages(&self) -> u64 {
        self.snapshot.audience(self.viewer).pages.max(1)
    }

    /// Returns how long the texts of a text field are on average.
    pub(crate) fn average_length(&self, text_field: TextField) -> Score {
        let tokens = self.snapshot.audience(self.viewer).tokens[text_field as usize];
        tokens.max(1) as Score / self.pages() as Score
    }

    /// Returns where a word is in each segment, by field, and how many pages have it.
    pub(crate) fn term_infos(
        &self,
        text_field: TextField,
        text: &str,
    ) -> (u64, Vec<FieldTermInfos>) {
        let mut all = 0;
        let mut term_infos = Vec::new();
        for field in self.snapshot.dictionary().words(text_field, self.viewer) {
            let term = Term::from_field_text(field, text);
            let found = self.snapshot.segment_pages().map(|(reader, deleted)| {
                let (frequency, info) = frequency(reader, deleted, &term)?;
                all += frequency;
                Some(info)
            });
            let found: Vec<Option<TermInfo>> = found.collect();
            if found.iter().any(Option::is_some) {
                term_infos.push((field, found));
            }
        }
        (all, term_infos)
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let text_field = self.snapshot.fields().text_field(field);
        let tokens = text_field
            .map(|text_field| self.snapshot.audience(self.viewer).tokens[text_field as usize]);
        Ok(tokens.unwrap_or(1).max(1))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.pages())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let text_field = self.snapshot.fields().text_field(term.field());
        let text = term.value().as_str().map(str::to_owned);
        let (Some(text_field), Some(text)) = (text_field, text) else {
            return Ok(0);
        };
        // More than there are would be a contradiction to the engine.
        Ok(self.frequency(text_field, &text).min(self.pages()))
    }
}

/// Returns how much a word tells that so many pages of all have.
pub(crate) fn rarity(pages_with: u64, pages: u64) -> f32 {
    let with = pages_with.min(pages) as f32;
    (1.0 + (pages as f32 - with + 0.5) / (with + 0.5)).ln()
}

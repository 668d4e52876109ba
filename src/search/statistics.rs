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
type FieldPlaces = (Field, Vec<Option<TermInfo>>);

/// The statistics of one viewer's searches.
pub(crate) struct Statistics<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) viewer: Viewer,
}

impl Statistics<'_> {
    /// Counts the pages with a word at a place, whoever may see them of those who the viewer is.
    fn frequency(&self, place: TextField, text: &str) -> u64 {
        self.snapshot
            .dictionary()
            .pages_with(place, text, self.viewer)
    }

    /// Returns how many pages there are.
    pub(crate) fn pages(&self) -> u64 {
        self.snapshot.audience(self.viewer).pages.max(1)
    }

    /// Returns how long the texts at a place are on average.
    pub(crate) fn average_length(&self, place: TextField) -> Score {
        let tokens = self.snapshot.audience(self.viewer).tokens[place as usize];
        tokens.max(1) as Score / self.pages() as Score
    }

    /// Returns where a word is in each segment, by field, and how many pages have it.
    pub(crate) fn places(&self, place: TextField, text: &str) -> (u64, Vec<FieldPlaces>) {
        let mut all = 0;
        let mut places = Vec::new();
        for field in self.snapshot.dictionary().words(place, self.viewer) {
            let term = Term::from_field_text(field, text);
            let found = self.snapshot.segment_pages().map(|(reader, deleted)| {
                let (frequency, info) = frequency(reader, deleted, &term)?;
                all += frequency;
                Some(info)
            });
            let found: Vec<Option<TermInfo>> = found.collect();
            if found.iter().any(Option::is_some) {
                places.push((field, found));
            }
        }
        (all, places)
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let place = self.snapshot.fields().place(field);
        let tokens = place.map(|place| self.snapshot.audience(self.viewer).tokens[place as usize]);
        Ok(tokens.unwrap_or(1).max(1))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.pages())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let place = self.snapshot.fields().place(term.field());
        let text = term.value().as_str().map(str::to_owned);
        let (Some(place), Some(text)) = (place, text) else {
            return Ok(0);
        };
        // More than there are would be a contradiction to the engine.
        Ok(self.frequency(place, &text).min(self.pages()))
    }
}

/// Returns how much a word tells that so many pages of all have.
pub(crate) fn rarity(pages_with: u64, pages: u64) -> f32 {
    let with = pages_with.min(pages) as f32;
    (1.0 + (pages as f32 - with + 0.5) / (with + 0.5)).ln()
}

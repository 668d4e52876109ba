//! [`Dictionary`]: the words of an index, one dictionary for each visibility and text field.

use tantivy::index::SegmentReader;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::domain::Viewer;
use crate::search::frequency::{alive, frequency};
use crate::search::language::Language;
use crate::search::schema::TextField;
use crate::search::segment::SegmentData;
use crate::search::snapshot::Snapshot;

/// The words of the pages that viewers may see.
#[derive(Clone, Copy)]
pub(crate) struct Dictionary<'s>(pub(crate) &'s Snapshot);

impl Snapshot {
    pub(crate) fn dictionary(&self) -> Dictionary<'_> {
        Dictionary(self)
    }
}

impl<'s> Dictionary<'s> {
    /// Returns the languages of the pages that the viewer may see.
    pub(crate) fn languages(&self, viewer: Viewer) -> &'s [Language] {
        &self.0.audience(viewer).languages
    }

    /// Returns the fields that hold the words in a text field of the pages that the viewer may see.
    pub(crate) fn words(
        &self,
        text_field: TextField,
        viewer: Viewer,
    ) -> impl Iterator<Item = Field> + use<'s> {
        let snapshot = self.0;
        let circles = snapshot.audience(viewer).circles.iter();
        circles.map(move |&circle| snapshot.fields().words(text_field, circle))
    }

    /// Tells whether a word is in a text field of a page that the viewer may see.
    pub(crate) fn occurs(&self, text_field: TextField, text: &str, viewer: Viewer) -> bool {
        self.pages_with(text_field, text, viewer) > 0
    }

    /// Counts the pages with a word in a text field that the viewer may see.
    pub(crate) fn pages_with(&self, text_field: TextField, text: &str, viewer: Viewer) -> u64 {
        let counts = self.words(text_field, viewer).map(|field| {
            let term = Term::from_field_text(field, text);
            let mut pages = 0;
            for (reader, deleted) in self.0.segment_pages() {
                // A damaged file counts as nothing; see `Snapshot::search`.
                pages += frequency(reader, deleted, &term).map_or(0, |(frequency, _)| frequency);
            }
            pages
        });
        counts.sum()
    }

    /// Tells whether a folded word is on a page that the viewer may see and that is more than a guide,
    /// a template or a list.
    pub(crate) fn is_in_content(&self, word: &str, viewer: Viewer) -> bool {
        let in_segment = |field, reader: &SegmentReader, segment: &SegmentData| {
            let term = Term::from_field_text(field, word);
            let index = reader.inverted_index(field).ok()?;
            let mut postings = index
                .read_postings(&term, IndexRecordOption::Basic)
                .ok()??;
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if !reader.is_deleted(doc) && !segment.is_below(doc) {
                    return Some(());
                }
                postings.advance();
            }
            None
        };
        self.words(TextField::Exact, viewer).any(|field| {
            let readers = self.0.searcher().segment_readers().iter();
            let mut segments = readers.zip(self.0.segments());
            segments.any(|(reader, segment)| in_segment(field, reader, segment).is_some())
        })
    }

    /// Calls `each` for the words in a text field that begin so, with the number of pages that have
    /// them and that the viewer may see; for at most `most` words of each dictionary.
    pub(crate) fn each_word(
        &self,
        text_field: TextField,
        beginning: &str,
        most: usize,
        viewer: Viewer,
        mut each: impl FnMut(&str, u64),
    ) {
        for field in self.words(text_field, viewer) {
            for (reader, deleted) in self.0.segment_pages() {
                let Ok(index) = reader.inverted_index(field) else {
                    continue;
                };
                if index.terms().num_terms() == 0 {
                    continue;
                }
                let Ok(mut stream) = index.terms().range().ge(beginning).into_stream() else {
                    continue;
                };
                for _ in 0..most {
                    if !stream.advance() || !stream.key().starts_with(beginning.as_bytes()) {
                        break;
                    }
                    if let Ok(word) = std::str::from_utf8(stream.key()) {
                        each(word, alive(&index, deleted, stream.value()));
                    }
                }
            }
        }
    }
}

//! The data of a segment that is read once and kept while it lives: facet values in memory, and the
//! engine's columns, opened.

use tantivy::DocId;
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::{SegmentId, SegmentReader};

use crate::domain::{Kind, Viewer, Visibility};
use crate::search::analyser::SEPARATOR;
use crate::search::facet_values::FacetValues;
use crate::search::page_set::PageSet;
use crate::search::schema::{
    BELOW, CIRCLES, FROM_YEAR, Fields, TEXT_FIELD_COUNT, TITLE_KEY, TO_YEAR, UPDATED, marker,
};
use crate::search::segment_reading::{FieldLengths, carrying, facet_values, lengths};
use crate::search::values::Values;

/// The number of pages, and of the words that they have in each field.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordCount {
    pub(crate) pages: u64,
    pub(crate) tokens: [u64; TEXT_FIELD_COUNT],
}

/// A segment's facet values and columns.
pub(crate) struct SegmentData {
    pub(crate) id: SegmentId,
    /// The values of facets that its pages carry.
    pub(crate) values: FacetValues,
    /// The pages that not everyone may see, in order, with who may.
    hidden: Vec<(DocId, Visibility)>,
    /// The pages that stand below what they list; see `document.rs`.
    below: PageSet,
    /// The pages about what stands elsewhere.
    pointers: PageSet,
    /// The lengths of the fields of words on each page, and their sums, by visibility.
    lengths: FieldLengths,
    words: [WordCount; CIRCLES.len()],
    pub(crate) titles: Option<StrColumn>,
    pub(crate) updated: Column<i64>,
    pub(crate) from_year: Column<u64>,
    pub(crate) to_year: Column<u64>,
}

/// The kinds of pages about what stands elsewhere.
const POINTERS: [Kind; 2] = [Kind::LiteratureNote, Kind::Resource];

impl SegmentData {
    /// Reads a segment, and gives numbers to the values that have none.
    pub(crate) fn read(
        reader: &SegmentReader,
        fields: &Fields,
        values: &mut Values,
    ) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let mut hidden = Vec::new();
        for (circle, _) in &CIRCLES[1..] {
            let docs = carrying(reader, fields, marker(*circle))?;
            hidden.extend(docs.into_iter().map(|doc| (doc, *circle)));
        }
        hidden.sort_unstable();
        let pages = reader.max_doc() as usize;
        let mut pointers = Vec::new();
        for kind in POINTERS {
            let term = format!("kind{SEPARATOR}{}", kind.name());
            pointers.extend(carrying(reader, fields, &term)?);
        }
        let mut segment = Self {
            id: reader.segment_id(),
            values: facet_values(reader, values)?,
            hidden,
            below: PageSet::of(pages, &carrying(reader, fields, BELOW)?),
            pointers: PageSet::of(pages, &pointers),
            lengths: lengths(reader, fields)?,
            words: Default::default(),
            titles: columns.str(TITLE_KEY)?,
            updated: columns.i64(UPDATED)?,
            // Absent when no page of the segment has a period.
            from_year: columns
                .column_opt(FROM_YEAR)?
                .unwrap_or_else(|| Column::build_empty_column(reader.max_doc())),
            to_year: columns
                .column_opt(TO_YEAR)?
                .unwrap_or_else(|| Column::build_empty_column(reader.max_doc())),
        };
        let all: Vec<DocId> = (0..reader.max_doc()).collect();
        segment.words = CIRCLES.map(|(circle, _)| segment.words_among(circle, &all));
        Ok(segment)
    }

    /// Returns the number of words of the pages of one visibility, with those that are no more.
    pub(crate) fn words_of(&self, circle: Visibility) -> WordCount {
        self.words[circle as usize]
    }

    /// Counts the words of those of some pages that have one visibility, as far as the engine
    /// tells lengths apart.
    pub(crate) fn words_among(&self, circle: Visibility, docs: &[DocId]) -> WordCount {
        let mut count = WordCount::default();
        if docs.is_empty() || !(circle == Visibility::Public || self.has(circle)) {
            return count;
        }
        let of_circle: Vec<DocId> = docs
            .iter()
            .copied()
            .filter(|&doc| self.visibility(doc) == circle)
            .collect();
        count.pages = of_circle.len() as u64;
        let lengths = &self.lengths[circle as usize];
        for (tokens, length) in count.tokens.iter_mut().zip(lengths) {
            let Some(length) = length else {
                continue;
            };
            let lengths = of_circle
                .iter()
                .map(|&doc| u64::from(length.fieldnorm(doc)));
            *tokens = lengths.sum();
        }
        count
    }

    /// Tells whether there are pages of a visibility other than public.
    pub(crate) fn has(&self, circle: Visibility) -> bool {
        self.hidden.iter().any(|(_, known)| *known == circle)
    }

    /// Tells whether everyone may see every page.
    pub(crate) fn is_public(&self) -> bool {
        self.hidden.is_empty()
    }

    /// Tells whether the viewer may see a page.
    pub(crate) fn may_see(&self, doc: DocId, viewer: Viewer) -> bool {
        viewer.may_see(self.visibility(doc))
    }

    fn visibility(&self, doc: DocId) -> Visibility {
        let index = self
            .hidden
            .binary_search_by_key(&doc, |(hidden, _)| *hidden);
        let hidden = index.ok().and_then(|index| self.hidden.get(index));
        hidden.map_or(Visibility::Public, |(_, circle)| *circle)
    }

    /// Tells whether a page stands below what it lists.
    pub(crate) fn is_below(&self, doc: DocId) -> bool {
        self.below.contains(doc)
    }

    /// Tells whether a page is about what stands elsewhere: a work, a resource.
    pub(crate) fn is_pointer(&self, doc: DocId) -> bool {
        self.pointers.contains(doc)
    }

    /// Returns the ordinal of a page's title in the order of the segment's titles.
    pub(crate) fn title_ordinal(&self, doc: DocId) -> Option<u64> {
        self.titles.as_ref()?.ords().first(doc)
    }

    /// Returns the first titles that begin so and that `shown` lets pass, in their order.
    pub(crate) fn titles_from(
        &self,
        beginning: &str,
        most: usize,
        shown: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        /// More are not looked at, whoever may see them.
        const LOOKED_AT: usize = 1_000;
        let range = self.titles.as_ref().map(|titles| {
            let range = titles.dictionary().range().ge(beginning);
            range.into_stream()
        });
        let Some(Ok(mut stream)) = range else {
            return Vec::new();
        };
        let mut titles = Vec::new();
        for _ in 0..LOOKED_AT {
            let begins = stream.advance() && stream.key().starts_with(beginning.as_bytes());
            if !begins || titles.len() == most {
                break;
            }
            let title = String::from_utf8_lossy(stream.key());
            if shown(&title) {
                titles.push(title.into_owned());
            }
        }
        titles
    }

    /// Returns the title of an ordinal; empty when there is none, which sorts first.
    pub(crate) fn title_at(&self, ordinal: u64) -> String {
        let mut title = String::new();
        let found = self
            .titles
            .as_ref()
            .is_some_and(|titles| titles.ord_to_str(ordinal, &mut title).unwrap_or(false));
        if found { title } else { String::new() }
    }
}

//! What is read once of each segment and kept while it lives: facet values in memory, and the
//! engine's columns, opened.

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::{SegmentId, SegmentReader};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use crate::domain::{Viewer, Visibility};
use crate::search::document::MEMBERS_ONLY;
use crate::search::schema::{FACET, FROM_YEAR, Fields, PATH, TITLE_KEY, TO_YEAR, UPDATED};
use crate::search::values::Values;

/// A segment's facet values and columns.
#[derive(Debug)]
pub(crate) struct SegmentData {
    pub(crate) id: SegmentId,
    /// Where the values of each page begin in `numbers`, and at last where they end.
    starts: Vec<u32>,
    /// The values of the pages, by the numbers of [`Values`]. In memory, some 40 bytes a page,
    /// because counting reads all of them.
    numbers: Vec<u32>,
    /// The pages that only members may see, in order.
    hidden: Vec<DocId>,
    pub(crate) paths: Option<StrColumn>,
    pub(crate) titles: Option<StrColumn>,
    pub(crate) updated: Column<i64>,
    pub(crate) from_year: Column<u64>,
    pub(crate) to_year: Column<u64>,
}

impl SegmentData {
    /// Reads a segment, and gives numbers to the values that have none.
    pub(crate) fn read(
        reader: &SegmentReader,
        fields: &Fields,
        values: &mut Values,
    ) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let mut starts = vec![0];
        let mut numbers = Vec::new();
        if let Some(column) = columns.str(FACET)? {
            let mut by_ordinal = Vec::with_capacity(column.num_terms());
            let mut stream = column.dictionary().stream()?;
            while stream.advance() {
                by_ordinal.push(values.number(&String::from_utf8_lossy(stream.key())));
            }
            for doc in 0..reader.max_doc() {
                let ordinals = column.ords().values_for_doc(doc);
                numbers.extend(
                    ordinals.filter_map(|ordinal| by_ordinal.get(ordinal as usize).copied()),
                );
                starts.push(numbers.len() as u32);
            }
        }
        let mut hidden = Vec::new();
        let term = Term::from_field_text(fields.facet, MEMBERS_ONLY);
        let index = reader.inverted_index(fields.facet)?;
        if let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? {
            let mut doc = postings.doc();
            while doc != TERMINATED {
                hidden.push(doc);
                doc = postings.advance();
            }
        }
        Ok(Self {
            id: reader.segment_id(),
            starts,
            numbers,
            hidden,
            paths: columns.str(PATH)?,
            titles: columns.str(TITLE_KEY)?,
            updated: columns.i64(UPDATED)?,
            // Absent when no page of the segment has a period.
            from_year: columns
                .column_opt(FROM_YEAR)?
                .unwrap_or_else(|| Column::build_empty_column(reader.max_doc())),
            to_year: columns
                .column_opt(TO_YEAR)?
                .unwrap_or_else(|| Column::build_empty_column(reader.max_doc())),
        })
    }

    /// Returns the values of a page.
    pub(crate) fn values(&self, doc: DocId) -> &[u32] {
        let doc = doc as usize;
        let range = self.starts.get(doc).zip(self.starts.get(doc + 1));
        range.map_or(&[], |(&start, &end)| {
            &self.numbers[start as usize..end as usize]
        })
    }

    /// Returns how many values all pages have together.
    pub(crate) fn total_values(&self) -> usize {
        self.numbers.len()
    }

    /// Tells whether the viewer may see a page.
    pub(crate) fn may_see(&self, doc: DocId, viewer: Viewer) -> bool {
        viewer.may_see(Visibility::Members) || self.hidden.binary_search(&doc).is_err()
    }

    /// Returns the place of a page's title in the order of the segment's titles.
    pub(crate) fn title_place(&self, doc: DocId) -> Option<u64> {
        self.titles.as_ref()?.ords().first(doc)
    }

    /// Returns the title at a place; empty when there is none, which sorts first.
    pub(crate) fn title_at(&self, place: u64) -> String {
        text_at(self.titles.as_ref(), place).unwrap_or_default()
    }

    /// Returns the path of a page, as the index has it.
    pub(crate) fn path(&self, doc: DocId) -> Option<String> {
        let column = self.paths.as_ref()?;
        text_at(Some(column), column.ords().first(doc)?)
    }
}

fn text_at(column: Option<&StrColumn>, ordinal: u64) -> Option<String> {
    let mut text = String::new();
    let found = column?.ord_to_str(ordinal, &mut text).ok()?;
    found.then_some(text)
}

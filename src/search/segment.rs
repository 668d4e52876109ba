//! What is read once of each segment and kept while it lives: facet values in memory, and the
//! engine's columns, opened.

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::{SegmentId, SegmentReader};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use crate::domain::{Viewer, Visibility};
use crate::search::document::MEMBERS_ONLY;
use crate::search::schema::{FACET, FROM_YEAR, Fields, TITLE_KEY, TO_YEAR, UPDATED};
use crate::search::values::Values;

/// The values of the pages, by the numbers of [`Values`]. In memory, some 30 bytes a page, because
/// counting reads them all; and short where they can be, because it waits for nothing but memory.
#[derive(Debug)]
enum Numbers {
    Short(Vec<u16>),
    Long(Vec<u32>),
}

impl From<Vec<u32>> for Numbers {
    fn from(numbers: Vec<u32>) -> Self {
        let short: Result<Vec<u16>, _> = numbers.iter().map(|&number| number.try_into()).collect();
        short.map_or(Self::Long(numbers), Self::Short)
    }
}

/// A segment's facet values and columns.
#[derive(Debug)]
pub(crate) struct SegmentData {
    pub(crate) id: SegmentId,
    /// Where the values of each page begin in `numbers`, and at last where they end.
    starts: Vec<u32>,
    numbers: Numbers,
    /// The pages that only members may see, in order.
    hidden: Vec<DocId>,
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
            numbers: numbers.into(),
            hidden,
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
    pub(crate) fn values(&self, doc: DocId) -> impl Iterator<Item = u32> + Clone {
        let (short, long) = match &self.numbers {
            Numbers::Short(numbers) => (of_page(&self.starts, numbers, doc), &[][..]),
            Numbers::Long(numbers) => (&[][..], of_page(&self.starts, numbers, doc)),
        };
        let short = short.iter().map(|&number| u32::from(number));
        short.chain(long.iter().copied())
    }

    /// Adds the values of pages to their counts, of which there is one for each number.
    pub(crate) fn count(&self, docs: &[DocId], counts: &mut [u32]) {
        match &self.numbers {
            Numbers::Short(numbers) => count(&self.starts, numbers, docs, counts),
            Numbers::Long(numbers) => count(&self.starts, numbers, docs, counts),
        }
    }

    /// Returns how many values all pages have together.
    pub(crate) fn total_values(&self) -> usize {
        match &self.numbers {
            Numbers::Short(numbers) => numbers.len(),
            Numbers::Long(numbers) => numbers.len(),
        }
    }

    /// Tells whether everyone may see every page.
    pub(crate) fn is_public(&self) -> bool {
        self.hidden.is_empty()
    }

    /// Tells whether the viewer may see a page.
    pub(crate) fn may_see(&self, doc: DocId, viewer: Viewer) -> bool {
        viewer.may_see(Visibility::Draft) || self.hidden.binary_search(&doc).is_err()
    }

    /// Returns the place of a page's title in the order of the segment's titles.
    pub(crate) fn title_place(&self, doc: DocId) -> Option<u64> {
        self.titles.as_ref()?.ords().first(doc)
    }

    /// Returns the first titles that begin so, in their order.
    pub(crate) fn titles_from(&self, beginning: &str, most: usize) -> Vec<String> {
        let range = self.titles.as_ref().map(|titles| {
            let range = titles.dictionary().range().ge(beginning);
            range.into_stream()
        });
        let Some(Ok(mut stream)) = range else {
            return Vec::new();
        };
        let mut titles = Vec::new();
        while titles.len() < most
            && stream.advance()
            && stream.key().starts_with(beginning.as_bytes())
        {
            titles.push(String::from_utf8_lossy(stream.key()).into_owned());
        }
        titles
    }

    /// Returns the title at a place; empty when there is none, which sorts first.
    pub(crate) fn title_at(&self, place: u64) -> String {
        let mut title = String::new();
        let found = self
            .titles
            .as_ref()
            .is_some_and(|titles| titles.ord_to_str(place, &mut title).unwrap_or(false));
        if found { title } else { String::new() }
    }
}

/// Returns a page's part of what all pages have.
fn of_page<'n, N>(starts: &[u32], numbers: &'n [N], doc: DocId) -> &'n [N] {
    let doc = doc as usize;
    let range = starts.get(doc).zip(starts.get(doc + 1));
    let part = range.and_then(|(&start, &end)| numbers.get(start as usize..end as usize));
    part.unwrap_or(&[])
}

fn count<N: Copy + Into<u32>>(starts: &[u32], numbers: &[N], docs: &[DocId], counts: &mut [u32]) {
    // The pages lie apart. Looking at each of them first asks the memory for all of them at once,
    // where counting would wait for one after the other.
    let looked_at = docs.iter().fold(0_u32, |sum, &doc| {
        let first = of_page(starts, numbers, doc).first();
        sum ^ first.map_or(0, |&number| number.into())
    });
    std::hint::black_box(looked_at);
    for &doc in docs {
        for &number in of_page(starts, numbers, doc) {
            if let Some(count) = counts.get_mut(number.into() as usize) {
                *count += 1;
            }
        }
    }
}

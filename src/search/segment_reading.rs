//! Reads from a segment of the engine what is kept of it in memory.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use crate::search::facet_values::FacetValues;
use crate::search::schema::{CIRCLES, FACET, Fields, TEXT_FIELD_COUNT, TextField};
use crate::search::values::Values;

/// The lengths of the fields of words, by visibility and field.
pub(super) type FieldLengths = [[Option<FieldNormReader>; TEXT_FIELD_COUNT]; CIRCLES.len()];

/// Reads the facet values of the pages of a segment, and gives numbers to those that have none.
pub(super) fn facet_values(
    reader: &SegmentReader,
    values: &mut Values,
) -> tantivy::Result<FacetValues> {
    let mut offsets = vec![0];
    let mut numbers = Vec::new();
    if let Some(column) = reader.fast_fields().str(FACET)? {
        let mut by_ordinal = Vec::with_capacity(column.num_terms());
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            by_ordinal.push(values.number(&String::from_utf8_lossy(stream.key())));
        }
        for doc in 0..reader.max_doc() {
            let ordinals = column.ords().values_for_doc(doc);
            numbers
                .extend(ordinals.filter_map(|ordinal| by_ordinal.get(ordinal as usize).copied()));
            offsets.push(numbers.len() as u32);
        }
    }
    Ok(FacetValues::new(numbers, offsets))
}

/// Reads the lengths of the fields of words.
pub(super) fn lengths(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<FieldLengths> {
    let mut lengths = FieldLengths::default();
    for (of_circle, (circle, _)) in lengths.iter_mut().zip(CIRCLES) {
        for (length, text_field) in of_circle.iter_mut().zip(TextField::ALL) {
            let field = fields.words(text_field, circle);
            *length = reader.fieldnorms_readers().get_field(field)?;
        }
    }
    Ok(lengths)
}

/// Returns the pages of a segment with a term among their facets, in order.
pub(super) fn carrying(
    reader: &SegmentReader,
    fields: &Fields,
    term: &str,
) -> tantivy::Result<Vec<DocId>> {
    let term = Term::from_field_text(fields.facet, term);
    let index = reader.inverted_index(fields.facet)?;
    let mut docs = Vec::new();
    if let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? {
        let mut doc = postings.doc();
        while doc != TERMINATED {
            docs.push(doc);
            doc = postings.advance();
        }
    }
    Ok(docs)
}

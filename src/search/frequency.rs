//! Counts the pages that have a term, without those that are no more.

use tantivy::index::SegmentReader;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, Term};

/// Returns the pages of a segment that are no more, in order.
pub(super) fn deleted_pages(reader: &SegmentReader) -> Vec<DocId> {
    match reader.alive_bitset() {
        Some(alive) if reader.num_deleted_docs() > 0 => (0..reader.max_doc())
            .filter(|&doc| alive.is_deleted(doc))
            .collect(),
        _ => Vec::new(),
    }
}

/// Counts the pages of a segment that have a term, without those that are no more: the engine
/// counts these until it merges the segment, which would tell how much else there is.
///
/// Returns the number with where the list is; `None` where there is no list.
pub(crate) fn frequency(
    reader: &SegmentReader,
    deleted: &[DocId],
    term: &Term,
) -> Option<(u64, TermInfo)> {
    let index = reader.inverted_index(term.field()).ok()?;
    let info = index.get_term_info(term).ok()??;
    Some((alive(&index, deleted, &info), info))
}

/// Counts the pages of a list, without those that are no more.
pub(crate) fn alive(index: &InvertedIndexReader, deleted: &[DocId], info: &TermInfo) -> u64 {
    let all = u64::from(info.doc_freq);
    if deleted.is_empty() {
        return all;
    }
    let Ok(mut list) = index.read_postings_from_terminfo(info, IndexRecordOption::Basic) else {
        return 0;
    };
    let mut gone = 0;
    for &doc in deleted {
        if list.doc() < doc {
            list.seek(doc);
        }
        if list.doc() == doc {
            gone += 1;
        }
    }
    all - gone
}

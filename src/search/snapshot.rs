//! The index at one commit, and what every question to it needs: the gate, the facets, the terms.

use std::ops::Range;
use std::sync::Arc;

use tantivy::index::{SegmentId, SegmentReader};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use crate::domain::{ObjectId, PagePath, Viewer, Visibility};
use crate::search::analyser::SEPARATOR;
use crate::search::document::{MEMBERS_ONLY, path_key};
use crate::search::error::SearchError;
use crate::search::language::Language;
use crate::search::schema::{FACET, Fields, PATH};

/// The index at one commit. Cheap to clone; never changes; several threads may ask it.
#[derive(Clone)]
pub struct Snapshot {
    inner: Arc<Inner>,
}

struct Inner {
    searcher: Searcher,
    fields: Fields,
    commit: Option<ObjectId>,
    /// One for each segment of the searcher, in its order.
    segments: Vec<Arc<SegmentFacets>>,
    /// The languages of the pages, each once.
    languages: Vec<Language>,
}

/// What is read once for each segment, and kept while the segment lives.
#[derive(Debug)]
pub(crate) struct SegmentFacets {
    id: SegmentId,
    /// The facet values by their ordinal: `key␟term`.
    pub(crate) values: Vec<Box<str>>,
    /// The keys, with the ordinals of their values.
    pub(crate) keys: Vec<(Box<str>, Range<u32>)>,
    /// The pages that only members may see, in order.
    hidden: Vec<DocId>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pages = self.inner.searcher.num_docs();
        write!(
            formatter,
            "Snapshot({pages} pages at {:?})",
            self.inner.commit
        )
    }
}

impl Snapshot {
    /// Reads what is needed of the segments that `before` did not know.
    pub(crate) fn new(
        searcher: Searcher,
        fields: Fields,
        commit: Option<ObjectId>,
        before: Option<&Self>,
    ) -> Result<Self, SearchError> {
        let known = before.map_or(&[][..], |before| &before.inner.segments);
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let id = reader.segment_id();
            let segment = match known.iter().find(|segment| segment.id == id) {
                Some(segment) => Arc::clone(segment),
                None => {
                    let read = SegmentFacets::read(reader, fields);
                    Arc::new(read.map_err(SearchError::engine("opened"))?)
                }
            };
            segments.push(segment);
        }
        let mut languages: Vec<Language> = segments
            .iter()
            .flat_map(|segment| segment.terms("lang"))
            .map(Language::from_code)
            .collect();
        languages.sort_unstable();
        languages.dedup();
        Ok(Self {
            inner: Arc::new(Inner {
                searcher,
                fields,
                commit,
                segments,
                languages,
            }),
        })
    }

    /// Returns the git commit whose pages these are.
    pub fn commit_id(&self) -> Option<ObjectId> {
        self.inner.commit
    }

    /// Tells whether there is no page at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.inner.searcher.num_docs() == 0
    }

    pub(crate) fn searcher(&self) -> &Searcher {
        &self.inner.searcher
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.inner.fields
    }

    pub(crate) fn languages(&self) -> &[Language] {
        &self.inner.languages
    }

    pub(crate) fn segments(&self) -> &[Arc<SegmentFacets>] {
        &self.inner.segments
    }

    /// Puts a question behind the gate. Every query goes through here.
    pub(crate) fn gated(&self, query: Box<dyn Query>, viewer: Viewer) -> Box<dyn Query> {
        if viewer.may_see(Visibility::Members) {
            return query;
        }
        let hidden = Term::from_field_text(self.inner.fields.facet, MEMBERS_ONLY);
        let hidden = TermQuery::new(hidden, IndexRecordOption::Basic);
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, query),
            (Occur::MustNot, Box::new(hidden)),
        ]))
    }

    /// Tells whether a term is on a page that the viewer may see. The engine's own counts will not
    /// do: they count hidden pages, and deleted ones until their segment is merged.
    pub(crate) fn occurs(&self, field: Field, text: &str, viewer: Viewer) -> bool {
        self.count(field, text, viewer, 1) > 0
    }

    /// Counts the pages with a term that the viewer may see, as far as `enough`.
    pub(crate) fn count(&self, field: Field, text: &str, viewer: Viewer, enough: usize) -> usize {
        let term = Term::from_field_text(field, text);
        let mut count = 0;
        for (reader, segment) in self
            .inner
            .searcher
            .segment_readers()
            .iter()
            .zip(self.segments())
        {
            let postings = reader
                .inverted_index(field)
                .ok()
                .and_then(|index| index.read_postings(&term, IndexRecordOption::Basic).ok())
                .flatten();
            let Some(mut postings) = postings else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED && count < enough {
                if !reader.is_deleted(doc) && segment.may_see(doc, viewer) {
                    count += 1;
                }
                doc = postings.advance();
            }
        }
        count
    }

    /// Returns the path of a page in the index.
    pub(crate) fn path(&self, address: DocAddress) -> Option<PagePath> {
        let reader = self.inner.searcher.segment_reader(address.segment_ord);
        let column = reader.fast_fields().str(PATH).ok()??;
        let ordinal = column.ords().first(address.doc_id)?;
        let mut path = String::new();
        column.ord_to_str(ordinal, &mut path).ok()?;
        PagePath::parse(path.strip_prefix('/')?).ok()
    }

    /// Returns the stored bytes of a page; see `stored.rs`.
    pub(crate) fn stored(&self, address: DocAddress) -> Vec<u8> {
        let stored = self.inner.fields.stored;
        let document: TantivyDocument = match self.inner.searcher.doc(address) {
            Ok(document) => document,
            Err(_) => return Vec::new(),
        };
        document
            .get_first(stored)
            .and_then(|value| tantivy::schema::Value::as_bytes(&value))
            .map(<[u8]>::to_vec)
            .unwrap_or_default()
    }

    /// Finds a page that the viewer may see.
    pub(crate) fn find(&self, path: &PagePath, viewer: Viewer) -> Option<DocAddress> {
        let term = Term::from_field_text(self.inner.fields.path, &path_key(path));
        let readers = self.inner.searcher.segment_readers().iter();
        for (segment_ord, (reader, segment)) in readers.zip(self.segments()).enumerate() {
            let index = reader.inverted_index(self.inner.fields.path).ok()?;
            let postings = index.read_postings(&term, IndexRecordOption::Basic).ok()?;
            let Some(mut postings) = postings else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !reader.is_deleted(doc) && segment.may_see(doc, viewer) {
                    return Some(DocAddress::new(segment_ord as u32, doc));
                }
                doc = postings.advance();
            }
        }
        None
    }

    /// Returns every value of a facet, of visible pages or not. Check with [`Self::occurs`].
    pub(crate) fn facet_terms(&self, key: &str) -> Vec<&str> {
        let segments = self.segments().iter();
        let mut terms: Vec<&str> = segments.flat_map(|segment| segment.terms(key)).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// Tells whether some page has a facet of this key.
    pub(crate) fn has_facet(&self, key: &str) -> bool {
        let mut segments = self.segments().iter();
        segments.any(|segment| segment.keys.iter().any(|(known, _)| **known == *key))
    }
}

impl SegmentFacets {
    fn read(reader: &SegmentReader, fields: Fields) -> tantivy::Result<Self> {
        let mut values: Vec<Box<str>> = Vec::new();
        if let Some(column) = reader.fast_fields().str(FACET)? {
            let mut stream = column.dictionary().stream()?;
            while stream.advance() {
                values.push(String::from_utf8_lossy(stream.key()).into());
            }
        }
        let mut keys: Vec<(Box<str>, Range<u32>)> = Vec::new();
        for (ordinal, value) in (0u32..).zip(&values) {
            let key = value.split(SEPARATOR).next().unwrap_or("");
            match keys.last_mut() {
                Some((last, range)) if **last == *key => range.end = ordinal + 1,
                _ => keys.push((key.into(), ordinal..ordinal + 1)),
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
            values,
            keys,
            hidden,
        })
    }

    /// Tells whether the viewer may see a page.
    pub(crate) fn may_see(&self, doc: DocId, viewer: Viewer) -> bool {
        viewer.may_see(Visibility::Members) || self.hidden.binary_search(&doc).is_err()
    }

    /// Returns the ordinals of a facet's values.
    pub(crate) fn range(&self, key: &str) -> Range<u32> {
        let found = self.keys.iter().find(|(known, _)| **known == *key);
        found.map_or(0..0, |(_, range)| range.clone())
    }

    /// Returns the term of a value: what stands behind its key.
    pub(crate) fn term(&self, ordinal: u32) -> &str {
        let value = self.values.get(ordinal as usize).map_or("", |value| value);
        value.split_once(SEPARATOR).map_or("", |(_, term)| term)
    }

    fn terms(&self, key: &str) -> impl Iterator<Item = &str> {
        self.range(key).map(|ordinal| self.term(ordinal))
    }

    /// Returns the ordinal of a value.
    pub(crate) fn ordinal(&self, key: &str, term: &str) -> Option<u32> {
        let wanted = format!("{key}{SEPARATOR}{term}");
        let found = self.values.binary_search_by(|value| (**value).cmp(&wanted));
        found.ok().map(|ordinal| ordinal as u32)
    }
}

//! The index at one commit, and what every question to it needs: the gate, the facets, the terms.

use std::sync::Arc;

use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::schema::{Field, IndexRecordOption, OwnedValue};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, Term};

use crate::domain::{ObjectId, PagePath, Viewer, Visibility};
use crate::search::analyser::SEPARATOR;
use crate::search::document::{MEMBERS_ONLY, path_key};
use crate::search::error::SearchError;
use crate::search::language::Language;
use crate::search::schema::Fields;
use crate::search::segment::SegmentData;
use crate::search::stored::StoredText;
use crate::search::values::Values;

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
    segments: Vec<Arc<SegmentData>>,
    /// The facet values of the segments.
    values: Values,
    /// The languages of the pages, each once.
    languages: Vec<Language>,
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
        let mut values = before
            .map(|before| before.inner.values.clone())
            .unwrap_or_default();
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let id = reader.segment_id();
            let segment = match known.iter().find(|segment| segment.id == id) {
                Some(segment) => Arc::clone(segment),
                None => {
                    let read = SegmentData::read(reader, &fields, &mut values);
                    Arc::new(read.map_err(SearchError::engine("opened"))?)
                }
            };
            segments.push(segment);
        }
        let mut inner = Inner {
            searcher,
            fields,
            commit,
            segments,
            values,
            languages: Vec::new(),
        };
        inner.languages = inner.used_languages();
        Ok(Self {
            inner: Arc::new(inner),
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

    pub(crate) fn segments(&self) -> &[Arc<SegmentData>] {
        &self.inner.segments
    }

    pub(crate) fn values(&self) -> &Values {
        &self.inner.values
    }

    /// Puts a question behind the gate. Every query goes through here.
    pub(crate) fn gated(&self, query: Box<dyn Query>, viewer: Viewer) -> Box<dyn Query> {
        let all_public = self.segments().iter().all(|segment| segment.is_public());
        if all_public || viewer.may_see(Visibility::Draft) {
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
        self.inner.count(field, text, viewer, enough)
    }

    /// Returns the path of a page in the index.
    pub(crate) fn path(&self, address: DocAddress) -> Option<PagePath> {
        self.stored(address).read().path()
    }

    /// Returns what is stored of a page; nothing if it cannot be read.
    pub(crate) fn stored(&self, address: DocAddress) -> Stored {
        self.inner.searcher.doc(address).unwrap_or_default()
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
        let mut terms: Vec<&str> = self.values().terms(key).collect();
        terms.sort_unstable();
        terms
    }

    /// Returns the keys of facets that pages have or had. Check with [`Self::has_facet`].
    pub(crate) fn facet_keys(&self) -> Vec<&str> {
        self.values().keys().collect()
    }

    /// Tells whether some page has a facet of this key.
    pub(crate) fn has_facet(&self, key: &str) -> bool {
        self.values()
            .terms(key)
            .any(|term| self.inner.is_used(key, term))
    }
}

impl Inner {
    /// Returns the languages of the pages. Those of pages that are no more do not count, so that a
    /// changed index understands a query as a new one does.
    fn used_languages(&self) -> Vec<Language> {
        let codes = self.values.terms("lang");
        let mut languages: Vec<Language> = codes
            .filter(|code| self.is_used("lang", code))
            .map(Language::from_code)
            .collect();
        languages.sort_unstable();
        languages.dedup();
        languages
    }

    /// Tells whether some page carries a value.
    fn is_used(&self, key: &str, term: &str) -> bool {
        let value = format!("{key}{SEPARATOR}{term}");
        self.count(self.fields.facet, &value, Viewer::Contributor, 1) > 0
    }

    fn count(&self, field: Field, text: &str, viewer: Viewer, enough: usize) -> usize {
        let term = Term::from_field_text(field, text);
        let mut count = 0;
        for (reader, segment) in self.searcher.segment_readers().iter().zip(&self.segments) {
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
            if count >= enough {
                break;
            }
        }
        count
    }
}

/// What is stored of a page, as [`StoredText`] reads it.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    about: Vec<u8>,
    text: String,
}

impl Stored {
    /// Returns the text with its sections.
    pub(crate) fn read(&self) -> StoredText<'_> {
        StoredText::decode(&self.about, &self.text)
    }
}

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D>(mut document: D) -> Result<Self, DeserializeError>
    where
        D: DocumentDeserializer<'de>,
    {
        // The schema stores one field of bytes and one of text.
        let mut stored = Self::default();
        while let Some((_, value)) = document.next_field::<OwnedValue>()? {
            match value {
                OwnedValue::Bytes(about) => stored.about = about,
                OwnedValue::Str(text) => stored.text = text,
                _ => {}
            }
        }
        Ok(stored)
    }
}

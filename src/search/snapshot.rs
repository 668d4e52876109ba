//! The index at one commit, and what every question to it needs: the gate, the facets, the terms.

use std::sync::Arc;

use tantivy::index::SegmentReader;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Searcher, TERMINATED, Term};

use crate::domain::{ObjectId, PagePath, Viewer, Visibility};
use crate::search::analyser::SEPARATOR;
use crate::search::document::path_key;
use crate::search::error::SearchError;
use crate::search::frequency::deleted_pages;
use crate::search::language::Language;
use crate::search::lexicon::Lexicon;
use crate::search::schema::{CIRCLES, Fields, TEXT_FIELD_COUNT, marker};
use crate::search::segment::SegmentData;
use crate::search::stored::StoredDocument;
use crate::search::values::Values;

/// The index at one commit. Cheap to clone; never changes; several threads may ask it.
#[derive(Clone)]
pub struct Snapshot {
    pub(super) inner: Arc<Inner>,
    lexicon: Arc<Lexicon>,
}

pub(super) struct Inner {
    searcher: Searcher,
    fields: Fields,
    commit: Option<ObjectId>,
    /// One for each segment of the searcher, in its order.
    segments: Vec<Arc<SegmentData>>,
    /// The pages of each segment that are no more, in order.
    deleted: Vec<Vec<DocId>>,
    /// The facet values of the segments.
    values: Values,
    /// The pages that each viewer's searches know of, by viewer.
    audiences: [Audience; Viewer::ALL.len()],
}

/// The pages that a viewer may see, counted together.
#[derive(Debug, Default)]
pub(crate) struct Audience {
    /// The visibilities of which there may be pages.
    pub(crate) circles: Vec<Visibility>,
    /// The number of pages.
    pub(crate) pages: u64,
    /// The number of words that they have in each field.
    pub(crate) tokens: [u64; TEXT_FIELD_COUNT],
    /// Their languages, each once.
    pub(crate) languages: Vec<Language>,
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
        let deleted = searcher.segment_readers().iter().map(deleted_pages);
        let mut inner = Inner {
            deleted: deleted.collect(),
            searcher,
            fields,
            commit,
            segments,
            values,
            audiences: Default::default(),
        };
        inner.audiences = Viewer::ALL.map(|viewer| inner.audience(viewer));
        Ok(Self {
            inner: Arc::new(inner),
            lexicon: before.map_or_else(Arc::default, |before| Arc::clone(&before.lexicon)),
        })
    }

    /// Returns the same index with the words of another vocabulary.
    pub(crate) fn with_lexicon(&self, lexicon: Arc<Lexicon>) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            lexicon,
        }
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

    pub(crate) fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    pub(crate) fn audience(&self, viewer: Viewer) -> &Audience {
        &self.inner.audiences[viewer as usize]
    }

    pub(crate) fn segments(&self) -> &[Arc<SegmentData>] {
        &self.inner.segments
    }

    pub(crate) fn values(&self) -> &Values {
        &self.inner.values
    }

    /// Puts a question behind the gate. Every query goes through here.
    pub(crate) fn gated(&self, query: Box<dyn Query>, viewer: Viewer) -> Box<dyn Query> {
        let hidden: Vec<Box<dyn Query>> = CIRCLES
            .iter()
            .filter(|(circle, _)| !viewer.may_see(*circle))
            .filter(|(circle, _)| self.segments().iter().any(|segment| segment.has(*circle)))
            .map(|(circle, _)| {
                let term = Term::from_field_text(self.inner.fields.facet, marker(*circle));
                Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>
            })
            .collect();
        if hidden.is_empty() {
            return query;
        }
        let hidden = hidden.into_iter().map(|hidden| (Occur::MustNot, hidden));
        Box::new(BooleanQuery::new(
            std::iter::once((Occur::Must, query))
                .chain(hidden)
                .collect(),
        ))
    }

    /// Returns the segments, each with its pages that are no more.
    pub(crate) fn segment_pages(&self) -> impl Iterator<Item = (&SegmentReader, &[DocId])> {
        let deleted = self.inner.deleted.iter().map(Vec::as_slice);
        self.inner.searcher.segment_readers().iter().zip(deleted)
    }

    /// Returns the path of a page in the index.
    pub(crate) fn path(&self, address: DocAddress) -> Option<PagePath> {
        self.stored(address).read().path()
    }

    /// Returns what is stored of a page; nothing if it cannot be read.
    pub(crate) fn stored(&self, address: DocAddress) -> StoredDocument {
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
}

impl Inner {
    /// Finds out what a viewer's searches need to know of the pages as a whole.
    fn audience(&self, viewer: Viewer) -> Audience {
        let circles = CIRCLES.iter().map(|(circle, _)| *circle);
        let circles: Vec<Visibility> = circles
            .filter(|&circle| {
                viewer.may_see(circle)
                    && (circle == Visibility::Public
                        || self.segments.iter().any(|segment| segment.has(circle)))
            })
            .collect();
        let mut pages = 0;
        let mut tokens = [0; TEXT_FIELD_COUNT];
        for (segment, deleted) in self.segments.iter().zip(&self.deleted) {
            for &circle in &circles {
                let words = segment.words_of(circle);
                let gone = segment.words_among(circle, deleted);
                pages += words.pages - gone.pages;
                for (sum, (all, gone)) in
                    tokens.iter_mut().zip(words.tokens.iter().zip(gone.tokens))
                {
                    *sum += all - gone;
                }
            }
        }
        let mut languages: Vec<Language> = self
            .values
            .terms("lang")
            .filter(|code| self.carrying("lang", code, viewer, 1) > 0)
            .map(Language::from_code)
            .collect();
        languages.sort_unstable();
        languages.dedup();
        Audience {
            circles,
            pages,
            tokens,
            languages,
        }
    }

    /// Counts the pages that carry a value of a facet and that a viewer may see, as far as `enough`.
    pub(super) fn carrying(&self, key: &str, term: &str, viewer: Viewer, enough: usize) -> usize {
        let term = Term::from_field_text(self.fields.facet, &format!("{key}{SEPARATOR}{term}"));
        let mut count = 0;
        for (reader, segment) in self.searcher.segment_readers().iter().zip(&self.segments) {
            let postings = reader
                .inverted_index(self.fields.facet)
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

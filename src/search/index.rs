//! The index as the publisher uses it: open, change, commit, take snapshots.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use tantivy::{IndexReader, ReloadPolicy, Term};

use crate::domain::{ObjectId, PagePath, Vocabulary};
use crate::search::document::{Document, path_key, to_engine};
use crate::search::engine_writer::EngineWriter;
use crate::search::error::SearchError;
use crate::search::folder::{Folder, LOCK_PATIENCE, settings};
use crate::search::lexicon::Lexicon;
use crate::search::schema::{Fields, schema, tokenizers};
use crate::search::snapshot::Snapshot;

/// The full-text index of one site. One process has it open at a time.
pub struct Index {
    engine: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    /// `None` until the first change, and after a change that failed.
    writer: Mutex<Option<EngineWriter>>,
    /// The snapshot of the last commit. It is never changed, only replaced.
    current: RwLock<Snapshot>,
    folder: Option<Folder>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Index({:?})", self.snapshot())
    }
}

impl Index {
    /// Opens the index in a folder, or one in memory.
    ///
    /// An index that another version has written, or that is damaged, becomes an empty one:
    /// [`Self::commit_id`] then tells that there is everything to do. Fails only if the folder
    /// cannot be written or another process has it open; the caller may then open one in memory.
    pub fn open(directory: Option<&Path>) -> Result<Self, SearchError> {
        let (schema, fields) = schema();
        let Some(directory) = directory else {
            let engine = tantivy::Index::builder()
                .schema(schema)
                .settings(settings())
                .tokenizers(tokenizers())
                .create_in_ram()
                .map_err(SearchError::engine("created"))?;
            return Self::new(engine, fields);
        };
        let folder = Folder::take(directory, LOCK_PATIENCE)?;
        // Damaged files can make the engine panic; that is one more way of being damaged.
        let trusted = catch_unwind(AssertUnwindSafe(|| {
            let engine = folder.open_trusted(&schema)?;
            Self::new(engine, fields).ok()
        }));
        let mut index = match trusted.ok().flatten() {
            Some(index) => index,
            None => Self::new(folder.start_anew(&schema)?, fields)?,
        };
        index.folder = Some(folder);
        Ok(index)
    }

    /// Makes an empty index in a folder in the place of what is there, if the folder can be had at
    /// once.
    pub fn open_anew(directory: &Path) -> Result<Self, SearchError> {
        let (schema, fields) = schema();
        let folder = Folder::take(directory, Duration::ZERO)?;
        let mut index = Self::new(folder.start_anew(&schema)?, fields)?;
        index.folder = Some(folder);
        Ok(index)
    }

    fn new(engine: tantivy::Index, fields: Fields) -> Result<Self, SearchError> {
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(32)
            .try_into()
            .map_err(SearchError::engine("opened"))?;
        let metas = engine.load_metas().map_err(SearchError::engine("opened"))?;
        let commit = metas.payload.and_then(|payload| payload.parse().ok());
        let snapshot = Snapshot::new(reader.searcher(), fields, commit, None)?;
        Ok(Self {
            engine,
            fields,
            reader,
            writer: Mutex::new(None),
            current: RwLock::new(snapshot),
            folder: None,
        })
    }

    /// Returns the git commit that the index stands at; `None` when it is empty.
    pub fn commit_id(&self) -> Option<ObjectId> {
        self.snapshot().commit_id()
    }

    /// Returns the index as the last commit left it.
    pub fn snapshot(&self) -> Snapshot {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Returns the same, for searches that know the words of a vocabulary.
    pub fn snapshot_with(&self, vocabulary: &Arc<Vocabulary>) -> Snapshot {
        let snapshot = self.snapshot();
        if snapshot.lexicon().is_of(vocabulary) {
            return snapshot;
        }
        let snapshot = snapshot.with_lexicon(Arc::new(Lexicon::new(vocabulary)));
        // Later snapshots begin with what this one knows.
        self.current
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(&snapshot);
        snapshot
    }

    /// Forgets every page and the commit.
    pub fn clear(&self) -> Result<Snapshot, SearchError> {
        let mut batch = self.begin()?;
        if let Some(writer) = batch.writer.as_mut() {
            writer
                .engine
                .delete_all_documents()
                .map_err(SearchError::engine("cleared"))?;
        }
        batch.finish(None)
    }

    /// Begins a change. Waits while another is under way.
    pub fn begin(&self) -> Result<Batch<'_>, SearchError> {
        // A panic while the writer was held leaves it in an unknown state: a new one starts from
        // the last commit.
        let mut writer = self.writer.lock().unwrap_or_else(|poisoned| {
            self.writer.clear_poison();
            let mut writer = poisoned.into_inner();
            *writer = None;
            writer
        });
        let empty = self.snapshot().is_empty();
        if writer.as_ref().is_none_or(|writer| writer.builds != empty) {
            // The engine allows one writer: the old one goes first.
            *writer = None;
            if let Some(folder) = &self.folder {
                folder.mark_changing()?;
            }
            *writer = Some(EngineWriter::open(&self.engine, empty)?);
        }
        Ok(Batch {
            index: self,
            writer,
            replaces: !empty,
            finished: false,
        })
    }

    /// Ends orderly, so that the next start need not verify. Dropping the index does the same, but
    /// a server that ends may have it in many hands. A later change undoes it.
    pub fn close(&self) {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // Merges under way are given up: the segments that they read are still there.
        *writer = None;
        if let Some(folder) = &self.folder {
            folder.mark_clean(&self.engine);
        }
    }

    /// Waits until no thread writes any more, for tests that damage files.
    #[cfg(test)]
    pub(crate) fn wait_for_merges(&self) {
        let writer = self.writer.lock().unwrap().take();
        if let Some(writer) = writer {
            writer.engine.wait_merging_threads().unwrap();
        }
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        self.close();
    }
}

/// A change of the index that readers see all at once, or not at all when it is dropped.
#[derive(Debug)]
pub struct Batch<'i> {
    index: &'i Index,
    writer: MutexGuard<'i, Option<EngineWriter>>,
    /// Whether an added page may be there already.
    replaces: bool,
    finished: bool,
}

impl Batch<'_> {
    /// Adds a page, in the place of the one at its path. A page is added once in a batch.
    ///
    /// May be called from several threads.
    pub fn add(&self, document: &Document<'_>) -> Result<(), SearchError> {
        let fields = &self.index.fields;
        if self.replaces {
            self.remove(&document.page.path);
        }
        let engine_document = to_engine(document, fields);
        if let Some(writer) = self.writer.as_ref() {
            writer
                .engine
                .add_document(engine_document)
                .map_err(SearchError::engine("written"))?;
        }
        Ok(())
    }

    /// Removes a page; one that is not there is no matter.
    pub fn remove(&self, path: &PagePath) {
        if let Some(writer) = self.writer.as_ref() {
            let term = Term::from_field_text(self.index.fields.path, &path_key(path));
            writer.engine.delete_term(term);
        }
    }

    /// Makes the change visible, as the state of a git commit.
    pub fn commit(self, commit: ObjectId) -> Result<Snapshot, SearchError> {
        self.finish(Some(commit))
    }

    fn finish(mut self, commit: Option<ObjectId>) -> Result<Snapshot, SearchError> {
        if let Some(writer) = self.writer.as_mut() {
            let mut prepared = writer
                .engine
                .prepare_commit()
                .map_err(SearchError::engine("written"))?;
            let payload = commit.map(|commit| commit.to_string()).unwrap_or_default();
            prepared.set_payload(&payload);
            prepared.commit().map_err(SearchError::engine("written"))?;
        }
        let index = self.index;
        index
            .reader
            .reload()
            .map_err(SearchError::engine("opened"))?;
        let before = index.snapshot();
        let searcher = index.reader.searcher();
        let snapshot = Snapshot::new(searcher, index.fields, commit, Some(&before))?;
        *index
            .current
            .write()
            .unwrap_or_else(PoisonError::into_inner) = snapshot.clone();
        self.finished = true;
        Ok(snapshot)
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if !self.finished {
            // Without its writer, what was added is forgotten, and so is a writer that failed.
            *self.writer = None;
        }
    }
}

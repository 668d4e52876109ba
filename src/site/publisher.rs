//! [`Publisher`]: the only thing that makes editions.
//!
//! 1. It takes the branch's tip and works out what changed since the edition before.
//! 2. It reads only that, on all cores, and brings the index to the same commit.
//! 3. It swaps the pointer that readers take.
//!
//! Start-up, a push, a `git commit` on the server's disk and a rewritten branch all go this way.
//! The result of an incremental step equals a full rebuild; a property test holds that.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;

use crate::domain::vocabulary::VOCABULARY_FILE;
use crate::domain::{ObjectId, PagePath};
use crate::search::{Index, SearchError};
use crate::site::articles::Articles;
use crate::site::build::{BIBLIOGRAPHY_FILE, Work, changed_works, everything};
use crate::site::edition::{Content, Edition};
use crate::site::following::{Following, Trouble};
use crate::site::saved;
use crate::store::{LastChange, LastChanges, Revision, Store, StoreError};

/// How many changed pages it takes before what is known is saved again.
const SAVE_AFTER: usize = 1000;

/// Told how many pages of how many have been read.
pub type Progress<'p> = dyn Fn(usize, usize) + Sync + 'p;

/// Gets an edition ready for its readers.
type Prepare = dyn Fn(&Arc<Edition>) + Send + Sync;

/// Why an edition could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The repository could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index could not be written.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A mistake in this program.
    #[error("making an edition broke off")]
    BrokeOff,
}

impl PublishError {
    /// Says in words that anyone may read why there is no new edition.
    pub(super) fn reason(&self) -> String {
        let reason = match self {
            Self::Store(_) => "the repository cannot be read; the server's log says why",
            Self::Search(_) => "the index cannot be written; the server's log says why",
            Self::BrokeOff => "making an edition broke off; the server's log says why",
        };
        reason.to_owned()
    }
}

/// What a step of the publisher did.
#[derive(Clone, Debug)]
pub struct Published {
    /// The commit that is served now.
    pub commit: ObjectId,
    /// How many pages were read.
    pub pages_read: usize,
    /// How long it took.
    pub duration: Duration,
    /// The branch was rewritten: the commit before is not part of its history any more.
    pub rewritten: bool,
}

/// Makes editions of a store and hands out the newest.
pub struct Publisher {
    store: Arc<Store>,
    index: Index,
    directory: Option<PathBuf>,
    articles: Arc<Articles>,
    current: ArcSwap<Edition>,
    /// Held by whoever makes the next edition. Readers never take it.
    writing: Mutex<Writing>,
    /// What is done with the next edition before readers get it.
    prepare: OnceLock<Box<Prepare>>,
    following: Following,
}

struct Writing {
    unsaved: usize,
}

/// What a step starts from.
struct Base {
    revision: Revision,
    content: Content,
    /// Where the index stands, when that is another commit than the content's.
    index: Option<Revision>,
}

impl Publisher {
    /// Opens the index in a folder (`None`: in memory) and makes the first edition. What was read
    /// for it is kept for the next start by [`Self::save`].
    pub fn open(
        store: Store,
        directory: Option<&Path>,
        progress: &Progress<'_>,
    ) -> Result<(Self, Published), PublishError> {
        let started = Instant::now();
        let store = Arc::new(store);
        let open = || {
            // The index is derived: where its folder cannot be used, reading goes on without it.
            Index::open(directory).or_else(|error| {
                tracing::warn!(%error, "the index folder cannot be used; the index is kept in memory");
                Index::open(None)
            })
        };
        let load = || saved::load(directory?, store.folder());
        let (index, saved) = rayon::join(open, load);
        let index = index?;
        let articles = Arc::new(Articles::default());
        let tip = store.tip()?;
        let base = saved.and_then(|saved| restore(&store, &index, saved));
        let step = Step {
            store: &store,
            index: &index,
            articles: &articles,
            tip,
        };
        let (edition, pages_read) = step.run(base, progress)?;
        let unsaved = if pages_read == 0 { 0 } else { SAVE_AFTER };
        let publisher = Self {
            store,
            index,
            directory: directory.map(Path::to_owned),
            articles,
            current: ArcSwap::from_pointee(edition),
            writing: Mutex::new(Writing { unsaved }),
            prepare: OnceLock::new(),
            following: Following::default(),
        };
        let duration = started.elapsed();
        Ok((
            publisher,
            Published {
                commit: tip.id,
                pages_read,
                duration,
                rewritten: false,
            },
        ))
    }

    /// Returns the newest edition. Never waits.
    pub fn edition(&self) -> Arc<Edition> {
        self.current.load_full()
    }

    /// Returns the commit of the newest edition.
    pub fn commit(&self) -> ObjectId {
        self.current.load().revision.id
    }

    /// Has something done with each further edition before readers get it. It must not take long:
    /// whoever pushed waits for it. Of several calls, the first counts.
    pub fn before_serving(&self, prepare: impl Fn(&Arc<Edition>) + Send + Sync + 'static) {
        let _ = self.prepare.set(Box::new(prepare));
    }

    /// Returns the store.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Returns why the branch cannot be followed; `None` where it is. Never waits.
    pub fn trouble(&self) -> Option<Trouble> {
        self.following.trouble()
    }

    /// Makes an edition of the branch's tip, if that is not the one served already. Where that
    /// cannot be done, the log says so once, and [`Self::trouble`] until it can.
    pub fn publish(&self) -> Result<Option<Published>, PublishError> {
        let advanced = catch_unwind(AssertUnwindSafe(|| self.advance()));
        let advanced = advanced.unwrap_or(Err(PublishError::BrokeOff));
        match &advanced {
            Ok(_) => self.following.succeeded(),
            Err(error) => self.following.failed(error),
        }
        advanced
    }

    fn advance(&self) -> Result<Option<Published>, PublishError> {
        let started = Instant::now();
        let mut writing = self
            .writing
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let edition = self.edition();
        let tip = self.store.tip()?;
        if tip.id == edition.revision.id {
            return Ok(None);
        }
        let rewritten = !self.store.is_ancestor(edition.revision.id, tip.id)?;
        let base = (!rewritten).then(|| Base {
            revision: edition.revision,
            content: edition.content.clone(),
            index: None,
        });
        let step = Step {
            store: &self.store,
            index: &self.index,
            articles: &self.articles,
            tip,
        };
        let (next, pages_read) = step.run(base, &|_, _| ())?;
        let next = Arc::new(next);
        if let Some(prepare) = self.prepare.get() {
            prepare(&next);
        }
        self.current.store(next);
        let duration = started.elapsed();
        writing.unsaved += pages_read;
        let due = writing.unsaved >= SAVE_AFTER;
        drop(writing);
        if due {
            self.save();
        }
        Ok(Some(Published {
            commit: tip.id,
            pages_read,
            duration,
            rewritten,
        }))
    }

    /// Ends in order: saves what is known, and marks the index as whole.
    pub fn close(&self) {
        self.save();
        self.index.close();
    }

    /// Saves what is known for the next start. What cannot be saved is read again then.
    pub fn save(&self) {
        let mut writing = self
            .writing
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if writing.unsaved == 0 {
            return;
        }
        let Some(directory) = &self.directory else {
            return;
        };
        let edition = self.edition();
        let folder = self.store.folder();
        match saved::save(directory, edition.revision.id, folder, &edition.content) {
            Ok(()) => writing.unsaved = 0,
            Err(error) => tracing::warn!(%error, "could not save what is known of the pages"),
        }
    }
}

/// Takes what an earlier run saved, if it belongs to this branch.
fn restore(
    store: &Store,
    index: &Index,
    (commit, mut content): (ObjectId, Content),
) -> Option<Base> {
    let of_branch = |commit| {
        let tip = store.tip().ok()?;
        let revision = store.revision(commit).ok()??;
        store.is_ancestor(commit, tip.id).ok()?.then_some(revision)
    };
    let revision = of_branch(commit)?;
    let index = of_branch(index.commit_id()?)?;
    content.read_tables(store).ok()?;
    content.reserve_all(store);
    Some(Base {
        revision,
        content,
        index: (index.id != revision.id).then_some(index),
    })
}

/// One step from what is known to the tip.
struct Step<'s> {
    store: &'s Arc<Store>,
    index: &'s Index,
    articles: &'s Arc<Articles>,
    tip: Revision,
}

impl Step<'_> {
    fn run(
        &self,
        base: Option<Base>,
        progress: &Progress<'_>,
    ) -> Result<(Edition, usize), PublishError> {
        let pages = match base {
            Some(base) => match self.increment(base, progress)? {
                Some(done) => done,
                None => self.rebuild(progress)?,
            },
            None => self.rebuild(progress)?,
        };
        let (content, pages_read) = pages;
        let edition = Edition {
            revision: self.tip,
            drafts: self.store.drafts(&self.tip),
            store: Arc::clone(self.store),
            articles: Arc::clone(self.articles),
            content,
            search: self.index.snapshot(),
        };
        Ok((edition, pages_read))
    }

    /// Reads everything.
    fn rebuild(&self, progress: &Progress<'_>) -> Result<(Content, usize), PublishError> {
        self.index.clear()?;
        let (tip, store) = (self.tip, self.store);
        // The history comes out of another process while the pages are being listed.
        let (history, read) = rayon::join(|| self.history(None), || everything(store, &tip));
        let (content, work) = read?;
        self.finish(content, work, &history, progress)
    }

    /// Reads what changed; `None` where that is everything.
    fn increment(
        &self,
        base: Base,
        progress: &Progress<'_>,
    ) -> Result<Option<(Content, usize)>, PublishError> {
        let Base {
            revision,
            mut content,
            index,
        } = base;
        if index.is_none() && revision.id == self.tip.id {
            return Ok(Some((content, 0)));
        }
        let mut changes = self.store.changes(&revision, &self.tip)?;
        if changes.iter().any(|change| change.path == VOCABULARY_FILE) {
            return Ok(None);
        }
        let bibliography = changes
            .iter()
            .any(|change| change.path == BIBLIOGRAPHY_FILE);
        // Pages that the index lacks although the content has them are read once more.
        let mut behind = Vec::new();
        if let Some(index) = index {
            behind = self.store.changes(&index, &self.tip)?;
            if behind.iter().any(|change| change.path == VOCABULARY_FILE) {
                return Ok(None);
            }
        }
        behind.retain(|change| changes.iter().all(|known| known.path != change.path));
        changes.retain(|change| change.before != change.after);
        let history = self.history(Some(revision.id));
        let before = Arc::clone(&content.bibliography);
        let mut work = content.sort(changes);
        for change in behind {
            if let Ok(path) = PagePath::from_file(&change.path) {
                work.reindex(&content, &path);
            }
        }
        if bibliography {
            content.read_bibliography(self.store)?;
            let keys: BTreeSet<String> = changed_works(&before, &content.bibliography);
            for path in content.citing(&keys) {
                work.touch(&content, &path);
            }
        }
        for path in history
            .keys()
            .filter_map(|file| PagePath::from_file(file).ok())
        {
            work.touch(&content, &path);
        }
        self.finish(content, work, &history, progress).map(Some)
    }

    fn finish(
        &self,
        mut content: Content,
        work: Work,
        history: &LastChanges,
        progress: &Progress<'_>,
    ) -> Result<(Content, usize), PublishError> {
        let before = content.clone();
        let whole = work.promotes(&before).then(|| self.history(None));
        let history = whole.as_ref().unwrap_or(history);
        let last_change = |file: &str| -> Option<LastChange> {
            let known = || {
                let item = before.pages.get(&PagePath::from_file(file).ok()?)?;
                item.changed.as_ref().filter(|_| item.page.file == file)
            };
            match (history.get(file), known()) {
                (Some(new), Some(known)) if known.is_after(new) => Some(known.clone()),
                (new, known) => new.or(known).cloned(),
            }
        };
        let batch = self.index.begin()?;
        let read = work.run(
            &mut content,
            self.store,
            Some(&batch),
            &last_change,
            progress,
        )?;
        batch.commit(self.tip.id)?;
        Ok((content, read))
    }

    /// Reads the history since a commit. Without it pages are shown all the same, undated.
    fn history(&self, from: Option<ObjectId>) -> LastChanges {
        self.store.last_changes(from, self.tip.id).unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot read the history: pages are shown without their last change");
            LastChanges::new()
        })
    }
}

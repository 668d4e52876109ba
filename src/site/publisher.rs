//! [`Publisher`]: the only thing that makes editions.
//!
//! 1. It takes the branch's tip and works out what changed since the edition before.
//! 2. It reads only that, on all cores, and brings the index to the same commit.
//! 3. It swaps the pointer that readers take.
//!
//! Start-up, a push, a `git commit` on the server's disk and a rewritten branch all go this way.
//! The result of an incremental step equals a full rebuild; a property test holds that.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;

use crate::domain::ObjectId;
use crate::site::articles::Articles;
use crate::site::candidate::CandidateEdition;
use crate::site::edition::Edition;
use crate::site::error::{Progress, PublishError};
use crate::site::first_edition::{FirstEdition, base_of};
use crate::site::following::{FollowFailure, FollowStatus};
use crate::site::history::{Keeper, KnownVisibilities};
use crate::site::kept_index::KeptIndex;
use crate::site::saved;
use crate::site::step::{Start, make};
use crate::store::{Store, StoreError};

/// The number of changed pages after which what is known is saved again.
const SAVE_AFTER: usize = 1000;

/// Gets an edition ready for its readers.
type Preparation = dyn Fn(&Arc<Edition>) + Send + Sync;

/// The outcome of a step of the publisher.
#[derive(Clone, Debug)]
pub struct PublishOutcome {
    /// The commit that is served now.
    pub commit: ObjectId,
    /// The number of pages that were read.
    pub pages_read: usize,
    /// The time it took.
    pub duration: Duration,
    /// The branch was rewritten: the commit before is not part of its history any more.
    pub rewritten: bool,
}

/// Makes editions of a store and hands out the newest.
pub struct Publisher {
    pub(super) store: Arc<Store>,
    directory: Option<PathBuf>,
    pub(super) articles: Arc<Articles>,
    current: ArcSwap<Edition>,
    /// Held by whoever makes the next edition. Readers never take it.
    writing: Mutex<PublisherState>,
    /// The function that is called with the next edition before readers get it.
    prepare: OnceLock<Box<Preparation>>,
    following: FollowStatus,
    history: Keeper,
    made: Mutex<PublisherTotals>,
}

/// The editions that were made since the program started, for operators.
#[derive(Clone, Copy, Debug, Default)]
pub struct PublisherTotals {
    /// The number of editions, the first one included.
    pub editions: u64,
    /// The number of pages that were read for them.
    pub pages_read: u64,
    /// The time that it took in all.
    pub time: Duration,
}

pub(super) struct PublisherState {
    pub(super) unsaved: usize,
    pub(super) index: KeptIndex,
    /// The time of the last look whether damaged objects can be read again.
    pub(super) looked: Instant,
}

impl Publisher {
    /// Opens the index in a folder (`None`: in memory) and makes the first edition. What was read
    /// for it is kept for the next start by [`Self::save`].
    pub fn open(
        store: Store,
        directory: Option<&Path>,
        progress: &Progress<'_>,
    ) -> Result<(Self, PublishOutcome), PublishError> {
        let started = Instant::now();
        let store = Arc::new(store);
        let open = || KeptIndex::open(directory);
        let load = || saved::load(directory?, store.folder());
        let (index, saved) = rayon::join(open, load);
        let mut index = index?;
        let articles = Arc::new(Articles::default());
        let following = FollowStatus::default();
        let first = FirstEdition::of_saved(&store, &articles, index.index(), saved);
        let (mut edition, pages_read) = first.make(&mut index, &following, progress)?;
        let commit = edition.revision.id;
        let unsaved = if pages_read == 0 { 0 } else { SAVE_AFTER };
        let history = Keeper::new(Arc::clone(&store), directory.map(Path::to_owned));
        edition.history = history.advance(commit, &KnownVisibilities::new());
        let publisher = Self {
            store,
            directory: directory.map(Path::to_owned),
            articles,
            current: ArcSwap::from_pointee(edition),
            writing: Mutex::new(PublisherState {
                unsaved,
                index,
                looked: Instant::now(),
            }),
            prepare: OnceLock::new(),
            following,
            history,
            made: Mutex::default(),
        };
        let duration = started.elapsed();
        publisher.count(pages_read, duration);
        Ok((
            publisher,
            PublishOutcome {
                commit,
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

    /// Returns what was made so far.
    pub fn made(&self) -> PublisherTotals {
        *self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, pages_read: usize, time: Duration) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.editions += 1;
        made.pages_read += pages_read as u64;
        made.time += time;
    }

    /// Returns why the branch cannot be followed; `None` where it is. Never waits.
    pub fn follow_failure(&self) -> Option<FollowFailure> {
        self.following.failure()
    }

    /// Makes an edition of the branch's tip, if that is not the one served already. Where that
    /// cannot be done, the log says so once, and [`Self::follow_failure`] until it can.
    pub fn publish(&self) -> Result<Option<PublishOutcome>, PublishError> {
        self.follow(None)
    }

    /// The same where the tip is expected to be a candidate: what was read for it is taken over.
    pub fn accept(
        &self,
        candidate: &CandidateEdition,
    ) -> Result<Option<PublishOutcome>, PublishError> {
        self.follow(Some(candidate))
    }

    fn follow(
        &self,
        candidate: Option<&CandidateEdition>,
    ) -> Result<Option<PublishOutcome>, PublishError> {
        let advanced = catch_unwind(AssertUnwindSafe(|| self.advance(candidate)));
        let advanced = advanced.unwrap_or(Err(PublishError::BrokeOff));
        match &advanced {
            Ok(_) => self.following.succeeded(),
            Err(error) => self.following.failed(error),
        }
        advanced
    }

    fn advance(
        &self,
        candidate: Option<&CandidateEdition>,
    ) -> Result<Option<PublishOutcome>, PublishError> {
        let started = Instant::now();
        let mut writing = self.writing();
        let edition = self.edition();
        let tip = match self.store.tip() {
            Err(StoreError::Empty(_)) if edition.revision.is_unborn() => edition.revision,
            tip => tip?,
        };
        let moved = tip.id != edition.revision.id;
        if !moved && !self.has_mended(&mut writing, &edition) {
            self.return_to_folder(&mut writing, &edition);
            return Ok(None);
        }
        self.store.measured().check(&tip)?;
        let history = self.store.history();
        let rewritten = moved && !history.is_ancestor(edition.revision.id, tip.id)?;
        let candidate = candidate
            .filter(|candidate| candidate.revision().id == tip.id && candidate.continues(&edition));
        let known = candidate.map(CandidateEdition::circles).unwrap_or_default();
        let start = match candidate {
            _ if !moved || rewritten => Start::Nothing,
            Some(candidate) => Start::Candidate(candidate),
            None => Start::Base(Box::new(base_of(&edition))),
        };
        let (store, articles) = (&self.store, &self.articles);
        let made = make(store, articles, &mut writing.index, tip, start, &|_, _| ())?;
        let (mut next, pages_read) = made;
        next.history = match moved {
            true => self.history.advance(tip.id, &known),
            false => edition.history.clone(),
        };
        self.serve(next);
        if rewritten {
            // Handles go on holding what was taken out of the repository.
            self.store.objects().forget();
        }
        let duration = started.elapsed();
        self.count(pages_read, duration);
        writing.unsaved += pages_read;
        let due = writing.unsaved >= SAVE_AFTER;
        drop(writing);
        if due {
            self.save();
        }
        Ok(Some(PublishOutcome {
            commit: tip.id,
            pages_read,
            duration,
            rewritten,
        }))
    }

    /// Gives readers another edition.
    pub(super) fn serve(&self, next: Edition) {
        let next = Arc::new(next);
        if let Some(prepare) = self.prepare.get() {
            prepare(&next);
        }
        self.current.store(next);
    }

    /// A panic while it was held leaves it as the last edition left it.
    fn writing(&self) -> MutexGuard<'_, PublisherState> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends in order: saves what is known, and marks the index as whole.
    pub fn close(&self) {
        self.save();
        self.writing().index.index().close();
    }

    /// Saves what is known for the next start. What cannot be saved is read again then.
    pub fn save(&self) {
        self.history.save();
        let mut writing = self.writing();
        if writing.unsaved == 0 {
            return;
        }
        let Some(directory) = &self.directory else {
            return;
        };
        let edition = self.edition();
        // What is damaged is looked for again at the next start.
        if !edition.content.damaged.is_empty() {
            return;
        }
        let folder = self.store.folder();
        match saved::save(directory, edition.revision.id, folder, &edition.content) {
            Ok(()) => writing.unsaved = 0,
            Err(error) => tracing::warn!(%error, "could not save what is known of the pages"),
        }
    }
}

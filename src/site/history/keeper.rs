//! [`Keeper`]: fills the index while the site already serves, and brings it forward with each edition.
//!
//! A commit or a few come into the index before their edition is served, so that who has saved finds
//! it in the history. What takes longer happens beside the site: until it is done, pages say that the
//! history is being read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::domain::ObjectId;
use crate::site::blame::Blames;
use crate::site::history::facts::KnownVisibilities;
use crate::site::history::index::HistoryIndex;
use crate::site::history::kept;
use crate::site::history::pins::Pins;
use crate::store::{Store, StoreError};

/// From this many commits and changes on it is worth a file.
const WORTH_A_FILE: usize = 200;

/// The history of one edition, once it is there.
#[derive(Clone, Default)]
pub(in crate::site) struct HistorySlot {
    index: Arc<OnceLock<Arc<HistoryIndex>>>,
    progress: Arc<HistoryProgress>,
    /// The origins of paragraphs that were found so far.
    pub(in crate::site) blames: Arc<Blames>,
    /// The files that were found to be there, by commit.
    pub(in crate::site) pins: Arc<Pins>,
}

/// The progress of reading the history.
#[derive(Default)]
struct HistoryProgress {
    commits: AtomicUsize,
    has_failed: AtomicBool,
}

impl HistorySlot {
    /// Returns the index, once it is there.
    pub(in crate::site) fn index(&self) -> Option<&HistoryIndex> {
        self.index.get().map(|index| &**index)
    }

    /// Returns how many commits have been read; `None` where they cannot be.
    pub(in crate::site) fn progress(&self) -> Option<usize> {
        let has_failed = self.progress.has_failed.load(Ordering::Relaxed);
        (!has_failed).then(|| self.progress.commits.load(Ordering::Relaxed))
    }

    fn fill(&self, index: &Arc<HistoryIndex>) {
        // It is filled once.
        let _ = self.index.set(Arc::clone(index));
    }
}

/// Keeps the index of the history.
pub(in crate::site) struct Keeper(Arc<Shared>);

struct Shared {
    store: Arc<Store>,
    directory: Option<PathBuf>,
    state: Mutex<KeeperState>,
    progress: Arc<HistoryProgress>,
    blames: Arc<Blames>,
    pins: Arc<Pins>,
    /// Whether nobody needs it any more.
    is_over: AtomicBool,
}

#[derive(Default)]
struct KeeperState {
    index: Option<Arc<HistoryIndex>>,
    /// The commit of the newest edition, and what it is waiting for.
    target: Option<ObjectId>,
    slot: HistorySlot,
    is_filling: bool,
    /// The commit of the index in its file.
    saved: Option<ObjectId>,
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.0.is_over.store(true, Ordering::Relaxed);
    }
}

impl Keeper {
    pub(in crate::site) fn new(store: Arc<Store>, directory: Option<PathBuf>) -> Self {
        Self(Arc::new(Shared {
            store,
            directory,
            state: Mutex::default(),
            progress: Arc::default(),
            blames: Arc::default(),
            pins: Arc::default(),
            is_over: AtomicBool::new(false),
        }))
    }

    /// Returns the history of the edition of a commit: with the index in it where that is at hand.
    /// `known` is whom versions are for that were read for the edition.
    pub(in crate::site) fn advance(
        &self,
        revision: ObjectId,
        known: &KnownVisibilities,
    ) -> HistorySlot {
        let shared = &self.0;
        let target = shared.store.history().commit_of(revision);
        let slot = HistorySlot {
            index: Arc::default(),
            progress: Arc::clone(&shared.progress),
            blames: Arc::clone(&shared.blames),
            pins: Arc::clone(&shared.pins),
        };
        let mut state = shared.state();
        state.slot = slot.clone();
        state.target = target;
        if let Some(index) = &state.index {
            let next = index.brought_forward(&shared.store, target, known);
            match next {
                Ok(Some(next)) => {
                    let next = Arc::new(next);
                    slot.fill(&next);
                    state.index = Some(next);
                    return slot;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "the history is read anew"),
            }
        }
        if !state.is_filling {
            state.is_filling = true;
            let base = state.index.take();
            drop(state);
            self.start(base);
        }
        slot
    }

    fn start(&self, base: Option<Arc<HistoryIndex>>) {
        let shared = Arc::clone(&self.0);
        let started = std::thread::Builder::new()
            .name("history".to_owned())
            .spawn(move || {
                let filled = catch_unwind(AssertUnwindSafe(|| aside(|| shared.fill(base))));
                if !matches!(filled, Ok(Ok(()))) {
                    shared.failed(filled.ok().and_then(Result::err));
                }
            });
        if let Err(error) = started {
            tracing::error!(%error, "the history is not read");
            self.0.failed(None);
        }
    }

    /// Saves the index for the next start.
    pub(in crate::site) fn save(&self) {
        self.0.save();
    }
}

impl Shared {
    /// Locks the state, which is whole after each step.
    fn state(&self) -> MutexGuard<'_, KeeperState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads on until the index is as far as the newest edition.
    fn fill(&self, base: Option<Arc<HistoryIndex>>) -> Result<(), StoreError> {
        let mut index = base.map_or_else(|| self.known(), |base| (*base).clone());
        let is_over = |commits: usize| {
            self.progress.commits.store(commits, Ordering::Relaxed);
            self.is_over.load(Ordering::Relaxed)
        };
        self.progress.has_failed.store(false, Ordering::Relaxed);
        loop {
            let target = self.state().target;
            let Some(next) = index.filled(&self.store, target, &is_over)? else {
                return Ok(());
            };
            let mut state = self.state();
            if state.target == target {
                let next = Arc::new(next);
                state.slot.fill(&next);
                state.index = Some(next);
                state.is_filling = false;
                drop(state);
                self.save();
                return Ok(());
            }
            index = next;
        }
    }

    /// Returns what was saved, where that is of this branch.
    fn known(&self) -> HistoryIndex {
        let directory = self.directory.as_deref();
        let known = directory.and_then(|folder| kept::load(folder, self.store.folder()));
        let known = known.unwrap_or_default();
        self.state().saved = known.tip;
        known
    }

    fn failed(&self, error: Option<StoreError>) {
        self.progress.has_failed.store(true, Ordering::Relaxed);
        self.state().is_filling = false;
        if !self.is_over.load(Ordering::Relaxed) {
            let error = error.map_or_else(|| "it broke off".to_owned(), |error| error.to_string());
            tracing::error!(
                error,
                "the history cannot be read: pages are shown without it"
            );
        }
    }

    fn save(&self) {
        let Some(directory) = &self.directory else {
            return;
        };
        let state = self.state();
        let (index, saved) = (state.index.clone(), state.saved);
        drop(state);
        let Some(index) = index.filter(|index| index.tip != saved) else {
            return;
        };
        if index.records.len() + index.count < WORTH_A_FILE {
            return;
        }
        match kept::save(directory, self.store.folder(), &index) {
            Ok(()) => self.state().saved = index.tip,
            Err(error) => tracing::warn!(%error, "could not save what is known of the history"),
        }
    }
}

/// Does something with threads of its own, so that nobody who reads or writes waits for them.
fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads((cores / 2).max(1))
        .thread_name(|_| "history".to_owned())
        .build();
    match threads {
        Ok(threads) => threads.install(work),
        Err(error) => {
            tracing::debug!(%error, "the history is read by the threads of all");
            work()
        }
    }
}

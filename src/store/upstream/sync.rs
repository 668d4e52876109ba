//! [`Upstream::sync`]: both sides are brought together.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use crate::domain::ObjectId;
use crate::domain::causes::with_causes;
use crate::store::error::StoreError;
use crate::store::lock::lock;
use crate::store::repository::Store;
use crate::store::upstream::address::Address;
use crate::store::upstream::offers::Offers;
use crate::store::upstream::state::{UpstreamState, UpstreamStatus};
use crate::store::upstream::transport::{PushOutcome, Transport, TransportError};

/// A branch elsewhere that the store's branch follows.
pub struct Upstream {
    pub(super) store: Arc<Store>,
    address: Address,
    branch: String,
    cancelled: AtomicBool,
    /// The number of fetches.
    fetches: AtomicU64,
    /// The number of runs of `sync` that have begun.
    begun: AtomicU64,
    /// Held during a run: there is one at a time.
    runs: Mutex<LastRun>,
    status: Mutex<UpstreamStatus>,
    pub(super) offers: Offers,
}

/// The last run that ended.
struct LastRun {
    completed: u64,
    state: UpstreamState,
}

impl Upstream {
    /// Follows `branch` (by default, the store's branch's name) of the repository at `address`.
    /// Does not look at it yet.
    pub fn new(
        store: Arc<Store>,
        address: Address,
        branch: Option<&str>,
    ) -> Result<Self, StoreError> {
        let branch = branch.unwrap_or_else(|| store.branch()).to_owned();
        if !git2::Reference::is_valid_name(&format!("refs/heads/{branch}")) {
            return Err(StoreError::BranchName(branch));
        }
        Ok(Self {
            store,
            address,
            branch,
            cancelled: AtomicBool::new(false),
            fetches: AtomicU64::new(0),
            begun: AtomicU64::new(0),
            runs: Mutex::new(LastRun {
                completed: 0,
                state: UpstreamState::InStep,
            }),
            status: Mutex::new(UpstreamStatus {
                state: None,
                since: SystemTime::now(),
            }),
            offers: Offers::default(),
        })
    }

    /// Returns where the upstream is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Returns the branch there.
    pub fn branch(&self) -> &str {
        &self.branch
    }

    /// Returns how things stood after the last look at the upstream. Never waits.
    pub fn status(&self) -> UpstreamStatus {
        lock(&self.status).clone()
    }

    /// Ends what is under way, and everything after it, at once.
    pub fn stop(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Fetches the upstream's branch and returns its tip.
    pub fn fetch(&self) -> Result<ObjectId, TransportError> {
        self.transport().fetch()
    }

    /// Pushes a commit, if the upstream's branch is at `expected` (`None`: is not there yet).
    /// Nothing of the upstream's is ever overwritten: `expected` must be a commit before it.
    pub fn push(
        &self,
        commit: ObjectId,
        expected: Option<ObjectId>,
    ) -> Result<PushOutcome, StoreError> {
        if let Some(expected) = expected
            && !self.store.history().is_ancestor(expected, commit)?
        {
            return Ok(PushOutcome::Rejected);
        }
        Ok(self.transport().push(commit, expected))
    }

    /// Brings both sides together as far as that can be done, and returns how they stand then.
    ///
    /// One run at a time: a call that comes while one is under way waits for the next, and shares
    /// it with all others that wait.
    pub fn sync(&self) -> UpstreamState {
        let needed = self.begun.load(Ordering::SeqCst) + 1;
        let mut runs = lock(&self.runs);
        if runs.completed >= needed {
            return runs.state.clone();
        }
        let run = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let state = self
            .reconcile()
            .unwrap_or_else(|error| UpstreamState::Behind {
                reason: self.address.hide(&with_causes(&error)),
            });
        runs.completed = run;
        runs.state = state.clone();
        // Stopped on purpose: that says nothing of the upstream.
        if !self.cancelled.load(Ordering::Relaxed) {
            self.note(&state);
        }
        state
    }

    pub(super) fn transport(&self) -> Transport<'_> {
        Transport {
            store: &self.store,
            address: &self.address,
            branch: &self.branch,
            cancelled: &self.cancelled,
            fetches: &self.fetches,
        }
    }

    /// Keeps a state for those who ask, and logs it when it is news.
    fn note(&self, state: &UpstreamState) {
        let mut status = lock(&self.status);
        let news = !status
            .state
            .as_ref()
            .is_some_and(|before| before.is_like(state));
        if news {
            status.since = SystemTime::now();
        }
        status.state = Some(state.clone());
        drop(status);
        if !news {
            return;
        }
        let upstream = &self.address;
        match state {
            UpstreamState::InStep => tracing::info!(%upstream, "in step with the upstream"),
            UpstreamState::Behind { reason } => {
                tracing::warn!(%upstream, reason, "not in step with the upstream");
            }
            UpstreamState::Unreachable { reason } => {
                tracing::warn!(%upstream, reason, "the upstream cannot be reached; still serving");
            }
            UpstreamState::Conflict {
                local,
                upstream: theirs,
                files,
            } if files.is_empty() => tracing::error!(
                %upstream, %local, %theirs,
                "the upstream shares no history with the branch here; nothing is merged"
            ),
            UpstreamState::Conflict {
                local,
                upstream: theirs,
                files,
            } => tracing::error!(
                %upstream, %local, %theirs, files = files.join(", "),
                "both this site and the upstream changed the same; merge them by hand \
                 (the upstream's commit is at refs/concord/upstream)"
            ),
        }
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Upstream({}, {})", self.address, self.branch)
    }
}

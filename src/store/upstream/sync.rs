//! [`Upstream::sync`]: both sides are brought together.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use crate::domain::ObjectId;
use crate::domain::causes::with_causes;
use crate::store::branch::{BranchMove, pause};
use crate::store::error::StoreError;
use crate::store::lock::lock;
use crate::store::repository::Store;
use crate::store::revision::Revision;
use crate::store::upstream::address::Address;
use crate::store::upstream::merge::{self, BranchMerge};
use crate::store::upstream::offers::Offers;
use crate::store::upstream::state::{UpstreamState, UpstreamStatus};
use crate::store::upstream::transport::{PushOutcome, Transport, TransportError};

/// How often one call of `sync` starts again because either side moved meanwhile.
const ATTEMPTS: u32 = 12;
/// The upstream's newest commit that the branch here has had all of. Kept in the repository: it
/// is how a rewritten upstream is told from one that merely moved, after a restart too.
pub(super) const INTEGRATED: &str = "refs/concord/integrated";

/// A branch elsewhere that the store's branch follows.
pub struct Upstream {
    pub(super) store: Arc<Store>,
    address: Address,
    branch: String,
    cancelled: AtomicBool,
    /// How many fetches there were.
    fetches: AtomicU64,
    /// How many runs of `sync` have begun.
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

/// What a look at both sides led to.
enum SyncStep {
    Done(UpstreamState),
    /// One side moved meanwhile; look again.
    Again,
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

    fn reconcile(&self) -> Result<UpstreamState, StoreError> {
        self.note_offers()?;
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                std::thread::sleep(pause(attempt));
            }
            let upstream = match self.fetch() {
                Ok(upstream) => Some(upstream),
                Err(TransportError::Empty) => None,
                Err(error @ TransportError::NoBranch { .. }) => {
                    let reason = error.to_string();
                    return Ok(UpstreamState::Behind { reason });
                }
                Err(error) => {
                    let reason = error.to_string();
                    return Ok(UpstreamState::Unreachable { reason });
                }
            };
            let step = match (self.store.tip_id(), upstream) {
                // Nothing was committed here yet.
                (Err(StoreError::Empty(_)), None) => SyncStep::Done(UpstreamState::InStep),
                (Err(StoreError::Empty(_)), Some(upstream)) => self.begin(upstream)?,
                (local, Some(upstream)) => {
                    self.wait_for_offers(upstream)?;
                    self.step(local?, upstream)?
                }
                // The first commits of a new upstream are those from here.
                (local, None) => self.give(local?, None)?,
            };
            if let SyncStep::Done(state) = step {
                return Ok(state);
            }
        }
        Ok(UpstreamState::Behind {
            reason: "either side moved whenever they were to be brought together".to_owned(),
        })
    }

    fn step(&self, local: ObjectId, upstream: ObjectId) -> Result<SyncStep, StoreError> {
        if local == upstream {
            self.integrated(upstream)?;
            return Ok(SyncStep::Done(UpstreamState::InStep));
        }
        // What no edition can be made of is neither followed nor merged.
        self.store.measured().check_commit(Some(local), upstream)?;
        let before = self.store.objects().reference(INTEGRATED)?;
        let rewritten_from = match before {
            Some(before) if !self.store.history().is_ancestor(before, upstream)? => Some(before),
            _ => None,
        };
        if let Some(before) = rewritten_from {
            tracing::warn!(%before, now = %upstream, "the upstream was rewritten");
            // Without anything of its own this side follows.
            if self.store.history().is_ancestor(local, before)? {
                return self.follow(local, upstream);
            }
            return self.merge(local, upstream, Some(before));
        }
        if self.store.history().is_ancestor(local, upstream)? {
            return self.follow(local, upstream);
        }
        if self.store.history().is_ancestor(upstream, local)? {
            self.integrated(upstream)?;
            return self.give(local, Some(upstream));
        }
        self.merge(local, upstream, None)
    }

    /// Makes the branch here, at the upstream's commit.
    fn begin(&self, upstream: ObjectId) -> Result<SyncStep, StoreError> {
        let why = "concord: begin with the upstream";
        let nothing = Revision::unborn().id;
        Ok(match self.store.writer().advance(nothing, upstream, why)? {
            BranchMove::Moved => {
                self.integrated(upstream)?;
                SyncStep::Done(UpstreamState::InStep)
            }
            BranchMove::Overtaken(_) => SyncStep::Again,
            BranchMove::Blocked(reason) => SyncStep::Done(blocked(&reason)),
        })
    }

    /// Moves the branch here to the upstream's commit.
    fn follow(&self, local: ObjectId, upstream: ObjectId) -> Result<SyncStep, StoreError> {
        let why = "concord: follow the upstream";
        Ok(match self.store.writer().advance(local, upstream, why)? {
            BranchMove::Moved => {
                self.integrated(upstream)?;
                SyncStep::Done(UpstreamState::InStep)
            }
            BranchMove::Overtaken(_) => SyncStep::Again,
            BranchMove::Blocked(reason) => SyncStep::Done(blocked(&reason)),
        })
    }

    /// Pushes the branch as it is here.
    fn give(&self, local: ObjectId, expected: Option<ObjectId>) -> Result<SyncStep, StoreError> {
        Ok(match self.push(local, expected)? {
            PushOutcome::Done => {
                self.integrated(local)?;
                // A commit made here while the push was under way is pushed as well.
                match self.store.tip_id()? == local {
                    true => SyncStep::Done(UpstreamState::InStep),
                    false => SyncStep::Again,
                }
            }
            PushOutcome::Rejected => SyncStep::Again,
            PushOutcome::Refused(reason) => SyncStep::Done(UpstreamState::Behind {
                reason: format!("the upstream refuses what was changed here: {reason}"),
            }),
            PushOutcome::Failed(reason) => SyncStep::Done(UpstreamState::Unreachable { reason }),
        })
    }

    /// Merges both sides; the branch here moves first, so that nothing is ever only on its way.
    fn merge(
        &self,
        local: ObjectId,
        upstream: ObjectId,
        base: Option<ObjectId>,
    ) -> Result<SyncStep, StoreError> {
        let conflict = |files| {
            SyncStep::Done(UpstreamState::Conflict {
                local,
                upstream,
                files,
            })
        };
        let merged = match merge::merge(&self.store, local, upstream, base)? {
            BranchMerge::Commit(merged) => merged,
            BranchMerge::Conflict(files) => return Ok(conflict(files)),
            BranchMerge::Unrelated => return Ok(conflict(Vec::new())),
        };
        let why = "concord: merge the upstream";
        match self.store.writer().advance(local, merged, why)? {
            BranchMove::Moved => {}
            BranchMove::Overtaken(_) => return Ok(SyncStep::Again),
            BranchMove::Blocked(reason) => return Ok(SyncStep::Done(blocked(&reason))),
        }
        tracing::info!(%local, %upstream, %merged, "merged the upstream's changes");
        self.integrated(upstream)?;
        self.give(merged, Some(upstream))
    }

    pub(super) fn integrated(&self, upstream: ObjectId) -> Result<(), StoreError> {
        if self.store.objects().reference(INTEGRATED)? == Some(upstream) {
            return Ok(());
        }
        self.store.objects().set_reference(INTEGRATED, upstream)
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

fn blocked(reason: &str) -> UpstreamState {
    UpstreamState::Behind {
        reason: format!(
            "changes in the working tree that are not committed are in the way: {reason}"
        ),
    }
}

//! One run of [`Upstream::sync`]: either side follows the other, or both are merged.

use crate::domain::ObjectId;
use crate::store::branch::{BranchMove, pause};
use crate::store::error::StoreError;
use crate::store::revision::Revision;
use crate::store::upstream::merge::{self, BranchMerge};
use crate::store::upstream::state::UpstreamState;
use crate::store::upstream::sync::Upstream;
use crate::store::upstream::transport::{PushOutcome, TransportError};

/// Most starts of one call of `sync`, which begins again where either side moved meanwhile.
const ATTEMPTS: u32 = 12;
/// The upstream's newest commit that the branch here has had all of. Kept in the repository: it
/// is how a rewritten upstream is told from one that merely moved, after a restart too.
pub(super) const INTEGRATED: &str = "refs/concord/integrated";

/// The result of a look at both sides.
enum SyncStep {
    Done(UpstreamState),
    /// One side moved meanwhile; look again.
    Again,
}

fn blocked(reason: &str) -> UpstreamState {
    UpstreamState::Behind {
        reason: format!(
            "changes in the working tree that are not committed are in the way: {reason}"
        ),
    }
}

impl Upstream {
    pub(super) fn reconcile(&self) -> Result<UpstreamState, StoreError> {
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
            self.record_integrated(upstream)?;
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
            self.record_integrated(upstream)?;
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
                self.record_integrated(upstream)?;
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
                self.record_integrated(upstream)?;
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
                self.record_integrated(local)?;
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
        self.record_integrated(upstream)?;
        self.give(merged, Some(upstream))
    }

    pub(super) fn record_integrated(&self, upstream: ObjectId) -> Result<(), StoreError> {
        if self.store.objects().reference(INTEGRATED)? == Some(upstream) {
            return Ok(());
        }
        self.store.objects().set_reference(INTEGRATED, upstream)
    }
}

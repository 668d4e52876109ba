//! [`Upstream::offer`]: the upstream gets a pushed commit before the branch here moves to it.
//!
//! Between the upstream's yes and the move here lies the rest of the push. A [`Upstream::sync`] in
//! that moment would fetch the commit and move the branch itself, and the push would then fail on
//! a branch that is not where it was, although all went well. So `sync` waits for offers.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::domain::ObjectId;
use crate::store::ancestry;
use crate::store::error::StoreError;
use crate::store::lock::lock;
use crate::store::object::Handle;
use crate::store::repository::Store;
use crate::store::upstream::offers::PATIENCE;
use crate::store::upstream::reconcile::INTEGRATED;
use crate::store::upstream::state::UpstreamState;
use crate::store::upstream::sync::Upstream;
use crate::store::upstream::transport::PushOutcome;

/// The upstream's answer to a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferAnswer {
    /// It has it.
    Accepted,
    /// It has other commits, which the branch here has by now too: whoever offers can fetch them
    /// and try again.
    Moved,
    /// It does not want it, or cannot have it before somebody has seen to something. The text is
    /// for the one who pushes.
    Refused(String),
    /// It could not be reached. The text, without secrets, is for the log.
    Unreachable(String),
}

impl Upstream {
    /// Gives the upstream a commit that a push wants to move the branch to, from `old`. Its
    /// objects may still be in the push's quarantine, a folder of objects that git made.
    ///
    /// With [`OfferAnswer::Accepted`] the caller moves the branch. With [`OfferAnswer::Moved`] the branch here
    /// has already been brought up to date, so that fetching and trying again will do.
    pub fn offer(&self, commit: ObjectId, old: ObjectId, quarantine: Option<&Path>) -> OfferAnswer {
        match continues(&self.store, commit, old, quarantine) {
            Ok(true) => {}
            Ok(false) => {
                return OfferAnswer::Refused("it does not continue the branch".to_owned());
            }
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "cannot offer {commit}"
                );
                return OfferAnswer::Refused("its commits cannot be read".to_owned());
            }
        }
        // One at a time: of two that start from the same commit only one can win.
        let turn = lock(&self.offers.turn);
        match self.overtaken(commit, old) {
            Ok(false) => {}
            Ok(true) => return OfferAnswer::Moved,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "cannot offer {commit}"
                );
                return OfferAnswer::Refused("the branch cannot be read".to_owned());
            }
        }
        self.offers.begin(commit);
        let pushed = self.transport().push_quarantined(commit, quarantine);
        if pushed == PushOutcome::Done {
            self.offers.accept(commit);
            return OfferAnswer::Accepted;
        }
        self.offers.end(commit);
        drop(turn);
        match pushed {
            PushOutcome::Failed(reason) => OfferAnswer::Unreachable(reason),
            PushOutcome::Refused(reason) => OfferAnswer::Refused(reason),
            PushOutcome::Done | PushOutcome::Rejected => match self.sync() {
                UpstreamState::InStep => OfferAnswer::Moved,
                UpstreamState::Unreachable { reason } => OfferAnswer::Unreachable(reason),
                UpstreamState::Conflict { .. } => OfferAnswer::Refused(
                    "this site and its upstream hold changes that exclude each other; \
                     an administrator has to merge them first"
                        .to_owned(),
                ),
                UpstreamState::Behind { .. } => OfferAnswer::Refused(
                    "this site cannot be brought in step with its upstream; \
                     an administrator has to see to it"
                        .to_owned(),
                ),
            },
        }
    }

    /// Tells whether the branch here has moved from `old`, or is about to: git would refuse to move
    /// it to `commit` then, and so must the upstream not have it.
    fn overtaken(&self, commit: ObjectId, old: ObjectId) -> Result<bool, StoreError> {
        if self.store.tip_id()? != old {
            return Ok(true);
        }
        for (other, _) in self.offers.open() {
            if other != commit && !self.store.history().is_ancestor(other, old)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Notes the accepted offers that the branch here has followed.
    pub(super) fn note_offers(&self) -> Result<(), StoreError> {
        let local = match self.store.tip_id() {
            Err(StoreError::Empty(_)) => return Ok(()),
            local => local?,
        };
        for (commit, accepted) in self.offers.open() {
            if !accepted || !self.store.history().is_ancestor(commit, local)? {
                continue;
            }
            let before = self.store.objects().reference(INTEGRATED)?;
            let newer = match before {
                Some(before) => self.store.history().is_ancestor(before, commit)?,
                None => true,
            };
            if newer {
                self.record_integrated(commit)?;
            }
            self.offers.end(commit);
        }
        Ok(())
    }

    /// Waits until the branch here has followed the offers that `upstream` contains.
    pub(super) fn wait_for_offers(&self, upstream: ObjectId) -> Result<(), StoreError> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let local = self.store.tip_id()?;
            let mut waiting = false;
            for (commit, _) in self.offers.open() {
                waiting |= !self.store.history().is_ancestor(commit, local)?
                    && self.store.history().is_ancestor(commit, upstream)?;
            }
            if !waiting {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

/// Tells whether a commit comes after `old`. Its objects may be in a quarantine.
fn continues(
    store: &Store,
    commit: ObjectId,
    old: ObjectId,
    quarantine: Option<&Path>,
) -> Result<bool, StoreError> {
    // A handle of its own: a quarantine must not be seen by anyone else.
    let mut handle = Handle::open(store.repository())?;
    if let Some(quarantine) = quarantine {
        handle.add(quarantine)?;
    }
    Ok(commit == old || ancestry::is_before(&handle, old, commit)?)
}

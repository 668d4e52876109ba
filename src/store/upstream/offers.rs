//! [`Offers`]: the commits that the upstream has, or is asked to have, before the branch here does.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::domain::ObjectId;
use crate::store::lock::lock;

/// The time for which `sync` leaves the branch to a push whose commit the upstream has accepted.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// The offers that the branch here has not followed yet.
#[derive(Default)]
pub(super) struct Offers {
    /// Held while the upstream is asked.
    pub(super) turn: Mutex<()>,
    open: Mutex<Vec<OpenOffer>>,
}

struct OpenOffer {
    commit: ObjectId,
    /// The time at which the upstream accepted it; none while it is asked.
    accepted: Option<Instant>,
}

impl Offers {
    pub(super) fn begin(&self, commit: ObjectId) {
        let accepted = None;
        lock(&self.open).push(OpenOffer { commit, accepted });
    }

    pub(super) fn accept(&self, commit: ObjectId) {
        let mut open = lock(&self.open);
        if let Some(offer) = open.iter_mut().find(|offer| offer.commit == commit) {
            offer.accepted = Some(Instant::now());
        }
    }

    pub(super) fn end(&self, commit: ObjectId) {
        let mut open = lock(&self.open);
        if let Some(index) = open.iter().position(|offer| offer.commit == commit) {
            open.swap_remove(index);
        }
    }

    /// Returns the open offers, and whether each is accepted. Old ones are forgotten: their push
    /// ended some other way.
    pub(super) fn open(&self) -> Vec<(ObjectId, bool)> {
        let mut open = lock(&self.open);
        open.retain(|offer| offer.accepted.is_none_or(|at| at.elapsed() < PATIENCE));
        open.iter()
            .map(|offer| (offer.commit, offer.accepted.is_some()))
            .collect()
    }
}

//! Whether the branch is followed, and what is in the way where it is not.
//!
//! There is one such state for whatever keeps a new edition from being made: readers go on with the
//! edition before, the log says so once, and `/-/healthz` for as long as it lasts.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::domain::causes::with_causes;
use crate::site::PublishError;

/// Why the branch cannot be followed just now. The edition before is still served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowFailure {
    /// The reason in words, for anyone to read: no paths, nothing of hidden pages.
    pub reason: String,
    /// Since when.
    pub since: SystemTime,
}

/// The state, for several threads.
#[derive(Default)]
pub(super) struct FollowStatus {
    failure: Mutex<Option<LoggedFailure>>,
}

struct LoggedFailure {
    failure: FollowFailure,
    /// The error with its causes, to tell whether another is worth a new line in the log.
    details: String,
}

impl FollowStatus {
    /// Returns what is in the way; `None` where all is well.
    pub(super) fn failure(&self) -> Option<FollowFailure> {
        let known = self.lock();
        known.as_ref().map(|known| known.failure.clone())
    }

    /// Notes that the edition is that of the branch's tip.
    pub(super) fn succeeded(&self) {
        if self.lock().take().is_some() {
            tracing::info!("the branch is followed again");
        }
    }

    /// Notes that an edition could not be made, and says so unless it was said already.
    pub(super) fn failed(&self, error: &PublishError) {
        let details = with_causes(error);
        let mut known = self.lock();
        if known.as_ref().is_some_and(|known| known.details == details) {
            return;
        }
        tracing::error!(
            error = details,
            "cannot follow the branch; still serving the edition before"
        );
        let since = known.as_ref().map(|known| known.failure.since);
        let failure = FollowFailure {
            reason: error.reason(),
            since: since.unwrap_or_else(SystemTime::now),
        };
        *known = Some(LoggedFailure { failure, details });
    }

    /// A panic elsewhere leaves nothing half done behind this lock.
    fn lock(&self) -> MutexGuard<'_, Option<LoggedFailure>> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! [`MailState`]: whether mail is sent, and what became of it since the program began.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::Notify;

/// The counts of mail, and the signal for whoever waits for it.
#[derive(Default)]
pub(super) struct MailState {
    is_on: AtomicBool,
    /// Is told where there may be something to send.
    pub(super) wanted: Notify,
    pub(super) sent: AtomicU64,
    pub(super) failed: AtomicU64,
    pub(super) given_up: AtomicU64,
}

/// The counts of mail since the program began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailCounts {
    /// The letters that the mail server took.
    pub sent: u64,
    /// Tries after which it is tried again.
    pub failed: u64,
    /// The letters that will not be tried again.
    pub given_up: u64,
}

impl MailState {
    pub(super) fn turn_on(&self) {
        self.is_on.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_on(&self) -> bool {
        self.is_on.load(Ordering::Relaxed)
    }

    pub(super) fn posted(&self) -> MailCounts {
        MailCounts {
            sent: self.sent.load(Ordering::Relaxed),
            failed: self.failed.load(Ordering::Relaxed),
            given_up: self.given_up.load(Ordering::Relaxed),
        }
    }
}

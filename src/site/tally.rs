//! [`Tally`]: how often something was done and how often it was refused, for operators.

use std::sync::atomic::{AtomicU64, Ordering};

/// The number of times that something was done and was refused since the program started.
#[derive(Default)]
pub struct Tally {
    done: AtomicU64,
    refused: AtomicU64,
}

impl Tally {
    pub(super) fn count<T, E>(&self, result: &Result<T, E>) {
        let counter = match result {
            Ok(_) => &self.done,
            Err(_) => &self.refused,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Returns how often it was done.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Returns how often it was refused.
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

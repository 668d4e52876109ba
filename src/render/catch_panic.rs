//! A fence around other people's parsers: a panic in one costs what it was working on, not the page.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `work`; `None` where it panics.
///
/// Content is written by people we do not know, and the parsers it goes through index into it. What
/// `work` has changed is thrown away by the callers when it panics, so unwinding is safe.
pub(super) fn catch_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

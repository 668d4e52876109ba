//! The progress bar of the first index.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The time that indexing runs before a progress bar shows.
const PATIENCE: Duration = Duration::from_secs(1);

/// A progress bar that keeps out of sight while there is little to wait for.
pub(in crate::cli) struct IndexingBar {
    started: Instant,
    pub(in crate::cli) bar: ProgressBar,
}

impl Default for IndexingBar {
    fn default() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("indexing {wide_bar} {pos}/{len} pages") {
            bar.set_style(style);
        }
        Self {
            started: Instant::now(),
            bar,
        }
    }
}

impl IndexingBar {
    pub(in crate::cli) fn show(&self, done: usize, total: usize) {
        // A page in sixteen is often enough; drawing takes longer than reading a page.
        if !done.is_multiple_of(16)
            || self.started.elapsed() < PATIENCE
            || !std::io::stderr().is_terminal()
        {
            return;
        }
        if self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_length(total as u64);
        self.bar.set_position(done as u64);
    }
}

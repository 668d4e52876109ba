//! What comes back by itself: damaged objects that can be read again, and the folder of the index.

use std::time::{Duration, Instant};

use crate::site::edition::Edition;
use crate::site::publisher::{Publisher, PublisherState};
use crate::site::step::{EditionStep, Start};

/// The time between two looks whether damaged objects can be read again, and the number looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);
const LOOKS: usize = 16;

impl Publisher {
    /// Tells whether something that was damaged can be read again.
    pub(super) fn has_mended(&self, writing: &mut PublisherState, edition: &Edition) -> bool {
        let damaged = &edition.content.damaged;
        if damaged.is_empty() || writing.looked.elapsed() < LOOK_EVERY {
            return false;
        }
        writing.looked = Instant::now();
        let mut looked_at = damaged.values().take(LOOKS);
        let mended = looked_at.any(|object| self.store.objects().is_readable(*object));
        if mended {
            // What was made of less than there is.
            self.articles.forget();
        }
        mended
    }

    /// Brings an index that had to be kept in memory back to its folder, if that can be used again.
    pub(super) fn return_to_folder(&self, writing: &mut PublisherState, edition: &Edition) {
        let Some(index) = writing.index.try_folder() else {
            return;
        };
        let started = Instant::now();
        let step = EditionStep {
            store: &self.store,
            index: &index,
            articles: &self.articles,
            tip: edition.revision,
        };
        match step.run(Start::Nothing, &|_, _| ()) {
            Ok((mut next, pages_read)) => {
                next.history = edition.history.clone();
                self.serve(next);
                writing.index.return_to_folder(index);
                writing.unsaved += pages_read;
            }
            Err(error) => {
                tracing::debug!(%error, "the index folder still cannot be used");
                writing.index.failed_in_folder(started.elapsed());
            }
        }
    }
}

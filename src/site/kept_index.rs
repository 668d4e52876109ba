//! The index and its folder: on disk where that can be, in memory until it can.
//!
//! The index is derived, so nothing that happens to its folder stops the site. What cannot be written
//! is thrown away and built anew; what cannot be built on disk is built in memory, and the folder is
//! looked at again from time to time.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::search::{Index, SearchError};

/// The first and the longest pause before a folder that could not be used is tried again.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LAST_PAUSE: Duration = Duration::from_secs(60);
/// The pause before the next try, as a multiple of the time that building took in vain.
const SHARE: u32 = 20;

/// An index that can be replaced.
pub(super) struct KeptIndex {
    index: Index,
    directory: Option<PathBuf>,
    /// The time to look at the folder again; `None` while the index is in it, or there is none.
    retry: Option<Retry>,
}

struct Retry {
    at: Instant,
    pause: Duration,
}

impl Retry {
    fn after(pause: Duration) -> Self {
        let at = Instant::now() + pause;
        Self { at, pause }
    }
}

impl KeptIndex {
    /// Opens the index in a folder, or in memory where there is none or it cannot be used.
    pub(super) fn open(directory: Option<&Path>) -> Result<Self, SearchError> {
        let opened = Index::open(directory);
        let retry = match &opened {
            Ok(_) => None,
            Err(error) => Some(put_aside(error)),
        };
        Ok(Self {
            index: opened.or_else(|_| Index::open(None))?,
            directory: directory.map(Path::to_owned),
            retry,
        })
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    /// Puts an empty index in the place of one that failed, in the folder if that can be. Fails where
    /// it was in memory already.
    pub(super) fn start_anew(&mut self, error: SearchError) -> Result<(), SearchError> {
        let Some(directory) = self.directory.clone().filter(|_| self.retry.is_none()) else {
            return Err(error);
        };
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "the index cannot be written; it is built anew"
        );
        // The old one gives up the folder's lock first.
        self.index = Index::open(None)?;
        match Index::open_anew(&directory) {
            Ok(index) => self.index = index,
            Err(error) => self.retry = Some(put_aside(&error)),
        }
        Ok(())
    }

    /// Goes on in memory, because building the index in its folder failed. Fails where it was in
    /// memory already.
    pub(super) fn go_on_in_memory(&mut self, error: SearchError) -> Result<(), SearchError> {
        if self.retry.is_some() || self.directory.is_none() {
            return Err(error);
        }
        self.index = Index::open(None)?;
        self.retry = Some(put_aside(&error));
        Ok(())
    }

    /// Returns an empty index in the folder, where the index is in memory and it is time to see
    /// whether the folder can be used again.
    pub(super) fn try_folder(&mut self) -> Option<Index> {
        let retry = self.retry.as_mut()?;
        if Instant::now() < retry.at {
            return None;
        }
        *retry = Retry::after((retry.pause * 2).min(LAST_PAUSE));
        Index::open_anew(self.directory.as_deref()?).ok()
    }

    /// Notes that an index could not be built in the folder, for which so much time went.
    pub(super) fn failed_in_folder(&mut self, took: Duration) {
        self.retry = Some(Retry::after(LAST_PAUSE.max(took * SHARE)));
    }

    /// Takes an index that was built in the folder.
    pub(super) fn return_to_folder(&mut self, index: Index) {
        self.index = index;
        self.retry = None;
        tracing::info!("the index is in its folder again");
    }
}

fn put_aside(error: &SearchError) -> Retry {
    tracing::warn!(
        error = error as &dyn std::error::Error,
        "the index folder cannot be used; the index is kept in memory until it can"
    );
    Retry::after(FIRST_PAUSE)
}

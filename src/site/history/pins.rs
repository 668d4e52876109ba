//! [`Pins`]: which files were there at which commits, as far as that was looked up.
//!
//! An agenda pins hundreds of pages to commits, and each look at it asks whether all of them are there.
//! What a commit has never changes.

use std::hash::{Hash, Hasher};

use moka::Equivalent;
use moka::sync::Cache;

use crate::domain::ObjectId;

/// The number of bytes of paths that are remembered.
const CAPACITY: u64 = 4 << 20;
/// The bytes that one takes beside its path, about.
const ROOM: usize = 128;

/// The files that were found to be there, by commit. What is gone, or was never there, is looked for
/// each time.
pub(in crate::site) struct Pins(Cache<Pin<Box<str>>, ()>);

/// A file at a commit; the path is borrowed by whoever only asks.
#[derive(PartialEq, Eq)]
struct Pin<F> {
    commit: ObjectId,
    file: F,
}

impl<F: AsRef<str>> Hash for Pin<F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.commit.hash(state);
        self.file.as_ref().hash(state);
    }
}

impl Equivalent<Pin<Box<str>>> for Pin<&str> {
    fn equivalent(&self, other: &Pin<Box<str>>) -> bool {
        self.commit == other.commit && *self.file == *other.file
    }
}

impl Default for Pins {
    fn default() -> Self {
        let weigh =
            |pin: &Pin<Box<str>>, (): &()| u32::try_from(pin.file.len() + ROOM).unwrap_or(u32::MAX);
        let cache = Cache::builder().max_capacity(CAPACITY).weigher(weigh);
        Self(cache.build())
    }
}

impl Pins {
    /// Tells whether a file is known to have been there at a commit.
    pub(in crate::site) fn has(&self, commit: ObjectId, file: &str) -> bool {
        self.0.get(&Pin { commit, file }).is_some()
    }

    /// Notes that a file was there at a commit.
    pub(in crate::site) fn note(&self, commit: ObjectId, file: &str) {
        let file = file.into();
        self.0.insert(Pin { commit, file }, ());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_is_known_of_that_commit_and_file_alone() {
        let [one, other] = [1, 2].map(|byte| ObjectId::from_bytes([byte; 20]));
        let pins = Pins::default();
        assert!(!pins.has(one, "a.md"));
        pins.note(one, "a.md");
        assert!(pins.has(one, "a.md"));
        assert!(!pins.has(other, "a.md") && !pins.has(one, "b.md"));
    }
}

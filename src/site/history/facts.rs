//! [`Fact`]: what the index of the history knows of a version of a page, read from its bytes.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::domain::file_role::is_like_page;
use crate::domain::{ObjectId, Visibility};
use crate::render::{self, Visibilities};
use crate::site::archive::MAX_FILE;
use crate::store::{LogEntry, Store};

/// The facts of a version.
#[derive(Clone, Copy, Default)]
pub(super) struct Fact {
    pub(super) bytes: u32,
    pub(super) visibility: Visibility,
    /// The hash of its words; 0 where it cannot be a page.
    pub(super) words: u64,
}

/// The facts of versions before they are in the index.
pub(super) type Facts = HashMap<ObjectId, Fact>;

/// Whom versions are for that were read already.
pub(in crate::site) type KnownVisibilities = HashMap<ObjectId, Visibility>;

/// From how many versions on git reads them.
const MANY: usize = 64;

/// Reads what pages have become with some commits.
pub(super) fn facts_of(
    store: &Store,
    commits: &[LogEntry],
    visibilities: &mut Visibilities,
    known: &KnownVisibilities,
) -> Facts {
    // The newest first: packs hold older versions as what differs from newer ones.
    let changes = commits.iter().rev().flat_map(|commit| &commit.changes);
    let pages = changes.filter(|change| is_like_page(change.path.as_bytes()));
    let mut seen = HashSet::new();
    let mut wanted: Vec<ObjectId> = pages.filter_map(|change| change.after).collect();
    wanted.retain(|id| seen.insert(*id));
    let mut facts = Facts::with_capacity(wanted.len());
    if wanted.len() >= MANY {
        let read = store.read_many(&wanted, MAX_FILE as u64, &mut |id, source| {
            facts.insert(id, Fact::of(source, visibilities.of(source)));
        });
        if let Err(error) = read {
            tracing::warn!(%error, "git cannot read all versions; they are read without it");
        }
        wanted.retain(|id| !facts.contains_key(id));
    }
    let read = |id: &ObjectId| (*id, fact_of(store, *id, known.get(id).copied()));
    match wanted.len() {
        0..=2 => facts.extend(wanted.iter().map(read)),
        _ => facts.par_extend(wanted.par_iter().map(read)),
    }
    facts
}

/// Returns what is known of a version; what cannot be read is hidden. `circle` is whom it is for, where
/// that is known.
pub(super) fn fact_of(store: &Store, id: ObjectId, circle: Option<Visibility>) -> Fact {
    match store.read_at_most(id, MAX_FILE as u64) {
        Ok(source) => {
            let circle = circle.unwrap_or_else(|| render::visibility(&source));
            Fact::of(&source, circle)
        }
        Err(error) => {
            tracing::debug!(%error, "a version of a page cannot be read");
            Fact {
                visibility: Visibility::Draft,
                ..Fact::default()
            }
        }
    }
}

impl Fact {
    fn of(source: &[u8], visibility: Visibility) -> Self {
        Self {
            bytes: u32::try_from(source.len()).unwrap_or(u32::MAX),
            visibility,
            words: words_of(source),
        }
    }
}

/// Returns what the words of a text come to (FNV-1a): any white space between two counts as one
/// space. Never 0.
fn words_of(source: &[u8]) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let (mut sum, mut is_between) = (BASIS, false);
    for byte in source.trim_ascii() {
        let is_space = byte.is_ascii_whitespace();
        if is_space && is_between {
            continue;
        }
        is_between = is_space;
        let byte = if is_space { b' ' } else { *byte };
        sum = (sum ^ u64::from(byte)).wrapping_mul(PRIME);
    }
    sum.max(1)
}

#[cfg(test)]
mod tests {
    use super::words_of;

    #[test]
    fn white_space_does_not_change_what_words_come_to() {
        let words = words_of(b"One two\n\nthree\n");
        for same in ["One  two\nthree", "\n One\ttwo\r\n\r\nthree  \n"] {
            assert_eq!(words_of(same.as_bytes()), words, "{same:?}");
        }
        for other in ["Onetwo three", "One two three.", "One two Three", ""] {
            assert_ne!(words_of(other.as_bytes()), words, "{other:?}");
        }
        assert_ne!(words_of(b""), 0);
    }
}

//! [`Fact`]: what the index of the history knows of a version of a page, read from its bytes.

use std::collections::HashMap;

use crate::domain::{ObjectId, Visibility};
use crate::render;
use crate::site::archive::MAX_FILE;
use crate::store::Store;

/// What is known of a version.
#[derive(Clone, Copy, Default)]
pub(super) struct Fact {
    pub(super) bytes: u32,
    pub(super) visibility: Visibility,
    /// What its words come to; 0 where it cannot be a page.
    pub(super) words: u64,
}

/// What is known of versions before they are in the index.
pub(super) type Facts = HashMap<ObjectId, Fact>;

/// Returns what is known of a version; what cannot be read is hidden.
pub(super) fn fact_of(store: &Store, id: ObjectId) -> Fact {
    match store.read_at_most(id, MAX_FILE as u64) {
        Ok(source) => Fact {
            bytes: u32::try_from(source.len()).unwrap_or(u32::MAX),
            visibility: render::visibility(&source),
            words: words_of(&source),
        },
        Err(error) => {
            tracing::debug!(%error, "a version of a page cannot be read");
            Fact {
                visibility: Visibility::Draft,
                ..Fact::default()
            }
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

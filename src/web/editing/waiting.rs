//! Files that wait with a text.

use sha2::{Digest, Sha256};

use crate::domain::hex;

/// Files by their paths.
pub(super) type FilesByPath = Vec<(String, Vec<u8>)>;

/// A file that waits with a text.
pub(super) struct WaitingFileView {
    pub(super) name: String,
    pub(super) size: String,
}

/// Writes a number of bytes for people.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// Returns the name under which waits what is to take the place of a file: one that no new file has.
pub(super) fn waiting_name(file: &str) -> String {
    let hash = Sha256::digest(file.as_bytes());
    format!("={}", hex::hex(&hash))
}

/// Tells whether a file that waits is to take the place of another.
pub(super) fn is_waiting_name(name: &str) -> bool {
    name.starts_with('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_a_place_has_a_name_of_its_own() {
        assert_ne!(waiting_name("a/b.png"), waiting_name("a-b.png"));
        assert!(is_waiting_name(&waiting_name("a")) && !is_waiting_name("a.png"));
    }

    #[test]
    fn sizes_are_told_in_round_numbers() {
        assert_eq!(size(999), "999 B");
        assert_eq!(size(12_345), "12 kB");
        assert_eq!(size(5_250_000), "5.2 MB");
    }
}

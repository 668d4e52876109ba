//! [`KeepError`]: what is not kept for later, and how much may be.

use crate::domain::path::MAX_PATH;

/// The most bytes that the texts and files of an account may take together.
pub(super) const MOST_BYTES: usize = 25_000_000;
/// The most texts that an account may have.
pub(super) const MOST_TEXTS: usize = 200;
/// The most files that may wait with a text.
pub(super) const MOST_FILES: usize = 50;
/// Longest key, in bytes: the longest path, and room for what an id of a new page begins with.
pub(super) const LONGEST_KEY: usize = MAX_PATH + 64;
/// Longest name of a file, in bytes, as file systems have it.
const LONGEST_NAME: usize = 255;

/// Why something is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeepError {
    /// The texts and files of the account would take too much.
    #[error(
        "kept texts and their files take {megabytes} MB at most; discard some first",
        megabytes = Self::MOST_MEGABYTES
    )]
    Full,
    /// There are too many texts.
    #[error("there are {MOST_TEXTS} kept texts already; discard some first")]
    Texts,
    /// There are too many files with the text.
    #[error("there are {MOST_FILES} files with this text already; remove some first")]
    Files,
    /// The key is empty, too long, or has what cannot be seen in it.
    #[error("a text cannot be kept for this address")]
    Key,
    /// The name of a file is empty, too long, or leads elsewhere.
    #[error(
        "this is no name for a file; it has 1 to {LONGEST_NAME} bytes and no “/”, “\\” or line break"
    )]
    FileName,
}

impl KeepError {
    /// The most that texts and files may take together, in millions of bytes.
    pub const MOST_MEGABYTES: usize = MOST_BYTES / 1_000_000;
    /// The most texts that an account may have.
    pub const MOST_TEXTS: usize = MOST_TEXTS;
    /// The most files that may wait with a text.
    pub const MOST_FILES: usize = MOST_FILES;
}

/// Reads what has no empty or hidden part and is not too long.
pub(super) fn checked(text: &str, most: usize, otherwise: KeepError) -> Result<&str, KeepError> {
    let is_plain = !text.trim().is_empty() && !text.contains(char::is_control);
    match is_plain && text.len() <= most {
        true => Ok(text),
        false => Err(otherwise),
    }
}

/// Reads the name of a file: one that no folder takes for a way elsewhere.
pub(super) fn file_name(text: &str) -> Result<&str, KeepError> {
    let name = checked(text, LONGEST_NAME, KeepError::FileName)?;
    match name.contains(['/', '\\']) || name == "." || name == ".." {
        true => Err(KeepError::FileName),
        false => Ok(name),
    }
}

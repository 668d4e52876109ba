//! [`Excess`]: what a commit has too much of.

use std::fmt;

/// The measure of which there is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// Files and folders: how many, and how many there may be.
    Entries(u64, u64),
    /// Bytes: how many, and how many there may be.
    Bytes(u64, u64),
}

impl fmt::Display for Excess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (found, limit, what, setting) = match *self {
            Self::Entries(u64::MAX, limit) => {
                return write!(
                    formatter,
                    "more files and folders than can be counted; {} is the limit (budget.entries)",
                    grouped(limit)
                );
            }
            Self::Entries(found, limit) => (found, limit, "files and folders", "entries"),
            Self::Bytes(found, limit) => (found, limit, "bytes", "megabytes"),
        };
        let (found, limit) = (grouped(found), grouped(limit));
        write!(
            formatter,
            "{found} {what}; {limit} is the limit (budget.{setting})"
        )
    }
}

/// Writes a number so that it can be read: `1,000,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

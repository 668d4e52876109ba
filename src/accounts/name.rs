//! [`AccountName`]: the name that somebody signs in with.

use std::fmt;

/// Longest name, in characters.
const MOST: usize = 40;

/// The name that somebody signs in with: small letters, digits, `-`, `_` and `.`, as in an address
/// for mail. Capitals are taken as small letters, so that two names cannot be told apart by them
/// alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountName(String);

/// A text that is no name of an account.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a name has 2 to 40 letters a to z, digits, “-”, “_” or “.”, and begins and ends with a letter or a digit"
)]
pub struct NotAName;

impl AccountName {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// If it has other characters, or is too short or too long.
    pub fn parse(text: &str) -> Result<Self, NotAName> {
        let name = text.trim().to_ascii_lowercase();
        let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let is_edge = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let right = (2..=MOST).contains(&name.len())
            && name.bytes().all(is_inside)
            && is_edge(name.bytes().next())
            && is_edge(name.bytes().next_back())
            && !name.contains("..");
        match right {
            true => Ok(Self(name)),
            false => Err(NotAName),
        }
    }

    /// Returns it as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_and_odd_ones_refused() {
        assert_eq!(
            AccountName::parse(" Anna.Berg ").unwrap().as_str(),
            "anna.berg"
        );
        assert_eq!(AccountName::parse("a1").unwrap().as_str(), "a1");
        let long = "a".repeat(41);
        for odd in [
            "", "a", "-ab", "ab-", "a..b", "a b", "anna@b", "жан", "a/b", "a\nb", &long,
        ] {
            assert_eq!(AccountName::parse(odd), Err(NotAName), "{odd}");
        }
    }
}

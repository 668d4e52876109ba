//! Secrets that people carry: sessions, tokens, and links for one use. Only their hashes are stored.
//!
//! They are random numbers of 192 bits and more, so that a plain hash keeps them: there is nothing
//! to guess. What people think of themselves is in [`crate::accounts::password`].

use std::fmt;

use sha2::{Digest, Sha256};

use crate::domain::hex::hex;

/// The prefix of a token, so that programs which look for lost secrets know it.
const TOKEN_PREFIX: &str = "concord_";
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Digits of base 62 for 192 bits, and for the check sum's 32.
const TOKEN_DIGITS: usize = 33;
const CHECK_DIGITS: usize = 6;

/// The machine gives no random numbers, so no secret can be made.
#[derive(Debug, thiserror::Error)]
#[error("this machine gives no random numbers")]
pub struct NoRandomness(#[source] getrandom::Error);

/// A secret in the form in which somebody carries it. It is shown once, and never printed by
/// `{:?}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// The stored hash of a secret: SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretHash([u8; 32]);

impl Secret {
    /// Makes a secret of 256 bits, for sessions and links, in hexadecimal.
    pub(super) fn new() -> Result<Self, NoRandomness> {
        Ok(Self(hex(&random::<32>()?)))
    }

    /// Makes a token of 192 bits with a check sum, so that what is copied badly is known at once.
    pub(super) fn new_token() -> Result<Self, NoRandomness> {
        let random = in_base_62(&random::<24>()?, TOKEN_DIGITS);
        let check = check_sum(&random);
        Ok(Self(format!("{TOKEN_PREFIX}{random}{check}")))
    }

    /// Returns what somebody showed, if it could be a secret at all: 64 digits of a session or
    /// link. Anything else costs no look at the database.
    pub fn shown(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == 64 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// The same for a token, whose check sum must be right.
    pub fn shown_token(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(TOKEN_PREFIX)?;
        let (random, check) = rest.split_at_checked(TOKEN_DIGITS)?;
        let is_digit = |byte: u8| byte.is_ascii_alphanumeric();
        let right = random.bytes().all(is_digit) && check == check_sum(random);
        right.then(|| Self(text.to_owned()))
    }

    /// Returns what is stored of it.
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0.as_bytes()).into())
    }

    /// Returns the secret itself, for the one who is to carry it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

impl SecretHash {
    /// Reads what the database holds.
    pub(super) fn from_hex(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut hash = [0; 32];
        if bytes.len() != 64 {
            return None;
        }
        for (byte, pair) in hash.iter_mut().zip(bytes.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).ok()?;
            *byte = u8::from_str_radix(pair, 16).ok()?;
        }
        Some(Self(hash))
    }
}

impl fmt::Display for SecretHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretHash")
    }
}

/// Returns random bytes.
pub(super) fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], NoRandomness> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

/// Writes a number, most significant byte first, with so many digits of base 62.
fn in_base_62(number: &[u8], digits: usize) -> String {
    let mut number = number.to_vec();
    let mut text = vec![b'0'; digits];
    for digit in text.iter_mut().rev() {
        let mut rest = 0_u32;
        for byte in &mut number {
            let value = rest << 8 | u32::from(*byte);
            *byte = u8::try_from(value / 62).unwrap_or(u8::MAX);
            rest = value % 62;
        }
        *digit = DIGITS[rest as usize];
    }
    text.into_iter().map(char::from).collect()
}

/// Returns the check sum of a token's random part: CRC-32, as in the tokens of other forges.
fn check_sum(random: &str) -> String {
    let mut crc = flate2::Crc::new();
    crc.update(random.as_bytes());
    in_base_62(&crc.sum().to_be_bytes(), CHECK_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_check_sum() {
        let token = Secret::new_token().unwrap();
        let text = token.reveal();
        assert_eq!(text.len(), "concord_".len() + 39);
        assert_eq!(Secret::shown_token(text), Some(token.clone()));
        for index in 0..text.len() {
            let mut wrong = text.as_bytes().to_vec();
            wrong[index] = if wrong[index] == b'x' { b'y' } else { b'x' };
            let wrong = String::from_utf8(wrong).unwrap();
            assert_eq!(Secret::shown_token(&wrong), None, "{wrong}");
        }
        for odd in ["", "concord_", "concord_é", &text[1..], &format!("{text}0")] {
            assert_eq!(Secret::shown_token(odd), None, "{odd}");
        }
    }

    #[test]
    fn base_62_is_written_as_by_hand() {
        assert_eq!(in_base_62(&[0], 2), "00");
        assert_eq!(in_base_62(&[61], 2), "0z");
        assert_eq!(in_base_62(&[62], 2), "10");
        assert_eq!(in_base_62(&[1, 0], 3), "048");
        assert_eq!(in_base_62(&[255; 24], TOKEN_DIGITS).len(), TOKEN_DIGITS);
    }

    #[test]
    fn a_secret_is_not_printed_and_its_hash_comes_back() {
        let secret = Secret::new().unwrap();
        assert_eq!(format!("{secret:?}"), "Secret");
        let hash = secret.hash();
        assert_eq!(SecretHash::from_hex(&hash.to_string()), Some(hash));
        assert_eq!(Secret::shown(secret.reveal()), Some(secret));
        assert_ne!(Secret::new().unwrap().hash(), hash);
        for odd in ["", "ab", &"G".repeat(64), &"é".repeat(32)] {
            assert_eq!(Secret::shown(odd), None);
            assert_eq!(SecretHash::from_hex(odd), None);
        }
    }
}

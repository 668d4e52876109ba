//! [`Flow`]: a sign-in at a provider that a browser has begun.
//!
//! The browser keeps it in a cookie; this site keeps nothing. All that the provider gets to see of it,
//! and gives back, is derived from a random number that never leaves the cookie, so that an answer can
//! be used only where the question was asked.

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};

use crate::domain::hex::hex;

/// The longest time that somebody may take at the provider, in seconds.
const PATIENCE: i64 = 10 * 60;
/// Longest address to come back to that is kept, in bytes.
const LONGEST: usize = 1000;

/// The purpose of a sign-in at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// To come in, and be led to an address of this site.
    SignIn(String),
    /// To link the account of the session with this hash.
    Link(String),
    /// To use the invitation with this secret.
    Invite(String),
}

/// A sign-in that a browser has begun.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Flow {
    seed: String,
    begun: i64,
    pub(crate) aim: Aim,
}

impl Flow {
    /// Begins one.
    ///
    /// # Errors
    ///
    /// If this machine gives no random numbers.
    pub(crate) fn begin(aim: Aim, now: i64) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self {
            seed: hex(&bytes),
            begun: now,
            aim,
        })
    }

    /// Returns the name of its cookie.
    pub(crate) fn cookie_name(is_https: bool) -> &'static str {
        match is_https {
            true => "__Host-concord-provider",
            false => "concord-provider",
        }
    }

    /// Returns what the cookie says.
    pub(crate) fn cookie(&self) -> String {
        let (kind, value) = match &self.aim {
            Aim::SignIn(to) => ("s", to),
            Aim::Link(session) => ("l", session),
            Aim::Invite(secret) => ("i", secret),
        };
        let value = match value.len() <= LONGEST {
            true => value,
            false => "/",
        };
        let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
        format!("{}.{}.{kind}.{value}", self.seed, self.begun)
    }

    /// Reads a cookie; nothing where it is none, or too long ago.
    pub(crate) fn read(cookie: &str, now: i64) -> Option<Self> {
        let mut parts = cookie.splitn(4, '.');
        let seed = parts.next()?;
        let begun: i64 = parts.next()?.parse().ok()?;
        let kind = parts.next()?;
        let value = percent_decode_str(parts.next()?).decode_utf8().ok()?;
        let value = value.into_owned();
        let is_seed = seed.len() == 64 && seed.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_recent = (begun..begun.saturating_add(PATIENCE)).contains(&now);
        let aim = match kind {
            "s" => Aim::SignIn(value),
            "l" => Aim::Link(value),
            "i" => Aim::Invite(value),
            _ => return None,
        };
        (is_seed && is_recent).then(|| Self {
            seed: seed.to_owned(),
            begun,
            aim,
        })
    }

    /// Returns what the provider gives back.
    pub(super) fn state(&self) -> String {
        self.derived("state")
    }

    /// Returns what the provider signs.
    pub(super) fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// Returns what shows that the same site asks again.
    pub(super) fn verifier(&self) -> String {
        self.derived("verifier")
    }

    /// Returns by what it is known that this has come to its end before.
    pub(crate) fn mark(&self) -> String {
        self.derived("mark")
    }

    /// Tells whether an answer belongs to this, in a time that says nothing of either.
    pub(crate) fn is_answered_by(&self, state: &str) -> bool {
        Sha256::digest(state) == Sha256::digest(self.state())
    }

    fn derived(&self, what: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.seed.as_bytes())
            .expect("a key of HMAC may have any length");
        mac.update(what.as_bytes());
        hex(&mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_as_it_was_written_for_ten_minutes() {
        let aims = [
            Aim::SignIn("/cases/a?b=c;d é".to_owned()),
            Aim::Link("00ff".to_owned()),
            Aim::Invite("ff00".to_owned()),
        ];
        for aim in aims {
            let flow = Flow::begin(aim, 1000).unwrap();
            let cookie = flow.cookie();
            assert!(
                cookie
                    .bytes()
                    .all(|byte| byte.is_ascii_graphic() && byte != b';')
            );
            assert!(Flow::read(&cookie, 1000 + PATIENCE - 1) == Some(flow));
            assert!(Flow::read(&cookie, 1000 + PATIENCE).is_none());
            assert!(Flow::read(&cookie, 999).is_none());
        }
        for odd in ["", ".", "a.1.s.", "....", "é.1.s.%ff"] {
            assert!(Flow::read(odd, 1).is_none(), "{odd}");
        }
    }

    #[test]
    fn nothing_that_the_provider_sees_is_the_same_or_tells_the_seed() {
        let flow = Flow::begin(Aim::SignIn(String::new()), 0).unwrap();
        let shown = [flow.state(), flow.nonce(), flow.verifier(), flow.mark()];
        let distinct: std::collections::BTreeSet<_> = shown.iter().collect();
        assert_eq!(distinct.len(), shown.len());
        assert!(!shown.contains(&flow.seed));
        assert!(flow.is_answered_by(&flow.state()) && !flow.is_answered_by(&flow.nonce()));
    }
}

//! Passwords: which are taken, and how they are kept.
//!
//! Any characters, 12 to 1,024 of them, no rules about their kinds (OWASP ASVS 5.0, V6.2); what is
//! guessed first is refused. Kept as Argon2id with 19 MiB, two passes and one lane, the least that
//! OWASP's Password Storage Cheat Sheet asks for. At most two are worked out at once, so that
//! signing in cannot take the memory of the machine.

use std::sync::{Arc, LazyLock};

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::accounts::secret::random;
use crate::domain::hex::hex;

/// The shortest password, in characters.
pub(super) const LEAST: usize = 12;
/// Longest password, in characters.
pub(super) const MOST: usize = 1024;
/// The number that is worked out at once.
const AT_ONCE: usize = 2;
/// Below so many guesses a password is among the first that are tried.
const GUESSES: u64 = 1_000_000;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too short.
    #[error("a password has at least {LEAST} characters")]
    Short,
    /// Too long.
    #[error("a password has at most {MOST} characters")]
    Long,
    /// Among the first that are guessed.
    #[error(
        "this password is among the first that are guessed; take one that is longer or less usual, such as a few words that do not belong together"
    )]
    Common,
}

/// Works out hashes, two at a time.
#[derive(Clone)]
pub(super) struct Passwords {
    permits: Arc<Semaphore>,
    argon2: Argon2<'static>,
}

impl Default for Passwords {
    fn default() -> Self {
        let parameters = Params::new(19_456, 2, 1, None).unwrap_or(Params::DEFAULT);
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters),
        }
    }
}

/// Why a hash could not be worked out: the library's reason.
#[derive(Debug, thiserror::Error)]
#[error("a password cannot be worked out: {0}")]
pub struct HashError(String);

impl Passwords {
    /// Returns what is stored of a password.
    pub(super) async fn hash(&self, password: &str) -> Result<String, HashError> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.work(move || {
            let hash = argon2.hash_password(password.as_bytes());
            hash.map(|hash| hash.to_string())
                .map_err(|error| HashError(error.to_string()))
        })
        .await?
    }

    /// Tells whether a password is the one that is stored. Where none is stored, it takes as long
    /// and is wrong: nobody learns by the time which accounts there are.
    pub(super) async fn is_right(
        &self,
        password: &str,
        stored: Option<&str>,
    ) -> Result<bool, HashError> {
        // Of a password that nobody has.
        static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| {
            let secret = random::<32>().map(|bytes| hex(&bytes)).ok()?;
            let hash = Passwords::default()
                .argon2
                .hash_password(secret.as_bytes())
                .ok()?;
            Some(hash.to_string())
        });
        let stored = stored.filter(|stored| !stored.is_empty());
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let stored = stored.map(str::to_owned);
        self.work(move || {
            let Some(hash) = stored.as_ref().or(NOBODY.as_ref()) else {
                return false;
            };
            let hash = PasswordHash::new(hash);
            let right =
                hash.is_ok_and(|hash| argon2.verify_password(password.as_bytes(), &hash).is_ok());
            right && stored.is_some()
        })
        .await
    }

    /// Tells whether what is stored of a password was worked out as it would be today.
    pub(super) fn is_current(&self, stored: &str) -> bool {
        let is_current = |hash: PasswordHash| {
            let params = Params::try_from(&hash).ok()?;
            let own = self.argon2.params();
            let costs = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
            let is_kind = hash.algorithm == Algorithm::Argon2id.ident()
                && hash.version == Some(Version::V0x13.into());
            Some(is_kind && costs(&params) == costs(own))
        };
        let hash = PasswordHash::new(stored).ok();
        hash.and_then(is_current).unwrap_or(false)
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let _permit = self
            .permits
            .acquire()
            .await
            .map_err(|error| HashError(error.to_string()))?;
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| HashError(error.to_string()))
    }
}

/// Looks whether a password is taken.
///
/// # Errors
///
/// If it is too short, too long, or among the first that are guessed: by lists of leaked ones, by
/// patterns, or because it is made of what belongs to the account (`known`: its name, the site's).
pub(super) fn judge(password: &str, known: &[&str]) -> Result<(), WeakPassword> {
    match password.chars().count() {
        length if length < LEAST => return Err(WeakPassword::Short),
        length if length > MOST => return Err(WeakPassword::Long),
        _ => {}
    }
    // More does not make it easier to guess, and takes longer to look at.
    let start: String = password.chars().take(64).collect();
    match zxcvbn::zxcvbn(&start, known).guesses() {
        guesses if guesses < GUESSES => Err(WeakPassword::Common),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_first_is_refused() {
        let refused = |password: &str| judge(password, &["anna.berg", "concord.example"]);
        assert_eq!(refused("short"), Err(WeakPassword::Short));
        assert_eq!(refused("éééééééééé"), Err(WeakPassword::Short));
        assert_eq!(refused(&"a long one ".repeat(100)), Err(WeakPassword::Long));
        for common in [
            "password1234",
            "123456789012",
            "aaaaaaaaaaaaaaaa",
            "qwertyuiop[]",
            "anna.berg1234",
            "concord.example",
        ] {
            assert_eq!(refused(common), Err(WeakPassword::Common), "{common}");
        }
        assert_eq!(refused("seven herons tax the ferry"), Ok(()));
        assert_eq!(refused("плотва, сорок, левый зонт"), Ok(()));
    }

    #[tokio::test]
    async fn a_password_is_known_again() {
        let passwords = Passwords::default();
        let stored = passwords.hash("seven herons tax the ferry").await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        let right = |text: &'static str, stored: Option<String>| {
            let passwords = passwords.clone();
            async move { passwords.is_right(text, stored.as_deref()).await.unwrap() }
        };
        assert!(right("seven herons tax the ferry", Some(stored.clone())).await);
        assert!(!right("seven herons tax the ferrY", Some(stored)).await);
        assert!(!right("", Some(String::new())).await);
        assert!(!right("anything at all", None).await);
    }
}

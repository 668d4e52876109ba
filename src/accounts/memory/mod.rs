//! [`Memory`]: what every request asks of the accounts, without the database.
//!
//! It holds what the database held at one revision, and is brought to the next by what has changed.

mod credential;
mod update;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::accounts::account::{Account, AccountId};
use crate::accounts::lifetime::Lifetime;
use crate::accounts::memory::update::{CredentialChanges, seconds};
use crate::accounts::scope::TokenScope;
use crate::accounts::secret::SecretHash;

pub(super) use crate::accounts::memory::credential::Credential;
pub(super) use crate::accounts::memory::update::{MemoryUpdate, open_joins};

/// The accounts, sessions and tokens in memory, for requests.
pub(super) struct Memory {
    /// Below any that the database has, as long as it was not read.
    revision: i64,
    accounts: HashMap<AccountId, Arc<Account>>,
    sessions: HashMap<SecretHash, Credential>,
    tokens: HashMap<SecretHash, Credential>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            revision: -1,
            accounts: HashMap::new(),
            sessions: HashMap::new(),
            tokens: HashMap::new(),
        }
    }
}

/// The holder of a secret that was shown.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Whose it is.
    pub account: Arc<Account>,
    /// The stored hash of the secret.
    pub hash: SecretHash,
    /// The time its owner last proved who they are, in seconds since 1970; of a token: never.
    pub proven: i64,
    /// The scope of a token; nothing for a session.
    pub scope: Option<TokenScope>,
}

/// The number of an account's sessions and tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CredentialCounts {
    /// The places where somebody is signed in.
    pub sessions: usize,
    /// Tokens and private addresses of feeds.
    pub tokens: usize,
}

/// The sessions, tokens and accounts that were used since the database was told last.
#[derive(Default)]
pub(super) struct Uses {
    pub(super) sessions: Vec<(SecretHash, i64)>,
    pub(super) tokens: Vec<(SecretHash, i64)>,
    pub(super) accounts: HashMap<AccountId, i64>,
}

impl Memory {
    /// Returns the revision that it holds.
    pub(super) fn revision(&self) -> i64 {
        self.revision
    }

    /// Tells whether the database was ever read.
    pub(super) fn is_read(&self) -> bool {
        self.revision >= 0
    }

    /// Returns the accounts that are not shut or gone.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.accounts
            .values()
            .filter(|account| !account.is_disabled)
    }

    /// Returns an account.
    pub(super) fn account(&self, id: AccountId) -> Option<&Arc<Account>> {
        self.accounts.get(&id)
    }

    /// Returns whose session this is, if it has not ended, and notes that it is used.
    pub(super) fn session(
        &self,
        hash: &SecretHash,
        lifetime: Lifetime,
        now: i64,
    ) -> Option<Holder> {
        let kept = self.sessions.get(hash)?;
        let used = i64::from(kept.used.load(Ordering::Relaxed));
        if lifetime
            .for_session(kept.is_federated)
            .is_over(i64::from(kept.created), used, now)
        {
            return None;
        }
        self.holder(*hash, kept, i64::from(kept.moment), now)
    }

    /// Returns whose token this is, if it has not ended, and notes that it is used.
    pub(super) fn token(&self, hash: &SecretHash, now: i64) -> Option<Holder> {
        let kept = self.tokens.get(hash)?;
        match i64::from(kept.moment) <= now {
            true => None,
            false => self.holder(*hash, kept, 0, now),
        }
    }

    fn holder(&self, hash: SecretHash, kept: &Credential, proven: i64, now: i64) -> Option<Holder> {
        let account = self.accounts.get(&kept.account)?;
        if account.is_disabled {
            return None;
        }
        // Written once a second at most: what many threads write to, each has to fetch.
        let now = seconds(now);
        if kept.used.load(Ordering::Relaxed) != now {
            kept.used.store(now, Ordering::Relaxed);
            kept.is_noted.store(false, Ordering::Relaxed);
        }
        Some(Holder {
            account: Arc::clone(account),
            hash,
            proven,
            scope: kept.scope,
        })
    }

    /// Returns how much each account holds that lets somebody in.
    pub(super) fn held(
        &self,
        lifetime: Lifetime,
        now: i64,
    ) -> HashMap<AccountId, CredentialCounts> {
        let mut held: HashMap<AccountId, CredentialCounts> = HashMap::new();
        let is_open = |kept: &&Credential| {
            let used = i64::from(kept.used.load(Ordering::Relaxed));
            !lifetime
                .for_session(kept.is_federated)
                .is_over(i64::from(kept.created), used, now)
        };
        for kept in self.sessions.values().filter(is_open) {
            held.entry(kept.account).or_default().sessions += 1;
        }
        let is_valid = |kept: &&Credential| i64::from(kept.moment) > now;
        for kept in self.tokens.values().filter(is_valid) {
            held.entry(kept.account).or_default().tokens += 1;
        }
        held
    }

    /// Returns what was used since the last time this was asked.
    pub(super) fn uses(&self) -> Uses {
        let mut uses = Uses::default();
        let mut accounts: HashMap<AccountId, i64> = HashMap::new();
        let mut note = |hash: &SecretHash, kept: &Credential| {
            // In this order: what is used between the two is told once more.
            if kept.is_noted.swap(true, Ordering::Relaxed) {
                return None;
            }
            let used = kept.used.load(Ordering::Relaxed);
            let last = accounts.entry(kept.account).or_default();
            *last = (*last).max(i64::from(used));
            Some((*hash, i64::from(used)))
        };
        uses.sessions = self
            .sessions
            .iter()
            .filter_map(|(hash, kept)| note(hash, kept))
            .collect();
        uses.tokens = self
            .tokens
            .iter()
            .filter_map(|(hash, kept)| note(hash, kept))
            .collect();
        uses.accounts = accounts;
        uses
    }

    /// Has uses told once more, which could not be written down.
    pub(super) fn put_back(&self, uses: &Uses) {
        for (map, used) in [
            (&self.sessions, &uses.sessions),
            (&self.tokens, &uses.tokens),
        ] {
            for kept in used.iter().filter_map(|(hash, _)| map.get(hash)) {
                kept.is_noted.store(false, Ordering::Relaxed);
            }
        }
    }

    /// Takes over what has changed in the database, and tells whether it was news.
    pub(super) fn take(&mut self, news: MemoryUpdate) -> bool {
        // Of two who looked at once, the slower must not bring back what has ended since.
        if news.revision < self.revision {
            return false;
        }
        // At a start all are new, and many.
        match self.accounts.is_empty() {
            true => self.accounts = news.accounts,
            false => self.accounts.extend(news.accounts),
        }
        Self::put(&mut self.sessions, news.sessions);
        Self::put(&mut self.tokens, news.tokens);
        self.revision = news.revision;
        true
    }

    fn put(map: &mut HashMap<SecretHash, Credential>, news: CredentialChanges) {
        for hash in news.ended {
            map.remove(&hash);
        }
        match map.is_empty() {
            true => *map = news.live,
            false => map.extend(news.live),
        }
    }

    /// Takes over a session that was looked for by itself. What is known here of its use may be newer.
    pub(super) fn take_session(&mut self, found: Option<(SecretHash, Credential)>) {
        if let Some((hash, kept)) = found {
            if let Some(known) = self.sessions.get(&hash) {
                let used = known.used.load(Ordering::Relaxed);
                kept.used.fetch_max(used, Ordering::Relaxed);
            }
            self.sessions.insert(hash, kept);
        }
    }

    /// Forgets sessions and tokens that have ended by themselves.
    pub(super) fn sweep(&mut self, lifetime: Lifetime, now: i64) {
        self.sessions.retain(|_, kept| {
            let used = i64::from(kept.used.load(Ordering::Relaxed));
            !lifetime
                .for_session(kept.is_federated)
                .is_over(i64::from(kept.created), used, now)
        });
        self.tokens.retain(|_, kept| i64::from(kept.moment) > now);
    }
}

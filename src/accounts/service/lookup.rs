//! Looks accounts, sessions and tokens up in memory.

use std::collections::HashMap;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use crate::accounts::account::{Account, AccountId};
use crate::accounts::error::Actor;
use crate::accounts::memory::{CredentialCounts, Holder};
use crate::accounts::secret::Secret;
use crate::accounts::service::Accounts;

impl Accounts {
    /// Tells whether there is no account that can be signed in to. Where they were never read, nobody
    /// knows, so that it is not so.
    pub fn is_empty(&self) -> bool {
        let memory = self.read();
        memory.is_read() && memory.accounts().next().is_none()
    }

    /// Returns an account that is not shut.
    pub fn account(&self, id: AccountId) -> Option<std::sync::Arc<Account>> {
        if self.is_in_doubt() {
            return None;
        }
        let memory = self.read();
        memory
            .account(id)
            .filter(|account| !account.is_disabled)
            .cloned()
    }

    /// Returns how much each account holds that lets somebody in; those that hold nothing are left
    /// out.
    pub fn held(&self) -> HashMap<AccountId, CredentialCounts> {
        self.read().held(self.lifetime, self.now())
    }

    /// Returns what an account is called, also when it is shut; the log names accounts by their ids.
    pub fn name_of(&self, id: &str) -> Option<String> {
        let memory = self.read();
        let account = memory.account(id.parse().ok()?)?;
        Some(account.name.to_string())
    }

    /// Returns the name of the account whose commits carry an address, if it is another than that of
    /// whoever acts.
    pub fn owner_of(&self, address: &str, actor: Actor) -> Option<String> {
        let memory = self.read();
        let mut others = memory
            .accounts()
            .filter(|account| actor != Actor::Account(account.id));
        let found =
            others.find(|account| account.commit_address(&self.host).to_lowercase() == address);
        found.map(|account| account.name.to_string())
    }

    /// Tells whether the database could not be read for so long that nobody is known: their rights
    /// may have ended meanwhile.
    pub fn is_in_doubt(&self) -> bool {
        self.is_in_doubt.load(Ordering::Relaxed)
    }

    /// Returns who shows a session's secret, from memory.
    pub fn session(&self, secret: &Secret) -> Option<Holder> {
        if self.is_in_doubt() {
            return None;
        }
        self.read()
            .session(&secret.hash(), self.lifetime, self.now())
    }

    /// Returns who shows a token, from memory.
    pub fn token(&self, secret: &Secret) -> Option<Holder> {
        if self.is_in_doubt() {
            return None;
        }
        self.read().token(&secret.hash(), self.now())
    }

    /// Tells whether everybody may be told how the event of an id is joined, from memory.
    pub fn is_open_join(&self, event: &str) -> bool {
        let open = self.open_joins.read();
        let open = open.unwrap_or_else(PoisonError::into_inner);
        open.contains(event)
    }
}

//! People: who may sign in, with which role, and how they show that it is them.
//!
//! Accounts, sessions, tokens, links, the audit log, mail that waits, texts that are not saved as pages yet, what was
//! searched for in vain and where events are joined are kept in one [`database`], beside the content and
//! never in it. What every request asks, [`memory`] answers without the database.
//! Who may do what with a page is decided elsewhere ([`crate::domain::Role`], `web`'s access); this
//! module says who somebody is.

mod account;
mod audit;
mod browser;
mod claim;
mod database;
mod ended;
mod error;
mod forgotten;
mod guesses;
mod identity;
mod invite;
mod join;
mod kept;
mod kept_counts;
mod letter;
mod lifetime;
mod log;
mod mailbox;
mod memory;
mod name;
mod not_kept;
mod outbox;
mod password;
mod patience;
mod people;
mod post;
mod queue;
mod scope;
mod searches;
mod secret;
mod servers;
mod service;
mod session;
mod tally;
#[cfg(test)]
mod tests;
mod throttle;
mod token;
mod ways;

pub use crate::accounts::account::{Account, AccountId};
pub use crate::accounts::audit::{Action, AuditEntry, AuditEvent, AuditFilter, ChainCheck};
pub use crate::accounts::browser::{Browser, Network};
pub use crate::accounts::database::{
    CopiedRows, CopyError, DatabaseAddressError, DatabaseError, DatabaseLocation, DatabaseOpener,
    PostgresAddress,
};
pub use crate::accounts::ended::CredentialSelection;
pub use crate::accounts::error::{AccountError, Actor, AuditOrigin};
pub use crate::accounts::identity::{Identities, Identity, IdentitySelection, ProviderStatement};
pub use crate::accounts::invite::{HOLDS, OneTimeLinks};
pub use crate::accounts::join::{EventJoin, JoinAddress};
pub use crate::accounts::kept::{KeptFile, KeptLine, KeptText, KeptTexts, UnsavedText};
pub use crate::accounts::letter::{Detail, Letter, LetterKind, Notice};
pub use crate::accounts::lifetime::Lifetime;
pub use crate::accounts::log::AuditLog;
pub use crate::accounts::mailbox::{AddressOutcome, MailAddresses, Mailbox};
pub use crate::accounts::memory::{CredentialCounts, Holder};
pub use crate::accounts::name::AccountName;
pub use crate::accounts::not_kept::KeepError;
pub use crate::accounts::password::WeakPassword;
pub use crate::accounts::patience::in_time;
pub use crate::accounts::people::{NewAccount, People, Profile};
pub use crate::accounts::post::MailCounts;
pub use crate::accounts::queue::{AbandonedLetter, DeliveryOutcome, LEASE, Queue};
pub use crate::accounts::scope::TokenScope;
pub use crate::accounts::searches::{FailedSearch, FailedSearches};
pub use crate::accounts::secret::{Secret, SecretHash};
pub use crate::accounts::service::Accounts;
pub use crate::accounts::session::{AccountSession, Sessions};
pub use crate::accounts::tally::SearchCount;
pub use crate::accounts::token::{AccessToken, AccessTokens, NewToken};
pub use crate::accounts::ways::SignInMethods;

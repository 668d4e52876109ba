//! A session or a token as memory holds it.

use std::sync::atomic::{AtomicBool, AtomicU32};

use crate::accounts::account::AccountId;
use crate::accounts::scope::TokenScope;

/// A session or a token. Times are seconds since 1970, which fit until 2106.
pub(in crate::accounts) struct Credential {
    pub(super) account: AccountId,
    /// The time it was made.
    pub(super) created: u32,
    /// Of a session: when its owner last proved who they are. Of a token: when it expires.
    pub(super) moment: u32,
    pub(super) used: AtomicU32,
    /// Whether the database knows of that use.
    pub(super) is_noted: AtomicBool,
    /// Of a session: whether a provider of identities vouches for it.
    pub(super) is_federated: bool,
    pub(super) scope: Option<TokenScope>,
}

//! One account in the list of all, for administrators.

use crate::accounts::{Account, CredentialCounts, Holder};
use crate::domain::Role;
use crate::web::parts::account_words::{moment, role};
use crate::web::parts::messages::Words;

/// An account.
pub(super) struct AccountRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) full_name: String,
    /// Empty where there is none.
    pub(super) address: String,
    pub(super) roles: Vec<RoleChoice>,
    pub(super) state: String,
    pub(super) is_disabled: bool,
    pub(super) is_self: bool,
    pub(super) sessions: usize,
    pub(super) tokens: usize,
    pub(super) identities: usize,
    pub(super) used: String,
    /// Whether there is an address to mail a link to.
    pub(super) is_reached: bool,
}

/// A role that may be given.
pub(super) struct RoleChoice {
    pub(super) value: &'static str,
    pub(super) label: String,
    pub(super) is_chosen: bool,
}

impl AccountRow {
    pub(super) fn new(
        words: Words,
        account: &Account,
        (held, identities): (CredentialCounts, usize),
        holder: &Holder,
    ) -> Self {
        let state = match (account.is_disabled, account.has_password || identities > 0) {
            (true, _) => "accounts-state-disabled",
            (false, false) => "accounts-state-invited",
            (false, true) => "accounts-state-open",
        };
        Self {
            id: account.id.to_string(),
            name: account.name.to_string(),
            full_name: account.full_name.clone(),
            address: account.address.clone(),
            roles: roles(words, account.role),
            state: words.say(state).into_owned(),
            is_disabled: account.is_disabled,
            sessions: held.sessions,
            tokens: held.tokens,
            identities,
            is_reached: false,
            is_self: account.id == holder.account.id,
            used: match account.used {
                0 => words.say("account-never-used").into_owned(),
                used => moment(words, used),
            },
        }
    }
}

/// Returns the roles that may be given, one of them chosen.
pub(super) fn roles(words: Words, chosen: Role) -> Vec<RoleChoice> {
    let choice = |one: Role| RoleChoice {
        value: one.name(),
        label: role(words, one),
        is_chosen: one == chosen,
    };
    Role::ALL.map(choice).into()
}

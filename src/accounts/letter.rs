//! [`Letter`]: one mail that is to go out, and what for.

use serde::{Deserialize, Serialize};

use crate::accounts::account::Account;
use crate::accounts::browser::Browser;
use crate::accounts::error::AuditOrigin;
use crate::accounts::secret::Secret;

const HOUR: i64 = 60 * 60;
/// Longest name of a browser that is told, in characters.
const LONGEST_AGENT: usize = 200;

/// The purpose of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterKind {
    /// A link by which somebody chooses a password and comes in for the first time.
    Invite,
    /// Somebody typed an address as theirs; it is not known yet whose it is.
    Forgotten,
    /// A link by which somebody chooses another password.
    Reset,
    /// A link by which somebody shows that an address is theirs.
    Confirm,
    /// Something changed by which one gets into an account.
    Notice(Notice),
}

/// A notice to somebody about their account, so that they know if it was not them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It was signed in to from where it was not before.
    SignIn,
    /// A token was made.
    Token,
    /// It was linked to another provider of identities.
    Identity,
    /// Its password was changed.
    Password,
    /// Mail goes to another address from now on. This one goes to the old.
    Address,
}

impl LetterKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Invite,
        Self::Forgotten,
        Self::Reset,
        Self::Confirm,
        Self::Notice(Notice::SignIn),
        Self::Notice(Notice::Token),
        Self::Notice(Notice::Identity),
        Self::Notice(Notice::Password),
        Self::Notice(Notice::Address),
    ];

    /// Returns its name, as the database, messages and the server's log have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Forgotten => "forgotten",
            Self::Reset => "reset",
            Self::Confirm => "confirm",
            Self::Notice(Notice::SignIn) => "sign-in",
            Self::Notice(Notice::Token) => "token",
            Self::Notice(Notice::Identity) => "identity",
            Self::Notice(Notice::Password) => "password",
            Self::Notice(Notice::Address) => "address",
        }
    }

    /// Returns the kind of a name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns for how long it is of use, in seconds; what cannot be sent by then is given up.
    pub(super) fn patience(self) -> i64 {
        match self {
            Self::Forgotten | Self::Reset => HOUR,
            Self::Confirm => 24 * HOUR,
            Self::Invite => 72 * HOUR,
            Self::Notice(_) => 48 * HOUR,
        }
    }
}

/// The facts of a letter beside its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// The time it happened, in seconds since 1970.
    pub when: i64,
    /// The network that it came from.
    pub network: String,
    /// The browser, in its own words.
    pub agent: String,
    /// A token's name, or a provider of identities.
    pub what: String,
}

impl Letter {
    /// Returns how whoever gets it is called. Who was only said to be reached there is not told what
    /// somebody chose to be called: it could be any text.
    pub fn called(&self) -> &str {
        match self.kind {
            LetterKind::Confirm => self.account.name.as_str(),
            _ => &self.account.full_name,
        }
    }
}

impl Detail {
    /// Returns the detail of an action in a browser.
    pub(super) fn of(browser: &Browser) -> Self {
        let network = browser.network.map(|network| network.to_string());
        let seen = browser.agent.chars().filter(|sign| !sign.is_control());
        Self {
            network: network.unwrap_or_default(),
            agent: seen.take(LONGEST_AGENT).collect(),
            ..Self::default()
        }
    }

    /// Returns the detail of an action from a network.
    pub(super) fn of_origin(origin: &AuditOrigin) -> Self {
        Self {
            network: origin.network.clone(),
            ..Self::default()
        }
    }
}

/// One mail that is to go out now.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its id; the same each time it is tried.
    pub id: String,
    /// Its purpose.
    pub kind: LetterKind,
    /// Whose account it is about.
    pub account: Account,
    /// The address it goes to.
    pub address: String,
    /// The language it is read in, by its code; empty: not known.
    pub language: String,
    /// The link in it, where there is one.
    pub secret: Option<Secret>,
    /// The number of this try.
    pub tries: i64,
    /// The other facts that it tells.
    pub detail: Detail,
}

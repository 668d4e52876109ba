//! What goes wrong with accounts, in words for whoever asked.

use crate::accounts::account::AccountId;
use crate::accounts::database::DatabaseError;
use crate::accounts::name::NotAName;
use crate::accounts::not_kept::KeepError;
use crate::accounts::password::{HashError, WeakPassword};
use crate::accounts::secret::NoRandomness;

/// Why something about accounts was not done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The name is none.
    #[error(transparent)]
    Name(#[from] NotAName),
    /// Somebody has the name.
    #[error("there is an account of this name already")]
    NameTaken,
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// There is no such session or token.
    #[error("there is no such session or token")]
    NotThere,
    /// The password is not taken.
    #[error(transparent)]
    Password(#[from] WeakPassword),
    /// The text is no address for mail.
    #[error("this is no address for mail, such as anna.berg@example.org")]
    MailAddress,
    /// The text is no address by which an event is joined.
    #[error("this is no address to join an event, such as https://meet.example.org/room")]
    JoinAddress,
    /// A name is missing.
    #[error("a name is needed")]
    NoName,
    /// The language is none of the interface's.
    #[error("the interface does not speak this language")]
    Language,
    /// Nobody would be left to look after accounts.
    #[error(
        "this is the last administrator who can sign in; make somebody else one first, so that the site can still be looked after"
    )]
    LastAdministrator,
    /// The one who asks may not.
    #[error("your role does not allow this")]
    NotAllowed,
    /// The link was used, is older than its time, or another one took its place.
    #[error("this link is used, out of date, or replaced by a newer one; ask for another")]
    LinkOver,
    /// The name or the password is wrong, or the account is shut.
    #[error("the name or the password is wrong")]
    Wrong,
    /// Too many guesses.
    #[error("too many tries; wait {0} s and try again")]
    Wait(i64),
    /// Too long ago that the one who asks proved who they are.
    #[error("sign in again first: this needs a sign-in of the last ten minutes")]
    NotFresh,
    /// Nobody comes in by a password here.
    #[error("passwords are turned off: sign in with the provider of identities")]
    PasswordsOff,
    /// A provider knows somebody for whom there is no account.
    #[error("there is no account for whoever this is; ask for an invitation")]
    NotLet,
    /// A sign-in at a provider came to its end before.
    #[error("this sign-in was used already; begin again")]
    StateUsed,
    /// The identity is linked to another account.
    #[error("this identity is linked to another account already")]
    IdentityTaken,
    /// The text is no identity.
    #[error("an identity is what the provider calls the subject: at most 255 characters")]
    NotASubject,
    /// The time is none that a token can have.
    #[error("a token lasts at least a day and at most two years")]
    Expiry,
    /// Something that cannot be undone was not confirmed.
    #[error("tick the box first: this cannot be undone")]
    NotSure,
    /// So many are there already.
    #[error("there are {0} of these already; end some first")]
    TooMany(usize),
    /// So much mail waits that no more is put down.
    #[error("too much mail waits; try again in a while")]
    MailFull,
    /// A text or a file is not kept.
    #[error(transparent)]
    NotKept(#[from] KeepError),
    /// No random numbers.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// A hash could not be worked out.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database does not answer, or is full.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<sqlx::Error> for AccountError {
    fn from(error: sqlx::Error) -> Self {
        DatabaseError::from(error).into()
    }
}

impl AccountError {
    /// Tells whether nobody is to blame but this machine.
    pub fn is_internal(&self) -> bool {
        matches!(
            self,
            Self::NoRandomness(_) | Self::Hash(_) | Self::Database(_)
        )
    }
}

/// The actor of an action and the address it comes from, for the audit log.
#[derive(Clone, Debug, Default)]
pub struct AuditOrigin {
    /// Who.
    pub actor: Actor,
    /// The network that the request came from; empty: this machine.
    pub network: String,
}

impl AuditOrigin {
    /// Whoever may run the program on this machine.
    pub fn console() -> Self {
        Self {
            actor: Actor::Console,
            network: String::new(),
        }
    }
}

/// The actor of an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known.
    #[default]
    Nobody,
    /// Whoever may run the program on this machine.
    Console,
    /// The owner of an account.
    Account(AccountId),
}

impl std::fmt::Display for Actor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nobody => Ok(()),
            Self::Console => formatter.write_str("console"),
            Self::Account(id) => id.fmt(formatter),
        }
    }
}

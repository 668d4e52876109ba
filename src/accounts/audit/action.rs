//! The actions that the log has, by name.

/// An action that the log has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Somebody signed in, or tried to.
    SignIn,
    /// Somebody signed out.
    SignOut,
    /// An account was made.
    Create,
    /// A link was made that lets somebody choose a password.
    Invite,
    /// A link was mailed to somebody who forgot a password.
    Reset,
    /// Such a link was used.
    Accept,
    /// A role was given.
    Role,
    /// An account was shut.
    Disable,
    /// An account was opened again.
    Enable,
    /// An account was removed.
    Remove,
    /// A password was changed.
    Password,
    /// A name, an address or a language was changed.
    Profile,
    /// The address for somebody's mail was changed, or is to be.
    Address,
    /// A token was made.
    Token,
    /// A token was ended.
    TokenEnded,
    /// A session was ended by somebody who was not signing out of it.
    SessionEnded,
    /// A push moved a branch, or was refused.
    Push,
    /// The address by which an event is joined was changed.
    Join,
    /// Somebody of another provider was linked to an account.
    Link,
    /// Such a link was ended.
    Unlink,
    /// The server started with this configuration.
    Start,
}

impl Action {
    /// Every action, in the order of the form that filters by them.
    pub const ALL: [Self; 21] = [
        Self::SignIn,
        Self::SignOut,
        Self::Create,
        Self::Invite,
        Self::Reset,
        Self::Accept,
        Self::Role,
        Self::Disable,
        Self::Enable,
        Self::Remove,
        Self::Password,
        Self::Profile,
        Self::Address,
        Self::Token,
        Self::TokenEnded,
        Self::SessionEnded,
        Self::Push,
        Self::Join,
        Self::Link,
        Self::Unlink,
        Self::Start,
    ];

    /// Returns its name, as the log has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::SignOut => "sign-out",
            Self::Create => "create",
            Self::Invite => "invite",
            Self::Reset => "reset",
            Self::Accept => "accept",
            Self::Role => "role",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Remove => "remove",
            Self::Password => "password",
            Self::Profile => "profile",
            Self::Address => "address",
            Self::Token => "token",
            Self::TokenEnded => "token-ended",
            Self::SessionEnded => "session-ended",
            Self::Push => "push",
            Self::Join => "join",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::Start => "start",
        }
    }
}

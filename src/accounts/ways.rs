//! [`SignInMethods`]: by what people can come in.

/// By what people can come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInMethods {
    /// Whether by the passwords of their accounts.
    pub passwords: bool,
    /// The provider of identities whose word is taken; empty: there is none.
    pub issuer: String,
}

impl Default for SignInMethods {
    fn default() -> Self {
        Self {
            passwords: true,
            issuer: String::new(),
        }
    }
}

/// The way in which somebody came in, for their session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entrance<'e> {
    /// The name of the way in, for the log.
    pub(super) door: &'e str,
    /// The time they proved who they are, in seconds since 1970; nothing: now.
    pub(super) proven: Option<i64>,
    /// Whether a provider of identities vouches for them, so that the session is a short one.
    pub(super) is_federated: bool,
}

impl<'e> Entrance<'e> {
    /// A way in of this site's own.
    pub(super) fn own(door: &'e str) -> Self {
        Self {
            door,
            proven: None,
            is_federated: false,
        }
    }
}

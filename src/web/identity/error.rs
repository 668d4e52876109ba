//! [`ProviderError`]: why a provider did not say who somebody is.

/// The reasons why a provider did not say who somebody is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderError {
    /// It does not answer, or not as a provider does.
    #[error("the provider of identities does not answer: {0}")]
    Down(String),
    /// The statement is not to be believed.
    #[error("what the provider of identities says is not believed: {0}")]
    NotTrusted(String),
    /// It lets somebody know that they did not sign in.
    #[error("nobody signed in at the provider of identities: {0}")]
    Denied(String),
    /// The answer belongs to no sign-in that this browser began.
    #[error("this browser began no such sign-in")]
    NotBegun,
}

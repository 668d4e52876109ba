//! Another provider of identities, by OpenID Connect: who somebody is, on its word.
//!
//! The code flow with PKCE, `state` and `nonce`, all derived from one random number that only the
//! browser has ([`flow`]). What the provider says is believed only after its signature, issuer,
//! audience, times and nonce have been looked at ([`verify`]). Nothing here knows of accounts.

mod claims;
mod error;
mod fetch;
mod flow;
mod provider;
mod settings;
mod types;
mod verify;

pub(crate) use crate::web::identity::claims::ProviderIdentity;
pub(crate) use crate::web::identity::error::ProviderError;
pub(crate) use crate::web::identity::flow::{Aim, Flow};
pub use crate::web::identity::provider::Provider;
pub use crate::web::identity::settings::{ProviderSettings, WrongProvider};

//! The site over HTTP: routes, views, feeds and the API.
//!
//! A request takes one edition at its start and uses nothing else. Every answer to a `GET` is a
//! function of an edition and an address, so one place ([`read`]) answers them all: from the cache,
//! or by the page's own function on a blocking thread.
//!
//! Each folder uses those before it and none beside it: [`http`] ← [`identity`] ← [`parts`] ← [`read`] ← [`pages`],
//! [`formats`], [`people`], [`editing`], [`mod@git`] ← [`router`]. Start reading there.

mod editing;
mod formats;
mod git;
mod http;
mod identity;
mod pages;
mod parts;
mod people;
mod read;
mod request_log;
mod router;
mod server;
mod service;
mod site;

pub use crate::web::formats::preview::Editions;
pub use crate::web::git::{
    GitError, GitLimits, GitOptions, GitServer, HookRequest, SOCKET_VARIABLE, TOKEN_VARIABLE,
};
pub use crate::web::http::secret::WebhookSecret;
pub use crate::web::identity::{Provider, ProviderSettings, WrongProvider};
pub use crate::web::parts::access::PushPolicy;
pub use crate::web::parts::following::FollowedUpstream;
pub use crate::web::parts::letters::compose;
pub(crate) use crate::web::parts::look::is_readable;
pub use crate::web::parts::settings::{Contact, SecurityContact, Settings};
pub use crate::web::router::service;
pub use crate::web::server::{ServerError, listen, lower_priority, serve};
pub use crate::web::service::SiteService;
pub use crate::web::site::Site;

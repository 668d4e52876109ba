//! [`ReadingState`]: what every page of a site is made from, and the [`Basis`] of the answer to one request.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};

use crate::accounts::Accounts;
use crate::site::{Edition, Publisher};
use crate::web::http::caller::{Caller, ViewerLookup};
use crate::web::http::client::Client;
use crate::web::http::credentials::{RequestCredentials, shown};
use crate::web::identity::Provider;
use crate::web::parts::access::{AccessDecision, Operation, PushPolicy, may};
use crate::web::parts::day::DayClock;
use crate::web::parts::look::Look;
use crate::web::parts::messages::Locale;
use crate::web::parts::metrics::Metrics;
use crate::web::parts::names::NameCache;
use crate::web::parts::settings::Settings;

/// Everything that the pages of a site are made from.
#[derive(Clone)]
pub(crate) struct ReadingState {
    /// Hands out editions.
    pub(crate) publisher: Arc<Publisher>,
    /// The site's description of itself.
    pub(crate) settings: Arc<Settings>,
    /// The accounts; nothing where there are none, or they cannot be opened.
    pub(crate) accounts: Option<Arc<Accounts>>,
    /// Another provider of identities, by whose word people come in.
    pub(crate) provider: Option<Arc<Provider>>,
    /// Tells what whoever asks may see, where that is not a matter of accounts.
    pub(crate) identify: Arc<ViewerLookup>,
    /// Tells which day it is.
    pub(crate) clock: Arc<DayClock>,
    /// The style sheet and the logo.
    pub(crate) look: Arc<Look>,
    /// The names that readers have for fields and values.
    pub(crate) names: Arc<NameCache>,
    /// Whether those who may can write in the browser.
    pub(crate) can_write: bool,
    /// Whether this is a contributor's preview of their working tree.
    pub(crate) is_preview: bool,
    /// The counts of requests.
    pub(crate) metrics: Arc<Metrics>,
    /// The policy by which a caller is an administrator, where there is something for one to see.
    pub(crate) administration: Option<PushPolicy>,
}

/// The edition, the caller and the language that an answer is made from: found out once for each request,
/// before anything else looks at it.
#[derive(Clone)]
pub(crate) struct Basis {
    pub(crate) edition: Arc<Edition>,
    pub(crate) caller: Caller,
    /// The language of the interface.
    pub(crate) locale: Locale,
}

impl Basis {
    /// Takes the newest edition for a request, and finds out who sends it.
    pub(crate) fn find(
        reading: &ReadingState,
        uri: &Uri,
        headers: &HeaderMap,
        peer: Option<IpAddr>,
    ) -> Self {
        let client = Client::of(headers, peer, reading.settings.trust());
        let is_https = reading.settings.is_https();
        let shown = match &reading.accounts {
            Some(accounts) => shown(accounts, uri, headers, is_https),
            None => RequestCredentials::without_accounts(headers),
        };
        let mut caller = Caller::new((reading.identify)(headers), shown, client);
        if let Some(accounts) = &reading.accounts {
            caller.may_sign_in = true;
            caller.is_in_doubt = accounts.is_in_doubt();
        }
        // Only what is said of an upstream is for administrators alone.
        if let Some(policy) = reading.administration {
            let allowed = may(Operation::Administer, policy, &caller);
            caller.is_administrator |= allowed == AccessDecision::Allow;
        }
        Self {
            edition: reading.publisher.edition(),
            caller,
            locale: Locale::preferred(headers),
        }
    }

    /// Returns what was found when the request came in.
    pub(crate) fn of(reading: &ReadingState, request: &Parts) -> Self {
        let found = request.extensions.get::<Self>().cloned();
        found.unwrap_or_else(|| Self::find(reading, &request.uri, &request.headers, None))
    }
}

//! [`Provider`]: leads people to a provider of identities, and asks it who came back.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use openidconnect::core::{CoreAuthPrompt, CoreClientAuthMethod, CoreResponseType};
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
};

use crate::web::identity::claims::ProviderIdentity;
use crate::web::identity::error::ProviderError;
use crate::web::identity::fetch::Fetcher;
use crate::web::identity::flow::Flow;
use crate::web::identity::settings::{ProviderSettings, WrongProvider};
use crate::web::identity::types::{Keys, Metadata, ProviderClient, SignedClaims};
use crate::web::identity::verify::{VerificationError, verify};

/// After how long what the provider says of itself is read again.
const FRESH: Duration = Duration::from_secs(60 * 60);
/// The time that a description is believed while it cannot be read again.
const BELIEVED: Duration = Duration::from_secs(24 * 60 * 60);
/// The time between two readings of the keys because one is not known.
const BETWEEN_KEYS: Duration = Duration::from_secs(60);
/// The time in which nobody asks again after there was no answer.
const PAUSE: Duration = Duration::from_secs(5);
/// The longest time since somebody proved to the provider who they are, where that is asked for.
const PROVEN: Duration = Duration::from_secs(10 * 60);

/// A provider of identities.
pub struct Provider {
    settings: Arc<ProviderSettings>,
    fetcher: Fetcher,
    known: Mutex<Option<Arc<ProviderConfiguration>>>,
    /// One asks; the others wait for what it finds. Holds when there was no answer last, and why.
    asking: tokio::sync::Mutex<Option<(Instant, String)>>,
    between_keys: Duration,
}

/// The provider's description of itself, and its keys.
struct ProviderConfiguration {
    metadata: Metadata,
    keys: Keys,
    /// The times at which this was read, and the keys.
    read: Instant,
    keys_read: Instant,
}

impl Provider {
    /// Takes the settings; nothing is asked yet.
    ///
    /// # Errors
    ///
    /// If it cannot be used as it is configured.
    pub fn new(settings: ProviderSettings) -> Result<Self, WrongProvider> {
        settings.check()?;
        let settings = Arc::new(settings);
        Ok(Self {
            fetcher: Fetcher::new(Arc::clone(&settings))?,
            settings,
            known: Mutex::default(),
            asking: tokio::sync::Mutex::default(),
            between_keys: BETWEEN_KEYS,
        })
    }

    /// The same provider, whose keys are read again so soon because one is not known.
    pub fn reading_keys_again_after(mut self, between: Duration) -> Self {
        self.between_keys = between;
        self
    }

    /// Returns what it is called and what its claims mean.
    pub(crate) fn settings(&self) -> &ProviderSettings {
        &self.settings
    }

    /// Returns where somebody signs in for a flow; `anew`: who has signed in there does so again.
    pub(crate) async fn address(&self, flow: &Flow, anew: bool) -> Result<String, ProviderError> {
        let known = self.known().await?;
        let verifier = PkceCodeVerifier::new(flow.verifier());
        let site = self.site(&known)?;
        let (state, nonce) = (flow.state(), flow.nonce());
        let mut request = site
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new("profile".to_owned()))
            .add_scopes(self.settings.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if anew {
            request = request
                .add_prompt(CoreAuthPrompt::Login)
                .set_max_age(PROVEN);
        }
        Ok(request.url().0.to_string())
    }

    /// Looks whether an answer names this provider, as far as it must: that of another could be given
    /// to this site in its place.
    pub(crate) async fn is_answering(&self, issuer: Option<&str>) -> Result<(), ProviderError> {
        let known = self.known().await?;
        let more = known.metadata.additional_metadata();
        match issuer {
            Some(issuer) if issuer == known.metadata.issuer().as_str() => Ok(()),
            None if !more.authorization_response_iss_parameter_supported => Ok(()),
            _ => Err(ProviderError::NotTrusted(
                "the answer is another provider's (iss)".to_owned(),
            )),
        }
    }

    /// Asks who came back with a code.
    pub(crate) async fn identify(
        &self,
        flow: &Flow,
        code: &str,
    ) -> Result<ProviderIdentity, ProviderError> {
        let known = self.known().await?;
        let signed = self.exchange(&known, flow, code).await?;
        let settings = &self.settings;
        let looked = verify(
            &signed,
            settings,
            &known.metadata,
            &known.keys,
            flow.nonce(),
        );
        let claims = match looked {
            Err(VerificationError::UnknownKey) => {
                let newer = self.newer_keys(&known).await?;
                verify(
                    &signed,
                    settings,
                    &newer.metadata,
                    &newer.keys,
                    flow.nonce(),
                )?
            }
            looked => looked?,
        };
        Ok(ProviderIdentity::of(claims, settings))
    }

    async fn exchange(
        &self,
        known: &ProviderConfiguration,
        flow: &Flow,
        code: &str,
    ) -> Result<SignedClaims, ProviderError> {
        let site = self.site(known)?;
        let request = site
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| ProviderError::Down(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier()));
        let answer = request.request_async(&self.fetcher).await;
        let answer = answer.map_err(|error| match error {
            RequestTokenError::ServerResponse(response) => {
                ProviderError::NotTrusted(format!("it refuses the code: {}", response.error()))
            }
            RequestTokenError::Request(error) => ProviderError::Down(said(&error)),
            RequestTokenError::Parse(error, _) => {
                ProviderError::NotTrusted(format!("its answer cannot be read: {error}"))
            }
            RequestTokenError::Other(error) => ProviderError::Down(error),
        })?;
        let signed = answer.extra_fields().id_token().cloned();
        signed.ok_or_else(|| ProviderError::NotTrusted("there is no ID token".to_owned()))
    }

    fn site(&self, known: &ProviderConfiguration) -> Result<ProviderClient, ProviderError> {
        let settings = &self.settings;
        let redirect = RedirectUrl::new(settings.callback());
        let redirect = redirect.map_err(|error| ProviderError::Down(error.to_string()))?;
        let secret = settings.secret.clone().map(ClientSecret::new);
        let client = ClientId::new(settings.client.clone());
        let methods = known.metadata.token_endpoint_auth_methods_supported();
        let is_basic = methods
            .is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        Ok(
            ProviderClient::from_provider_metadata(known.metadata.clone(), client, secret)
                .set_redirect_uri(redirect)
                .set_auth_type(match is_basic {
                    true => AuthType::BasicAuth,
                    false => AuthType::RequestBody,
                }),
        )
    }

    fn held(&self) -> Option<Arc<ProviderConfiguration>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    fn hold(&self, known: ProviderConfiguration) -> Arc<ProviderConfiguration> {
        let known = Arc::new(known);
        let mut held = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Some(Arc::clone(&known));
        known
    }

    /// Returns what the provider says of itself, read not too long ago.
    async fn known(&self) -> Result<Arc<ProviderConfiguration>, ProviderError> {
        let is_fresh = |known: &Arc<ProviderConfiguration>| known.read.elapsed() < FRESH;
        if let Some(known) = self.held().filter(is_fresh) {
            return Ok(known);
        }
        let mut failed = self.asking.lock().await;
        let held = self.held();
        if let Some(known) = held.clone().filter(is_fresh) {
            return Ok(known);
        }
        let found = match &*failed {
            Some((when, reason)) if when.elapsed() < PAUSE => Err(reason.clone()),
            _ => self.discover().await,
        };
        let reason = match found {
            Ok(known) => {
                *failed = None;
                return Ok(self.hold(known));
            }
            Err(reason) => reason,
        };
        if failed
            .as_ref()
            .is_none_or(|(when, _)| when.elapsed() >= PAUSE)
        {
            *failed = Some((Instant::now(), reason.clone()));
        }
        let held = held.filter(|known| known.read.elapsed() < BELIEVED);
        held.ok_or(ProviderError::Down(reason))
    }

    async fn discover(&self) -> Result<ProviderConfiguration, String> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone());
        let issuer = issuer.map_err(|error| error.to_string())?;
        let found = Metadata::discover_async(issuer, &self.fetcher).await;
        let metadata = found.map_err(|error| said(&error))?;
        // Where people are led, and where their codes are sent.
        let token = metadata.token_endpoint().map(|address| address.url());
        for url in [Some(metadata.authorization_endpoint().url()), token] {
            if !url.is_some_and(|url| self.settings.is_allowed(url)) {
                return Err(format!(
                    "it names {url:?}, which is not on the issuer's host, nor on one of [oidc] hosts"
                ));
            }
        }
        Ok(ProviderConfiguration {
            keys: metadata.jwks().clone(),
            metadata,
            read: Instant::now(),
            keys_read: Instant::now(),
        })
    }

    /// Reads the keys again, unless that was done a moment ago.
    async fn newer_keys(
        &self,
        known: &Arc<ProviderConfiguration>,
    ) -> Result<Arc<ProviderConfiguration>, ProviderError> {
        let _asking = self.asking.lock().await;
        let held = self.held().unwrap_or_else(|| Arc::clone(known));
        if held.keys_read > known.keys_read || held.keys_read.elapsed() < self.between_keys {
            return Ok(held);
        }
        let found = Keys::fetch_async(held.metadata.jwks_uri(), &self.fetcher).await;
        let keys = found.map_err(|error| ProviderError::Down(said(&error)));
        // Also what fails is not tried again at once.
        let newer = ProviderConfiguration {
            metadata: held.metadata.clone(),
            keys: keys.as_ref().unwrap_or(&held.keys).clone(),
            read: held.read,
            keys_read: Instant::now(),
        };
        let newer = self.hold(newer);
        keys.map(|_| newer)
    }
}

/// Says what is wrong, with its causes.
fn said(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

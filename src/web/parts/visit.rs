//! [`Visit`]: one request of a person to one of these pages.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use http_body_util::{BodyExt, Limited};

use crate::accounts::{AccountError, Accounts, AuditOrigin, Browser, Holder, Secret};
use crate::web::http::credentials::{cookie, cookie_name};
use crate::web::http::encoded::{finish, finish_in};
use crate::web::http::encoding::Encoding;
use crate::web::http::error::Error;
use crate::web::http::query::Query;
use crate::web::http::reply::{Reply, own_address};
use crate::web::identity::{Flow, Provider};
use crate::web::parts::account_words as words;
use crate::web::parts::context::Context;
use crate::web::parts::error_page;
use crate::web::parts::language_choice::choose_language;
use crate::web::parts::messages::Words;
use crate::web::parts::reading::{Basis, ReadingState};
use crate::web::parts::shell::DOORS;

/// Longest form, in bytes.
const LONGEST: usize = 64 << 10;

/// One request of a person.
pub(crate) struct Visit {
    pub(crate) accounts: Arc<Accounts>,
    /// Another provider of identities.
    pub(crate) provider: Option<Arc<Provider>>,
    /// The cookie of a sign-in there that this browser has begun.
    pub(crate) flow: Option<String>,
    pub(crate) basis: Basis,
    pub(crate) context: Context,
    /// The fields of the form; empty unless the request changes something.
    pub(crate) form: Query,
    pub(crate) browser: Browser,
    /// A session that began with this form, because the one before had ended.
    pub(crate) session: Option<Secret>,
    is_https: bool,
    /// The encoding that the browser can read.
    encoding: Encoding,
}

impl<S> FromRequest<S> for Visit
where
    S: Send + Sync,
    Arc<ReadingState>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let reading: Arc<ReadingState> = FromRef::from_ref(state);
        let (parts, body) = request.into_parts();
        let mut visit = Self::of(&reading, &parts).map_err(|answer| *answer)?;
        if parts.method == Method::POST {
            let form = read(&parts.headers, body).await;
            visit.form = form.map_err(|error| visit.answer(Err(error)))?;
        }
        Ok(visit)
    }
}

impl Visit {
    /// Returns the visit of a request, before its form is read.
    ///
    /// # Errors
    ///
    /// The answer where nobody can sign in, or a language was chosen.
    pub(crate) fn of(reading: &ReadingState, parts: &Parts) -> Result<Self, Box<Response>> {
        if parts.method != Method::POST
            && let Some(chosen) = choose_language(&parts.uri)
        {
            return Err(Box::new(chosen));
        }
        let basis = Basis::of(reading, parts);
        let context = Context::new(reading, &basis, parts.uri.clone());
        let Some(accounts) = reading.accounts.clone() else {
            let error = match reading.is_preview {
                true => Error::NotFound,
                false => Error::Unavailable(context.words.say("accounts-shut").into_owned()),
            };
            return Err(Box::new(finish(error_page::reply(&error, &context))));
        };
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or("");
        let browser = Browser {
            network: basis.caller.client.network(),
            agent: agent.to_owned(),
        };
        let flow = Flow::cookie_name(reading.settings.is_https());
        Ok(Self {
            accounts,
            provider: reading.provider.clone(),
            flow: cookie(&parts.headers, flow).map(str::to_owned),
            form: Query::default(),
            browser,
            session: None,
            is_https: reading.settings.is_https(),
            encoding: Encoding::choose(&parts.headers),
            basis,
            context,
        })
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Query, Error> {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if !kind.is_some_and(|kind| kind.starts_with(b"application/x-www-form-urlencoded")) {
        let message = "a form must come as application/x-www-form-urlencoded".to_owned();
        return Err(Error::BadRequest(message));
    }
    let body = Limited::new(body, LONGEST).collect().await;
    let body =
        body.map_err(|_| Error::BadRequest("the form is too long, or broke off".to_owned()))?;
    let text = String::from_utf8_lossy(&body.to_bytes()).into_owned();
    Ok(Query::parse(&text))
}

impl Visit {
    pub(crate) fn words(&self) -> Words {
        self.context.words
    }

    /// Returns a parameter of the address. These pages list nothing, so that no facet of a vocabulary
    /// can have the name of one.
    pub(crate) fn parameter(&self, name: &str) -> &str {
        self.context.query.get(name)
    }

    /// Returns who this is for the log.
    pub(crate) fn origin(&self) -> AuditOrigin {
        self.basis.caller.origin()
    }

    /// Returns who is signed in; what they typed is not kept if they are not, see [`Visit::sender`].
    ///
    /// # Errors
    ///
    /// A redirect to sign in and come back; to the page as it is now, if its form was shown to another.
    pub(crate) fn holder(&self) -> Result<&Holder, Box<Response>> {
        let uri = &self.context.uri;
        // What a form sent cannot be looked at again.
        let back = match uri.path().starts_with("/-/accounts") {
            true => "/-/accounts",
            false if uri.path().starts_with("/-/account") => "/-/account",
            false => uri.path(),
        };
        match &self.basis.caller.holder {
            Some(holder) if self.is_shown_to(holder) => Ok(holder),
            Some(_) => Err(Box::new(finish(Reply::see_other(back)))),
            None => Err(Box::new(finish(Reply::see_other(&sign_in_address(back))))),
        }
    }

    /// Returns who is signed in, who proved lately enough that it is them, or does so in this form.
    ///
    /// # Errors
    ///
    /// As [`Sessions::prove`](crate::accounts::Sessions::prove); and that it was too long ago, if they do not.
    pub(crate) async fn proven(&self, holder: &Holder) -> Result<Option<Secret>, AccountError> {
        if self.accounts.sessions().is_fresh(holder) {
            return Ok(None);
        }
        match self.form.raw("current") {
            "" => Err(AccountError::NotFresh),
            password => {
                let proven = self
                    .accounts
                    .sessions()
                    .prove(holder, password, &self.browser);
                proven.await.map(Some)
            }
        }
    }

    /// Answers with a page, or with what is wrong. Nobody keeps it. Whoever signed in with this form
    /// stays so.
    pub(crate) fn answer(&self, made: Result<Reply, Error>) -> Response {
        finish(self.reply(made))
    }

    /// The same compressed, for what holds no secret.
    pub(crate) fn answer_compressed(&self, made: Result<Reply, Error>) -> Response {
        let reply = self.reply(made);
        let encoding = match reply.is_secret {
            true => Encoding::Identity,
            false => self.encoding,
        };
        finish_in(reply, encoding)
    }

    fn reply(&self, made: Result<Reply, Error>) -> Reply {
        let mut reply = made.unwrap_or_else(|error| error_page::reply(&error, &self.context));
        if let Some(secret) = &self.session {
            reply = reply.with_header(header::SET_COOKIE, &self.cookie(secret.reveal(), ""));
        }
        reply
    }

    /// Leads to an address of this site, signed in with a session if there is one.
    pub(crate) fn lead(&self, to: &str, session: Option<&Secret>) -> Response {
        let mut reply = Reply::see_other(to);
        if let Some(secret) = session {
            reply = reply.with_header(header::SET_COOKIE, &self.cookie(secret.reveal(), ""));
        }
        finish(reply)
    }

    /// Returns the header that keeps a session in the browser, or ends it.
    pub(crate) fn cookie(&self, value: &str, more: &str) -> String {
        let name = cookie_name(self.is_https);
        let secure = if self.is_https { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}")
    }

    /// Returns the header that keeps a sign-in at a provider in the browser, or ends it.
    pub(crate) fn flow_cookie(&self, value: &str, more: &str) -> String {
        let name = Flow::cookie_name(self.is_https);
        let secure = if self.is_https { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}")
    }

    /// Returns what people call the other provider of identities; empty: there is none.
    pub(crate) fn provider_name(&self) -> &str {
        let provider = self.provider.as_ref();
        provider.map_or("", |provider| &provider.settings().name)
    }

    /// Returns the header that tells something to the scripts of the pages where people write.
    pub(crate) fn note(&self, name: &str) -> String {
        let secure = if self.is_https { "; Secure" } else { "" };
        format!("{name}=1; Path=/-/; Max-Age=2592000; SameSite=Strict{secure}")
    }

    /// Says what is wrong, for whoever typed it, and with which status. What only this machine is to
    /// blame for is in the log.
    pub(crate) fn said(&self, error: &AccountError) -> (String, StatusCode) {
        if error.is_internal() {
            tracing::error!(
                error = error as &dyn std::error::Error,
                "an account could not be changed"
            );
        }
        (words::of(self.words(), error), words::status(error))
    }
}

/// Returns the address where one signs in, to come back to another.
pub(crate) fn sign_in_address(back: &str) -> String {
    let query = crate::web::http::query::query_string([("to", back)]);
    format!("/-/sign-in?{query}")
}

/// Returns where somebody is led after signing in: a path of this site, whatever was asked.
pub(crate) fn back(wanted: &str) -> String {
    let address = own_address(wanted);
    match DOORS.iter().any(|door| address.starts_with(door)) {
        true => "/".to_owned(),
        false => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_this_site_only() {
        assert_eq!(back("/cases/a?b=c"), "/cases/a?b=c");
        for foreign in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "\t//evil.example",
            "javascript:alert(1)",
        ] {
            let address = back(foreign);
            assert!(
                address.starts_with('/') && !address.starts_with("//"),
                "{address}"
            );
            assert!(
                !address.contains('\\') || address.starts_with("/h"),
                "{address}"
            );
        }
        assert_eq!(back("/-/sign-out"), "/");
        assert_eq!(back(""), "/");
    }
}

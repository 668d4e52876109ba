//! [`Reply`]: an answer before it meets HTTP.

use axum::http::StatusCode;
use axum::http::header::{self, HeaderName, HeaderValue};
use bytes::Bytes;

use crate::accounts::SearchCount;
use crate::web::http::error::Error;

/// Pages may load nothing but what this site serves; no script or style stands in them.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// An answer before it meets HTTP: what is printed and what it is.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: Bytes,
    /// More headers: where to go, how to save.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// A policy for what a browser may do with the answer, in place of the pages' own.
    pub(crate) policy: &'static str,
    /// Whether it holds a secret, so that nobody may keep it.
    pub(crate) is_secret: bool,
    /// The counter of how often it is given.
    pub(crate) count: Option<SearchCount>,
}

impl Reply {
    /// An answer of a type.
    pub(crate) fn new(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status: StatusCode::OK,
            content_type,
            body: body.into(),
            headers: Vec::new(),
            policy: CONTENT_SECURITY_POLICY,
            is_secret: false,
            count: None,
        }
    }

    /// A page.
    pub(crate) fn html(body: String) -> Self {
        Self::new("text/html; charset=utf-8", body)
    }

    /// JSON.
    pub(crate) fn json(value: &impl serde::Serialize) -> Result<Self, Error> {
        let body = serde_json::to_vec(value).map_err(|error| Error::Internal(error.into()))?;
        Ok(Self::new("application/json", body))
    }

    /// A redirect to an address of this site, for good.
    pub(crate) fn moved(address: &str) -> Self {
        let mut reply = Self::new("text/plain; charset=utf-8", "");
        reply.status = StatusCode::PERMANENT_REDIRECT;
        let location =
            HeaderValue::from_str(&own_address(address)).unwrap_or(HeaderValue::from_static("/"));
        reply.headers.push((header::LOCATION, location));
        reply
    }

    /// A redirect to an address of this site that has what was asked for, for now.
    pub(crate) fn see_other(address: &str) -> Self {
        Self::moved(address).with_status(StatusCode::SEE_OTHER)
    }

    /// The same answer with another status.
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same answer with one more header, unless its value cannot be one.
    pub(crate) fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        self.headers
            .extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
        self
    }
}

/// Returns an address as one of this site. What begins with two slashes, or with a slash and a
/// backslash, leads to another host in browsers, which also look past what cannot be seen.
pub(crate) fn own_address(address: &str) -> String {
    let is_lead = |character: char| {
        matches!(character, '/' | '\\') || character.is_control() || character.is_whitespace()
    };
    format!("/{}", address.trim_start_matches(is_lead))
}

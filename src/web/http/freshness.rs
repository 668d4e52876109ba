//! [`Freshness`]: who may keep an answer, and whether it still holds.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::response::Response;

use crate::web::http::caller::ResponseAudience;

/// The rules for who may keep an answer, and how they ask whether it still holds.
pub(crate) enum Freshness {
    /// Nobody: it holds only now, or it is a secret.
    None,
    /// Browsers, and for everybody's answers whoever is on the way; each time they ask with this tag.
    Tagged(HeaderValue, ResponseAudience),
    /// Anyone for ever: its address names its content.
    Forever,
}

impl Freshness {
    /// Returns the value of `Cache-Control`.
    pub(crate) fn cache_control(&self) -> &'static str {
        match self {
            Self::None => "no-store",
            Self::Tagged(_, audience) if audience.is_everyone() => "public, no-cache",
            Self::Tagged(..) => "private, no-cache",
            Self::Forever => "public, max-age=31536000, immutable",
        }
    }

    /// Tells whether it is only for those who show who they are.
    pub(crate) fn is_for_some(&self) -> bool {
        matches!(self, Self::Tagged(_, audience) if !audience.is_everyone())
    }
}

/// Answers a client that has what the commit says already. The headers of what it has stay valid,
/// so only those that say so are sent.
pub(crate) fn unchanged(request: &HeaderMap, now: &HeaderMap) -> Option<Response> {
    let etag = now.get(header::ETAG)?;
    let mut known = request.get_all(header::IF_NONE_MATCH).iter();
    let matches = |value: &HeaderValue| {
        let mut tags = value.as_bytes().split(|&byte| byte == b',');
        tags.any(|tag| tag.trim_ascii() == etag.as_bytes())
    };
    if !known.any(matches) {
        return None;
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    for name in [header::CACHE_CONTROL, header::ETAG] {
        if let Some(value) = now.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    Some(response)
}

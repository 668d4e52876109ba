//! [`EncodedReply`]: a reply with its headers and its body as they go out.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use bytes::Bytes;

use crate::web::http::encoding::Encoding;
use crate::web::http::freshness::Freshness;
use crate::web::http::range;
use crate::web::http::reply::Reply;

/// Bodies shorter than this are not worth compressing.
const COMPRESS_FROM: usize = 256;

/// A reply as it goes out.
pub(crate) struct EncodedReply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl EncodedReply {
    pub(crate) fn new(reply: Reply, encoding: Encoding, freshness: Freshness) -> Self {
        let Reply {
            status,
            content_type,
            body,
            headers: more,
            policy,
            is_secret: _,
            count: _,
        } = reply;
        let mut headers = HeaderMap::new();
        security_headers(&mut headers, policy);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(freshness.cache_control()),
        );
        headers.extend(more);
        let worth = body.len() >= COMPRESS_FROM && is_text(content_type);
        let name = encoding.name().filter(|_| worth);
        let encoded = name.and_then(|name| Some((name, encoding.encode(&body).ok()?)));
        let body = match encoded {
            Some((name, encoded)) => {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
                Bytes::from(encoded)
            }
            None => body,
        };
        if is_text(content_type) {
            // Pages speak the reader's language; see `Locale::preferred`.
            let vary = if content_type.starts_with("text/html") {
                "Accept-Encoding, Accept-Language, Cookie"
            } else {
                "Accept-Encoding"
            };
            headers
                .entry(header::VARY)
                .or_insert(HeaderValue::from_static(vary));
        } else {
            headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        }
        if freshness.is_for_some() {
            let who = HeaderValue::from_static("Cookie, Authorization");
            headers.append(header::VARY, who);
        }
        if let Freshness::Tagged(etag, _) = freshness {
            headers.insert(header::ETAG, etag);
        }
        Self {
            status,
            headers,
            body,
        }
    }

    /// Makes one of a body that is coded already.
    pub(crate) fn compressed(reply: Reply, encoding: Encoding, freshness: Freshness) -> Self {
        let mut made = Self::new(reply, Encoding::Identity, freshness);
        if let Some(name) = encoding.name() {
            let name = HeaderValue::from_static(name);
            made.headers.insert(header::CONTENT_ENCODING, name);
        }
        made
    }

    pub(crate) fn response(&self, request: &HeaderMap) -> Response {
        if self.headers.contains_key(header::ACCEPT_RANGES)
            && self.status == StatusCode::OK
            && let Some(response) = range::part(request, &self.headers, &self.body)
        {
            return response;
        }
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

fn is_text(content_type: &str) -> bool {
    content_type.starts_with("text/")
        || content_type.ends_with("json")
        || content_type.contains("xml")
        || content_type.starts_with("application/javascript")
}

/// Makes a response of an answer that is not kept.
pub(crate) fn finish(reply: Reply) -> Response {
    finish_in(reply, Encoding::Identity)
}

/// The same in a coding: only for what holds no secret, whose length would tell of it.
pub(crate) fn finish_in(reply: Reply, encoding: Encoding) -> Response {
    EncodedReply::new(reply, encoding, Freshness::None).response(&HeaderMap::new())
}

/// Sets the headers that every answer has.
pub(crate) fn security_headers(headers: &mut HeaderMap, policy: &'static str) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

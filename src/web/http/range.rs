//! One range of bytes of a file.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::response::Response;
use bytes::Bytes;

/// Answers a request for one range of bytes (RFC 9110, section 14); others get the whole.
pub(crate) fn part(request: &HeaderMap, headers: &HeaderMap, body: &Bytes) -> Option<Response> {
    let range = request
        .get(header::RANGE)?
        .to_str()
        .ok()?
        .strip_prefix("bytes=")?;
    // A range of another version of the file would be glued to this one's.
    if request.contains_key(header::IF_RANGE) {
        return None;
    }
    let (first, last) = range.split_once('-')?;
    let length = body.len();
    let bounds = match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
        (Ok(first), Ok(last)) if first <= last => (first, last.min(length.saturating_sub(1))),
        (Ok(first), Err(_)) if last.trim().is_empty() => (first, length.saturating_sub(1)),
        (Err(_), Ok(last)) if first.trim().is_empty() && last > 0 => {
            (length.saturating_sub(last), length.saturating_sub(1))
        }
        _ => return None,
    };
    let mut response = Response::new(Body::empty());
    *response.headers_mut() = headers.clone();
    let (status, content_range) = if bounds.0 >= length {
        (
            StatusCode::RANGE_NOT_SATISFIABLE,
            format!("bytes */{length}"),
        )
    } else {
        *response.body_mut() = Body::from(body.slice(bounds.0..=bounds.1));
        (
            StatusCode::PARTIAL_CONTENT,
            format!("bytes {}-{}/{length}", bounds.0, bounds.1),
        )
    };
    *response.status_mut() = status;
    let content_range = HeaderValue::from_str(&content_range).ok()?;
    response
        .headers_mut()
        .insert(header::CONTENT_RANGE, content_range);
    Some(response)
}

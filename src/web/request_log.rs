//! The log of requests: each answer has an id and a line.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::http::header::{HeaderName, HeaderValue};
use axum::http::{Method, Uri};
use axum::response::Response;

use crate::web::http::credentials::without_secret;

/// Gives an answer its id and logs it in one line.
pub(super) fn log_request(
    mut response: Response,
    method: &Method,
    uri: &Uri,
    took: Duration,
) -> Response {
    let id = request_id();
    if let Ok(value) = HeaderValue::from_bytes(&id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), value);
    }
    tracing::info!(
        target: "concord::request",
        request_id = std::str::from_utf8(&id).unwrap_or(""),
        method = method.as_str(),
        path = without_secret(uri.path()),
        status = response.status().as_u16(),
        duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        "answered",
    );
    response
}

/// Returns an id that no other request has: the number of the request, mixed with what only this
/// process knows, so that ids of two processes do not meet and tell nobody how many there were.
fn request_id() -> [u8; 16] {
    static START: LazyLock<[u64; 2]> = LazyLock::new(|| {
        let mut bytes = [0_u8; 16];
        // Without random numbers requests are still answered; two processes may share ids.
        let _ = getrandom::fill(&mut bytes);
        let (a, b) = bytes.split_at(8);
        [a, b].map(|half| half.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)))
    });
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let mut mixed = number.wrapping_add(START[0]);
    for _ in 0..2 {
        mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0x7FB5_D329_728E_A185);
        mixed ^= START[1];
    }
    let digit = |index: usize| b"0123456789abcdef"[(mixed >> (60 - 4 * index)) as usize & 15];
    std::array::from_fn(digit)
}

//! Refuses what a page of another site has a browser send.
//!
//! Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`); tower-http's layer reads
//! that. Stricter than it: what shows a session's cookie and says neither is refused too. A request
//! without a cookie, such as git's or one with a token, has nothing that another site could use.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::web::http::credentials::{cookie, cookie_name};
use crate::web::http::encoded::finish;
use crate::web::http::reply::Reply;

/// Returns the layer for all routes.
pub(crate) fn layer() -> CsrfLayer<impl FnMut(ProtectionError) -> Response<Body> + Clone> {
    CsrfLayer::new().with_rejection_response(|_| refusal())
}

/// Refuses what shows a session's cookie without saying where it comes from.
pub(crate) async fn with_origin(request: Request, next: Next) -> Response {
    let is_safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let headers = request.headers();
    let says = ["sec-fetch-site", "origin"]
        .iter()
        .any(|name| headers.contains_key(*name));
    if is_safe || says || !has_session(headers) {
        return next.run(request).await;
    }
    refusal()
}

fn has_session(headers: &HeaderMap) -> bool {
    let names = [true, false].map(cookie_name);
    names.iter().any(|name| cookie(headers, name).is_some())
}

fn refusal() -> Response<Body> {
    let message = "This was not sent by a page of this site, so nothing was changed. Open the page again and send it from there.\n";
    let reply = Reply::new("text/plain; charset=utf-8", message);
    finish(reply.with_status(StatusCode::FORBIDDEN))
}

//! `/-/healthz`: whether the server works, for operators and load balancers.

use std::time::SystemTime;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::web::Site;
use crate::web::http::respond::{Reply, finish};

/// Answers with the commit that is served, and how it stands to the upstream's.
///
/// The status is 503 while the branch cannot be followed: what is served may be out of date, or
/// taken back. It is 200 whatever the upstream does: the site is served all the same.
pub(crate) async fn show(State(site): State<Site>) -> Response {
    let edition = site.publisher.edition();
    let mut body = serde_json::json!({
        "status": "ok",
        "commit": edition.revision().id.to_string(),
        "version": env!("CARGO_PKG_VERSION"),
    });
    if let Some(following) = &site.following {
        body["upstream"] = following.health();
    }
    let mut status = StatusCode::OK;
    if let Some(trouble) = site.publisher.trouble() {
        status = StatusCode::SERVICE_UNAVAILABLE;
        body["status"] = "the branch cannot be followed".into();
        body["reason"] = trouble.reason.into();
        body["since"] = timestamp(trouble.since).into();
    }
    finish(Reply::new("application/json", body.to_string()).with_status(status))
}

/// Writes a time to the second.
pub(crate) fn timestamp(time: SystemTime) -> String {
    let seconds = jiff::Timestamp::try_from(time).map(jiff::Timestamp::as_second);
    let time = seconds.and_then(jiff::Timestamp::from_second);
    time.map(|time| time.to_string()).unwrap_or_default()
}

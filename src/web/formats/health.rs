//! `/-/healthz`: whether the server works, for operators and load balancers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::store::{self, UpstreamStatus};
use crate::web::http::encoded::finish;
use crate::web::http::reply::Reply;
use crate::web::parts::day::timestamp;
use crate::web::parts::following::FollowedUpstream;
use crate::web::parts::reading::ReadingState;

/// Answers with the commit that is served, and how it stands to the upstream's.
///
/// The status is 503 while the branch cannot be followed: what is served may be out of date, or
/// taken back. It is 200 whatever the upstream does: the site is served all the same.
pub(crate) async fn show(
    State(reading): State<Arc<ReadingState>>,
    State(following): State<Option<Arc<FollowedUpstream>>>,
) -> Response {
    let edition = reading.publisher.edition();
    let mut body = serde_json::json!({
        "status": "ok",
        "commit": edition.revision().id.to_string(),
        "version": env!("CARGO_PKG_VERSION"),
    });
    if let Some(following) = &following {
        body["upstream"] = upstream(following);
    }
    let mut status = StatusCode::OK;
    if let Some(failure) = reading.publisher.follow_failure() {
        status = StatusCode::SERVICE_UNAVAILABLE;
        body["status"] = "the branch cannot be followed".into();
        body["reason"] = failure.reason.into();
        body["since"] = timestamp(failure.since).into();
    }
    finish(Reply::new("application/json", body.to_string()).with_status(status))
}

/// Returns how the two stand, for anyone to read: no address, no message of git's.
fn upstream(following: &FollowedUpstream) -> serde_json::Value {
    let UpstreamStatus { state, since } = following.upstream.status();
    let (name, detail) = match &state {
        None => ("behind", "not looked at yet".to_owned()),
        Some(store::UpstreamState::InStep) => ("in step", String::new()),
        Some(store::UpstreamState::Behind { .. }) => (
            "behind",
            "the two cannot be brought together; the server's log says why".to_owned(),
        ),
        Some(store::UpstreamState::Unreachable { .. }) => (
            "unreachable",
            "the upstream cannot be reached; the server's log says why".to_owned(),
        ),
        Some(store::UpstreamState::Conflict {
            local,
            upstream,
            files,
        }) => {
            let (local, theirs) = (local.short(), upstream.short());
            let detail = match files.len() {
                0 => format!("{local} here and {theirs} there have no history in common"),
                1 => format!("{local} here and {theirs} there both changed one file"),
                count => format!("{local} here and {theirs} there both changed {count} files"),
            };
            ("conflict", format!("{detail}; somebody has to merge them"))
        }
    };
    let mut health = serde_json::json!({ "state": name, "since": timestamp(since) });
    if !detail.is_empty() {
        health["detail"] = detail.into();
    }
    health
}

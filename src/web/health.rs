//! `/-/healthz`: whether the server works, for operators and load balancers.

use axum::extract::State;
use axum::response::Response;

use crate::web::Site;
use crate::web::respond::{Reply, finish};

/// Answers with the commit that is served.
pub(super) async fn show(State(site): State<Site>) -> Response {
    let edition = site.publisher.edition();
    let body = serde_json::json!({
        "status": "ok",
        "commit": edition.revision().id.to_string(),
        "version": env!("CARGO_PKG_VERSION"),
    });
    finish(Reply::new("application/json", body.to_string()))
}

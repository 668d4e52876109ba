//! `/-/healthz`: whether the server works, for operators and load balancers.

use axum::extract::State;
use axum::response::Response;

use crate::web::Site;
use crate::web::respond::{Reply, finish};

/// Answers with the commit that is served, and how it stands to the upstream's. The status is 200
/// whatever the upstream does: the site is served all the same.
pub(super) async fn show(State(site): State<Site>) -> Response {
    let edition = site.publisher.edition();
    let mut body = serde_json::json!({
        "status": "ok",
        "commit": edition.revision().id.to_string(),
        "version": env!("CARGO_PKG_VERSION"),
    });
    if let Some(following) = &site.following {
        body["upstream"] = following.health();
    }
    finish(Reply::new("application/json", body.to_string()))
}

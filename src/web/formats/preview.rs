//! What only a preview has: the bar that says so, and the news that the files have changed.
//!
//! A page's script asks `/-/preview/next?after=<the edition it was made from>` and is answered when
//! there is another, or after a while, so that it asks again.

use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use tokio::sync::watch;

use crate::domain::ObjectId;
use crate::web::Site;
use crate::web::http::assets;
use crate::web::http::respond::{Reply, finish};
use crate::web::parts::context::{Context, Query};

/// How long a browser waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(25);

/// Tells of every new edition of a preview.
pub type Editions = watch::Receiver<ObjectId>;

/// What stands on every page of a preview.
pub(crate) struct Bar {
    pub(crate) script: String,
    /// The edition that the page was made from.
    pub(crate) revision: String,
    /// How many files are not committed as they are.
    pub(crate) drafts: usize,
}

impl Bar {
    /// Returns the bar; `None` where this is no preview.
    pub(crate) fn new(context: &Context) -> Option<Self> {
        context.preview.then(|| Self {
            script: assets::address("preview.js"),
            revision: context.edition.revision().id.to_string(),
            drafts: context.edition.drafts().len(),
        })
    }
}

/// Answers `/-/preview/next` once the edition is another than the one that the browser shows.
pub(crate) async fn next(State(site): State<Site>, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(query.as_deref().unwrap_or(""));
    let after = query.get("after");
    let is_other = |id: &ObjectId| id.to_string() != after;
    if let Some(mut editions) = site.editions.clone() {
        // A preview that ends drops its side; the browser then asks until another one starts.
        let wait = editions.wait_for(is_other);
        let _ = tokio::time::timeout(PATIENCE, wait).await;
    }
    let revision = site.publisher.edition().revision().id.to_string();
    let body = serde_json::json!({ "revision": revision });
    finish(Reply::new("application/json", body.to_string()))
}

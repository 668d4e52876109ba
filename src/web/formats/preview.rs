//! `/-/preview/next`: the news that the files of a preview have changed.
//!
//! A page's script asks `/-/preview/next?after=<the edition it was made from>` and is answered when
//! there is another, or after a while, so that it asks again.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use tokio::sync::watch;

use crate::domain::ObjectId;
use crate::web::http::encoded::finish;
use crate::web::http::query::Query;
use crate::web::http::reply::Reply;
use crate::web::parts::reading::ReadingState;

/// The time that a browser waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(25);

/// Tells of every new edition of a preview.
pub type Editions = watch::Receiver<ObjectId>;

/// Answers `/-/preview/next` once the edition is another than the one that the browser shows.
pub(crate) async fn next(
    State(reading): State<Arc<ReadingState>>,
    State(editions): State<Option<Editions>>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = Query::parse(query.as_deref().unwrap_or(""));
    let after = query.get("after");
    let is_other = |id: &ObjectId| id.to_string() != after;
    if let Some(mut editions) = editions {
        // A preview that ends drops its side; the browser then asks until another one starts.
        let wait = editions.wait_for(is_other);
        let _ = tokio::time::timeout(PATIENCE, wait).await;
    }
    let revision = reading.publisher.edition().revision().id.to_string();
    let body = serde_json::json!({ "revision": revision });
    finish(Reply::new("application/json", body.to_string()))
}

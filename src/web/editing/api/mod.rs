//! Writing over the API: programs make, change and delete pages with somebody's token.
//!
//! What a program sends is merged with what others did meanwhile, as in a browser: it says with
//! `If-Match` which object of the page it began with. Nothing is overwritten that it has not seen.
//!
//! 1. [`request`] finds out who sends what, and refuses what nobody could save.
//! 2. [`change`] merges it and saves it.
//! 3. [`problem`] says why not.

mod change;
mod problem;
mod request;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;

use crate::site::SiteWriter;
use crate::web::editing::api::problem::ProblemDetails;
use crate::web::editing::api::request::WriteRequest;
use crate::web::http::encoded::finish;
use crate::web::parts::reading::ReadingState;

/// Answers what changes a page at `/api/v1/pages/<path>`.
pub(crate) async fn answer(
    State(reading): State<Arc<ReadingState>>,
    State(writer): State<Option<Arc<SiteWriter>>>,
    request: Request,
) -> Response {
    let sent = match WriteRequest::read(&reading, writer, request).await {
        Ok(sent) => sent,
        Err(problem) => return finish(problem.reply()),
    };
    let made = tokio::task::spawn_blocking(move || change::save(&sent)).await;
    let made = made.unwrap_or_else(|error| Err(ProblemDetails::internal(&error)));
    finish(made.unwrap_or_else(ProblemDetails::reply))
}

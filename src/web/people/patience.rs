//! Answers whoever waits for accounts that say nothing.
//!
//! What is done with accounts asks their database several times, works out a password, or asks another
//! provider; each has its own bound, and all together have this one.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::accounts::DatabaseError;
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::parts::account_words;
use crate::web::parts::context::Context;
use crate::web::parts::error_page;
use crate::web::parts::reading::{Basis, ReadingState};

/// The longest time that an answer may take altogether.
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers a request about accounts, or says that they cannot be read; what was begun is undone then.
pub(crate) async fn in_time(
    State(reading): State<Arc<ReadingState>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let (basis, address) = (Basis::of(&reading, &parts), parts.uri.clone());
    let answer = next.run(Request::from_parts(parts, body));
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(response) => response,
        Err(_) => {
            let context = Context::new(&reading, &basis, address);
            let message = account_words::of(context.words, &DatabaseError::Silent.into());
            finish(error_page::reply(&Error::Unavailable(message), &context))
        }
    }
}

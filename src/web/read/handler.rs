//! Answers every `GET`: from the cache, or by the page's own function on a thread that may
//! block.

use std::pin::Pin;
use std::sync::Arc;

use axum::extract::{FromRef, Request};
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;

use crate::web::http::encoded::finish;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::language_choice::choose_language;
use crate::web::parts::reading::Basis;
use crate::web::parts::reading::ReadingState;
use crate::web::read::responses::{PageHandler, PageRenderer, ResponseKey, Responses, address_of};

/// Makes a handler of a page's function.
pub(crate) fn cached(render: PageRenderer) -> PageHandler {
    PageHandler {
        render,
        is_list: false,
    }
}

/// Makes a handler of the function of a list of everything, which may take long to make.
pub(crate) fn list(render: PageRenderer) -> PageHandler {
    PageHandler {
        render,
        is_list: true,
    }
}

impl<S> Handler<(Request,), S> for PageHandler
where
    S: Send + Sync + 'static,
    Arc<ReadingState>: FromRef<S>,
    Arc<Responses>: FromRef<S>,
{
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, state: S) -> Self::Future {
        let (reading, responses) = (FromRef::from_ref(&state), FromRef::from_ref(&state));
        let (request, _) = request.into_parts();
        Box::pin(async move { answer(self, request, reading, responses).await })
    }
}

/// Answers a request with a page's function, or with what it made before.
pub(crate) async fn answer(
    page: PageHandler,
    request: Parts,
    reading: Arc<ReadingState>,
    responses: Arc<Responses>,
) -> Response {
    if let Some(response) = choose_language(&request.uri) {
        return response;
    }
    let basis = Basis::of(&reading, &request);
    let Parts { uri, headers, .. } = request;
    let key = ResponseKey::of(&basis, address_of(&uri).into(), &headers);
    let slot = responses.slot(page).await;
    // After a commit everyone asks for the same pages: whoever waited may find what another made.
    if let Some(kept) = responses.holding(&key, &reading) {
        return kept.answer(&headers);
    }
    let kept = Arc::clone(&responses);
    let work = move || {
        let context = Context::new(&reading, &basis, uri);
        kept.make(page, &context, key)
    };
    let made = tokio::task::spawn_blocking(work).await;
    drop(slot);
    match made {
        Ok(kept) => kept.answer(&headers),
        Err(_) => finish(
            Reply::new("text/plain; charset=utf-8", "something went wrong")
                .with_status(StatusCode::INTERNAL_SERVER_ERROR),
        ),
    }
}

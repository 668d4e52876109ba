//! `/-/assets/`: the style sheet, the script and the icons.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::web::http::assets;
use crate::web::http::encoded::finish;
use crate::web::http::encoding::Encoding;
use crate::web::http::error::Error;
use crate::web::parts::context::Context;
use crate::web::parts::error_page;
use crate::web::parts::reading::Basis;
use crate::web::parts::reading::ReadingState;

/// Answers `/-/assets/<name>`.
pub(crate) async fn show(
    State(reading): State<Arc<ReadingState>>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let (request, _) = request.into_parts();
    let headers = &request.headers;
    let encoding = Encoding::choose(headers);
    if let Some(stored) = reading.look.asset(&name, encoding) {
        return stored.response(headers);
    }
    match assets::find(name, encoding) {
        Some(stored) => stored.response(headers),
        None => {
            let basis = Basis::of(&reading, &request);
            let context = Context::new(&reading, &basis, request.uri);
            finish(error_page::reply(&Error::NotFound, &context))
        }
    }
}

/// Answers `/favicon.ico`, which browsers ask for unasked.
pub(crate) async fn icon() -> Response {
    let location = assets::address("icon.svg");
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

//! The routes of a site.

mod editing_routes;
mod people_routes;
mod reading_routes;

use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Uri};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{any, get};

use crate::web::formats::preview;
use crate::web::git;
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::pages::page;
use crate::web::parts::context::Context;
use crate::web::parts::error_page;
use crate::web::parts::reading::{Basis, ReadingState};
use crate::web::people::cross_site;
use crate::web::read::handler::cached;
use crate::web::router::editing_routes::editing_routes;
use crate::web::router::people_routes::people_routes;
use crate::web::router::reading_routes::{
    api_routes, file_routes, history_routes, page_routes, seminar_routes,
};
use crate::web::service::SiteService;
use crate::web::site::{Site, SiteState};

/// Returns a site as a service. What is none of its routes is a page or an attachment.
pub fn service(site: Site) -> SiteService {
    let shared = site.shared();
    let preview = match shared.reading.is_preview {
        true => Router::new().route("/-/preview/next", get(preview::next)),
        false => Router::new(),
    };
    let router = preview
        .merge(page_routes())
        .merge(file_routes())
        .merge(api_routes())
        .merge(history_routes())
        .merge(seminar_routes())
        .merge(people_routes(&shared))
        .merge(editing_routes())
        .route("/content.git", any(git::answer))
        .route("/content.git/", any(git::answer))
        .route("/content.git/{*rest}", any(git::answer))
        .fallback(get(cached(page::show)))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn(cross_site::with_origin))
        .layer(cross_site::layer())
        .layer(middleware::from_fn(with_route))
        .with_state(shared.clone());
    prerender(&shared);
    SiteService::new(shared.reading, shared.responses, router)
}

/// Has an answer tell by which route it was made, for those who count.
async fn with_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

/// Answers a method that an address does not take; which it takes, the router adds.
async fn method_not_allowed(
    State(reading): State<Arc<ReadingState>>,
    request: Request,
) -> Response {
    let (request, _) = request.into_parts();
    let basis = Basis::of(&reading, &request);
    let context = Context::new(&reading, &basis, request.uri);
    finish(error_page::reply(&Error::MethodNotAllowed, &context))
}

/// Has the pages that are being read made for each edition before its readers get it.
fn prerender(shared: &SiteState) {
    // In a preview a browser shows one page and is told to ask for it.
    if shared.reading.is_preview {
        return;
    }
    let responses = Arc::clone(&shared.responses);
    let home = Uri::from_static("/");
    // Not the site itself, which holds the publisher.
    let basis = Basis::find(&shared.reading, &home, &HeaderMap::new(), None);
    let context = Context::new(&shared.reading, &basis, home);
    let publisher = Arc::downgrade(&shared.reading.publisher);
    shared.reading.publisher.before_serving(move |next| {
        if let Some(publisher) = publisher.upgrade() {
            if publisher.commit() == next.revision().id {
                // What could not be read of the same commit can be now.
                responses.forget();
                return;
            }
            responses.prerender(publisher.commit(), &context.clone().of(next));
        }
    });
}

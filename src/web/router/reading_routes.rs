//! The routes of what is read: pages, files, the API, the history, events.

use axum::Router;
use axum::routing::{MethodRouter, get, post};

use crate::web::editing::api as writing;
use crate::web::formats::{
    api, assets, calendar, changes as change_formats, citation, events, feeds, health,
    history as history_formats, map as map_formats, metrics, picture, security, suggest,
    take_along, upstream,
};
use crate::web::pages::{
    blame, changes, commit, coverage, decisions, deleted, diff, glossary, history, home, map,
    problems, search, selection, session, style, subject,
};
use crate::web::read::handler::{cached, list};
use crate::web::read::responses::PageHandler;
use crate::web::site::SiteState;

/// Returns the routes of the pages that list and explain others.
pub(super) fn page_routes() -> Router<SiteState> {
    Router::new()
        .route("/", get(cached(home::show)))
        .route("/search", get(cached(search::show)))
        .route("/map", get(cached(map::show)))
        .route("/changes", get(changes::answer))
        .route("/-/commits/{id}", get(list(commit::show)))
        .route("/-/problems", get(list(problems::show)))
        .route("/-/style", get(cached(style::show)))
        .route("/-/glossary", get(cached(glossary::show)))
        .route("/-/glossary/{facet}/{term}", get(cached(glossary::term)))
        .route("/-/countries/{code}", get(cached(subject::country)))
        .route(
            "/-/organisations/{name}",
            get(cached(subject::organisation)),
        )
        .route("/-/people/{name}", get(cached(subject::person)))
}

/// Returns the routes of what is no page: feeds, tables, pictures and assets.
pub(super) fn file_routes() -> Router<SiteState> {
    Router::new()
        .route("/map.csv", get(cached(map_formats::csv)))
        .route("/map.svg", get(cached(map_formats::svg)))
        .route("/-/picture.png", get(cached(picture::show)))
        .route("/-/picture/{*path}", get(cached(picture::show)))
        .route("/-/pages.csv", get(cached(take_along::csv)))
        .route("/-/pages.md", get(cached(take_along::markdown)))
        .route("/-/cite/{key}", get(cached(citation::download)))
        .route("/-/cite-page/{*path}", get(cached(citation::page)))
        .route("/-/references/{name}", get(cached(citation::several)))
        .route("/-/assets/{name}", get(assets::show))
        .route("/feed.xml", get(cached(feeds::atom)))
        .route("/sitemap.xml", get(cached(feeds::sitemap)))
        .route("/opensearch.xml", get(cached(feeds::opensearch)))
        .route("/robots.txt", get(cached(feeds::robots)))
        .route("/llms.txt", get(cached(feeds::llms)))
        .route("/.well-known/security.txt", get(cached(security::show)))
        .route("/favicon.ico", get(assets::icon))
}

/// Returns the routes that programs ask.
pub(super) fn api_routes() -> Router<SiteState> {
    Router::new()
        .route("/api/v1/search", get(cached(api::search)))
        .route("/api/v1/pages", get(cached(api::pages)))
        .route("/api/v1/pages/", api_page(cached(api::home)))
        .route("/api/v1/pages/{*path}", api_page(cached(api::page)))
        .route("/api/v1/facets", get(cached(api::facets)))
        .route("/api/v1/map", get(cached(api::map)))
        .route("/api/v1/openapi.json", get(cached(api::description)))
        .route("/-/suggest", get(cached(suggest::show)))
        .route("/-/healthz", get(health::show))
        .route("/-/metrics", get(metrics::show))
        .route("/-/upstream", post(upstream::call))
}

/// Returns the routes of what pages said before.
pub(super) fn history_routes() -> Router<SiteState> {
    Router::new()
        .route("/-/history/", get(cached(history::show)))
        .route("/-/history/{*path}", get(cached(history::show)))
        .route("/-/blame/", get(cached(blame::show)))
        .route("/-/blame/{*path}", get(cached(blame::show)))
        .route("/-/diff/", get(cached(diff::show)))
        .route("/-/diff/{*path}", get(cached(diff::show)))
        .route("/-/deleted", get(list(deleted::show)))
        .route("/-/changes.xml", get(cached(change_formats::atom)))
        .route("/api/v1/changes", get(cached(change_formats::json)))
        .route("/api/v1/history/", get(cached(history_formats::versions)))
        .route(
            "/api/v1/history/{*path}",
            get(cached(history_formats::versions)),
        )
        .route("/api/v1/diff/", get(cached(history_formats::diff)))
        .route("/api/v1/diff/{*path}", get(cached(history_formats::diff)))
}

/// Returns the routes of events, their sessions and what is collected for them.
pub(super) fn seminar_routes() -> Router<SiteState> {
    Router::new()
        .route("/api/v1/events", get(cached(events::show)))
        .route("/-/session/{*path}", get(cached(session::show)))
        .route("/-/coverage/{*path}", get(cached(coverage::show)))
        .route("/-/selection", get(cached(selection::show)))
        .route("/-/decisions", get(cached(decisions::show)))
        .route("/-/calendar/{*path}", get(cached(calendar::event)))
        .route("/-/events.ics", get(list(calendar::all)))
}

/// Answers for a page over the API, and takes what programs write.
fn api_page(read: PageHandler) -> MethodRouter<SiteState> {
    let write = writing::answer;
    get(read).post(write).put(write).delete(write)
}

//! The routes of writing in the browser.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

use crate::web::editing::seminar::{add, building, chosen, examples, record, take_over};
use crate::web::editing::tables::{
    bibliography, heading, import, synonyms, term, vocabulary, work,
};
use crate::web::editing::{LONGEST, complete, edit, moving, new, restore, undo};
use crate::web::site::SiteState;

/// Returns the routes of writing in the browser.
pub(super) fn editing_routes() -> Router<SiteState> {
    Router::new()
        .route("/-/new", get(new::show).post(new::send))
        .route("/-/complete", get(complete::show))
        .route("/-/edit/", get(edit::show).post(edit::send))
        .route("/-/edit/{*path}", get(edit::show).post(edit::send))
        .route(
            "/-/examples/{*path}",
            get(examples::show).post(examples::send),
        )
        .route("/-/add-to-session/{*path}", get(add::show).post(add::send))
        .route("/-/selection/session", get(chosen::show).post(chosen::send))
        .route("/-/record/{*path}", get(record::show).post(record::send))
        .route(
            "/-/agenda/{*path}",
            get(building::show).post(building::send),
        )
        .route(
            "/-/take-over/{*path}",
            get(take_over::show).post(take_over::send),
        )
        .route(
            "/-/move/{*path}",
            get(moving::show_move).post(moving::send_move),
        )
        .route(
            "/-/delete/{*path}",
            get(moving::show_deletion).post(moving::send_deletion),
        )
        .route("/-/undo/{commit}", get(undo::show).post(undo::send))
        .route("/-/restore/", get(restore::show).post(restore::send))
        .route("/-/restore/{*path}", get(restore::show).post(restore::send))
        .merge(table_routes())
        .layer(DefaultBodyLimit::max(LONGEST))
}

/// Returns the routes of the vocabulary and the bibliography, for organizers.
fn table_routes() -> Router<SiteState> {
    Router::new()
        .route("/-/vocabulary", get(vocabulary::show))
        .route(
            "/-/vocabulary/{facet}",
            get(term::show_new).post(term::send_new),
        )
        .route(
            "/-/vocabulary/{facet}/{*term}",
            get(term::show).post(term::send),
        )
        .route("/-/facets", get(heading::show).post(heading::send))
        .route("/-/facets/{facet}", get(heading::show).post(heading::send))
        .route("/-/groups/{facet}", get(heading::show).post(heading::send))
        .route(
            "/-/groups/{facet}/{*group}",
            get(heading::show).post(heading::send),
        )
        .route("/-/synonyms", get(synonyms::show).post(synonyms::send))
        .route("/-/bibliography", get(bibliography::show))
        .route("/-/bibliography/{*key}", get(work::show).post(work::send))
        .route("/-/import", get(import::show).post(import::send))
}

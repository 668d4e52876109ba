//! The routes of a site.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::handler::Handler;
use axum::http::{HeaderMap, Uri};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, any, get, post};

use crate::web::editing::seminar::{add, building, chosen, examples, record, take_over};
use crate::web::editing::tables::{
    bibliography, heading, import, synonyms, term, vocabulary, work,
};
use crate::web::editing::{LONGEST, api as writing, complete, edit, moving, new, restore, undo};
use crate::web::formats::{
    api, assets, calendar, changes as change_formats, citation, events, feeds, health,
    history as history_formats, map as map_formats, metrics, picture, preview, security, suggest,
    take_along, upstream,
};
use crate::web::git;
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::pages::{
    blame, changes, commit, coverage, decisions, deleted, diff, glossary, history, home, map, page,
    problems, search, selection, session, style,
};
use crate::web::parts::context::Context;
use crate::web::parts::error_page;
use crate::web::parts::reading::{Basis, ReadingState};
use crate::web::people::{
    account, accounts, audit, confirm, cross_site, forgotten, join, link, own_data, patience,
    provider, searches, sign_in,
};
use crate::web::read::handler::{cached, list};
use crate::web::read::responses::PageHandler;
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
        .route("/", get(cached(home::show)))
        .route("/search", get(cached(search::show)))
        .route("/map", get(cached(map::show)))
        .route("/changes", get(changes::answer))
        .route("/-/commits/{id}", get(list(commit::show)))
        .route("/map.csv", get(cached(map_formats::csv)))
        .route("/map.svg", get(cached(map_formats::svg)))
        .route("/-/suggest", get(cached(suggest::show)))
        .route("/-/problems", get(list(problems::show)))
        .route("/-/style", get(cached(style::show)))
        .route("/-/picture.png", get(cached(picture::show)))
        .route("/-/picture/{*path}", get(cached(picture::show)))
        .route("/-/pages.csv", get(cached(take_along::csv)))
        .route("/-/pages.md", get(cached(take_along::markdown)))
        .route("/-/glossary", get(cached(glossary::show)))
        .route("/-/glossary/{facet}/{term}", get(cached(glossary::term)))
        .route("/-/countries/{code}", get(cached(glossary::country)))
        .route(
            "/-/organisations/{name}",
            get(cached(glossary::organisation)),
        )
        .route("/-/people/{name}", get(cached(glossary::person)))
        .route("/-/cite/{key}", get(cached(citation::download)))
        .route("/-/cite-page/{*path}", get(cached(citation::page)))
        .route("/-/references/{name}", get(cached(citation::several)))
        .route("/-/assets/{name}", get(assets::show))
        .route("/-/healthz", get(health::show))
        .route("/-/metrics", get(metrics::show))
        .route("/-/upstream", post(upstream::call))
        .route("/api/v1/search", get(cached(api::search)))
        .route("/api/v1/pages", get(cached(api::pages)))
        .route("/api/v1/pages/", api_page(cached(api::home)))
        .route("/api/v1/pages/{*path}", api_page(cached(api::page)))
        .route("/api/v1/facets", get(cached(api::facets)))
        .route("/api/v1/map", get(cached(api::map)))
        .route("/api/v1/openapi.json", get(cached(api::description)))
        .route("/feed.xml", get(cached(feeds::atom)))
        .route("/sitemap.xml", get(cached(feeds::sitemap)))
        .route("/opensearch.xml", get(cached(feeds::opensearch)))
        .route("/robots.txt", get(cached(feeds::robots)))
        .route("/llms.txt", get(cached(feeds::llms)))
        .route("/.well-known/security.txt", get(cached(security::show)))
        .route("/favicon.ico", get(assets::icon))
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

/// Returns the routes of what pages said before.
fn history_routes() -> Router<SiteState> {
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
fn seminar_routes() -> Router<SiteState> {
    Router::new()
        .route("/api/v1/events", get(cached(events::show)))
        .route("/-/session/{*path}", get(cached(session::show)))
        .route("/-/coverage/{*path}", get(cached(coverage::show)))
        .route("/-/selection", get(cached(selection::show)))
        .route("/-/decisions", get(cached(decisions::show)))
        .route("/-/calendar/{*path}", get(cached(calendar::event)))
        .route("/-/events.ics", get(list(calendar::all)))
}

/// Returns the routes of what people do with their accounts.
fn people_routes(shared: &SiteState) -> Router<SiteState> {
    let in_time = middleware::from_fn_with_state(shared.clone(), patience::in_time);
    Router::new()
        .route("/-/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/-/sign-out", post(sign_in::sign_out))
        .route(
            "/-/provider",
            get(provider::begin).post(provider::begin_form),
        )
        .route("/-/provider/callback", get(provider::callback))
        .route(
            "/-/first/{secret}",
            get(link::first).post(link::accept_first),
        )
        .route("/-/invite/{secret}", get(link::invited).post(link::accept))
        .route("/-/forgotten", get(forgotten::show).post(forgotten::send))
        .route("/-/reset/{secret}", get(link::forgotten).post(link::reset))
        .route(
            "/-/confirm/{secret}",
            get(confirm::show).post(confirm::send),
        )
        .route("/-/account", get(account::show))
        .route("/-/account/data.json", get(own_data::show))
        .route("/-/account/profile", form("/-/account", account::profile))
        .route("/-/account/mail", form("/-/account", account::mail))
        .route("/-/account/password", form("/-/account", account::password))
        .route("/-/account/tokens", form("/-/account", account::token))
        .route(
            "/-/account/tokens/end",
            form("/-/account", account::end_token),
        )
        .route(
            "/-/account/sessions/end",
            form("/-/account", account::end_session),
        )
        .route(
            "/-/account/identities/end",
            form("/-/account", account::end_identity),
        )
        .route("/-/accounts", get(accounts::show))
        .route("/-/accounts/invite", form("/-/accounts", accounts::invite))
        .route("/-/accounts/change", form("/-/accounts", accounts::change))
        .route("/-/audit", get(audit::show))
        .route("/-/audit.csv", get(audit::as_csv))
        .route("/-/audit.jsonl", get(audit::as_json_lines))
        .route("/-/searches", get(searches::show))
        .route("/-/join/{*path}", get(join::show).post(join::send))
        .route("/.well-known/change-password", get(change_password))
        .layer(in_time)
}

/// Returns the routes of writing in the browser.
fn editing_routes() -> Router<SiteState> {
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

/// Answers for a page over the API, and takes what programs write.
fn api_page(read: PageHandler) -> MethodRouter<SiteState> {
    let write = writing::answer;
    get(read).post(write).put(write).delete(write)
}

/// Takes a form. Its address, looked at again, leads to the page where the form is: so it is when a
/// language is chosen there, or the address is opened once more.
fn form<H, T>(page: &'static str, take: H) -> MethodRouter<SiteState>
where
    H: Handler<T, SiteState>,
    T: 'static,
{
    let lead = move |uri: Uri| async move {
        let query = uri.query().map(|query| format!("?{query}"));
        finish(Reply::see_other(&format!(
            "{page}{}",
            query.unwrap_or_default()
        )))
    };
    get(lead).post(take)
}

/// Leads programs that keep passwords to where one is changed.
async fn change_password() -> Response {
    finish(Reply::see_other("/-/account#password"))
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

//! The routes of what people do with their accounts.

use axum::Router;
use axum::handler::Handler;
use axum::http::Uri;
use axum::middleware;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};

use crate::web::http::encoded::finish;
use crate::web::http::reply::Reply;
use crate::web::people::{
    account, accounts, audit, confirm, forgotten, join, link, own_data, patience, provider,
    searches, sign_in,
};
use crate::web::site::SiteState;

/// Returns the routes of what people do with their accounts.
pub(super) fn people_routes(shared: &SiteState) -> Router<SiteState> {
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

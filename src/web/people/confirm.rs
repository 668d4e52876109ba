//! `/-/confirm/…`: whoever opens the link and says so gets mail about an account there. Looking at it changes
//! nothing, since scanners of mail open links before people do; nobody needs to be signed in, since mail
//! is often read elsewhere.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::accounts::{AccountError, Secret};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;
use crate::web::parts::visit::Visit;

#[derive(Template)]
#[template(path = "people/confirm.html")]
struct ConfirmView {
    shell: Shell,
    /// The first sentence: what is to be confirmed; empty where the link does not hold.
    lead: String,
    /// A sentence on what was done, or is wrong.
    message: String,
    is_wrong: bool,
}

/// Shows what the link confirms.
pub(crate) async fn show(visit: Visit) -> Response {
    let named = match link(&visit) {
        Ok(link) => visit.accounts.confirmation(&link).await,
        Err(error) => Err(error),
    };
    match named {
        Ok((account, address)) => {
            let name = account.name.as_str();
            let words = visit.words();
            let lead = words.with_two("confirm-lead", "name", name, "address", &address);
            visit.answer(view(&visit, lead, String::new(), StatusCode::OK))
        }
        Err(error) => over(&visit, &error),
    }
}

/// Uses the link.
pub(crate) async fn send(visit: Visit) -> Response {
    let done = match link(&visit) {
        Ok(link) => visit.accounts.confirm(&link, &visit.browser).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            let message = visit.words().say("confirm-done").into_owned();
            visit.answer(view(&visit, String::new(), message, StatusCode::OK))
        }
        Err(error) => over(&visit, &error),
    }
}

fn link(visit: &Visit) -> Result<Secret, AccountError> {
    let path = visit.context.uri.path();
    let text = path.strip_prefix("/-/confirm/").unwrap_or("");
    Secret::shown(text).ok_or(AccountError::LinkOver)
}

fn over(visit: &Visit, error: &AccountError) -> Response {
    let (message, status) = visit.said(error);
    visit.answer(view(visit, String::new(), message, status))
}

fn view(visit: &Visit, lead: String, message: String, status: StatusCode) -> Result<Reply, Error> {
    let title = visit.words().say("confirm-title");
    let view = ConfirmView {
        shell: Shell::new(&visit.context, &title).without_index(),
        lead,
        message,
        is_wrong: status != StatusCode::OK,
    };
    Ok(Reply::html(view.render()?).with_status(status))
}

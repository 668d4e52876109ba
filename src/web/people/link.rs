//! `/-/invite/…` and `/-/first/…`: links for one use. Looking at one uses nothing.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::accounts::{AccountError, Secret};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;
use crate::web::parts::visit::Visit;

#[derive(Template)]
#[template(path = "people/link.html")]
struct LinkView {
    shell: Shell,
    /// Whether this makes the first administrator, who chooses a name as well.
    is_first: bool,
    /// Whom the link is for, or what was typed.
    name: String,
    message: String,
    /// Whether that is wrong with the name, or with the password.
    wrong_name: bool,
    wrong_password: bool,
    /// Whether the link can still be used.
    holds: bool,
    /// Whether what is typed here could be read on the way.
    is_insecure: bool,
}

/// Shows whom an invitation is for.
pub(crate) async fn invited(visit: Visit) -> Response {
    let named = match link(&visit, "/-/invite/") {
        Ok(link) => visit.accounts.links().invited(&link).await,
        Err(error) => Err(error),
    };
    match named {
        Ok(account) => visit.answer(view(&visit, false, account.name.as_str(), None)),
        Err(error) => over(&visit, false, &error),
    }
}

/// Uses an invitation.
pub(crate) async fn accept(visit: Visit) -> Response {
    let link = match link(&visit, "/-/invite/") {
        Ok(link) => link,
        Err(error) => return over(&visit, false, &error),
    };
    let name = match visit.accounts.links().invited(&link).await {
        Ok(account) => account.name.to_string(),
        Err(error) => return over(&visit, false, &error),
    };
    if !visit.basis.caller.client.is_secure {
        return visit.answer(view(&visit, false, &name, None).map(forbidden));
    }
    let password = visit.form.raw("password");
    match visit
        .accounts
        .links()
        .accept(&link, password, &visit.browser)
        .await
    {
        Ok(session) => visit.lead("/", Some(&session)),
        Err(error) => visit.answer(view(&visit, false, &name, Some(&error))),
    }
}

/// Shows the form by which the first administrator comes in.
pub(crate) async fn first(visit: Visit) -> Response {
    match link(&visit, "/-/first/") {
        Ok(link) if visit.accounts.links().is_first(&link) => {
            visit.answer(view(&visit, true, "", None))
        }
        _ => over(&visit, true, &AccountError::LinkOver),
    }
}

/// Makes the first administrator.
pub(crate) async fn accept_first(visit: Visit) -> Response {
    let link = match link(&visit, "/-/first/") {
        Ok(link) if visit.accounts.links().is_first(&link) => link,
        _ => return over(&visit, true, &AccountError::LinkOver),
    };
    let name = visit.form.get("name").to_owned();
    if !visit.basis.caller.client.is_secure {
        return visit.answer(view(&visit, true, &name, None).map(forbidden));
    }
    let password = visit.form.raw("password");
    let accepted = visit
        .accounts
        .links()
        .accept_first(&link, &name, password, &visit.browser);
    match accepted.await {
        Ok(session) => visit.lead("/-/accounts", Some(&session)),
        Err(error) => visit.answer(view(&visit, true, &name, Some(&error))),
    }
}

/// Reads the secret in the address.
fn link(visit: &Visit, door: &str) -> Result<Secret, AccountError> {
    let text = visit.context.uri.path().strip_prefix(door).unwrap_or("");
    Secret::shown(text).ok_or(AccountError::LinkOver)
}

fn forbidden(reply: Reply) -> Reply {
    reply.with_status(StatusCode::FORBIDDEN)
}

fn over(visit: &Visit, is_first: bool, error: &AccountError) -> Response {
    visit.answer(page(visit, is_first, "", Some(error), false))
}

fn view(
    visit: &Visit,
    is_first: bool,
    name: &str,
    error: Option<&AccountError>,
) -> Result<Reply, Error> {
    page(visit, is_first, name, error, true)
}

fn page(
    visit: &Visit,
    is_first: bool,
    name: &str,
    error: Option<&AccountError>,
    holds: bool,
) -> Result<Reply, Error> {
    let (message, status) = match error {
        Some(error) => visit.said(error),
        None => (String::new(), StatusCode::OK),
    };
    let title = visit.words().say(match is_first {
        true => "first-title",
        false => "invite-title",
    });
    let view = LinkView {
        shell: Shell::new(&visit.context, &title).without_index(),
        is_first,
        name: name.to_owned(),
        message,
        wrong_name: matches!(
            error,
            Some(AccountError::Name(_) | AccountError::NameTaken | AccountError::NoName)
        ),
        wrong_password: matches!(error, Some(AccountError::Password(_))),
        holds,
        is_insecure: !visit.basis.caller.client.is_secure,
    };
    Ok(Reply::html(view.render()?).with_status(status))
}

//! `/-/invite/…`, `/-/reset/…` and `/-/first/…`: links for one use. Looking at one uses nothing.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::accounts::{Account, AccountError, Secret};
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
    lead: String,
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

/// What a link is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Door {
    /// It makes the first administrator.
    First,
    /// It invites somebody.
    Invite,
    /// It was mailed to somebody who forgot a password.
    Reset,
}

impl Door {
    fn path(self) -> &'static str {
        match self {
            Self::First => "/-/first/",
            Self::Invite => "/-/invite/",
            Self::Reset => "/-/reset/",
        }
    }

    /// Returns whose link the address names.
    async fn account(self, visit: &Visit) -> Result<(Secret, Account), AccountError> {
        let (link, links) = (link(visit, self)?, visit.accounts.links());
        let account = match self {
            Self::Reset => links.forgotten(&link).await?,
            Self::First | Self::Invite => links.invited(&link).await?,
        };
        Ok((link, account))
    }
}

/// Shows whom an invitation is for.
pub(crate) async fn invited(visit: Visit) -> Response {
    show(&visit, Door::Invite).await
}

/// Uses an invitation.
pub(crate) async fn accept(visit: Visit) -> Response {
    take(&visit, Door::Invite).await
}

/// Shows whose password a mailed link changes.
pub(crate) async fn forgotten(visit: Visit) -> Response {
    show(&visit, Door::Reset).await
}

/// Uses a mailed link.
pub(crate) async fn reset(visit: Visit) -> Response {
    take(&visit, Door::Reset).await
}

async fn show(visit: &Visit, door: Door) -> Response {
    match door.account(visit).await {
        Ok((_, account)) => visit.answer(view(visit, door, account.name.as_str(), None)),
        Err(error) => over(visit, door, &error),
    }
}

async fn take(visit: &Visit, door: Door) -> Response {
    let (link, name) = match door.account(visit).await {
        Ok((link, account)) => (link, account.name.to_string()),
        Err(error) => return over(visit, door, &error),
    };
    if !visit.basis.caller.client.is_secure {
        return visit.answer(view(visit, door, &name, None).map(forbidden));
    }
    let (password, links) = (visit.form.raw("password"), visit.accounts.links());
    let taken = match door {
        Door::Reset => links.reset(&link, password, &visit.browser).await,
        Door::First | Door::Invite => links.accept(&link, password, &visit.browser).await,
    };
    match taken {
        Ok(session) => visit.lead("/", Some(&session)),
        Err(error) => visit.answer(view(visit, door, &name, Some(&error))),
    }
}

/// Shows the form by which the first administrator comes in.
pub(crate) async fn first(visit: Visit) -> Response {
    match link(&visit, Door::First) {
        Ok(link) if visit.accounts.links().is_first(&link) => {
            visit.answer(view(&visit, Door::First, "", None))
        }
        _ => over(&visit, Door::First, &AccountError::LinkOver),
    }
}

/// Makes the first administrator.
pub(crate) async fn accept_first(visit: Visit) -> Response {
    let link = match link(&visit, Door::First) {
        Ok(link) if visit.accounts.links().is_first(&link) => link,
        _ => return over(&visit, Door::First, &AccountError::LinkOver),
    };
    let name = visit.form.get("name").to_owned();
    if !visit.basis.caller.client.is_secure {
        return visit.answer(view(&visit, Door::First, &name, None).map(forbidden));
    }
    let password = visit.form.raw("password");
    let accepted = visit
        .accounts
        .links()
        .accept_first(&link, &name, password, &visit.browser);
    match accepted.await {
        Ok(session) => visit.lead("/-/accounts", Some(&session)),
        Err(error) => visit.answer(view(&visit, Door::First, &name, Some(&error))),
    }
}

/// Reads the secret in the address.
fn link(visit: &Visit, door: Door) -> Result<Secret, AccountError> {
    let path = visit.context.uri.path();
    let text = path.strip_prefix(door.path()).unwrap_or("");
    Secret::shown(text).ok_or(AccountError::LinkOver)
}

fn forbidden(reply: Reply) -> Reply {
    reply.with_status(StatusCode::FORBIDDEN)
}

fn over(visit: &Visit, door: Door, error: &AccountError) -> Response {
    visit.answer(page(visit, door, "", Some(error), false))
}

fn view(
    visit: &Visit,
    door: Door,
    name: &str,
    error: Option<&AccountError>,
) -> Result<Reply, Error> {
    page(visit, door, name, error, true)
}

fn page(
    visit: &Visit,
    door: Door,
    name: &str,
    error: Option<&AccountError>,
    holds: bool,
) -> Result<Reply, Error> {
    let (message, status) = match error {
        Some(error) => visit.said(error),
        None => (String::new(), StatusCode::OK),
    };
    let words = visit.words();
    let title = words.say(match door {
        Door::First => "first-title",
        Door::Invite => "invite-title",
        Door::Reset => "reset-title",
    });
    let lead = match door {
        Door::First => words.say("first-lead").into_owned(),
        Door::Invite => words.with("invite-lead", "name", name),
        Door::Reset => words.with("reset-lead", "name", name),
    };
    let view = LinkView {
        shell: Shell::new(&visit.context, &title).without_index(),
        is_first: door == Door::First,
        lead,
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

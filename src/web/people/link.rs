//! `/-/invite/…` and `/-/first/…`: links for one use. Looking at one uses nothing.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::accounts::{AccountError, Identity, Secret};
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
    /// By whose word whoever was invited may come in as well; empty: nobody's.
    provider: String,
    /// The secret of the link.
    secret: String,
    /// Whether one can come in by a password.
    has_passwords: bool,
    /// Who can come in to the account by another provider's word.
    identities: Vec<String>,
    /// Whether that is to end, unless it is said otherwise.
    unlinks: bool,
    /// Whether the link can still be used.
    holds: bool,
    /// Whether what is typed here could be read on the way.
    is_insecure: bool,
}

/// Whom a link is for.
#[derive(Default)]
struct Guest {
    /// Whether this makes the first administrator.
    is_first: bool,
    name: String,
    has_password: bool,
    identities: Vec<Identity>,
    secret: String,
}

impl Guest {
    fn first(name: &str) -> Self {
        Self {
            is_first: true,
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Finds out whom the invitation in the address is for.
    async fn invited(visit: &Visit) -> Result<(Self, Secret), AccountError> {
        let link = link(visit, "/-/invite/")?;
        let account = visit.accounts.links().invited(&link).await?;
        let guest = Self {
            is_first: false,
            name: account.name.to_string(),
            has_password: account.has_password,
            identities: visit.accounts.identities().of(account.id).await?,
            secret: link.reveal().to_owned(),
        };
        Ok((guest, link))
    }
}

/// Shows whom an invitation is for.
pub(crate) async fn invited(visit: Visit) -> Response {
    match Guest::invited(&visit).await {
        Ok((guest, _)) => visit.answer(view(&visit, &guest, None)),
        Err(error) => over(&visit, false, &error),
    }
}

/// Uses an invitation.
pub(crate) async fn accept(visit: Visit) -> Response {
    let (guest, link) = match Guest::invited(&visit).await {
        Ok(found) => found,
        Err(error) => return over(&visit, false, &error),
    };
    if !visit.basis.caller.client.is_secure {
        return visit.answer(view(&visit, &guest, None).map(forbidden));
    }
    let password = visit.form.raw("password");
    let unlinks = visit.form.get("unlink") == "yes";
    match visit
        .accounts
        .links()
        .accept(&link, password, unlinks, &visit.browser)
        .await
    {
        Ok(session) => visit.lead("/", Some(&session)),
        Err(error) => visit.answer(view(&visit, &guest, Some(&error))),
    }
}

/// Shows the form by which the first administrator comes in.
pub(crate) async fn first(visit: Visit) -> Response {
    match link(&visit, "/-/first/") {
        Ok(link) if visit.accounts.links().is_first(&link) => {
            visit.answer(view(&visit, &Guest::first(""), None))
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
    let guest = Guest::first(&name);
    if !visit.basis.caller.client.is_secure {
        return visit.answer(view(&visit, &guest, None).map(forbidden));
    }
    let password = visit.form.raw("password");
    let accepted = visit
        .accounts
        .links()
        .accept_first(&link, &name, password, &visit.browser);
    match accepted.await {
        Ok(session) => visit.lead("/-/accounts", Some(&session)),
        Err(error) => visit.answer(view(&visit, &guest, Some(&error))),
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
    let guest = Guest {
        is_first,
        ..Guest::default()
    };
    visit.answer(page(visit, &guest, Some(error), false))
}

fn view(visit: &Visit, guest: &Guest, error: Option<&AccountError>) -> Result<Reply, Error> {
    page(visit, guest, error, true)
}

fn page(
    visit: &Visit,
    guest: &Guest,
    error: Option<&AccountError>,
    holds: bool,
) -> Result<Reply, Error> {
    let (message, status) = match error {
        Some(error) => visit.said(error),
        None => (String::new(), StatusCode::OK),
    };
    let title = visit.words().say(match guest.is_first {
        true => "first-title",
        false => "invite-title",
    });
    let has_passwords = visit.accounts.ways().passwords;
    // Where a password is, the link changes that.
    let is_for_password = guest.is_first || (guest.has_password && has_passwords);
    let provider = match is_for_password {
        true => String::new(),
        false => visit.provider_name().to_owned(),
    };
    let view = LinkView {
        shell: Shell::new(&visit.context, &title).without_index(),
        is_first: guest.is_first,
        name: guest.name.clone(),
        message,
        wrong_name: matches!(
            error,
            Some(AccountError::Name(_) | AccountError::NameTaken | AccountError::NoName)
        ),
        wrong_password: matches!(error, Some(AccountError::Password(_))),
        provider,
        secret: guest.secret.clone(),
        has_passwords,
        identities: guest.identities.iter().map(identity_line).collect(),
        unlinks: match error {
            Some(_) => visit.form.get("unlink") == "yes",
            None => guest.has_password,
        },
        holds,
        is_insecure: !visit.basis.caller.client.is_secure,
    };
    Ok(Reply::html(view.render()?).with_status(status))
}

/// Says who somebody is at another provider.
pub(super) fn identity_line(identity: &Identity) -> String {
    let host = identity.issuer.split('/').nth(2).unwrap_or("");
    match identity.shown.as_str() {
        "" => format!("{} ({host})", identity.subject),
        shown => format!("{shown} ({host})"),
    }
}

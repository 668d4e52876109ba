//! `/-/invite/…`, `/-/reset/…` and `/-/first/…`: links for one use. Looking at one uses nothing.

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
    lead: String,
    /// The name of whom the link is for, or what was typed.
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
    /// The people who can come in to the account by another provider's word.
    identities: Vec<String>,
    /// Whether that is to end, unless it is said otherwise.
    unlinks: bool,
    /// Whether the link can still be used.
    holds: bool,
    /// Whether what is typed here could be read on the way.
    is_insecure: bool,
}

/// The purposes of a link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LinkPurpose {
    /// It makes the first administrator.
    First,
    /// It invites somebody.
    Invite,
    /// It was mailed to somebody who forgot a password.
    Reset,
}

impl LinkPurpose {
    fn path(self) -> &'static str {
        match self {
            Self::First => "/-/first/",
            Self::Invite => "/-/invite/",
            Self::Reset => "/-/reset/",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::First => "first-title",
            Self::Invite => "invite-title",
            Self::Reset => "reset-title",
        }
    }
}

/// The person whom a link is for.
struct Guest {
    door: LinkPurpose,
    name: String,
    has_password: bool,
    identities: Vec<Identity>,
    secret: String,
}

impl Guest {
    /// Somebody who is not known, or not yet.
    fn unknown(door: LinkPurpose, name: &str) -> Self {
        Self {
            door,
            name: name.to_owned(),
            has_password: false,
            identities: Vec::new(),
            secret: String::new(),
        }
    }

    /// Finds out whom the link in the address is for.
    async fn find(visit: &Visit, door: LinkPurpose) -> Result<(Self, Secret), AccountError> {
        let (link, links) = (link(visit, door)?, visit.accounts.links());
        let account = match door {
            LinkPurpose::Reset => links.forgotten(&link).await?,
            LinkPurpose::First | LinkPurpose::Invite => links.invited(&link).await?,
        };
        let guest = Self {
            door,
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
    show(&visit, LinkPurpose::Invite).await
}

/// Uses an invitation.
pub(crate) async fn accept(visit: Visit) -> Response {
    take(&visit, LinkPurpose::Invite).await
}

/// Shows whose password a mailed link changes. Where there are no passwords, it is not there.
pub(crate) async fn forgotten(visit: Visit) -> Response {
    match visit.accounts.ways().passwords {
        true => show(&visit, LinkPurpose::Reset).await,
        false => visit.answer(Err(Error::NotFound)),
    }
}

/// Uses a mailed link.
pub(crate) async fn reset(visit: Visit) -> Response {
    match visit.accounts.ways().passwords {
        true => take(&visit, LinkPurpose::Reset).await,
        false => visit.answer(Err(Error::NotFound)),
    }
}

async fn show(visit: &Visit, door: LinkPurpose) -> Response {
    match Guest::find(visit, door).await {
        Ok((guest, _)) => visit.answer(view(visit, &guest, None)),
        Err(error) => over(visit, door, &error),
    }
}

async fn take(visit: &Visit, door: LinkPurpose) -> Response {
    let (guest, link) = match Guest::find(visit, door).await {
        Ok(found) => found,
        Err(error) => return over(visit, door, &error),
    };
    if !visit.basis.caller.client.is_secure {
        return visit.answer(view(visit, &guest, None).map(forbidden));
    }
    let (password, links) = (visit.form.raw("password"), visit.accounts.links());
    let (unlinks, browser) = (visit.form.get("unlink") == "yes", &visit.browser);
    let taken = match door {
        LinkPurpose::Reset => links.reset(&link, password, unlinks, browser).await,
        LinkPurpose::First | LinkPurpose::Invite => {
            links.accept(&link, password, unlinks, browser).await
        }
    };
    match taken {
        Ok(session) => visit.lead("/", Some(&session)),
        Err(error) => visit.answer(view(visit, &guest, Some(&error))),
    }
}

/// Shows the form by which the first administrator comes in.
pub(crate) async fn first(visit: Visit) -> Response {
    match link(&visit, LinkPurpose::First) {
        Ok(link) if visit.accounts.links().is_first(&link) => {
            visit.answer(view(&visit, &Guest::unknown(LinkPurpose::First, ""), None))
        }
        _ => over(&visit, LinkPurpose::First, &AccountError::LinkOver),
    }
}

/// Makes the first administrator.
pub(crate) async fn accept_first(visit: Visit) -> Response {
    let link = match link(&visit, LinkPurpose::First) {
        Ok(link) if visit.accounts.links().is_first(&link) => link,
        _ => return over(&visit, LinkPurpose::First, &AccountError::LinkOver),
    };
    let name = visit.form.get("name").to_owned();
    let guest = Guest::unknown(LinkPurpose::First, &name);
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
fn link(visit: &Visit, door: LinkPurpose) -> Result<Secret, AccountError> {
    let path = visit.context.uri.path();
    let text = path.strip_prefix(door.path()).unwrap_or("");
    Secret::shown(text).ok_or(AccountError::LinkOver)
}

fn forbidden(reply: Reply) -> Reply {
    reply.with_status(StatusCode::FORBIDDEN)
}

fn over(visit: &Visit, door: LinkPurpose, error: &AccountError) -> Response {
    let guest = Guest::unknown(door, "");
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
    let words = visit.words();
    let title = words.say(guest.door.title());
    let has_passwords = visit.accounts.ways().passwords;
    // Where a password is, the link changes that.
    let is_invite = guest.door == LinkPurpose::Invite && !(guest.has_password && has_passwords);
    let provider = match is_invite {
        true => visit.provider_name().to_owned(),
        false => String::new(),
    };
    let lead = match guest.door {
        LinkPurpose::First => words.say("first-lead").into_owned(),
        LinkPurpose::Invite if provider.is_empty() => {
            words.with("invite-lead", "name", &guest.name)
        }
        LinkPurpose::Invite => words.with("invite-lead-provider", "name", &guest.name),
        LinkPurpose::Reset => words.with("reset-lead", "name", &guest.name),
    };
    let view = LinkView {
        shell: Shell::new(&visit.context, &title).without_index(),
        is_first: guest.door == LinkPurpose::First,
        lead,
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

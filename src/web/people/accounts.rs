//! `/-/accounts`: everything of all accounts, for administrators.

use std::collections::HashSet;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::accounts::{
    Account, AccountError, AccountId, Accounts, CredentialSelection, Holder, IdentitySelection,
    NewAccount,
};
use crate::domain::Role;
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::again::FormContent;
use crate::web::parts::shell::Shell;
use crate::web::parts::visit::Visit;
use crate::web::people::account_row::{AccountRow, RoleChoice, roles};

/// The number of accounts on a page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "people/accounts.html")]
struct AccountsView {
    shell: Shell,
    /// The name of the account that the form is shown to.
    account: String,
    query: String,
    rows: Vec<AccountRow>,
    /// The query of the accounts that follow; empty: there are none.
    more: String,
    roles: Vec<RoleChoice>,
    /// A sentence on what was done, or what is wrong.
    notice: String,
    is_wrong: bool,
    /// The name of the other provider of identities; empty: there is none.
    provider: String,
    /// A link that was just made; seen this once.
    link: String,
    /// The values that were typed for a new account.
    name: String,
    full_name: String,
    mail: String,
    /// Whether links can be mailed.
    sends_mail: bool,
}

/// The outcome of a change: what is said of it, and a link to show.
struct AccountChange {
    message: &'static str,
    link: String,
}

impl AccountChange {
    fn saying(message: &'static str) -> Self {
        Self {
            message,
            link: String::new(),
        }
    }
}

/// A page of the list of accounts.
struct AccountList {
    rows: Vec<AccountRow>,
    /// The name of its last account, if others follow.
    last: Option<String>,
}

impl AccountList {
    async fn read(visit: &Visit, holder: &Holder, query: &str) -> Result<Self, AccountError> {
        let (words, accounts) = (visit.words(), &visit.accounts);
        let people = accounts.people();
        let mut found = people
            .list(query, visit.parameter("after"), PAGE + 1)
            .await?;
        let held = accounts.held();
        let reached = match accounts.sends_mail() {
            true => accounts.reached().await?,
            false => HashSet::new(),
        };
        let has_more = found.len() > PAGE;
        found.truncate(PAGE);
        let last = found.last().filter(|_| has_more);
        let linked = accounts.identities().counted(&found).await?;
        let row = |account: &Account| {
            let held = held.get(&account.id).copied().unwrap_or_default();
            let linked = linked.get(&account.id).copied().unwrap_or_default();
            let mut row = AccountRow::new(words, account, (held, linked), holder);
            row.is_reached = reached.contains(&account.id);
            row
        };
        Ok(Self {
            last: last.map(|last| last.name.to_string()),
            rows: found.iter().map(row).collect(),
        })
    }
}

/// Shows the page.
pub(crate) async fn show(visit: Visit) -> Response {
    match administrator(&visit) {
        Ok(holder) => {
            let made = page(&visit, &holder, None).await;
            visit.answer(made)
        }
        Err(elsewhere) => *elsewhere,
    }
}

/// Makes an account and a link for its owner.
pub(crate) async fn invite(mut visit: Visit) -> Response {
    let sender = visit.sender(FormContent::Fields).await;
    let holder = match sender.and_then(|holder| only_administrators(&visit, holder)) {
        Ok(holder) => holder,
        Err(elsewhere) => return *elsewhere,
    };
    let done = make(&visit).await;
    let made = page(&visit, &holder, Some(done)).await;
    visit.answer(made)
}

async fn make(visit: &Visit) -> Result<AccountChange, AccountError> {
    let wanted = NewAccount {
        name: visit.form.get("name"),
        full_name: visit.form.get("full-name"),
        role: Role::from_name(visit.form.get("role")).unwrap_or(Role::Reader),
        password: None,
    };
    let mail = match visit.accounts.sends_mail() {
        true => visit.form.get("mail"),
        false => "",
    };
    // Before there is an account, which whoever mends the address could not make again.
    if !mail.is_empty() && !Accounts::is_mail_address(mail) {
        return Err(AccountError::MailAddress);
    }
    let account = visit
        .accounts
        .people()
        .create(&wanted, &visit.origin())
        .await?;
    match mail {
        "" => link(visit, account.id).await,
        address => mail_link(visit, account.id, address).await,
    }
}

/// Mails a link; where no address is given, to the one that the account has.
async fn mail_link(
    visit: &Visit,
    id: AccountId,
    address: &str,
) -> Result<AccountChange, AccountError> {
    if !visit.accounts.sends_mail() {
        return Err(AccountError::NotAllowed);
    }
    let (links, origin) = (visit.accounts.links(), visit.origin());
    let language = visit.words().code();
    links.invite_by_mail(id, address, language, &origin).await?;
    Ok(AccountChange::saying("accounts-mailed"))
}

async fn link(visit: &Visit, id: AccountId) -> Result<AccountChange, AccountError> {
    let link = visit.accounts.links().invite(id, &visit.origin()).await?;
    Ok(AccountChange {
        message: "accounts-link-made",
        link: visit
            .context
            .absolute(&format!("/-/invite/{}", link.reveal())),
    })
}

/// Changes an account: the form says which and how.
pub(crate) async fn change(visit: Visit) -> Response {
    let holder = match administrator(&visit) {
        Ok(holder) => holder,
        Err(elsewhere) => return *elsewhere,
    };
    let done = apply(&visit).await;
    // Whoever changed their own role or shut themselves is signed out by it.
    let made = page(&visit, &holder, Some(done)).await;
    visit.answer(made)
}

async fn apply(visit: &Visit) -> Result<AccountChange, AccountError> {
    let (form, origin) = (&visit.form, visit.origin());
    let people = visit.accounts.people();
    let id: AccountId = form
        .get("id")
        .parse()
        .map_err(|_| AccountError::NoAccount)?;
    match form.get("do") {
        "role" => set_role(visit, id).await,
        "link" => link(visit, id).await,
        "mail-link" => mail_link(visit, id, "").await,
        "bind" => bind(visit, id).await,
        "unlink" => unlink(visit, id).await,
        "disable" => {
            people.set_disabled(id, true, &origin).await?;
            Ok(AccountChange::saying("accounts-disabled"))
        }
        "enable" => {
            people.set_disabled(id, false, &origin).await?;
            Ok(AccountChange::saying("accounts-enabled"))
        }
        "end-sessions" => end_sessions(visit, id).await,
        "end-tokens" => end_tokens(visit, id).await,
        "remove" if form.get("sure") == "yes" => {
            people.remove(id, &origin).await?;
            Ok(AccountChange::saying("accounts-removed"))
        }
        "remove" => Err(AccountError::NotSure),
        _ => Err(AccountError::NotAllowed),
    }
}

async fn set_role(visit: &Visit, id: AccountId) -> Result<AccountChange, AccountError> {
    let role = Role::from_name(visit.form.get("role")).ok_or(AccountError::NotAllowed)?;
    let people = visit.accounts.people();
    people.set_role(id, role, &visit.origin()).await?;
    Ok(AccountChange::saying("accounts-role-given"))
}

async fn bind(visit: &Visit, id: AccountId) -> Result<AccountChange, AccountError> {
    let provider = visit.provider.as_ref().ok_or(AccountError::NotAllowed)?;
    let identity = (
        provider.settings().issuer.as_str(),
        visit.form.get("subject"),
    );
    let identities = visit.accounts.identities();
    identities.bind(id, identity, &visit.origin()).await?;
    Ok(AccountChange::saying("accounts-bound"))
}

async fn unlink(visit: &Visit, id: AccountId) -> Result<AccountChange, AccountError> {
    let (identities, origin) = (visit.accounts.identities(), visit.origin());
    identities
        .unlink(id, IdentitySelection::All, None, &origin)
        .await?;
    Ok(AccountChange::saying("accounts-unlinked"))
}

async fn end_sessions(visit: &Visit, id: AccountId) -> Result<AccountChange, AccountError> {
    let (sessions, origin) = (visit.accounts.sessions(), visit.origin());
    sessions.end(id, CredentialSelection::All, &origin).await?;
    Ok(AccountChange::saying("accounts-sessions-ended"))
}

async fn end_tokens(visit: &Visit, id: AccountId) -> Result<AccountChange, AccountError> {
    let (tokens, origin) = (visit.accounts.tokens(), visit.origin());
    tokens.end(id, CredentialSelection::All, &origin).await?;
    Ok(AccountChange::saying("accounts-tokens-ended"))
}

/// Returns the administrator who is signed in. To others this page is not there.
pub(super) fn administrator(visit: &Visit) -> Result<Holder, Box<Response>> {
    only_administrators(visit, visit.holder()?.clone())
}

fn only_administrators(visit: &Visit, holder: Holder) -> Result<Holder, Box<Response>> {
    match holder.account.role {
        Role::Administrator => Ok(holder),
        _ => Err(Box::new(visit.answer(Err(Error::NotFound)))),
    }
}

async fn page(
    visit: &Visit,
    holder: &Holder,
    done: Option<Result<AccountChange, AccountError>>,
) -> Result<Reply, Error> {
    let words = visit.words();
    let query = visit.parameter("q").to_owned();
    let listed = AccountList::read(visit, holder, &query).await;
    let listed = listed.map_err(|error| Error::Unavailable(visit.said(&error).0))?;
    let (mut status, mut notice, mut link) = (StatusCode::OK, String::new(), String::new());
    let is_wrong = matches!(done, Some(Err(_)));
    match done {
        Some(Ok(done)) => {
            notice = words.say(done.message).into_owned();
            link = done.link;
        }
        Some(Err(error)) => (notice, status) = visit.said(&error),
        None => {}
    }
    // A form about an account says what is to be done; that of a new one does not.
    let is_invite = is_wrong && visit.form.get("do").is_empty();
    let field = |name: &str| match is_invite {
        true => visit.form.get(name).to_owned(),
        false => String::new(),
    };
    let view = AccountsView {
        shell: Shell::new(&visit.context, &words.say("accounts")).without_index(),
        account: holder.account.name.to_string(),
        rows: listed.rows,
        more: listed.last.map_or_else(String::new, |name| {
            query_string([("q", query.as_str()), ("after", &name)])
        }),
        roles: roles(
            words,
            Role::from_name(&field("role")).unwrap_or(Role::Reader),
        ),
        name: field("name"),
        full_name: field("full-name"),
        mail: field("mail"),
        sends_mail: visit.accounts.sends_mail(),
        provider: visit.provider_name().to_owned(),
        query,
        notice,
        is_wrong,
        link,
    };
    Ok(Reply::html(view.render()?).with_status(status))
}

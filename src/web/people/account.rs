//! `/-/account`: everything of one's own account on one page.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::accounts::{AccountError, Holder, NewToken, Profile, Scope, Secret, Which};
use crate::web::http::credentials::FEED_KEY;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::facets::language_name;
use crate::web::parts::messages::Locale;
use crate::web::parts::shell::Shell;
use crate::web::people::sign_in::keep_language;
use crate::web::people::visit::Visit;
use crate::web::people::words::{moment, role};

#[derive(Template)]
#[template(path = "people/account.html")]
struct AccountView {
    shell: Shell,
    name: String,
    full_name: String,
    /// The address that commits carry; empty: the one below.
    address: String,
    /// An address that reaches nobody.
    default_address: String,
    role: String,
    languages: Vec<Choice>,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    /// Whether somebody in this role writes, so that a token that writes is of use.
    writes: bool,
    /// Whether the current password must be given once more.
    asks_password: bool,
    /// What was done, or what is wrong.
    notice: String,
    is_wrong: bool,
    /// A token or an address that was just made; seen this once.
    secret: String,
    clone_address: String,
}

/// A language to choose.
struct Choice {
    code: &'static str,
    name: String,
    is_chosen: bool,
}

struct SessionRow {
    id: String,
    is_this: bool,
    since: String,
    used: String,
    network: String,
    agent: String,
}

struct TokenRow {
    id: String,
    name: String,
    scope: String,
    created: String,
    expires: String,
    used: String,
}

/// What is said above the page.
#[derive(Default)]
struct Notice {
    text: String,
    is_wrong: bool,
    status: StatusCode,
    secret: String,
}

/// Shows the page.
pub(crate) async fn show(visit: Visit) -> Response {
    match visit.holder() {
        Ok(holder) => {
            let made = page(&visit, holder, holder.hash, Notice::default()).await;
            visit.answer(made)
        }
        Err(elsewhere) => *elsewhere,
    }
}

/// Changes what one is called, one's address and one's language.
pub(crate) async fn profile(visit: Visit) -> Response {
    let holder = match visit.holder() {
        Ok(holder) => holder.clone(),
        Err(elsewhere) => return *elsewhere,
    };
    let language = visit.form.get("language");
    let done = change_profile(&visit, &holder, language).await;
    let chosen = done.is_ok() && !language.is_empty();
    let mut response = finish(&visit, &holder, done, "account-saved").await;
    if chosen {
        keep_language(&mut response, language);
    }
    response
}

async fn change_profile(
    visit: &Visit,
    holder: &Holder,
    language: &str,
) -> Result<Done, AccountError> {
    if !language.is_empty() && Locale::from_code(language).is_none_or(|own| own.code() != language)
    {
        return Err(AccountError::Language);
    }
    let address = visit.form.get("address");
    // Mail to an address may one day give a new password, so it counts as a way in.
    let proven = match address == holder.account.address {
        true => None,
        false => visit.proven(holder).await?,
    };
    let profile = Profile {
        full_name: Some(visit.form.get("full-name")),
        address: Some(address),
        language: Some(language),
    };
    let origin = visit.origin();
    visit
        .accounts
        .people()
        .set_profile(holder.account.id, &profile, &origin)
        .await?;
    Ok(Done::session(proven))
}

/// Changes one's password; the other sessions end.
pub(crate) async fn password(visit: Visit) -> Response {
    let holder = match visit.holder() {
        Ok(holder) => holder.clone(),
        Err(elsewhere) => return *elsewhere,
    };
    let done = change_password(&visit, &holder).await;
    finish(&visit, &holder, done, "account-password-changed").await
}

async fn change_password(visit: &Visit, holder: &Holder) -> Result<Done, AccountError> {
    let proven = visit.proven(holder).await?;
    let kept = proven.as_ref().map_or(holder.hash, Secret::hash);
    let (id, origin) = (holder.account.id, visit.origin());
    let password = visit.form.raw("password");
    visit
        .accounts
        .people()
        .set_password(id, password, Which::AllBut(kept), &origin)
        .await?;
    if visit.form.get("end-tokens") == "yes" {
        visit.accounts.tokens().end(id, Which::All, &origin).await?;
    }
    Ok(Done::session(proven))
}

/// Makes a token, or the private address of a feed.
pub(crate) async fn token(visit: Visit) -> Response {
    let holder = match visit.holder() {
        Ok(holder) => holder.clone(),
        Err(elsewhere) => return *elsewhere,
    };
    let done = make_token(&visit, &holder).await;
    finish(&visit, &holder, done, "account-token-made").await
}

async fn make_token(visit: &Visit, holder: &Holder) -> Result<Done, AccountError> {
    let scope = Scope::from_name(visit.form.get("scope")).unwrap_or(Scope::Read);
    let days = visit.form.get("days").parse();
    let wanted = NewToken {
        name: visit.form.get("name"),
        scope,
        days: days.map_err(|_| AccountError::Expiry)?,
    };
    let proven = visit.proven(holder).await?;
    let (id, origin) = (holder.account.id, visit.origin());
    let token = visit.accounts.tokens().create(id, &wanted, &origin).await?;
    let shown = match scope {
        Scope::Feeds => {
            let query = crate::web::http::query::query_string([(FEED_KEY, token.reveal())]);
            visit.context.absolute(&format!("/feed.xml?{query}"))
        }
        Scope::Read | Scope::Write => token.reveal().to_owned(),
    };
    Ok(Done {
        session: proven,
        secret: shown,
    })
}

/// Ends a token.
pub(crate) async fn end_token(visit: Visit) -> Response {
    let holder = match visit.holder() {
        Ok(holder) => holder.clone(),
        Err(elsewhere) => return *elsewhere,
    };
    let (id, origin) = (holder.account.id, visit.origin());
    let which = Which::One(visit.form.get("id"));
    let done = visit.accounts.tokens().end(id, which, &origin).await;
    let done = done.map(|()| Done::session(None));
    finish(&visit, &holder, done, "account-token-ended").await
}

/// Ends a session, or all but this one.
pub(crate) async fn end_session(visit: Visit) -> Response {
    let holder = match visit.holder() {
        Ok(holder) => holder.clone(),
        Err(elsewhere) => return *elsewhere,
    };
    let (id, origin) = (holder.account.id, visit.origin());
    let which = match visit.form.get("id") {
        "" => Which::AllBut(holder.hash),
        id => Which::One(id),
    };
    let done = visit.accounts.sessions().end(id, which, &origin).await;
    let done = done.map(|()| Done::session(None));
    finish(&visit, &holder, done, "account-sessions-ended").await
}

/// What a change made: a session with a new secret, a secret to show.
struct Done {
    session: Option<Secret>,
    secret: String,
}

impl Done {
    fn session(session: Option<Secret>) -> Self {
        Self {
            session,
            secret: String::new(),
        }
    }
}

/// Shows the page again, with what was done or what is wrong; nothing typed is lost.
async fn finish(
    visit: &Visit,
    holder: &Holder,
    done: Result<Done, AccountError>,
    message: &str,
) -> Response {
    let mut session = None;
    let notice = match done {
        Ok(done) => {
            session = done.session;
            Notice {
                text: visit.words().say(message).into_owned(),
                secret: done.secret,
                ..Notice::default()
            }
        }
        Err(error) => {
            let (text, status) = visit.said(&error);
            Notice {
                text,
                is_wrong: true,
                status,
                secret: String::new(),
            }
        }
    };
    let hash = session.as_ref().map_or(holder.hash, Secret::hash);
    let made = page(visit, holder, hash, notice).await;
    let made = made.map(|reply| match &session {
        Some(secret) => {
            let cookie = visit.cookie(secret.reveal(), "");
            reply.with_header(axum::http::header::SET_COOKIE, &cookie)
        }
        None => reply,
    });
    visit.answer(made)
}

async fn page(
    visit: &Visit,
    holder: &Holder,
    hash: crate::accounts::SecretHash,
    notice: Notice,
) -> Result<Reply, Error> {
    let (words, accounts) = (visit.words(), &visit.accounts);
    let unavailable = |error: AccountError| Error::Unavailable(visit.said(&error).0);
    let id = holder.account.id;
    let account = accounts.people().find(id).await.map_err(unavailable)?;
    let sessions = accounts.sessions().of(id).await.map_err(unavailable)?;
    let tokens = accounts.tokens().of(id).await.map_err(unavailable)?;
    // What was typed stays, where it was not taken.
    let typed = |name: &str, own: String| match notice.is_wrong && !visit.form.raw(name).is_empty()
    {
        true => visit.form.raw(name).to_owned(),
        false => own,
    };
    let view = AccountView {
        shell: Shell::new(&visit.context, &words.say("account")).without_index(),
        name: account.name.to_string(),
        full_name: typed("full-name", account.full_name.clone()),
        address: typed("address", account.address.clone()),
        default_address: format!("{}@users.noreply.{}", account.name, accounts.host()),
        role: role(words, account.role),
        languages: languages(&account.language),
        sessions: sessions
            .into_iter()
            .map(|session| SessionRow {
                is_this: session.hash == Some(hash),
                since: moment(words, session.created),
                used: moment(words, session.used),
                id: session.id,
                network: session.network,
                agent: session.agent,
            })
            .collect(),
        tokens: tokens
            .into_iter()
            .map(|token| TokenRow {
                id: token.id,
                name: token.name,
                scope: words
                    .say(&format!("scope-{}", token.scope.name()))
                    .into_owned(),
                created: moment(words, token.created),
                expires: moment(words, token.expires),
                used: match token.used {
                    0 => words.say("account-never-used").into_owned(),
                    used => moment(words, used),
                },
            })
            .collect(),
        writes: account.role > crate::domain::Role::Reader,
        asks_password: !accounts.sessions().is_fresh(holder) && hash == holder.hash,
        notice: notice.text,
        is_wrong: notice.is_wrong,
        secret: notice.secret,
        clone_address: visit.context.absolute("/content.git"),
    };
    Ok(Reply::html(view.render()?).with_status(notice.status))
}

fn languages(chosen: &str) -> Vec<Choice> {
    let choice = |locale: Locale| Choice {
        code: locale.code(),
        name: language_name(locale.code()).to_owned(),
        is_chosen: locale.code() == chosen,
    };
    Locale::ALL.map(choice).into()
}

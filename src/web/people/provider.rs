//! `/-/provider`: coming in by the word of another provider of identities.
//!
//! A browser is led there with a flow in a cookie, and comes back with an answer to it. The way back is
//! the one `GET` that changes something; what binds it to the browser is that cookie.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::Response;

use crate::accounts::{Account, AccountError, ProviderStatement, Secret, SecretHash};
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::identity::{Aim, Flow, Provider, ProviderError, ProviderIdentity};
use crate::web::parts::shell::{AccountLinks, Shell};
use crate::web::parts::visit::{Visit, back, sign_in_address};
use crate::web::people::sign_in::keep_language;

#[derive(Template)]
#[template(path = "people/provider.html")]
struct ProviderView {
    shell: Shell,
    /// The failure in words; empty where one is led on.
    message: String,
    /// The address to go on at, or to begin again.
    address: String,
    label: String,
}

/// The reasons why somebody does not come in.
enum SignInFailure {
    Provider(ProviderError),
    Account(AccountError),
}

impl From<ProviderError> for SignInFailure {
    fn from(error: ProviderError) -> Self {
        Self::Provider(error)
    }
}

impl From<AccountError> for SignInFailure {
    fn from(error: AccountError) -> Self {
        Self::Account(error)
    }
}

/// Leads to the provider, to come in.
pub(crate) async fn begin(visit: Visit) -> Response {
    let Some(provider) = visit.provider.clone() else {
        return visit.answer(Err(Error::NotFound));
    };
    if !visit.basis.caller.client.is_secure {
        return finish(Reply::see_other("/-/sign-in"));
    }
    let aim = Aim::SignIn(back(visit.parameter("to")));
    let anew = visit.parameter("again") == "yes";
    match led(&visit, &provider, aim, anew).await {
        Ok((flow, address)) => {
            let mut reply = Reply::see_other("/").with_header(header::SET_COOKIE, &flow);
            reply.headers.retain(|(name, _)| *name != header::LOCATION);
            finish(reply.with_header(header::LOCATION, &address))
        }
        Err(failure) => wrong(&visit, &provider, &failure, None),
    }
}

/// Leads to the provider, to link an account or to use an invitation. By way of a page: a form of this
/// site may send to no other, not even by a redirect.
pub(crate) async fn begin_form(visit: Visit) -> Response {
    let Some(provider) = visit.provider.clone() else {
        return visit.answer(Err(Error::NotFound));
    };
    if !visit.basis.caller.client.is_secure {
        return finish(Reply::see_other("/-/sign-in"));
    }
    let aim = match visit.form.get("invite") {
        "" => match visit.holder() {
            Ok(holder) if visit.accounts.sessions().is_fresh(holder) => {
                Aim::Link(holder.hash.to_string())
            }
            Ok(_) => return wrong(&visit, &provider, &AccountError::NotFresh.into(), None),
            Err(elsewhere) => return *elsewhere,
        },
        secret => match invited(&visit, secret).await {
            Ok(link) => Aim::Invite(link.reveal().to_owned()),
            Err(error) => return wrong(&visit, &provider, &error.into(), None),
        },
    };
    let (flow, address) = match led(&visit, &provider, aim, false).await {
        Ok(led) => led,
        Err(failure) => return wrong(&visit, &provider, &failure, None),
    };
    let name = &provider.settings().name;
    let words = visit.words();
    let page = ProviderView {
        shell: shell(&visit, &provider),
        message: String::new(),
        address: address.clone(),
        label: words.with("provider-go-on", "provider", name),
    };
    let made = page.render().map_err(Error::from);
    visit.answer(made.map(|html| {
        Reply::html(html)
            .with_header(header::SET_COOKIE, &flow)
            .with_header(header::REFRESH, &format!("0; url={address}"))
    }))
}

/// Looks whether an invitation can be used in this way: where a password is, it stays what counts.
async fn invited(visit: &Visit, secret: &str) -> Result<Secret, AccountError> {
    let link = Secret::shown(secret).ok_or(AccountError::LinkOver)?;
    let account = visit.accounts.links().invited(&link).await?;
    match account.has_password && visit.accounts.ways().passwords {
        true => Err(AccountError::NotAllowed),
        false => Ok(link),
    }
}

/// Begins a flow; returns its cookie, and where to go.
async fn led(
    visit: &Visit,
    provider: &Provider,
    aim: Aim,
    anew: bool,
) -> Result<(String, String), SignInFailure> {
    let flow = Flow::begin(aim, visit.accounts.now())
        .map_err(|error| ProviderError::Down(error.to_string()))?;
    let address = provider.address(&flow, anew).await?;
    Ok((visit.flow_cookie(&flow.cookie(), ""), address))
}

/// Takes whoever comes back.
pub(crate) async fn callback(visit: Visit) -> Response {
    let Some(provider) = visit.provider.clone() else {
        return visit.answer(Err(Error::NotFound));
    };
    let flow = flow(&visit);
    let aim = flow.as_ref().map(|flow| flow.aim.clone());
    match come_in(&visit, &provider, flow).await {
        Ok(response) => response,
        Err(failure) => wrong(&visit, &provider, &failure, aim),
    }
}

/// Returns the flow that this browser has begun, if this is the answer to it.
fn flow(visit: &Visit) -> Option<Flow> {
    let flow = Flow::read(visit.flow.as_deref()?, visit.accounts.now())?;
    let is_secure = visit.basis.caller.client.is_secure;
    (is_secure && flow.is_answered_by(visit.parameter("state"))).then_some(flow)
}

async fn come_in(
    visit: &Visit,
    provider: &Arc<Provider>,
    flow: Option<Flow>,
) -> Result<Response, SignInFailure> {
    let flow = flow.ok_or(ProviderError::NotBegun)?;
    let issuer = Some(visit.parameter("iss")).filter(|issuer| !issuer.is_empty());
    provider.is_answering(issuer).await?;
    match (visit.parameter("error"), visit.parameter("code")) {
        ("", "") => Err(ProviderError::NotTrusted("there is no code".to_owned()))?,
        ("", code) => {
            let identity = provider.identify(&flow, code).await?;
            Ok(let_in(visit, provider, &flow, &identity).await?)
        }
        (error, _) => {
            let error = error.chars().filter(char::is_ascii_graphic).take(40);
            Err(ProviderError::Denied(error.collect()))?
        }
    }
}

/// Does what the flow is for.
async fn let_in(
    visit: &Visit,
    provider: &Provider,
    flow: &Flow,
    identity: &ProviderIdentity,
) -> Result<Response, AccountError> {
    let (settings, mark) = (provider.settings(), flow.mark());
    let stated = ProviderStatement {
        issuer: &settings.issuer,
        subject: &identity.subject,
        state: &mark,
        name: &identity.name,
        full_name: &identity.full_name,
        role: identity.role,
        otherwise: settings.otherwise,
        proven: identity.proven,
    };
    let identities = visit.accounts.identities();
    let before = visit.basis.caller.holder.as_ref();
    match &flow.aim {
        Aim::SignIn(to) => {
            let begun = identities.sign_in(&stated, before, &visit.browser).await?;
            Ok(led_to(visit, to, Some(begun)))
        }
        Aim::Link(session) => {
            let is_same = |hash: SecretHash| hash.to_string() == *session;
            let holder = before.filter(|holder| is_same(holder.hash));
            let holder = holder.ok_or(AccountError::NotFresh)?;
            identities.link(&stated, holder, &visit.origin()).await?;
            Ok(led_to(visit, "/-/account#identities", None))
        }
        Aim::Invite(secret) => {
            let link = Secret::shown(secret).ok_or(AccountError::LinkOver)?;
            let begun = identities.accept(&stated, &link, &visit.browser).await?;
            Ok(led_to(visit, "/", Some(begun)))
        }
    }
}

fn led_to(visit: &Visit, to: &str, begun: Option<(Secret, Account)>) -> Response {
    let mut reply =
        Reply::see_other(to).with_header(header::SET_COOKIE, &visit.flow_cookie("", "; Max-Age=0"));
    if let Some((secret, _)) = &begun {
        reply = reply.with_header(header::SET_COOKIE, &visit.cookie(secret.reveal(), ""));
    }
    let mut response = finish(reply);
    if let Some((_, account)) = begun.filter(|(_, account)| !account.language.is_empty()) {
        keep_language(&mut response, &account.language);
    }
    response
}

/// Says why somebody does not come in, and where they begin again.
fn wrong(
    visit: &Visit,
    provider: &Provider,
    failure: &SignInFailure,
    aim: Option<Aim>,
) -> Response {
    let name = &provider.settings().name;
    let words = visit.words();
    let (message, status) = match failure {
        SignInFailure::Account(error) => visit.said(error),
        SignInFailure::Provider(error) => {
            let (id, status) = match error {
                ProviderError::Down(_) => ("provider-down", StatusCode::SERVICE_UNAVAILABLE),
                ProviderError::NotTrusted(_) => ("provider-not-trusted", StatusCode::FORBIDDEN),
                ProviderError::Denied(_) => ("provider-denied", StatusCode::FORBIDDEN),
                ProviderError::NotBegun => ("provider-not-begun", StatusCode::FORBIDDEN),
            };
            tracing::warn!(error = error as &dyn std::error::Error, "nobody came in");
            (words.with(id, "provider", name), status)
        }
    };
    // What belongs to no flow of this browser ends none.
    let is_over = aim.is_some();
    let address = match aim {
        Some(Aim::SignIn(to)) => sign_in_address(&to),
        Some(Aim::Link(_)) => "/-/account#identities".to_owned(),
        Some(Aim::Invite(secret)) => format!("/-/invite/{secret}"),
        None if visit.basis.caller.holder.is_some() => "/-/account#identities".to_owned(),
        None => "/-/sign-in".to_owned(),
    };
    let page = ProviderView {
        shell: shell(visit, provider),
        message,
        address,
        label: words.say("provider-again").into_owned(),
    };
    let made = page.render().map_err(Error::from);
    visit.answer(made.map(|html| {
        let reply = Reply::html(html).with_status(status);
        match is_over {
            true => reply.with_header(header::SET_COOKIE, &visit.flow_cookie("", "; Max-Age=0")),
            false => reply,
        }
    }))
}

fn shell(visit: &Visit, provider: &Provider) -> Shell {
    let words = visit.words();
    let title = words.with("sign-in-with", "provider", &provider.settings().name);
    let mut shell = Shell::new(&visit.context, &title).without_index();
    // This is the door.
    shell.door = AccountLinks::default();
    // The address has what the provider answered.
    shell.languages = Vec::new();
    shell
}

/// Returns the address where somebody proves once more who they are, and comes back.
pub(super) fn again_address(back: &str) -> String {
    let query = query_string([("again", "yes"), ("to", back)]);
    format!("/-/provider?{query}")
}

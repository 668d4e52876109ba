//! `/-/sign-in` and `/-/sign-out`.

use askama::Template;
use axum::http::header;
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;

use crate::accounts::AccountError;
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::messages::CHOICE;
use crate::web::parts::shell::{AccountLinks, Shell};
use crate::web::parts::visit::{Visit, back};

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignInView {
    shell: Shell,
    /// The address that one is led to.
    to: String,
    /// The name as typed.
    name: String,
    message: String,
    /// The name of the other provider of identities; empty: there is none.
    provider: String,
    /// The address that leads to it.
    provider_address: String,
    /// Whether one can come in by a password.
    has_passwords: bool,
    /// Whether what is typed here could be read on the way.
    is_insecure: bool,
    /// Whether whoever forgot a password can ask for a link.
    sends_mail: bool,
}

/// Shows the form.
pub(crate) async fn show(visit: Visit) -> Response {
    let to = back(visit.parameter("to"));
    if visit.basis.caller.holder.is_some() {
        return visit.lead(&to, None);
    }
    visit.answer(view(&visit, to, "", String::new()))
}

/// Signs somebody in.
pub(crate) async fn sign_in(visit: Visit) -> Response {
    let to = back(visit.form.get("to"));
    let name = visit.form.get("name").to_owned();
    if !visit.basis.caller.client.is_secure {
        let made = view(&visit, to, &name, String::new());
        return visit.answer(made.map(|reply| reply.with_status(StatusCode::FORBIDDEN)));
    }
    let password = visit.form.raw("password");
    match visit
        .accounts
        .sessions()
        .sign_in(&name, password, &visit.browser)
        .await
    {
        Ok((session, account)) => {
            let mut response = visit.lead(&to, Some(&session));
            if !account.language.is_empty() {
                keep_language(&mut response, &account.language);
            }
            response
        }
        Err(error) => {
            let (message, status) = visit.said(&error);
            let mut made = view(&visit, to, &name, message);
            if let AccountError::Wait(seconds) = error {
                let seconds = seconds.to_string();
                made = made.map(|reply| reply.with_header(header::RETRY_AFTER, &seconds));
            }
            visit.answer(made.map(|reply| reply.with_status(status)))
        }
    }
}

fn view(visit: &Visit, to: String, name: &str, message: String) -> Result<Reply, Error> {
    let title = visit.words().say("sign-in");
    let mut shell = Shell::new(&visit.context, &title).without_index();
    // This is the door; another one would forget where one came from.
    shell.door = AccountLinks::default();
    let view = SignInView {
        shell,
        provider: visit.provider_name().to_owned(),
        provider_address: format!("/-/provider?{}", query_string([("to", to.as_str())])),
        has_passwords: visit.accounts.ways().passwords,
        to,
        name: name.to_owned(),
        message,
        is_insecure: !visit.basis.caller.client.is_secure,
        sends_mail: visit.accounts.sends_mail(),
    };
    Ok(Reply::html(view.render()?))
}

/// Signs somebody out. What the browser kept of members' pages goes too.
pub(crate) async fn sign_out(visit: Visit) -> Response {
    if let Some(holder) = &visit.basis.caller.holder
        && let Err(error) = visit
            .accounts
            .sessions()
            .sign_out(holder, &visit.origin())
            .await
    {
        let (message, _) = visit.said(&error);
        return visit.answer(Err(Error::Unavailable(message)));
    }
    let clear = HeaderName::from_static("clear-site-data");
    let reply = Reply::see_other("/")
        .with_header(header::SET_COOKIE, &visit.cookie("", "; Max-Age=0"))
        .with_header(clear, "\"cache\"");
    finish(reply)
}

/// Has the interface speak the language that somebody chose for their account.
pub(super) fn keep_language(response: &mut Response, code: &str) {
    let cookie = format!("{CHOICE}={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    if let Ok(value) = cookie.parse() {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

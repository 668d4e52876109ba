//! [`EditRequest`]: a request of somebody who writes.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use crate::accounts::{AccountError, Holder, Secret};
use crate::domain::Role;
use crate::site::Writer;
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::http::query::Query;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::reading::Reading;
use crate::web::parts::shell::{Door, Shell};
use crate::web::parts::visit::{Visit, sign_in_address};

/// Longest form of somebody who is signed in, in bytes: a text and its files.
pub(crate) const LONGEST: usize = 40 << 20;
/// Longest form of somebody who is not, or no more: a text.
const LONGEST_OF_STRANGERS: usize = 12 << 20;
/// Most fields of a form.
const MOST_FIELDS: usize = 20_000;

/// A file that was chosen in a form.
pub(super) struct Upload {
    /// The field of the form.
    pub(super) field: String,
    /// Its name, as the browser gives it.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// A request of somebody who may write, as far as that depends on who they are.
pub(crate) struct EditRequest {
    pub(super) visit: Visit,
    pub(super) writer: Arc<Writer>,
    pub(super) holder: Holder,
    pub(super) uploads: Vec<Upload>,
    /// A session that began with this form, because the one before had ended.
    session: Option<Secret>,
}

impl<S> FromRequest<S> for EditRequest
where
    S: Send + Sync,
    Arc<Reading>: FromRef<S>,
    Option<Arc<Writer>>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let reading: Arc<Reading> = FromRef::from_ref(state);
        let writer: Option<Arc<Writer>> = FromRef::from_ref(state);
        let (parts, body) = request.into_parts();
        let mut visit = Visit::of(&reading, &parts).map_err(|answer| *answer)?;
        let Some(writer) = writer else {
            return Err(visit.answer(Err(Error::NotFound)));
        };
        let mut uploads = Vec::new();
        if parts.method == Method::POST {
            let most = match visit.basis.caller.holder {
                Some(_) => LONGEST,
                None => LONGEST_OF_STRANGERS,
            };
            let read = read(&parts, body, most).await;
            (visit.form, uploads) = read.map_err(|error| visit.answer(Err(error)))?;
        }
        let mut session = None;
        if visit.basis.caller.holder.is_none() {
            session = Some(sign_in_again(&parts, &mut visit).await?);
        }
        match visit.basis.caller.holder.clone() {
            Some(holder) if holder.account.role >= Role::Contributor => Ok(Self {
                visit,
                writer,
                holder,
                uploads,
                session,
            }),
            _ => {
                let message = visit.words().say("edit-not-yours").into_owned();
                Err(visit.answer(Err(Error::Forbidden(message))))
            }
        }
    }
}

impl EditRequest {
    pub(super) fn context(&self) -> &Context {
        &self.visit.context
    }

    /// Returns the role of whoever writes.
    pub(super) fn role(&self) -> Role {
        self.holder.account.role
    }

    /// Answers; whoever signed in with this form stays so.
    pub(super) fn answer(&self, made: Result<Reply, Error>) -> Response {
        let mut response = self.visit.answer(made);
        if let Some(secret) = &self.session {
            let cookie = self.visit.cookie(secret.reveal(), "");
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
        }
        response
    }
}

/// Reads a form, with its files where it has some.
async fn read(parts: &Parts, body: Body, most: usize) -> Result<(Query, Vec<Upload>), Error> {
    let kind = parts.headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let too_long = || Error::TooLarge(most);
    if kind.starts_with("application/x-www-form-urlencoded") {
        let body = axum::body::to_bytes(body, most).await;
        let text = String::from_utf8_lossy(&body.map_err(|_| too_long())?).into_owned();
        let pairs = form_urlencoded::parse(text.as_bytes()).into_owned();
        return Ok((Query::of(pairs.take(MOST_FIELDS).collect()), Vec::new()));
    }
    let mut request = Request::builder().body(body).unwrap_or_default();
    request.headers_mut().extend(parts.headers.clone());
    // With the limit that the route has: otherwise a file could have 2 MB.
    *request.extensions_mut() = parts.extensions.clone();
    let multipart = Multipart::from_request(request, &()).await;
    let mut multipart = multipart
        .map_err(|_| Error::BadRequest("a form must come as multipart/form-data".to_owned()))?;
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_long(),
        _ => Error::BadRequest("the form broke off, or cannot be read".to_owned()),
    };
    let (mut pairs, mut uploads, mut left) = (Vec::new(), Vec::new(), most);
    while let Some(mut field) = multipart.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or("").to_owned();
        let file = field.file_name().map(str::to_owned);
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            left = left.checked_sub(chunk.len()).ok_or_else(too_long)?;
            bytes.extend_from_slice(&chunk);
        }
        if pairs.len() + uploads.len() >= MOST_FIELDS {
            return Err(too_long());
        }
        match file {
            // A browser sends an empty one where nothing was chosen.
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(file) => uploads.push(Upload {
                field: name,
                name: file,
                bytes,
            }),
            None => pairs.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok((Query::of(pairs), uploads))
}

#[derive(Template)]
#[template(path = "editing/sign_in.html")]
struct SignInView<'a> {
    shell: Shell,
    action: String,
    message: String,
    name: &'a str,
    /// What was typed before, to come back with the name and the password.
    pairs: Vec<(&'a str, &'a str)>,
}

/// The fields of a form that sign in again.
const NAME: &str = "again-name";
const PASSWORD: &str = "again-password";

/// Signs somebody in with the form that they send, because their session has ended. Of what is only
/// looked at one is led to sign in first.
///
/// # Errors
///
/// The page that asks for name and password and keeps what was typed.
async fn sign_in_again(parts: &Parts, visit: &mut Visit) -> Result<Secret, Response> {
    if parts.method != Method::POST {
        let back = parts.uri.path_and_query();
        let back = back.map_or("/", |back| back.as_str());
        return Err(finish(Reply::see_other(&sign_in_address(back))));
    }
    let is_secure = visit.basis.caller.client.is_secure;
    let (name, password) = (visit.form.get(NAME), visit.form.raw(PASSWORD));
    let message = match (is_secure, name, password) {
        (false, ..) => visit.words().say("insecure").into_owned(),
        (true, "", _) | (true, _, "") => String::new(),
        (true, name, password) => {
            let sessions = visit.accounts.sessions();
            match sessions.sign_in(name, password, &visit.browser).await {
                Ok((secret, _)) => {
                    renew(visit, &secret);
                    return Ok(secret);
                }
                Err(error) => said(visit, &error),
            }
        }
    };
    Err(ask_again(visit, message))
}

fn said(visit: &Visit, error: &AccountError) -> String {
    visit.said(error).0
}

/// Has a visit be that of whoever just signed in.
fn renew(visit: &mut Visit, secret: &Secret) {
    if let Some(holder) = visit.accounts.session(secret) {
        visit.basis.caller = visit.basis.caller.clone().signed_in(holder);
        visit.context = visit.context.clone().by(visit.basis.caller.audience());
    }
}

fn ask_again(visit: &Visit, message: String) -> Response {
    let title = visit.words().say("edit-sign-in");
    let mut shell = Shell::new(&visit.context, &title).without_index();
    shell.door = Door::default();
    let back = visit.context.uri.path_and_query();
    let pairs = visit.form.pairs().iter();
    let view = SignInView {
        shell,
        action: back.map_or("/", |back| back.as_str()).to_owned(),
        message,
        name: visit.form.get(NAME),
        pairs: pairs
            .filter(|(name, _)| name != NAME && name != PASSWORD)
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect(),
    };
    let made = view.render().map_err(Error::from).map(Reply::html);
    visit.answer(made.map(|reply| reply.with_status(StatusCode::FORBIDDEN)))
}

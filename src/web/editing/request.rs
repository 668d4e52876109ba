//! [`EditRequest`]: a request of somebody who writes.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::Response;

use crate::accounts::Holder;
use crate::domain::Role;
use crate::site::SiteWriter;
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::http::query::Query;
use crate::web::http::reply::Reply;
use crate::web::parts::again::FormContent;
use crate::web::parts::context::Context;
use crate::web::parts::reading::ReadingState;
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
    pub(super) writer: Arc<SiteWriter>,
    pub(super) holder: Holder,
    pub(super) uploads: Vec<Upload>,
}

impl<S> FromRequest<S> for EditRequest
where
    S: Send + Sync,
    Arc<ReadingState>: FromRef<S>,
    Option<Arc<SiteWriter>>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let reading: Arc<ReadingState> = FromRef::from_ref(state);
        let writer: Option<Arc<SiteWriter>> = FromRef::from_ref(state);
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
        let holder = sender(&parts, &mut visit, &uploads).await?;
        if holder.account.role < Role::Contributor {
            let message = visit.words().say("edit-not-yours").into_owned();
            return Err(visit.answer(Err(Error::Forbidden(message))));
        }
        Ok(Self {
            visit,
            writer,
            holder,
            uploads,
        })
    }
}

/// Returns who sends a request: a form's owner, who may sign in with it. Of what is only looked at one
/// is led to sign in first.
async fn sender(parts: &Parts, visit: &mut Visit, uploads: &[Upload]) -> Result<Holder, Response> {
    if parts.method == Method::POST {
        let sender = visit.sender(FormContent::Files(uploads.len())).await;
        return sender.map_err(|response| *response);
    }
    let back = parts.uri.path_and_query();
    let back = back.map_or("/", |back| back.as_str());
    let holder = visit.basis.caller.holder.clone();
    holder.ok_or_else(|| finish(Reply::see_other(&sign_in_address(back))))
}

impl EditRequest {
    pub(super) fn context(&self) -> &Context {
        &self.visit.context
    }

    /// Returns the role of whoever writes.
    pub(super) fn role(&self) -> Role {
        self.holder.account.role
    }

    /// Returns the name of whoever writes: each form says to whom it was shown.
    pub(super) fn account(&self) -> String {
        self.holder.account.name.to_string()
    }

    /// Answers.
    pub(super) fn answer(&self, made: Result<Reply, Error>) -> Response {
        self.visit.answer_compressed(made)
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

//! [`WriteRequest`]: a change that a program sends.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use serde::Deserialize;

use crate::accounts::{Holder, TokenScope};
use crate::domain::{ObjectId, PagePath, Role};
use crate::site::SiteWriter;
use crate::web::editing::api::problem::ProblemDetails;
use crate::web::http::caller::Caller;
use crate::web::parts::context::{Context, page_path};
use crate::web::parts::reading::{Basis, ReadingState};

/// Below which path the pages are.
const PAGES: &str = "/api/v1/pages/";
/// The most bytes of a body beside those of a file: a message, and what JSON puts around it.
const ENVELOPE: u64 = 64 << 10;

/// The ways to change a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Create,
    Change,
    Delete,
}

/// A change by somebody who may write, as far as that depends on who they are.
pub(super) struct WriteRequest {
    pub(super) verb: Verb,
    pub(super) path: PagePath,
    /// The object of the page that it was made of; nothing where it makes one.
    pub(super) began: Option<ObjectId>,
    pub(super) content: WriteBody,
    pub(super) holder: Holder,
    /// The host in the addresses of those who have not chosen one.
    pub(super) host: String,
    pub(super) context: Context,
    pub(super) writer: Arc<SiteWriter>,
}

/// The body of a request.
#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(super) struct WriteBody {
    /// The whole file.
    #[serde(default)]
    pub(super) source: Option<String>,
    /// The message of the commit: what was changed and why.
    #[serde(default)]
    pub(super) message: String,
    /// Whether nobody need look at it.
    #[serde(default)]
    pub(super) minor: bool,
}

impl WriteRequest {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// The answer, if whoever sends it may not write, or it says nothing that could be saved.
    pub(super) async fn read(
        reading: &ReadingState,
        writer: Option<Arc<SiteWriter>>,
        request: Request,
    ) -> Result<Self, ProblemDetails> {
        let (parts, body) = request.into_parts();
        let basis = Basis::of(reading, &parts);
        let holder = may_write(&basis.caller)?;
        let (Some(writer), Some(accounts)) = (writer, &reading.accounts) else {
            let detail = "pages of this site cannot be changed over the API";
            return Err(ProblemDetails::new(StatusCode::FORBIDDEN, detail));
        };
        let context = Context::new(reading, &basis, parts.uri.clone());
        let path = context.below(PAGES).and_then(|path| page_path(&path));
        let path = path.map_err(|_| not_found())?;
        let verb = match parts.method {
            Method::POST => Verb::Create,
            Method::DELETE => Verb::Delete,
            _ => Verb::Change,
        };
        let began = match verb {
            Verb::Create => None,
            Verb::Change | Verb::Delete => Some(if_match(&parts.headers)?),
        };
        let content = read(&parts, body, verb, writer.rules().file_limit).await?;
        Ok(Self {
            verb,
            path,
            began,
            content,
            holder,
            host: accounts.host().to_owned(),
            context,
            writer,
        })
    }
}

pub(super) fn not_found() -> ProblemDetails {
    let detail = "there is no page at this address; POST makes one";
    ProblemDetails::new(StatusCode::NOT_FOUND, detail)
}

/// Returns whose token it is, if it is one to write with. A session is none: what a page of another
/// site has a browser send shows its cookie.
fn may_write(caller: &Caller) -> Result<Holder, ProblemDetails> {
    let forbidden = |detail: &str| Err(ProblemDetails::new(StatusCode::FORBIDDEN, detail));
    if caller.has_secret && !caller.client.is_secure {
        return forbidden(
            "this came over plain HTTP, where anyone on the way can read a token; use https://",
        );
    }
    if caller.has_unknown_secret && caller.is_in_doubt {
        let detail = "the accounts of this site cannot be read just now; try again soon";
        return Err(ProblemDetails::new(StatusCode::SERVICE_UNAVAILABLE, detail));
    }
    if caller.has_unknown_secret {
        let detail = "this token is wrong, has ended, or belongs to an account that is shut";
        let challenge = "Bearer error=\"invalid_token\"";
        return Err(ProblemDetails::unauthorised(detail, challenge));
    }
    let holder = caller.holder.as_ref();
    match holder.and_then(|holder| holder.scope.map(|scope| (holder, scope))) {
        None => Err(ProblemDetails::unauthorised(
            "a change needs a token with the scope “write”, from your account's page, in the header Authorization: Bearer …",
            "Bearer",
        )),
        Some((holder, _)) if holder.account.role < Role::Contributor => forbidden(
            "your account reads this site and does not write to it; an administrator can make you a contributor",
        ),
        Some((holder, TokenScope::Write)) => Ok(holder.clone()),
        Some(_) => forbidden(
            "this token only reads; make one with the scope “write” on your account's page",
        ),
    }
}

/// Returns the object that somebody began with.
fn if_match(headers: &HeaderMap) -> Result<ObjectId, ProblemDetails> {
    let mut values = headers.get_all(header::IF_MATCH).iter();
    let Some(value) = values.next() else {
        let detail =
            "say with If-Match which object of the page you changed: GET gives it as “object”";
        return Err(ProblemDetails::new(
            StatusCode::PRECONDITION_REQUIRED,
            detail,
        ));
    };
    let text = value.to_str().ok().filter(|_| values.next().is_none());
    let quoted = |text: &str| {
        let inside = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        inside.map(str::to_owned)
    };
    let text = text.map(str::trim);
    let id = text.and_then(|text| quoted(text).unwrap_or_else(|| text.to_owned()).parse().ok());
    id.ok_or_else(|| {
        let detail =
            "If-Match takes one object of the page, as GET gives it: 40 hexadecimal digits";
        ProblemDetails::new(StatusCode::BAD_REQUEST, detail)
    })
}

/// Reads a body: JSON, or the file itself.
async fn read(
    parts: &Parts,
    body: Body,
    verb: Verb,
    limit: u64,
) -> Result<WriteBody, ProblemDetails> {
    let too_large = || {
        let detail = format!("a page may have {limit} bytes");
        ProblemDetails::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    };
    // JSON writes a line end, and a quotation mark, with two.
    let most = usize::try_from(limit.saturating_mul(2).saturating_add(ENVELOPE));
    let body = axum::body::to_bytes(body, most.unwrap_or(usize::MAX)).await;
    let body = body.map_err(|_| too_large())?;
    let kind = parts.headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let kind = kind
        .split(';')
        .next()
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    let bad = |detail: String| ProblemDetails::new(StatusCode::BAD_REQUEST, detail);
    let content = match kind.as_str() {
        _ if verb == Verb::Delete && body.is_empty() => WriteBody::default(),
        "application/json" => serde_json::from_slice::<WriteBody>(&body)
            .map_err(|error| bad(format!("the body is not the JSON that is wanted: {error}")))?,
        "text/markdown" | "text/plain" if verb != Verb::Delete => {
            let text = String::from_utf8(body.to_vec());
            WriteBody {
                source: Some(text.map_err(|_| bad("the body is not UTF-8".to_owned()))?),
                ..WriteBody::default()
            }
        }
        _ => {
            let detail = "send JSON, as application/json with “source” and “message”, or the file itself, as text/markdown";
            return Err(ProblemDetails::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                detail,
            ));
        }
    };
    match &content.source {
        Some(source) if source.len() as u64 > limit => Err(too_large()),
        None if verb != Verb::Delete => Err(bad("the body has no “source”".to_owned())),
        Some(_) if verb == Verb::Delete => {
            Err(bad("DELETE takes a “message” and no “source”".to_owned()))
        }
        _ => Ok(content),
    }
}

//! What can go wrong with a request, and the one page that says so.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::site::{Item, PublishError};
use crate::store::StoreError;
use crate::web::Site;
use crate::web::context::{Basis, Context};
use crate::web::facets::capital;
use crate::web::respond::{Reply, finish};
use crate::web::shell::Shell;

/// Why a request has no ordinary answer. Visitors read the text of the 4xx ones.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// `404`: nothing is at this address that this viewer may see.
    #[error("there is no page at this address")]
    NotFound,
    /// `400`: the request cannot be understood.
    #[error("{0}")]
    BadRequest(String),
    /// `414`: the address is too long to be looked at.
    #[error("the address is longer than {0} bytes")]
    AddressTooLong(usize),
    /// `431`: the head of the request is too large to be looked at.
    #[error("the head of the request is larger than {0} bytes")]
    HeadTooLarge(usize),
    /// `405`: the address does not take this method.
    #[error("this address can only be read")]
    MethodNotAllowed,
    /// `421`: the request is for another site.
    #[error("this server does not answer for that host name")]
    Misdirected,
    /// `500`: something broke. What, is for the log.
    #[error("something went wrong on our side")]
    Internal(#[source] anyhow::Error),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<PublishError> for Error {
    fn from(error: PublishError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl Error {
    /// Returns the status code.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::AddressTooLong(_) => StatusCode::URI_TOO_LONG,
            Self::HeadTooLarge(_) => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns the answer: problem details for the API (RFC 9457), a page for everyone else.
    pub(super) fn reply(&self, context: &Context) -> Reply {
        if let Self::Internal(error) = self {
            tracing::error!(
                error = format!("{error:#}"),
                path = context.uri.path(),
                "request failed"
            );
        }
        if is_for_programs(context.uri.path()) {
            return self.problem_details();
        }
        let html = self.page(context).unwrap_or_else(|_| self.to_string());
        Reply::html(html).with_status(self.status())
    }

    fn problem_details(&self) -> Reply {
        let status = self.status();
        let body = serde_json::json!({
            "type": "about:blank",
            "title": status.canonical_reason().unwrap_or("Error"),
            "status": status.as_u16(),
            "detail": self.to_string(),
        });
        Reply::new("application/problem+json", body.to_string()).with_status(status)
    }

    fn page(&self, context: &Context) -> Result<String, askama::Error> {
        let view = context.view();
        let nearest = if matches!(self, Self::NotFound) {
            let wanted = context.below("/").unwrap_or_default();
            view.mistyped(&wanted, 3)
        } else {
            Vec::new()
        };
        let t = context.words;
        let (heading, message) = match self {
            Self::NotFound => (
                t.say("error-not-found"),
                t.say("error-no-page").into_owned(),
            ),
            Self::BadRequest(_)
            | Self::AddressTooLong(_)
            | Self::HeadTooLarge(_)
            | Self::MethodNotAllowed
            | Self::Misdirected => (t.say("error-refused"), capital(&self.to_string())),
            Self::Internal(_) => (
                t.say("error-internal"),
                t.say("error-our-side").into_owned(),
            ),
        };
        let words = context
            .below("/")
            .unwrap_or_default()
            .replace(['-', '/', '_'], " ");
        ErrorView {
            shell: Shell::new(context, &heading).without_index(),
            status: self.status().as_u16(),
            message,
            missing: matches!(self, Self::NotFound),
            words,
            nearest: nearest.into_iter().map(|item| Near::of(item)).collect(),
        }
        .render()
    }
}

/// Tells whether an address is one that programs ask, not people.
pub(super) fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/") || path == "/-/suggest"
}

/// Answers a method that no address takes.
pub(super) async fn method_not_allowed(State(site): State<Site>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let basis = Basis::of(&site, &request);
    let context = Context::new(&site, &basis, request.uri);
    let mut response = finish(Error::MethodNotAllowed.reply(&context));
    let allow = axum::http::HeaderValue::from_static("GET, HEAD");
    response
        .headers_mut()
        .insert(axum::http::header::ALLOW, allow);
    response
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorView {
    shell: Shell,
    status: u16,
    message: String,
    missing: bool,
    words: String,
    nearest: Vec<Near>,
}

struct Near {
    address: String,
    title: String,
}

impl Near {
    fn of(item: &Item) -> Self {
        Self {
            address: item.page.path.address(),
            title: item.page.title.clone(),
        }
    }
}

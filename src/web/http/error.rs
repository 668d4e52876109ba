//! The errors of a request. The page that shows them is [`crate::web::parts::error_page`].

use axum::http::StatusCode;

use crate::site::PublishError;
use crate::store::StoreError;

/// The reasons why a request has no ordinary answer. Visitors read the text of the 4xx ones.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// `404`: nothing is at this address that this viewer may see.
    #[error("there is no page at this address")]
    NotFound,
    /// `410`: there was a page at this address that this viewer could see.
    #[error("there is no page at this address any more")]
    Gone,
    /// `400`: the request cannot be understood.
    #[error("{0}")]
    BadRequest(String),
    /// `414`: the address is too long to be looked at.
    #[error("the address is longer than {0} bytes")]
    AddressTooLong(usize),
    /// `431`: the head of the request is too large to be looked at.
    #[error("the head of the request is larger than {0} bytes")]
    HeadTooLarge(usize),
    /// `403`: whoever asks may not do this, and why.
    #[error("{0}")]
    Forbidden(String),
    /// `413`: what was sent is larger than so many bytes.
    #[error("what was sent is larger than {} MB", .0 >> 20)]
    TooLarge(usize),
    /// `405`: the address does not take this method.
    #[error("this address can only be read")]
    MethodNotAllowed,
    /// `429`: whoever asks has had enough made for them, and has to wait so many seconds.
    #[error("too much was asked for from here at once; try again in {0} seconds")]
    TooMany(u64),
    /// `503`: what this needs cannot be reached just now.
    #[error("{0}")]
    Unavailable(String),
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
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::AddressTooLong(_) => StatusCode::URI_TOO_LONG,
            Self::HeadTooLarge(_) => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Tells whether git prints the answer of an address.
pub(crate) fn is_for_git(path: &str) -> bool {
    path == "/content.git" || path.starts_with("/content.git/")
}

/// Tells whether an address is one that programs ask, not people.
pub(crate) fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/") || path == "/-/suggest"
}

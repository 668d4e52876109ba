//! The one page that says what is wrong with a request.

use askama::Template;
use axum::http::header;

use crate::domain::PagePath;
use crate::site::SitePage;
use crate::web::http::credentials::without_secret;
use crate::web::http::error::{Error, is_for_git, is_for_programs};
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::facets::capital;
use crate::web::parts::new_page;
use crate::web::parts::shell::Shell;

/// Returns the answer: a line for git, problem details for the API (RFC 9457), a page for everyone
/// else.
pub(crate) fn reply(error: &Error, context: &Context) -> Reply {
    let reply = formatted(error, context);
    match error {
        Error::TooMany(seconds) => reply.with_header(header::RETRY_AFTER, &seconds.to_string()),
        _ => reply,
    }
}

fn formatted(error: &Error, context: &Context) -> Reply {
    if let Error::Internal(source) = error {
        tracing::error!(
            error = format!("{source:#}"),
            path = without_secret(context.uri.path()),
            "request failed"
        );
    }
    if is_for_git(context.uri.path()) {
        let line = format!("{error}\n");
        return Reply::new("text/plain; charset=utf-8", line).with_status(error.status());
    }
    if is_for_programs(context.uri.path()) {
        return problem_details(error);
    }
    let html = page(error, context).unwrap_or_else(|_| error.to_string());
    Reply::html(html).with_status(error.status())
}

/// Returns the answer for programs: problem details (RFC 9457).
fn problem_details(error: &Error) -> Reply {
    let status = error.status();
    let body = serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("Error"),
        "status": status.as_u16(),
        "detail": error.to_string(),
    });
    Reply::new("application/problem+json", body.to_string()).with_status(status)
}

fn page(error: &Error, context: &Context) -> Result<String, askama::Error> {
    let view = context.view();
    let nearest = if matches!(error, Error::NotFound) {
        let wanted = context.below("/").unwrap_or_default();
        view.finder().mistyped(&wanted, 3)
    } else {
        Vec::new()
    };
    let t = context.words;
    let (heading, message) = match error {
        Error::NotFound => (
            t.say("error-not-found"),
            t.say("error-no-page").into_owned(),
        ),
        Error::Gone
        | Error::BadRequest(_)
        | Error::AddressTooLong(_)
        | Error::HeadTooLarge(_)
        | Error::MethodNotAllowed
        | Error::Unavailable(_)
        | Error::Forbidden(_)
        | Error::TooLarge(_)
        | Error::Misdirected => (t.say("error-refused"), capital(&error.to_string())),
        Error::TooMany(seconds) => (
            t.say("error-too-many"),
            t.count("error-wait", usize::try_from(*seconds).unwrap_or(1)),
        ),
        Error::Internal(_) => (
            t.say("error-internal"),
            t.say("error-our-side").into_owned(),
        ),
    };
    let path = context.below("/").ok();
    let path = path.and_then(|path| PagePath::parse(&path).ok());
    let missing = matches!(error, Error::NotFound);
    let begin = path.filter(|_| missing);
    let begin = begin.and_then(|path| new_page::address(context, &path));
    ErrorView {
        shell: Shell::new(context, &heading).without_index(),
        status: error.status().as_u16(),
        message,
        missing,
        begin,
        words: words_of_address(context),
        nearest: nearest
            .into_iter()
            .map(|item| SimilarPage::of(item))
            .collect(),
    }
    .render()
}

/// Returns the words of the address, to search for them.
fn words_of_address(context: &Context) -> String {
    let address = context.below("/").unwrap_or_default();
    let words = address
        .split(['-', '/', '_', ' '])
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[derive(Template)]
#[template(path = "parts/error.html")]
struct ErrorView {
    shell: Shell,
    status: u16,
    message: String,
    missing: bool,
    /// The address where a page of this address can be begun, for whoever may.
    begin: Option<String>,
    words: String,
    nearest: Vec<SimilarPage>,
}

struct SimilarPage {
    address: String,
    title: String,
}

impl SimilarPage {
    fn of(item: &SitePage) -> Self {
        Self {
            address: item.page.path.address(),
            title: item.page.title.clone(),
        }
    }
}

//! `/-/deleted`: the pages that are gone, and what a page that is gone answers.

use askama::Template;
use axum::http::StatusCode;

use crate::domain::PagePath;
use crate::site::VersionChange;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::shell::Shell;
use crate::web::parts::versions::{history_error, may_restore};

/// The number of pages on a page of the list.
const PER_PAGE: usize = 100;
/// The last page that can be asked for.
const MAX_PAGE: usize = 1_000_000;

#[derive(Template)]
#[template(path = "pages/deleted.html")]
struct DeletedView {
    shell: Shell,
    total: usize,
    pages: Vec<DeletedPage>,
    newer: Option<String>,
    older: Option<String>,
}

struct DeletedPage {
    address: String,
    date: String,
    iso: String,
    author: String,
    subject: String,
    history: String,
}

/// Answers `/-/deleted`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let number = context.query.number("page", 1, MAX_PAGE)?;
    let view = context.view();
    let all = view.deleted();
    let all = all.map_err(|error| history_error(context, error))?;
    let last = all.len().div_ceil(PER_PAGE).max(1);
    if number > last {
        return Err(Error::NotFound);
    }
    let part = all.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE);
    let pages = part.map(|(path, version)| {
        let (date, iso) = context.words.time(version.time).unwrap_or_default();
        DeletedPage {
            address: path.address(),
            date,
            iso,
            author: version.author.to_owned(),
            subject: version.subject.unwrap_or_default().to_owned(),
            history: format!("/-/history{}", path.address()),
        }
    });
    let step = |number: usize| format!("/-/deleted?page={number}");
    let html = DeletedView {
        pages: pages.collect(),
        shell: Shell::new(context, &context.words.say("deleted-title")).without_index(),
        total: all.len(),
        newer: (number > 1).then(|| step(number - 1)),
        older: (number < last).then(|| step(number + 1)),
    };
    Ok(Reply::html(html.render()?))
}

#[derive(Template)]
#[template(path = "pages/gone.html")]
struct GoneView {
    shell: Shell,
    address: String,
    date: String,
    iso: String,
    author: String,
    history: String,
    /// Its last text.
    last: Option<String>,
    /// The address that brings it back, for whoever may.
    restore: Option<String>,
}

/// Answers for a page that is gone: `None` unless the viewer could see what it was.
pub(super) fn gone(context: &Context, path: &PagePath) -> Result<Option<Reply>, Error> {
    let view = context.view();
    // As long as the history is being read, it is not there.
    let Ok(Some(versions)) = view.versions(path) else {
        return Ok(view
            .moved_to(path)
            .map(|item| Reply::see_other(&item.page.path.address())));
    };
    let Some(last) = versions.one(0)? else {
        return Ok(None);
    };
    let (date, iso) = context.words.time(last.time).unwrap_or_default();
    let address = path.address();
    let before = versions
        .one(1)?
        .filter(|version| version.change != VersionChange::Removed);
    let read = before.as_ref();
    let read = read.map(|version| format!("{address}?at={}", version.commit));
    let before = before.filter(|_| may_restore(context));
    let html = GoneView {
        shell: Shell::new(context, &context.words.say("gone-title")).without_index(),
        date,
        iso,
        author: last.author.to_owned(),
        history: format!("/-/history{address}"),
        last: read,
        restore: before.map(|version| format!("/-/restore{address}?at={}", version.commit)),
        address,
    };
    Ok(Some(
        Reply::html(html.render()?).with_status(StatusCode::GONE),
    ))
}

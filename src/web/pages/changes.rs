//! `/changes`: what changed, commit by commit, newest first.
//!
//! The list is a function of the newest commit and the address, and is kept like any other page.
//! What administrators read above it of an upstream that is not in step is not: for them the page is
//! made each time, and never kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;

use crate::domain::ObjectId;
use crate::site::CommitSummary;
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::pages::commit::{self, ChangeView};
use crate::web::parts::context::Context;
use crate::web::parts::error_page;
use crate::web::parts::following::{Following, Notice};
use crate::web::parts::messages::Words;
use crate::web::parts::reading::{Basis, Reading};
use crate::web::parts::shell::Shell;
use crate::web::read::handler;
use crate::web::read::responses::Responses;

/// How many commits stand on a page.
const PER_PAGE: usize = 50;
/// How many pages and files are named for each.
const NAMED: usize = 20;

#[derive(Template)]
#[template(path = "pages/changes.html")]
struct ChangesView {
    shell: Shell,
    notice: Option<Notice>,
    days: Vec<DayView>,
    /// Whether this is not the newest part of the list.
    newest: bool,
    /// Where the list goes on.
    older: Option<String>,
}

/// The commits of one day.
struct DayView {
    iso: String,
    date: String,
    commits: Vec<CommitView>,
}

struct CommitView {
    subject: String,
    author: String,
    iso: String,
    clock: String,
    id: String,
    /// The page about it.
    address: String,
    changes: Vec<ChangeView>,
    /// How many more it changed.
    more: usize,
}

/// Answers `/changes`.
pub(crate) async fn answer(
    State(reading): State<Arc<Reading>>,
    State(responses): State<Arc<Responses>>,
    State(following): State<Option<Arc<Following>>>,
    request: Request,
) -> Response {
    let (request, _) = request.into_parts();
    let basis = Basis::of(&reading, &request);
    let Some(following) = following.filter(|_| basis.caller.is_administrator) else {
        return handler::answer(handler::list(show), request, reading, responses).await;
    };
    let context = Context::new(&reading, &basis, request.uri);
    let work = move || {
        let reply = list(&context, following.notice(&context));
        finish(reply.unwrap_or_else(|error| error_page::reply(&error, &context)))
    };
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| {
            tracing::error!(%error, "making the list of changes broke off");
            finish(
                Reply::new("text/plain; charset=utf-8", "something went wrong\n")
                    .with_status(axum::http::StatusCode::INTERNAL_SERVER_ERROR),
            )
        })
}

/// Answers everyone but administrators.
fn show(context: &Context) -> Result<Reply, Error> {
    list(context, None)
}

fn list(context: &Context, notice: Option<Notice>) -> Result<Reply, Error> {
    let after = match context.query.get("before") {
        "" => None,
        text => Some(text.parse::<ObjectId>().map_err(|_| {
            let message = "“before” must be the whole id of a commit: 40 hexadecimal digits";
            Error::BadRequest(message.to_owned())
        })?),
    };
    let view = context.view();
    let commits = view.commits(after, PER_PAGE)?.ok_or(Error::NotFound)?;
    let words = context.words;
    let mut days: Vec<DayView> = Vec::new();
    for told in commits.commits {
        let (date, iso) = words.time(told.time).unwrap_or_default();
        let day = iso.get(..10).unwrap_or("").to_owned();
        let commit = CommitView::of(words, told, &iso);
        match days.last_mut().filter(|last| last.iso == day) {
            Some(last) => last.commits.push(commit),
            None => days.push(DayView {
                iso: day,
                date,
                commits: vec![commit],
            }),
        }
    }
    let mut shell = Shell::new(context, &words.say("changes"));
    if after.is_some() {
        shell = shell.without_index();
    }
    let html = ChangesView {
        shell,
        notice,
        days,
        newest: after.is_some(),
        older: commits.rest.map(|rest| format!("/changes?before={rest}")),
    };
    Ok(Reply::html(html.render()?))
}

impl CommitView {
    fn of(words: Words, told: CommitSummary<'_>, iso: &str) -> Self {
        let more = told.changed.len().saturating_sub(NAMED);
        let changed = told.changed.iter().take(NAMED);
        Self {
            changes: changed
                .map(|changed| ChangeView::of(words, changed))
                .collect(),
            subject: told.subject.unwrap_or_default(),
            address: commit::address(told.id),
            author: told.author,
            iso: iso.to_owned(),
            clock: format!("{} UTC", iso.get(11..16).unwrap_or("")),
            id: told.id.short(),
            more,
        }
    }
}

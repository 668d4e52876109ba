//! `/changes`: what changed, commit by commit, newest first.
//!
//! The list is a function of the newest commit and the address, and is kept like any other page.
//! What administrators read above it of an upstream that is not in step is not: for them the page is
//! made each time, and never kept.

use askama::Template;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::response::Response;

use crate::domain::ObjectId;
use crate::site::Told;
use crate::web::Site;
use crate::web::commit::{self, ChangeView};
use crate::web::context::{Basis, Context};
use crate::web::error::Error;
use crate::web::messages::Words;
use crate::web::respond::{self, Reply, finish};
use crate::web::shell::Shell;
use crate::web::upstream::Notice;

/// How many commits stand on a page.
const PER_PAGE: usize = 50;
/// How many pages and files are named for each.
const NAMED: usize = 20;

#[derive(Template)]
#[template(path = "changes.html")]
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
pub(super) async fn answer(State(site): State<Site>, request: Request) -> Response {
    let (request, body) = request.into_parts();
    let basis = Basis::of(&site, &request);
    let following = site.following.clone();
    let Some(following) = following.filter(|_| basis.caller.is_administrator) else {
        let request = Request::from_parts(request, body);
        return respond::list(show).call(request, site).await;
    };
    let context = Context::new(&site, &basis, request.uri);
    let work = move || {
        let reply = list(&context, following.notice(&context));
        finish(reply.unwrap_or_else(|error| error.reply(&context)))
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
    fn of(words: Words, told: Told<'_>, iso: &str) -> Self {
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

//! `/changes`: what changed, commit by commit, newest first; of it what the address asks for.
//!
//! The list is a function of the newest commit and the address, and is kept like any other page.
//! What administrators read above it of an upstream that is not in step is not: for them the page is
//! made each time, and never kept. Before the history has been read the list comes from git, without
//! filters, and is not kept either.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;

use crate::domain::ObjectId;
use crate::site::{Changes, HistoryError, ListedChange};
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::pages::change_form::ChangeForm;
use crate::web::pages::commit::{self, ChangeView};
use crate::web::parts::changes_query::{ChangeFilterChip, ChangesQuery};
use crate::web::parts::context::Context;
use crate::web::parts::error_page;
use crate::web::parts::following::{FollowedUpstream, UpstreamNotice};
use crate::web::parts::heat_map::HeatMap;
use crate::web::parts::messages::Words;
use crate::web::parts::reading::{Basis, ReadingState};
use crate::web::parts::shell::Shell;
use crate::web::parts::versions::history_error;
use crate::web::read::handler;
use crate::web::read::responses::Responses;

/// The number of commits on a page.
const PER_PAGE: usize = 50;
/// The most pages and files that are named for each.
const NAMED: usize = 20;

#[derive(Template)]
#[template(path = "pages/changes.html")]
struct ChangesView {
    shell: Shell,
    notice: Option<UpstreamNotice>,
    /// Remarks on the filters, or that they come later.
    notes: Vec<String>,
    chips: Vec<ChangeFilterChip>,
    /// The same changes as a feed.
    feed: String,
    /// The choices; none before the history has been read.
    form: Option<ChangeForm>,
    heat_map: Option<HeatMap>,
    days: Vec<DayView>,
    /// The address of the newest part of the list, on another one.
    newest: Option<String>,
    /// The address at which the list goes on.
    older: Option<String>,
}

/// The commits of one day.
struct DayView {
    iso: String,
    date: String,
    runs: Vec<RunView>,
}

/// Commits that follow each other: minor ones, which are folded, or others.
struct RunView {
    is_minor: bool,
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
    /// The number of pages and files that it changed beside those.
    more: usize,
}

/// Answers `/changes`.
pub(crate) async fn answer(
    State(reading): State<Arc<ReadingState>>,
    State(responses): State<Arc<Responses>>,
    State(following): State<Option<Arc<FollowedUpstream>>>,
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

/// The changes to list, and the days with some.
struct ListedChanges<'e> {
    list: Changes<'e>,
    /// The number of changes on each day; nothing before the history has been read.
    days: Option<Vec<(i64, usize)>>,
    /// Whether the history is being read.
    is_reading: bool,
}

fn list(context: &Context, notice: Option<UpstreamNotice>) -> Result<Reply, Error> {
    let after = match context.query.get("before") {
        "" => None,
        text => Some(text.parse::<ObjectId>().map_err(|_| {
            let message = "“before” must be the whole id of a commit: 40 hexadecimal digits";
            Error::BadRequest(message.to_owned())
        })?),
    };
    let query = ChangesQuery::read(context)?;
    let found = find(context, &query, after)?;
    let words = context.words;
    let mut shell = Shell::new(context, &words.say("changes"));
    if after.is_some() || !query.pairs.is_empty() {
        shell = shell.without_index();
    }
    let mut notes = query.notes(context);
    notes.extend((found.is_reading).then(|| words.say("changes-reading").into_owned()));
    let older = found.list.rest.map(|rest| rest.to_string());
    let day = |iso: &str| query.address("/changes", &[("from", iso), ("to", iso)]);
    let counts = found.days.as_deref().filter(|_| after.is_none());
    let html = ChangesView {
        shell,
        notice,
        notes,
        chips: query.chips(context),
        feed: query.address("/-/changes.xml", &[]),
        form: found.days.as_ref().map(|_| ChangeForm::of(context, &query)),
        heat_map: counts.and_then(|counts| HeatMap::of(context, counts, day)),
        days: by_day(words, found.list.changes),
        newest: after.map(|_| query.address("/changes", &[])),
        older: older.map(|rest| query.address("/changes", &[("before", &rest)])),
    };
    let mut reply = Reply::html(html.render()?);
    reply.is_secret = found.is_reading;
    Ok(reply)
}

fn find<'c>(
    context: &'c Context,
    query: &ChangesQuery,
    after: Option<ObjectId>,
) -> Result<ListedChanges<'c>, Error> {
    let view = context.view();
    match view.changes(&query.filter, after, PER_PAGE, NAMED) {
        Ok(list) => {
            let days = view.change_days(&query.filter);
            Ok(ListedChanges {
                list: list.ok_or(Error::NotFound)?,
                days: Some(days.map_err(|error| history_error(context, error))?),
                is_reading: false,
            })
        }
        // Without filters git tells it as well.
        Err(error @ (HistoryError::Reading(_) | HistoryError::Unreadable))
            if query.filter.is_empty() =>
        {
            let commits = view.commits(after, PER_PAGE)?.ok_or(Error::NotFound)?;
            let changes = commits.commits.into_iter().map(ListedChange::from);
            Ok(ListedChanges {
                list: Changes {
                    changes: changes.collect(),
                    rest: commits.rest,
                },
                days: None,
                is_reading: matches!(error, HistoryError::Reading(_)),
            })
        }
        Err(error) => Err(history_error(context, error)),
    }
}

fn by_day(words: Words, changes: Vec<ListedChange<'_>>) -> Vec<DayView> {
    let mut days: Vec<DayView> = Vec::new();
    for change in changes {
        let (date, iso) = words.time(change.time).unwrap_or_default();
        let day = iso.get(..10).unwrap_or("").to_owned();
        let is_minor = change.is_minor;
        let commit = CommitView::of(words, change, &iso);
        if days.last().is_none_or(|last| last.iso != day) {
            days.push(DayView {
                iso: day,
                date,
                runs: Vec::new(),
            });
        }
        let Some(last) = days.last_mut() else {
            continue;
        };
        match last.runs.last_mut().filter(|run| run.is_minor == is_minor) {
            Some(run) => run.commits.push(commit),
            None => last.runs.push(RunView {
                is_minor,
                commits: vec![commit],
            }),
        }
    }
    days
}

impl CommitView {
    fn of(words: Words, change: ListedChange<'_>, iso: &str) -> Self {
        let hidden = change.changed.len().saturating_sub(NAMED);
        let changed = change.changed.iter().take(NAMED);
        Self {
            changes: changed
                .map(|changed| ChangeView::of(words, changed))
                .collect(),
            subject: change.subject.unwrap_or_default(),
            address: commit::address(change.id),
            author: change.author,
            iso: iso.to_owned(),
            clock: format!("{} UTC", iso.get(11..16).unwrap_or("")),
            id: change.id.short(),
            more: change.more + hidden,
        }
    }
}

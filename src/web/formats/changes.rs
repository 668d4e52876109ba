//! The changes for machines: `/-/changes.xml` as Atom and `/api/v1/changes`, with the filters of the
//! page. So there is a feed of a page (`page=`), of a folder, of what somebody changes (`author=`).

use askama::Template;
use serde_json::{Value, json};

use crate::domain::ObjectId;
use crate::site::{ChangeKind, ChangedItem, Changes, CommitChange, ListedChange};
use crate::web::formats::feeds::private_or_not;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::changes_query::ChangesQuery;
use crate::web::parts::context::Context;
use crate::web::parts::messages::Words;
use crate::web::parts::versions::history_error;

/// Entries of the feed, and changes in an answer that asks for no number of them.
const USUAL: usize = 50;
/// Most changes in one answer.
const MAX_LIMIT: usize = 500;
/// The most pages and files that are named for each.
const NAMED: usize = 100;

#[derive(Template)]
#[template(path = "formats/changes.xml")]
struct FeedView<'a> {
    site: &'a str,
    title: String,
    base: &'a str,
    /// The query of the address, with its question mark.
    query: String,
    updated: String,
    entries: Vec<FeedEntry>,
}

struct FeedEntry {
    title: String,
    id: String,
    updated: String,
    author: String,
    summary: String,
}

/// Answers `/-/changes.xml`.
pub(crate) fn atom(context: &Context) -> Result<Reply, Error> {
    private_or_not(context, feed)
}

fn feed(context: &Context) -> Result<Reply, Error> {
    let requested = ChangesQuery::read_strictly(context)?;
    let changes = changes(context, &requested, None, USUAL)?.changes;
    let updated = changes.iter().map(|change| change.time).max();
    let query = requested.address("", &[]);
    let labels: Vec<String> = requested
        .chips(context)
        .into_iter()
        .map(|chip| chip.label)
        .collect();
    let mut title = context.words.say("changes").into_owned();
    if !labels.is_empty() {
        title = format!("{title}: {}", labels.join(", "));
    }
    let entries = changes.into_iter().map(|change| FeedEntry {
        title: match change.subject {
            Some(subject) => subject,
            None => context.words.say("changes-untold").into_owned(),
        },
        id: change.id.to_string(),
        updated: iso(change.time),
        author: change.author,
        summary: summary(&change.changed, change.more),
    });
    let xml = FeedView {
        site: &context.settings.name,
        title,
        base: &context.settings.base_url,
        query,
        updated: iso(updated.unwrap_or(0)),
        entries: entries.collect(),
    }
    .render()?;
    Ok(Reply::new("application/atom+xml; charset=utf-8", xml))
}

fn iso(time: i64) -> String {
    let time = Words::default().time(time);
    time.map_or_else(String::new, |(_, iso)| iso)
}

fn changes<'c>(
    context: &'c Context,
    requested: &ChangesQuery,
    after: Option<ObjectId>,
    limit: usize,
) -> Result<Changes<'c>, Error> {
    let found = context
        .view()
        .changes(&requested.filter, after, limit, NAMED);
    let found = found.map_err(|error| history_error(context, error))?;
    found.ok_or(Error::NotFound)
}

/// Names what a commit changed.
fn summary(changed: &[CommitChange<'_>], more: usize) -> String {
    let names = changed.iter().map(|changed| match &changed.what {
        ChangedItem::Page(item) => item.page.title.clone(),
        ChangedItem::FormerPage(path) => path.address(),
        ChangedItem::File(file) => (*file).to_owned(),
        ChangedItem::FormerFile(file) => file.clone(),
    });
    let mut names: Vec<String> = names.collect();
    if more > 0 {
        names.push(format!("+ {more}"));
    }
    names.join(", ")
}

/// Answers `/api/v1/changes`.
pub(crate) fn json(context: &Context) -> Result<Reply, Error> {
    let requested = ChangesQuery::read_strictly(context)?;
    let limit = context.query.number("limit", USUAL, MAX_LIMIT)?;
    let after = before(context)?;
    let found = changes(context, &requested, after, limit)?;
    Reply::json(&json!({
        "commit": context.edition.revision().id.to_string(),
        "changes": found.changes.iter().map(change).collect::<Vec<Value>>(),
        "next": found.rest.map(|rest| rest.to_string()),
    }))
}

/// Reads behind which commit the list is to begin.
fn before(context: &Context) -> Result<Option<ObjectId>, Error> {
    match context.query.get("before") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| {
            let message = "“before” must be the whole id of a commit: 40 hexadecimal digits";
            Error::BadRequest(message.to_owned())
        }),
    }
}

fn change(change: &ListedChange<'_>) -> Value {
    json!({
        "commit": change.id.to_string(),
        "time": iso(change.time),
        "author": change.author,
        "summary": change.subject,
        "minor": change.is_minor,
        "changed": change.changed.iter().map(changed).collect::<Vec<Value>>(),
        "more": change.more,
    })
}

fn changed(changed: &CommitChange<'_>) -> Value {
    let kind = match changed.kind {
        ChangeKind::Added => "added",
        ChangeKind::Changed => "changed",
        ChangeKind::Removed => "removed",
    };
    match &changed.what {
        ChangedItem::Page(item) => json!({
            "path": item.page.path.as_str(), "title": item.page.title, "change": kind,
            "deleted": false,
        }),
        ChangedItem::FormerPage(path) => {
            json!({"path": path.as_str(), "title": null, "change": kind, "deleted": true})
        }
        ChangedItem::File(file) => json!({"file": file, "change": kind, "deleted": false}),
        ChangedItem::FormerFile(file) => json!({"file": file, "change": kind, "deleted": true}),
    }
}

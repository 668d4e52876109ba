//! The history over the API: `/api/v1/history/<page>` and `/api/v1/diff/<page>`.

use serde_json::{Value, json};

use crate::domain::PagePath;
use crate::site::{DifferenceRow, LineKind, PageVersion, VersionChange, Versions, difference};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::{Context, page_path};
use crate::web::parts::messages::Words;
use crate::web::parts::versions::history_error;

/// Versions in an answer that asks for no number of them.
const PER_PAGE: usize = 100;
/// Most versions in one answer.
const MAX_LIMIT: usize = 1000;
/// The last page that can be asked for.
const MAX_PAGE: usize = 1_000_000;

fn versions_of<'c>(context: &'c Context, prefix: &str) -> Result<(PagePath, Versions<'c>), Error> {
    let path = page_path(&context.below(prefix)?)?;
    let versions = context.view().versions(&path);
    let versions = versions.map_err(|error| history_error(context, error))?;
    Ok((path, versions.ok_or(Error::NotFound)?))
}

/// Answers `/api/v1/history/<page>`.
pub(crate) fn versions(context: &Context) -> Result<Reply, Error> {
    let (path, versions) = versions_of(context, "/api/v1/history/")?;
    let limit = context.query.number("limit", PER_PAGE, MAX_LIMIT)?;
    let page = context.query.number("page", 1, MAX_PAGE)?;
    let shown = versions.some((page - 1) * limit, limit)?;
    Reply::json(&json!({
        "commit": context.edition.revision().id.to_string(),
        "path": path.as_str(),
        "deleted": versions.page.is_none(),
        "total": versions.len(),
        "versions": shown.iter().map(version).collect::<Vec<Value>>(),
    }))
}

fn version(version: &PageVersion<'_>) -> Value {
    let time = Words::default().time(version.time).map(|(_, iso)| iso);
    let (change, from) = match version.change {
        VersionChange::Added => ("added", None),
        VersionChange::Moved(from) => ("moved", Some(from)),
        VersionChange::Changed => ("changed", None),
        VersionChange::Removed => ("removed", None),
    };
    json!({
        "commit": version.commit.to_string(),
        "file": version.file,
        "time": time,
        "author": version.author,
        "summary": version.subject,
        "change": change,
        "from": from,
        "growth": version.growth,
        "minor": version.is_minor,
        "formatting": version.is_formatting,
        "in_browser": version.in_browser,
    })
}

/// Answers `/api/v1/diff/<page>`.
pub(crate) fn diff(context: &Context) -> Result<Reply, Error> {
    let (path, versions) = versions_of(context, "/api/v1/diff/")?;
    let position = |key: &str| match context.query.get(key) {
        "" => Ok(None),
        text => versions.position(text).map(Some).ok_or(Error::NotFound),
    };
    let to = position("to")?.unwrap_or(0);
    let from = position("from")?.unwrap_or(to + 1);
    let new = versions.one(from.min(to))?.ok_or(Error::NotFound)?;
    let old = versions.one(from.max(to))?;
    let text = |position: usize| -> Result<String, Error> {
        let read = versions.read(position)?;
        Ok(read.map_or_else(String::new, |(_, source)| {
            String::from_utf8_lossy(&source).into_owned()
        }))
    };
    let compared = difference(&text(from.max(to))?, &text(from.min(to))?);
    Reply::json(&json!({
        "commit": context.edition.revision().id.to_string(),
        "path": path.as_str(),
        "from": old.as_ref().map(version),
        "to": version(&new),
        "cut": compared.cut,
        "lines": compared.rows.iter().map(row).collect::<Vec<Value>>(),
    }))
}

fn row(row: &DifferenceRow) -> Value {
    let line = match row {
        DifferenceRow::Folded(lines) => return json!({"kind": "folded", "lines": lines}),
        DifferenceRow::Line(line) => line,
    };
    let kind = match line.kind {
        LineKind::Same => "same",
        LineKind::Removed => "removed",
        LineKind::Added => "added",
    };
    let runs = line.runs.iter();
    let runs = runs.map(|run| json!({"text": run.text, "marked": run.marked}));
    json!({"kind": kind, "old": line.old, "new": line.new, "runs": runs.collect::<Vec<Value>>()})
}

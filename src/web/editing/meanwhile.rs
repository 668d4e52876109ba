//! `/-/edit/<page>?since=<commit>`: what others did to a page since somebody began to write it.

use askama::Template;
use axum::http::StatusCode;

use crate::domain::ObjectId;
use crate::web::editing::page_text::{page_file, text};
use crate::web::editing::request::EditRequest;
use crate::web::editing::target::PageTarget;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::differences::{LineView, lines};
use crate::web::parts::shell::Shell;

#[derive(Template)]
#[template(path = "editing/meanwhile.html")]
struct MeanwhileView {
    shell: Shell,
    said: String,
    /// The time, for the browser to say how long ago that was; empty where it is not known.
    time: String,
    /// A mark of this state of the page, so that one is told of each once.
    mark: String,
    difference: Vec<LineView>,
}

/// Tells what others did to a page since a commit; nothing, in an answer without content, where its
/// file is as it was.
pub(super) fn show(request: &EditRequest, target: Option<&PageTarget>) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    let since: ObjectId = request
        .visit
        .parameter("since")
        .parse()
        .map_err(|_| Error::BadRequest(words.say("edit-no-base").into_owned()))?;
    let file = request.visit.parameter("file");
    page_file(file)?;
    let view = context.view();
    let before = text(&view, since, file)?.unwrap_or_default();
    let now = match target {
        Some(target) => text(&view, context.edition.revision().id, &target.file)?,
        None => None,
    };
    if now.as_deref() == Some(before.as_str()) {
        return Ok(Reply::html(String::new()).with_status(StatusCode::NO_CONTENT));
    }
    let newest = target.and_then(|target| newest(context, target));
    let (said, time, mark) = match (now.is_some(), newest) {
        (false, _) => (
            words.say("edit-meanwhile-gone").into_owned(),
            String::new(),
            "gone".to_owned(),
        ),
        (true, Some((author, time, commit))) => {
            let said = words.with_two("edit-meanwhile", "name", author, "time", "\u{2026}");
            (said, time, commit)
        }
        (true, None) => (
            words.say("edit-meanwhile-somebody").into_owned(),
            String::new(),
            context.edition.revision().id.to_string(),
        ),
    };
    let difference = now.map(|now| lines(crate::site::difference(&before, &now)));
    let view = MeanwhileView {
        shell: Shell::new(context, &said).without_index(),
        said,
        time,
        mark,
        difference: difference.unwrap_or_default(),
    };
    Ok(Reply::html(view.render()?))
}

/// Returns who changed a page last, when, and in which commit; nothing while its history is being read.
fn newest(context: &Context, target: &PageTarget) -> Option<(String, String, String)> {
    let view = context.view();
    let versions = view.versions(&target.path).ok()??;
    let version = versions.one(0).ok()??;
    let (_, iso) = context.words.time(version.time)?;
    Some((version.author.to_owned(), iso, version.commit.to_string()))
}

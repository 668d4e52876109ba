//! From what a program sent to the branch: merged with what others did, saved, and told.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::domain::ObjectId;
use crate::site::{Edition, MergeOutcome, News, Refusal, SavedCommit, View, merge};
use crate::store::{CommitError, FileChange};
use crate::web::editing::api::problem::{ConflictTexts, ProblemDetails, problem_json};
use crate::web::editing::api::request::{Verb, WriteRequest, not_found};
use crate::web::editing::commit::{CommitMessage, commit};
use crate::web::editing::page_text::title;
use crate::web::editing::target::PageTarget;
use crate::web::http::reply::Reply;
use crate::web::parts::messages::Words;

/// The number of times that a change is merged anew because somebody was faster.
const ATTEMPTS: usize = 8;

/// Saves a change, and answers. Blocks.
pub(super) fn save(sent: &WriteRequest) -> Result<Reply, ProblemDetails> {
    let publisher = sent.writer.publisher();
    let mut refused = Refusal::UpstreamMoved;
    for _ in 0..ATTEMPTS {
        let edition = publisher.edition();
        match attempt(sent, &edition) {
            Ok(reply) => return Ok(reply),
            Err(ChangeAttemptFailure::Over(problem)) => return Err(problem),
            // Somebody was faster than the merge: what they did is served by now, or soon.
            Err(ChangeAttemptFailure::Again(refusal)) => {
                refused = refusal;
                let published = publisher.publish();
                published.map_err(|error| ProblemDetails::internal(&error))?;
            }
        }
    }
    Err(ProblemDetails::refused(&refused))
}

/// The reasons why one attempt changed nothing.
enum ChangeAttemptFailure {
    /// The branch has moved: what is there now is to be looked at.
    Again(Refusal),
    /// Trying again would not help.
    Over(ProblemDetails),
}

impl<P: Into<ProblemDetails>> From<P> for ChangeAttemptFailure {
    fn from(problem: P) -> Self {
        Self::Over(problem.into())
    }
}

/// A page's file to be written or removed, and what came with it of others.
struct PreparedChange {
    target: PageTarget,
    /// The text that the file will have; nothing where it goes.
    text: Option<String>,
    news: News,
    /// Whether the branch has it already.
    is_there: bool,
}

fn attempt(sent: &WriteRequest, edition: &Arc<Edition>) -> Result<Reply, ChangeAttemptFailure> {
    let view = edition.view(sent.context.audience.viewer());
    let prepared = match sent.verb {
        Verb::Create => create(sent, &view)?,
        Verb::Change => change(sent, &view)?,
        Verb::Delete => delete(sent, &view)?,
    };
    let tip = edition.revision().id;
    if prepared.is_there {
        return Ok(answer(sent, &prepared, tip, None)?);
    }
    let file = prepared.target.file.clone();
    let change = match &prepared.text {
        Some(text) => FileChange::Write {
            file,
            bytes: text.clone().into_bytes(),
        },
        None => FileChange::Remove { file },
    };
    let otherwise = otherwise(sent, &view, &prepared);
    let trailers: &[(&str, &str)] = match sent.content.minor {
        true => &[("Minor-Edit", "yes")],
        false => &[],
    };
    let said = CommitMessage {
        message: &sent.content.message,
        otherwise: &otherwise,
        trailers,
    };
    let account = &sent.holder.account;
    let new = commit(account, &sent.host, tip, vec![change], &said).map_err(|error| {
        ProblemDetails::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
    })?;
    match sent.writer.save(new, account.role) {
        Ok(written) => Ok(answer(sent, &prepared, written.commit, Some(&written))?),
        Err(Refusal::Commit(CommitError::Nothing)) => Ok(answer(sent, &prepared, tip, None)?),
        Err(
            again @ (Refusal::Conflict { .. }
            | Refusal::UpstreamMoved
            | Refusal::Commit(CommitError::Overtaken)),
        ) => Err(ChangeAttemptFailure::Again(again)),
        Err(refused) => Err(ProblemDetails::refused(&refused).into()),
    }
}

fn create(sent: &WriteRequest, view: &View<'_>) -> Result<PreparedChange, ProblemDetails> {
    let target = PageTarget::new(sent.path.clone());
    let store = sent.writer.publisher().store();
    let is_file = || store.file(view.revision(), &target.file);
    let there = view.page(&sent.path);
    if there.is_some() || is_file()?.is_some() {
        let problem = ProblemDetails::new(StatusCode::CONFLICT, "there is a page at this address");
        let object = there.map(|item| item.page.blob.to_string());
        return Err(problem.with_member("object", json!(object)));
    }
    Ok(PreparedChange {
        target,
        text: sent.content.source.clone(),
        news: News::default(),
        is_there: false,
    })
}

fn change(sent: &WriteRequest, view: &View<'_>) -> Result<PreparedChange, ProblemDetails> {
    let (target, object) = find(sent, view)?;
    let theirs = text(view.read(object)?)?;
    let base = match sent.began {
        Some(began) if began != object => {
            // A page that was moved was at the file of its old address.
            let before = PageTarget::new(sent.path.clone()).file;
            let mut base = view.text_of(&target.file, began)?;
            if base.is_none() && before != target.file {
                base = view.text_of(&before, began)?;
            }
            text(base.ok_or_else(|| unknown(object))?)?
        }
        _ => theirs.clone(),
    };
    let mine = sent.content.source.as_deref().unwrap_or("");
    match merge(&base, &theirs, mine) {
        MergeOutcome::Clean { text, news } => Ok(PreparedChange {
            target,
            is_there: text == theirs,
            text: Some(text),
            news,
        }),
        MergeOutcome::Conflict(conflict) => {
            let versions = ConflictTexts {
                base: &base,
                theirs: &theirs,
                mine,
            };
            Err(ProblemDetails::conflict(object, &versions, &conflict))
        }
    }
}

fn delete(sent: &WriteRequest, view: &View<'_>) -> Result<PreparedChange, ProblemDetails> {
    let (target, object) = find(sent, view)?;
    if sent.began != Some(object) {
        let detail = "the page has changed since: look at it, and delete it with the object that is given here";
        let problem = ProblemDetails::new(StatusCode::PRECONDITION_FAILED, detail);
        return Err(problem.with_member("object", json!(object.to_string())));
    }
    Ok(PreparedChange {
        target,
        text: None,
        news: News::default(),
        is_there: false,
    })
}

/// Returns the page that a change is for, and its object. A page that was moved is followed.
fn find(sent: &WriteRequest, view: &View<'_>) -> Result<(PageTarget, ObjectId), ProblemDetails> {
    let target = PageTarget::find(view, &sent.path).ok_or_else(not_found)?;
    let item = view.page(&target.path).ok_or_else(not_found)?;
    Ok((target, item.page.blob))
}

fn unknown(object: ObjectId) -> ProblemDetails {
    let detail = "the page never was the object in If-Match, or too long ago; begin with the one that is given here";
    let problem = ProblemDetails::new(StatusCode::PRECONDITION_FAILED, detail);
    problem.with_member("object", json!(object.to_string()))
}

fn text(bytes: Vec<u8>) -> Result<String, ProblemDetails> {
    String::from_utf8(bytes).map_err(|_| {
        let detail = "the page's file is not UTF-8; put that right with git";
        ProblemDetails::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    })
}

/// Returns what a commit says whose author says nothing.
fn otherwise(sent: &WriteRequest, view: &View<'_>, prepared: &PreparedChange) -> String {
    let words = Words::default();
    let path = &prepared.target.path;
    let title = match &prepared.text {
        Some(text) => title(text),
        None => view.page(path).map(|item| item.page.title.clone()),
    };
    let title = title.unwrap_or_else(|| path.to_string());
    match sent.verb {
        Verb::Create => words.with("edit-message-new", "title", title),
        Verb::Change => words.with("edit-message", "title", title),
        Verb::Delete => format!("Delete “{title}”"),
    }
}

/// Tells what was done.
fn answer(
    sent: &WriteRequest,
    prepared: &PreparedChange,
    commit: ObjectId,
    written: Option<&SavedCommit>,
) -> Result<Reply, ProblemDetails> {
    let store = sent.writer.publisher().store();
    let target = &prepared.target;
    let object = match (&prepared.text, store.revision(commit)?) {
        (Some(_), Some(revision)) => store.file(&revision, &target.file)?,
        _ => None,
    };
    let warnings = written.map_or(&[][..], |written| &written.warnings);
    let consequences = written.map_or(&[][..], |written| &written.consequences);
    let address = target.path.address();
    let value = json!({
        "path": target.path.as_str(),
        "address": address,
        "file": target.file,
        "object": object.map(|object| object.to_string()),
        "commit": commit.to_string(),
        "changed": written.is_some(),
        "merged": {"fields": prepared.news.keys, "passages": prepared.news.passages},
        "warnings": warnings.iter().map(problem_json).collect::<Vec<Value>>(),
        "consequences": consequences,
    });
    let reply = Reply::json(&value).map_err(|_| {
        ProblemDetails::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the answer cannot be written",
        )
    })?;
    Ok(match sent.verb {
        Verb::Create => reply
            .with_status(StatusCode::CREATED)
            .with_header(header::LOCATION, &format!("/api/v1/pages{address}")),
        Verb::Change | Verb::Delete => reply,
    })
}

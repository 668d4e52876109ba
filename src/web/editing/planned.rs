//! Plans, which are shown first and carried out once confirmed: the form carries the plan's fingerprint.

use axum::http::StatusCode;

use crate::domain::ObjectId;
use crate::site::{Refusal, SavedCommit};
use crate::store::FileChange;
use crate::web::editing::commit::{CommitMessage, commit, refusal};
use crate::web::editing::request::EditRequest;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::messages::Words;

/// The most entries of a sort that are listed; of more it is said how many there are.
pub(super) const MOST_LISTED: usize = 200;

/// The reasons why a form is shown again.
#[derive(Default)]
pub(super) struct FormProblems {
    pub(super) notice: String,
    /// The problems of files, line by line.
    pub(super) problems: Vec<String>,
}

impl FormProblems {
    pub(super) fn saying(notice: String) -> Self {
        Self {
            notice,
            problems: Vec::new(),
        }
    }

    pub(super) fn of(words: Words, refused: &Refusal) -> Self {
        let problems = match refused {
            Refusal::Problems(problems) => problems.iter().take(MOST_LISTED).map(|one| {
                let (at, message) = (one.problem.position, &one.problem.message);
                format!("{}:{at}: {message}", one.file)
            }),
            Refusal::Conflict { files, .. } => {
                return Self {
                    notice: refusal(words, refused),
                    problems: files.iter().map(|one| one.file.clone()).collect(),
                };
            }
            _ => return Self::saying(refusal(words, refused)),
        };
        Self {
            notice: words.say("move-refused").into_owned(),
            problems: problems.collect(),
        }
    }
}

/// Says whether a plan is to be carried out: it was confirmed, and is the one that was shown.
pub(super) fn is_confirmed(
    request: &EditRequest,
    plan: &str,
    form_problems: &mut FormProblems,
) -> bool {
    let form = &request.visit.form;
    if form.get("do") != "confirm" {
        return false;
    }
    let same = form.get("plan") == plan;
    if !same {
        form_problems.notice = request.context().words.say("move-stale").into_owned();
    }
    same
}

/// Commits in the name of whoever asked.
pub(super) fn save(
    request: &EditRequest,
    base: ObjectId,
    changes: Vec<FileChange>,
    otherwise: &str,
    trailers: &[(&'static str, String)],
) -> Result<SavedCommit, Refusal> {
    let trailers: Vec<(&str, &str)> = trailers
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    let said = CommitMessage {
        message: request.visit.form.get("message"),
        otherwise,
        trailers: &trailers,
    };
    let (account, host) = (&request.holder.account, request.visit.accounts.host());
    let new = commit(account, host, base, changes, &said)
        .map_err(|error| Refusal::Disk(std::io::Error::other(error)))?;
    request.writer.save(new, request.role())
}

/// Answers with a form; one that is shown again because something is wrong says so in its status.
pub(super) fn answer(html: String, is_wrong: bool) -> Result<Reply, Error> {
    let reply = Reply::html(html);
    Ok(match is_wrong {
        true => reply.with_status(StatusCode::UNPROCESSABLE_ENTITY),
        false => reply,
    })
}

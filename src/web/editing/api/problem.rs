//! [`ProblemDetails`]: why nothing was changed, for programs: problem details (RFC 9457).

use axum::http::{HeaderName, StatusCode, header};
use serde_json::{Map, Value, json};

use crate::domain::ObjectId;
use crate::domain::problem::Severity;
use crate::site::{ConflictLocation, FileConflict, FileProblem, Refusal};
use crate::store::{CommitError, StoreError};
use crate::web::editing::commit::refusal;
use crate::web::http::reply::Reply;
use crate::web::parts::messages::Words;

/// The reason why nothing was changed.
pub(super) struct ProblemDetails {
    status: StatusCode,
    detail: String,
    /// More about it, by name.
    more: Map<String, Value>,
    headers: Vec<(HeaderName, String)>,
}

/// A text as three know it.
pub(super) struct ConflictTexts<'a> {
    pub(super) base: &'a str,
    pub(super) theirs: &'a str,
    pub(super) mine: &'a str,
}

impl ProblemDetails {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            more: Map::new(),
            headers: Vec::new(),
        }
    }

    /// Something is not as it should be on this machine. What, is for the log.
    pub(super) fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error, "a change over the API failed");
        let detail = "something went wrong on our side";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    /// Nobody is known, and a token is needed.
    pub(super) fn unauthorised(detail: &str, challenge: &str) -> Self {
        let problem = Self::new(StatusCode::UNAUTHORIZED, detail);
        problem.with_header(header::WWW_AUTHENTICATE, challenge)
    }

    /// The page was changed meanwhile in ways that exclude what was sent.
    pub(super) fn conflict(
        object: ObjectId,
        versions: &ConflictTexts<'_>,
        conflict: &FileConflict,
    ) -> Self {
        let detail = "somebody else has changed the same; put the two together, and send the result with the object that is given here in If-Match";
        let pairs = conflict.pairs().map(|pair| {
            let field = match &pair.location {
                ConflictLocation::Key(key) => Some(key.as_str()),
                ConflictLocation::FrontMatter | ConflictLocation::Text => None,
            };
            json!({"in": if pair.location == ConflictLocation::Text { "text" } else { "front matter" },
                   "field": field, "base": pair.base, "theirs": pair.theirs, "mine": pair.mine})
        });
        Self::new(StatusCode::CONFLICT, detail)
            .with_member("object", json!(object.to_string()))
            .with_member("base", json!(versions.base))
            .with_member("theirs", json!(versions.theirs))
            .with_member("mine", json!(versions.mine))
            .with_member("conflicts", pairs.collect())
    }

    /// Returns what a writer refused.
    pub(super) fn refused(refused: &Refusal) -> Self {
        let problem = |status| Self::new(status, refusal(Words::default(), refused));
        match refused {
            Refusal::NotAllowed(files) => {
                let files = files.iter();
                let files = files.map(|(file, why)| json!({"file": file, "message": why}));
                problem(StatusCode::FORBIDDEN).with_member("files", files.collect())
            }
            Refusal::Problems(problems) => problem(StatusCode::UNPROCESSABLE_ENTITY)
                .with_member("problems", problems.iter().map(problem_json).collect()),
            Refusal::Push(verdict) => problem(StatusCode::UNPROCESSABLE_ENTITY)
                .with_member("reasons", json!(verdict.refusals)),
            Refusal::Commit(CommitError::Store(_)) | Refusal::Disk(_) | Refusal::Unchecked(_) => {
                problem(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Refusal::Commit(CommitError::Blocked(_))
            | Refusal::Conflict { .. }
            | Refusal::NoFolder => problem(StatusCode::CONFLICT),
            Refusal::Commit(CommitError::Overtaken)
            | Refusal::UpstreamMoved
            | Refusal::UpstreamUnreachable => {
                problem(StatusCode::SERVICE_UNAVAILABLE).with_header(header::RETRY_AFTER, "5")
            }
            Refusal::UpstreamRefused(_) => problem(StatusCode::BAD_GATEWAY),
            Refusal::Commit(_) => problem(StatusCode::UNPROCESSABLE_ENTITY),
        }
    }

    /// The same with one more member (RFC 9457, section 3.2).
    pub(super) fn with_member(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Returns the answer.
    pub(super) fn reply(self) -> Reply {
        let mut body = self.more;
        body.insert("type".to_owned(), json!("about:blank"));
        let title = self.status.canonical_reason().unwrap_or("Error");
        body.insert("title".to_owned(), json!(title));
        body.insert("status".to_owned(), json!(self.status.as_u16()));
        body.insert("detail".to_owned(), json!(self.detail));
        let body = Value::Object(body).to_string();
        let reply = Reply::new("application/problem+json", body).with_status(self.status);
        let headers = self.headers.into_iter();
        headers.fold(reply, |reply, (name, value)| {
            reply.with_header(name, &value)
        })
    }
}

impl From<StoreError> for ProblemDetails {
    fn from(error: StoreError) -> Self {
        Self::internal(&error)
    }
}

/// Tells what is wrong in a file.
pub(super) fn problem_json(entry: &FileProblem) -> Value {
    let problem = &entry.problem;
    json!({
        "file": entry.file,
        "line": problem.position.line,
        "column": problem.position.column,
        "kind": problem.kind.name(),
        "is_error": problem.kind.severity() == Severity::Error,
        "message": problem.message,
        "help": problem.help,
    })
}

//! Commits in somebody's name, and what is in the way of one, in their words.

use axum::http::StatusCode;
use jiff::Timestamp;

use crate::accounts::Account;
use crate::domain::ObjectId;
use crate::site::Refusal;
use crate::site::moving::MovingError;
use crate::store::{CommitError, FileChange, NewCommit, Signature, SignatureError};
use crate::web::http::error::Error;
use crate::web::parts::messages::Words;

/// The name of who puts on the branch what people write here.
const COMMITTER: &str = "Concord";
/// Longest first line of a message, in characters.
const LONGEST_SUBJECT: usize = 200;
/// Longest message, in characters.
const LONGEST_MESSAGE: usize = 4_000;

/// The words of a commit beside what it changes.
pub(in crate::web) struct CommitMessage<'a> {
    /// The message as typed: what was changed and why.
    pub(in crate::web) message: &'a str,
    /// The message where nothing was typed.
    pub(in crate::web) otherwise: &'a str,
    /// Trailers beside who did it: keys and values.
    pub(in crate::web) trailers: &'a [(&'a str, &'a str)],
}

/// Returns a commit of somebody's changes to what was there at `base`: they are its author, with the
/// address that they chose, this program is its committer, and a trailer names their account.
///
/// # Errors
///
/// If nothing is left of their name.
pub(in crate::web) fn commit(
    account: &Account,
    host: &str,
    base: ObjectId,
    changes: Vec<FileChange>,
    said: &CommitMessage<'_>,
) -> Result<NewCommit, SignatureError> {
    let now = Timestamp::now().as_second();
    let name = match account.full_name.trim() {
        "" => account.name.to_string(),
        name => name.to_owned(),
    };
    let author = Signature::new(&name, &account.commit_address(host), now, 0)?;
    let committer = Signature::new(COMMITTER, &format!("noreply@{host}"), now, 0)?;
    Ok(NewCommit {
        base,
        changes,
        author,
        committer,
        message: message(said, &account.id.to_string()),
    })
}

fn message(said: &CommitMessage<'_>, account: &str) -> String {
    let clean = |text: &str| -> String {
        let kept = |letter: &char| !letter.is_control() || *letter == '\n';
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text.chars().filter(kept).take(LONGEST_MESSAGE).collect();
        text.trim().to_owned()
    };
    let sent = clean(said.message);
    let text = match sent.as_str() {
        "" => clean(said.otherwise),
        _ => sent,
    };
    let (subject, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let mut message: String = subject.chars().take(LONGEST_SUBJECT).collect();
    let cut: String = subject.chars().skip(LONGEST_SUBJECT).collect();
    for more in [cut.as_str(), rest.trim()] {
        if !more.is_empty() {
            message.push_str("\n\n");
            message.push_str(more);
        }
    }
    message.push_str("\n\n");
    for (key, value) in said.trailers {
        let value = value.replace(['\n', '\r'], " ");
        message.push_str(&format!("{key}: {value}\n"));
    }
    message.push_str(&format!("Edited-By: {account}\n"));
    message
}

/// Says what is in the way of a save. A conflict and what is wrong in the files have pages of their
/// own; for these the answer is one sentence, too.
pub(in crate::web) fn refusal(words: Words, refusal: &Refusal) -> String {
    let say = |id: &str| words.say(id).into_owned();
    match refusal {
        Refusal::NotAllowed(files) => {
            let lines = files.iter().map(|(file, why)| format!("{file}: {why}"));
            let lines = lines.collect::<Vec<_>>().join("; ");
            words.with("refused-not-allowed", "files", lines)
        }
        Refusal::Push(_) | Refusal::Problems(_) => say("refused-problems"),
        Refusal::Conflict { .. } => say("refused-conflict"),
        Refusal::NoFolder => say("refused-no-folder"),
        Refusal::Commit(CommitError::Nothing) => say("edit-nothing"),
        Refusal::Commit(CommitError::Blocked(files)) => {
            words.with("refused-blocked", "files", files)
        }
        Refusal::Commit(CommitError::Overtaken) | Refusal::UpstreamMoved => say("refused-moved"),
        Refusal::Commit(CommitError::Store(error)) => internal(words, error),
        Refusal::Commit(error) => words.with("refused-commit", "reason", error),
        Refusal::UpstreamRefused(reason) => words.with("refused-upstream", "reason", reason),
        Refusal::UpstreamUnreachable => say("refused-unreachable"),
        Refusal::Disk(error) => internal(words, error),
        Refusal::Unchecked(error) => internal(words, error),
    }
}

/// Returns the status of an answer that says what is in the way of a save.
pub(super) fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotAllowed(_) => StatusCode::FORBIDDEN,
        Refusal::Push(_) | Refusal::Problems(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Disk(_)
        | Refusal::Unchecked(_)
        | Refusal::UpstreamUnreachable
        | Refusal::Commit(CommitError::Store(_)) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::CONFLICT,
    }
}

/// Says that this machine is to blame; what it is, is for the log.
fn internal(words: Words, error: &(dyn std::error::Error + 'static)) -> String {
    tracing::error!(error, "a change could not be saved");
    words.say("refused-internal").into_owned()
}

/// Says why something cannot be moved or deleted.
pub(super) fn immovable(words: Words, error: MovingError) -> Result<String, Error> {
    Ok(match error {
        MovingError::Absent(_) => return Err(Error::NotFound),
        MovingError::Home => words.say("move-home").into_owned(),
        MovingError::Table(file) => words.with("move-table", "file", file),
        MovingError::Nothing(_) => words.say("move-nothing").into_owned(),
        MovingError::Taken(path) => words.with("move-taken", "path", path),
        MovingError::Alias { title, .. } => words.with("move-alias", "title", title),
        MovingError::IntoItself(_) => words.say("move-into-itself").into_owned(),
        MovingError::Path { source, .. } => words.with("edit-wrong-address", "reason", source),
        MovingError::Name { source, .. } => words.with("edit-wrong-address", "reason", source),
        MovingError::Blanks(path) => words.with("move-blanks", "path", path),
        MovingError::TooMany(most) => words.with("move-too-many", "most", most),
        MovingError::Publish(error) => return Err(error.into()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(message: &str, otherwise: &str) -> String {
        let said = CommitMessage {
            message,
            otherwise,
            trailers: &[("Minor-Edit", "yes")],
        };
        super::message(&said, "00ff")
    }

    #[test]
    fn a_message_is_what_was_typed_with_who_did_it() {
        let trailers = "\n\nMinor-Edit: yes\nEdited-By: 00ff\n";
        assert_eq!(said("", "Change A"), format!("Change A{trailers}"));
        assert_eq!(said(" Why\r\nnot \n", "x"), format!("Why\n\nnot{trailers}"));
        assert_eq!(said("a\u{0}b\u{1b}", "x"), format!("ab{trailers}"));
        let long = "x".repeat(300);
        let wanted = format!("{}\n\n{}{trailers}", "x".repeat(200), "x".repeat(100));
        assert_eq!(said(&long, ""), wanted);
    }
}

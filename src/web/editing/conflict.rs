//! Two changed the same: a choice for each place, of which none is made beforehand.

use askama::Template;
use axum::http::StatusCode;

use crate::domain::ObjectId;
use crate::site::{
    Choice, ConflictLocation, ConflictPart, FileConflict, MergeOutcome, Pair, ResolutionError,
    merge,
};
use crate::web::editing::draft::Draft;
use crate::web::editing::editor::{action, show as editor};
use crate::web::editing::editor_state::{EditorNotice, EditorState};
use crate::web::editing::page_text::text;
use crate::web::editing::request::EditRequest;
use crate::web::editing::sent::SubmittedForm;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;

/// Longest settled part, in lines, that is not folded.
const LINES: usize = 6;

#[derive(Template)]
#[template(path = "editing/conflict.html")]
struct ConflictView<'a> {
    shell: Shell,
    /// The name of the account that the form is shown to.
    account: String,
    action: String,
    draft: &'a Draft,
    base: String,
    theirs: String,
    file: &'a str,
    is_new: bool,
    notices: Vec<EditorNotice>,
    parts: Vec<ConflictPartView>,
}

enum ConflictPartView {
    Settled { text: String, lines: usize },
    Pair(ConflictPairView),
}

struct ConflictPairView {
    number: usize,
    /// The key that it is about; empty for a passage of the text.
    key: String,
    theirs: String,
    mine: String,
    may_be_both: bool,
    /// The choice that was made.
    choice: String,
    rows: usize,
}

/// Shows the places, with what was chosen in the form if it was sent before.
pub(super) fn show(
    request: &EditRequest,
    sent: &SubmittedForm,
    theirs: ObjectId,
    conflict: &FileConflict,
    state: EditorState,
) -> Result<Reply, Error> {
    let context = request.context();
    let view = ConflictView {
        shell: Shell::new(context, &context.words.say("edit-conflict")).without_index(),
        account: request.account(),
        action: action(&sent.target, &sent.draft),
        draft: &sent.draft,
        base: sent.draft.base.to_string(),
        theirs: theirs.to_string(),
        file: &sent.target.file,
        is_new: sent.target.is_new,
        notices: state.notices,
        parts: parts(request, conflict),
    };
    Ok(Reply::html(view.render()?).with_status(StatusCode::CONFLICT))
}

fn parts(request: &EditRequest, conflict: &FileConflict) -> Vec<ConflictPartView> {
    let mut number = 0;
    let mut part = |part: &ConflictPart| match part {
        ConflictPart::Settled { text, .. } => ConflictPartView::Settled {
            text: text.clone(),
            lines: text.lines().count(),
        },
        ConflictPart::Pair(pair) => {
            number += 1;
            ConflictPartView::Pair(ConflictPairView::of(request, pair, number - 1))
        }
    };
    conflict.parts().iter().map(&mut part).collect()
}

impl ConflictPartView {
    fn is_long(&self) -> bool {
        matches!(self, Self::Settled { lines, .. } if *lines > LINES)
    }
}

impl ConflictPairView {
    fn of(request: &EditRequest, pair: &Pair, number: usize) -> Self {
        let form = &request.visit.form;
        let side_text = |side: &str, own: &str| {
            let name = format!("{side}.{number}");
            let is_sent = form.pairs().iter().any(|(known, _)| *known == name);
            match is_sent {
                true => form.raw(&name).to_owned(),
                false => own.to_owned(),
            }
        };
        let (theirs, mine) = (
            side_text("theirs", &pair.theirs),
            side_text("mine", &pair.mine),
        );
        let rows = theirs.lines().count().max(mine.lines().count());
        Self {
            number,
            key: match &pair.location {
                ConflictLocation::FrontMatter => "---".to_owned(),
                ConflictLocation::Key(key) => key.clone(),
                ConflictLocation::Text => String::new(),
            },
            choice: form.get(&format!("choice.{number}")).to_owned(),
            may_be_both: pair.may_be_both(),
            rows: rows.clamp(2, 16),
            theirs,
            mine,
        }
    }
}

/// Makes the text of what was chosen and shows it, to be looked at and saved.
pub(super) fn resolve(
    request: &EditRequest,
    sent: &SubmittedForm,
    mut state: EditorState,
) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    let view = context.view();
    let commit: ObjectId = request
        .visit
        .form
        .get("theirs")
        .parse()
        .map_err(|_| Error::BadRequest(words.say("edit-no-base").into_owned()))?;
    let theirs = text(&view, commit, &sent.target.file)?.unwrap_or_default();
    let resolved = match merge(&sent.before, &theirs, &sent.draft.text) {
        MergeOutcome::Clean { text, .. } => text,
        MergeOutcome::Conflict(conflict) => {
            let choices: Vec<Option<Choice>> = conflict
                .pairs()
                .enumerate()
                .map(|(number, pair)| chosen(request, pair, number))
                .collect();
            match conflict.resolve(&choices) {
                Ok(text) => text,
                Err(unresolved) => {
                    let said = match &unresolved {
                        ResolutionError::Missing(numbers) => {
                            words.with("edit-conflict-missing", "count", numbers.len())
                        }
                        unresolved => unresolved.to_string(),
                    };
                    state = state.wrong(said, StatusCode::CONFLICT);
                    return show(request, sent, commit, &conflict, state);
                }
            }
        }
    };
    let draft = Draft {
        base: commit,
        text: resolved,
        as_source: false,
        ..sent.draft.clone()
    };
    state.with_preview = true;
    let state = state.done(words.say("edit-conflict-done"));
    editor(request, &sent.target, &draft, state)
}

/// Returns what was chosen for a pair; a side that was changed first is a text of its own.
fn chosen(request: &EditRequest, pair: &Pair, number: usize) -> Option<Choice> {
    let form = &request.visit.form;
    let side_text = |side: &str| {
        let text = form.raw(&format!("{side}.{number}"));
        text.replace("\r\n", "\n").replace('\r', "\n")
    };
    // A browser adds nothing, but may leave out the last line end.
    let is_same = |text: &str, own: &str| {
        text.trim_end() == own.replace("\r\n", "\n").replace('\r', "\n").trim_end()
    };
    let (theirs, mine) = (side_text("theirs"), side_text("mine"));
    let edited = |text: String| {
        let end = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        Some(Choice::Edited(format!("{text}{end}")))
    };
    match form.get(&format!("choice.{number}")) {
        "theirs" if is_same(&theirs, &pair.theirs) => Some(Choice::Theirs),
        "theirs" => edited(theirs),
        "mine" if is_same(&mine, &pair.mine) => Some(Choice::Mine),
        "mine" => edited(mine),
        "both" if is_same(&theirs, &pair.theirs) && is_same(&mine, &pair.mine) => {
            Some(Choice::Both)
        }
        "both" => edited(format!("{}\n\n{}", theirs.trim_end(), mine.trim_end())),
        _ => None,
    }
}

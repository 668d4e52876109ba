//! The answer to a save that failed: the form, with the reason and the text to go on with.

use axum::http::StatusCode;

use crate::site::FileProblem;
use crate::web::editing::conflict;
use crate::web::editing::editor::show as editor;
use crate::web::editing::editor_state::EditorState;
use crate::web::editing::problem_text::{line, sort};
use crate::web::editing::request::EditRequest;
use crate::web::editing::save::SaveFailure;
use crate::web::editing::sent::SubmittedForm;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::actions::file_in_repository;

/// Says why nothing was saved, with the text to go on with.
pub(super) fn refuse(
    request: &EditRequest,
    sent: &SubmittedForm,
    unsaved: SaveFailure,
    mut state: EditorState,
) -> Result<Reply, Error> {
    let words = request.context().words;
    let (text, status) = match unsaved {
        SaveFailure::Conflict { theirs, conflict } => {
            return conflict::show(request, sent, theirs, &conflict, state);
        }
        SaveFailure::Problems(problems) => {
            report(request, sent, problems, &mut state);
            ("refused-problems", StatusCode::UNPROCESSABLE_ENTITY)
        }
        SaveFailure::Works(problems) => {
            state.problems.insert("sources".to_owned(), problems);
            ("refused-problems", StatusCode::UNPROCESSABLE_ENTITY)
        }
        SaveFailure::Files(stale) => {
            state.stale = stale;
            ("edit-own-stale", StatusCode::CONFLICT)
        }
        SaveFailure::Exists => ("edit-exists", StatusCode::CONFLICT),
        SaveFailure::Deleted => {
            state.is_deleted = true;
            ("edit-deleted", StatusCode::CONFLICT)
        }
        SaveFailure::Unreadable => ("refused-internal", StatusCode::SERVICE_UNAVAILABLE),
        SaveFailure::Refused(reason, status) => {
            let state = state.wrong(reason, status);
            return editor(request, &sent.target, &sent.draft, state);
        }
    };
    editor(
        request,
        &sent.target,
        &sent.draft,
        state.wrong(words.say(text), status),
    )
}

/// Puts the problems of the page beside its fields, and those of other files above the form.
fn report(
    request: &EditRequest,
    sent: &SubmittedForm,
    problems: Vec<FileProblem>,
    state: &mut EditorState,
) {
    let (own, others): (Vec<FileProblem>, Vec<_>) = problems
        .into_iter()
        .partition(|one| one.file == sent.target.file);
    let own: Vec<_> = own.into_iter().map(|one| one.problem).collect();
    sort(&own, &sent.draft.text, state);
    let context = request.context();
    let general = state.problems.entry(String::new()).or_default();
    general.extend(
        others
            .iter()
            .map(|one| line(&file_in_repository(context, &one.file), &one.problem)),
    );
}

//! The answers to a form while somebody types in it: the page as it will look, what is wrong, and the
//! files that came in. It is the form itself that is sent, with `?live=` in its address, so that the
//! same is read, checked and shown as when a button is pressed.

use askama::Template;
use axum::http::StatusCode;

use crate::web::editing::editor_state::{EditorNotice, EditorState};
use crate::web::editing::files;
use crate::web::editing::preview::{PreviewComparison, PreviewView, preview};
use crate::web::editing::request::EditRequest;
use crate::web::editing::sent::SubmittedForm;
use crate::web::editing::waiting::{WaitingFileView, is_waiting_name};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;

/// A request while somebody types: to see the page.
const PREVIEW: &str = "preview";
/// A request for the differences from the page that is served.
const DIFFERENCE: &str = "difference";
/// A message that files wait with the text.
const FILES: &str = "files";

#[derive(Template)]
#[template(path = "editing/live.html")]
struct LiveView {
    shell: Shell,
    notices: Vec<EditorNotice>,
    /// The problems of each field, by its key.
    fields: Vec<(String, Vec<String>)>,
    /// The Markdown that shows the files that came in.
    links: Vec<String>,
    files: Vec<WaitingFileView>,
    preview: Option<PreviewView>,
}

/// Tells whether a form was sent while somebody types.
pub(super) fn is_live(request: &EditRequest) -> bool {
    !request.visit.parameter("live").is_empty()
}

/// Answers a form that was sent while somebody types. Nothing is saved.
pub(super) fn show(request: &EditRequest, mut sent: SubmittedForm) -> Result<Reply, Error> {
    let context = request.context();
    let wanted = request.visit.parameter("live");
    let mut state = EditorState::default();
    let mut links = Vec::new();
    let compare = match wanted {
        PREVIEW => Some(PreviewComparison::Nothing),
        DIFFERENCE => Some(PreviewComparison::WithPage),
        FILES => {
            let before = sent.draft.text.clone();
            state = files::take(request, &mut sent)?;
            links = new_lines(&before, &sent.draft.text);
            state.files = files::views(request, &sent.key)?;
            state.files.retain(|file| !is_waiting_name(&file.name));
            None
        }
        _ => return Err(Error::NotFound),
    };
    for unwritten in &sent.draft.unwritten {
        let entry = state.problems.entry(unwritten.key.clone()).or_default();
        entry.push(unwritten.reason.clone());
    }
    let shown = compare
        .map(|compare| preview(request, &sent.target, &sent.draft, &mut state, compare))
        .transpose()?;
    state.problems.remove("");
    let status = match state.is_wrong() {
        true => StatusCode::UNPROCESSABLE_ENTITY,
        false => StatusCode::OK,
    };
    let view = LiveView {
        shell: Shell::new(context, &context.words.say("edit-preview")).without_index(),
        notices: state.notices,
        fields: state.problems.into_iter().collect(),
        links,
        files: state.files,
        preview: shown,
    };
    Ok(Reply::html(view.render()?).with_status(status))
}

/// Returns the lines that were put at the end of a text, without those that are empty.
fn new_lines(before: &str, after: &str) -> Vec<String> {
    let added = after.strip_prefix(before).unwrap_or_default();
    let lines = added.lines().filter(|line| !line.trim().is_empty());
    lines.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_that_were_put_at_the_end_are_told() {
        assert_eq!(new_lines("a", "a\n\n![](b.png)\n"), ["![](b.png)"]);
        assert_eq!(new_lines("a\n", "a\n"), [""; 0]);
        assert_eq!(new_lines("a", "b"), [""; 0]);
    }
}

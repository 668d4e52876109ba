//! The page on which a draft is written: the form or the source, what is wrong, how it will look.

use askama::Template;

use crate::domain::form::Entries;
use crate::domain::yaml_edit;
use crate::domain::{Field, PagePath, Vocabulary};
use crate::web::editing::draft::Draft;
use crate::web::editing::editor_state::EditorState;
use crate::web::editing::form::{Control, FormView};
use crate::web::editing::own_files::{self, OwnFileView};
use crate::web::editing::page_text::{kind, title};
use crate::web::editing::preview::{PreviewComparison, PreviewView, preview};
use crate::web::editing::request::EditRequest;
use crate::web::editing::script_words::script_words;
use crate::web::editing::target::PageTarget;
use crate::web::editing::waiting::{WaitingFileView, is_waiting_name, size};
use crate::web::http::assets;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::messages::Words;
use crate::web::parts::shell::Shell;

#[derive(Template)]
#[template(path = "editing/editor.html")]
struct EditorView<'a> {
    shell: Shell,
    /// The name of the account that the form is shown to.
    account: String,
    script: String,
    /// The script of the text box.
    box_script: String,
    /// The words of the scripts, as JSON.
    script_words: String,
    /// The language that the text is in.
    language: String,
    /// The commit at which the draft began, in short.
    short: String,
    begun: &'static str,
    action: String,
    /// The page's address; nothing for a new one.
    address: Option<String>,
    draft: &'a Draft,
    base: String,
    file: String,
    form: Option<FormView>,
    /// The folder in which a new page of its kind could be.
    folder: String,
    state: EditorState,
    own_files: Vec<OwnFileView>,
    /// Whether one of them is not to stay as it is.
    has_choices: bool,
    /// Whether the page has more files than are listed.
    has_more_files: bool,
    general: Vec<String>,
    preview: Option<PreviewView>,
    /// The rows of the text area.
    rows: usize,
    /// The size that a file may have, in words.
    most: String,
}

/// Returns the address that takes the form of a draft.
pub(super) fn action(target: &PageTarget, draft: &Draft) -> String {
    match target.is_new {
        true => format!("/-/new?kind={}", kind(&draft.text).name()),
        false => format!("/-/edit{}", target.path.address()),
    }
}

/// Returns the title of the page of a form.
fn title_of(words: Words, target: &PageTarget, text: &str) -> String {
    match target.is_new {
        true => words.with("edit-new", "kind", words.kind(kind(text))),
        false => {
            let title = title(text);
            words.with(
                "edit-title",
                "title",
                title.unwrap_or_else(|| target.path.to_string()),
            )
        }
    }
}

/// Shows a draft of a page.
pub(super) fn show(
    request: &EditRequest,
    target: &PageTarget,
    draft: &Draft,
    mut state: EditorState,
) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    for unwritten in &draft.unwritten {
        let entry = state.problems.entry(unwritten.key.clone()).or_default();
        entry.push(unwritten.reason.clone());
    }
    let compare = PreviewComparison::WithPage;
    let preview = state
        .with_preview
        .then(|| preview(request, target, draft, &mut state, compare));
    let preview = preview.transpose()?;
    let form = form_of(request, target, draft, &state);
    let general = state.problems.remove("").unwrap_or_default();
    let title = title_of(words, target, &draft.text);
    let text = form.as_ref().map_or(&*draft.text, |_| draft.body());
    let status = state.status;
    let waiting = take_waiting(&mut state);
    let (own_files, has_more_files) =
        own_files::views(request, target, draft, waiting, &state.stale)?;
    let folder = context.view().page_of_kind(kind(&draft.text));
    let view = EditorView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        script: assets::address("edit.js"),
        box_script: assets::address("editor.js"),
        script_words: script_words(words),
        language: language(request, draft),
        short: draft.base.short(),
        begun: state.begun.name(),
        action: action(target, draft),
        address: (!target.is_new).then(|| target.path.address()),
        base: draft.base.to_string(),
        file: target.file.clone(),
        folder: folder.map_or_else(String::new, |item| format!("{}/", item.page.path)),
        form,
        draft,
        has_choices: own_files.iter().any(OwnFileView::is_chosen),
        own_files,
        has_more_files,
        general,
        preview,
        rows: text.lines().count().clamp(12, 40),
        most: size(request.writer.rules().file_limit),
        state,
    };
    Ok(Reply::html(view.render()?).with_status(status))
}

/// Takes out the files that wait to take the place of one of the page's.
fn take_waiting(state: &mut EditorState) -> Vec<WaitingFileView> {
    let files = std::mem::take(&mut state.files).into_iter();
    let (waiting, files) = files.partition(|file| is_waiting_name(&file.name));
    state.files = files;
    waiting
}

/// Returns a draft as a form; nothing where the source is wanted, or its front matter cannot be read.
fn form_of(
    request: &EditRequest,
    target: &PageTarget,
    draft: &Draft,
    state: &EditorState,
) -> Option<FormView> {
    if draft.as_source {
        return None;
    }
    let (context, role) = (request.context(), request.role());
    FormView::of(context, draft, role, &state.problems, target.is_new)
}

/// Returns the language that a text says it is in; that of the site where it says none.
fn language(request: &EditRequest, draft: &Draft) -> String {
    let entries = Entries::read(&draft.text, &Vocabulary::default()).ok();
    let said = entries.map(|entries| entries.text(Field::Lang.key()).to_owned());
    let said = said.filter(|said| !said.is_empty());
    said.unwrap_or_else(|| request.context().words.code().to_owned())
}

/// Returns the line of a page's text at which a heading stands, from 1; 1 where there is none.
pub(super) fn line_of(request: &EditRequest, path: &PagePath, id: &str, text: &str) -> usize {
    let view = request.context().view();
    let Some(item) = view.page(path) else {
        return 1;
    };
    let headings = &item.page.headings;
    let Some(at) = headings.iter().position(|heading| heading.id == id) else {
        return 1;
    };
    let heading = headings[at].text.to_string();
    let like = headings[..at]
        .iter()
        .filter(|other| other.text == headings[at].text);
    let body = yaml_edit::body(text);
    let lines = body.lines().enumerate();
    let mut found = lines.filter(|(_, line)| {
        let bare = line.trim_start_matches('#').trim();
        line.starts_with('#') && bare.contains(heading.trim())
    });
    found.nth(like.count()).map_or(1, |(line, _)| line + 1)
}

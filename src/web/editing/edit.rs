//! `/-/edit/…`: a page is changed.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::{ObjectId, PagePath};
use crate::web::editing::acknowledged::acknowledged;
use crate::web::editing::conflict;
use crate::web::editing::draft::Draft;
use crate::web::editing::editor::{line_of, show as editor};
use crate::web::editing::editor_state::{DraftOrigin, EditorState};
use crate::web::editing::files;
use crate::web::editing::kept;
use crate::web::editing::live;
use crate::web::editing::meanwhile;
use crate::web::editing::page_text::{page_file, text};
use crate::web::editing::refused::refuse;
use crate::web::editing::request::EditRequest;
use crate::web::editing::save::{SaveOutcome, SaveRequest};
use crate::web::editing::saved::saved;
use crate::web::editing::sent::SubmittedForm;
use crate::web::editing::target::PageTarget;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::page_path;
use crate::web::parts::kept_key::KeptKey as Key;
use crate::web::parts::messages::Words;

/// Shows a page's form.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, begin).await
}

/// Takes a page's form.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take).await
}

/// Answers on a thread that may block.
pub(super) async fn blocking(
    request: EditRequest,
    answer: fn(&EditRequest) -> Result<Reply, Error>,
) -> Response {
    let request = Arc::new(request);
    let own = Arc::clone(&request);
    let made = tokio::task::spawn_blocking(move || answer(&own)).await;
    let made = made.unwrap_or_else(|error| Err(Error::Internal(error.into())));
    request.answer(made)
}

fn path(request: &EditRequest) -> Result<PagePath, Error> {
    page_path(&request.context().below("/-/edit/")?)
}

fn begin(request: &EditRequest) -> Result<Reply, Error> {
    let context = request.context();
    let path = path(request)?;
    let view = context.view();
    let found = PageTarget::find(&view, &path);
    if !request.visit.parameter("since").is_empty() {
        return meanwhile::show(request, found.as_ref());
    }
    let Some(target) = found else {
        return Err(Error::NotFound);
    };
    if target.path != path {
        let query = context.uri.query().map(|query| format!("?{query}"));
        let address = target.path.address();
        let address = format!("/-/edit{address}{}", query.unwrap_or_default());
        return Ok(Reply::see_other(&address));
    }
    let base = context.edition.revision().id;
    let key = Key::Page(path.clone());
    let kept = kept::find_of_page(request, &path)?;
    if let Some(kept) = kept
        .as_ref()
        .filter(|_| !request.visit.parameter("kept").is_empty())
    {
        let state = EditorState {
            files: files::views(request, &key)?,
            begun: DraftOrigin::Kept,
            ..EditorState::default()
        };
        return editor(request, &target, &kept.draft, state);
    }
    let Some(text) = text(&view, base, &target.file)? else {
        let message = context.words.say("edit-no-text").into_owned();
        return Err(Error::Forbidden(message));
    };
    let section = request.visit.parameter("section");
    // What waits with the kept text would come with this one, too.
    let files = match &kept {
        Some(_) => files::views(request, &key)?,
        None => Vec::new(),
    };
    let state = EditorState {
        files,
        kept: kept.map(|kept| kept.time),
        begun: DraftOrigin::Saved,
        line: match section {
            "" => 0,
            id => line_of(request, &path, id, &text),
        },
        ..EditorState::default()
    };
    let mut draft = Draft::new(base, text);
    draft.as_source = request.visit.parameter("mode") == "source";
    editor(request, &target, &draft, state)
}

fn read(request: &EditRequest) -> Result<SubmittedForm, Error> {
    let form = &request.visit.form;
    let context = request.context();
    let view = context.view();
    let path = path(request)?;
    let base: ObjectId = form
        .get("base")
        .parse()
        .map_err(|_| Error::BadRequest(context.words.say("edit-no-base").into_owned()))?;
    let file = form.get("file");
    page_file(file)?;
    let mut before = text(&view, base, file)?;
    // A page that has moved since was another file then.
    if before.is_none()
        && let Some(item) = view.page_of_file(file)
        && let Some(then) = view.file_then(&item.page, base)?
    {
        before = text(&view, base, &then)?;
    }
    let before = before.unwrap_or_default();
    let draft = Draft::read(form, base, &before, context.edition.vocabulary());
    let found = PageTarget::find(&view, &path);
    let is_deleted = found.is_none();
    Ok(SubmittedForm {
        target: found.unwrap_or_else(|| PageTarget {
            path: path.clone(),
            file: file.to_owned(),
            is_new: true,
        }),
        key: Key::Page(path.clone()),
        path,
        draft,
        before,
        is_deleted,
    })
}

fn take(request: &EditRequest) -> Result<Reply, Error> {
    let mut sent = read(request)?;
    // The form stays one for the page, also when that is gone.
    sent.target.is_new = false;
    act(request, sent, false)
}

/// Does what the button asks for that a form was sent with.
pub(super) fn act(
    request: &EditRequest,
    mut sent: SubmittedForm,
    is_new: bool,
) -> Result<Reply, Error> {
    let form = &request.visit.form;
    let words = request.context().words;
    if live::is_live(request) {
        return live::show(request, sent);
    }
    let notices = files::take(request, &mut sent)?;
    let mut state = EditorState {
        files: files::views(request, &sent.key)?,
        is_deleted: sent.is_deleted && !is_new,
        ..notices
    };
    match form.get("do") {
        // Without a file that could not be taken nothing is saved.
        "save" | "save-anew" if state.is_wrong() => {}
        "save" | "save-anew" => return save(request, &sent, is_new, state),
        "resolve" => return conflict::resolve(request, &sent, state),
        "keep" => {
            state = match kept::keep(request, &sent.key, &sent.draft) {
                Ok(()) => state.kept(words.say("edit-kept")),
                Err(reason) => state.wrong(reason, StatusCode::SERVICE_UNAVAILABLE),
            };
        }
        "forget" => {
            kept::forget(request, &sent.key);
            let reply = Reply::see_other(&sent.target.path.address());
            return Ok(acknowledged(request, reply));
        }
        "source" => sent.draft.as_source = true,
        "form" => sent.draft.as_source = false,
        "find" | "files" | "go-on" => {}
        // The rows of the draft stand in their new order.
        action if action.starts_with("up:") || action.starts_with("down:") => {}
        action => match action.strip_prefix("more:") {
            Some(key) => {
                let rows = sent.draft.rows.entry(key.to_owned()).or_insert(1);
                *rows = rows.saturating_add(3);
            }
            None => state.with_preview = true,
        },
    }
    let is_kept = state.begun == DraftOrigin::Kept;
    let shown = editor(request, &sent.target, &sent.draft, state)?;
    Ok(match is_kept {
        true => acknowledged(request, shown),
        false => shown,
    })
}

fn save(
    request: &EditRequest,
    sent: &SubmittedForm,
    is_new: bool,
    mut state: EditorState,
) -> Result<Reply, Error> {
    let words = request.context().words;
    if let Some(said) = contradiction(words, &sent.draft) {
        let state = state.wrong(said, StatusCode::UNPROCESSABLE_ENTITY);
        return editor(request, &sent.target, &sent.draft, state);
    }
    let anew = sent.is_deleted && request.visit.form.get("do") == "save-anew";
    let files = kept::files(request, &sent.key)?;
    let (files, replacing) = files::with_paths(&sent.target, &sent.draft, files);
    let save = SaveRequest {
        request,
        draft: &sent.draft,
        path: &sent.path,
        before: &sent.before,
        is_new: is_new || anew,
        files: &files,
        replacing: &replacing,
    };
    let unsaved = match save.run() {
        Ok(SaveOutcome::Nothing(target)) => {
            let mut state = state.done(words.say("edit-nothing"));
            state.begun = DraftOrigin::Saved;
            let shown = editor(request, &target, &sent.draft, state)?;
            return Ok(acknowledged(request, shown));
        }
        Ok(SaveOutcome::Saved {
            target,
            written,
            news,
            deleted,
        }) => {
            kept::forget(request, &sent.key);
            let answer = saved(request, &target, &written, &news, deleted)?;
            return Ok(acknowledged(request, answer));
        }
        Err(unsaved) => unsaved,
    };
    // Whatever becomes of this page in the browser, the text is not lost.
    state = match kept::keep(request, &sent.key, &sent.draft) {
        Ok(()) => state.done(words.say("edit-kept")),
        Err(reason) => state.wrong(reason, StatusCode::SERVICE_UNAVAILABLE),
    };
    refuse(request, sent, unsaved, state)
}

/// Says what keeps a draft from being what was typed: a value that could not be written, or a file that
/// was both replaced and deleted.
fn contradiction(words: Words, draft: &Draft) -> Option<String> {
    if !draft.unwritten.is_empty() {
        return Some(words.say("edit-unwritten").into_owned());
    }
    let mut files = draft.files.iter();
    let (file, _) = files.find(|(_, own)| own.is_replaced && own.is_deleted)?;
    Some(words.with("edit-own-both", "name", file))
}

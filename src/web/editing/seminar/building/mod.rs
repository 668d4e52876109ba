//! `/-/agenda/<event>`: an agenda is built: days, tracks and rooms, sessions added, moved, divided,
//! exchanged and taken out. All of it stands in one form, so that several changes are one commit, and a
//! browser needs nothing for it; a script adds a board on which sessions are moved.
//!
//! `rows` changes sessions, `built` reads the form and makes the text, `view` is what is shown: with the
//! names of `days`, and beside each field the `problems` of it.

mod built;
mod days;
mod problems;
mod rows;
mod view;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::{Kind, ObjectId, PagePath};
use crate::site::SitePage;
use crate::web::editing::conflict;
use crate::web::editing::draft::Draft;
use crate::web::editing::edit::blocking;
use crate::web::editing::editor_state::EditorState;
use crate::web::editing::kept;
use crate::web::editing::page_text::text;
use crate::web::editing::request::EditRequest;
use crate::web::editing::save::{SaveFailure, SaveOutcome, SaveRequest};
use crate::web::editing::seminar::building::built::AgendaDraft;
use crate::web::editing::seminar::building::problems::AgendaProblems;
use crate::web::editing::seminar::building::rows::text as cell_text;
use crate::web::editing::seminar::building::view::{AgendaFormBuilder, AgendaFormView};
use crate::web::editing::seminar::session::{may, said};
use crate::web::editing::sent::SubmittedForm;
use crate::web::editing::target::PageTarget;
use crate::web::http::assets;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::agenda::times::OFFERED;
use crate::web::parts::context::page_path;
use crate::web::parts::kept_key::KeptKey as Key;
use crate::web::parts::shell::Shell;

/// Shows the agenda of an event as a form.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, begin).await
}

/// Takes the form.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take).await
}

#[derive(Template)]
#[template(path = "editing/agenda.html")]
struct AgendaView {
    shell: Shell,
    account: String,
    /// The scripts of the board, of the form and of what opens in place.
    scripts: [String; 3],
    action: String,
    base: String,
    event: String,
    event_address: String,
    notice: String,
    message: String,
    form: AgendaFormView,
}

/// A notice above the form.
#[derive(Default)]
struct AgendaNotice {
    wrong: String,
    status: StatusCode,
}

const PREFIX: &str = "/-/agenda/";

/// Returns the event that the address names.
fn event(request: &EditRequest) -> Result<std::sync::Arc<SitePage>, Error> {
    let context = request.context();
    let view = context.view();
    let path = page_path(&context.below(PREFIX)?)?;
    let item = view.page(&path).or_else(|| view.links().alias(&path));
    let item = item.filter(|item| item.page.front.kind == Kind::Event);
    let item = std::sync::Arc::clone(item.ok_or(Error::NotFound)?);
    may(request, Kind::Event)?;
    Ok(item)
}

fn source_only(request: &EditRequest) -> Error {
    let message = request.context().words.say("agenda-source-only");
    Error::Forbidden(message.into_owned())
}

fn begin(request: &EditRequest) -> Result<Reply, Error> {
    let item = event(request)?;
    let context = request.context();
    let base = context.edition.revision().id;
    let before = text(&context.view(), base, &item.page.file)?.ok_or(Error::NotFound)?;
    let built = AgendaDraft::begin(base, before, context.edition.vocabulary());
    let built = built.ok_or_else(|| source_only(request))?;
    page(request, &item, &built, AgendaNotice::default())
}

fn take(request: &EditRequest) -> Result<Reply, Error> {
    let item = event(request)?;
    let context = request.context();
    let form = &request.visit.form;
    let base: ObjectId = form
        .get("base")
        .parse()
        .map_err(|_| Error::BadRequest(context.words.say("edit-no-base").into_owned()))?;
    let before = text(&context.view(), base, &item.page.file)?.ok_or(Error::NotFound)?;
    let built = AgendaDraft::read(base, before, context.edition.vocabulary(), form);
    let mut built = built.ok_or_else(|| source_only(request))?;
    built.take_new();
    built.give_ids();
    let command = form.get("do");
    let (action, number) = command.split_once(':').unwrap_or((command, ""));
    let number: Option<usize> = number.parse().ok();
    match (action, number) {
        ("save", _) => save(request, &item, &built, &item.page.path.address()),
        ("examples", Some(number)) => {
            let address = examples(&item, &built, number).ok_or(Error::NotFound)?;
            save(request, &item, &built, &address)
        }
        (action, number) => {
            if let Some(number) = number {
                built.change(action, number, form);
                built.give_ids();
            }
            page(request, &item, &built, AgendaNotice::default())
        }
    }
}

/// Returns where the examples of a session are found once it is saved.
fn examples(item: &SitePage, built: &AgendaDraft, number: usize) -> Option<String> {
    let mut sessions = built.sessions.iter();
    let row = &sessions.find(|one| one.number == number)?.row;
    let keys = item.page.front.details().agenda.keys();
    let known = row.origin.and_then(|origin| keys.get(origin).cloned());
    let key = known.unwrap_or_else(|| cell_text(row, "id").to_owned());
    let address = item.page.path.address();
    Some(format!("/-/examples{address}/{key}?to=agenda"))
}

/// Saves the agenda in one commit, and leads on.
fn save(
    request: &EditRequest,
    item: &SitePage,
    built: &AgendaDraft,
    to: &str,
) -> Result<Reply, Error> {
    let words = request.context().words;
    let Some(text) = built.text() else {
        let said = AgendaNotice {
            wrong: words.say("edit-unwritten").into_owned(),
            status: StatusCode::UNPROCESSABLE_ENTITY,
        };
        return page(request, item, built, said);
    };
    let path = &item.page.path;
    let mut draft = Draft::new(built.base, text);
    draft.message = match built.message.as_str() {
        "" => words.with("agenda-message", "title", &item.page.title),
        message => message.to_owned(),
    };
    let save = SaveRequest {
        request,
        draft: &draft,
        path,
        before: &built.before,
        is_new: false,
        files: &Vec::new(),
        replacing: &Vec::new(),
    };
    match save.run() {
        Ok(SaveOutcome::Nothing(_) | SaveOutcome::Saved { .. }) => Ok(Reply::see_other(to)),
        Err(SaveFailure::Conflict { theirs, conflict }) => {
            choose(request, path, draft, &built.before, theirs, &conflict)
        }
        Err(unsaved) => {
            let (wrong, status) = said(request, Err(unsaved)).err().unwrap_or_default();
            page(request, item, built, AgendaNotice { wrong, status })
        }
    }
}

/// Two changed the same of a session: the choice is made where every choice is, and nothing is lost.
fn choose(
    request: &EditRequest,
    path: &PagePath,
    draft: Draft,
    before: &str,
    theirs: ObjectId,
    conflict: &crate::site::FileConflict,
) -> Result<Reply, Error> {
    let target = PageTarget::find(&request.context().view(), path).ok_or(Error::NotFound)?;
    let sent = SubmittedForm {
        key: Key::Page(path.clone()),
        path: path.clone(),
        target,
        draft,
        before: before.to_owned(),
        is_deleted: false,
    };
    let state = match kept::keep(request, &sent.key, &sent.draft) {
        Ok(()) => EditorState::default().done(request.context().words.say("edit-kept")),
        Err(reason) => EditorState::default().wrong(reason, StatusCode::SERVICE_UNAVAILABLE),
    };
    conflict::show(request, &sent, theirs, conflict, state)
}

fn page(
    request: &EditRequest,
    item: &SitePage,
    built: &AgendaDraft,
    said: AgendaNotice,
) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    let view = context.view();
    let page = &item.page;
    let text = built.text();
    let drafted = text.as_ref().map(|text| {
        let path = page.path.clone();
        view.drafted(path, &page.file, text.as_bytes(), view.bibliography())
    });
    let maker = AgendaFormBuilder {
        context,
        item,
        built,
        page: drafted.as_ref().map_or(page, |drafted| &drafted.page),
        problems: match (&text, &drafted) {
            (Some(text), Some(drafted)) => AgendaProblems::of(text, &drafted.problems),
            _ => AgendaProblems::default(),
        },
    };
    let title = words.with("agenda-build-of", "title", &page.title);
    let html = AgendaView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        scripts: ["board.js", "edit.js", "place.js"].map(assets::address),
        action: format!("/-/agenda{}", page.path.address()),
        base: built.base.to_string(),
        event: page.title.clone(),
        event_address: page.path.address(),
        notice: match text {
            None if said.wrong.is_empty() => words.say("edit-unwritten").into_owned(),
            _ => said.wrong,
        },
        message: built.message.clone(),
        form: maker.form(),
    };
    let reply = Reply::html(html.render()?);
    Ok(match said.status {
        StatusCode::OK => reply,
        status => reply.with_status(status),
    })
}

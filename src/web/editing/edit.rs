//! `/-/edit/…`: a page is changed.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::{ObjectId, PagePath};
use crate::site::{FileProblem, SavedCommit};
use crate::web::editing::acknowledged::acknowledged;
use crate::web::editing::around::{Around, Begun};
use crate::web::editing::conflict;
use crate::web::editing::draft::Draft;
use crate::web::editing::editor::{line_of, show as editor};
use crate::web::editing::files;
use crate::web::editing::kept;
use crate::web::editing::live;
use crate::web::editing::meanwhile;
use crate::web::editing::request::EditRequest;
use crate::web::editing::save::{Outcome, Save, Unsaved, page_file, text};
use crate::web::editing::sent::Sent;
use crate::web::editing::target::Target;
use crate::web::editing::told::{line, sort};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::actions::file_in_repository;
use crate::web::parts::context::page_path;
use crate::web::parts::kept_key::KeptKey as Key;

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
    let found = Target::find(&view, &path);
    if !request.visit.asked("since").is_empty() {
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
        .filter(|_| !request.visit.asked("kept").is_empty())
    {
        let around = Around {
            files: files::views(request, &key)?,
            begun: Begun::Kept,
            ..Around::default()
        };
        return editor(request, &target, &kept.draft, around);
    }
    let Some(text) = text(&view, base, &target.file)? else {
        let message = context.words.say("edit-no-text").into_owned();
        return Err(Error::Forbidden(message));
    };
    let section = request.visit.asked("section");
    // What waits with the kept text would come with this one, too.
    let files = match &kept {
        Some(_) => files::views(request, &key)?,
        None => Vec::new(),
    };
    let around = Around {
        files,
        kept: kept.map(|kept| kept.time),
        begun: Begun::Saved,
        line: match section {
            "" => 0,
            id => line_of(request, &path, id, &text),
        },
        ..Around::default()
    };
    let mut draft = Draft::new(base, text);
    draft.as_source = request.visit.asked("mode") == "source";
    editor(request, &target, &draft, around)
}

fn read(request: &EditRequest) -> Result<Sent, Error> {
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
    let found = Target::find(&view, &path);
    let is_deleted = found.is_none();
    Ok(Sent {
        target: found.unwrap_or_else(|| Target {
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
pub(super) fn act(request: &EditRequest, mut sent: Sent, is_new: bool) -> Result<Reply, Error> {
    let form = &request.visit.form;
    let words = request.context().words;
    if live::is_asked(request) {
        return live::show(request, sent);
    }
    let notices = files::take(request, &mut sent)?;
    let mut around = Around {
        files: files::views(request, &sent.key)?,
        is_deleted: sent.is_deleted && !is_new,
        ..notices
    };
    match form.get("do") {
        // Without a file that could not be taken nothing is saved.
        "save" | "save-anew" if around.is_wrong() => {}
        "save" | "save-anew" => return save(request, &sent, is_new, around),
        "resolve" => return conflict::resolve(request, &sent, around),
        "keep" => {
            around = match kept::keep(request, &sent.key, &sent.draft) {
                Ok(()) => around.kept(words.say("edit-kept")),
                Err(reason) => around.wrong(reason, StatusCode::SERVICE_UNAVAILABLE),
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
            None => around.with_preview = true,
        },
    }
    let is_kept = around.begun == Begun::Kept;
    let shown = editor(request, &sent.target, &sent.draft, around)?;
    Ok(match is_kept {
        true => acknowledged(request, shown),
        false => shown,
    })
}

fn save(
    request: &EditRequest,
    sent: &Sent,
    is_new: bool,
    mut around: Around,
) -> Result<Reply, Error> {
    let words = request.context().words;
    if !sent.draft.unwritten.is_empty() {
        let around = around.wrong(
            words.say("edit-unwritten"),
            StatusCode::UNPROCESSABLE_ENTITY,
        );
        return editor(request, &sent.target, &sent.draft, around);
    }
    let mut files = sent.draft.files.iter();
    if let Some((file, _)) = files.find(|(_, own)| own.is_replaced && own.is_deleted) {
        let said = words.with("edit-own-both", "name", file);
        let around = around.wrong(said, StatusCode::UNPROCESSABLE_ENTITY);
        return editor(request, &sent.target, &sent.draft, around);
    }
    let anew = sent.is_deleted && request.visit.form.get("do") == "save-anew";
    let files = kept::files(request, &sent.key)?;
    let (files, replacing) = files::placed(&sent.target, &sent.draft, files);
    let save = Save {
        request,
        draft: &sent.draft,
        path: &sent.path,
        before: &sent.before,
        is_new: is_new || anew,
        files: &files,
        replacing: &replacing,
    };
    let unsaved = match save.run() {
        Ok(Outcome::Nothing(target)) => {
            let mut around = around.done(words.say("edit-nothing"));
            around.begun = Begun::Saved;
            let shown = editor(request, &target, &sent.draft, around)?;
            return Ok(acknowledged(request, shown));
        }
        Ok(Outcome::Saved {
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
    around = match kept::keep(request, &sent.key, &sent.draft) {
        Ok(()) => around.done(words.say("edit-kept")),
        Err(reason) => around.wrong(reason, StatusCode::SERVICE_UNAVAILABLE),
    };
    refuse(request, sent, unsaved, around)
}

/// Says why nothing was saved, with the text to go on with.
fn refuse(
    request: &EditRequest,
    sent: &Sent,
    unsaved: Unsaved,
    mut around: Around,
) -> Result<Reply, Error> {
    let words = request.context().words;
    let (text, status) = match unsaved {
        Unsaved::Conflict { theirs, conflict } => {
            return conflict::show(request, sent, theirs, &conflict, around);
        }
        Unsaved::Problems(problems) => {
            let (own, others): (Vec<FileProblem>, Vec<_>) = problems
                .into_iter()
                .partition(|one| one.file == sent.target.file);
            let own: Vec<_> = own.into_iter().map(|one| one.problem).collect();
            sort(&own, &sent.draft.text, &mut around);
            let context = request.context();
            let general = around.problems.entry(String::new()).or_default();
            general.extend(
                others
                    .iter()
                    .map(|one| line(&file_in_repository(context, &one.file), &one.problem)),
            );
            ("refused-problems", StatusCode::UNPROCESSABLE_ENTITY)
        }
        Unsaved::Works(problems) => {
            around.problems.insert("sources".to_owned(), problems);
            ("refused-problems", StatusCode::UNPROCESSABLE_ENTITY)
        }
        Unsaved::Files(stale) => {
            around.stale = stale;
            ("edit-own-stale", StatusCode::CONFLICT)
        }
        Unsaved::Exists => ("edit-exists", StatusCode::CONFLICT),
        Unsaved::Deleted => {
            around.is_deleted = true;
            ("edit-deleted", StatusCode::CONFLICT)
        }
        Unsaved::Unreadable => ("refused-internal", StatusCode::SERVICE_UNAVAILABLE),
        Unsaved::Refused(reason, status) => {
            let around = around.wrong(reason, status);
            return editor(request, &sent.target, &sent.draft, around);
        }
    };
    editor(
        request,
        &sent.target,
        &sent.draft,
        around.wrong(words.say(text), status),
    )
}

#[derive(askama::Template)]
#[template(path = "editing/saved.html")]
struct SavedView {
    shell: crate::web::parts::shell::Shell,
    /// To whom it is shown.
    account: String,
    commit: String,
    address: String,
    keys: Vec<String>,
    passages: usize,
    warnings: Vec<String>,
    consequences: Vec<String>,
    /// The files that are gone.
    deleted: Vec<String>,
}

/// Leads to the page; where there is something to know first, says it.
fn saved(
    request: &EditRequest,
    target: &Target,
    written: &SavedCommit,
    news: &crate::site::News,
    deleted: Vec<String>,
) -> Result<Reply, Error> {
    let context = request.context();
    let address = target.path.address();
    let warnings = written.warnings.iter();
    let warnings: Vec<String> = warnings
        .map(|one| line(&file_in_repository(context, &one.file), &one.problem))
        .collect();
    let nothing = news.is_empty() && warnings.is_empty() && written.consequences.is_empty();
    if nothing && deleted.is_empty() {
        return Ok(Reply::see_other(&address));
    }
    let title = context.words.say("edit-saved");
    let view = SavedView {
        shell: crate::web::parts::shell::Shell::new(context, &title).without_index(),
        account: request.account(),
        commit: written.commit.to_string(),
        address,
        keys: news.keys.clone(),
        passages: news.passages,
        warnings,
        consequences: written.consequences.clone(),
        deleted,
    };
    Ok(Reply::html(askama::Template::render(&view)?))
}

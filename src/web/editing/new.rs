//! `/-/new`: a page is begun: first its kind, then its form, filled from the kind's template.

use askama::Template;
use axum::response::Response;

use crate::domain::portable::check_name;
use crate::domain::slug::slug;
use crate::domain::{Field, Kind, ObjectId, PagePath};
use crate::site::writes;
use crate::web::editing::draft::Draft;
use crate::web::editing::edit::{act, blocking};
use crate::web::editing::editor::show as editor;
use crate::web::editing::editor_state::{DraftOrigin, EditorState};
use crate::web::editing::files;
use crate::web::editing::kept;
use crate::web::editing::new_event;
use crate::web::editing::page_text::{kind as kind_of, title};
use crate::web::editing::request::EditRequest;
use crate::web::editing::seminar::copy::{bare, copy_of};
use crate::web::editing::sent::SubmittedForm;
use crate::web::editing::target::PageTarget;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::kept_key::KeptKey as Key;
use crate::web::parts::selection;
use crate::web::parts::shell::Shell;

/// Asks for the kind, or shows the form of one.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, begin).await
}

/// Takes the form.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take).await
}

#[derive(Template)]
#[template(path = "editing/new.html")]
struct NewView {
    shell: Shell,
    /// Names of the kinds, what they are called and what they are.
    kinds: Vec<(&'static str, String, String)>,
    /// The address that was asked for, to be kept.
    address: String,
}

fn begin(request: &EditRequest) -> Result<Reply, Error> {
    let context = request.context();
    let kept = request.visit.parameter("kept");
    if !kept.is_empty() {
        return go_on(request, kept);
    }
    let address = request.visit.parameter("address").to_owned();
    let Some(kind) = Kind::from_name(request.visit.parameter("kind")) else {
        return ask_kind(request, address);
    };
    let mut draft = Draft::new(context.edition.revision().id, first_text(request, kind)?);
    draft.address = address;
    draft.id = id();
    if kind == Kind::Event {
        let days = Field::Days.key().to_owned();
        draft.rows.insert(days, new_event::DAYS);
    }
    let state = EditorState {
        begun: DraftOrigin::New,
        ..EditorState::default()
    };
    editor(request, &anywhere(), &draft, state)
}

/// Shows the form with a text that was kept.
fn go_on(request: &EditRequest, kept: &str) -> Result<Reply, Error> {
    let key = Key::New(kept.to_owned());
    let Some(mut found) = kept::find(request, &key)? else {
        return Err(Error::NotFound);
    };
    kept.clone_into(&mut found.draft.id);
    let state = EditorState {
        files: files::views(request, &key)?,
        begun: DraftOrigin::Kept,
        ..EditorState::default()
    };
    editor(request, &anywhere(), &found.draft, state)
}

/// Asks for the kind of the page.
fn ask_kind(request: &EditRequest, address: String) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    let kinds = Kind::ALL
        .into_iter()
        .filter(|kind| writes(request.role(), *kind));
    let kinds = kinds.map(|kind| {
        let what = words.say(&format!("kind-{}-is", kind.name())).into_owned();
        (kind.name(), words.kind(kind), what)
    });
    let view = NewView {
        shell: Shell::new(context, &words.say("edit-new-page")).without_index(),
        kinds: kinds.collect(),
        address,
    };
    Ok(Reply::html(view.render()?))
}

/// Returns the text that a new page begins with: a copy of an event, a selection, or what its template
/// says.
fn first_text(request: &EditRequest, kind: Kind) -> Result<String, Error> {
    let context = request.context();
    let like = request.visit.parameter("like");
    let vocabulary = context.edition.vocabulary();
    Ok(match copy_of(&context.view(), like, vocabulary) {
        Some(text) if kind == Kind::Event => text,
        _ if selection::is_there(context) => of_selection(context, kind),
        _ => {
            let text = template(request, kind)?;
            let bare = (kind == Kind::Event).then(|| bare(&text, vocabulary));
            bare.flatten().unwrap_or(text)
        }
    })
}

/// Returns the text of a page that begins as a selection: its pages with the notes.
fn of_selection(context: &Context, kind: Kind) -> String {
    let (title, kind) = (context.words.say("selection"), kind.name());
    let list = selection::as_list(context);
    format!("---\ntitle: \"{title}\"\nkind: {kind}\nsummary: \"\"\n---\n\n{list}")
}

/// Returns what tells a new page from others: eight random bytes in hexadecimal.
fn id() -> String {
    let mut bytes = [0_u8; 8];
    // Without random numbers one new page at a time can be kept.
    let _ = getrandom::fill(&mut bytes);
    crate::domain::hex::hex(&bytes)
}

/// Returns the target of a page that has no address yet.
fn anywhere() -> PageTarget {
    let mut target = PageTarget::new(PagePath::home());
    target.file = String::new();
    target
}

/// Returns the text that a page of a kind begins with.
fn template(request: &EditRequest, kind: Kind) -> Result<String, Error> {
    let context = request.context();
    let view = context.view();
    let template = context.edition.vocabulary().template(kind);
    let blob = template.and_then(|template| view.attachment(&template.file));
    let text = match blob {
        Some(blob) => String::from_utf8(view.read(blob)?).unwrap_or_default(),
        None => String::new(),
    };
    Ok(match text.as_str() {
        "" => format!(
            "---\ntitle: \"\"\nkind: {}\nsummary: \"\"\n---\n\n",
            kind.name()
        ),
        _ => text,
    })
}

fn take(request: &EditRequest) -> Result<Reply, Error> {
    let form = &request.visit.form;
    let context = request.context();
    let words = context.words;
    let base: ObjectId = form
        .get("base")
        .parse()
        .map_err(|_| Error::BadRequest(words.say("edit-no-base").into_owned()))?;
    let draft = Draft::read(form, base, "", context.edition.vocabulary());
    let key = Key::New(draft.id.clone());
    match path(request, &draft) {
        Ok(path) => {
            let sent = SubmittedForm {
                target: PageTarget::new(path.clone()),
                path,
                draft,
                before: String::new(),
                key,
                is_deleted: false,
            };
            act(request, sent, true)
        }
        Err(reason) if form.get("do") == "save" => {
            let mut state = EditorState {
                files: files::views(request, &key)?,
                ..EditorState::default()
            };
            state.problems.insert("address".to_owned(), vec![reason]);
            let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            let state = state.wrong(words.say("refused-problems"), status);
            editor(request, &anywhere(), &draft, state)
        }
        Err(_) => {
            let sent = SubmittedForm {
                target: anywhere(),
                path: PagePath::home(),
                draft,
                before: String::new(),
                key,
                is_deleted: false,
            };
            act(request, sent, true)
        }
    }
}

/// Returns the path of a new page: as typed, or made from its title in the folder of its kind.
fn path(request: &EditRequest, draft: &Draft) -> Result<PagePath, String> {
    let context = request.context();
    let words = context.words;
    let address = draft.address.trim().trim_matches('/');
    let address = address.strip_suffix(".md").unwrap_or(address);
    let text = match address {
        "" => {
            let name = title(&draft.text)
                .map(|title| slug(&title))
                .unwrap_or_default();
            if name.is_empty() {
                return Err(words.say("edit-no-address").into_owned());
            }
            let folder = context.view().page_of_kind(kind_of(&draft.text));
            let folder = folder.map_or_else(String::new, |item| format!("{}/", item.page.path));
            format!("{folder}{name}")
        }
        address => address.to_owned(),
    };
    let wrong = |reason: String| words.with("edit-wrong-address", "reason", reason);
    for segment in text.split('/') {
        check_name(segment).map_err(|error| wrong(error.to_string()))?;
    }
    PagePath::parse(&text).map_err(|error| wrong(error.to_string()))
}

//! `/-/add-to-session/<page>`: a page becomes an example of a session, from where one reads it.

use axum::http::StatusCode;
use axum::response::Response;

use askama::Template;

use crate::domain::Kind;
use crate::domain::agenda::Example;
use crate::domain::slug::slug;
use crate::web::editing::draft::Draft;
use crate::web::editing::edit::blocking;
use crate::web::editing::request::EditRequest;
use crate::web::editing::seminar::session::{
    ChosenSession, MOST, lines, may, save, text_at, with_lines,
};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::coming::{ComingEvent, coming};
use crate::web::parts::context::page_path;
use crate::web::parts::shell::Shell;

/// Shows the sessions of coming events.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, begin).await
}

/// Takes the choice.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take).await
}

#[derive(Template)]
#[template(path = "editing/add_to_session.html")]
struct AddView {
    shell: Shell,
    account: String,
    page: String,
    page_address: String,
    action: String,
    notice: String,
    note: String,
    /// The search among the sessions.
    find: String,
    /// The session that is chosen.
    chosen: String,
    events: Vec<ComingEvent>,
    /// Whether there are sessions at all.
    has_sessions: bool,
}

/// Most sessions that are shown at once; of more the search has to be narrower.
const MOST_SHOWN: usize = 100;

const PREFIX: &str = "/-/add-to-session/";

fn begin(request: &EditRequest) -> Result<Reply, Error> {
    may(request, Kind::Event)?;
    page(request, String::new(), StatusCode::OK)
}

fn page(request: &EditRequest, notice: String, status: StatusCode) -> Result<Reply, Error> {
    let context = request.context();
    let view = context.view();
    let path = page_path(&context.below(PREFIX)?)?;
    let item = view.page(&path).ok_or(Error::NotFound)?;
    let title = context
        .words
        .with("seminar-add-page", "title", &item.page.title);
    let form = &request.visit.form;
    let find: String = form.get("find").chars().take(200).collect();
    let all = coming(context, &item.page);
    let has_sessions = !all.is_empty();
    let html = AddView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        page: item.page.title.clone(),
        page_address: path.address(),
        action: format!("/-/add-to-session{}", path.address()),
        notice,
        note: form.get("note").to_owned(),
        chosen: form.get("session").to_owned(),
        events: found(all, &find),
        has_sessions,
        find,
    };
    Ok(Reply::html(html.render()?).with_status(status))
}

/// Returns the sessions in whose title, track or event all the words stand that are searched for.
fn found(events: Vec<ComingEvent>, find: &str) -> Vec<ComingEvent> {
    let wanted = slug(find);
    let wanted: Vec<&str> = wanted.split('-').filter(|word| !word.is_empty()).collect();
    let mut left = MOST_SHOWN;
    let narrowed = events.into_iter().map(|mut event| {
        let of = slug(&event.title);
        event.sessions.retain(|session| {
            let text = format!("{}-{of}", slug(&session.label));
            wanted.iter().all(|word| text.contains(word))
        });
        event.sessions.truncate(left);
        left -= event.sessions.len();
        event
    });
    narrowed
        .filter(|event| !event.sessions.is_empty())
        .collect()
}

fn take(request: &EditRequest) -> Result<Reply, Error> {
    let context = request.context();
    let form = &request.visit.form;
    let view = context.view();
    let path = page_path(&context.below(PREFIX)?)?;
    let item = view.page(&path).ok_or(Error::NotFound)?;
    let words = context.words;
    if form.get("do") == "find" {
        return page(request, String::new(), StatusCode::OK);
    }
    let chosen = form.get("session").rsplit_once('#');
    let Some((event, key)) = chosen else {
        let notice = words.say("seminar-choose").into_owned();
        return page(request, notice, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let session = ChosenSession::find(&view, &page_path(event)?, key)?;
    may(request, session.item.page.front.kind)?;
    let note: String = form.get("note").chars().take(500).collect();
    let example = Example {
        page: path.to_string(),
        note: note.split_whitespace().collect::<Vec<_>>().join(" "),
        at: None,
    };
    match added(request, &session, &example, &item.page.title) {
        Ok(()) => Ok(Reply::see_other(&format!("{}#c-featured", path.address()))),
        Err((reason, status)) => page(request, reason, status),
    }
}

/// Adds an example to a session, unless it is there.
fn added(
    request: &EditRequest,
    session: &ChosenSession,
    example: &Example,
    title: &str,
) -> Result<(), (String, StatusCode)> {
    let context = request.context();
    let words = context.words;
    let vocabulary = context.edition.vocabulary();
    let only_source = || {
        let message = words.say("seminar-source-only").into_owned();
        (message, StatusCode::CONFLICT)
    };
    let base = context.edition.revision().id;
    let before = text_at(request, session, base).map_err(|_| only_source())?;
    let known = lines(&before, &session.key, vocabulary).and_then(|lines| lines.examples);
    let mut all = known.ok_or_else(only_source)?;
    let view = context.view();
    let leads_there = |line: &String| {
        let named = Example::of_line(line).page;
        let known = view.links().referenced(&named);
        known.is_some_and(|item| item.page.path.as_str() == example.page)
    };
    if all.iter().any(leads_there) {
        return Err((
            words.say("seminar-is-in").into_owned(),
            StatusCode::CONFLICT,
        ));
    }
    if all.len() >= MOST {
        let message = words.count("seminar-most", MOST);
        return Err((message, StatusCode::UNPROCESSABLE_ENTITY));
    }
    all.push(example.line().ok_or_else(only_source)?);
    let text = with_lines(&before, &session.key, &all, vocabulary).ok_or_else(only_source)?;
    let mut draft = Draft::new(base, text);
    draft.message = words.with_two(
        "seminar-message-add",
        "page",
        title,
        "session",
        session.title(),
    );
    save(request, &session.item.page.path, &draft, &before, false)
}

//! `/-/selection/session`: the pages of a selection become examples of a session that is there, or of one
//! that begins with them.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::agenda::Example;
use crate::domain::form::{self, Column, Entries, Entry, Part, Row, Shape};
use crate::domain::yaml_edit;
use crate::domain::{Field, Kind, Vocabulary};
use crate::site::SitePage;
use crate::web::editing::draft::Draft;
use crate::web::editing::edit::blocking;
use crate::web::editing::page_text::text;
use crate::web::editing::request::EditRequest;
use crate::web::editing::seminar::session::{ChosenSession, MOST, lines, may, save, with_lines};
use crate::web::editing::session_ids::{column, fill_in};
use crate::web::http::error::Error;
use crate::web::http::query::Query;
use crate::web::http::reply::Reply;
use crate::web::parts::agenda::session_address;
use crate::web::parts::coming::{ComingEvent, coming_for_any};
use crate::web::parts::context::page_path;
use crate::web::parts::selection::{self, SelectedPage};
use crate::web::parts::shell::Shell;

/// Longest title of a session that begins here, in characters.
const LONGEST_TITLE: usize = 200;

/// Shows the sessions of coming events.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, begin).await
}

/// Takes the choice.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take).await
}

#[derive(Template)]
#[template(path = "editing/chosen_session.html")]
struct ChosenView {
    shell: Shell,
    account: String,
    notice: String,
    /// The pages, with their notes and their titles.
    chosen: Vec<(SelectedPage, String)>,
    back: String,
    session: String,
    title: String,
    events: Vec<ComingEvent>,
}

fn begin(request: &EditRequest) -> Result<Reply, Error> {
    may(request, Kind::Event)?;
    page(
        request,
        &request.context().query,
        String::new(),
        StatusCode::OK,
    )
}

fn page(
    request: &EditRequest,
    query: &Query,
    notice: String,
    status: StatusCode,
) -> Result<Reply, Error> {
    let context = request.context();
    let (chosen, _) = selection::read_from(query);
    let found = selection::pages(context, &chosen);
    let title = context.words.say("selection-session");
    let html = ChosenView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        notice,
        back: format!("/-/selection?{}", selection::query(&chosen)),
        session: query.get("session").to_owned(),
        title: query.get("title").to_owned(),
        events: match found.is_empty() {
            true => Vec::new(),
            false => coming_for_any(context),
        },
        chosen: found
            .into_iter()
            .map(|(item, one)| (one, item.page.title.clone()))
            .collect(),
    };
    Ok(Reply::html(html.render()?).with_status(status))
}

/// The reason why something cannot be done, in words.
type ChoiceRefusal = (String, StatusCode);

fn take(request: &EditRequest) -> Result<Reply, Error> {
    may(request, Kind::Event)?;
    let context = request.context();
    let form = &request.visit.form;
    let words = context.words;
    let unchosen = || words.say("seminar-choose").into_owned();
    let Some((event, key)) = form.get("session").rsplit_once('#') else {
        return page(request, form, unchosen(), StatusCode::UNPROCESSABLE_ENTITY);
    };
    let (chosen, _) = selection::read_from(form);
    let found = selection::pages(context, &chosen);
    let examples: Vec<Example> = found
        .iter()
        .map(|(item, one)| Example {
            page: item.page.path.to_string(),
            note: one.note.clone(),
            at: None,
        })
        .collect();
    let path = page_path(event)?;
    let view = context.view();
    let item = Arc::clone(view.page(&path).ok_or(Error::NotFound)?);
    may(request, item.page.front.kind)?;
    let done = match key {
        "" => begun(request, &item, &examples),
        key => {
            let session = ChosenSession::find(&view, &path, key)?;
            added(request, &session, &examples)
        }
    };
    match done {
        Ok(address) => Ok(Reply::see_other(&address)),
        Err((reason, status)) => page(request, form, reason, status),
    }
}

/// Says that the agenda can be changed in its source alone.
fn source_only(request: &EditRequest) -> ChoiceRefusal {
    let message = request.context().words.say("seminar-source-only");
    (message.into_owned(), StatusCode::CONFLICT)
}

/// Returns the text of an event as it is.
fn source_of(request: &EditRequest, item: &SitePage) -> Result<String, ChoiceRefusal> {
    let context = request.context();
    let base = context.edition.revision().id;
    let found = text(&context.view(), base, &item.page.file);
    found.ok().flatten().ok_or_else(|| source_only(request))
}

/// Adds examples to a session, but for those that it has; returns its address.
fn added(
    request: &EditRequest,
    session: &ChosenSession,
    examples: &[Example],
) -> Result<String, ChoiceRefusal> {
    let context = request.context();
    let (words, view) = (context.words, context.view());
    let vocabulary = context.edition.vocabulary();
    let before = source_of(request, &session.item)?;
    let known = lines(&before, &session.key, vocabulary).and_then(|lines| lines.examples);
    let mut all = known.ok_or_else(|| source_only(request))?;
    let paths: Vec<String> = all
        .iter()
        .filter_map(|line| view.links().referenced(&Example::of_line(line).page))
        .map(|item| item.page.path.to_string())
        .collect();
    for example in examples.iter().filter(|one| !paths.contains(&one.page)) {
        all.push(example.line().ok_or_else(|| source_only(request))?);
    }
    if all.len() > MOST {
        let message = words.count("seminar-most", MOST);
        return Err((message, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let text = with_lines(&before, &session.key, &all, vocabulary);
    let text = text.ok_or_else(|| source_only(request))?;
    let mut draft = Draft::new(context.edition.revision().id, text);
    draft.message = words.with("seminar-message-examples", "title", session.title());
    save(request, &session.item.page.path, &draft, &before, false)?;
    Ok(session.address())
}

/// Begins a session with examples; returns its address.
fn begun(
    request: &EditRequest,
    item: &SitePage,
    examples: &[Example],
) -> Result<String, ChoiceRefusal> {
    let context = request.context();
    let words = context.words;
    let title = request.visit.form.get("title");
    let title: String = title.chars().take(LONGEST_TITLE).collect();
    if title.is_empty() {
        let message = words.say("selection-session-untitled").into_owned();
        return Err((message, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let before = source_of(request, item)?;
    let lines: Option<Vec<String>> = examples.iter().map(Example::line).collect();
    let made = lines.and_then(|lines| {
        let vocabulary = context.edition.vocabulary();
        with_session(&before, &title, lines, vocabulary)
    });
    let (text, id) = made.ok_or_else(|| source_only(request))?;
    let mut draft = Draft::new(context.edition.revision().id, text);
    draft.message = words.with("selection-message-session", "title", title);
    save(request, &item.page.path, &draft, &before, false)?;
    Ok(session_address(&item.page, &id))
}

/// Returns the text of an event with one more session, and the session's id; nothing where it cannot be
/// written.
fn with_session(
    source: &str,
    title: &str,
    examples: Vec<String>,
    vocabulary: &Vocabulary,
) -> Option<(String, String)> {
    let before = Entries::read(source, vocabulary).ok()?;
    let field = Field::Sessions.key();
    let Entry::Rows(mut rows) = before.get(field).clone() else {
        return None;
    };
    let Shape::Rows(columns) = form::shape(Field::Sessions) else {
        return None;
    };
    let mut examples = Some(examples);
    let part = |column: &Column| match column.key {
        "title" => Part::Text(title.to_owned()),
        "examples" => Part::List(examples.take().unwrap_or_default()),
        _ if column.shape == Shape::List => Part::List(Vec::new()),
        _ => Part::Text(String::new()),
    };
    rows.push(Row {
        parts: columns.iter().map(part).collect(),
        ..Row::default()
    });
    let mut after = Entries::default();
    after.0.insert(field.to_owned(), Entry::Rows(rows));
    fill_in(&mut after, false);
    let Entry::Rows(rows) = after.get(field) else {
        return None;
    };
    let id = rows.last()?.parts.get(column("id")?)?;
    let id = match id {
        Part::Text(id) if !id.is_empty() => id.clone(),
        _ => return None,
    };
    let text = yaml_edit::edit(source, &form::edits(&before, &after)).ok()?;
    Some((text, id))
}

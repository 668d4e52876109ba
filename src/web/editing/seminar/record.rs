//! `/-/record/<event>/<session>`: a lesson is recorded while it is fresh: what was said, and which of the
//! session's examples carry it. It becomes a page of its own in one commit; the event and the examples
//! show it, because it names them.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::form::{self, Entries, Entry};
use crate::domain::slug::slug;
use crate::domain::yaml_edit;
use crate::domain::{Field, Kind, PagePath, Vocabulary};
use crate::site::View;
use crate::web::editing::draft::Draft;
use crate::web::editing::edit::blocking;
use crate::web::editing::request::EditRequest;
use crate::web::editing::seminar::session::{ChosenSession, may, save};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;

/// Longest summary that is made of what was said, in characters.
const LONGEST_SUMMARY: usize = 240;
/// The most addresses that are tried for one title.
const TRIES: usize = 50;

/// Shows the form.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, begin).await
}

/// Takes the form.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take).await
}

#[derive(Template)]
#[template(path = "editing/record.html")]
struct RecordView {
    shell: Shell,
    account: String,
    action: String,
    session_address: String,
    notice: String,
    title: String,
    said: String,
    /// Pages by path and title, and whether they are ticked.
    examples: Vec<(String, String, bool)>,
}

const PREFIX: &str = "/-/record/";

fn begin(request: &EditRequest) -> Result<Reply, Error> {
    may(request, Kind::Lesson)?;
    let session = ChosenSession::of(request, PREFIX)?;
    page(request, &session, String::new(), StatusCode::OK)
}

fn page(
    request: &EditRequest,
    session: &ChosenSession,
    notice: String,
    status: StatusCode,
) -> Result<Reply, Error> {
    let context = request.context();
    let form = &request.visit.form;
    let title = context
        .words
        .with("seminar-record-of", "title", session.title());
    let ticked: Vec<&str> = form.all("from").collect();
    let examples = examples(&context.view(), session).into_iter();
    let html = RecordView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        action: format!(
            "/-/record{}/{}",
            session.item.page.path.address(),
            session.key
        ),
        session_address: session.address(),
        notice,
        title: form.get("title").to_owned(),
        said: form.raw("said").to_owned(),
        examples: examples
            .map(|(path, title)| {
                let is_ticked = ticked.contains(&path.as_str());
                (path, title, is_ticked)
            })
            .collect(),
    };
    Ok(Reply::html(html.render()?).with_status(status))
}

/// Returns the examples of a session that a lesson can be drawn from, by path and title.
fn examples(view: &View<'_>, session: &ChosenSession) -> Vec<(String, String)> {
    let page = &session.item.page;
    let sessions = &page.front.details().agenda.sessions;
    let Some(session_record) = sessions.get(session.number) else {
        return Vec::new();
    };
    let named = session_record.examples.iter();
    let items = named.filter_map(|one| view.links().referenced(&one.page));
    items
        .map(|item| (item.page.path.to_string(), item.page.title.clone()))
        .collect()
}

fn take(request: &EditRequest) -> Result<Reply, Error> {
    may(request, Kind::Lesson)?;
    let context = request.context();
    let words = context.words;
    let form = &request.visit.form;
    let session = ChosenSession::of(request, PREFIX)?;
    let title = form
        .get("title")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let said = form.raw("said").replace("\r\n", "\n").replace('\r', "\n");
    let said = said.trim();
    if title.is_empty() || said.is_empty() {
        let notice = words.say("seminar-record-empty").into_owned();
        return page(request, &session, notice, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let view = context.view();
    let known = examples(&view, &session);
    let from: Vec<String> = form
        .all("from")
        .filter(|path| known.iter().any(|(known, _)| known == path))
        .map(str::to_owned)
        .collect();
    let written = lesson(&session, &title, said, from);
    let address = free_address(&view, &title);
    let (Some(text), Some(path)) = (written, address) else {
        let notice = words.say("edit-no-address").into_owned();
        return page(request, &session, notice, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let mut draft = Draft::new(context.edition.revision().id, text);
    let message = words.with_two(
        "seminar-message-record",
        "title",
        &title,
        "session",
        session.title(),
    );
    draft.message = message;
    match save(request, &path, &draft, "", true) {
        Ok(()) => Ok(Reply::see_other(&format!(
            "{}#c-lessons",
            session.address()
        ))),
        Err((reason, status)) => page(request, &session, reason, status),
    }
}

/// Writes the page of a lesson.
fn lesson(session: &ChosenSession, title: &str, said: &str, from: Vec<String>) -> Option<String> {
    let body = said.trim_start_matches('-').trim_start();
    let source = format!("---\ntitle: \"\"\nkind: lesson\n---\n\n{body}\n");
    let vocabulary = Vocabulary::default();
    let before = Entries::read(&source, &vocabulary).ok()?;
    let mut after = Entries::default();
    let reference = format!("{}#{}", session.item.page.path, session.key);
    let lang = session.item.page.front.lang.clone();
    for (field, text) in [
        (Field::Title, title.to_owned()),
        (Field::Summary, first_sentence(said)),
        (Field::Session, reference),
        (Field::Lang, lang),
    ] {
        after.0.insert(field.key().to_owned(), Entry::Text(text));
    }
    let drawn = Field::DrawnFrom.key().to_owned();
    after.0.insert(drawn, Entry::List(from));
    yaml_edit::edit(&source, &form::edits(&before, &after)).ok()
}

/// Returns the first sentence of a text on one line, or as much of it as a summary holds.
fn first_sentence(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let ends = [". ", "! ", "? "].iter().filter_map(|end| line.find(end));
    let sentence = ends.min().map_or(line.as_str(), |end| &line[..=end]);
    if sentence.chars().count() <= LONGEST_SUMMARY {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(LONGEST_SUMMARY - 1).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

/// Returns an address for a lesson that no page has.
fn free_address(view: &View<'_>, title: &str) -> Option<PagePath> {
    let name = slug(title);
    if name.is_empty() {
        return None;
    }
    let folder = view.page_of_kind(Kind::Lesson);
    let folder = folder.map_or_else(String::new, |item| format!("{}/", item.page.path));
    let tries = (1..=TRIES).map(|number| match number {
        1 => format!("{folder}{name}"),
        number => format!("{folder}{name}-{number}"),
    });
    let mut paths = tries.filter_map(|path| PagePath::parse(&path).ok());
    paths.find(|path| view.page(path).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_of_what_was_said_is_the_summary() {
        assert_eq!(first_sentence("Ask early. Then wait."), "Ask early.");
        assert_eq!(first_sentence("Ask\n\nearly"), "Ask early");
        let long = "слово ".repeat(80);
        let summary = first_sentence(&long);
        assert!(summary.chars().count() <= LONGEST_SUMMARY && summary.ends_with("слово…"));
    }
}

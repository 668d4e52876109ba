//! `/-/examples/<event>/<session>`: the examples of a session are found, put in order and saved.
//!
//! What is being put together stands in the form, so that several changes are one commit, and nothing
//! is needed of the browser but forms.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::agenda::Example;
use crate::domain::{ObjectId, PagePath};
use crate::site::{SitePage, View};
use crate::web::editing::draft::Draft;
use crate::web::editing::edit::blocking;
use crate::web::editing::request::EditRequest;
use crate::web::editing::seminar::finding::{FacetView, KINDS, Search};
use crate::web::editing::seminar::fitting::{Subject, suggested};
use crate::web::editing::seminar::place::{MOST, Place, lines, may, save, text_at, with_lines};
use crate::web::http::error::Error;
use crate::web::http::query::Query;
use crate::web::http::reply::Reply;
use crate::web::parts::card::Card;
use crate::web::parts::shell::Shell;

/// Shows the examples of a session.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, begin).await
}

/// Takes the form.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take).await
}

#[derive(Template)]
#[template(path = "editing/examples.html")]
struct ExamplesView {
    shell: Shell,
    account: String,
    base: String,
    action: String,
    event: String,
    event_address: String,
    /// Where one goes back to.
    back: String,
    /// Where that is, as the form sends it: the session, or the agenda that is being built.
    to: String,
    summary: String,
    notice: String,
    said: String,
    rows: Vec<RowView>,
    query: String,
    kinds: Vec<(&'static str, String, bool)>,
    facets: Vec<FacetView>,
    found: Vec<FoundView>,
    has_searched: bool,
    suggested: Vec<FoundView>,
}

/// An example that is in.
struct RowView {
    line: String,
    note: String,
    title: String,
    address: String,
    is_pinned: bool,
}

/// A page that can be put in.
struct FoundView {
    card: Card,
    path: String,
    /// What it has to do with the session.
    why: String,
    is_in: bool,
}

/// What stands in the form.
struct Work {
    place: Place,
    base: ObjectId,
    examples: Vec<Example>,
}

const PREFIX: &str = "/-/examples/";
/// Says that one came from the form of the agenda.
const BUILDING: &str = "agenda";

fn begin(request: &EditRequest) -> Result<Reply, Error> {
    let context = request.context();
    let place = Place::of(request, PREFIX)?;
    may(request, place.item.page.front.kind)?;
    let base = context.edition.revision().id;
    let source = text_at(request, &place, base)?;
    let known = lines(&source, &place.key, context.edition.vocabulary());
    let known = known.and_then(|lines| lines.examples);
    let Some(known) = known else {
        let message = context.words.say("seminar-source-only").into_owned();
        return Err(Error::Forbidden(message));
    };
    let examples = known.iter().map(|line| Example::of_line(line)).collect();
    let work = Work {
        place,
        base,
        examples,
    };
    page(request, &work, &context.query, Said::default())
}

/// What is said above the form.
#[derive(Default)]
struct Said {
    wrong: String,
    done: String,
    status: StatusCode,
}

/// Returns where one goes back to: the form of the agenda if one came from there, else the session.
fn back(request: &EditRequest, place: &Place) -> String {
    match to(request) {
        BUILDING => format!("/-/agenda{}", place.item.page.path.address()),
        _ => place.address(),
    }
}

/// Returns what the address or the form says of where one came from.
fn to(request: &EditRequest) -> &str {
    match request.visit.asked("to") {
        "" => request.visit.form.get("to"),
        asked => asked,
    }
}

fn take(request: &EditRequest) -> Result<Reply, Error> {
    let context = request.context();
    let form = &request.visit.form;
    let place = Place::of(request, PREFIX)?;
    may(request, place.item.page.front.kind)?;
    let base: ObjectId = form
        .get("base")
        .parse()
        .map_err(|_| Error::BadRequest(context.words.say("edit-no-base").into_owned()))?;
    let mut work = Work {
        examples: typed(form),
        place,
        base,
    };
    let mut said = Said::default();
    match form
        .get("do")
        .split_once(':')
        .unwrap_or((form.get("do"), ""))
    {
        ("save", _) => match written(request, &work) {
            Ok(()) => return Ok(Reply::see_other(&back(request, &work.place))),
            Err((reason, status)) => {
                said.wrong = reason;
                said.status = status;
            }
        },
        (action, what) => work.change(&context.view(), action, what),
    }
    if work.examples.len() > MOST {
        work.examples.truncate(MOST);
        said.wrong = context.words.count("seminar-most", MOST);
    }
    page(request, &work, form, said)
}

/// Reads the examples of a form: what each is, and the note beside it.
fn typed(form: &Query) -> Vec<Example> {
    let values = |key: &str| -> Vec<String> {
        let pairs = form.pairs().iter().filter(|(name, _)| name == key);
        pairs
            .map(|(_, value)| value.clone())
            .take(MOST + 1)
            .collect()
    };
    let notes = values("note");
    let example = |(number, line): (usize, String)| {
        let mut example = Example::of_line(&line);
        if let Some(note) = notes.get(number) {
            example.note = note.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        example
    };
    let all = values("line").into_iter().enumerate().map(example);
    all.filter(|example| !example.page.is_empty()).collect()
}

impl Work {
    /// Does what a button asks for.
    fn change(&mut self, view: &View<'_>, action: &str, what: &str) {
        let number: Option<usize> = what.parse().ok();
        let number = number.filter(|number| *number < self.examples.len());
        match (action, number) {
            ("add", _) => {
                let is_there = PagePath::parse(what)
                    .ok()
                    .is_some_and(|path| view.page(&path).is_some());
                let is_in = self.examples.iter().any(|one| one.page == what);
                if is_there && !is_in {
                    self.examples.push(Example {
                        page: what.to_owned(),
                        ..Example::default()
                    });
                }
            }
            ("remove", Some(number)) => drop(self.examples.remove(number)),
            ("up", Some(number)) if number > 0 => self.examples.swap(number - 1, number),
            ("down", Some(number)) if number + 1 < self.examples.len() => {
                self.examples.swap(number, number + 1);
            }
            ("pin", Some(number)) => {
                if let Some(example) = self.examples.get_mut(number) {
                    let item = view.links().referenced(&example.page);
                    let changed = item.and_then(|item| item.changed.as_ref());
                    example.at = Some(changed.map_or(view.revision().id, |change| change.commit));
                }
            }
            ("unpin", Some(number)) => {
                if let Some(example) = self.examples.get_mut(number) {
                    example.at = None;
                }
            }
            _ => {}
        }
    }
}

/// Saves what stands in the form.
fn written(request: &EditRequest, work: &Work) -> Result<(), (String, StatusCode)> {
    let context = request.context();
    let words = context.words;
    let unreadable = || {
        let message = words.say("seminar-source-only").into_owned();
        (message, StatusCode::CONFLICT)
    };
    let before = text_at(request, &work.place, work.base).map_err(|_| unreadable())?;
    let all: Option<Vec<String>> = work.examples.iter().map(Example::line).collect();
    let all = all.ok_or_else(unreadable)?;
    let vocabulary = context.edition.vocabulary();
    let text = with_lines(&before, &work.place.key, &all, vocabulary).ok_or_else(unreadable)?;
    let mut draft = Draft::new(work.base, text);
    draft.message = words.with("seminar-message-examples", "title", work.place.title());
    save(request, &work.place.item.page.path, &draft, &before, false)
}

fn page(request: &EditRequest, work: &Work, asked: &Query, said: Said) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    let view = context.view();
    let page = &work.place.item.page;
    let sessions = &page.front.details().agenda.sessions;
    let session = sessions.get(work.place.number).ok_or(Error::NotFound)?;
    let rows = work.examples.iter().map(|example| {
        let item = view.links().referenced(&example.page);
        let bare = Example {
            note: String::new(),
            ..example.clone()
        };
        RowView {
            line: bare.line().unwrap_or_else(|| example.page.clone()),
            note: example.note.clone(),
            title: item.map_or_else(|| example.page.clone(), |item| item.page.title.clone()),
            address: item.map_or_else(String::new, |item| item.page.path.address()),
            is_pinned: example.at.is_some(),
        }
    });
    let search = Search::read(context, asked);
    let found = search.run(context, &view);
    let kinds = KINDS.map(|kind| {
        (
            kind.name(),
            words.kinds(kind),
            search.has("kind", kind.name()),
        )
    });
    let shown = |items: Vec<(&SitePage, String)>| -> Vec<FoundView> {
        let is_in = |item: &SitePage| work.has(&view, item);
        let found = items.into_iter().map(|(item, why)| FoundView {
            card: Card::of(context, item),
            path: item.page.path.to_string(),
            why,
            is_in: is_in(item),
        });
        found.collect()
    };
    let examples = work.examples.iter();
    let examples = examples.filter_map(|one| view.links().referenced(&one.page));
    let subject = Subject {
        session,
        page,
        examples: examples.collect(),
    };
    let title = words.with("seminar-examples-of", "title", &session.title);
    let html = ExamplesView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        base: work.base.to_string(),
        action: format!("/-/examples{}/{}", page.path.address(), work.place.key),
        event: page.title.clone(),
        event_address: page.path.address(),
        back: back(request, &work.place),
        to: to(request).chars().take(20).collect(),
        summary: session.summary.clone(),
        notice: said.wrong,
        said: said.done,
        rows: rows.collect(),
        query: search.query.clone(),
        kinds: kinds.into(),
        facets: search.facets(context),
        has_searched: found.is_some(),
        found: shown(found.unwrap_or_default()),
        suggested: shown(suggested(context, &view, &subject)),
    };
    let reply = Reply::html(html.render()?);
    Ok(match said.status {
        StatusCode::OK => reply,
        status => reply.with_status(status),
    })
}

impl Work {
    fn has(&self, view: &View<'_>, item: &SitePage) -> bool {
        let is_it = |example: &Example| {
            let known = view.links().referenced(&example.page);
            known.is_some_and(|known| known.page.path == item.page.path)
        };
        self.examples.iter().any(is_it)
    }
}

//! The page of the form: what is in, what a search found, and what may fit.

use askama::Template;
use axum::http::StatusCode;

use crate::domain::agenda::Example;
use crate::site::{SitePage, View};
use crate::web::editing::request::EditRequest;
use crate::web::editing::seminar::examples::form::ExamplesForm;
use crate::web::editing::seminar::finding::{ExampleFacetView, ExampleSearch, KINDS};
use crate::web::editing::seminar::fitting::{SessionSubject, suggested};
use crate::web::editing::seminar::session::ChosenSession;
use crate::web::http::error::Error;
use crate::web::http::query::Query;
use crate::web::http::reply::Reply;
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::messages::Words;
use crate::web::parts::shell::Shell;

#[derive(Template)]
#[template(path = "editing/examples.html")]
struct ExamplesView {
    shell: Shell,
    account: String,
    base: String,
    action: String,
    event: String,
    event_address: String,
    /// The address to go back to.
    back: String,
    /// The same as the form sends it: the session, or the agenda that is being built.
    to: String,
    summary: String,
    notice: String,
    said: String,
    rows: Vec<ExampleRowView>,
    query: String,
    kinds: Vec<(&'static str, String, bool)>,
    facets: Vec<ExampleFacetView>,
    found: Vec<FoundExampleView>,
    has_searched: bool,
    suggested: Vec<FoundExampleView>,
}

/// An example that is in.
struct ExampleRowView {
    line: String,
    note: String,
    title: String,
    address: String,
    is_pinned: bool,
}

/// A page that can be put in.
struct FoundExampleView {
    card: Card,
    path: String,
    /// The reason why it may fit the session.
    why: String,
    is_in: bool,
}

/// A notice above the form.
#[derive(Default)]
pub(super) struct ExamplesNotice {
    pub(super) wrong: String,
    pub(super) done: String,
    pub(super) status: StatusCode,
}

/// Shows the form, with what a search of it finds.
pub(super) fn page(
    request: &EditRequest,
    work: &ExamplesForm,
    query: &Query,
    said: ExamplesNotice,
) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    let view = context.view();
    let page = &work.session.item.page;
    let sessions = &page.front.details().agenda.sessions;
    let session = sessions.get(work.session.number).ok_or(Error::NotFound)?;
    let search = ExampleSearch::read(context, query);
    let found = search.run(context, &view);
    let examples = work.examples.iter();
    let examples = examples.filter_map(|one| view.links().referenced(&one.page));
    let subject = SessionSubject {
        session,
        page,
        examples: examples.collect(),
    };
    let title = words.with("seminar-examples-of", "title", &session.title);
    let html = ExamplesView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        base: work.base.to_string(),
        action: format!("/-/examples{}/{}", page.path.address(), work.session.key),
        event: page.title.clone(),
        event_address: page.path.address(),
        back: back(request, &work.session),
        to: to(request).chars().take(20).collect(),
        summary: session.summary.clone(),
        notice: said.wrong,
        said: said.done,
        rows: rows(&view, work),
        query: search.query.clone(),
        kinds: kinds(words, &search),
        facets: search.facets(context),
        has_searched: found.is_some(),
        found: found_views(context, work, found.unwrap_or_default()),
        suggested: found_views(context, work, suggested(context, &view, &subject)),
    };
    let reply = Reply::html(html.render()?);
    Ok(match said.status {
        StatusCode::OK => reply,
        status => reply.with_status(status),
    })
}

/// Returns the examples that are in.
fn rows(view: &View<'_>, work: &ExamplesForm) -> Vec<ExampleRowView> {
    let rows = work.examples.iter().map(|example| {
        let item = view.links().referenced(&example.page);
        let bare = Example {
            note: String::new(),
            ..example.clone()
        };
        ExampleRowView {
            line: bare.line().unwrap_or_else(|| example.page.clone()),
            note: example.note.clone(),
            title: item.map_or_else(|| example.page.clone(), |item| item.page.title.clone()),
            address: item.map_or_else(String::new, |item| item.page.path.address()),
            is_pinned: example.at.is_some(),
        }
    });
    rows.collect()
}

/// Returns the kinds of pages to search among: name, what they are called, whether it is chosen.
fn kinds(words: Words, search: &ExampleSearch) -> Vec<(&'static str, String, bool)> {
    let kinds = KINDS.iter().map(|kind| {
        let is_chosen = search.has("kind", kind.name());
        (kind.name(), words.kinds(*kind), is_chosen)
    });
    kinds.collect()
}

/// Returns pages that can be put in, each with what it has to do with the session.
fn found_views(
    context: &Context,
    work: &ExamplesForm,
    items: Vec<(&SitePage, String)>,
) -> Vec<FoundExampleView> {
    let view = context.view();
    let found = items.into_iter().map(|(item, why)| FoundExampleView {
        card: Card::of(context, item),
        path: item.page.path.to_string(),
        why,
        is_in: work.has(&view, item),
    });
    found.collect()
}

/// Says that one came from the form of the agenda.
const BUILDING: &str = "agenda";

/// Returns where one goes back to: the form of the agenda if one came from there, else the session.
pub(super) fn back(request: &EditRequest, session: &ChosenSession) -> String {
    match to(request) {
        BUILDING => format!("/-/agenda{}", session.item.page.path.address()),
        _ => session.address(),
    }
}

/// Returns what the address or the form says of where one came from.
fn to(request: &EditRequest) -> &str {
    match request.visit.parameter("to") {
        "" => request.visit.form.get("to"),
        to => to,
    }
}

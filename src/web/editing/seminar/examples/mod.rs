//! `/-/examples/<event>/<session>`: the examples of a session are found, put in order and saved.
//!
//! What is being put together stands in the form, so that several changes are one commit, and nothing
//! is needed of the browser but forms.

mod form;
mod view;

use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::ObjectId;
use crate::domain::agenda::Example;
use crate::web::editing::draft::Draft;
use crate::web::editing::edit::blocking;
use crate::web::editing::request::EditRequest;
use crate::web::editing::seminar::examples::form::{ExamplesForm, examples_of};
use crate::web::editing::seminar::examples::view::{ExamplesNotice, back, page};
use crate::web::editing::seminar::session::{
    ChosenSession, MOST, lines, may, save, text_at, with_lines,
};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;

/// Shows the examples of a session.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, begin).await
}

/// Takes the form.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take).await
}

const PREFIX: &str = "/-/examples/";

fn begin(request: &EditRequest) -> Result<Reply, Error> {
    let context = request.context();
    let session = ChosenSession::of(request, PREFIX)?;
    may(request, session.item.page.front.kind)?;
    let base = context.edition.revision().id;
    let source = text_at(request, &session, base)?;
    let known = lines(&source, &session.key, context.edition.vocabulary());
    let known = known.and_then(|lines| lines.examples);
    let Some(known) = known else {
        let message = context.words.say("seminar-source-only").into_owned();
        return Err(Error::Forbidden(message));
    };
    let examples = known.iter().map(|line| Example::of_line(line)).collect();
    let work = ExamplesForm {
        session,
        base,
        examples,
    };
    page(request, &work, &context.query, ExamplesNotice::default())
}

fn take(request: &EditRequest) -> Result<Reply, Error> {
    let context = request.context();
    let form = &request.visit.form;
    let session = ChosenSession::of(request, PREFIX)?;
    may(request, session.item.page.front.kind)?;
    let base: ObjectId = form
        .get("base")
        .parse()
        .map_err(|_| Error::BadRequest(context.words.say("edit-no-base").into_owned()))?;
    let mut work = ExamplesForm {
        examples: examples_of(form),
        session,
        base,
    };
    let mut said = ExamplesNotice::default();
    match form
        .get("do")
        .split_once(':')
        .unwrap_or((form.get("do"), ""))
    {
        ("save", _) => match written(request, &work) {
            Ok(()) => return Ok(Reply::see_other(&back(request, &work.session))),
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

/// Saves what stands in the form.
fn written(request: &EditRequest, work: &ExamplesForm) -> Result<(), (String, StatusCode)> {
    let context = request.context();
    let words = context.words;
    let unreadable = || {
        let message = words.say("seminar-source-only").into_owned();
        (message, StatusCode::CONFLICT)
    };
    let before = text_at(request, &work.session, work.base).map_err(|_| unreadable())?;
    let all: Option<Vec<String>> = work.examples.iter().map(Example::line).collect();
    let all = all.ok_or_else(unreadable)?;
    let vocabulary = context.edition.vocabulary();
    let text = with_lines(&before, &work.session.key, &all, vocabulary).ok_or_else(unreadable)?;
    let mut draft = Draft::new(work.base, text);
    draft.message = words.with("seminar-message-examples", "title", work.session.title());
    save(
        request,
        &work.session.item.page.path,
        &draft,
        &before,
        false,
    )
}

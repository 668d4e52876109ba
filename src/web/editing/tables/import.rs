//! `/-/import`: works are added to the bibliography from a file or from what is pasted. A report says
//! first which are new, which seem to be there already, and what cannot be read.

use askama::Template;
use axum::response::Response;
use sha2::{Digest, Sha256};

use crate::render::{Examination, WorkEdit, examined};
use crate::web::editing::edit::blocking;
use crate::web::editing::planned::FormProblems;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::bibliography::{address, text};
use crate::web::editing::tables::planned::{
    PlanOutcome, TablePlanView, answer, decide, organizers,
};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;

/// Longest text in bytes that works are read from.
const LONGEST: usize = 2_000_000;
/// The most problems that are listed.
const MOST_PROBLEMS: usize = 200;

/// Shows the form.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, |request| {
        organizers(request)?;
        page(request, &ImportInput::default(), PlanOutcome::default())
    })
    .await
}

/// Adds works, or reports on them.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take).await
}

#[derive(Template)]
#[template(path = "editing/import.html")]
struct ImportView {
    shell: Shell,
    account: String,
    works: String,
    new: Vec<ImportedWorkView>,
    duplicates: Vec<ImportedWorkView>,
    problems: Vec<(u32, String)>,
    more_problems: usize,
    more: usize,
    has_report: bool,
    shown: String,
    message: String,
    form_problems: FormProblems,
    plan: Option<TablePlanView>,
}

/// A work that was found.
struct ImportedWorkView {
    key: String,
    entry: String,
    is_taken: bool,
    /// The work that it seems to be: its key, how a reader knows it, where it is changed.
    twin: Option<(String, String, String)>,
}

/// The values of the form.
#[derive(Default)]
struct ImportInput {
    works: String,
    examined: Examination,
    taken: Vec<String>,
}

fn take(request: &EditRequest) -> Result<Reply, Error> {
    organizers(request)?;
    let (context, form) = (request.context(), &request.visit.form);
    let words = context.words;
    let saying = |notice: String| PlanOutcome {
        form_problems: FormProblems::saying(notice),
        plan: None,
    };
    let (mut input, wrong) = read(request);
    if let Some(notice) = wrong {
        return page(request, &input, saying(notice));
    }
    let view = context.view();
    input.examined = examined(&input.works, view.bibliography());
    let was_shown = form.get("shown") == mark(&input.works);
    let chosen: Vec<&str> = form.all("take").collect();
    let is_taken = |key: &str, is_new: bool| match was_shown {
        true => chosen.contains(&key),
        false => is_new,
    };
    let taken = input.examined.works.iter();
    let taken: Vec<_> = taken
        .filter(|work| is_taken(&work.key, work.duplicate_of.is_none()))
        .collect();
    let entries: Vec<&str> = taken.iter().map(|work| work.entry.as_str()).collect();
    let entries = entries.join("\n\n");
    let count = taken.len();
    input.taken = taken.iter().map(|work| work.key.clone()).collect();
    if count == 0 {
        return page(
            request,
            &input,
            saying(words.say("import-none").into_owned()),
        );
    }
    let plan = view.plan_bibliography(&[WorkEdit::Add { entries }], None);
    let otherwise = words.count("import-message", count);
    match decide(request, plan, &otherwise)? {
        Ok(written) => {
            let address = format!("/-/bibliography?saved={}", written.commit);
            Ok(Reply::see_other(&address))
        }
        Err(shown) => page(request, &input, shown),
    }
}

/// Reads the works that were pasted or sent as a file, and says what is wrong where there are none.
fn read(request: &EditRequest) -> (ImportInput, Option<String>) {
    let words = request.context().words;
    let mut input = ImportInput {
        works: request.visit.form.raw("works").replace("\r\n", "\n"),
        ..ImportInput::default()
    };
    let file = request.uploads.iter().find(|upload| upload.field == "file");
    if let Some(file) = file {
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => input.works = text.replace("\r\n", "\n"),
            Err(_) => {
                let notice = words.with("import-not-utf8", "file", &file.name);
                return (input, Some(notice));
            }
        }
    }
    let wrong = match input.works.trim() {
        "" => Some("import-nothing"),
        works if works.len() > LONGEST => Some("import-too-long"),
        _ => None,
    };
    // What is too long is not sent back and forth.
    if wrong.is_some() && input.works.len() > LONGEST {
        input.works.clear();
    }
    (input, wrong.map(|id| words.say(id).into_owned()))
}

/// Names a text, so that what was ticked counts for the works that it was shown with.
fn mark(text: &str) -> String {
    crate::domain::hex::hex(&Sha256::digest(text.trim()))
}

fn page(request: &EditRequest, input: &ImportInput, shown: PlanOutcome) -> Result<Reply, Error> {
    let context = request.context();
    let view = context.view();
    let bibliography = view.bibliography();
    let (mut new, mut duplicates) = (Vec::new(), Vec::new());
    for work in &input.examined.works {
        let twin = work
            .duplicate_of
            .as_ref()
            .map(|twin| match bibliography.contains(twin) {
                true => (twin.clone(), text(bibliography, twin), address(twin)),
                false => (twin.clone(), String::new(), String::new()),
            });
        let list = match twin {
            Some(_) => &mut duplicates,
            None => &mut new,
        };
        list.push(ImportedWorkView {
            is_taken: input.taken.contains(&work.key),
            key: work.key.clone(),
            entry: work.entry.clone(),
            twin,
        });
    }
    let problems = &input.examined.problems;
    let is_wrong = !shown.form_problems.notice.is_empty();
    let html = ImportView {
        shell: Shell::new(context, &context.words.say("import")).without_index(),
        account: request.account(),
        works: input.works.clone(),
        shown: mark(&input.works),
        has_report: !input.examined.works.is_empty() || !problems.is_empty(),
        new,
        duplicates,
        more_problems: problems.len().saturating_sub(MOST_PROBLEMS),
        problems: problems.iter().take(MOST_PROBLEMS).cloned().collect(),
        more: input.examined.more,
        message: request.visit.form.get("message").to_owned(),
        form_problems: shown.form_problems,
        plan: shown.plan,
    };
    answer(&html, is_wrong)
}

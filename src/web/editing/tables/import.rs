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
    twins: Vec<ImportedWorkView>,
    problems: Vec<(u32, String)>,
    more_problems: usize,
    more: usize,
    has_report: bool,
    shown: String,
    message: String,
    trouble: FormProblems,
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
        trouble: FormProblems::saying(notice),
        plan: None,
    };
    let (mut typed, wrong) = read(request);
    if let Some(notice) = wrong {
        return page(request, &typed, saying(notice));
    }
    let view = context.view();
    typed.examined = examined(&typed.works, view.bibliography());
    let was_shown = form.get("shown") == mark(&typed.works);
    let chosen: Vec<&str> = form.all("take").collect();
    let is_taken = |key: &str, is_new: bool| match was_shown {
        true => chosen.contains(&key),
        false => is_new,
    };
    let taken = typed.examined.works.iter();
    let taken: Vec<_> = taken
        .filter(|work| is_taken(&work.key, work.twin.is_none()))
        .collect();
    let entries: Vec<&str> = taken.iter().map(|work| work.entry.as_str()).collect();
    let entries = entries.join("\n\n");
    let count = taken.len();
    typed.taken = taken.iter().map(|work| work.key.clone()).collect();
    if count == 0 {
        return page(
            request,
            &typed,
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
        Err(shown) => page(request, &typed, shown),
    }
}

/// Reads the works that were pasted or sent as a file, and says what is wrong where there are none.
fn read(request: &EditRequest) -> (ImportInput, Option<String>) {
    let words = request.context().words;
    let mut typed = ImportInput {
        works: request.visit.form.raw("works").replace("\r\n", "\n"),
        ..ImportInput::default()
    };
    let file = request.uploads.iter().find(|upload| upload.field == "file");
    if let Some(file) = file {
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => typed.works = text.replace("\r\n", "\n"),
            Err(_) => {
                let notice = words.with("import-not-utf8", "file", &file.name);
                return (typed, Some(notice));
            }
        }
    }
    let wrong = match typed.works.trim() {
        "" => Some("import-nothing"),
        works if works.len() > LONGEST => Some("import-too-long"),
        _ => None,
    };
    // What is too long is not sent back and forth.
    if wrong.is_some() && typed.works.len() > LONGEST {
        typed.works.clear();
    }
    (typed, wrong.map(|id| words.say(id).into_owned()))
}

/// Names a text, so that what was ticked counts for the works that it was shown with.
fn mark(text: &str) -> String {
    crate::domain::hex::hex(&Sha256::digest(text.trim()))
}

fn page(request: &EditRequest, typed: &ImportInput, shown: PlanOutcome) -> Result<Reply, Error> {
    let context = request.context();
    let view = context.view();
    let bibliography = view.bibliography();
    let (mut new, mut twins) = (Vec::new(), Vec::new());
    for work in &typed.examined.works {
        let twin = work
            .twin
            .as_ref()
            .map(|twin| match bibliography.contains(twin) {
                true => (twin.clone(), text(bibliography, twin), address(twin)),
                false => (twin.clone(), String::new(), String::new()),
            });
        let list = match twin {
            Some(_) => &mut twins,
            None => &mut new,
        };
        list.push(ImportedWorkView {
            is_taken: typed.taken.contains(&work.key),
            key: work.key.clone(),
            entry: work.entry.clone(),
            twin,
        });
    }
    let problems = &typed.examined.problems;
    let is_wrong = !shown.trouble.notice.is_empty();
    let html = ImportView {
        shell: Shell::new(context, &context.words.say("import")).without_index(),
        account: request.account(),
        works: typed.works.clone(),
        shown: mark(&typed.works),
        has_report: !typed.examined.works.is_empty() || !problems.is_empty(),
        new,
        twins,
        more_problems: problems.len().saturating_sub(MOST_PROBLEMS),
        problems: problems.iter().take(MOST_PROBLEMS).cloned().collect(),
        more: typed.examined.more,
        message: request.visit.form.get("message").to_owned(),
        trouble: shown.trouble,
        plan: shown.plan,
    };
    answer(&html, is_wrong)
}

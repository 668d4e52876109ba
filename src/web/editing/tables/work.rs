//! `/-/bibliography/<key>`: a work is changed, put together with another that is the same, or taken out;
//! the pages that cite it are rewritten in the same commit.

use askama::Template;
use axum::response::Response;

use crate::domain::ObjectId;
use crate::domain::file_role::BIBLIOGRAPHY_FILE;
use crate::render::{Bibliography, WorkEdit, one_work, work_fields};
use crate::site::tables::CitationReplacement;
use crate::web::editing::edit::blocking;
use crate::web::editing::planned::FormProblems;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::bibliography::{address, text};
use crate::web::editing::tables::fields::line;
use crate::web::editing::tables::planned::{
    PlanOutcome, TablePlanView, answer, decide, organizers,
};
use crate::web::editing::tables::work_fields::{
    KindView, WorkFieldInput, WorkFieldView, fields, kinds,
};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::messages::Words;
use crate::web::parts::shell::Shell;

/// Longest entry in bytes, as the bibliography takes it.
const LONGEST: usize = 200_000;

/// Shows the form of a work.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, |request| answering(request, false)).await
}

/// Changes a work, or shows what that would change.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, |request| answering(request, true)).await
}

#[derive(Template)]
#[template(path = "editing/work.html")]
struct WorkFormView {
    shell: Shell,
    account: String,
    action: String,
    base: String,
    text: String,
    entry: String,
    /// The parts of the entry; none where it cannot be read.
    kinds: Vec<KindView>,
    fields: Vec<WorkFieldView>,
    /// The key of the work that it is put together with.
    into: String,
    is_removed: bool,
    pages: Vec<(String, String)>,
    message: String,
    longest: usize,
    form_problems: FormProblems,
    /// The entry as it is by now, where others changed it meanwhile.
    theirs: String,
    plan: Option<TablePlanView>,
}

/// The values of the form.
#[derive(Default)]
struct WorkInput {
    entry: String,
    into: String,
    is_removed: bool,
    theirs: String,
    /// The parts of the entry as typed, where they could not be written into it.
    unwritten: Option<WorkFieldInput>,
}

/// The change that a form asks for.
struct WorkChange {
    edits: Vec<WorkEdit>,
    reciting: Option<CitationReplacement>,
    /// The message of the commit where nothing was typed.
    otherwise: String,
}

fn answering(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    organizers(request)?;
    let context = request.context();
    let key = context.below("/-/bibliography/")?;
    let view = context.view();
    let now = match view.bibliography().contains(&key) {
        true => view.bibliography().bibtex(&key).unwrap_or_default(),
        false => return Err(Error::NotFound),
    };
    let form = &request.visit.form;
    if !is_sent {
        let input = WorkInput {
            entry: now,
            into: line(request.visit.parameter("into")),
            ..WorkInput::default()
        };
        return page(request, &key, &input, PlanOutcome::default());
    }
    let mut input = WorkInput {
        entry: form.raw("entry").replace("\r\n", "\n").trim().to_owned(),
        into: line(form.get("into")),
        is_removed: form.get("remove") == "yes",
        theirs: String::new(),
        unwritten: None,
    };
    let base = at_base(request, &key)?.unwrap_or_else(|| now.clone());
    let same = |one: &str, other: &str| one.replace("\r\n", "\n").trim() == other.trim();
    if same(&base, &input.entry) {
        input.entry.clone_from(&now);
    } else if !same(&now, &base.replace("\r\n", "\n")) && !same(&now, &input.entry) {
        input.theirs.clone_from(&now);
    }
    if let Some(shown) = input.take_fields(request, &now) {
        return page(request, &key, &input, shown);
    }
    let wanted = match wanted(request, &key, &now, &input) {
        Ok(wanted) => wanted,
        Err(form_problems) => {
            let shown = PlanOutcome {
                form_problems,
                plan: None,
            };
            return page(request, &key, &input, shown);
        }
    };
    let plan = view.plan_bibliography(&wanted.edits, wanted.reciting.as_ref());
    match decide(request, plan, &wanted.otherwise)? {
        Ok(written) => {
            let address = format!("/-/bibliography?saved={}", written.commit);
            Ok(Reply::see_other(&address))
        }
        Err(shown) => page(request, &key, &input, shown),
    }
}

impl WorkInput {
    /// Writes the parts of the entry that were changed into it; says why, where one cannot be.
    fn take_fields(&mut self, request: &EditRequest, now: &str) -> Option<PlanOutcome> {
        let sent = WorkFieldInput::read(&request.visit.form);
        if sent.clashes(now, &self.entry) {
            now.clone_into(&mut self.theirs);
        }
        match sent.onto(&self.entry) {
            Ok(entry) => {
                self.entry = entry;
                None
            }
            Err(field) => {
                let words = request.context().words;
                let field = words.say(&format!("work-field-{}", field.name()));
                let notice = words.with("work-field-wrong", "field", field);
                self.unwritten = Some(sent);
                Some(PlanOutcome {
                    form_problems: FormProblems::saying(notice),
                    plan: None,
                })
            }
        }
    }
}

/// Returns the entry as it was when the form was shown.
fn at_base(request: &EditRequest, key: &str) -> Result<Option<String>, Error> {
    let Ok(base) = request.visit.form.get("base").parse::<ObjectId>() else {
        return Ok(None);
    };
    let text = request.context().view().text_at(base, BIBLIOGRAPHY_FILE)?;
    let text = text.map(|text| String::from_utf8_lossy(&text).into_owned());
    Ok(text.and_then(|text| Bibliography::parse(&text).0.bibtex(key)))
}

/// Returns what a form asks for: that the work is put together with another, goes, or changes.
fn wanted(
    request: &EditRequest,
    key: &str,
    now: &str,
    input: &WorkInput,
) -> Result<WorkChange, FormProblems> {
    let context = request.context();
    let words = context.words;
    if !input.into.is_empty() {
        return merging(context, key, &input.into);
    }
    if input.is_removed {
        return match context.view().cited().citing(key).is_empty() {
            true => Ok(WorkChange {
                edits: vec![WorkEdit::Remove {
                    key: key.to_owned(),
                }],
                otherwise: words.with("work-message-remove", "key", key),
                reciting: None,
            }),
            false => Err(saying(words, "work-is-used")),
        };
    }
    if input.entry == now {
        return Err(saying(words, "edit-nothing"));
    }
    replacing(context, key, &input.entry)
}

fn saying(words: Words, id: &str) -> FormProblems {
    FormProblems::saying(words.say(id).into_owned())
}

/// Puts a work together with another, which the pages are to cite in its place.
fn merging(context: &Context, key: &str, into: &str) -> Result<WorkChange, FormProblems> {
    let words = context.words;
    if into == key || !context.view().bibliography().contains(into) {
        let notice = words.with("work-no-such", "key", into);
        return Err(FormProblems::saying(notice));
    }
    Ok(WorkChange {
        edits: vec![WorkEdit::Remove {
            key: key.to_owned(),
        }],
        otherwise: words.with_two("work-message-merge", "key", key, "into", into),
        reciting: Some(CitationReplacement {
            from: key.to_owned(),
            to: into.to_owned(),
        }),
    })
}

/// Puts another entry in the place of a work's; where that has another key, the pages are to cite that.
fn replacing(context: &Context, key: &str, entry: &str) -> Result<WorkChange, FormProblems> {
    let words = context.words;
    if entry.len() > LONGEST {
        return Err(saying(words, "work-too-long"));
    }
    let read = one_work(entry, key).map_err(|problems| FormProblems {
        problems: (problems.into_iter())
            .map(|(line, message)| format!("{line}: {message}"))
            .collect(),
        ..saying(words, "work-unreadable")
    })?;
    let (entry, new) = read.ok_or_else(|| saying(words, "work-not-one"))?;
    if new != key && context.view().bibliography().contains(&new) {
        let notice = words.with("work-taken", "key", &new);
        return Err(FormProblems::saying(notice));
    }
    let reciting = (new != key).then(|| CitationReplacement {
        from: key.to_owned(),
        to: new,
    });
    Ok(WorkChange {
        edits: vec![WorkEdit::Replace {
            key: key.to_owned(),
            entry,
        }],
        otherwise: words.with("work-message-change", "key", key),
        reciting,
    })
}

fn page(
    request: &EditRequest,
    key: &str,
    input: &WorkInput,
    shown: PlanOutcome,
) -> Result<Reply, Error> {
    let context = request.context();
    let view = context.view();
    let title = context.words.with("work-title", "key", key);
    let citing = view.cited().citing(key);
    let is_wrong = !shown.form_problems.notice.is_empty();
    let parts = work_fields(&input.entry).unwrap_or_default();
    let html = WorkFormView {
        kinds: kinds(context.words, &parts, input.unwritten.as_ref()),
        fields: fields(context.words, &parts, input.unwritten.as_ref()),
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        action: address(key),
        base: context.edition.revision().id.to_string(),
        text: text(view.bibliography(), key),
        entry: input.entry.clone(),
        into: input.into.clone(),
        is_removed: input.is_removed,
        pages: (citing.iter().take(100))
            .map(|item| (item.page.path.address(), item.page.title.clone()))
            .collect(),
        message: request.visit.form.get("message").to_owned(),
        longest: LONGEST,
        form_problems: shown.form_problems,
        theirs: input.theirs.clone(),
        plan: shown.plan,
    };
    answer(&html, is_wrong)
}

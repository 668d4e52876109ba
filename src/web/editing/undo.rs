//! `/-/undo/<commit>`: what a commit did is shown, and taken back.
//!
//! It is a save like any other: merged with what came since, checked, and a commit of its own. Where
//! others changed the same since and it was one page, the editor's page of pairs asks; where it was
//! several files, they are named, and each can be taken back alone (`?file=`).

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::path::encode_address;
use crate::domain::{ObjectId, PagePath};
use crate::site::moving::{DELETED, MOVED_FROM, MOVED_TO, Undo, UndoError};
use crate::site::{MergeOutcome, Refusal, SavedCommit, merge};
use crate::store::FileChange;
use crate::web::editing::conflict;
use crate::web::editing::draft::Draft;
use crate::web::editing::edit::blocking;
use crate::web::editing::editor_state::EditorState;
use crate::web::editing::moving::to_done;
use crate::web::editing::page_text::text;
use crate::web::editing::planned::{FormProblems, answer, save};
use crate::web::editing::request::EditRequest;
use crate::web::editing::sent::SubmittedForm;
use crate::web::editing::target::PageTarget;
use crate::web::editing::undone_page::{UndonePageView, pages};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::kept_key::KeptKey;
use crate::web::parts::shell::Shell;

/// The most files that are named.
const MOST_NAMED: usize = 200;
/// The parameter that names one file of several.
const FILE: &str = "file";

/// Shows what a commit did, and how to take it back.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, |request| {
        let subject = UndoSubject::of(request)?;
        form(request, &subject, FormProblems::default(), &[])
    })
    .await
}

/// Takes back what a commit did.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take_back).await
}

/// The commit to take back.
struct UndoSubject {
    undo: Undo,
    /// The one file of it that is asked for.
    only: Option<String>,
}

impl UndoSubject {
    fn of(request: &EditRequest) -> Result<Self, Error> {
        let context = request.context();
        let id = context.below("/-/undo/")?;
        let commit: ObjectId = id.parse().map_err(|_| Error::NotFound)?;
        let only = Some(context.query.raw(FILE)).filter(|file| !file.is_empty());
        let undo = context.view().plan_undo(commit, only);
        let undo = undo.map_err(|error| match error {
            UndoError::Absent => Error::NotFound,
            UndoError::TooMuch => Error::Forbidden(context.words.say("undo-too-much").into_owned()),
            UndoError::Store(error) => error.into(),
        })?;
        Ok(Self {
            undo,
            only: only.map(str::to_owned),
        })
    }

    fn address(&self, only: Option<&str>) -> String {
        let query = only.map(|file| format!("?{}", query_string([(FILE, file)])));
        format!("/-/undo/{}{}", self.undo.base, query.unwrap_or_default())
    }

    fn files(&self) -> impl Iterator<Item = &str> {
        self.undo.changes.iter().map(|change| match change {
            FileChange::Write { file, .. } | FileChange::Remove { file } => file.as_str(),
            FileChange::Move { from, .. } => from.as_str(),
        })
    }
}

#[derive(Template)]
#[template(path = "editing/undo.html")]
struct UndoView {
    shell: Shell,
    /// The name of the account that the form is shown to.
    account: String,
    action: String,
    commit: String,
    /// The old and the new address of what was moved; the latter is empty where it is gone.
    moved: Vec<(String, String)>,
    /// The address to go on at; empty where nothing is left of it.
    address: String,
    /// The outcome of an attempt to take it back.
    notice: String,
    problems: Vec<String>,
    /// Files that others changed since, and where each is taken back alone.
    conflicts: Vec<(String, String)>,
    pages: Vec<UndonePageView>,
    /// The names of files that are taken back, too.
    files: Vec<String>,
    more: usize,
    message: String,
}

fn form(
    request: &EditRequest,
    subject: &UndoSubject,
    form_problems: FormProblems,
    conflicts: &[String],
) -> Result<Reply, Error> {
    let context = request.context();
    let moved = moved(&subject.undo);
    let to = moved.first().map_or("", |(_, to)| to.as_str());
    let pages = pages(context, subject.undo.base, subject.only.as_deref())?;
    let address = match (to, &pages[..]) {
        ("", [one]) => one.address.clone(),
        ("", _) => String::new(),
        (to, _) => encode_address(to),
    };
    let (mut files, shown) = (Vec::new(), pages.len());
    if shown != 1 || subject.undo.changes.len() > 1 {
        files.extend(subject.files().take(MOST_NAMED).map(str::to_owned));
    }
    let is_wrong = !form_problems.notice.is_empty();
    let conflicts = conflicts.iter();
    let view = UndoView {
        shell: Shell::new(context, &subject.undo.subject).without_index(),
        account: request.account(),
        action: subject.address(subject.only.as_deref()),
        commit: subject.undo.base.to_string(),
        address,
        // Where a commit moved something, that says what it did.
        pages: if moved.is_empty() { pages } else { Vec::new() },
        files: if moved.is_empty() { files } else { Vec::new() },
        more: subject.undo.changes.len().saturating_sub(MOST_NAMED),
        moved,
        notice: form_problems.notice,
        problems: form_problems.problems,
        conflicts: conflicts
            .map(|file| (file.clone(), subject.address(Some(file))))
            .collect(),
        message: request.visit.form.get("message").to_owned(),
    };
    answer(view.render()?, is_wrong)
}

/// Returns what a commit moved or deleted, by what it says.
fn moved(undo: &Undo) -> Vec<(String, String)> {
    let mut moved: Vec<(String, String)> = Vec::new();
    for (key, value) in &undo.trailers {
        if [MOVED_FROM, DELETED].contains(&key.as_str()) {
            moved.push((value.clone(), String::new()));
        } else if key == MOVED_TO
            && let Some((_, to)) = moved.last_mut()
        {
            to.clone_from(value);
        }
    }
    moved
}

fn take_back(request: &EditRequest) -> Result<Reply, Error> {
    let subject = UndoSubject::of(request)?;
    let words = request.context().words;
    let undo = &subject.undo;
    let otherwise = words.with("undo-message", "subject", &undo.subject);
    let trailers = [undo.trailer.clone()];
    let saved = save(
        request,
        undo.base,
        undo.changes.clone(),
        &otherwise,
        &trailers,
    );
    let refused = match saved {
        Ok(written) => return Ok(to_result(&subject, &written)),
        Err(refused) => refused,
    };
    let mut conflicts = Vec::new();
    if let Refusal::Conflict { tip, files } = &refused {
        conflicts = files.iter().map(|one| one.file.clone()).collect();
        if let [_] = &undo.changes[..]
            && let Some(reply) = pairs(request, &subject, *tip, &otherwise)?
        {
            return Ok(reply);
        }
    }
    let mut form_problems = FormProblems::of(words, &refused);
    if matches!(refused, Refusal::Problems(_) | Refusal::Conflict { .. }) {
        form_problems.notice = words.say("undo-refused").into_owned();
    }
    if undo.changes.len() > 1 && !conflicts.is_empty() {
        form_problems.problems.clear();
    } else {
        conflicts.clear();
    }
    form(request, &subject, form_problems, &conflicts)
}

/// Leads to the page that was taken back; where it is gone, or there were several, to what says what
/// was done.
fn to_result(subject: &UndoSubject, written: &SavedCommit) -> Reply {
    let is_one = moved(&subject.undo).is_empty() && subject.undo.changes.len() == 1;
    match (&subject.undo.changes[..], &written.pages[..]) {
        ([FileChange::Write { .. }], [page]) if is_one => Reply::see_other(&page.address),
        _ => to_done(written),
    }
}

/// Asks what is to become of each place that others changed since, as the editor does. Nothing where
/// the page is not there any more, was elsewhere, or is no text.
fn pairs(
    request: &EditRequest,
    subject: &UndoSubject,
    tip: ObjectId,
    otherwise: &str,
) -> Result<Option<Reply>, Error> {
    let edition = request.writer.publisher().edition();
    let view = edition.view(request.context().audience.viewer());
    let base = subject.undo.base;
    let [FileChange::Write { file, bytes }] = &subject.undo.changes[..] else {
        return Ok(None);
    };
    let Some(item) = view.page_of_file(file) else {
        return Ok(None);
    };
    let path: PagePath = item.page.path.clone();
    let (before, theirs) = (text(&view, base, file)?, text(&view, tip, file)?);
    let (Some(before), Some(theirs), Ok(mine)) = (before, theirs, String::from_utf8(bytes.clone()))
    else {
        return Ok(None);
    };
    let mut draft = Draft::new(base, mine);
    otherwise.clone_into(&mut draft.message);
    draft.undoes = Some(base);
    let conflict = match merge(&before, &theirs, &draft.text) {
        MergeOutcome::Conflict(conflict) => conflict,
        // Lines side by side are one place for git, and two for us.
        MergeOutcome::Clean { text, .. } => {
            let bytes = text.into_bytes();
            let file = file.clone();
            let changes = vec![FileChange::Write { file, bytes }];
            let trailers = [subject.undo.trailer.clone()];
            let saved = save(request, tip, changes, otherwise, &trailers);
            return Ok(saved.ok().map(|_| Reply::see_other(&path.address())));
        }
    };
    let sent = SubmittedForm {
        target: PageTarget {
            path: path.clone(),
            file: file.clone(),
            is_new: false,
        },
        key: KeptKey::Page(path.clone()),
        path,
        draft,
        before,
        is_deleted: false,
    };
    let words = request.context().words;
    let state = EditorState::default().wrong(words.say("undo-pairs"), StatusCode::CONFLICT);
    conflict::show(request, &sent, tip, &conflict, state).map(Some)
}

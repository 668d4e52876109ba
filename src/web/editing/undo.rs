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
use crate::site::{ChangedItem, Merged, Refusal, Written, merge};
use crate::store::FileChange;
use crate::web::editing::around::Around;
use crate::web::editing::conflict;
use crate::web::editing::draft::Draft;
use crate::web::editing::edit::blocking;
use crate::web::editing::moving::to_done;
use crate::web::editing::planned::{Trouble, answer, save};
use crate::web::editing::request::EditRequest;
use crate::web::editing::save::text;
use crate::web::editing::sent::Sent;
use crate::web::editing::target::Target;
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::kept_key::KeptKey;
use crate::web::parts::page_difference::{PageDifference, VersionContent};
use crate::web::parts::shell::Shell;

/// How many pages are shown with what becomes of them; of the others it is said which.
const MOST_SHOWN: usize = 10;
/// How many files are named.
const MOST_NAMED: usize = 200;
/// The parameter that names one file of several.
const FILE: &str = "file";

/// Shows what a commit did, and how to take it back.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, |request| {
        let asked = Asked::of(request)?;
        form(request, &asked, Trouble::default(), &[])
    })
    .await
}

/// Takes back what a commit did.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take_back).await
}

/// What is to be taken back.
struct Asked {
    undo: Undo,
    /// The one file of it that is asked for.
    only: Option<String>,
}

impl Asked {
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
    /// To whom the form is shown.
    account: String,
    action: String,
    commit: String,
    /// What went, and where to; the latter is empty where it is gone.
    moved: Vec<(String, String)>,
    /// Where to go on; empty where nothing is left of it.
    address: String,
    /// What is said of an attempt to take it back.
    notice: String,
    problems: Vec<String>,
    /// Files that others changed since, and where each is taken back alone.
    conflicts: Vec<(String, String)>,
    pages: Vec<PageView>,
    /// What else is taken back.
    files: Vec<String>,
    more: usize,
    message: String,
}

/// A page, and what becomes of it.
struct PageView {
    title: String,
    address: String,
    difference: PageDifference,
}

fn form(
    request: &EditRequest,
    asked: &Asked,
    trouble: Trouble,
    conflicts: &[String],
) -> Result<Reply, Error> {
    let context = request.context();
    let moved = moved(&asked.undo);
    let to = moved.first().map_or("", |(_, to)| to.as_str());
    let pages = pages(request, asked)?;
    let address = match (to, &pages[..]) {
        ("", [one]) => one.address.clone(),
        ("", _) => String::new(),
        (to, _) => encode_address(to),
    };
    let (mut files, shown) = (Vec::new(), pages.len());
    if shown != 1 || asked.undo.changes.len() > 1 {
        files.extend(asked.files().take(MOST_NAMED).map(str::to_owned));
    }
    let is_wrong = !trouble.notice.is_empty();
    let conflicts = conflicts.iter();
    let view = UndoView {
        shell: Shell::new(context, &asked.undo.subject).without_index(),
        account: request.account(),
        action: asked.address(asked.only.as_deref()),
        commit: asked.undo.base.to_string(),
        address,
        // Where a commit moved something, that says what it did.
        pages: if moved.is_empty() { pages } else { Vec::new() },
        files: if moved.is_empty() { files } else { Vec::new() },
        more: asked.undo.changes.len().saturating_sub(MOST_NAMED),
        moved,
        notice: trouble.notice,
        problems: trouble.problems,
        conflicts: conflicts
            .map(|file| (file.clone(), asked.address(Some(file))))
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

/// Returns the first pages that a commit changed, each with what taking that back makes of it.
fn pages(request: &EditRequest, asked: &Asked) -> Result<Vec<PageView>, Error> {
    let context = request.context();
    let view = context.view();
    let commit = asked.undo.base;
    let told = view.commit(commit)?;
    let changed = told.map(|told| told.changed).unwrap_or_default();
    let mut pages = Vec::new();
    for changed in changed {
        let (path, title) = match &changed.what {
            ChangedItem::Page(item) => (item.page.path.clone(), item.page.title.clone()),
            ChangedItem::FormerPage(path) => (path.clone(), path.address()),
            _ => continue,
        };
        // Before the history has been read, what differs is not shown.
        let Ok(Some(versions)) = view.versions(&path) else {
            continue;
        };
        let Some(place) = versions.place(&commit.to_string()) else {
            continue;
        };
        let version = versions.one(place)?;
        let of_file = |only: &String| version.as_ref().is_some_and(|one| one.file == only);
        if !asked.only.as_ref().is_none_or(of_file) {
            continue;
        }
        let side = |place: usize| -> Result<Option<VersionContent>, Error> {
            let read = versions.read(place)?;
            Ok(read.map(|(page, source)| VersionContent {
                page,
                source: String::from_utf8_lossy(&source).into_owned(),
            }))
        };
        let (after, before) = (side(place)?, side(place + 1)?);
        pages.push(PageView {
            title,
            address: path.address(),
            difference: PageDifference::of(context, after.as_ref(), before.as_ref(), false),
        });
        if pages.len() == MOST_SHOWN {
            break;
        }
    }
    Ok(pages)
}

fn take_back(request: &EditRequest) -> Result<Reply, Error> {
    let asked = Asked::of(request)?;
    let words = request.context().words;
    let undo = &asked.undo;
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
        Ok(written) => return Ok(to_result(&asked, &written)),
        Err(refused) => refused,
    };
    let mut conflicts = Vec::new();
    if let Refusal::Conflict { tip, files } = &refused {
        conflicts = files.iter().map(|one| one.file.clone()).collect();
        if let [_] = &undo.changes[..]
            && let Some(reply) = pairs(request, &asked, *tip, &otherwise)?
        {
            return Ok(reply);
        }
    }
    let mut trouble = Trouble::of(words, &refused);
    if matches!(refused, Refusal::Problems(_) | Refusal::Conflict { .. }) {
        trouble.notice = words.say("undo-refused").into_owned();
    }
    if undo.changes.len() > 1 && !conflicts.is_empty() {
        trouble.problems.clear();
    } else {
        conflicts.clear();
    }
    form(request, &asked, trouble, &conflicts)
}

/// Leads to the page that was taken back; where it is gone, or there were several, to what says what
/// was done.
fn to_result(asked: &Asked, written: &Written) -> Reply {
    let is_one = moved(&asked.undo).is_empty() && asked.undo.changes.len() == 1;
    match (&asked.undo.changes[..], &written.pages[..]) {
        ([FileChange::Write { .. }], [page]) if is_one => Reply::see_other(&page.address),
        _ => to_done(written),
    }
}

/// Asks what is to become of each place that others changed since, as the editor does. Nothing where
/// the page is not there any more, was elsewhere, or is no text.
fn pairs(
    request: &EditRequest,
    asked: &Asked,
    tip: ObjectId,
    otherwise: &str,
) -> Result<Option<Reply>, Error> {
    let edition = request.writer.publisher().edition();
    let view = edition.view(request.context().audience.viewer());
    let base = asked.undo.base;
    let [FileChange::Write { file, bytes }] = &asked.undo.changes[..] else {
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
        Merged::Conflict(conflict) => conflict,
        // Lines side by side are one place for git, and two for us.
        Merged::Clean { text, .. } => {
            let bytes = text.into_bytes();
            let file = file.clone();
            let changes = vec![FileChange::Write { file, bytes }];
            let trailers = [asked.undo.trailer.clone()];
            let saved = save(request, tip, changes, otherwise, &trailers);
            return Ok(saved.ok().map(|_| Reply::see_other(&path.address())));
        }
    };
    let sent = Sent {
        target: Target {
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
    let around = Around::default().wrong(words.say("undo-pairs"), StatusCode::CONFLICT);
    conflict::show(request, &sent, tip, &conflict, around).map(Some)
}

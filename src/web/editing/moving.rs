//! `/-/move/…`, `/-/delete/…` and `/-/undo/…`: a page, a folder or a file gets another address, or
//! goes, or is taken back to where it was.
//!
//! What would change is shown first. It is done only if it is still what was shown: the form carries
//! the plan's fingerprint.

use askama::Template;
use axum::response::Response;

use crate::domain::path::encode_address;
use crate::domain::{ObjectId, PagePath};
use crate::site::moving::{
    DELETED, Item, LinkChange, MOVED_FROM, MOVED_TO, Move, MovingError, Plan, Undo, UndoError,
};
use crate::site::{Refusal, View, Written};
use crate::web::editing::commit::immovable;
use crate::web::editing::edit::blocking;
use crate::web::editing::planned::{self, MOST_LISTED, Trouble, answer, save};
use crate::web::editing::request::EditRequest;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;

/// Shows where something can be moved, and what that would change.
pub(crate) async fn show_move(request: EditRequest) -> Response {
    blocking(request, |request| moving(request, false)).await
}

/// Moves, or shows what that would change.
pub(crate) async fn send_move(request: EditRequest) -> Response {
    blocking(request, |request| moving(request, true)).await
}

/// Shows what would go and what links to it.
pub(crate) async fn show_deletion(request: EditRequest) -> Response {
    blocking(request, |request| deleting(request, false)).await
}

/// Deletes.
pub(crate) async fn send_deletion(request: EditRequest) -> Response {
    blocking(request, |request| deleting(request, true)).await
}

/// Shows what was done, and how to take it back.
pub(crate) async fn show_done(request: EditRequest) -> Response {
    blocking(request, |request| {
        let undo = undo_of(request)?;
        done(request, &undo, Vec::new())
    })
    .await
}

/// Takes back what was done.
pub(crate) async fn undo(request: EditRequest) -> Response {
    blocking(request, take_back).await
}

/// What is looked at: what the address names.
struct Asked {
    item: Item,
    title: String,
    address: String,
    /// Whether there is something below it, which can go along.
    has_below: bool,
    is_whole: bool,
}

impl Asked {
    fn of(request: &EditRequest, prefix: &str) -> Result<Self, Error> {
        let context = request.context();
        let path = context.below(prefix)?;
        let view = context.view();
        let parsed = PagePath::parse(&path).map_err(|_| Error::NotFound)?;
        let page = view.page(&parsed);
        let has_below = !parsed.is_home() && view.is_folder(&parsed);
        let is_whole = page.is_none() || request.visit.form.get("whole") == "yes";
        let item = match page {
            Some(_) if !(is_whole && has_below) => Item::Page(parsed.clone()),
            _ if has_below => Item::Folder(parsed.clone()),
            _ if view.attachment(&path).is_some() => Item::File(path.clone()),
            _ => return Err(Error::NotFound),
        };
        Ok(Self {
            title: page.map_or_else(|| path.clone(), |item| item.page.title.clone()),
            address: match &item {
                Item::File(file) => encode_address(file),
                _ => parsed.address(),
            },
            has_below: has_below && page.is_some(),
            is_whole,
            item,
        })
    }
}

#[derive(Template)]
#[template(path = "editing/move.html")]
struct MoveView {
    shell: Shell,
    /// To whom the form is shown.
    account: String,
    asked: Asked,
    to: String,
    message: String,
    /// What is in the way, or that the plan is another by now.
    notice: String,
    problems: Vec<String>,
    plan: Option<PlanView>,
}

#[derive(Template)]
#[template(path = "editing/delete.html")]
struct DeleteView {
    shell: Shell,
    /// To whom the form is shown.
    account: String,
    asked: Asked,
    message: String,
    notice: String,
    problems: Vec<String>,
    plan: Option<PlanView>,
    /// Files that nothing else uses, and whether they are to go as well.
    orphans: Vec<(String, bool)>,
}

/// What would change.
struct PlanView {
    fingerprint: String,
    files: Vec<(String, String)>,
    more_files: usize,
    links: Vec<LinkChange>,
    more_links: usize,
    left: Vec<LinkChange>,
    more_left: usize,
    without_alias: Vec<String>,
}

impl PlanView {
    fn of(plan: &Plan) -> Self {
        let some = |links: &[LinkChange]| links.iter().take(MOST_LISTED).cloned().collect();
        let more = |count: usize| count.saturating_sub(MOST_LISTED);
        let files = plan.files.iter().take(MOST_LISTED);
        Self {
            fingerprint: plan.fingerprint(),
            files: files
                .map(|file| (file.from.clone(), file.to.clone().unwrap_or_default()))
                .collect(),
            more_files: more(plan.files.len()),
            links: some(&plan.links),
            more_links: more(plan.links.len()),
            left: some(&plan.left),
            more_left: more(plan.left.len()),
            without_alias: plan.without_alias.iter().map(PagePath::to_string).collect(),
        }
    }
}

/// Says whether a plan is to be carried out: it was confirmed, and is the one that was shown.
fn is_confirmed(request: &EditRequest, plan: &Plan, trouble: &mut Trouble) -> bool {
    planned::is_confirmed(request, &plan.fingerprint(), trouble)
}

fn moving(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    let asked = Asked::of(request, "/-/move/")?;
    let (context, form) = (request.context(), &request.visit.form);
    let words = context.words;
    if !is_sent {
        let to = asked.item.path().to_owned();
        return move_form(request, asked, to, None, Trouble::default());
    }
    let to = form.get("to").trim().trim_matches('/').to_owned();
    let one = Move {
        item: asked.item.clone(),
        to: to.clone(),
    };
    let plan = match context.view().plan_move(&[one]) {
        Ok(plan) => plan,
        Err(error) => {
            let trouble = Trouble::saying(immovable(words, error)?);
            return move_form(request, asked, to, None, trouble);
        }
    };
    let mut trouble = Trouble::default();
    if is_confirmed(request, &plan, &mut trouble) {
        let otherwise = words.with_two("move-message", "title", &asked.title, "to", &to);
        match save(
            request,
            plan.base,
            plan.changes.clone(),
            &otherwise,
            &plan.trailers,
        ) {
            Ok(written) => return Ok(to_done(&written)),
            Err(refused) => trouble = Trouble::of(words, &refused),
        }
    }
    move_form(request, asked, to, Some(&plan), trouble)
}

fn move_form(
    request: &EditRequest,
    asked: Asked,
    to: String,
    plan: Option<&Plan>,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let context = request.context();
    let title = context.words.with("move-title", "title", &asked.title);
    let is_wrong = !trouble.notice.is_empty();
    let view = MoveView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        asked,
        to,
        message: request.visit.form.get("message").to_owned(),
        notice: trouble.notice,
        problems: trouble.problems,
        plan: plan.map(PlanView::of),
    };
    answer(view.render()?, is_wrong)
}

fn deleting(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    let asked = Asked::of(request, "/-/delete/")?;
    let context = request.context();
    let words = context.words;
    let view = context.view();
    let mut trouble = Trouble::default();
    let items = [asked.item.clone()];
    let plan = match view.plan_deletion(&items) {
        Ok(plan) => plan,
        Err(error) => {
            trouble.notice = immovable(words, error)?;
            return delete_form(request, asked, None, trouble);
        }
    };
    if is_sent && is_confirmed(request, &plan, &mut trouble) {
        let deleted = delete(request, &view, &asked, &plan);
        match deleted {
            Ok(written) => return Ok(to_done(&written)),
            Err(refused) => trouble = Trouble::of(words, &refused),
        }
    }
    delete_form(request, asked, Some(&plan), trouble)
}

/// Deletes what was shown, with the files that were chosen to go along.
fn delete(
    request: &EditRequest,
    view: &View<'_>,
    asked: &Asked,
    plan: &Plan,
) -> Result<Written, Refusal> {
    let chosen = chosen(request);
    let also = plan.orphans.iter().filter(|file| chosen.contains(file));
    let mut items = vec![asked.item.clone()];
    items.extend(also.cloned().map(Item::File));
    let whole = match view.plan_deletion(&items) {
        Ok(whole) => whole,
        Err(MovingError::Publish(error)) => return Err(error.into()),
        Err(_) => return Err(Refusal::UpstreamMoved),
    };
    let words = request.context().words;
    let otherwise = words.with("delete-message", "title", &asked.title);
    save(
        request,
        whole.base,
        whole.changes,
        &otherwise,
        &whole.trailers,
    )
}

/// Returns the files that are to go along.
fn chosen(request: &EditRequest) -> Vec<&String> {
    let pairs = request.visit.form.pairs().iter();
    let also = pairs.filter(|(name, _)| name == "also");
    also.map(|(_, value)| value).collect()
}

fn delete_form(
    request: &EditRequest,
    asked: Asked,
    plan: Option<&Plan>,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let context = request.context();
    let title = context.words.with("delete-title", "title", &asked.title);
    let chosen = chosen(request);
    let orphans = plan.map_or(&[][..], |plan| &plan.orphans).iter();
    let is_wrong = !trouble.notice.is_empty();
    let view = DeleteView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        asked,
        message: request.visit.form.get("message").to_owned(),
        notice: trouble.notice,
        problems: trouble.problems,
        plan: plan.map(PlanView::of),
        orphans: orphans
            .map(|file| (file.clone(), chosen.contains(&file)))
            .collect(),
    };
    answer(view.render()?, is_wrong)
}

#[derive(Template)]
#[template(path = "editing/done.html")]
struct DoneView {
    shell: Shell,
    /// To whom the form is shown.
    account: String,
    commit: String,
    /// What went, and where to; the latter is empty where it is gone.
    moved: Vec<(String, String)>,
    /// Where to go on; empty where nothing is left of it.
    address: String,
    /// What is said of an attempt to take it back.
    notice: String,
    problems: Vec<String>,
}

fn undo_of(request: &EditRequest) -> Result<Undo, Error> {
    let context = request.context();
    let id = context.below("/-/undo/")?;
    let commit: ObjectId = id.parse().map_err(|_| Error::NotFound)?;
    match context.view().plan_undo(commit) {
        Ok(undo) => Ok(undo),
        Err(UndoError::Absent) => Err(Error::NotFound),
        Err(UndoError::Store(error)) => Err(error.into()),
    }
}

fn done(request: &EditRequest, undo: &Undo, trouble: Vec<Trouble>) -> Result<Reply, Error> {
    let context = request.context();
    let trouble = trouble.into_iter().next().unwrap_or_default();
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
    let to = moved.first().map_or("", |(_, to)| to.as_str());
    let is_wrong = !trouble.notice.is_empty();
    let view = DoneView {
        shell: Shell::new(context, &undo.subject).without_index(),
        account: request.account(),
        commit: undo.base.to_string(),
        address: match to {
            "" => String::new(),
            to => encode_address(to),
        },
        moved,
        notice: trouble.notice,
        problems: trouble.problems,
    };
    answer(view.render()?, is_wrong)
}

fn take_back(request: &EditRequest) -> Result<Reply, Error> {
    let undo = undo_of(request)?;
    let words = request.context().words;
    let otherwise = words.with("undo-message", "subject", &undo.subject);
    let trailers = [undo.trailer.clone()];
    match save(
        request,
        undo.base,
        undo.changes.clone(),
        &otherwise,
        &trailers,
    ) {
        Ok(written) => Ok(to_done(&written)),
        Err(refused) => {
            let mut trouble = Trouble::of(words, &refused);
            if matches!(refused, Refusal::Problems(_) | Refusal::Conflict { .. }) {
                trouble.notice = words.say("undo-refused").into_owned();
            }
            done(request, &undo, vec![trouble])
        }
    }
}

/// Leads to the page that says what was done: so it is not done again when it is looked at again.
fn to_done(written: &Written) -> Reply {
    Reply::see_other(&format!("/-/undo/{}", written.commit))
}

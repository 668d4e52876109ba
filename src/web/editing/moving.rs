//! `/-/move/…` and `/-/delete/…`: a page, a folder or a file gets another address, or goes. What was
//! done is shown, and taken back, at `/-/undo/…` (`undo.rs`).
//!
//! What would change is shown first. It is done only if it is still what was shown: the form carries
//! the plan's fingerprint.

use askama::Template;
use axum::response::Response;

use crate::domain::PagePath;
use crate::domain::path::encode_address;
use crate::site::moving::{ContentItem, LinkChange, Move, MovePlan, MovingError};
use crate::site::{Refusal, SavedCommit, View};
use crate::web::editing::commit::immovable;
use crate::web::editing::edit::blocking;
use crate::web::editing::planned::{self, FormProblems, MOST_LISTED, answer, save};
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

/// The page, the folder or the file that the address names.
struct MoveSubject {
    item: ContentItem,
    title: String,
    address: String,
    /// Whether there is something below it, which can go along.
    has_below: bool,
    is_whole: bool,
}

impl MoveSubject {
    fn of(request: &EditRequest, prefix: &str) -> Result<Self, Error> {
        let context = request.context();
        let path = context.below(prefix)?;
        let view = context.view();
        let parsed = PagePath::parse(&path).map_err(|_| Error::NotFound)?;
        let page = view.page(&parsed);
        let has_below = !parsed.is_home() && view.is_folder(&parsed);
        let is_whole = page.is_none() || request.visit.form.get("whole") == "yes";
        let item = match page {
            Some(_) if !(is_whole && has_below) => ContentItem::Page(parsed.clone()),
            _ if has_below => ContentItem::Folder(parsed.clone()),
            _ if view.attachment(&path).is_some() => ContentItem::File(path.clone()),
            _ => return Err(Error::NotFound),
        };
        Ok(Self {
            title: page.map_or_else(|| path.clone(), |item| item.page.title.clone()),
            address: match &item {
                ContentItem::File(file) => encode_address(file),
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
    /// The name of the account that the form is shown to.
    account: String,
    subject: MoveSubject,
    to: String,
    message: String,
    /// The reason why it cannot be done, or that the plan is another by now.
    notice: String,
    problems: Vec<String>,
    plan: Option<PlanView>,
}

#[derive(Template)]
#[template(path = "editing/delete.html")]
struct DeleteView {
    shell: Shell,
    /// The name of the account that the form is shown to.
    account: String,
    subject: MoveSubject,
    message: String,
    notice: String,
    problems: Vec<String>,
    plan: Option<PlanView>,
    /// Files that nothing else uses, and whether they are to go as well.
    orphans: Vec<(String, bool)>,
}

/// The changes that a plan would make.
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
    fn of(plan: &MovePlan) -> Self {
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
fn is_confirmed(request: &EditRequest, plan: &MovePlan, form_problems: &mut FormProblems) -> bool {
    planned::is_confirmed(request, &plan.fingerprint(), form_problems)
}

fn moving(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    let subject = MoveSubject::of(request, "/-/move/")?;
    let (context, form) = (request.context(), &request.visit.form);
    let words = context.words;
    if !is_sent {
        let to = subject.item.path().to_owned();
        return move_form(request, subject, to, None, FormProblems::default());
    }
    let to = form.get("to").trim().trim_matches('/').to_owned();
    let one = Move {
        item: subject.item.clone(),
        to: to.clone(),
    };
    let plan = match context.view().plan_move(&[one]) {
        Ok(plan) => plan,
        Err(error) => {
            let form_problems = FormProblems::saying(immovable(words, error)?);
            return move_form(request, subject, to, None, form_problems);
        }
    };
    let mut form_problems = FormProblems::default();
    if is_confirmed(request, &plan, &mut form_problems) {
        let otherwise = words.with_two("move-message", "title", &subject.title, "to", &to);
        match save(
            request,
            plan.base,
            plan.changes.clone(),
            &otherwise,
            &plan.trailers,
        ) {
            Ok(written) => return Ok(to_done(&written)),
            Err(refused) => form_problems = FormProblems::of(words, &refused),
        }
    }
    move_form(request, subject, to, Some(&plan), form_problems)
}

fn move_form(
    request: &EditRequest,
    subject: MoveSubject,
    to: String,
    plan: Option<&MovePlan>,
    form_problems: FormProblems,
) -> Result<Reply, Error> {
    let context = request.context();
    let title = context.words.with("move-title", "title", &subject.title);
    let is_wrong = !form_problems.notice.is_empty();
    let view = MoveView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        subject,
        to,
        message: request.visit.form.get("message").to_owned(),
        notice: form_problems.notice,
        problems: form_problems.problems,
        plan: plan.map(PlanView::of),
    };
    answer(view.render()?, is_wrong)
}

fn deleting(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    let subject = MoveSubject::of(request, "/-/delete/")?;
    let context = request.context();
    let words = context.words;
    let view = context.view();
    let mut form_problems = FormProblems::default();
    let items = [subject.item.clone()];
    let plan = match view.plan_deletion(&items) {
        Ok(plan) => plan,
        Err(error) => {
            form_problems.notice = immovable(words, error)?;
            return delete_form(request, subject, None, form_problems);
        }
    };
    if is_sent && is_confirmed(request, &plan, &mut form_problems) {
        let deleted = delete(request, &view, &subject, &plan);
        match deleted {
            Ok(written) => return Ok(to_done(&written)),
            Err(refused) => form_problems = FormProblems::of(words, &refused),
        }
    }
    delete_form(request, subject, Some(&plan), form_problems)
}

/// Deletes what was shown, with the files that were chosen to go along.
fn delete(
    request: &EditRequest,
    view: &View<'_>,
    subject: &MoveSubject,
    plan: &MovePlan,
) -> Result<SavedCommit, Refusal> {
    let chosen = chosen(request);
    let also = plan.orphans.iter().filter(|file| chosen.contains(file));
    let mut items = vec![subject.item.clone()];
    items.extend(also.cloned().map(ContentItem::File));
    let whole = match view.plan_deletion(&items) {
        Ok(whole) => whole,
        Err(MovingError::Publish(error)) => return Err(error.into()),
        Err(_) => return Err(Refusal::UpstreamMoved),
    };
    let words = request.context().words;
    let otherwise = words.with("delete-message", "title", &subject.title);
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
    subject: MoveSubject,
    plan: Option<&MovePlan>,
    form_problems: FormProblems,
) -> Result<Reply, Error> {
    let context = request.context();
    let title = context.words.with("delete-title", "title", &subject.title);
    let chosen = chosen(request);
    let orphans = plan.map_or(&[][..], |plan| &plan.orphans).iter();
    let is_wrong = !form_problems.notice.is_empty();
    let view = DeleteView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        subject,
        message: request.visit.form.get("message").to_owned(),
        notice: form_problems.notice,
        problems: form_problems.problems,
        plan: plan.map(PlanView::of),
        orphans: orphans
            .map(|file| (file.clone(), chosen.contains(&file)))
            .collect(),
    };
    answer(view.render()?, is_wrong)
}

/// Leads to the page that says what was done: so it is not done again when it is looked at again.
pub(super) fn to_done(written: &SavedCommit) -> Reply {
    Reply::see_other(&format!("/-/undo/{}", written.commit))
}

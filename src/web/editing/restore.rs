//! `/-/restore/<page>?at=`: an older version of a page is made the newest again, or a page that is
//! gone is brought back.
//!
//! What that changes is shown first. It is a commit like any other: nothing of the history is lost, and
//! what others changed meanwhile is in the way of it as of any save.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::{ObjectId, Page, PagePath};
use crate::site::{Refusal, Versions};
use crate::store::FileChange;
use crate::web::editing::commit::{CommitMessage, commit, refusal};
use crate::web::editing::edit::blocking;
use crate::web::editing::request::EditRequest;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::differences::LineView;
use crate::web::parts::page_difference::{
    BlockView, FieldDifference, PageDifference, VersionContent,
};
use crate::web::parts::shell::Shell;
use crate::web::parts::versions::{VersionView, history_error, page_below};

/// The trailer that names the commit whose version it is.
const RESTORES: &str = "Restores";

/// Shows what restoring a version would change.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, |request| answer(request, false)).await
}

/// Restores a version.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, |request| answer(request, true)).await
}

#[derive(Template)]
#[template(path = "editing/restore.html")]
struct RestoreView {
    shell: Shell,
    /// The name of the account that the form is shown to.
    account: String,
    action: String,
    /// The commit that was the newest when the form was made.
    base: String,
    version: VersionView,
    message: String,
    fields: Vec<FieldDifference>,
    reading: Vec<BlockView>,
    text: Vec<LineView>,
    is_cut: bool,
    is_same: bool,
    notice: String,
    problems: Vec<String>,
    back: String,
}

/// The version to restore.
struct RestoredVersion<'e> {
    path: PagePath,
    versions: Versions<'e>,
    position: usize,
    file: String,
    source: Vec<u8>,
}

impl RestoredVersion<'_> {
    /// Returns what the page is called: one that is gone by its address.
    fn title(&self) -> String {
        match self.versions.page {
            Some(item) => item.page.title.clone(),
            None => self.path.address(),
        }
    }
}

fn answer(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    let context = request.context();
    let view = context.view();
    let path = page_below(context, "/-/restore/")?;
    let versions = view.versions(&path);
    let versions = versions.map_err(|error| history_error(context, error))?;
    let versions = versions.ok_or(Error::NotFound)?;
    let position = versions.position(context.query.get("at"));
    let position = position.ok_or(Error::NotFound)?;
    let (old, source) = versions.read(position)?.ok_or(Error::NotFound)?;
    let subject = RestoredVersion {
        // Where the page is today is where its text goes.
        file: versions
            .page
            .map_or_else(|| old.file.clone(), |item| item.page.file.clone()),
        path,
        position,
        source,
        versions,
    };
    if !is_sent {
        return form(request, &subject, old, None);
    }
    match save(request, &subject) {
        Ok(()) => Ok(Reply::see_other(&subject.path.address())),
        Err(refused) => form(request, &subject, old, Some(refused)),
    }
}

fn save(request: &EditRequest, subject: &RestoredVersion<'_>) -> Result<(), Refusal> {
    let context = request.context();
    let form = &request.visit.form;
    let newest = context.edition.revision().id;
    let base = form.get("base").parse::<ObjectId>().unwrap_or(newest);
    let restored = subject
        .versions
        .commit_at(subject.position)
        .unwrap_or(newest);
    let title = subject.title();
    let trailer = restored.to_string();
    let said = CommitMessage {
        message: form.get("message"),
        otherwise: &context.words.with("restore-message", "title", title),
        trailers: &[(RESTORES, &trailer)],
    };
    let changes = vec![FileChange::Write {
        file: subject.file.clone(),
        bytes: subject.source.clone(),
    }];
    let (account, host) = (&request.holder.account, request.visit.accounts.host());
    let new = commit(account, host, base, changes, &said)
        .map_err(|error| Refusal::Disk(std::io::Error::other(error)))?;
    request.writer.save(new, request.role()).map(drop)
}

fn compare(
    context: &Context,
    subject: &RestoredVersion<'_>,
    old: Page,
) -> Result<(PageDifference, bool), Error> {
    let side = |page, source: &[u8]| VersionContent {
        page,
        source: String::from_utf8_lossy(source).into_owned(),
    };
    let now = match subject.versions.page {
        Some(item) => Some(side(
            item.page.clone(),
            &context.view().read(item.page.blob)?,
        )),
        None => None,
    };
    let then = side(old, &subject.source);
    let difference = PageDifference::of(context, now.as_ref(), Some(&then), false);
    let is_same = difference.is_empty() && now.is_some();
    Ok((difference, is_same))
}

fn form(
    request: &EditRequest,
    subject: &RestoredVersion<'_>,
    old: Page,
    refused: Option<Refusal>,
) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    let version = subject
        .versions
        .one(subject.position)?
        .ok_or(Error::NotFound)?;
    let (difference, is_same) = compare(context, subject, old)?;
    let problems = refused.as_ref().map_or_else(Vec::new, problem_lines);
    let address = subject.path.address();
    let title = subject.title();
    let status = match refused {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let view = RestoreView {
        shell: Shell::new(context, &words.with("restore-title", "title", title)).without_index(),
        account: request.account(),
        action: format!("/-/restore{address}?at={}", version.commit),
        base: context.edition.revision().id.to_string(),
        version: VersionView::of(
            context,
            &subject.path,
            &subject.versions,
            &version,
            subject.position,
        ),
        message: request.visit.form.get("message").to_owned(),
        is_same,
        is_cut: difference.is_cut,
        fields: difference.fields,
        reading: difference.reading,
        text: difference.text,
        notice: refused.map_or_else(String::new, |refused| refusal(words, &refused)),
        problems,
        back: format!("/-/history{address}"),
    };
    Ok(Reply::html(view.render()?).with_status(status))
}

/// Returns the problems that kept a version from being restored, with where they are.
fn problem_lines(refused: &Refusal) -> Vec<String> {
    let Refusal::Problems(problems) = refused else {
        return Vec::new();
    };
    let lines = problems.iter().map(|one| {
        let (at, message) = (one.problem.position, &one.problem.message);
        format!("{}:{at}: {message}", one.file)
    });
    lines.collect()
}

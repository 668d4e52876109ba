//! The page on which a draft is written: the form or the source, what is wrong, how it will look.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;

use crate::domain::form::key_at;
use crate::domain::link::Destination;
use crate::domain::yaml_edit;
use crate::domain::{Page, PagePath, Problem};
use crate::render::Article;
use crate::web::editing::draft::Draft;
use crate::web::editing::form::{Control, FormView};
use crate::web::editing::own_changes::text_without;
use crate::web::editing::own_file::Stale;
use crate::web::editing::own_files::{self, OwnFileView};
use crate::web::editing::request::EditRequest;
use crate::web::editing::save::{text, with_links_out, with_sources};
use crate::web::editing::target::Target;
use crate::web::editing::waiting::{FileView, is_waiting_name, size};
use crate::web::editing::works::pasted;
use crate::web::http::assets;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::actions::file_in_repository;
use crate::web::parts::context::Context;
use crate::web::parts::differences::{LineView, lines as difference_lines};
use crate::web::parts::facts::Facts;
use crate::web::parts::lists::{self, ListView, Part};
use crate::web::parts::new_page;
use crate::web::parts::shell::Shell;

/// What is said above the form.
pub(super) struct Notice {
    pub(super) text: String,
    pub(super) is_wrong: bool,
}

/// What the page has beside the draft.
#[derive(Default)]
pub(super) struct Around {
    pub(super) notices: Vec<Notice>,
    /// What is wrong, by key; what belongs to none stands under the empty one.
    pub(super) problems: BTreeMap<String, Vec<String>>,
    /// Whether the page is shown as it will look, with what differs.
    pub(super) with_preview: bool,
    /// Whether a page is made anew that was deleted.
    pub(super) is_deleted: bool,
    pub(super) status: StatusCode,
    /// When the text was kept that could be gone on with, in words.
    pub(super) kept: Option<String>,
    /// The line of the text to begin at.
    pub(super) line: usize,
    pub(super) files: Vec<FileView>,
    /// Files of the page that others changed meanwhile.
    pub(super) stale: Stale,
}

impl Around {
    /// Tells whether something is wrong.
    pub(super) fn is_wrong(&self) -> bool {
        self.notices.iter().any(|notice| notice.is_wrong)
    }

    /// The same with something that is wrong, which stands above what was done.
    pub(super) fn wrong(mut self, text: impl Into<String>, status: StatusCode) -> Self {
        let notice = Notice {
            text: text.into(),
            is_wrong: true,
        };
        self.notices.insert(0, notice);
        self.status = status;
        self
    }

    /// The same with something that was done.
    pub(super) fn done(mut self, text: impl Into<String>) -> Self {
        self.notices.push(Notice {
            text: text.into(),
            is_wrong: false,
        });
        self
    }
}

#[derive(Template)]
#[template(path = "editing/editor.html")]
struct EditorView<'a> {
    shell: Shell,
    /// To whom the form is shown.
    account: String,
    script: String,
    action: String,
    /// The page's address; nothing for a new one.
    address: Option<String>,
    draft: &'a Draft,
    base: String,
    file: String,
    form: Option<FormView>,
    /// The folder in which a new page of its kind could be.
    folder: String,
    around: Around,
    own_files: Vec<OwnFileView>,
    /// Whether one of them is not to stay as it is.
    has_choices: bool,
    /// Whether the page has more files than are listed.
    has_more_files: bool,
    general: Vec<String>,
    preview: Option<PreviewView>,
    /// The rows of the text area.
    rows: usize,
    /// How large a file may be, in words.
    most: String,
}

/// The page as it will look, and what differs.
struct PreviewView {
    title: String,
    summary: String,
    language: String,
    facts: Facts,
    article: Arc<Article>,
    lists: Vec<ListView>,
    problems: Vec<String>,
    /// The paths of pages that the text links and that are not there, and where each can be begun.
    missing: Vec<(String, String)>,
    difference: Vec<LineView>,
}

impl PreviewView {
    fn text(&self) -> Vec<Part<'_>> {
        lists::parts(&self.article, &self.lists)
    }
}

/// Returns the address that takes the form of a draft.
pub(super) fn action(target: &Target, draft: &Draft) -> String {
    match target.is_new {
        true => format!("/-/new?kind={}", super::save::kind(&draft.text).name()),
        false => format!("/-/edit{}", target.path.address()),
    }
}

/// Shows a draft of a page.
pub(super) fn show(
    request: &EditRequest,
    target: &Target,
    draft: &Draft,
    mut around: Around,
) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    for unwritten in &draft.unwritten {
        let entry = around.problems.entry(unwritten.key.clone()).or_default();
        entry.push(unwritten.reason.clone());
    }
    let preview = around
        .with_preview
        .then(|| preview(request, target, draft, &mut around));
    let preview = preview.transpose()?;
    let mut form = None;
    if !draft.as_source {
        form = FormView::of(context, draft, request.role(), &around.problems);
    }
    let general = around.problems.remove("").unwrap_or_default();
    let title = match target.is_new {
        true => words.with(
            "edit-new",
            "kind",
            words.kind(super::save::kind(&draft.text)),
        ),
        false => {
            let title = super::save::title(&draft.text);
            words.with(
                "edit-title",
                "title",
                title.unwrap_or_else(|| target.path.to_string()),
            )
        }
    };
    let kind = super::save::kind(&draft.text);
    let lines = match &form {
        Some(_) => draft.body().lines().count(),
        None => draft.text.lines().count(),
    };
    let status = around.status;
    let (waiting, files): (Vec<FileView>, Vec<FileView>) = std::mem::take(&mut around.files)
        .into_iter()
        .partition(|file| is_waiting_name(&file.name));
    around.files = files;
    let (own_files, has_more_files) =
        own_files::views(request, target, draft, waiting, &around.stale)?;
    let folder = context.view().page_of_kind(kind);
    let view = EditorView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        script: assets::address("edit.js"),
        action: action(target, draft),
        address: (!target.is_new).then(|| target.path.address()),
        base: draft.base.to_string(),
        file: target.file.clone(),
        folder: folder.map_or_else(String::new, |item| format!("{}/", item.page.path)),
        form,
        draft,
        has_choices: own_files.iter().any(OwnFileView::is_chosen),
        own_files,
        has_more_files,
        general,
        preview,
        rows: lines.clamp(12, 40),
        most: size(request.writer.rules().file_limit),
        around,
    };
    Ok(Reply::html(view.render()?).with_status(status))
}

fn preview(
    request: &EditRequest,
    target: &Target,
    draft: &Draft,
    around: &mut Around,
) -> Result<PreviewView, Error> {
    let context = request.context();
    let view = context.view();
    let works = pasted(&view, draft);
    if !works.problems.is_empty() {
        let sources = around.problems.entry("sources".to_owned()).or_default();
        sources.extend(works.problems.iter().cloned());
    }
    let now = with_sources(&draft.text, &works, context.edition.vocabulary())
        .unwrap_or_else(|_| draft.text.clone());
    let before = match target.is_new {
        true => None,
        false => text(&view, context.edition.revision().id, &target.file)?,
    };
    let without = text_without(request, &view, target, draft);
    let now = with_links_out(before.as_deref().unwrap_or(""), without.as_deref(), now);
    // What is pasted is in the bibliography when the page is saved.
    let bibliography = match works.bibtex.as_str() {
        "" => view.bibliography().clone(),
        bibtex => view.bibliography().with(bibtex),
    };
    let path = target.path.clone();
    let before = before.unwrap_or_default();
    let (drafted, difference) = rayon::join(
        || view.drafted(path, &target.file, now.as_bytes(), &bibliography),
        || crate::site::difference(&before, &now),
    );
    let problems = drafted.problems;
    sort(&problems, &now, around);
    let page = drafted.page;
    let file = file_in_repository(context, &target.file);
    Ok(PreviewView {
        title: page.title.clone(),
        summary: page.front.summary.clone().unwrap_or_default(),
        language: page.language("en").to_owned(),
        missing: missing(context, &page),
        facts: Facts::of(context, &page),
        lists: lists::fill_all(context, &drafted.article, None),
        article: drafted.article,
        problems: problems
            .iter()
            .map(|problem| line(&file, problem))
            .collect(),
        difference: difference_lines(difference),
    })
}

/// Returns the pages that a text links and that are not there.
fn missing(context: &Context, page: &Page) -> Vec<(String, String)> {
    let links = context.view().links();
    let named = page.links.iter();
    let paths: BTreeSet<PagePath> = named
        .filter_map(|link| match links.resolve(page, link) {
            Destination::Missing { path } => path,
            _ => None,
        })
        .collect();
    let begun = paths.into_iter().filter_map(|path| {
        let address = new_page::address(context, &path)?;
        Some((path.to_string(), address))
    });
    begun.collect()
}

/// Puts problems beside the fields that they are about.
pub(super) fn sort(problems: &[Problem], text: &str, around: &mut Around) {
    for problem in problems {
        let key = key_at(text, problem.position.line).unwrap_or_default();
        let said = match key.as_str() {
            "" => format!("{}: {}", problem.position, sentence(problem)),
            _ => sentence(problem),
        };
        around.problems.entry(key).or_default().push(said);
    }
}

/// Writes a problem in the words of the check.
pub(super) fn sentence(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message.clone(),
    }
}

/// Writes a problem of a file on one line, as the check does.
pub(super) fn line(file: &str, problem: &Problem) -> String {
    format!("{file}:{}: {}", problem.position, sentence(problem))
}

/// Returns the line of a page's text at which a heading stands, from 1; 1 where there is none.
pub(super) fn line_of(request: &EditRequest, path: &PagePath, id: &str, text: &str) -> usize {
    let view = request.context().view();
    let Some(item) = view.page(path) else {
        return 1;
    };
    let headings = &item.page.headings;
    let Some(at) = headings.iter().position(|heading| heading.id == id) else {
        return 1;
    };
    let heading = headings[at].text.to_string();
    let like = headings[..at]
        .iter()
        .filter(|other| other.text == headings[at].text);
    let body = yaml_edit::body(text);
    let lines = body.lines().enumerate();
    let mut found = lines.filter(|(_, line)| {
        let bare = line.trim_start_matches('#').trim();
        line.starts_with('#') && bare.contains(heading.trim())
    });
    found.nth(like.count()).map_or(1, |(line, _)| line + 1)
}

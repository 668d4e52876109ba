//! A draft as the page that it will be: rendered as pages are, with its problems and what differs.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::link::Destination;
use crate::domain::{Page, PagePath, Problem, yaml_edit};
use crate::render::{Article, PastedWorks};
use crate::web::editing::draft::Draft;
use crate::web::editing::editor_state::EditorState;
use crate::web::editing::own_changes::text_without;
use crate::web::editing::page_text::{text, with_links_out, with_sources};
use crate::web::editing::problem_text::{line, sentence, sort};
use crate::web::editing::request::EditRequest;
use crate::web::editing::target::PageTarget;
use crate::web::editing::works::pasted;
use crate::web::http::error::Error;
use crate::web::parts::actions::file_in_repository;
use crate::web::parts::context::Context;
use crate::web::parts::differences::{LineView, lines as difference_lines};
use crate::web::parts::facts::FactCard;
use crate::web::parts::lists::{self, ArticlePart, ListView};
use crate::web::parts::new_page;

/// Whether a draft is compared with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PreviewComparison {
    /// The differences are shown.
    WithPage,
    /// While somebody types, it would take longer than the page itself.
    Nothing,
}

/// The page as it will look, and what differs.
pub(super) struct PreviewView {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) language: String,
    pub(super) facts: FactCard,
    pub(super) article: Arc<Article>,
    lists: Vec<ListView>,
    pub(super) problems: Vec<DraftProblemView>,
    /// The paths of pages that the text links and that are not there, and where each can be begun.
    pub(super) missing: Vec<(String, String)>,
    pub(super) difference: Vec<LineView>,
}

/// A problem of a draft.
pub(super) struct DraftProblemView {
    /// As the check says it.
    pub(super) text: String,
    /// The line of the text box at which it stands, from 1; 0 for what stands in no text.
    pub(super) line: u32,
}

impl PreviewView {
    pub(super) fn text(&self) -> Vec<ArticlePart<'_>> {
        lists::parts(&self.article, &self.lists)
    }
}

/// Makes the page of a draft, and puts its problems beside their fields.
pub(super) fn preview(
    request: &EditRequest,
    target: &PageTarget,
    draft: &Draft,
    state: &mut EditorState,
    compare: PreviewComparison,
) -> Result<PreviewView, Error> {
    let context = request.context();
    let view = context.view();
    let works = pasted(&view, draft);
    if !works.problems.is_empty() {
        let sources = state.problems.entry("sources".to_owned()).or_default();
        sources.extend(works.problems.iter().cloned());
    }
    let (before, now) = texts(request, target, draft, &works)?;
    // What is pasted is in the bibliography when the page is saved.
    let bibliography = match works.bibtex.as_str() {
        "" => view.bibliography().clone(),
        bibtex => view.bibliography().with(bibtex),
    };
    let path = target.path.clone();
    let (drafted, difference) = rayon::join(
        || view.drafted(path, &target.file, now.as_bytes(), &bibliography),
        || (compare == PreviewComparison::WithPage).then(|| crate::site::difference(&before, &now)),
    );
    let problems = drafted.problems;
    sort(&problems, &now, state);
    let page = drafted.page;
    let above = match draft.as_source {
        true => 0,
        false => lines_above(&now),
    };
    Ok(PreviewView {
        title: page.title.clone(),
        summary: page.front.summary.clone().unwrap_or_default(),
        language: page.language("en").to_owned(),
        missing: missing(context, &page),
        facts: FactCard::of(context, &page),
        lists: lists::fill_all(context, &drafted.article, None),
        article: drafted.article,
        problems: problem_views(context, &target.file, &problems, above),
        difference: difference.map_or_else(Vec::new, difference_lines),
    })
}

/// Returns the text that the page has, and the one that it would have.
fn texts(
    request: &EditRequest,
    target: &PageTarget,
    draft: &Draft,
    works: &PastedWorks,
) -> Result<(String, String), Error> {
    let context = request.context();
    let view = context.view();
    let now = with_sources(&draft.text, works, context.edition.vocabulary())
        .unwrap_or_else(|_| draft.text.clone());
    let before = match target.is_new {
        true => None,
        false => text(&view, context.edition.revision().id, &target.file)?,
    };
    let before = before.unwrap_or_default();
    let without = text_without(request, &view, target, draft);
    let now = with_links_out(&before, without.as_deref(), now);
    Ok((before, now))
}

/// Returns the problems of a draft of a file, whose text has some lines above it.
fn problem_views(
    context: &Context,
    file: &str,
    problems: &[Problem],
    above: u32,
) -> Vec<DraftProblemView> {
    // A new page has no file before it has a title.
    let file = match file {
        "" => None,
        file => Some(file_in_repository(context, file)),
    };
    let view = |problem: &Problem| DraftProblemView {
        text: match &file {
            Some(file) => line(file, problem),
            None => sentence(problem),
        },
        line: line_in_text(problem, above),
    };
    problems.iter().map(view).collect()
}

/// Returns how many lines stand above the text of a file.
fn lines_above(text: &str) -> u32 {
    let head = text.len() - yaml_edit::body(text).len();
    u32::try_from(text[..head].lines().count()).unwrap_or(u32::MAX)
}

fn line_in_text(problem: &Problem, above: u32) -> u32 {
    problem.position.line.saturating_sub(above)
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

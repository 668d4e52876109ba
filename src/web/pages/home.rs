//! The home page: what this is, search, the ways in, the map in small, what is new.

use std::sync::Arc;

use askama::Template;

use crate::domain::vocabulary::{COLUMNS, ROWS};
use crate::domain::{Kind, PagePath};
use crate::render::Article;
use crate::search::{Request, Results};
use crate::site::SitePage;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::pages::commit::{self, CommitGroup};
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::grid::{MapGrid, MapQuery, gap_sentence};
use crate::web::parts::linked_data;
use crate::web::parts::lists::{self, ArticlePart, ListView};
use crate::web::parts::openings::{self, Opening};
use crate::web::parts::problem_lines::problem_lines;
use crate::web::parts::shell::{Shell, all_of_kind};
use crate::web::parts::works::{WorkView, downloads};

/// The number of the newest commits that are told.
const NEWS: usize = 4;
/// The most pages of a kind that are named for each.
const NAMED: usize = 3;

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomeView {
    shell: Shell,
    heading: String,
    article: Option<Arc<Article>>,
    /// The lists in its text, filled.
    lists: Vec<ListView>,
    /// The works that its text uses, and where to take them along, and those of the whole site.
    works: Vec<WorkView>,
    downloads: Vec<(String, &'static str)>,
    has_works: bool,
    all_works: Vec<(String, &'static str)>,
    total: usize,
    kinds: Vec<EntryPoint>,
    axes: Vec<Axis>,
    map: MapGrid,
    gap_sentence: String,
    has_gaps: bool,
    /// The pages to open today.
    openings: Vec<Opening>,
    news: Vec<CommitNews>,
    problems: Vec<String>,
    draft: bool,
}

/// A way in: a kind or a term with how many pages it has.
struct EntryPoint {
    label: String,
    definition: String,
    address: String,
    count: usize,
}

/// A commit, with what it changed by kind.
struct CommitNews {
    title: String,
    address: String,
    date: String,
    iso: String,
    groups: Vec<CommitGroup>,
}

struct Axis {
    label: String,
    ways: Vec<EntryPoint>,
}

impl HomeView {
    /// Returns the text in parts, with the lists between them.
    fn text(&self) -> Vec<ArticlePart<'_>> {
        let article = self.article.as_deref();
        article.map_or_else(Vec::new, |article| lists::parts(article, &self.lists))
    }
}

/// Answers `/`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    if !context.query.get("at").is_empty() {
        return crate::web::pages::page::show(context);
    }
    let home = context.view().page(&PagePath::home());
    let context = &home.map_or_else(
        || context.clone(),
        |item| context.for_page(item.page.language("en")),
    );
    let words = context.words;
    let view = context.view();
    let item = view.page(&PagePath::home());
    let article = item.map(|item| view.article(&item.page)).transpose()?;
    let results = view.search(&Request {
        limit: 0,
        ..Request::default()
    });
    let title = item.map_or(context.settings.name.as_str(), |item| {
        item.page.title.as_str()
    });
    let references = article
        .as_ref()
        .map_or(&[][..], |article| &article.references);
    let works = WorkView::all(&view, &PagePath::home(), references);
    let query = MapQuery::default();
    let map = MapGrid::new(context, &query);
    let html = HomeView {
        works,
        downloads: downloads("page", "path="),
        has_works: view.bibliography().keys().next().is_some(),
        all_works: downloads("site", ""),
        heading: title.to_owned(),
        shell: shell(context, item, title),
        lists: article
            .as_ref()
            .map_or_else(Vec::new, |article| lists::fill_all(context, article, None)),
        article,
        total: results.total,
        kinds: kinds(context, &results),
        axes: axes(context, &results),
        gap_sentence: gap_sentence(words, &query, &map),
        has_gaps: map.has_gaps(),
        map,
        openings: openings::all(context),
        news: news(context)?,
        draft: item.is_some_and(|item| view.is_draft(&item.page)),
        problems: item.map_or_else(Vec::new, |item| problem_lines(&view, item)),
    }
    .render()?;
    Ok(Reply::html(html))
}

/// Returns the head of the page, as the page of the content has it where there is one.
fn shell(context: &Context, item: Option<&Arc<SitePage>>, title: &str) -> Shell {
    let mut shell = Shell::new(context, title);
    shell.description = item
        .and_then(|item| item.page.front.summary.clone())
        .unwrap_or_default();
    shell.data = Some(linked_data::of_site(context, &shell.description));
    match item {
        Some(item) => shell.in_language(item.page.language("en")),
        None => shell,
    }
}

/// Returns how many pages a search of everything counted for a term.
fn count(results: &Results, key: &str, term: &str) -> usize {
    let counts = results.facets.iter().find(|facet| facet.key == key);
    let found = counts.and_then(|facet| facet.counts.iter().find(|(known, _)| known == term));
    found.map_or(0, |(_, count)| *count)
}

/// Returns the kinds that there are pages of.
fn kinds(context: &Context, results: &Results) -> Vec<EntryPoint> {
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Page);
    let ways = kinds.map(|kind| {
        let (label, address) = all_of_kind(context, kind);
        EntryPoint {
            label,
            definition: String::new(),
            address,
            count: count(results, "kind", kind.name()),
        }
    });
    ways.filter(|way| way.count > 0).collect()
}

/// Returns the terms of the map's axes.
fn axes(context: &Context, results: &Results) -> Vec<Axis> {
    let (words, vocabulary) = (context.words, context.edition.vocabulary());
    let facets = [ROWS, COLUMNS].into_iter();
    let facets = facets.filter_map(|key| vocabulary.facet(key));
    let axes = facets.map(|facet| Axis {
        label: facet.label_in(words.code()).to_owned(),
        ways: facet
            .terms_in_use()
            .map(|term| EntryPoint {
                label: term.label_in(words.code()).to_owned(),
                definition: term.definition.clone(),
                address: facets::address(&facet.key, &term.id),
                count: count(results, &facet.key, &term.id),
            })
            .collect(),
    });
    axes.collect()
}

/// Returns the newest commits, each with what it changed by kind.
fn news(context: &Context) -> Result<Vec<CommitNews>, Error> {
    let words = context.words;
    let commits = context.view().news(NEWS)?;
    let news = commits.into_iter().map(|summary| {
        let (date, iso) = words.time(summary.time).unwrap_or_default();
        CommitNews {
            title: commit::title(words, &summary),
            address: commit::address(summary.id),
            date,
            iso,
            groups: commit::by_sort(words, &summary.changed, NAMED),
        }
    });
    Ok(news.collect())
}

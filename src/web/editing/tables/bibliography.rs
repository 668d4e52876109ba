//! `/-/bibliography`: every work with the pages that use it, those that nobody uses, those that seem to
//! be the same, and what pages cite that is not there.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;

use crate::render::Bibliography;
use crate::site::{SitePage, View};
use crate::web::editing::edit::blocking;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::planned::{answer, organizers, saved};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;

/// The most works that are listed; of more one finds those that one looks for.
const MOST_WORKS: usize = 300;
/// The most pages that use a work and are named.
const MOST_PAGES: usize = 5;
/// The most groups of duplicates, and the most works that are not there, that are listed.
const MOST_OTHERS: usize = 100;

/// Shows the page.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, page).await
}

#[derive(Template)]
#[template(path = "editing/bibliography.html")]
struct BibliographyView {
    shell: Shell,
    /// The commit that was just made, if one was.
    saved: String,
    find: String,
    unused_only: bool,
    total: usize,
    unused: usize,
    works: Vec<BibliographyWorkView>,
    more: usize,
    duplicates: Vec<Vec<DuplicateView>>,
    absent: Vec<BibliographyWorkView>,
}

struct BibliographyWorkView {
    key: String,
    /// The words by which a reader knows it.
    text: String,
    change: String,
    pages: Vec<(String, String)>,
    more_pages: usize,
}

struct DuplicateView {
    key: String,
    text: String,
    pages: usize,
    /// The address that puts it together with the one that most pages use; empty for that one.
    merge: String,
}

/// Returns the address where a work is changed.
pub(super) fn address(key: &str) -> String {
    let key = percent_encoding::utf8_percent_encode(key, percent_encoding::NON_ALPHANUMERIC);
    format!("/-/bibliography/{key}")
}

/// Returns a work as a reader knows it.
pub(super) fn text(bibliography: &Bibliography, key: &str) -> String {
    let authors = bibliography.authors(key);
    let by = match authors.as_slice() {
        [] => bibliography.publisher(key).unwrap_or_default(),
        [one] => one.clone(),
        [one, other] => format!("{one}, {other}"),
        [first, ..] => format!("{first} et al."),
    };
    let year = bibliography.year(key).map(|year| year.to_string());
    let parts = [
        by,
        year.unwrap_or_default(),
        bibliography.title(key).unwrap_or_default(),
    ];
    let parts: Vec<&str> = (parts.iter().map(String::as_str))
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}

fn work(view: &View<'_>, key: &str) -> BibliographyWorkView {
    let citing = view.cited().citing(key);
    BibliographyWorkView {
        text: text(view.bibliography(), key),
        change: address(key),
        more_pages: citing.len().saturating_sub(MOST_PAGES),
        pages: citing
            .iter()
            .take(MOST_PAGES)
            .map(|item| named(item))
            .collect(),
        key: key.to_owned(),
    }
}

fn named(item: &SitePage) -> (String, String) {
    (item.page.path.address(), item.page.title.clone())
}

fn page(request: &EditRequest) -> Result<Reply, Error> {
    organizers(request)?;
    let context = request.context();
    let view = context.view();
    let bibliography = view.bibliography();
    let find = request.visit.parameter("find").to_lowercase();
    let unused_only = !request.visit.parameter("unused").is_empty();
    let is_unused = |key: &str| view.cited().citing(key).is_empty();
    let words: Vec<&str> = find.split_whitespace().collect();
    let is_wanted = |key: &str| {
        let known = || format!("{key} {}", text(bibliography, key)).to_lowercase();
        let has_words = words.is_empty() || {
            let known = known();
            words.iter().all(|word| known.contains(word))
        };
        has_words && (!unused_only || is_unused(key))
    };
    let wanted: Vec<&str> = bibliography.keys().filter(|key| is_wanted(key)).collect();
    let shown = wanted.iter().take(MOST_WORKS);
    let html = BibliographyView {
        shell: Shell::new(context, &context.words.say("bibliography")).without_index(),
        saved: saved(request),
        find: request.visit.parameter("find").to_owned(),
        unused_only,
        total: bibliography.keys().count(),
        unused: bibliography.keys().filter(|key| is_unused(key)).count(),
        works: shown.map(|key| work(&view, key)).collect(),
        more: wanted.len().saturating_sub(MOST_WORKS),
        duplicates: duplicates(&view),
        absent: absent(&view),
    };
    answer(&html, false)
}

/// Returns the works that seem to be the same; first of each the one that most pages use.
fn duplicates(view: &View<'_>) -> Vec<Vec<DuplicateView>> {
    let groups = view.bibliography().duplicates().into_iter();
    let groups = groups.take(MOST_OTHERS).map(|keys| {
        let mut found: Vec<DuplicateView> = (keys.into_iter())
            .map(|key| DuplicateView {
                text: text(view.bibliography(), key),
                pages: view.cited().citing(key).len(),
                merge: String::new(),
                key: key.to_owned(),
            })
            .collect();
        found.sort_by_key(|one| std::cmp::Reverse(one.pages));
        let first = found
            .first()
            .map_or_else(String::new, |one| one.key.clone());
        for other in found.iter_mut().skip(1) {
            let query = query_string([("into", first.as_str())]);
            other.merge = format!("{}?{query}", address(&other.key));
        }
        found
    });
    groups.collect()
}

/// Returns what pages cite that the bibliography does not have.
fn absent(view: &View<'_>) -> Vec<BibliographyWorkView> {
    let bibliography = view.bibliography();
    let mut absent: BTreeMap<&str, Vec<&SitePage>> = BTreeMap::new();
    for item in view.pages() {
        for key in item.page.works().filter(|key| !bibliography.contains(key)) {
            let pages = absent.entry(key).or_default();
            if pages
                .last()
                .is_none_or(|last| last.page.path != item.page.path)
            {
                pages.push(item);
            }
        }
    }
    let view = |(key, pages): (&str, Vec<&SitePage>)| BibliographyWorkView {
        key: key.to_owned(),
        text: String::new(),
        change: String::new(),
        more_pages: pages.len().saturating_sub(MOST_PAGES),
        pages: pages
            .iter()
            .take(MOST_PAGES)
            .map(|item| named(item))
            .collect(),
    };
    absent.into_iter().take(MOST_OTHERS).map(view).collect()
}

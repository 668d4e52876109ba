//! `/-/history/<page>`: the versions of a page, newest first; also of one that is gone.

use askama::Template;

use crate::domain::PagePath;
use crate::site::Versions;
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::shell::Shell;
use crate::web::parts::trail::{Crumb, trail};
use crate::web::parts::versions::{VersionView, history_error, page_below};

/// The number of versions on a page.
const PER_PAGE: usize = 50;
/// The last page that can be asked for.
const MAX_PAGE: usize = 1_000_000;

#[derive(Template)]
#[template(path = "pages/history.html")]
struct HistoryView {
    shell: Shell,
    trail: Vec<Crumb>,
    title: String,
    /// The address of the page; empty where it is gone.
    address: String,
    total: usize,
    versions: Vec<VersionView>,
    /// The address that says who wrote which paragraph.
    blame: String,
    /// The same as a feed.
    feed: String,
    /// The address that compares two versions.
    compare: String,
    /// The pages before and behind this one: number and address.
    newer: Option<String>,
    older: Option<String>,
}

/// Answers `/-/history/<page>`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let path = page_below(context, "/-/history/")?;
    let number = context.query.number("page", 1, MAX_PAGE)?;
    let view = context.view();
    let versions = view.versions(&path);
    let versions = versions.map_err(|error| history_error(context, error))?;
    let Some(versions) = versions else {
        let Some(item) = view.moved_to(&path) else {
            return Err(Error::NotFound);
        };
        let address = item.page.path.address();
        return Ok(Reply::see_other(&format!("/-/history{address}")));
    };
    let last = versions.len().div_ceil(PER_PAGE).max(1);
    if number > last {
        return Err(Error::NotFound);
    }
    let first = (number - 1) * PER_PAGE;
    let listed = versions.some(first, PER_PAGE)?;
    let shown = listed.iter().zip(first..);
    let shown = shown
        .map(|(version, position)| VersionView::of(context, &path, &versions, version, position))
        .collect();
    let address = path.address();
    let title = title_of(&path, &versions);
    let step = |number: usize| format!("/-/history{address}?page={number}");
    let html = HistoryView {
        shell: Shell::new(
            context,
            &context.words.with("history-title", "title", &title),
        )
        .without_index(),
        trail: trail(context, &view, &path),
        title,
        address: versions.page.map_or_else(String::new, |_| address.clone()),
        total: versions.len(),
        versions: shown,
        blame: format!("/-/blame{address}"),
        feed: format!(
            "/-/changes.xml?{}",
            query_string([("page", address.as_str())])
        ),
        compare: format!("/-/diff{address}"),
        newer: (number > 1).then(|| step(number - 1)),
        older: (number < last).then(|| step(number + 1)),
    };
    Ok(Reply::html(html.render()?))
}

/// Returns what a page is called: one that is gone by its address.
pub(super) fn title_of(path: &PagePath, versions: &Versions<'_>) -> String {
    match versions.page {
        Some(item) => item.page.title.clone(),
        None => path.address(),
    }
}

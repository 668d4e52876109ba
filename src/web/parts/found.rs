//! The pages that the search in an address finds, for whoever takes them along.

use crate::search::Request;
use crate::site::SitePage;
use crate::web::http::error::Error;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::search_query::SearchQuery;

/// Returns the addresses of a search in these forms, with the names of the forms.
pub(crate) fn forms(query: &str) -> Vec<(String, &'static str)> {
    let mark = if query.is_empty() { "" } else { "?" };
    [
        ("/-/pages.csv", "CSV"),
        ("/-/pages.md", "Markdown"),
        ("/feed.xml", "Atom"),
    ]
    .map(|(address, name)| (format!("{address}{mark}{query}"), name))
    .into()
}

/// Reads a search from the address. A parameter that means nothing is said: whoever takes a list
/// along does not see what was left aside.
pub(crate) fn strict_query(context: &Context) -> Result<SearchQuery, Error> {
    let query = SearchQuery::read(context, 1)?;
    match query.unknown() {
        [] => Ok(query),
        [name, ..] => Err(Error::BadRequest(format!(
            "“{name}” is no filter of this site; the filters are {}",
            names_of_filters(context)
        ))),
    }
}

fn names_of_filters(context: &Context) -> String {
    let all = facets::all(context.edition.vocabulary()).into_iter();
    all.map(|(key, _)| key).collect::<Vec<_>>().join(", ")
}

/// Returns the first pages that a search finds, in its order.
pub(crate) fn pages<'c>(
    context: &'c Context,
    query: &SearchQuery,
    most: usize,
) -> Result<Vec<&'c SitePage>, Error> {
    let view = context.view();
    let results = view.search(&Request {
        offset: 0,
        limit: most,
        partial: false,
        ..query.request()
    });
    let hits = results.hits.iter();
    Ok(hits
        .filter_map(|hit| view.page(&hit.path).map(AsRef::as_ref))
        .collect())
}

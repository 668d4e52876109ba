//! `/-/searches`: what was searched for in vain, for administrators.

use askama::Template;
use axum::response::Response;

use crate::accounts::FailedSearch;
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::account_words::day;
use crate::web::parts::messages::Words;
use crate::web::parts::shell::Shell;
use crate::web::parts::visit::Visit;
use crate::web::people::accounts::administrator;

/// The most searches that are shown.
const MOST: i64 = 500;

#[derive(Template)]
#[template(path = "people/searches.html")]
struct SearchesView {
    shell: Shell,
    rows: Vec<SearchRow>,
    /// Whether searches are counted at all.
    counts: bool,
}

struct SearchRow {
    query: String,
    /// The same search, to see what is found by now.
    address: String,
    /// The search that was made instead; empty: it found nothing.
    corrected: String,
    times: i64,
    last: String,
}

/// Shows the page.
pub(crate) async fn show(visit: Visit) -> Response {
    if let Err(elsewhere) = administrator(&visit) {
        return *elsewhere;
    }
    let made = page(&visit).await;
    visit.answer(made)
}

async fn page(visit: &Visit) -> Result<Reply, Error> {
    let words = visit.words();
    let found = visit.accounts.searches().list(MOST).await;
    let found = found.map_err(|error| Error::Unavailable(visit.said(&error).0))?;
    let view = SearchesView {
        shell: Shell::new(&visit.context, &words.say("searches")).without_index(),
        rows: found
            .into_iter()
            .map(|search| SearchRow::new(words, search))
            .collect(),
        counts: visit.context.searches.is_some(),
    };
    Ok(Reply::html(view.render()?))
}

impl SearchRow {
    fn new(words: Words, search: FailedSearch) -> Self {
        let query = query_string([("q", search.query.as_str())]);
        Self {
            address: format!("/search?{query}"),
            query: search.query,
            corrected: search.corrected,
            times: search.times,
            last: day(words, search.last),
        }
    }
}

//! `/-/decisions`: what was decided, the newest first, by whom and about which pages.

use askama::Template;

use crate::domain::{Kind, LinkRole, Page};
use crate::search::Request;
use crate::site::{SitePage, View};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::search_views::MOST;
use crate::web::parts::shell::Shell;

#[derive(Template)]
#[template(path = "pages/decisions.html")]
struct DecisionsView {
    shell: Shell,
    query: String,
    decisions: Vec<DecisionView>,
    minutes: Vec<DecisionView>,
}

/// A decision, or the minutes of a meeting.
struct DecisionView {
    card: Card,
    date: String,
    by: String,
    about: Vec<Card>,
}

/// Answers `/-/decisions`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let query: String = context.query.get("q").chars().take(300).collect();
    let words = context.words;
    let mut shell = Shell::new(context, &words.say("decisions"));
    shell.description = words.say("decisions-lead").into_owned();
    let html = DecisionsView {
        decisions: of_kind(context, Kind::Decision, &query),
        minutes: of_kind(context, Kind::Minutes, &query),
        shell,
        query,
    };
    Ok(Reply::html(html.render()?))
}

fn of_kind(context: &Context, kind: Kind, query: &str) -> Vec<DecisionView> {
    let view = context.view();
    let filters = [("kind".to_owned(), kind.name().to_owned())];
    let results = view.search(&Request {
        query,
        filters: &filters,
        limit: MOST,
        ..Request::default()
    });
    let hits = results.hits.iter();
    let mut items: Vec<&SitePage> = hits
        .filter_map(|hit| view.page(&hit.path).map(AsRef::as_ref))
        .collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.page.front.details().date));
    items
        .into_iter()
        .map(|item| decision(context, &view, item))
        .collect()
}

fn decision(context: &Context, view: &View<'_>, item: &SitePage) -> DecisionView {
    let page: &Page = &item.page;
    let details = page.front.details();
    let about = view.links().linked(page, LinkRole::About);
    let by = match details.decided_by.as_slice() {
        [] => page.front.organisations.join(", "),
        names => names.join(", "),
    };
    DecisionView {
        card: Card::of(context, item),
        date: details
            .date
            .map_or_else(String::new, |date| context.words.date(date)),
        by,
        about: about
            .into_iter()
            .map(|item| Card::of(context, item))
            .collect(),
    }
}

//! The pages that the home page offers to open: the next event, and one case and one lesson a day.

use crate::domain::date::Date;
use crate::domain::list::begins;
use crate::domain::{Kind, Page};
use crate::search::{Request, SortOrder};
use crate::site::SitePage;
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::facts;
use crate::web::parts::search_views::MOST;

/// A page to open.
pub(crate) struct Opening {
    /// The reason why it is offered.
    pub(crate) label: String,
    /// Its time and place, if it is somewhere.
    pub(crate) facts: String,
    pub(crate) card: Card,
}

/// Returns what there is to open today.
pub(crate) fn all(context: &Context) -> Vec<Opening> {
    let words = context.words;
    let event = event(context).map(|(label, item)| Opening {
        label: words.say(label).into_owned(),
        facts: when_and_where(context, &item.page),
        card: Card::of(context, item),
    });
    let of_the_day = [Kind::CaseStudy, Kind::Lesson].into_iter();
    let of_the_day = of_the_day.filter_map(|kind| one_a_day(context, kind));
    let of_the_day = of_the_day.map(|item| Opening {
        label: words.kind(item.page.front.kind),
        facts: when_and_where(context, &item.page),
        card: Card::of(context, item),
    });
    event.into_iter().chain(of_the_day).collect()
}

/// Returns the event that comes next, or else the last there was, with what it is called.
fn event(context: &Context) -> Option<(&'static str, &SitePage)> {
    let events = found(context, Kind::Event, 0, MOST);
    let dated = events
        .into_iter()
        .filter_map(|item| Some((begins(&item.page)?, item)));
    let dated: Vec<(Date, &SitePage)> = dated.collect();
    if dated.is_empty() {
        return None;
    }
    let today = context.today.get();
    let is_over = |page: &Page, begins: Date| {
        let last = page.front.details().ends.unwrap_or(begins);
        last.is_over_on(today)
    };
    let (past, next): (Vec<_>, Vec<_>) = dated
        .into_iter()
        .partition(|(date, item)| is_over(&item.page, *date));
    let next = next.into_iter().min_by_key(|(date, _)| *date);
    let next = next.map(|(_, item)| ("next-event", item));
    next.or_else(|| {
        let last = past.into_iter().max_by_key(|(date, _)| *date);
        last.map(|(_, item)| ("last-event", item))
    })
}

/// Returns one page of a kind, another each day.
fn one_a_day(context: &Context, kind: Kind) -> Option<&SitePage> {
    let filters = [("kind".to_owned(), kind.name().to_owned())];
    let results = context.view().search(&Request {
        filters: &filters,
        limit: 0,
        ..Request::default()
    });
    let day = usize::from(context.today.get().day_of_year());
    let offset = day.checked_rem(results.total)?;
    found(context, kind, offset, 1).into_iter().next()
}

fn found(context: &Context, kind: Kind, offset: usize, limit: usize) -> Vec<&SitePage> {
    let view = context.view();
    let filters = [("kind".to_owned(), kind.name().to_owned())];
    let results = view.search(&Request {
        filters: &filters,
        sort: SortOrder::Title,
        offset,
        limit,
        ..Request::default()
    });
    let hits = results.hits.iter();
    hits.filter_map(|hit| view.page(&hit.path).map(AsRef::as_ref))
        .collect()
}

/// Says when and where something is.
fn when_and_where(context: &Context, page: &Page) -> String {
    let (words, front) = (context.words, &page.front);
    let codes = front.countries.iter().take(3);
    let countries = codes.map(|code| words.country(code).unwrap_or(code).to_owned());
    let when = facts::when(context, page).map(|when| when.text);
    let period = front.period.map(|period| words.period(period));
    let parts = countries.chain(front.details().place.clone());
    let parts = parts.chain(period.or(when));
    parts.collect::<Vec<_>>().join(" · ")
}

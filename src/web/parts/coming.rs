//! The sessions of coming events that a page can become an example of.

use crate::domain::{Kind, Page};
use crate::search::{Request, SortOrder};
use crate::site::SitePage;
use crate::web::parts::context::Context;
use crate::web::parts::search_views::MOST;

/// A coming event.
pub(crate) struct ComingEvent {
    /// The value in the form of a new session of it.
    pub(crate) value: String,
    pub(crate) title: String,
    /// Its time, in words.
    pub(crate) when: String,
    pub(crate) sessions: Vec<ComingSession>,
    has_sessions: bool,
}

/// A session of a coming event.
pub(crate) struct ComingSession {
    /// The event and the session, as the form sends it.
    pub(crate) value: String,
    pub(crate) label: String,
    /// Whether the page is an example of it.
    pub(crate) has_it: bool,
}

/// Returns the events that are not over, the next first, with their sessions.
pub(crate) fn coming(context: &Context, page: &Page) -> Vec<ComingEvent> {
    let mut all = events(context, Some(page));
    all.retain(|event| event.has_sessions);
    all
}

/// Returns the events that are not over, the next first, with their sessions if they have any.
pub(crate) fn coming_for_any(context: &Context) -> Vec<ComingEvent> {
    events(context, None)
}

fn events(context: &Context, page: Option<&Page>) -> Vec<ComingEvent> {
    let view = context.view();
    let filters = [("kind".to_owned(), Kind::Event.name().to_owned())];
    let results = view.search(&Request {
        filters: &filters,
        limit: MOST,
        sort: SortOrder::Title,
        ..Request::default()
    });
    let today = context.today.get();
    let is_coming = |item: &&SitePage| {
        let details = item.page.front.details();
        let last = details.ends.or(details.starts);
        last.is_none_or(|day| !day.is_over_on(today))
    };
    let hits = results.hits.iter();
    let events = hits.filter_map(|hit| view.page(&hit.path).map(AsRef::as_ref));
    let mut events: Vec<&SitePage> = events.filter(is_coming).collect();
    events.sort_by_key(|item| {
        let starts = item.page.front.details().starts;
        (starts.is_none(), starts)
    });
    events
        .into_iter()
        .map(|item| event(context, item, page))
        .collect()
}

fn event(context: &Context, item: &SitePage, page: Option<&Page>) -> ComingEvent {
    let view = context.view();
    let details = item.page.front.details();
    let agenda = &details.agenda;
    let sessions = agenda.sessions.iter().zip(agenda.keys());
    let sessions = sessions.filter(|(session, _)| !session.is_break());
    let sessions = sessions.map(|(session, key)| {
        let mut examples = session.examples.iter();
        let is_it = |name: &str| {
            let known = view.links().referenced(name);
            known.is_some_and(|known| page.is_some_and(|page| known.page.path == page.path))
        };
        let day = match session.day.parse::<u32>() {
            Ok(number) => context.words.with("day-number", "number", number),
            Err(_) => session.day.clone(),
        };
        let parts = [
            day.as_str(),
            &session.starts,
            &session.track,
            &session.title,
        ];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        ComingSession {
            value: format!("{}#{key}", item.page.path),
            label: parts.join(" · "),
            has_it: page.is_some() && examples.any(|example| is_it(&example.page)),
        }
    });
    ComingEvent {
        value: format!("{}#", item.page.path),
        has_sessions: !agenda.sessions.is_empty(),
        title: item.page.title.clone(),
        when: details
            .starts
            .map_or_else(String::new, |date| context.words.date(date)),
        sessions: sessions.collect(),
    }
}

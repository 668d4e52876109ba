//! The agenda of an event: what happens when, by day.

use crate::domain::Page;
use crate::domain::date::Date;
use crate::domain::agenda;
use crate::site::View;
use crate::web::parts::card::{Card, referenced};
use crate::web::parts::context::Context;
use crate::web::parts::facets::capital;

/// An agenda; empty where a page has none.
pub(crate) struct Agenda<'a> {
    pub(crate) days: Vec<Day<'a>>,
    /// Whether a session says when it is, and whether one says in which form.
    pub(crate) has_times: bool,
    pub(crate) has_formats: bool,
    /// Whether a table of the sessions helps.
    pub(crate) has_overview: bool,
}

/// The sessions of a day.
pub(crate) struct Day<'a> {
    /// Empty where the sessions name none.
    pub(crate) name: String,
    pub(crate) sessions: Vec<Session<'a>>,
}

/// A session as it is shown.
pub(crate) struct Session<'a> {
    /// The id on the page.
    pub(crate) anchor: String,
    /// From when to when; empty where it is not known.
    pub(crate) time: String,
    pub(crate) session: &'a agenda::Session,
    /// What is said under the group's own keys.
    pub(crate) other: Vec<(String, &'a str)>,
    pub(crate) examples: Vec<Card>,
}

impl<'a> Agenda<'a> {
    pub(crate) fn of(context: &Context, view: &View<'_>, page: &'a Page) -> Self {
        let details = page.front.details();
        let sessions = &details.agenda.sessions;
        let mut days: Vec<Day<'a>> = Vec::new();
        let mut last = None;
        for (anchor, session) in details.session_anchors().zip(sessions) {
            if last != Some(&session.day) || days.is_empty() {
                days.push(Day {
                    name: name_of(context, &session.day),
                    sessions: Vec::new(),
                });
                last = Some(&session.day);
            }
            let shown = Session {
                anchor,
                time: time_of(session),
                session,
                other: session
                    .other
                    .iter()
                    .filter(|(_, value)| !value.is_empty())
                    .map(|(key, value)| (capital(&key.replace('_', " ")), value.as_str()))
                    .collect(),
                examples: referenced(context, view, page, session.examples.iter().map(|one| one.page.as_str())),
            };
            if let Some(day) = days.last_mut() {
                day.sessions.push(shown);
            }
        }
        let has_times = sessions.iter().any(|session| !session.starts.is_empty());
        let has_formats = sessions.iter().any(|session| !session.format.is_empty());
        Self {
            days,
            has_times,
            has_formats,
            has_overview: sessions.len() > 1 && (has_times || has_formats || sessions.len() > 4),
        }
    }

    /// Returns how many columns the table has.
    pub(crate) fn columns(&self) -> usize {
        1 + usize::from(self.has_times) + usize::from(self.has_formats)
    }
}

impl Day<'_> {
    /// Returns the level of its sessions' headings.
    pub(crate) fn level(&self) -> u8 {
        if self.name.is_empty() { 3 } else { 4 }
    }
}

fn name_of(context: &Context, day: &str) -> String {
    match day.parse::<u32>() {
        Ok(number) => context.words.with("day-number", "number", number),
        Err(_) => Date::parse(day).map_or_else(|| day.to_owned(), |date| context.words.date(date)),
    }
}

fn time_of(session: &agenda::Session) -> String {
    match (session.starts.as_str(), session.ends.as_str()) {
        (starts, "") => starts.to_owned(),
        ("", ends) => format!("–{ends}"),
        (starts, ends) => format!("{starts}–{ends}"),
    }
}

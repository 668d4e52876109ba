//! [`Days`]: the days of an event, as its sessions name them and in words.

use crate::domain::Page;
use crate::domain::agenda::{Agenda, Frame};
use crate::domain::form::Row;
use crate::web::editing::seminar::building::rows::text;
use crate::web::parts::context::Context;

/// Most days that are offered.
const MOST_DAYS: usize = 60;

/// The days of an event.
pub(super) struct Days<'d> {
    agenda: &'d Agenda,
    frame: Frame,
    /// The name by which sessions give each day, and what it is called.
    pub(super) offered: Vec<(String, String)>,
}

impl<'d> Days<'d> {
    pub(super) fn of(context: &Context, page: &'d Page) -> Self {
        let details = page.front.details();
        let (agenda, frame) = (&details.agenda, details.frame());
        let counted = (1..=MOST_DAYS).take_while(|number| {
            let date = agenda.date_of(&number.to_string(), frame);
            date.is_some_and(|date| frame.ends.is_some_and(|last| date <= last))
        });
        // Days that nothing but a session names, as where the dates are not known yet.
        let named = agenda.sessions.iter();
        let named = named.filter_map(|session| session.day.parse().ok()).max();
        let count = agenda.days.len().max(counted.count());
        let count = count.max(named.unwrap_or(0)).min(MOST_DAYS);
        let day = |number: usize| {
            let key = number.to_string();
            let date = agenda.date_of(&key, frame);
            let title = agenda.day_of(&key, date).map(|day| day.title.clone());
            let title = title.filter(|title| !title.is_empty());
            let words = context.words;
            let parts = std::iter::once(words.with("day-number", "number", number))
                .chain(date.map(|date| words.date(date)))
                .chain(title);
            (key, parts.collect::<Vec<_>>().join(" · "))
        };
        Self {
            agenda,
            frame,
            offered: (1..=count).map(day).collect(),
        }
    }

    /// Returns what is offered for the day that a session names, which may be a date; else what it names.
    pub(super) fn key(&self, row: &Row) -> String {
        let named = text(row, "day");
        if named.is_empty() || self.offered.iter().any(|(key, _)| key == named) {
            return named.to_owned();
        }
        let date = self.agenda.date_of(named, self.frame);
        let is_it = |key: &str| date.is_some() && self.agenda.date_of(key, self.frame) == date;
        let known = self.offered.iter().find(|(key, _)| is_it(key));
        known.map_or_else(|| named.to_owned(), |(key, _)| key.clone())
    }

    /// Returns what the day of a session is called; empty where it names none.
    pub(super) fn name(&self, row: &Row) -> String {
        let key = self.key(row);
        let known = self.offered.iter().find(|(known, _)| *known == key);
        known.map_or_else(|| key.clone(), |(_, name)| name.clone())
    }
}

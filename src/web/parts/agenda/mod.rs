//! The agenda of an event: what happens when, by day, as a list and as a grid.
//!
//! `times` says when a session is, in the venue's time zone and in the reader's; `grid` puts the
//! sessions of a day beside each other; `said` has the words that many of them share.

mod builder;
pub(crate) mod grid;
mod lessons;
mod said;
mod session;
pub(crate) mod times;

use crate::domain::Page;
use crate::site::View;
use crate::web::parts::agenda::builder::{AgendaBuilder, AgendaDay};
use crate::web::parts::agenda::lessons::{UnrecordedSession, recorded, unrecorded};
use crate::web::parts::agenda::said::SessionPhrases;
pub(crate) use crate::web::parts::agenda::session::{
    AgendaSession, ExampleView, RecordedAt, session_address,
};
use crate::web::parts::agenda::times::Zones;
use crate::web::parts::context::Context;

/// The bytes that stand around a session, and around each of its examples, about.
const SESSION: usize = 1_100;
const EXAMPLE: usize = 160;

/// An agenda; empty where a page has none.
pub(crate) struct PageAgenda<'a> {
    pub(crate) days: Vec<AgendaDay<'a>>,
    pub(crate) zones: Zones,
    /// Whether a session says when it is, and whether one says in which form.
    pub(crate) has_times: bool,
    pub(crate) has_formats: bool,
    /// Whether a table of the sessions helps.
    pub(crate) has_overview: bool,
    /// Whether a day has a grid.
    pub(crate) has_grid: bool,
    /// The address of its calendar; empty where no day is known.
    pub(crate) calendar: String,
    /// The sessions of an event that is over from which nothing was recorded.
    pub(crate) unrecorded: Vec<UnrecordedSession>,
}

impl<'a> PageAgenda<'a> {
    pub(crate) fn of(context: &Context, view: &View<'a>, page: &'a Page) -> Self {
        let details = page.front.details();
        let sessions = &details.agenda.sessions;
        let zones = Zones::of(context, page);
        let slots = details.agenda.slots(details.frame());
        let builder = AgendaBuilder {
            context,
            view: *view,
            page,
            zones: &zones,
            said: SessionPhrases::new(context.words),
            lessons: recorded(view, page),
        };
        let days = builder.days(&details.agenda, &slots);
        let has_times = sessions.iter().any(|session| !session.starts.is_empty());
        let has_formats = sessions.iter().any(|session| !session.format.is_empty());
        let is_dated =
            details.frame().starts.is_some() || slots.iter().any(|slot| slot.from.is_some());
        let last = details.ends.or(details.starts);
        let is_over = last.is_some_and(|day| day.is_over_on(context.today.get()));
        Self {
            unrecorded: match is_over {
                true => unrecorded(context, page, days.iter().flat_map(|day| &day.sessions)),
                false => Vec::new(),
            },
            has_grid: days.iter().any(|day| day.grid.is_some()),
            days,
            zones,
            has_times,
            has_formats,
            has_overview: sessions.len() > 1 && (has_times || has_formats || sessions.len() > 4),
            calendar: match is_dated {
                true => format!("/-/calendar{}.ics", page.path.address()),
                false => String::new(),
            },
        }
    }

    /// Returns how many columns the table has.
    pub(crate) fn columns(&self) -> usize {
        1 + usize::from(self.has_times) + usize::from(self.has_formats)
    }

    /// Returns how many bytes it takes as HTML, about: with what stands around each session and example.
    pub(crate) fn room(&self) -> usize {
        let example = |one: &ExampleView<'_>| {
            EXAMPLE + one.note.len() + one.title().len() + one.item.page.path.as_str().len()
        };
        let session = |one: &AgendaSession<'a>| {
            let session = one.session;
            let lines = session.questions.iter().chain(&session.material);
            let lines: usize = lines.map(String::len).sum();
            let people: usize = session.people().map(str::len).sum();
            let said = 3 * session.title.len() + session.summary.len() + lines + people;
            SESSION + said + one.examples.iter().map(example).sum::<usize>()
        };
        self.sessions().map(session).sum()
    }

    /// Returns the sessions from which lessons were recorded.
    pub(crate) fn recorded(&self) -> Vec<&AgendaSession<'a>> {
        let recorded = self.sessions().filter(|one| !one.lessons.is_empty());
        recorded.collect()
    }

    /// Returns all sessions in the order in which they are shown.
    pub(crate) fn sessions(&self) -> impl Iterator<Item = &AgendaSession<'a>> {
        self.days.iter().flat_map(|day| &day.sessions)
    }
}

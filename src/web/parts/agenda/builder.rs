//! Makes the days of an agenda, with their sessions, from what an event says of them.

use std::sync::Arc;

use crate::domain::agenda::{self, Slot};
use crate::domain::date::Date;
use crate::domain::link::Destination;
use crate::domain::{LinkRole, LinkTarget, Page};
use crate::site::{SitePage, View};
use crate::web::parts::agenda::grid::{AgendaCell, AgendaGrid};
use crate::web::parts::agenda::said::SessionPhrases;
use crate::web::parts::agenda::session::{
    AgendaSession, ExampleView, MaterialView, session_address,
};
use crate::web::parts::agenda::times::{SessionTime, Zones};
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::facets::capital;

/// The sessions of a day.
pub(crate) struct AgendaDay<'a> {
    /// Empty where the sessions name none.
    pub(crate) name: String,
    pub(crate) sessions: Vec<AgendaSession<'a>>,
    pub(crate) grid: Option<AgendaGrid>,
}

/// Everything that the sessions of an agenda are made from.
pub(super) struct AgendaBuilder<'m, 'a> {
    pub(super) context: &'m Context,
    pub(super) view: View<'a>,
    pub(super) page: &'a Page,
    pub(super) zones: &'m Zones,
    pub(super) said: SessionPhrases<'a>,
    pub(super) lessons: Vec<(String, Arc<SitePage>)>,
}

impl<'a> AgendaBuilder<'_, 'a> {
    /// Returns the days with their sessions, in order.
    pub(super) fn days(&self, agenda: &'a agenda::Agenda, slots: &[Slot]) -> Vec<AgendaDay<'a>> {
        let keys = agenda.keys();
        let mut days: Vec<(AgendaDay<'a>, Vec<usize>)> = Vec::new();
        let mut last: Option<(Option<Date>, &str)> = None;
        for at in order(slots) {
            let (Some(session), Some(slot)) = (agenda.sessions.get(at), slots.get(at)) else {
                continue;
            };
            let of = day_of(slot, session);
            if last != Some(of) {
                let day = AgendaDay {
                    name: self.day(session, slot.date),
                    sessions: Vec::new(),
                    grid: None,
                };
                days.push((day, Vec::new()));
                last = Some(of);
            }
            let key = keys.get(at).map_or("", String::as_str);
            if let Some((day, indices)) = days.last_mut() {
                day.sessions.push(self.session(session, slot, key));
                indices.push(at);
            }
        }
        let with_grid = days.into_iter().map(|(mut day, indices)| {
            day.grid = AgendaGrid::of(agenda, slots, &indices, self.zones, &day.sessions);
            day
        });
        with_grid.collect()
    }

    fn session(&self, session: &'a agenda::Session, slot: &Slot, key: &str) -> AgendaSession<'a> {
        let anchor = format!("c-session-{key}");
        let other = session.other.iter().filter(|(_, value)| !value.is_empty());
        let lessons = self.lessons.iter().filter(|(at, _)| *at == anchor);
        let examples = self.examples(session);
        AgendaSession {
            address: session_address(self.page, key),
            time: SessionTime::of(self.context, self.zones, session, slot),
            session,
            in_room: self.said.in_room(&session.room),
            example_count: self.said.count("session-examples", examples.len()),
            question_count: self
                .said
                .count("session-questions", session.questions.len()),
            other: other
                .map(|(key, value)| (capital(&key.replace('_', " ")), value.as_str()))
                .collect(),
            examples,
            material: self.material(session),
            lessons: lessons
                .map(|(_, item)| Card::of(self.context, item))
                .collect(),
            anchor,
        }
    }

    fn examples(&self, session: &'a agenda::Session) -> Vec<ExampleView<'a>> {
        let example = |example: &'a agenda::Example| {
            let item = self.view.links().referenced(&example.page)?;
            Some(ExampleView {
                item,
                kind: self.said.kind(item.page.front.kind),
                at: example.at,
                note: &example.note,
            })
        };
        session.examples.iter().filter_map(example).collect()
    }

    fn material(&self, session: &agenda::Session) -> Vec<MaterialView> {
        let material = |name: &String| {
            if agenda::is_outside(name) {
                return Some(MaterialView {
                    address: name.clone(),
                    label: name.clone(),
                    is_outside: true,
                });
            }
            let named = name.split('#').next().unwrap_or(name);
            let links = self.page.links.iter();
            let mut links = links.filter(|link| link.role == LinkRole::Material);
            let link =
                links.find(|link| matches!(&link.target, LinkTarget::Name(one) if one == named))?;
            let (address, label) = match self.view.links().resolve(self.page, link) {
                Destination::Page { address, title } => (address, title),
                Destination::File { address } => {
                    let label = address.rsplit('/').next().unwrap_or(&address).to_owned();
                    (address, label)
                }
                _ => return None,
            };
            Some(MaterialView {
                address,
                label,
                is_outside: false,
            })
        };
        session.material.iter().filter_map(material).collect()
    }

    /// Returns what a day is called: its number, its date, what it is about.
    fn day(&self, session: &agenda::Session, date: Option<Date>) -> String {
        let words = self.context.words;
        let agenda = &self.page.front.details().agenda;
        let number = session.day.parse::<u32>().ok();
        let number = number.map(|number| words.with("day-number", "number", number));
        let written = match date {
            Some(date) => Some(words.date(date)),
            None if number.is_none() && !session.day.is_empty() => {
                let date = Date::parse(&session.day);
                Some(date.map_or_else(|| session.day.clone(), |date| words.date(date)))
            }
            None => None,
        };
        let title = agenda.day_of(&session.day, date);
        let title = title
            .map(|day| day.title.clone())
            .filter(|title| !title.is_empty());
        let parts: Vec<String> = number.into_iter().chain(written).chain(title).collect();
        parts.join(" · ")
    }
}

impl<'a> AgendaDay<'a> {
    /// Returns the level of its sessions' headings.
    pub(crate) fn level(&self) -> u8 {
        if self.name.is_empty() { 3 } else { 4 }
    }

    /// Returns the sessions that take a cell of its grid.
    pub(crate) fn at<'d>(
        &'d self,
        cell: &'d AgendaCell,
    ) -> impl Iterator<Item = &'d AgendaSession<'a>> {
        let indices = cell.sessions.iter();
        indices.filter_map(|index| self.sessions.get(*index))
    }
}

fn day_of<'s>(slot: &Slot, session: &'s agenda::Session) -> (Option<Date>, &'s str) {
    match slot.date {
        Some(date) => (Some(date), ""),
        None => (None, session.day.as_str()),
    }
}

/// Returns the numbers of the sessions in the order of their days and times; those whose day or time is
/// not known stand behind. Where no day is known, it is the order of the file.
fn order(slots: &[Slot]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..slots.len()).collect();
    if slots.iter().any(|slot| slot.date.is_some()) {
        order.sort_by_key(|at| {
            let slot = slots.get(*at).copied().unwrap_or_default();
            (
                slot.date.is_none(),
                slot.date,
                slot.begins.is_none(),
                slot.begins,
            )
        });
    }
    order
}

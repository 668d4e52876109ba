//! Sessions that need a room or a person at the same time.

use std::collections::HashMap;

use crate::domain::agenda::check::{Check, position_of};
use crate::domain::agenda::schedule::Slot;
use crate::domain::yaml::Node;

/// The most overlaps that are told: beyond that one knows.
const MOST_OVERLAPS: usize = 50;

impl Check<'_> {
    /// Looks for rooms and people that are needed twice at a time.
    pub(super) fn overlaps(&mut self, slots: &[Slot], nodes: &[Node]) {
        let mut uses: HashMap<(String, Option<String>), Vec<Booking>> = HashMap::new();
        let sessions = self.agenda.sessions.iter().zip(slots).enumerate();
        for (number, (session, slot)) in sessions {
            let Some((from, to)) = slot.minutes() else {
                continue;
            };
            let day = slot
                .date
                .map_or_else(|| session.day.clone(), |date| date.to_string());
            let one = Booking { from, to, number };
            if !session.room.is_empty() {
                let room = Some(session.room.to_lowercase());
                uses.entry((day.clone(), room)).or_default().push(one);
            }
            let mut people: Vec<String> = session.people().map(who).collect();
            people.sort();
            people.dedup();
            for person in people {
                let key = (format!("{day}\0{person}"), None);
                uses.entry(key).or_default().push(one);
            }
        }
        let mut found: Vec<(usize, usize, bool, String)> = Vec::new();
        for ((day, room), mut uses) in uses {
            uses.sort_by_key(|one| (one.from, one.number));
            let mut last: Option<Booking> = None;
            for one in uses {
                if let Some(before) = last.filter(|before| before.to > one.from) {
                    let person = day.split('\0').nth(1).unwrap_or("").to_owned();
                    let is_room = room.is_some();
                    let name = room.clone().unwrap_or(person);
                    found.push((one.number, before.number, is_room, name));
                }
                last = Some(last.filter(|before| before.to > one.to).unwrap_or(one));
            }
        }
        found.sort();
        for (number, other, is_room, name) in found.into_iter().take(MOST_OVERLAPS) {
            self.overlap(number, other, is_room, &name, nodes);
        }
    }

    fn overlap(&mut self, number: usize, other: usize, is_room: bool, name: &str, nodes: &[Node]) {
        let sessions = &self.agenda.sessions;
        let (Some(session), Some(other), Some(node)) =
            (sessions.get(number), sessions.get(other), nodes.get(number))
        else {
            return;
        };
        if is_room {
            let message = format!(
                "“{}” needs the room “{}” while “{}” is in it",
                session.title, session.room, other.title
            );
            self.warn(
                position_of(node, "room"),
                message,
                "give one of them another room or time",
            );
            return;
        }
        let mut people = session.people();
        let person = people
            .find(|person| who(person) == name)
            .unwrap_or(name)
            .to_owned();
        let message = format!(
            "{person} is in “{}” and in “{}” at the same time",
            session.title, other.title
        );
        self.warn(
            position_of(node, "starts"),
            message,
            "give one of them another time",
        );
    }
}

/// A time in which a room or a person is taken.
#[derive(Clone, Copy)]
struct Booking {
    from: u16,
    to: u16,
    number: usize,
}

/// Returns a person's name as it is compared: without the office behind it.
fn who(person: &str) -> String {
    let name = person.split(['(', ',']).next().unwrap_or(person);
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

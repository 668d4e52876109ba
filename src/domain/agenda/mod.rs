//! The agenda of an event: days, tracks, rooms and sessions, and when each of them is.
//!
//! What is stored is the time on the wall of the venue and the name of its time zone; instants are
//! derived from these, so that a change of the clock's rules moves no session in the hall. Nothing
//! here knows of other pages: that an example exists is for the edition to say.
//!
//! 1. `session` and `example` are what front matter says, as written.
//! 2. `clock` and `zone` read times; `schedule` says when each session is.
//! 3. `check` says what is wrong.

mod check;
mod clock;
mod example;
mod schedule;
mod session;
#[cfg(test)]
mod tests;
mod zone;

pub use check::check;
pub use clock::Clock;
pub use example::Example;
pub(in crate::domain) use example::{AT, NOTE, PAGE};
pub use schedule::{Frame, Slot};
pub use session::{KEYS, Session, id_of, is_id, is_outside, offered_id};
pub use zone::{Instant, Local, Zone};

use serde::{Deserialize, Serialize};

use crate::domain::date::Date;

/// The agenda of an event as its page has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    /// The IANA name of the time zone of all its times.
    pub timezone: Option<String>,
    /// The days, in their order.
    pub days: Vec<Day>,
    /// The tracks that run side by side, in the order of the columns.
    pub tracks: Vec<String>,
    /// The rooms.
    pub rooms: Vec<String>,
    /// The sessions, in their order.
    pub sessions: Vec<Session>,
}

/// A day of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Its date.
    pub date: Option<Date>,
    /// Its subject.
    pub title: String,
    /// The time it begins, as written.
    pub starts: String,
    /// The time it ends, as written.
    pub ends: String,
}

/// Returns the part of an address that leads to each of some sessions, of which these are the ids: its
/// id, or its number, from 1, where it has none that can be used and is the first of it.
pub fn keys<'i>(ids: impl Iterator<Item = &'i str>) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    let key = |(number, id): (usize, &'i str)| match is_id(id) && taken.insert(id) {
        true => id.to_owned(),
        false => number.to_string(),
    };
    (1..).zip(ids).map(key).collect()
}

impl Agenda {
    /// Returns the part of an address that leads to each session, in their order: see [`keys`].
    pub fn keys(&self) -> Vec<String> {
        keys(self.sessions.iter().map(|session| session.id.as_str()))
    }

    /// Returns the number, from 0, of the session that a key leads to.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.keys().iter().position(|known| known == key)
    }
}

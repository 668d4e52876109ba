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

/// What an event says of its agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    /// The IANA name of the time zone of all its times.
    pub timezone: Option<String>,
    /// The days, in their order.
    pub days: Vec<Day>,
    /// What goes on side by side, in the order of the columns.
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
    /// What it is about.
    pub title: String,
    /// When it begins, as written.
    pub starts: String,
    /// When it ends, as written.
    pub ends: String,
}

impl Agenda {
    /// Returns the part of an address that leads to each session, in their order: its id, or its
    /// number where it has none that can be used and is the only one.
    pub fn keys(&self) -> Vec<String> {
        let mut taken = std::collections::HashSet::new();
        let numbered = (1..).zip(&self.sessions);
        let key = |(number, session): (usize, &Session)| {
            let is_free = is_id(&session.id) && taken.insert(session.id.clone());
            match is_free {
                true => session.id.clone(),
                false => number.to_string(),
            }
        };
        numbered.map(key).collect()
    }

    /// Returns the number, from 0, of the session that a key leads to.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.keys().iter().position(|known| known == key)
    }
}

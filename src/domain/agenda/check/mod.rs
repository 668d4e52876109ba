//! What is wrong with an agenda, as far as it can be told from the event's page alone.
//!
//! An error is what readers would see wrongly: two sessions at one address, a time that no clock shows.
//! All else are warnings, which block nothing: whoever plans may know better.

mod overlaps;

use std::collections::HashMap;

use crate::domain::agenda::clock::Clock;
use crate::domain::agenda::schedule::{Frame, Slot};
use crate::domain::agenda::session::{Session, is_id, offered_id};
use crate::domain::agenda::zone::{Instant, Zone};
use crate::domain::agenda::{Agenda, Day};
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::suggestion::nearest;
use crate::domain::yaml::Node;

/// Returns what is wrong with the agenda of a page. `root` is what it was read from; positions count
/// in it.
pub fn check(root: &Node, agenda: &Agenda, frame: Frame) -> Vec<Problem> {
    let nodes = root.get("sessions").map(Node::items).unwrap_or_default();
    let slots = agenda.slots(frame);
    let mut check = Check {
        agenda,
        frame,
        root,
        problems: Vec::new(),
    };
    check.zone();
    check.uid();
    check.days();
    check.ids(nodes);
    for ((session, slot), node) in agenda.sessions.iter().zip(&slots).zip(nodes) {
        check.times(session, *slot, node);
        check.day(session, *slot, node);
        check.track_and_room(session, node);
    }
    check.overlaps(&slots, nodes);
    check.problems
}

struct Check<'a> {
    agenda: &'a Agenda,
    frame: Frame,
    root: &'a Node,
    problems: Vec<Problem>,
}

/// Returns where a key of a map stands, or else the map.
fn position_of(node: &Node, key: &str) -> Position {
    node.get(key).map_or(node.position, |node| node.position)
}

impl Check<'_> {
    fn report(&mut self, kind: ProblemKind, at: Position, message: String, help: &str) {
        self.problems
            .push(Problem::new(kind, at, message).with_help(help));
    }

    fn warn(&mut self, at: Position, message: String, help: &str) {
        self.report(ProblemKind::Agenda, at, message, help);
    }

    fn zone(&mut self) {
        let Some(name) = &self.agenda.timezone else {
            return;
        };
        if Zone::named(name).is_some() {
            return;
        }
        let help = match Zone::meant(name) {
            Some(meant) => format!("did you mean “{meant}”?"),
            None => "write a name of the IANA list, such as Europe/Zurich".to_owned(),
        };
        let message = format!("unknown time zone “{name}”");
        let at = position_of(self.root, "timezone");
        self.report(ProblemKind::Timezone, at, message, &help);
    }

    /// Says what an event that goes into calendars is missing.
    fn uid(&mut self) {
        let is_timed = self
            .agenda
            .sessions
            .iter()
            .any(|one| one.begins().is_some());
        let has_uid = self
            .root
            .get("uid")
            .is_some_and(|node| node.as_str().is_some());
        if self.agenda.timezone.is_some() && is_timed && !has_uid {
            let title = self.root.get("title").and_then(Node::as_str).unwrap_or("");
            let message =
                "the event has no uid, so calendars lose it when the page moves".to_owned();
            let help = format!("add “uid: {}”", offered_id(title));
            self.warn(position_of(self.root, "timezone"), message, &help);
        }
    }

    fn days(&mut self) {
        let nodes = self.root.get("days").map(Node::items).unwrap_or_default();
        for (day, node) in self.agenda.days.iter().zip(nodes) {
            for (key, text) in [("starts", &day.starts), ("ends", &day.ends)] {
                self.clock(key, text, node);
            }
        }
    }

    fn clock(&mut self, key: &str, text: &str, node: &Node) {
        if !text.is_empty() && Clock::parse(text).is_none() {
            let message = format!("“{key}: {text}” is not a time");
            self.warn(
                position_of(node, key),
                message,
                "write hours and minutes, such as \"09:30\"",
            );
        }
    }

    fn ids(&mut self, nodes: &[Node]) {
        let agenda = self.agenda;
        let mut first: HashMap<&str, &str> = HashMap::new();
        for (session, node) in agenda.sessions.iter().zip(nodes) {
            let (id, at) = (session.id.as_str(), position_of(node, "id"));
            if id.is_empty() {
                self.missing_id(session, node);
            } else if !is_id(id) {
                let message = format!("“{id}” cannot be the id of a session");
                let help = "use small letters, digits and hyphens, with a letter among them";
                self.warn(at, message, help);
            } else if let Some(other) = first.insert(id, &session.title) {
                let message = format!("two sessions have the id “{id}”: “{other}” is the other");
                let help = format!("write another, such as “id: {}”", self.free_id(session));
                self.report(ProblemKind::DuplicateSession, at, message, &help);
            }
        }
    }

    /// Says what a session that goes into calendars is missing.
    fn missing_id(&mut self, session: &Session, node: &Node) {
        let is_timed = self.agenda.timezone.is_some() && session.begins().is_some();
        if is_timed && !session.is_break() {
            let message = format!(
                "“{}” has no id, so calendars lose it when sessions before it change",
                session.title
            );
            let help = format!("add “id: {}”", self.free_id(session));
            self.warn(node.position, message, &help);
        }
    }

    /// Returns an id that no session has.
    fn free_id(&self, session: &Session) -> String {
        let mut id = offered_id(&session.title);
        while self.agenda.sessions.iter().any(|one| one.id == id) {
            id = offered_id(&id);
        }
        id
    }

    fn times(&mut self, session: &Session, slot: Slot, node: &Node) {
        self.clock("starts", &session.starts, node);
        self.clock("ends", &session.ends, node);
        let ends = Clock::parse(&session.ends);
        if ends.is_some() && session.closes().is_none() {
            let message = format!("“{}” ends before it begins", session.title);
            self.warn(position_of(node, "ends"), message, "write a later time");
        }
        let zone = self.agenda.timezone.as_deref().unwrap_or("");
        for (key, clock, at) in [
            ("starts", slot.begins, slot.from),
            ("ends", slot.closes, slot.to),
        ] {
            let (Some(clock), Some(date), Some(at)) = (clock, slot.date, at) else {
                continue;
            };
            let position = position_of(node, key);
            match at {
                Instant::At(_) => {}
                Instant::Never(_) => {
                    let message = format!(
                        "{clock} on {date} does not exist in {zone}: the clock is put forward"
                    );
                    let help = "write a time before or after the change";
                    self.report(ProblemKind::NoSuchTime, position, message, help);
                }
                Instant::Twice(_) => {
                    let message = format!(
                        "{clock} on {date} comes twice in {zone}: the first is taken, before the clock is put back"
                    );
                    self.warn(
                        position,
                        message,
                        "take another time if the second is meant",
                    );
                }
            }
        }
    }

    fn day(&mut self, session: &Session, slot: Slot, node: &Node) {
        let at = position_of(node, "day");
        let Some(date) = slot.date else {
            let number = session.day.parse::<usize>();
            let beyond = number.is_ok_and(|day| day == 0 || day > self.agenda.days.len());
            if beyond && !self.agenda.days.is_empty() {
                let message = format!("the event has no day {}", session.day);
                self.warn(at, message, "add it to “days”, or name another");
            }
            return;
        };
        let (starts, ends) = (self.frame.starts, self.frame.ends);
        let outside =
            starts.is_some_and(|first| date < first) || ends.is_some_and(|last| date > last);
        let day = self.agenda.day_of(&session.day, slot.date);
        if outside || (day.is_none() && !self.agenda.days.is_empty()) {
            let message = format!(
                "“{}” is on {date}, which is no day of the event",
                session.title
            );
            let help = "change its day, or the days of the event";
            return self.warn(at, message, help);
        }
        if let Some(day) = day {
            self.hours(session, slot, day, node);
        }
    }

    /// Says that a session is outside the hours of its day.
    fn hours(&mut self, session: &Session, slot: Slot, day: &Day, node: &Node) {
        let (opens, shuts) = (Clock::parse(&day.starts), Clock::parse(&day.ends));
        let early = slot
            .begins
            .zip(opens)
            .is_some_and(|(begins, opens)| begins < opens);
        let last = slot.closes.or(slot.begins);
        let late = last.zip(shuts).is_some_and(|(ends, shuts)| ends > shuts);
        if early || late {
            let hours = [opens, shuts].map(|clock| clock.map_or(String::new(), |c| c.to_string()));
            let message = format!(
                "“{}” is outside the hours of its day, {}–{}",
                session.title, hours[0], hours[1]
            );
            let key = if early { "starts" } else { "ends" };
            let help = "change its time, or the hours of the day";
            self.warn(position_of(node, key), message, help);
        }
    }

    /// Looks at a track and a room that the event does not name.
    fn track_and_room(&mut self, session: &Session, node: &Node) {
        let agenda = self.agenda;
        let all = [
            ("track", &session.track, &agenda.tracks),
            ("room", &session.room, &agenda.rooms),
        ];
        for (key, name, known) in all {
            if name.is_empty() || known.is_empty() || known.contains(name) {
                continue;
            }
            let names = known.iter().map(String::as_str);
            let help = match nearest(name, names) {
                Some(meant) => format!("did you mean “{meant}”?"),
                None => format!("add it to “{key}s”"),
            };
            let message = format!("the event has no {key} “{name}”");
            self.warn(position_of(node, key), message, &help);
        }
    }
}

//! The values of an event: its sessions, days and agenda.

use crate::domain::agenda::{self, Day, Example, Session};
use crate::domain::date::Date;
use crate::domain::front_matter::parts::below_fence;
use crate::domain::front_matter::reader::Reader;
use crate::domain::link::LinkRole;
use crate::domain::yaml::{Node, Value};

impl Reader<'_> {
    pub(super) fn sessions(&mut self, node: &Node) -> Vec<Session> {
        let mut sessions = Vec::new();
        for item in node.items() {
            let session = Session {
                id: self.part(item, "id"),
                title: self.part(item, "title"),
                summary: self.part(item, "summary"),
                day: self.part(item, "day"),
                starts: self.part(item, "starts"),
                ends: self.part(item, "ends"),
                track: self.part(item, "track"),
                room: self.part(item, "room"),
                format: self.part(item, "format"),
                basis: self.part(item, "basis"),
                chair: self.people(item, "chair"),
                speakers: self.people(item, "speakers"),
                rapporteur: self.people(item, "rapporteur"),
                audience: self.part(item, "audience"),
                questions: self.lines(item, "questions"),
                material: self.material(item),
                examples: self.examples(item),
                other: self.others(item, &agenda::KEYS),
                position: below_fence(item.position),
            };
            if session.title.is_empty() {
                self.report(item, "a session has no title");
            }
            sessions.push(session);
        }
        sessions
    }

    /// Reads what a session shows: pages and files, which are links, and addresses outside.
    fn material(&mut self, node: &Node) -> Vec<String> {
        let Some(node) = node.get("material") else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for (name, position) in self.with_positions("material", node) {
            if !agenda::is_outside(&name) {
                self.reference(&name, LinkRole::Material, position);
            }
            names.push(name);
        }
        names
    }

    /// Reads the examples of a session: a name, or a map with a note and the version that is meant.
    fn examples(&mut self, node: &Node) -> Vec<Example> {
        let Some(node) = node.get("examples") else {
            return Vec::new();
        };
        if matches!(node.value, Value::Map(_)) {
            self.report(node, "“examples” is not a list");
        }
        let mut examples = Vec::new();
        for item in node.items().iter().filter(|item| item.value != Value::Null) {
            let Some(example) = Example::read(item) else {
                let message = "an example cannot be read".to_owned();
                let help = "write the page, or “{ page: …, note: …, at: … }” with a whole commit";
                self.report_with_help(item, message, help);
                continue;
            };
            let at = Example::named(item).map_or(item.position, |(node, _)| node.position);
            self.reference(&example.page, LinkRole::Example, below_fence(at));
            examples.push(example);
        }
        examples
    }

    pub(super) fn days(&mut self, node: &Node) -> Vec<Day> {
        let mut days = Vec::new();
        for item in node.items() {
            let text = match item.as_str() {
                Some(text) => text.to_owned(),
                None => self.part(item, "date"),
            };
            let date = Date::parse(&text).filter(|date| date.day.is_some());
            if date.is_none() && !text.is_empty() {
                let message = format!("“{text}” is not a day such as 2018-04-17");
                self.report(item.get("date").unwrap_or(item), message);
            }
            days.push(Day {
                date,
                title: self.part(item, "title"),
                starts: self.part(item, "starts"),
                ends: self.part(item, "ends"),
            });
        }
        days
    }

    /// Looks for what is wrong with the agenda, once all of it is read.
    pub(super) fn agenda(&mut self, root: &Node) {
        let details = self.front.details();
        let found = agenda::check(root, &details.agenda, details.frame());
        self.problems.extend(found.into_iter().map(|mut problem| {
            problem.position = below_fence(problem.position);
            problem
        }));
    }
}

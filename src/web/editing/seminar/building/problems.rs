//! [`AgendaProblems`]: what is wrong with an agenda, sorted to the fields of its form.

use std::collections::BTreeMap;

use crate::domain::form::KeyLocations;
use crate::domain::{Field, Problem};
use crate::web::editing::problem_text::sentence;

/// The problems of an agenda: of sessions by their indices in the file, of the event by its keys.
#[derive(Default)]
pub(super) struct AgendaProblems {
    sessions: BTreeMap<(usize, String), Vec<String>>,
    event: BTreeMap<String, Vec<String>>,
}

impl AgendaProblems {
    pub(super) fn of(source: &str, problems: &[Problem]) -> Self {
        let mut sorted = Self::default();
        let Some(rows) = KeyLocations::read(source) else {
            return sorted;
        };
        for problem in problems {
            let said = sentence(problem);
            match rows.row(Field::Sessions.key(), problem.position) {
                Some((at, key)) => {
                    let key = key.unwrap_or_default().to_owned();
                    sorted.sessions.entry((at, key)).or_default().push(said);
                }
                None => {
                    let key = rows.key(problem.position.line).unwrap_or_default();
                    sorted.event.entry(key.to_owned()).or_default().push(said);
                }
            }
        }
        sorted
    }

    /// Takes the problems of a key of the event.
    pub(super) fn take(&mut self, key: &str) -> Vec<String> {
        self.event.remove(key).unwrap_or_default()
    }

    /// Takes the problems of a key of the session at an index.
    pub(super) fn of_session(&mut self, at: usize, key: &str) -> Vec<String> {
        let key = (at, key.to_owned());
        self.sessions.remove(&key).unwrap_or_default()
    }

    /// Takes what is left of a session.
    pub(super) fn rest(&mut self, at: usize) -> Vec<String> {
        let keys: Vec<(usize, String)> = self.sessions.keys().cloned().collect();
        let keys = keys.into_iter().filter(|(known, _)| *known == at);
        let said = keys.filter_map(|key| self.sessions.remove(&key));
        said.flatten().collect()
    }
}

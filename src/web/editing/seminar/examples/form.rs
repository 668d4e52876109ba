//! [`ExamplesForm`]: the examples of a session as they stand in a form, and what its buttons do to them.

use crate::domain::agenda::Example;
use crate::domain::{ObjectId, PagePath};
use crate::site::{SitePage, View};
use crate::web::editing::seminar::session::{ChosenSession, MOST};
use crate::web::http::query::Query;

/// The values of the form.
pub(super) struct ExamplesForm {
    pub(super) session: ChosenSession,
    pub(super) base: ObjectId,
    pub(super) examples: Vec<Example>,
}

/// Reads the examples of a form: what each is, and the note beside it.
pub(super) fn examples_of(form: &Query) -> Vec<Example> {
    let values = |key: &str| -> Vec<String> {
        let pairs = form.pairs().iter().filter(|(name, _)| name == key);
        pairs
            .map(|(_, value)| value.clone())
            .take(MOST + 1)
            .collect()
    };
    let notes = values("note");
    let example = |(number, line): (usize, String)| {
        let mut example = Example::of_line(&line);
        if let Some(note) = notes.get(number) {
            example.note = note.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        example
    };
    let all = values("line").into_iter().enumerate().map(example);
    all.filter(|example| !example.page.is_empty()).collect()
}

impl ExamplesForm {
    /// Does what a button asks for.
    pub(super) fn change(&mut self, view: &View<'_>, action: &str, what: &str) {
        let number: Option<usize> = what.parse().ok();
        let number = number.filter(|number| *number < self.examples.len());
        match (action, number) {
            ("add", _) => {
                let is_there = PagePath::parse(what)
                    .ok()
                    .is_some_and(|path| view.page(&path).is_some());
                let is_in = self.examples.iter().any(|one| one.page == what);
                if is_there && !is_in {
                    self.examples.push(Example {
                        page: what.to_owned(),
                        ..Example::default()
                    });
                }
            }
            ("remove", Some(number)) => drop(self.examples.remove(number)),
            ("up", Some(number)) if number > 0 => self.examples.swap(number - 1, number),
            ("down", Some(number)) if number + 1 < self.examples.len() => {
                self.examples.swap(number, number + 1);
            }
            ("pin", Some(number)) => {
                if let Some(example) = self.examples.get_mut(number) {
                    let item = view.links().referenced(&example.page);
                    let changed = item.and_then(|item| item.changed.as_ref());
                    example.at = Some(changed.map_or(view.revision().id, |change| change.commit));
                }
            }
            ("unpin", Some(number)) => {
                if let Some(example) = self.examples.get_mut(number) {
                    example.at = None;
                }
            }
            _ => {}
        }
    }

    /// Tells whether a page is in.
    pub(super) fn has(&self, view: &View<'_>, item: &SitePage) -> bool {
        let is_it = |example: &Example| {
            let known = view.links().referenced(&example.page);
            known.is_some_and(|known| known.page.path == item.page.path)
        };
        self.examples.iter().any(is_it)
    }
}

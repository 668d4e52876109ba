//! The outline of a page: the headings of its text, and the parts around it.

use crate::domain::Page;
use crate::domain::page::Heading;
use crate::web::parts::agenda::PageAgenda;
use crate::web::parts::messages::Words;
use crate::web::parts::questions;

/// The deepest heading that the outline has.
const DEEPEST: u8 = 3;

/// A line of the outline.
pub(crate) struct OutlineEntry {
    /// The id on the page.
    pub(crate) id: String,
    pub(crate) text: String,
    /// 2 or 3.
    pub(crate) level: u8,
}

/// The lines of an outline in the making.
pub(crate) struct Outline {
    words: Words,
    entries: Vec<OutlineEntry>,
}

impl Outline {
    pub(crate) fn new(words: Words) -> Self {
        Self {
            words,
            entries: Vec::new(),
        }
    }

    /// Adds a part of the page that has a heading of its own, if it is there.
    pub(crate) fn part(&mut self, is_there: bool, id: &str, message: &str) {
        if is_there {
            let text = self.words.say(message).into_owned();
            self.add(id, text, 2);
        }
    }

    /// Adds an agenda; its sessions where no table leads to them.
    pub(crate) fn agenda(&mut self, agenda: &PageAgenda<'_>) {
        self.part(!agenda.days.is_empty(), "c-agenda", "agenda");
        let days = match agenda.has_overview {
            true => &[],
            false => agenda.days.as_slice(),
        };
        for session in days.iter().flat_map(|day| &day.sessions) {
            self.add(&session.anchor, session.session.title.clone(), 3);
        }
    }

    /// Adds the headings of the text.
    pub(crate) fn headings(&mut self, headings: &[Heading]) {
        for heading in headings.iter().filter(|heading| heading.level <= DEEPEST) {
            self.add(&heading.id, heading.text.to_string(), heading.level);
        }
    }

    /// Adds the questions and the chapters that the front matter holds.
    pub(crate) fn details(&mut self, page: &Page) {
        let details = page.front.details();
        self.part(!details.questions.is_empty(), "c-questions", "questions");
        for (id, text) in questions::entries(details) {
            self.add(&id, text, 3);
        }
        self.part(!details.answers.is_empty(), "c-answers", "answers");
        self.part(!details.chapters.is_empty(), "c-chapters", "chapters");
        for (number, chapter) in (1..).zip(&details.chapters) {
            self.add(&format!("c-chapter-{number}"), chapter.title.clone(), 3);
        }
    }

    /// Returns the lines; one alone is no help.
    pub(crate) fn finish(self) -> Vec<OutlineEntry> {
        match self.entries.len() {
            0 | 1 => Vec::new(),
            _ => self.entries,
        }
    }

    fn add(&mut self, id: &str, text: String, level: u8) {
        if text.is_empty() {
            return;
        }
        self.entries.push(OutlineEntry {
            id: id.to_owned(),
            text,
            level,
        });
    }
}

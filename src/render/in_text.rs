//! Citations in plain text, which is read in the index, in headings and in titles. A key says nothing
//! to readers: in a sentence it becomes the names with the year, and what stands in brackets is left
//! out.

use std::collections::HashMap;

use crate::render::citations::Bibliography;
use crate::render::citations::citation::{self, TextPiece};
use crate::render::citations::cite::Group;

/// The names of works in the plain text of one page.
pub(super) struct PlainCitations<'a> {
    pub(super) bibliography: &'a Bibliography,
    language: &'a str,
    /// The names of the works that were met, which take a while to find out.
    known: HashMap<String, Option<String>>,
}

impl<'a> PlainCitations<'a> {
    pub(super) fn new(bibliography: &'a Bibliography, language: &'a str) -> Self {
        Self {
            bibliography,
            language,
            known: HashMap::new(),
        }
    }

    /// Adds a citation to a text.
    pub(super) fn add(&mut self, group: &Group<'_>, text: &mut String) {
        let first = group.cites.first().filter(|_| group.is_in_text());
        match first.and_then(|cite| self.names(cite.key)) {
            Some(names) => text.push_str(names),
            None => text.truncate(text.trim_end_matches(' ').len()),
        }
    }

    fn names(&mut self, key: &str) -> Option<&str> {
        if !self.known.contains_key(key) {
            let names = self.bibliography.in_text(key, self.language);
            self.known.insert(key.to_owned(), names);
        }
        self.known.get(key)?.as_deref()
    }

    /// Adds a piece of text with the citations in it to a text.
    pub(super) fn add_all(&mut self, piece: &str, text: &mut String) {
        let bibliography = self.bibliography;
        for piece in citation::pieces(piece, &|key| bibliography.contains(key)) {
            match piece {
                TextPiece::Text(piece) => text.push_str(piece),
                TextPiece::Group(group) => self.add(&group, text),
            }
        }
    }
}

//! Citations in plain text, which is read in the index, in headings and in titles. A key says nothing
//! to readers: in a sentence it becomes the names with the year, and what stands in brackets is left
//! out.

use std::borrow::Cow;
use std::collections::HashMap;

use comrak::nodes::{Node, NodeValue};

use crate::render::citations::Bibliography;
use crate::render::citations::citation::{self, Group, Piece};
use crate::render::headings::collapse;

/// How the text of one page names works.
pub(super) struct InText<'a> {
    pub(super) bibliography: &'a Bibliography,
    language: &'a str,
    /// The names of the works that were met, which take a while to find out.
    known: HashMap<String, Option<String>>,
}

impl<'a> InText<'a> {
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

    /// Returns the text of a heading on one line; `written` is the same with its citations as they are
    /// written.
    pub(super) fn heading<'t>(&mut self, node: Node<'_>, written: &'t str) -> Cow<'t, str> {
        if !written.contains('@') {
            return Cow::Borrowed(written);
        }
        let bibliography = self.bibliography;
        let mut text = String::with_capacity(written.len());
        for inner in node.descendants() {
            match &inner.data().value {
                NodeValue::Text(piece) => {
                    for piece in citation::pieces(piece, &|key| bibliography.contains(key)) {
                        match piece {
                            Piece::Text(piece) => text.push_str(piece),
                            Piece::Group(group) => self.add(&group, &mut text),
                        }
                    }
                }
                NodeValue::Code(code) => text.push_str(&code.literal),
                NodeValue::Math(math) => text.push_str(&math.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
                _ => {}
            }
        }
        Cow::Owned(collapse(&text))
    }
}

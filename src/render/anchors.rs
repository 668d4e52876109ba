//! Anchors: the places of a page that its author named in HTML, the same for reading and writing.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::domain::page::ANCHOR_PREFIX;
use crate::render::marks::MARK;
use crate::render::marks::own;
use crate::render::raw_tokens::StartTag;

/// Longest name in bytes.
const MAX_LENGTH: usize = 200;

/// Knows which names a page has given out already.
#[derive(Default)]
pub(super) struct Anchors {
    taken: HashSet<String>,
}

impl Anchors {
    /// Returns the name that a tag gives to its place, the first time that the page has it: `id`, or
    /// of an `a` also the older `name`.
    pub(super) fn name(&mut self, tag: &StartTag<'_>) -> Option<String> {
        let old = || tag.get("name").filter(|_| tag.name == "a");
        let name: String = tag.get("id").or_else(old)?.trim().nfc().collect();
        let odd = |character: char| {
            character.is_whitespace() || character.is_control() || character == MARK
        };
        let good = (1..=MAX_LENGTH).contains(&name.len()) && !name.contains(odd);
        (good && self.taken.insert(name.clone())).then_some(name)
    }
}

/// Writes the id that makes a place a target; the prefix keeps it apart from the page's own.
pub(super) fn write_id(name: &str, out: &mut String) {
    own("id", &format!("{ANCHOR_PREFIX}{name}"), out);
}

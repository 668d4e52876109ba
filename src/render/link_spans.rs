//! The spans of a text's links in its file, byte for byte, so that they can be rewritten.
//!
//! Whoever rewrites reads the result again: what looks like a link need not be one.

use std::ops::Range;

use comrak::nodes::LineColumn;

use crate::render::link_syntax::LinkNotation;

/// A link of a text as the parser tells of it.
pub(super) struct ParsedLink {
    pub(super) form: LinkForm,
    /// The address, without escapes.
    pub(super) url: String,
    pub(super) start: LineColumn,
    pub(super) end: LineColumn,
}

/// The form of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkForm {
    /// `[text](address)`, `[text][label]`.
    Link,
    /// The same with an exclamation mark.
    Image,
    /// `[[page]]`, `[[page|text]]`.
    Wiki,
    /// The value of an attribute, as it stands in the HTML.
    Html,
}

/// Notes of a walk for those who want to rewrite links.
#[derive(Default)]
pub(super) struct LinkNotes {
    /// The links into the site, in their order.
    pub(super) links: Vec<ParsedLink>,
    /// The lines of what is shown as it is: code and HTML, first and last.
    pub(super) verbatim: Vec<(usize, usize)>,
}

/// A piece of a file, and what shall stand in its place.
pub type TextReplacement = (Range<usize>, String);

/// The spans of a link in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSpans {
    /// The notation of its address.
    pub written: LinkNotation,
    /// The bytes of the path or name: neither query nor heading. A label that is defined twice has
    /// two of them.
    pub paths: Vec<Range<usize>>,
    /// The pieces to take away so that its text alone is left; none where that is not known.
    pub wrapping: Vec<Range<usize>>,
    /// Whether the link has no text of its own, but shows the title of what it leads to.
    pub is_bare: bool,
}

impl LinkSpans {
    /// Returns what is to be changed so that the link names another path or name, which is escaped
    /// as it has to be.
    pub fn renamed(&self, to: &str) -> Vec<TextReplacement> {
        let splice = |range: &Range<usize>| (range.clone(), to.to_owned());
        self.paths.iter().map(splice).collect()
    }

    /// Returns what is to be changed so that only the link's text is left; nothing where that is not
    /// known. A link without a text leaves `title`.
    pub fn unlinked(&self, title: &str) -> Option<Vec<TextReplacement>> {
        let mut pieces: Vec<TextReplacement> = self
            .wrapping
            .iter()
            .map(|range| (range.clone(), String::new()))
            .collect();
        let (_, text) = pieces.first_mut()?;
        if self.is_bare {
            title.clone_into(text);
        }
        Some(pieces)
    }
}

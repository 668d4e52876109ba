//! Raw HTML in Markdown, made well-formed before it meets our own markup.
//!
//! Not the gate ([`super::gate`] is), but what lets the gate be simple and quick: after this, tags
//! are balanced within the Markdown block they stand in, depth is bounded, nothing the author wrote
//! can close our elements, and attributes of our own cannot be forged.

use crate::render::anchors::{self, Anchors};
use crate::render::marks::MARK;
use crate::render::raw_elements::{ContentModel, ElementKind, element, ends, is_written};
use crate::render::raw_tokens::{StartTag, Token, Tokens};

/// Most raw elements open at a time: tree builders are quadratic in depth.
const MAX_DEPTH: usize = 100;

/// An element of the author's that is open.
struct OpenElement {
    /// The author's name for it.
    name: &'static str,
    /// The name that it has been written as.
    written: &'static str,
    sort: ElementKind,
}

/// The open elements of the author's HTML, within those of ours.
#[derive(Default)]
pub(super) struct RawHtml {
    open: Vec<OpenElement>,
    floors: Vec<usize>,
    anchors: Anchors,
}

impl RawHtml {
    /// An element of ours has been opened: the author's stay within it.
    pub(super) fn enter(&mut self) {
        self.floors.push(self.open.len());
    }

    /// An element of ours is about to be closed: closes what the author left open in it.
    pub(super) fn leave(&mut self, out: &mut String) {
        let floor = self.floors.pop().unwrap_or(0);
        self.close_to(floor, out);
    }

    fn floor(&self) -> usize {
        self.floors.last().copied().unwrap_or(0)
    }

    fn close_to(&mut self, length: usize, out: &mut String) {
        while self.open.len() > length {
            if let Some(open) = self.open.pop() {
                out.push_str("</");
                out.push_str(open.written);
                out.push('>');
            }
        }
    }

    /// Writes a piece of the author's HTML. `lead` writes links and images, and returns the element
    /// that has to be closed.
    pub(super) fn write(
        &mut self,
        html: &str,
        model: ContentModel,
        out: &mut String,
        lead: &mut dyn FnMut(&StartTag<'_>, &mut String) -> Option<&'static str>,
    ) {
        for token in Tokens::new(html) {
            match token {
                Token::Text(text) => escape_markup(text, out),
                Token::Open(tag) => {
                    let Some((name, sort)) = element(&tag.name) else {
                        continue;
                    };
                    if is_written(name, model) {
                        self.open(name, sort, &tag, out, lead);
                    }
                }
                Token::Lost(_) => {}
                Token::Close(name) => {
                    let Some((name, _)) = element(&name) else {
                        continue;
                    };
                    let above = &self.open[self.floor()..];
                    if let Some(at) = above.iter().rposition(|open| open.name == name) {
                        self.close_to(self.floor() + at, out);
                    }
                }
            }
        }
        if model == ContentModel::Block {
            self.close_inline(out);
        }
    }

    fn open(
        &mut self,
        name: &'static str,
        sort: ElementKind,
        tag: &StartTag<'_>,
        out: &mut String,
        lead: &mut dyn FnMut(&StartTag<'_>, &mut String) -> Option<&'static str>,
    ) {
        if sort == ElementKind::Block {
            self.close_inline(out);
        }
        while self.open.len() > self.floor()
            && self
                .open
                .last()
                .is_some_and(|open| ends(open.name, name, sort))
        {
            self.close_to(self.open.len() - 1, out);
        }
        let anchor = self.anchors.name(tag);
        if self.open.len() >= MAX_DEPTH {
            return;
        }
        if name == "a" || name == "img" {
            // Of a link there may be nothing but its name, and what it leads to may be refused.
            if let Some(anchor) = anchor {
                write_empty(&anchor, out);
            }
            if let Some(written) = lead(tag, out)
                && sort != ElementKind::Void
            {
                self.open.push(OpenElement {
                    name,
                    written,
                    sort,
                });
            }
            return;
        }
        out.push('<');
        out.push_str(name);
        attributes(tag, out);
        if let Some(anchor) = anchor {
            anchors::write_id(&anchor, out);
        }
        out.push('>');
        if sort != ElementKind::Void {
            self.open.push(OpenElement {
                name,
                written: name,
                sort,
            });
        }
    }

    /// Closes the author's inline elements. They end with their block: a tree builder would copy
    /// them into each of the blocks that follow.
    pub(super) fn close_inline(&mut self, out: &mut String) {
        let above = &self.open[self.floor()..];
        let inline = above
            .iter()
            .rev()
            .take_while(|open| open.sort == ElementKind::Inline)
            .count();
        self.close_to(self.open.len() - inline, out);
    }
}

/// Writes an element with an id and nothing in it.
fn write_empty(id: &str, out: &mut String) {
    out.push_str("<span");
    anchors::write_id(id, out);
    out.push_str("></span>");
}

/// Writes the attributes of a tag; which of them stay is for the gate.
pub(super) fn attributes(tag: &StartTag<'_>, out: &mut String) {
    for (name, value) in &tag.attributes {
        let plain = name
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
        if plain {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape_quote(value, out);
            out.push('"');
        }
    }
}

/// Writes text of raw HTML: character references stay, everything else is text.
fn escape_markup(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            MARK => {}
            other => out.push(other),
        }
    }
}

/// Writes the value of an attribute: character references stay.
fn escape_quote(value: &str, out: &mut String) {
    for character in value.chars() {
        match character {
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            MARK => {}
            other => out.push(other),
        }
    }
}

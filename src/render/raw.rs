//! Raw HTML in Markdown, made well-formed before it meets our own markup.
//!
//! Not the gate ([`super::gate`] is), but what lets the gate be simple and quick: after this, tags
//! are balanced within the Markdown block they stand in, depth is bounded, nothing the author wrote
//! can close our elements, and attributes of our own cannot be forged.

use crate::render::anchors::{self, Anchors};
use crate::render::marks::MARK;
use crate::render::raw_tokens::{StartTag, Token, Tokens};

/// Most raw elements open at a time: tree builders are quadratic in depth.
const MAX_DEPTH: usize = 100;

/// Where a piece of raw HTML stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentModel {
    /// Between blocks.
    Block,
    /// In a line of a list's item or a table's cell, which may hold blocks.
    Flow,
    /// In a line of a paragraph or a heading, which may not.
    Phrasing,
}

/// How an element behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ElementKind {
    Void,
    Inline,
    Block,
}

/// The elements that an author may write, with how they behave; all others are dropped.
const ELEMENTS: &[(&str, ElementKind)] = &[
    ("a", ElementKind::Inline),
    ("abbr", ElementKind::Inline),
    ("address", ElementKind::Block),
    ("article", ElementKind::Block),
    ("aside", ElementKind::Block),
    ("b", ElementKind::Inline),
    ("bdi", ElementKind::Inline),
    ("bdo", ElementKind::Inline),
    ("blockquote", ElementKind::Block),
    ("br", ElementKind::Void),
    ("caption", ElementKind::Block),
    ("cite", ElementKind::Inline),
    ("code", ElementKind::Inline),
    ("col", ElementKind::Void),
    ("colgroup", ElementKind::Block),
    ("data", ElementKind::Inline),
    ("dd", ElementKind::Block),
    ("del", ElementKind::Inline),
    ("details", ElementKind::Block),
    ("dfn", ElementKind::Inline),
    ("div", ElementKind::Block),
    ("dl", ElementKind::Block),
    ("dt", ElementKind::Block),
    ("em", ElementKind::Inline),
    ("figcaption", ElementKind::Block),
    ("figure", ElementKind::Block),
    ("h2", ElementKind::Block),
    ("h3", ElementKind::Block),
    ("h4", ElementKind::Block),
    ("h5", ElementKind::Block),
    ("h6", ElementKind::Block),
    ("hr", ElementKind::Void),
    ("i", ElementKind::Inline),
    ("img", ElementKind::Void),
    ("ins", ElementKind::Inline),
    ("kbd", ElementKind::Inline),
    ("li", ElementKind::Block),
    ("mark", ElementKind::Inline),
    ("ol", ElementKind::Block),
    ("p", ElementKind::Block),
    ("pre", ElementKind::Block),
    ("q", ElementKind::Inline),
    ("rp", ElementKind::Inline),
    ("rt", ElementKind::Inline),
    ("ruby", ElementKind::Inline),
    ("s", ElementKind::Inline),
    ("samp", ElementKind::Inline),
    ("section", ElementKind::Block),
    ("small", ElementKind::Inline),
    ("span", ElementKind::Inline),
    ("strong", ElementKind::Inline),
    ("sub", ElementKind::Inline),
    ("summary", ElementKind::Block),
    ("sup", ElementKind::Inline),
    ("table", ElementKind::Block),
    ("tbody", ElementKind::Block),
    ("td", ElementKind::Block),
    ("tfoot", ElementKind::Block),
    ("th", ElementKind::Block),
    ("thead", ElementKind::Block),
    ("time", ElementKind::Inline),
    ("tr", ElementKind::Block),
    ("u", ElementKind::Inline),
    ("ul", ElementKind::Block),
    ("var", ElementKind::Inline),
    ("wbr", ElementKind::Void),
];

fn element(name: &str) -> Option<(&'static str, ElementKind)> {
    // The page's title is the only heading of the first level.
    let name = if name == "h1" { "h2" } else { name };
    let at = ELEMENTS
        .binary_search_by_key(&name, |&(known, _)| known)
        .ok()?;
    Some(ELEMENTS[at])
}

/// Elements that are dropped without a loss: what is in them is shown as it would be without them.
const NEEDLESS: [&str; 19] = [
    "acronym", "big", "body", "center", "font", "footer", "head", "header", "hgroup", "html",
    "label", "main", "nav", "nobr", "picture", "source", "strike", "tbody", "tt",
];

/// Tells whether dropping an element that an author may not write changes what readers see.
pub(super) fn is_missed(name: &str) -> bool {
    element(name).is_none() && !NEEDLESS.contains(&name)
}

/// Tells whether an element is written where it stands.
pub(super) fn is_written(name: &str, place: ContentModel) -> bool {
    element(name)
        .is_some_and(|(_, sort)| place != ContentModel::Phrasing || sort != ElementKind::Block)
}

/// Returns the names of the elements that an author may write.
pub(super) fn elements() -> impl Iterator<Item = &'static str> {
    ELEMENTS.iter().map(|&(name, _)| name)
}

/// An element of the author's that is open.
struct OpenElement {
    /// What the author called it.
    name: &'static str,
    /// What it has been written as.
    written: &'static str,
    sort: ElementKind,
}

/// What is open of the author's HTML, within what of ours.
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
        place: ContentModel,
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
                    if is_written(name, place) {
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
        if place == ContentModel::Block {
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
                out.push_str("<span");
                anchors::write_id(&anchor, out);
                out.push_str("></span>");
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

/// Tells whether opening `new` ends the open element, as an end tag that may be left out does.
fn ends(open: &str, new: &str, sort: ElementKind) -> bool {
    const PARTS: [&str; 3] = ["thead", "tbody", "tfoot"];
    match open {
        "p" => sort == ElementKind::Block || new == "hr",
        "li" => new == "li",
        "dt" | "dd" => matches!(new, "dt" | "dd"),
        "td" | "th" => matches!(new, "td" | "th" | "tr") || PARTS.contains(&new),
        "tr" => new == "tr" || PARTS.contains(&new),
        "thead" | "tbody" | "tfoot" => PARTS.contains(&new),
        "rt" | "rp" => matches!(new, "rt" | "rp"),
        _ => false,
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

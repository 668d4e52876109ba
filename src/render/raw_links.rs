//! The targets of links in raw HTML, and their positions in the file.

use comrak::nodes::{LineColumn, Node};

use crate::domain::link::LinkRole;
use crate::domain::problem::Position;
use crate::render::link_spans::{LinkForm, ParsedLink};
use crate::render::links::{self, AddressTarget};
use crate::render::raw_tokens::StartTag;
use crate::render::source::Body;

/// Returns where a link or an image of raw HTML leads; `None` for other tags.
pub(super) fn raw_lead(
    tag: &StartTag<'_>,
    file: &str,
    locations: &mut TagLocations<'_>,
) -> Option<AddressTarget> {
    let (attribute, role) = leading(tag)?;
    let href = tag.get(attribute)?;
    Some(links::lead(
        &href,
        file,
        role,
        locations.position(tag.offset),
    ))
}

/// Returns the attribute of a tag that leads somewhere.
fn leading(tag: &StartTag<'_>) -> Option<(&'static str, LinkRole)> {
    match tag.name.as_str() {
        "a" => Some(("href", LinkRole::Text)),
        "img" => Some(("src", LinkRole::Image)),
        _ => None,
    }
}

/// Returns what is known of the location of a tag's address, which stands somewhere in a piece of HTML.
pub(super) fn raw_spot(tag: &StartTag<'_>, html: &str, node: Node<'_>) -> ParsedLink {
    let mut attributes = tag.attributes.iter();
    let value = leading(tag)
        .and_then(|(wanted, _)| attributes.find(|(name, _)| name == wanted))
        .map_or("", |(_, value)| *value);
    // A value is a part of the piece.
    let offset = (value.as_ptr() as usize).saturating_sub(html.as_ptr() as usize);
    let lines = html.get(..offset).unwrap_or("").matches('\n').count();
    let start = node.data().sourcepos.start;
    let location = LineColumn::from((start.line + lines, 1));
    ParsedLink {
        form: LinkForm::Html,
        url: value.to_owned(),
        start: location,
        end: location,
    }
}

/// Tells where the tags of a piece of raw HTML stand in the file. Asked in their order, it counts
/// the lines of the piece once.
pub(super) struct TagLocations<'a> {
    body: &'a Body<'a>,
    html: &'a str,
    line: usize,
    column: usize,
    at: usize,
}

impl<'a> TagLocations<'a> {
    /// Starts at the beginning of the node that holds the HTML.
    pub(super) fn new(body: &'a Body<'a>, node: Node<'_>, html: &'a str) -> Self {
        let start = node.data().sourcepos.start;
        Self {
            body,
            html,
            line: start.line,
            column: start.column,
            at: 0,
        }
    }

    fn position(&mut self, offset: usize) -> Position {
        let location = self.location(offset);
        self.body.position(location.line, location.column)
    }

    /// Returns the location of a byte of the piece in the page's text.
    pub(super) fn location(&mut self, offset: usize) -> LineColumn {
        let between = self.html.get(self.at..offset).unwrap_or("");
        self.at = offset.max(self.at);
        match between.rfind('\n') {
            Some(at) => {
                self.line += between.bytes().filter(|&byte| byte == b'\n').count();
                self.column = between.len() - at;
            }
            None => self.column += between.len(),
        }
        (self.line, self.column).into()
    }
}

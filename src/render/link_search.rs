//! Looks for the spans of links in a text.
//!
//! The parser says on which line a link begins, and mostly in which column. Here the text itself is
//! read from there on, and a range counts only where it holds the very address that the parser
//! found. What is not found has no spans.

use std::collections::HashSet;
use std::ops::Range;

use comrak::nodes::LineColumn;

use crate::render::link_spans::{LinkForm, LinkNotes, LinkSpans, ParsedLink};
use crate::render::link_syntax::{
    LinkNotation, WikiLink, address, attribute, ceiling, closed, definition, labelled, path_of,
};
use crate::render::source::Body;

/// The distance within which the end of a link is looked for, in bytes behind its beginning.
const FAR: usize = 8 << 10;

impl LinkNotes {
    /// Finds the links in the text; each range is given once.
    pub(super) fn find(&self, body: &Body<'_>, above: usize) -> Vec<Option<LinkSpans>> {
        let mut search = LinkSearch {
            body,
            text: body.text,
            used: HashSet::new(),
            definitions: None,
            verbatim: &self.verbatim,
        };
        let moved = |range: &mut Range<usize>| *range = range.start + above..range.end + above;
        self.links
            .iter()
            .map(|spot| {
                let mut spans = search.spans(spot)?;
                spans.paths.iter_mut().for_each(moved);
                spans.wrapping.iter_mut().for_each(moved);
                Some(spans)
            })
            .collect()
    }
}

struct LinkSearch<'a> {
    body: &'a Body<'a>,
    text: &'a str,
    /// The bytes at which paths begin that were given.
    used: HashSet<usize>,
    /// The definitions of labels: the range of the address, and the address.
    definitions: Option<Vec<(Range<usize>, LinkNotation)>>,
    verbatim: &'a [(usize, usize)],
}

impl LinkSearch<'_> {
    fn spans(&mut self, spot: &ParsedLink) -> Option<LinkSpans> {
        match spot.form {
            LinkForm::Link | LinkForm::Image => self
                .inline(spot)
                .or_else(|| self.by_definition(spot))
                .or_else(|| self.nearby(spot)),
            LinkForm::Wiki => self.wiki(spot),
            LinkForm::Html => self.html(spot),
        }
    }

    /// Returns the byte at a location, and the one at which its line begins.
    fn start(&self, location: LineColumn) -> (usize, usize) {
        let line = self.body.line_start(location.line);
        let at = (line + location.column.saturating_sub(1)).min(self.text.len());
        (at, line)
    }

    /// Looks for `](address)` at the very end of the link.
    fn inline(&mut self, spot: &ParsedLink) -> Option<LinkSpans> {
        let (at, _) = self.start(spot.start);
        let (last, _) = self.start(spot.end);
        let begins = match spot.form {
            LinkForm::Image => "![",
            _ => "[",
        };
        let candidates = self.candidates(at, &spot.url);
        let inline = candidates.into_iter().find(|one| one.end == last + 1)?;
        self.used.insert(inline.path.start);
        let is_open = self.text.get(at..)?.starts_with(begins);
        let wrapping = match is_open {
            true => vec![at..at + begins.len(), inline.close..inline.end],
            false => Vec::new(),
        };
        Some(LinkSpans {
            written: inline.written,
            paths: vec![inline.path],
            wrapping,
            is_bare: false,
        })
    }

    /// Looks for `](address)` where the parser is not exact, as in tables: from the beginning of the
    /// link on, or of its line.
    fn nearby(&mut self, spot: &ParsedLink) -> Option<LinkSpans> {
        let (at, line) = self.start(spot.start);
        let mut candidates = [at, line].into_iter();
        let inline =
            candidates.find_map(|from| self.candidates(from, &spot.url).into_iter().next())?;
        self.used.insert(inline.path.start);
        Some(LinkSpans {
            written: inline.written,
            paths: vec![inline.path],
            wrapping: Vec::new(),
            is_bare: false,
        })
    }

    /// Returns what looks like the end of a link to an address, from a byte on.
    fn candidates(&self, from: usize, url: &str) -> Vec<InlineLink> {
        let far = ceiling(self.text, from.saturating_add(FAR));
        let Some(rest) = self.text.get(from..far) else {
            return Vec::new();
        };
        let ends = rest.match_indices("](").map(|(at, _)| from + at);
        ends.filter_map(|close| {
            let (range, written, behind) = address(self.text, close + 2)?;
            let path = path_of(self.text, &range, url)?;
            let end = closed(self.text, behind)?;
            (!self.used.contains(&path.start)).then_some(InlineLink {
                close,
                path,
                written,
                end,
            })
        })
        .collect()
    }

    /// Looks for the definitions of the label that a link names: all that have its address.
    fn by_definition(&mut self, spot: &ParsedLink) -> Option<LinkSpans> {
        if self.definitions.is_none() {
            self.definitions = Some(self.all_definitions());
        }
        let definitions = self.definitions.as_deref().unwrap_or_default();
        let matching: Vec<(Range<usize>, LinkNotation)> = definitions
            .iter()
            .filter_map(|(range, written)| Some((path_of(self.text, range, &spot.url)?, *written)))
            .collect();
        let (_, written) = *matching.first()?;
        // Addresses that are written in two ways are not escaped in one.
        if matching.iter().any(|(_, other)| *other != written) {
            return None;
        }
        let (at, _) = self.start(spot.start);
        let (end, _) = self.start(spot.end);
        let wrapping = self
            .text
            .get(at..=end)
            .and_then(labelled)
            .map(|(open, text)| vec![at..at + open, at + text..end + 1]);
        Some(LinkSpans {
            written,
            paths: matching.into_iter().map(|(range, _)| range).collect(),
            wrapping: wrapping.unwrap_or_default(),
            is_bare: false,
        })
    }

    fn all_definitions(&self) -> Vec<(Range<usize>, LinkNotation)> {
        let mut found = Vec::new();
        let mut number = 0;
        loop {
            number += 1;
            let line = self.body.rest_of_line(number, 1);
            if line.is_empty() {
                return found;
            }
            let is_verbatim = |(first, last): &(usize, usize)| (*first..=*last).contains(&number);
            if self.verbatim.iter().any(is_verbatim) {
                continue;
            }
            let start = self.body.line_start(number);
            if let Some(at) = definition(line)
                && let Some((range, written, _)) = address(self.text, start + at)
                && range.end <= start + line.len()
            {
                found.push((range, written));
            }
        }
    }

    fn wiki(&mut self, spot: &ParsedLink) -> Option<LinkSpans> {
        let (at, line) = self.start(spot.start);
        for from in [at, line] {
            let rest = self
                .text
                .get(from..ceiling(self.text, from.saturating_add(FAR)))?;
            for (found, _) in rest.match_indices("[[") {
                let open = from + found;
                let inside = open + 2;
                let Some(length) = self.text.get(inside..).and_then(|rest| rest.find("]]")) else {
                    break;
                };
                let close = inside + length;
                let Some(wiki) = WikiLink::of(self.text, inside, close, &spot.url) else {
                    continue;
                };
                if wiki.name.is_empty() || !self.used.insert(wiki.name.start) {
                    continue;
                }
                let mark = usize::from(self.text[..open].ends_with('!'));
                let open = open - mark;
                let wrapping = match wiki.label {
                    Some(label) => vec![open..label.start, label.end..close + 2],
                    None => std::iter::once(open..close + 2).collect(),
                };
                return Some(LinkSpans {
                    written: LinkNotation::Wiki,
                    paths: vec![wiki.name],
                    is_bare: wrapping.len() == 1,
                    wrapping,
                });
            }
        }
        None
    }

    /// Looks for the value of an attribute on its line.
    fn html(&mut self, spot: &ParsedLink) -> Option<LinkSpans> {
        let line = self.body.line_start(spot.start.line);
        let rest = self.body.rest_of_line(spot.start.line, 1);
        let raw = spot.url.as_str();
        if raw.is_empty() {
            return None;
        }
        for (found, _) in rest.match_indices(raw) {
            let at = line + found;
            let before = &self.text[..at];
            if !before.ends_with(['"', '\'', '=']) || self.used.contains(&at) {
                continue;
            }
            let end = raw.find(['?', '#']).unwrap_or(raw.len());
            if end == 0 {
                return None;
            }
            self.used.insert(at);
            let wrapping = attribute(self.text, at, at + raw.len()).into_iter();
            return Some(LinkSpans {
                written: LinkNotation::Html,
                paths: std::iter::once(at..at + end).collect(),
                wrapping: wrapping.collect(),
                is_bare: false,
            });
        }
        None
    }
}

/// The end of a link as it is written: `](address "title")`.
struct InlineLink {
    /// The offset of the bracket that closes its text.
    close: usize,
    path: Range<usize>,
    written: LinkNotation,
    /// The byte behind it.
    end: usize,
}

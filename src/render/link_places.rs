//! Where the links of a text stand in its file, byte for byte, so that they can be rewritten.
//!
//! The parser says on which line a link begins, and mostly in which column. Here the text itself is
//! read from there on, and a place counts only where it holds the very address that the parser
//! found. What is not found has no place. Whoever rewrites reads the result again: what looks
//! like a link need not be one.

use std::collections::HashSet;
use std::ops::Range;

use comrak::nodes::LineColumn;

use crate::render::raw_tokens::decode;
use crate::render::source::Body;

/// How far behind its beginning the end of a link is looked for, in bytes.
const FAR: usize = 8 << 10;

/// A link of a text as the parser tells of it.
pub(super) struct ParsedLink {
    pub(super) form: LinkForm,
    /// The address, without escapes.
    pub(super) url: String,
    pub(super) start: LineColumn,
    pub(super) end: LineColumn,
}

/// How a link is written.
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

/// What a walk notes for those who want to rewrite links.
#[derive(Default)]
pub(super) struct LinkNotes {
    /// The links into the site, in their order.
    pub(super) links: Vec<ParsedLink>,
    /// The lines of what is shown as it is: code and HTML, first and last.
    pub(super) verbatim: Vec<(usize, usize)>,
}

/// How the address of a link is written, which says what has to be escaped in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkNotation {
    /// As the address of a Markdown link.
    Address,
    /// The same between `<` and `>`.
    Enclosed,
    /// The name of a page between double brackets.
    Wiki,
    /// The value of an attribute of HTML.
    Html,
}

/// A piece of a file, and what shall stand in its place.
pub type TextReplacement = (Range<usize>, String);

/// Where a link stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkPlace {
    /// How its address is written.
    pub written: LinkNotation,
    /// The bytes of the path or name: neither query nor heading. A label that is defined twice has
    /// two places.
    pub paths: Vec<Range<usize>>,
    /// The pieces to take away so that its text alone is left; none where that is not known.
    pub wrapping: Vec<Range<usize>>,
    /// Whether the link has no text of its own, but shows the title of what it leads to.
    pub is_bare: bool,
}

impl LinkPlace {
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

impl LinkNotes {
    /// Finds the links in the text; each place is given once.
    pub(super) fn find(&self, body: &Body<'_>, above: usize) -> Vec<Option<LinkPlace>> {
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
                let mut place = search.place(spot)?;
                place.paths.iter_mut().for_each(moved);
                place.wrapping.iter_mut().for_each(moved);
                Some(place)
            })
            .collect()
    }
}

struct LinkSearch<'a> {
    body: &'a Body<'a>,
    text: &'a str,
    /// Where the paths begin that were given.
    used: HashSet<usize>,
    /// The definitions of labels: the place of the address, and the address.
    definitions: Option<Vec<(Range<usize>, LinkNotation)>>,
    verbatim: &'a [(usize, usize)],
}

impl LinkSearch<'_> {
    fn place(&mut self, spot: &ParsedLink) -> Option<LinkPlace> {
        match spot.form {
            LinkForm::Link | LinkForm::Image => self
                .inline(spot)
                .or_else(|| self.by_definition(spot))
                .or_else(|| self.nearby(spot)),
            LinkForm::Wiki => self.wiki(spot),
            LinkForm::Html => self.html(spot),
        }
    }

    /// Returns the byte at which a place begins, and the one at which its line does.
    fn start(&self, place: LineColumn) -> (usize, usize) {
        let line = self.body.line_start(place.line);
        let at = (line + place.column.saturating_sub(1)).min(self.text.len());
        (at, line)
    }

    /// Looks for `](address)` at the very end of the link.
    fn inline(&mut self, spot: &ParsedLink) -> Option<LinkPlace> {
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
        Some(LinkPlace {
            written: inline.written,
            paths: vec![inline.path],
            wrapping,
            is_bare: false,
        })
    }

    /// Looks for `](address)` where the parser is not exact, as in tables: from the beginning of the
    /// link on, or of its line.
    fn nearby(&mut self, spot: &ParsedLink) -> Option<LinkPlace> {
        let (at, line) = self.start(spot.start);
        let mut candidates = [at, line].into_iter();
        let inline =
            candidates.find_map(|from| self.candidates(from, &spot.url).into_iter().next())?;
        self.used.insert(inline.path.start);
        Some(LinkPlace {
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
    fn by_definition(&mut self, spot: &ParsedLink) -> Option<LinkPlace> {
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
        Some(LinkPlace {
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

    fn wiki(&mut self, spot: &ParsedLink) -> Option<LinkPlace> {
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
                return Some(LinkPlace {
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
    fn html(&mut self, spot: &ParsedLink) -> Option<LinkPlace> {
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
            return Some(LinkPlace {
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
    /// Where the bracket is that closes its text.
    close: usize,
    path: Range<usize>,
    written: LinkNotation,
    /// The byte behind it.
    end: usize,
}

/// The inside of a wikilink.
struct WikiLink {
    name: Range<usize>,
    label: Option<Range<usize>>,
}

impl WikiLink {
    fn of(text: &str, start: usize, end: usize, url: &str) -> Option<Self> {
        let inside = text.get(start..end)?;
        let bars = inside.match_indices('|').map(|(at, _)| at);
        // A bar behind a backslash divides in a table and does not elsewhere: the address tells.
        let divided = bars.take(2).map(Some).chain([None]);
        divided.into_iter().find_map(|bar| {
            let target = &inside[..bar.unwrap_or(inside.len())];
            let target = target
                .strip_suffix('\\')
                .filter(|_| bar.is_some())
                .unwrap_or(target);
            if cleaned(target) != url {
                return None;
            }
            let page = target.split('#').next().unwrap_or("");
            let from = start + page.len() - page.trim_start().len();
            let label = bar.map(|bar| {
                let label = &inside[bar + 1..];
                let from = start + bar + 1 + label.len() - label.trim_start().len();
                from..from + label.trim().len()
            });
            Some(Self {
                name: from..from + page.trim().len(),
                label,
            })
        })
    }
}

/// Returns the last byte at or behind one at which a character begins.
fn ceiling(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Reads the address of a link from a byte on: its place without `<` and `>`, and the byte behind.
fn address(text: &str, from: usize) -> Option<(Range<usize>, LinkNotation, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    while bytes.get(at).is_some_and(|byte| b" \t\r\n".contains(byte)) {
        at += 1;
    }
    let enclosed = bytes.get(at) == Some(&b'<');
    let start = at + usize::from(enclosed);
    at = start;
    let mut depth = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'\n' | b'\r' if enclosed => return None,
            b'<' if enclosed => return None,
            b'>' if enclosed => return Some((start..at, LinkNotation::Enclosed, at + 1)),
            _ if enclosed => {}
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            byte if byte == b' ' || byte.is_ascii_control() => break,
            _ => {}
        }
        at += 1;
    }
    (!enclosed && depth == 0 && at > start).then_some((start..at, LinkNotation::Address, at))
}

/// Returns the part of an address in front of its query and its heading, where the address is what
/// the parser read.
fn path_of(text: &str, range: &Range<usize>, url: &str) -> Option<Range<usize>> {
    let raw = text.get(range.clone())?;
    let length = raw.find(['?', '#']).unwrap_or(raw.len());
    let path = url.split(['?', '#']).next().unwrap_or("");
    let same = cleaned(raw) == url && cleaned(&raw[..length]) == path && length > 0;
    same.then_some(range.start..range.start + length)
}

/// Returns the byte behind the parenthesis that closes a link whose address ends at a byte; a title
/// may stand between.
fn closed(text: &str, behind: usize) -> Option<usize> {
    let rest = text.get(behind..)?;
    let title = rest.trim_start();
    let at = behind + rest.len() - title.len();
    let quote = match title.chars().next()? {
        ')' => return Some(at + 1),
        _ if at == behind => return None,
        '(' => ')',
        quote @ ('"' | '\'') => quote,
        _ => return None,
    };
    let mut escaped = false;
    let end = title.char_indices().skip(1).find(|&(_, character)| {
        let found = character == quote && !escaped;
        escaped = character == '\\' && !escaped;
        found
    });
    let (end, _) = end?;
    let after = title.get(end + 1..)?;
    let left = after.trim_start();
    left.starts_with(')')
        .then(|| at + end + 2 + after.len() - left.len())
}

/// Returns where the address of a definition begins on a line: `[label]: address`.
fn definition(line: &str) -> Option<usize> {
    let mut rest = line.trim_start_matches([' ', '\t', '>']);
    for marker in ["- ", "* ", "+ "] {
        rest = rest.strip_prefix(marker).unwrap_or(rest).trim_start();
    }
    let label = rest
        .strip_prefix('[')
        .filter(|label| !label.starts_with('^'))?;
    let mut escaped = false;
    let end = label.char_indices().find(|&(_, character)| {
        let found = matches!(character, '[' | ']') && !escaped;
        escaped = character == '\\' && !escaped;
        found
    });
    let (end, _) = end?;
    let address = label.get(end..)?.strip_prefix("]:")?;
    Some(line.len() - address.len())
}

/// Divides `[text][label]`, `[text][]` and `[text]`: returns how long what opens it is, and where the
/// text ends.
fn labelled(whole: &str) -> Option<(usize, usize)> {
    let open = if whole.starts_with("![") { 2 } else { 1 };
    if !whole.get(open - 1..)?.starts_with('[') || !whole.ends_with(']') {
        return None;
    }
    let end = match whole.rfind("][") {
        Some(at) if !whole.get(at + 2..whole.len() - 1)?.contains(['[', ']']) => at,
        _ => whole.len() - 1,
    };
    (end >= open).then_some((open, end))
}

/// Returns an attribute with the white space before it, by the place of its value.
fn attribute(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let before = text.get(..start)?;
    let unquoted = before.strip_suffix(['"', '\'']).unwrap_or(before);
    let named = unquoted.trim_end().strip_suffix('=')?.trim_end();
    let name = named.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let space = name.trim_end();
    let end = end + before.len() - unquoted.len();
    (space.len() < name.len()).then_some(space.len()..end)
}

/// Returns an address without its escapes.
pub(super) fn cleaned(raw: &str) -> String {
    let raw = raw.trim();
    let decoded = decode(raw);
    if !decoded.contains('\\') {
        return decoded.into_owned();
    }
    let mut clean = String::with_capacity(decoded.len());
    let mut characters = decoded.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes =
            character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        clean.push(match escapes {
            true => characters.next().unwrap_or(character),
            false => character,
        });
    }
    clean
}

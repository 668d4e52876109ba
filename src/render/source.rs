//! A page's file: decoded, divided into front matter and text, with positions in it.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use crate::domain::Visibility;
use crate::domain::front_matter::{self, Parts};
use crate::domain::problem::{LineIndex, Position, Problem, ProblemKind};
use crate::render::MAX_PAGE;
use crate::render::marks::MARK;
use crate::render::pipes::PIPE;

/// Most bytes that are shown as plain text of a page that cannot be read as Markdown.
const MAX_PLAIN: usize = 200_000;

/// Returns the bytes as text, and what is wrong with them.
pub(super) fn decode(source: &[u8]) -> (Cow<'_, str>, Option<Problem>) {
    let long = source.len() > MAX_PAGE;
    let source = if long { &source[..MAX_PAGE] } else { source };
    let unreadable = |position, message: &str, help: &str| {
        let problem = Problem::new(ProblemKind::Unreadable, position, message);
        Some(problem.with_help(help))
    };
    let save = "save the file with the encoding UTF-8";
    let wide = WideEncoding::of(source);
    let (text, valid) = match (&wide, std::str::from_utf8(source)) {
        (Some(wide), _) => (Cow::Owned(wide.decode(source)), None),
        (None, Ok(text)) => (Cow::Borrowed(text), None),
        (None, Err(error)) => (String::from_utf8_lossy(source), Some(error.valid_up_to())),
    };
    let problem = if long {
        let message = format!("the page is longer than {} MB", MAX_PAGE >> 20);
        unreadable(Position::START, &message, "divide it into several pages")
    } else if let Some(wide) = wide {
        let message = format!("the file is {}, not UTF-8", wide.name());
        unreadable(Position::START, &message, save)
    } else if let Some(valid) = valid {
        let position = LineIndex::new(&text).position(&text, valid);
        let message = "the file is not UTF-8: a byte here belongs to no character";
        unreadable(position, message, save)
    } else {
        None
    };
    // None means anything to people; the last two mean something to the writer of HTML and to the
    // reader of tables.
    const SIGNS: [char; 3] = ['\0', MARK, PIPE];
    // One by one: a search for one character is several times as fast as for several.
    if SIGNS.iter().any(|&sign| text.contains(sign)) {
        return (Cow::Owned(text.replace(SIGNS, "\u{FFFD}")), problem);
    }
    (text, problem)
}

/// An encoding of two or four bytes a character, as some editors save it without being asked.
///
/// Such a page is shown, and is for whom it says: its front matter must not be missed.
struct WideEncoding {
    /// Two or four.
    width: usize,
    little: bool,
}

impl WideEncoding {
    /// Recognises the encoding by its mark or, as the first characters of a page are plain ones, by
    /// where their zeros stand.
    fn of(source: &[u8]) -> Option<Self> {
        let wide = |width, little| Some(Self { width, little });
        match source {
            [0xFF, 0xFE, 0, 0, ..] => wide(4, true),
            [0, 0, 0xFE, 0xFF, ..] => wide(4, false),
            [0xFF, 0xFE, ..] => wide(2, true),
            [0xFE, 0xFF, ..] => wide(2, false),
            [0, 0, 0, first, ..] if *first > 0 => wide(4, false),
            [first, 0, 0, 0, ..] if *first > 0 => wide(4, true),
            [0, first, 0, second, ..] if *first > 0 && *second > 0 => wide(2, false),
            [first, 0, second, 0, ..] if *first > 0 && *second > 0 => wide(2, true),
            _ => None,
        }
    }

    fn name(&self) -> &'static str {
        if self.width == 4 { "UTF-32" } else { "UTF-16" }
    }

    fn decode(&self, source: &[u8]) -> String {
        let unit = |bytes: &[u8]| {
            let join = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
            if self.little {
                bytes.iter().rev().fold(0, join)
            } else {
                bytes.iter().fold(0, join)
            }
        };
        let units = source.chunks_exact(self.width).map(unit);
        let other = char::REPLACEMENT_CHARACTER;
        let text: String = if self.width == 4 {
            units
                .map(|unit| char::from_u32(unit).unwrap_or(other))
                .collect()
        } else {
            let units = units.map(|unit| u16::try_from(unit).unwrap_or(0xFFFD));
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or(other))
                .collect()
        };
        text.strip_prefix('\u{FEFF}')
            .map(str::to_owned)
            .unwrap_or(text)
    }
}

/// Tells who a page is for as far as what was not read of it could say: of a file that is too long,
/// the front matter may end, and say so, behind what is read.
pub(super) fn beyond(source: &[u8], parts: Parts<'_>) -> Visibility {
    let open = || parts.body.trim_start().starts_with("---");
    if is_too_long(source) && parts.yaml.is_none() && open() {
        Visibility::Members
    } else {
        Visibility::Public
    }
}

/// Tells whether a file is too long to be parsed.
pub(super) fn is_too_long(source: &[u8]) -> bool {
    source.len() > MAX_PAGE
}

/// Returns the start of a text that is shown as it is.
pub(super) fn beginning(body: &str) -> &str {
    let mut end = body.len().min(MAX_PLAIN);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    &body[..end]
}

/// A page's text with where its lines are in the file.
pub(super) struct Body<'a> {
    /// The text below the front matter.
    pub(super) text: &'a str,
    above: u32,
    starts: OnceCell<Vec<usize>>,
    /// The line, byte and character that were asked for last: a line may have many links, and
    /// counting its characters from the start for each would be quadratic.
    last: Cell<(usize, usize, usize)>,
}

impl<'a> Body<'a> {
    /// Divides a decoded file; returns its parts beside the body.
    pub(super) fn split(text: &'a str, problems: &mut Vec<Problem>) -> (Parts<'a>, Self) {
        let parts = front_matter::split(text, problems);
        let body = Self {
            text: parts.body,
            above: parts.body_line,
            starts: OnceCell::new(),
            last: Cell::new((0, 0, 0)),
        };
        (parts, body)
    }

    /// Returns the position in the file of a line and a byte of it, both from 1, of the text.
    pub(super) fn position(&self, line: usize, byte: usize) -> Position {
        let text = self.rest_of_line(line, 1);
        let mut end = byte.saturating_sub(1).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let (mut from, mut characters) = (0, 0);
        let (last_line, last_end, last_characters) = self.last.get();
        if last_line == line && last_end <= end {
            (from, characters) = (last_end, last_characters);
        }
        characters += text[from..end].chars().count();
        self.last.set((line, end, characters));
        let mut position = Position {
            line: u32::try_from(line.max(1)).unwrap_or(u32::MAX),
            column: u32::try_from(characters + 1).unwrap_or(u32::MAX),
        };
        position.line = position.line.saturating_add(self.above);
        position
    }

    /// Returns the byte of the text at which a line, from 1, begins; its end where there is none.
    pub(super) fn line_start(&self, line: usize) -> usize {
        let starts = self.starts.get_or_init(|| line_starts(self.text));
        let start = starts.get(line.saturating_sub(1));
        start.copied().unwrap_or(self.text.len())
    }

    /// Returns what a line holds from a byte on, both from 1.
    pub(super) fn rest_of_line(&self, line: usize, byte: usize) -> &'a str {
        let starts = self.starts.get_or_init(|| line_starts(self.text));
        let Some(&start) = starts.get(line.saturating_sub(1)) else {
            return "";
        };
        let end = starts.get(line).copied().unwrap_or(self.text.len());
        let from = start + byte.saturating_sub(1);
        self.text.get(from..end).unwrap_or("")
    }
}

/// Lines end as the parser sees them: at a line feed, a carriage return or both.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = Vec::with_capacity(text.len() / 40 + 1);
    starts.push(0);
    if text.contains('\r') {
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
    } else {
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    }
    starts
}

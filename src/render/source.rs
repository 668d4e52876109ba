//! A page's file: decoded, divided into front matter and text, with places in it.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use crate::domain::front_matter::{self, Parts};
use crate::domain::problem::{LineIndex, Position, Problem, ProblemKind};
use crate::render::MAX_PAGE;
use crate::render::gate::MARK;

/// How much of a page that cannot be read as Markdown is shown as plain text.
const MAX_PLAIN: usize = 200_000;

/// Returns the bytes as text, and what is wrong with them.
pub(super) fn decode(source: &[u8]) -> (Cow<'_, str>, Option<Problem>) {
    let long = source.len() > MAX_PAGE;
    let source = if long { &source[..MAX_PAGE] } else { source };
    let text = match std::str::from_utf8(source) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(source),
    };
    let problem = if long {
        let message = format!("the page is longer than {} MB", MAX_PAGE >> 20);
        let problem = Problem::new(ProblemKind::Unreadable, Position::START, message);
        Some(problem.with_help("divide it into several pages"))
    } else if let Err(error) = std::str::from_utf8(source) {
        let position = LineIndex::new(&text).position(&text, error.valid_up_to());
        let message = "the file is not UTF-8: a byte here belongs to no character";
        let problem = Problem::new(ProblemKind::Unreadable, position, message);
        Some(problem.with_help("save the file with the encoding UTF-8"))
    } else {
        None
    };
    // Neither means anything to people; the second means something to the writer of HTML.
    const SIGNS: [char; 2] = ['\0', MARK];
    // One by one: a search for one character is several times as fast as for two.
    if SIGNS.iter().any(|&sign| text.contains(sign)) {
        return (Cow::Owned(text.replace(SIGNS, "\u{FFFD}")), problem);
    }
    (text, problem)
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
    /// Divides a decoded file; returns its YAML beside the body.
    pub(super) fn split(text: &'a str, problems: &mut Vec<Problem>) -> (Option<&'a str>, Self) {
        let Parts {
            yaml,
            body,
            body_line,
        } = front_matter::split(text, problems);
        let body = Self {
            text: body,
            above: body_line,
            starts: OnceCell::new(),
            last: Cell::new((0, 0, 0)),
        };
        (yaml, body)
    }

    /// Returns the place in the file of a line and a byte of it, both from 1, of the text.
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

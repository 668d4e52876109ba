//! Slips: what a text loses in silence, or what does not do what was plainly meant.
//!
//! Markdown has no errors: whatever is not understood is text, or is left out. Each slip is a
//! warning with its location, so that nobody has to find out from a reader.

use std::cell::LazyCell;

use comrak::nodes::{LineColumn, Node, NodeValue};

use crate::domain::problem::{Problem, ProblemKind};
use crate::render::pipes;
use crate::render::source::Body;

/// Most slips of one page that are listed; the last one says how many there are beyond.
const MOST: usize = 100;
/// The distance within which the bracket is looked for that a text's `](` closes.
const MAX_BACK: usize = 50;
/// Longest address or label that is looked for, in characters.
const MAX_ADDRESS: usize = 300;

/// A sort of slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// A footnote's name is defined a second time.
    FootnoteTwice,
    /// Nothing refers to a footnote.
    FootnoteUnused,
    /// A footnote that is referred to is not defined.
    FootnoteMissing,
    /// `[text][label]` without a definition of the label.
    ReferenceMissing,
    /// `[text](an address with a space)`.
    Space,
    /// A block `:::name` that nothing closes.
    BlockOpen,
    /// A code block that nothing closes.
    CodeOpen,
    /// Raw HTML that is left out, in part or with what is in it.
    Html,
    /// An HTML comment or tag that nothing closes.
    HtmlOpen,
    /// Cells beyond a table's columns.
    Cells,
}

impl Slip {
    /// Returns what is wrong and what to do about it, in words.
    fn words(self, what: &str) -> (String, String) {
        match self {
            Self::FootnoteTwice => (
                format!("the footnote “[^{what}]” is defined twice; only the first is shown"),
                "give one of them another name (names that differ only in case are one)".to_owned(),
            ),
            Self::FootnoteUnused => (
                format!("nothing refers to the footnote “[^{what}]”, so it is not shown"),
                format!("write [^{what}] where it belongs, or remove it"),
            ),
            Self::FootnoteMissing => (
                format!("the footnote “[^{what}]” is not defined, so it stays text"),
                format!("add a line “[^{what}]: …”, or write \\[^{what}] for the text itself"),
            ),
            Self::ReferenceMissing => (
                format!("the link's label “[{what}]” is not defined, so it stays text"),
                format!("add a line “[{what}]: address”, or write the address: [text](address)"),
            ),
            Self::Space => (
                format!("the address “{what}” has a space, so this stays text and is no link"),
                format!("write “<{what}>” or “{}”", what.replace(' ', "%20")),
            ),
            Self::BlockOpen => (
                format!("the block “:::{what}” is never closed; all that follows stands in it"),
                "close it with three colons on a line of their own".to_owned(),
            ),
            Self::CodeOpen => (
                "the code block is never closed; all that follows stands in it".to_owned(),
                format!("close it with {what} on a line of its own"),
            ),
            Self::Html => (
                format!("“{what}” is HTML that is not shown"),
                format!(
                    "write “\\{what}” for the text itself, or Markdown for what the HTML was to do"
                ),
            ),
            Self::HtmlOpen => (
                format!("“{what}” is never closed; what follows is left out with it"),
                "close it, or write “\\<” for the character itself".to_owned(),
            ),
            Self::Cells => (
                format!("the row has more cells than its table has columns; “{what}” is not shown"),
                "add a column to the head of the table, or write \\| for a pipe in a cell"
                    .to_owned(),
            ),
        }
    }
}

/// Collects the slips of a page.
pub(super) struct Slips<'a> {
    body: &'a Body<'a>,
    found: Vec<Problem>,
    beyond: usize,
}

impl<'a> Slips<'a> {
    pub(super) fn new(body: &'a Body<'a>) -> Self {
        Self {
            body,
            found: Vec::new(),
            beyond: 0,
        }
    }

    /// Notes a slip at a location of the text.
    pub(super) fn add(&mut self, location: LineColumn, slip: Slip, what: &str) {
        if self.found.len() >= MOST {
            self.beyond += 1;
            return;
        }
        let mut short: String = what.chars().take(80).collect();
        if short.len() < what.len() {
            short.push('…');
        }
        let (message, help) = slip.words(&short);
        let position = self.body.position(location.line, location.column);
        let problem = Problem::new(ProblemKind::LostText, position, message);
        self.found.push(problem.with_help(help));
    }

    /// Returns the slips as problems.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        if let Some(last) = self.found.last().filter(|_| self.beyond > 0) {
            let message = format!("{} more places of this sort are not listed", self.beyond);
            let problem = Problem::new(ProblemKind::LostText, last.position, message);
            self.found.push(problem);
        }
        self.found
    }

    /// Takes in a node as the reader meets it.
    pub(super) fn look_at(&mut self, node: Node<'_>) {
        let data = node.data();
        let start = data.sourcepos.start;
        match &data.value {
            NodeValue::Text(text) if text.contains(']') => {
                self.footnotes(start, text);
                self.links(node, start, text);
            }
            NodeValue::CodeBlock(block) if block.fenced && !block.closed => {
                let fence = char::from(block.fence_char).to_string();
                self.add(start, Slip::CodeOpen, &fence.repeat(block.fence_length));
            }
            NodeValue::BlockDirective(block)
                if !self.is_closed(data.sourcepos.end.line, start.line, block.fence_length) =>
            {
                self.add(start, Slip::BlockOpen, &block.info);
            }
            NodeValue::TableRow(_) => self.cells(node, start),
            _ => {}
        }
    }

    /// Tells whether the last line of a block is the fence that closes it.
    fn is_closed(&self, end: usize, start: usize, fence: usize) -> bool {
        let line = self.body.rest_of_line(end, 1);
        let colons = line.trim_start_matches([' ', '\t', '>']).trim_end();
        end > start && colons.len() >= fence && colons.bytes().all(|byte| byte == b':')
    }

    /// Looks for `[^name]` in what the parser left as text.
    fn footnotes(&mut self, start: LineColumn, text: &str) {
        for (at, _) in text.match_indices("[^") {
            let rest = &text[at + 2..];
            let name = rest.find([']', '[', ' ']).map(|end| rest.split_at(end));
            let Some((name, rest)) = name.filter(|(name, _)| !name.is_empty()) else {
                continue;
            };
            if rest.starts_with(']') {
                self.add(shifted(start, at), Slip::FootnoteMissing, name);
            }
        }
    }

    /// Looks for `[text](an address)` and `[text][label]` in what the parser left as text.
    fn links(&mut self, node: Node<'_>, start: LineColumn, text: &str) {
        let opened_earlier = LazyCell::new(|| opened_before(node));
        let mut behind = 0;
        for (at, _) in text.match_indices(']') {
            let rest = &text[at + 1..];
            let before = &text[behind..at];
            behind = at + 1;
            let opened = match before.rfind('[') {
                // An index, as in `a[0][1]`, stands right behind a letter and is no link's text.
                Some(open) if before[..open].ends_with(char::is_alphanumeric) => continue,
                Some(open) => &before[open + 1..],
                None if rest.starts_with(['(', '[']) && *opened_earlier => "",
                None => continue,
            };
            let location = shifted(start, at.saturating_sub(opened.len() + 1));
            if let Some(address) = enclosed(rest, '(', ')') {
                let address = address.trim();
                if address.contains(' ') && !address.starts_with('<') {
                    self.add(location, Slip::Space, address);
                }
            } else if let Some(label) = enclosed(rest, '[', ']') {
                let label = if label.is_empty() { opened } else { label };
                let other = label.starts_with(['^', '@']) || label.starts_with("-@");
                let numbers = is_number(label) && is_number(opened);
                if !(label.is_empty() || other || numbers) {
                    self.add(location, Slip::ReferenceMissing, label);
                }
            }
        }
    }

    /// Looks for text in cells that the table has no column for.
    fn cells(&mut self, row: Node<'_>, start: LineColumn) {
        let columns = row.parent().map(|table| match &table.data().value {
            NodeValue::Table(table) => table.num_columns,
            _ => usize::MAX,
        });
        let columns = columns.unwrap_or(usize::MAX);
        let line = self.body.rest_of_line(start.line, start.column);
        if line.bytes().filter(|&byte| byte == b'|').count() < columns {
            return;
        }
        let cells = pipes::cells(line);
        let lost = cells.iter().skip(columns).map(|cell| cell.trim());
        let lost: Vec<&str> = lost.filter(|cell| !cell.is_empty()).collect();
        if !lost.is_empty() {
            self.add(start, Slip::Cells, &lost.join(" | "));
        }
    }
}

fn shifted(start: LineColumn, by: usize) -> LineColumn {
    (start.line, start.column + by).into()
}

/// Returns what stands between a bracket at the very start of a text and the one that closes it.
fn enclosed(text: &str, open: char, close: char) -> Option<&str> {
    let inner = text.strip_prefix(open)?;
    let mut depth = 0;
    for (at, character) in inner.char_indices().take(MAX_ADDRESS) {
        if character == open {
            depth += 1;
        } else if character == close && depth > 0 {
            depth -= 1;
        } else if character == close {
            return Some(&inner[..at]);
        }
    }
    None
}

/// Tells whether the nearest text before this one that has brackets leaves one open.
fn opened_before(node: Node<'_>) -> bool {
    let open = |node: Node<'_>| match &node.data().value {
        NodeValue::Text(text) => match (text.rfind('['), text.rfind(']')) {
            (None, None) => None,
            (opened, closed) => Some(opened > closed),
        },
        _ => None,
    };
    std::iter::successors(node.previous_sibling(), |node| node.previous_sibling())
        .take(MAX_BACK)
        .find_map(open)
        .unwrap_or(false)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

//! The syntax of links in Markdown: addresses, titles, labels, the inside of wikilinks.

use std::ops::Range;

use crate::render::raw_tokens::decode;

/// The notation of a link's address, which says what has to be escaped in it.
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

/// The inside of a wikilink.
pub(super) struct WikiLink {
    pub(super) name: Range<usize>,
    pub(super) label: Option<Range<usize>>,
}

impl WikiLink {
    pub(super) fn of(text: &str, start: usize, end: usize, url: &str) -> Option<Self> {
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
pub(super) fn ceiling(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Reads the address of a link from a byte on: its range without `<` and `>`, and the byte behind.
pub(super) fn address(text: &str, from: usize) -> Option<(Range<usize>, LinkNotation, usize)> {
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
pub(super) fn path_of(text: &str, range: &Range<usize>, url: &str) -> Option<Range<usize>> {
    let raw = text.get(range.clone())?;
    let length = raw.find(['?', '#']).unwrap_or(raw.len());
    let path = url.split(['?', '#']).next().unwrap_or("");
    let same = cleaned(raw) == url && cleaned(&raw[..length]) == path && length > 0;
    same.then_some(range.start..range.start + length)
}

/// Returns the byte behind the parenthesis that closes a link whose address ends at a byte; a title
/// may stand between.
pub(super) fn closed(text: &str, behind: usize) -> Option<usize> {
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
pub(super) fn definition(line: &str) -> Option<usize> {
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
pub(super) fn labelled(whole: &str) -> Option<(usize, usize)> {
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

/// Returns an attribute with the white space before it, by the range of its value.
pub(super) fn attribute(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
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

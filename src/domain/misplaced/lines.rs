//! The lines of a text, and whether each looks like one of front matter.

use std::borrow::Cow;

use crate::domain::fields::{Field, VisibilityHint, fold, is_unseen};

/// Divides a text at every sign that any program ends a line with.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = |character: char| {
        matches!(
            character,
            '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    // Bytes that such a sign begins with; next to no line has one.
    let may_end = |byte: u8| matches!(byte, b'\r' | 0x0B | 0x0C | 0xC2 | 0xE2);
    // A carriage return before a line feed is part of the same end.
    text.split_inclusive('\n').flat_map(move |line| {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let (whole, divided) = match line.bytes().any(may_end) {
            true => (None, Some(line.split(ends))),
            false => (Some(line), None),
        };
        whole.into_iter().chain(divided.into_iter().flatten())
    })
}

/// Returns the line of a text, from 1, in which one of its [`lines`] stands: only a line feed and a
/// carriage return end a line for people.
pub(super) fn number_of(text: &str, index: usize) -> u32 {
    let mut before = 0;
    let mut number = 1;
    for line in text.split_inclusive('\n') {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        for part in line.split('\r') {
            before += lines(part).count().max(1);
            if index < before {
                return number;
            }
            number += 1;
        }
    }
    number
}

/// Returns what a text says of who may see a page, with the values.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = (VisibilityHint, String)> {
    let mut before = "";
    let mut open: Option<VisibilityHint> = None;
    let mut found = Vec::new();
    for line in lines(text) {
        if let Some(ask) = open.take_if(|_| !line.trim().is_empty()) {
            found.push((ask, value_of(line)));
        }
        for part in line.split([',', '{', '}']) {
            let Some((key, value)) = part.split_once([':', '=']) else {
                continue;
            };
            // `? key` on a line of its own has its value behind a colon on the next.
            let key = if key.trim().is_empty() { before } else { key };
            let Some(ask) = ask_of(key) else { continue };
            let value = value_of(value);
            if matches!(value.as_str(), "" | "|" | ">" | "|-" | ">-" | "|+" | ">+") {
                open = Some(ask);
            } else {
                found.push((ask, value));
            }
        }
        before = line;
    }
    found.extend(open.map(|ask| (ask, String::new())));
    found.into_iter()
}

/// Tells what a key asks for that may have signs of YAML, a comment or other words before it.
fn ask_of(key: &str) -> Option<VisibilityHint> {
    // What is written with escapes could be anything.
    if key.contains('\\') {
        return Some(VisibilityHint::Visibility);
    }
    let signs = |character: char| !character.is_alphanumeric() && !is_unseen(character);
    let whole = key.trim_matches(signs);
    let last = whole.rsplit(char::is_whitespace).next().unwrap_or(whole);
    VisibilityHint::of(whole).or_else(|| VisibilityHint::of(last))
}

fn value_of(text: &str) -> String {
    let text = text.split(" #").next().unwrap_or(text);
    let signs = |character: char| character.is_whitespace() || "\"'[]".contains(character);
    text.trim_matches(signs).to_owned()
}

/// Returns a line without what cannot be seen and without space around it.
pub(super) fn seen(line: &str) -> Cow<'_, str> {
    // Every line of every page comes by here, and next to none has such a character.
    let plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_control() || byte == b'\t';
    if line.bytes().all(plain) || !line.contains(is_unseen) {
        return Cow::Borrowed(line.trim());
    }
    let seen: String = line.chars().filter(|&c| !is_unseen(c)).collect();
    Cow::Owned(seen.trim().to_owned())
}

/// Tells whether a line begins with a word, as most lines do, or has nothing.
pub(super) fn begins_with_word(line: &str) -> bool {
    let line = line.trim_ascii_start();
    line.is_empty() || line.starts_with(|first: char| first.is_ascii_alphanumeric())
}

/// Tells whether a line is one between which front matter stands, or could have been meant to be.
pub(super) fn is_fence(line: &str) -> bool {
    let sign = |character: char| {
        matches!(
            character,
            '-' | '+' | '=' | '*' | '_' | ';' | '–' | '—' | '−' | '‐' | '‑' | '‒' | '―'
        )
    };
    let seen = seen(line);
    if !seen.starts_with(sign) {
        return false;
    }
    let line: String = seen.split_whitespace().collect();
    let signs = line
        .chars()
        .take_while(|&character| sign(character))
        .count();
    let rest = line.trim_start_matches(sign).to_ascii_lowercase();
    let named = matches!(
        rest.as_str(),
        "" | "yaml" | "yml" | "toml" | "json" | "meta" | "metadata"
    );
    (signs >= 2 || line.starts_with(['–', '—', '―'])) && (named || rest.starts_with('#'))
}

/// Keys that front matter of other programs often has.
const COMMON: [&str; 8] = [
    "tags",
    "author",
    "layout",
    "categories",
    "description",
    "slug",
    "permalink",
    "template",
];

/// Returns what stands before the first colon or equals sign, if it could be a key.
pub(super) fn key_of(line: &str) -> Option<String> {
    let line = seen(line);
    let (key, _) = line.split_once([':', '='])?;
    let key = key.trim().trim_matches(['"', '\'', '?', ' ']);
    let plain =
        |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | ' ' | '.');
    let is_key = !key.is_empty() && key.chars().count() <= 40 && key.chars().all(plain);
    is_key.then(|| fold(key))
}

/// Tells whether a line could stand in front matter.
pub(super) fn fits(line: &str) -> bool {
    let seen = seen(line);
    seen.is_empty()
        || line.starts_with([' ', '\t'])
        || seen.starts_with(['#', '-', '?', '"', '\'', '[', ']', '{', '}', ':'])
        || key_of(line).is_some()
}

pub(super) fn is_known(key: &str) -> bool {
    Field::from_key(key).is_some() || COMMON.contains(&key) || VisibilityHint::of(key).is_some()
}

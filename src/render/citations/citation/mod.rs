//! Citations in text: `[@key, p. 3]`, `[see @a; @b]`, `[-@key]`, and `@key [p. 3]` in a sentence.
//!
//! What begins with `[@` is a citation whatever its keys. Anywhere else an `@key` is one only where
//! the bibliography has the key, for it may also be the name of a person or of an account.

use unicode_normalization::char::is_combining_mark;

use crate::render::citations::cite::{Cite, Group, Naming};

#[cfg(test)]
mod tests;

/// Longest key in bytes.
pub(in crate::render) const MAX_KEY: usize = 200;

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) enum TextPiece<'a> {
    /// Text without citations.
    Text(&'a str),
    /// A citation.
    Group(Group<'a>),
}

/// Divides a text at its citations. `is_known` tells whether the bibliography has a key.
pub(in crate::render) fn pieces<'t, 'k>(
    text: &'t str,
    is_known: &'k dyn Fn(&str) -> bool,
) -> TextPieces<'t, 'k> {
    TextPieces {
        text,
        done: 0,
        waiting: None,
        is_known,
    }
}

/// The pieces of a text, one after the other.
pub(in crate::render) struct TextPieces<'t, 'k> {
    text: &'t str,
    done: usize,
    /// The citation behind the text that was given last.
    waiting: Option<Group<'t>>,
    is_known: &'k dyn Fn(&str) -> bool,
}

impl<'t> Iterator for TextPieces<'t, '_> {
    type Item = TextPiece<'t>;

    fn next(&mut self) -> Option<TextPiece<'t>> {
        if let Some(group) = self.waiting.take() {
            return Some(TextPiece::Group(group));
        }
        let start = self.done;
        if start >= self.text.len() {
            return None;
        }
        let Some(group) = find(self.text, start, self.is_known) else {
            self.done = self.text.len();
            return Some(TextPiece::Text(&self.text[start..]));
        };
        self.done = group.range().end;
        if group.offset == start {
            return Some(TextPiece::Group(group));
        }
        let before = &self.text[start..group.offset];
        self.waiting = Some(group);
        Some(TextPiece::Text(before))
    }
}

/// Returns the first citation that begins at a byte of the text or behind it.
pub(in crate::render) fn find<'t>(
    text: &'t str,
    from: usize,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<Group<'t>> {
    let mut at = from;
    while let Some(found) = text[at..].find(['[', '@']) {
        let start = at + found;
        at = start + 1;
        let group = if text[start..].starts_with('[') {
            bracketed(text, start, is_known)
        } else {
            in_text(text, start, is_known)
        };
        if group.is_some() {
            return group;
        }
    }
    None
}

/// Returns the keys that a text would cite if the bibliography had them, with the bytes where they
/// begin.
pub(in crate::render) fn bare_keys(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let offsets = text.match_indices('@').map(|(at, _)| at);
    offsets.filter_map(|at| Some((at + 1, bare_key(text, at)?)))
}

/// Reads the citation that a bracket begins.
fn bracketed<'t>(
    text: &'t str,
    start: usize,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<Group<'t>> {
    let at = start + 1;
    let inner = closed(&text[at..]).filter(|inner| inner.contains('@'))?;
    let cites = cites(inner, at, is_known)?;
    let is_plain = inner.starts_with('@') || inner.starts_with("-@");
    let is_link = || text[at + inner.len() + 1..].starts_with(['(', '[']);
    if !is_plain && (!is_known(cites.first()?.key) || is_link()) {
        return None;
    }
    let source = &text[start..=at + inner.len()];
    Some(Group {
        source,
        cites,
        offset: start,
    })
}

/// Returns what stands before the bracket that closes, unless another opens before it.
fn closed(inner: &str) -> Option<&str> {
    let end = inner.find([']', '['])?;
    inner[end..].starts_with(']').then(|| &inner[..end])
}

/// Reads the citation that an `@` in a sentence begins.
fn in_text<'t>(text: &'t str, at: usize, is_known: &dyn Fn(&str) -> bool) -> Option<Group<'t>> {
    let key = bare_key(text, at).filter(|key| is_known(key))?;
    let end = at + 1 + key.len();
    let mut cites = vec![Cite {
        key,
        prefix: "",
        locator: "",
        naming: Naming::InText,
        offset: at + 1,
    }];
    let end = more(text, end, &mut cites, is_known).unwrap_or(end);
    Some(Group {
        source: &text[at..end],
        cites,
        offset: at,
    })
}

/// Reads the bracket behind a key in a sentence: `[p. 3]`, `[p. 3; @other]` or `[@other]`. Returns
/// where it ends.
fn more<'t>(
    text: &'t str,
    from: usize,
    found: &mut Vec<Cite<'t>>,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<usize> {
    let behind = &text[from..];
    let start = from + behind.len() - behind.trim_start_matches([' ', '\t', '\n']).len() + 1;
    let inner = closed(text.get(start - 1..)?.strip_prefix('[')?)?;
    let end = start + inner.len() + 1;
    // A footnote, a link or its label is none of the citation's.
    if inner.starts_with('^') || text[end..].starts_with(['[', '(']) {
        return None;
    }
    if let Some(others) = cites(inner, start, is_known) {
        found.extend(others);
        return Some(end);
    }
    let (locator, others) = match inner.split_once(';') {
        Some((locator, others)) => {
            let at = start + locator.len() + 1;
            (locator, cites(others, at, is_known)?)
        }
        None => (inner, Vec::new()),
    };
    let locator = locator.trim().trim_start_matches(',').trim_start();
    if locator.is_empty() || locator.contains('@') {
        return None;
    }
    if let Some(first) = found.first_mut() {
        first.locator = locator;
    }
    found.extend(others);
    Some(end)
}

/// Returns the key behind an `@` that begins a word, by the rule of pandoc: letters, digits and `_`,
/// and one sign at a time between them, so that a full stop or a comma behind a key is none of it.
fn bare_key(text: &str, at: usize) -> Option<&str> {
    let rest = text[at..].strip_prefix('@')?;
    if !may_precede(&text[..at]) {
        return None;
    }
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let mut end = 0;
    for (offset, character) in rest.char_indices() {
        if is_word(character) {
            end = offset + character.len_utf8();
        } else if end == 0 || offset > end || !":.#$%&-+?<>~/".contains(character) {
            break;
        }
        if end > MAX_KEY {
            return None;
        }
    }
    // `@name@example.org` is somebody's address.
    let is_address = rest[end..].starts_with('@');
    (end > 0 && !is_address).then(|| &rest[..end])
}

/// Tells whether a word may begin behind a text. Other signs than these join what is on their sides,
/// as in addresses.
pub(in crate::render) fn may_precede(text: &str) -> bool {
    let Some(before) = text.chars().next_back() else {
        return true;
    };
    if before.is_ascii() {
        before.is_whitespace() || "([{\"',;".contains(before)
    } else {
        !before.is_alphanumeric() && !is_combining_mark(before)
    }
}

/// Reads what stands between the brackets; `offset` is where it stands in the text.
fn cites<'t>(
    inner: &'t str,
    offset: usize,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<Vec<Cite<'t>>> {
    let mut cites = Vec::new();
    let mut start = offset;
    for part in inner.split(';') {
        let cite = part.trim();
        let (prefix, named) = prefixed(cite, is_known)?;
        let (naming, rest) = match named.strip_prefix('-') {
            Some(rest) => (Naming::LeftOut, rest),
            None => (Naming::Within, named),
        };
        let rest = rest.strip_prefix('@')?;
        let (key, locator) = rest.split_at(key_end(rest));
        if !is_key(key) {
            return None;
        }
        let before = part.len() - part.trim_start().len();
        cites.push(Cite {
            key,
            prefix,
            locator: locator.trim_start_matches([',', ' ', '\n']).trim(),
            naming,
            offset: start + before + (cite.len() - rest.len()),
        });
        start += part.len() + 1;
    }
    Some(cites)
}

/// Parts the words before a key, as in `see @key`, from the key. Between brackets there may be all
/// sorts of things, so that behind other words a key must be known.
fn prefixed<'t>(cite: &'t str, is_known: &dyn Fn(&str) -> bool) -> Option<(&'t str, &'t str)> {
    if cite.starts_with('@') || cite.starts_with("-@") {
        return Some(("", cite));
    }
    let (prefix, at) = cite.match_indices('@').find_map(|(at, _)| {
        let before = &cite[..at];
        let before = before.strip_suffix('-').unwrap_or(before);
        before
            .ends_with(char::is_whitespace)
            .then_some((before, at))
    })?;
    let key = &cite[at + 1..];
    let key = &key[..key_end(key)];
    is_known(key).then(|| (prefix.trim_end(), &cite[prefix.len()..]))
}

/// Returns where a key between brackets ends.
fn key_end(text: &str) -> usize {
    text.find([',', ' ', '\n']).unwrap_or(text.len())
}

/// Tells whether a text can be a key of the bibliography.
pub(in crate::render) fn is_key(key: &str) -> bool {
    (1..=MAX_KEY).contains(&key.len())
        && key
            .chars()
            .all(|character| character.is_alphanumeric() || "_-:.+/&".contains(character))
}

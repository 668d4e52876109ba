//! Citations in text: `[@key, p. 3]`, `[see @a; @b]`, `[-@key]`, and `@key [p. 3]` in a sentence.
//!
//! What begins with `[@` is a citation whatever its keys. Anywhere else an `@key` is one only where
//! the bibliography has the key, for it may also be the name of a person or of an account.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

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

/// One citation: what stands between its brackets, or a key in a sentence with what follows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::render) struct Group<'a> {
    /// The citation as written, with its brackets.
    pub(in crate::render) source: &'a str,
    /// The works, of which there is one at least.
    pub(in crate::render) cites: Vec<Cite<'a>>,
    /// The byte of the text where the citation begins.
    pub(in crate::render) offset: usize,
}

impl Group<'_> {
    /// Returns the bytes of the text that the citation takes.
    pub(in crate::render) fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.source.len()
    }

    /// Tells whether the names of the first work stand in the sentence.
    pub(in crate::render) fn is_in_text(&self) -> bool {
        let first = self.cites.first();
        first.is_some_and(|cite| cite.naming == Naming::InText)
    }
}

/// One work of a citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::render) struct Cite<'a> {
    /// The key in the bibliography.
    pub(in crate::render) key: &'a str,
    /// The words before it, such as `see`.
    pub(in crate::render) prefix: &'a str,
    /// Where in the work, as written; empty where not said.
    pub(in crate::render) locator: &'a str,
    /// Where the names stand.
    pub(in crate::render) naming: Naming,
    /// The byte of the text where the key begins.
    pub(in crate::render) offset: usize,
}

/// Where the names of a cited work stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::render) enum Naming {
    /// With the year: `[@key]`.
    Within,
    /// Nowhere, because the sentence has them already: `[-@key]`.
    LeftOut,
    /// In the sentence, before the year: `@key`. Only the first work of a citation can have this.
    InText,
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
    let places = text.match_indices('@').map(|(at, _)| at);
    places.filter_map(|at| Some((at + 1, bare_key(text, at)?)))
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
    for (place, character) in rest.char_indices() {
        if is_word(character) {
            end = place + character.len_utf8();
        } else if end == 0 || place > end || !":.#$%&-+?<>~/".contains(character) {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the citations of a text, each work with its naming: `-`, `+` in a sentence. Keys that
    /// begin with `x` are unknown.
    fn cited(text: &str) -> Vec<String> {
        let known = |key: &str| !key.starts_with('x');
        let mut at = 0;
        let mut found = Vec::new();
        for piece in pieces(text, &known) {
            let group = match piece {
                TextPiece::Text(piece) => {
                    assert!(text[at..].starts_with(piece));
                    at += piece.len();
                    continue;
                }
                TextPiece::Group(group) => group,
            };
            assert_eq!((group.offset, &text[group.range()]), (at, group.source));
            at = group.range().end;
            let cites = group.cites.iter().map(|cite| {
                assert!(text[cite.offset..].starts_with(cite.key));
                let sign = match cite.naming {
                    Naming::Within => "",
                    Naming::LeftOut => "-",
                    Naming::InText => "+",
                };
                let parts = [cite.prefix, &format!("{sign}{}", cite.key), cite.locator];
                parts.join(" ").trim().to_owned()
            });
            found.push(cites.collect::<Vec<_>>().join("; "));
        }
        assert_eq!(at, text.len());
        found
    }

    #[test]
    fn citations_are_found_with_their_places() {
        assert_eq!(
            cited("é [@a2014, p. 3] and [@b; @c-d, pp. 1-2] [-@e]"),
            ["a2014 p. 3", "b; c-d pp. 1-2", "-e"]
        );
        assert_eq!(
            cited("[see @a, p. 3; and also -@b] [@x; cf. @c] [see\n@d p. 4] @e [f. @g]"),
            [
                "see a p. 3; and also -b",
                "x; cf. c",
                "see d p. 4",
                "+e; f. g"
            ]
        );
        assert_eq!(
            cited("[see @x] [me@a.org] [ask @x, @a] [ @b ] [see @c](a b) [see @d][e]"),
            ["+a", "b", "+c", "+d"]
        );
        assert_eq!(
            cited("[a] [@] [@a b@c] [@a; b] [[@x]] me@x.org"),
            ["a b@c", "+a", "x"]
        );
    }

    #[test]
    fn keys_in_sentences_end_before_punctuation() {
        assert_eq!(
            cited("@a, @b. (@c) “@d” @e’s @f's @g: @h; @i! @j) @k\n@l"),
            [
                "+a", "+b", "+c", "+d", "+e", "+f", "+g", "+h", "+i", "+j", "+k", "+l"
            ]
        );
        assert_eq!(
            cited("@DBLP:conf/kdd/Chen16. @a_b-c+d&e.f/ @a--b @a... @_z_ @2020a @é山田"),
            [
                "+DBLP:conf/kdd/Chen16",
                "+a_b-c+d&e.f",
                "+a",
                "+a",
                "+_z_",
                "+2020a",
                "+é山田"
            ]
        );
    }

    #[test]
    fn keys_in_sentences_may_have_a_bracket() {
        assert_eq!(
            cited("@a [p. 3] @b  [pp. 1-2; @c; -@d, p. 4] @e\n[ch. 5] @f [@g, p. 6; @h] @i[7]"),
            [
                "+a p. 3",
                "+b pp. 1-2; c; -d p. 4",
                "+e ch. 5",
                "+f; g p. 6; h",
                "+i 7"
            ]
        );
        // These brackets are no part of a citation.
        assert_eq!(
            cited("@a [] @b [ ] @c [^1] @d [x](y) @e [x][y] @f [p. 3; see] @g [x [y]] @h [open"),
            ["+a", "+b", "+c", "+d", "+e", "+f", "+g", "+h"]
        );
        assert_eq!(cited("@x [p. 3; @a] @x [@b]"), ["+a", "b"]);
    }

    #[test]
    fn what_begins_no_word_or_is_unknown_cites_nothing() {
        for text in [
            "me@a.org @@a a@a é@a e\u{301}@a 山@a .@a /@a -@a +@a _@a #@a =@a ?u=@a \\@a `@a *@a",
            "@ @. @, @- @-a @.a @ a @[a] @{a} @\u{301} @",
            "@a@example.org @a@b @a@",
            "@x @xa, (@x1) [see @x]",
            "https://b:@a https://example.org/@a mailto:@a",
        ] {
            assert_eq!(cited(text), [""; 0], "{text}");
        }
        let long = format!("@{} [@{}]", "a".repeat(201), "a".repeat(201));
        assert_eq!(cited(&long), [""; 0]);
    }

    #[test]
    fn unclosed_brackets_do_not_hang() {
        for text in ["[@", "[@a", "@a [", "@a [p. ", "@a", "@a-", "@@", "[@a; "] {
            cited(&text.repeat(200_000));
        }
    }
}

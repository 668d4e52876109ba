//! The parts of a query as they are typed: items such as `-field:"value"*`, and operators.

use std::ops::Range;

/// A part of a query.
#[derive(Clone, Debug)]
pub(crate) enum QueryToken<'q> {
    Item(QueryItem<'q>),
    And,
    Or,
    Not,
    /// A parenthesis, with where it begins.
    Open(usize),
    /// A parenthesis, with where it ends.
    Close(usize),
}

/// Something to search for, before it is understood.
#[derive(Clone, Debug)]
pub(crate) struct QueryItem<'q> {
    pub(crate) without: bool,
    pub(crate) field: Option<&'q str>,
    pub(crate) value: &'q str,
    pub(crate) quoted: bool,
    pub(crate) prefix: bool,
    /// The offset of the value in the query.
    pub(crate) start: usize,
    /// The range of all of it.
    pub(crate) range: Range<usize>,
}

/// Splits a query at spaces that are not in quotes. Words in capitals that join others are
/// operators, and parentheses are read only where there is one.
pub(crate) fn tokens(query: &str) -> Vec<QueryToken<'_>> {
    let mut words = query.split_whitespace();
    let joined = words.any(|word| operator(word.trim_matches(['(', ')'])).is_some());
    let mut tokens = Vec::new();
    let mut rest = 0;
    while let Some(found) = query[rest..].find(|character: char| !character.is_whitespace()) {
        let start = rest + found;
        let tail = &query[start..];
        rest = start + 1;
        if joined && tail.starts_with('(') {
            tokens.push(QueryToken::Open(start));
        } else if joined && tail.starts_with(')') {
            tokens.push(QueryToken::Close(rest));
        } else if joined && tail.starts_with("-(") {
            tokens.push(QueryToken::Not);
        } else {
            let item = item(query, start, joined);
            rest = item.range.end;
            let bare = item.field.is_none() && !item.quoted && !item.without && !item.prefix;
            let operator = operator(item.value).filter(|_| bare);
            tokens.push(operator.unwrap_or(QueryToken::Item(item)));
        }
    }
    tokens
}

/// Reads the same query without operators.
pub(crate) fn plain(query: &str) -> Vec<QueryToken<'_>> {
    let mut items = Vec::new();
    let mut rest = 0;
    while let Some(found) = query[rest..].find(|character: char| !character.is_whitespace()) {
        let item = item(query, rest + found, false);
        rest = item.range.end;
        items.push(QueryToken::Item(item));
    }
    items
}

fn operator<'q>(word: &str) -> Option<QueryToken<'q>> {
    match word {
        "AND" => Some(QueryToken::And),
        "OR" => Some(QueryToken::Or),
        "NOT" => Some(QueryToken::Not),
        _ => None,
    }
}

/// Reads the item that begins at an offset, which is no white space.
fn item(query: &str, first: usize, in_parentheses: bool) -> QueryItem<'_> {
    let mut start = first;
    let without = query[start..].starts_with('-') && begins_item(&query[start + 1..]);
    if without {
        start += 1;
    }
    let field = field_at(&query[start..]);
    if let Some(field) = field {
        start += field.len() + 1;
    }
    let tail = &query[start..];
    if let Some((open, close)) = quote_at(tail) {
        let inner = &tail[open..];
        // A quote that is not closed holds the rest.
        let length = inner.find(close).unwrap_or(inner.len());
        let after = inner[length..].chars().next().map_or(0, char::len_utf8);
        return QueryItem {
            without,
            field,
            value: &inner[..length],
            quoted: true,
            prefix: false,
            start: start + open,
            range: first..start + open + length + after,
        };
    }
    let mut depth = 0;
    let ends = |character: char| {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        character.is_whitespace() || (in_parentheses && depth < 0)
    };
    let value = &tail[..tail.find(ends).unwrap_or(tail.len())];
    QueryItem {
        without,
        field,
        value: value.strip_suffix('*').unwrap_or(value),
        quoted: false,
        prefix: value.ends_with('*'),
        start,
        range: first..start + value.len(),
    }
}

/// Tells whether a hyphen before this text means "without".
fn begins_item(text: &str) -> bool {
    text.chars()
        .next()
        .is_some_and(|next| next.is_alphanumeric() || matches!(next, '"' | '“' | '„' | '«'))
}

/// Returns the length of an opening quote and the character that closes it.
fn quote_at(text: &str) -> Option<(usize, &'static [char])> {
    let open = text.chars().next()?;
    let close: &[char] = match open {
        '"' => &['"'],
        '“' | '„' | '”' => &['”', '“', '"'],
        '«' => &['»'],
        _ => return None,
    };
    Some((open.len_utf8(), close))
}

/// Returns the name before a colon, if the item begins with one.
fn field_at(text: &str) -> Option<&str> {
    let end = text.find(|character: char| {
        !(character.is_alphanumeric() || matches!(character, '_' | '-' | '.'))
    })?;
    let name = &text[..end];
    let is_field = text[end..].starts_with(':')
        && !text[end..].starts_with("://")
        && name.starts_with(|first: char| first.is_alphabetic());
    is_field.then_some(name)
}

//! Citations that the parser has divided, made whole again.

use comrak::nodes::{Node, NodeValue};

use crate::render::citations::Bibliography;
use crate::render::citations::citation::{self, MAX_KEY};

/// Most pieces of one citation: lines, and what escapes divide.
const MAX_PIECES: usize = 32;

/// Most pieces between a bracket and the first `@` in it.
const MAX_BEFORE: usize = 8;

/// A citation that an editor broke over two lines, or that has escapes in it, is several texts in the
/// tree; makes them one. An escaped bracket belongs to none, and an escaped `@` begins none.
pub(super) fn join(node: Node<'_>, bibliography: &Bibliography) {
    // More pieces than a citation can have would make this quadratic.
    let mut left = MAX_PIECES;
    while let Some(pieces) = beyond(node, left, bibliography) {
        left -= pieces.len();
        for piece in pieces {
            if let NodeValue::Text(text) = &mut node.data_mut().value {
                text.to_mut().push_str(&piece.text);
            }
            piece.node.detach();
        }
    }
}

/// Returns the text before this one that opens the bracket which this one's first `@` stands in.
pub(super) fn opener(node: Node<'_>) -> Option<Node<'_>> {
    let bracket = |text: &str| text.rfind(['[', ']']).map(|at| text[at..].starts_with('['));
    let is_inside = match &node.data().value {
        NodeValue::Text(text) => bracket(text.split('@').next().unwrap_or("")).is_none(),
        _ => false,
    };
    let before = std::iter::successors(node.previous_sibling(), |node| node.previous_sibling());
    for node in before.take(MAX_BEFORE).filter(|_| is_inside) {
        match &node.data().value {
            NodeValue::SoftBreak => {}
            NodeValue::Text(text) => {
                if let Some(opens) = bracket(text) {
                    return opens.then_some(node);
                }
            }
            NodeValue::Escaped if !is_bracket(&node.collect_text()) => {}
            _ => return None,
        }
    }
    None
}

fn is_bracket(text: &str) -> bool {
    text == "[" || text == "]"
}

/// A part of a text that the parser has divided.
struct Fragment<'a> {
    node: Node<'a>,
    text: String,
}

/// Returns what belongs to the last citation of a text and stands behind it.
fn beyond<'a>(
    node: Node<'a>,
    most: usize,
    bibliography: &Bibliography,
) -> Option<Vec<Fragment<'a>>> {
    let data = node.data();
    let NodeValue::Text(text) = &data.value else {
        return None;
    };
    let (from, is_open) = last_open(text)?;
    let mut fragments = fragments(node, text, most, is_open);
    if fragments.is_empty() {
        return None;
    }
    let mut whole = text[from..].to_owned();
    let end = whole.len();
    for fragment in &fragments {
        whole.push_str(&fragment.text);
    }
    let is_known = |key: &str| bibliography.contains(key);
    let mut reach = 0;
    while reach <= end {
        let range = citation::find(&whole, reach, &is_known)?.range();
        if range.start >= end {
            return None;
        }
        reach = range.end;
    }
    let mut taken = end;
    let needed = fragments.iter().take_while(|fragment| {
        let is_needed = taken < reach;
        taken += fragment.text.len();
        is_needed
    });
    let count = needed.count();
    fragments.truncate(count);
    Some(fragments)
}

/// Returns where the last citation of a text may begin that reaches beyond the text, and whether a
/// bracket is open at the end.
fn last_open(text: &str) -> Option<(usize, bool)> {
    let bracket = text.rfind('[').filter(|&open| !text[open..].contains(']'));
    let end = bracket.unwrap_or(text.len());
    let key = text[..end].rfind('@');
    let key = key.filter(|&at| end - at <= MAX_KEY + 2);
    // What stands before an `@` tells whether it begins a word.
    let before = |at: usize| {
        text[..at]
            .char_indices()
            .next_back()
            .map_or(0, |(at, _)| at)
    };
    let from = key.map(before).or(bracket)?;
    Some((from, bracket.is_some()))
}

/// Returns what stands behind a text up to where a citation can end.
fn fragments<'a>(node: Node<'a>, text: &str, most: usize, is_open: bool) -> Vec<Fragment<'a>> {
    let mut found = Vec::new();
    let mut is_open = is_open;
    // Whether the bracket that is open names a work already.
    let mut has_key = is_open
        && text
            .rsplit('[')
            .next()
            .is_some_and(|inside| inside.contains('@'));
    let mut next = node.next_sibling();
    while let Some(node) = next.filter(|_| found.len() < most) {
        next = node.next_sibling();
        let text = match &node.data().value {
            NodeValue::SoftBreak if is_open || begins_bracket(next) => "\n".to_owned(),
            NodeValue::Text(text) => text.to_string(),
            NodeValue::Escaped => Some(node.collect_text())
                .filter(|text| !is_bracket(text) && (has_key || text != "@"))
                .unwrap_or_default(),
            _ => break,
        };
        if text.is_empty() {
            break;
        }
        let opened = text.rfind('[');
        let ends = match opened {
            Some(_) if is_open => true,
            Some(opened) => text[opened..].contains(']'),
            None if is_open => text.contains(']'),
            // No key has either.
            None => text.contains([' ', '@']),
        };
        is_open |= opened.is_some();
        let inside = opened.map_or(text.as_str(), |opened| &text[opened..]);
        has_key = is_open && (inside.contains('@') || has_key && opened.is_none());
        found.push(Fragment { node, text });
        if ends {
            break;
        }
    }
    found
}

/// Tells whether a text begins with a bracket.
fn begins_bracket(node: Option<Node<'_>>) -> bool {
    node.is_some_and(
        |node| matches!(&node.data().value, NodeValue::Text(text) if text.starts_with('[')),
    )
}

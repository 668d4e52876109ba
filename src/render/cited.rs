//! Citations in the tree: before a page is walked, each citation becomes part of one text, and each
//! `@` that begins none is parted from what follows it.
//!
//! Both walks then find the same citations by looking at one text at a time; see
//! [`crate::render::citations::citation`].

use comrak::Arena;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Ast, Node, NodeValue};

use crate::render::citation_fragments::{join, opener};
use crate::render::citations::Bibliography;
use crate::render::citations::citation::{self, TextPiece};
use crate::render::raw_tokens::{Token, Tokens};

/// Elements of raw HTML in which a bare key is what it is.
const QUIET: [&str; 6] = ["a", "code", "kbd", "pre", "samp", "tt"];

/// Settles the citations of a page.
pub(super) fn settle<'a>(arena: &'a Arena<'a>, root: Node<'a>, bibliography: &Bibliography) {
    for (node, is_quiet) in texts(root) {
        // It may be part of the citation before.
        if node.parent().is_none() {
            continue;
        }
        let mut node = node;
        if let Some(opener) = opener(node) {
            join(opener, bibliography);
            if node.parent().is_none() {
                node = opener;
            }
        }
        join(node, bibliography);
        if is_quiet {
            part(arena, node, &outside_brackets(node));
        } else if is_joined_before(node) {
            part(arena, node, &[0]);
        }
    }
}

/// Returns the texts with an `@`, and whether a bare key means nothing there.
fn texts<'a>(root: Node<'a>) -> Vec<(Node<'a>, bool)> {
    let mut found = Vec::new();
    let (mut links, mut quiet) = (0_usize, 0_usize);
    for edge in root.traverse() {
        let (node, starts) = match edge {
            NodeEdge::Start(node) => (node, true),
            NodeEdge::End(node) => (node, false),
        };
        let data = node.data();
        match &data.value {
            NodeValue::Link(_) | NodeValue::WikiLink(_) | NodeValue::Image(_) => {
                links = if starts { links + 1 } else { links - 1 };
            }
            NodeValue::HtmlInline(html) if starts => {
                for token in Tokens::new(html) {
                    match token {
                        Token::Open(tag) if is_quiet(&tag.name) => quiet += 1,
                        Token::Close(name) if is_quiet(&name) => quiet = quiet.saturating_sub(1),
                        _ => {}
                    }
                }
            }
            NodeValue::Text(text) if starts && text.contains('@') => {
                found.push((node, links + quiet > 0));
            }
            // Elements within a line end with it.
            value if value.block() => quiet = 0,
            _ => {}
        }
    }
    found
}

fn is_quiet(name: &str) -> bool {
    QUIET.contains(&name)
}

/// Returns the offsets of the `@` that stand in no bracket of a citation.
fn outside_brackets(node: Node<'_>) -> Vec<usize> {
    let data = node.data();
    let NodeValue::Text(text) = &data.value else {
        return Vec::new();
    };
    let mut at = 0;
    let mut found = Vec::new();
    for piece in citation::pieces(text, &|_| true) {
        let source = match &piece {
            TextPiece::Text(text) => text,
            TextPiece::Group(group) => group.source,
        };
        if !matches!(&piece, TextPiece::Group(group) if !group.is_in_text()) {
            found.extend(source.match_indices('@').map(|(offset, _)| at + offset));
        }
        at += source.len();
    }
    found
}

/// Tells whether a text begins with an `@` that begins no word, because of what stands before the
/// text: an escape says that a sign means nothing.
fn is_joined_before(node: Node<'_>) -> bool {
    if !matches!(&node.data().value, NodeValue::Text(text) if text.starts_with('@')) {
        return false;
    }
    // Emphasis and the like begin no word.
    let mut outer = Some(node);
    while let Some(node) = outer.filter(|node| !node.data().value.block()) {
        if let Some(before) = node.previous_sibling() {
            return match &before.data().value {
                NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::HtmlInline(_) => false,
                NodeValue::Text(text) => !citation::may_precede(text),
                _ => true,
            };
        }
        outer = node.parent();
    }
    false
}

/// Parts a text behind each of these bytes.
fn part<'a>(arena: &'a Arena<'a>, node: Node<'a>, offsets: &[usize]) {
    if offsets.is_empty() {
        return;
    }
    let (text, sourcepos) = match &*node.data() {
        Ast {
            value: NodeValue::Text(text),
            sourcepos,
            ..
        } => (text.to_string(), *sourcepos),
        _ => return,
    };
    let ends = offsets.iter().map(|offset| offset + 1).chain([text.len()]);
    let (mut last, mut from) = (node, 0);
    for end in ends {
        let piece = NodeValue::Text(text[from..end].to_owned().into());
        if from == 0 {
            node.data_mut().value = piece;
        } else {
            let mut sourcepos = sourcepos;
            sourcepos.start.column += from;
            let next = arena.alloc(Ast::new_with_sourcepos(piece, sourcepos).into());
            last.insert_after(next);
            last = next;
        }
        from = end;
    }
}

//! YAML as a small tree that knows where each part stands.
//!
//! Scalars stay the text that was written (`no`, `1.10` and dates are not converted), so what a
//! contributor typed is what is checked and shown. Aliases are refused: with them a short text
//! stands for a very long one.

mod builder;
mod cause;
mod error;
mod node;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use granit_parser::Parser;

use crate::domain::problem::Position;
use crate::domain::yaml::builder::{Builder, position};

pub(super) use crate::domain::yaml::builder::{MAX_DEPTH, MAX_NODES};
pub use crate::domain::yaml::error::YamlError;
pub use crate::domain::yaml::node::{Node, Span, Value};

/// Parses one YAML document. An empty text is [`Value::Null`].
pub fn parse(text: &str) -> Result<Node, YamlError> {
    // A carriage return alone ends a line too.
    let lines = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    let mut root = build(&lines).map_err(|error| cause::of(&lines, error))?;
    if lines.len() < text.len() {
        let pairs = text.match_indices("\r\n").zip(0..);
        let removed: Vec<u32> = pairs
            .map(|((offset, _), before)| Span::new(offset, offset).start.saturating_sub(before))
            .collect();
        restore(&mut root, &removed);
    }
    Ok(root)
}

/// Returns the text of a key at the top of a document, whose lines end in line feeds; nothing where it
/// has none, or cannot be read so far. What stands behind it is not looked at.
pub(super) fn text_of(lines: &str, key: &str) -> Option<String> {
    let mut builder = Builder::new(lines);
    for event in Parser::new_from_str(lines) {
        let (event, span) = event.ok()?;
        builder.event(&event, &span).ok()?;
        let [top] = &builder.open[..] else {
            continue;
        };
        if let Some((name, value)) = top.node.entries().last()
            && name.as_str() == Some(key)
        {
            return value.as_str().map(str::to_owned);
        }
    }
    None
}

/// Parses a text whose lines end in line feeds.
fn build(lines: &str) -> Result<Node, YamlError> {
    let mut builder = Builder::new(lines);
    for event in Parser::new_from_str(lines) {
        let (event, span) = event.map_err(|error| {
            let at = position(error.marker().line(), error.marker().col());
            YamlError::met(at, error.info())
        })?;
        builder.event(&event, &span)?;
    }
    Ok(builder.root.unwrap_or(Node {
        value: Value::Null,
        position: Position::START,
        span: Span::new(0, 0),
    }))
}

/// Moves spans from the text without carriage returns to the one with them; `removed` says which
/// line feeds of the former had one before them.
fn restore(node: &mut Node, removed: &[u32]) {
    let offset = |offset: u32| offset + removed.partition_point(|at| *at < offset) as u32;
    node.span.start = offset(node.span.start);
    node.span.end = offset(node.span.end);
    match &mut node.value {
        Value::Null | Value::Scalar(_) => {}
        Value::List(items) => items.iter_mut().for_each(|item| restore(item, removed)),
        Value::Map(entries) => {
            for (key, value) in entries {
                restore(key, removed);
                restore(value, removed);
            }
        }
    }
}

//! YAML as a small tree that knows where each part stands.
//!
//! Scalars stay the text that was written (`no`, `1.10` and dates are not converted), so what a
//! contributor typed is what is checked and shown. Aliases are refused: with them a short text
//! stands for a very long one.

use std::borrow::Cow;

use granit_parser::{Event, Parser, Span};
use serde::{Deserialize, Serialize};

use crate::domain::problem::Position;

/// Deepest nesting that front matter may have.
const MAX_DEPTH: usize = 16;
/// Most nodes that front matter may have.
const MAX_NODES: usize = 10_000;

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it begins, in the text that was parsed.
    pub position: Position,
}

/// A YAML value, reduced to what front matter needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// Text, as written.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in their order.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Returns the text of a scalar.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the items of a list; a single scalar counts as a list of one, nothing as empty.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Null | Value::Map(_) => &[],
            Value::Scalar(_) => std::slice::from_ref(self),
        }
    }

    /// Returns the value of `key` in a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries()
            .iter()
            .find(|(name, _)| name.as_str() == Some(key))
            .map(|(_, node)| node)
    }

    /// Returns the entries of a map; empty for anything else.
    pub fn entries(&self) -> &[(Node, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }
}

/// What is wrong with a YAML text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// Where the parser stopped.
    pub position: Position,
    /// What it met there.
    pub message: String,
}

impl YamlError {
    /// Says what to do about it.
    pub fn help(&self, text: &str) -> String {
        let number = self.position.line as usize;
        let near: Vec<&str> = text
            .lines()
            .skip(number.saturating_sub(2))
            .take(2)
            .collect();
        if self.message.contains("given twice") {
            return "keep one of them".to_owned();
        }
        if self.message.contains("aliases") {
            return "a star at the start of a value needs quotes around it".to_owned();
        }
        if near
            .iter()
            .any(|line| line.trim_start_matches(' ').starts_with('\t'))
        {
            return "indent with spaces, not with tabs".to_owned();
        }
        match near.iter().rev().find_map(|line| unquoted(line)) {
            Some((key, value)) => {
                format!(
                    "put the text in quotes: {key}: \"{}\"",
                    value.replace('"', "\\\"")
                )
            }
            None => "check the indentation, and close every bracket and quotation mark".to_owned(),
        }
    }
}

/// Parses one YAML document. An empty text is [`Value::Null`].
pub fn parse(text: &str) -> Result<Node, YamlError> {
    let mut builder = Builder {
        open: Vec::new(),
        root: None,
        nodes: 0,
    };
    // A carriage return alone ends a line too.
    let text = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    for event in Parser::new_from_str(&text) {
        let (event, span) = event.map_err(|error| YamlError {
            position: position(error.marker().line(), error.marker().col()),
            message: error.info().to_owned(),
        })?;
        builder.event(&event, &span)?;
    }
    Ok(builder.root.unwrap_or(Node {
        value: Value::Null,
        position: Position::START,
    }))
}

/// Returns the key and the value of a line whose value needs quotes: it has a colon in it, or begins
/// with a sign that means something.
fn unquoted(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    let signs = ['@', '`', '%', '&', '*', '!'];
    let quoted = value.starts_with(['"', '\'', '[', '{', '|', '>']);
    let needs =
        !quoted && (value.contains(": ") || value.ends_with(':') || value.starts_with(signs));
    needs.then_some((key.trim(), value))
}

fn position(line: usize, column: usize) -> Position {
    Position {
        line: line.max(1) as u32,
        column: column as u32 + 1,
    }
}

struct Builder {
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
}

/// A list or map whose end has not been seen.
struct Open {
    node: Node,
    key: Option<Node>,
}

impl Builder {
    fn event(&mut self, event: &Event<'_>, span: &Span) -> Result<(), YamlError> {
        let at = position(span.start.line(), span.start.col());
        let fail = |message: &str| {
            Err(YamlError {
                position: at,
                message: message.to_owned(),
            })
        };
        match event {
            Event::Alias(..) => fail("aliases (*name) are not supported: write the value out"),
            Event::Scalar(text, style, ..) => {
                let plain = *style == granit_parser::ScalarStyle::Plain;
                let value = match &**text {
                    "" | "~" | "null" | "Null" | "NULL" if plain => Value::Null,
                    text => Value::Scalar(text.to_owned()),
                };
                self.push(Node {
                    value,
                    position: at,
                })
            }
            Event::SequenceStart(..) => self.open(Value::List(Vec::new()), at),
            Event::MappingStart(..) => self.open(Value::Map(Vec::new()), at),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(done) => self.push(done.node),
                None => fail("ends something that was not begun"),
            },
            _ => Ok(()),
        }
    }

    fn open(&mut self, value: Value, position: Position) -> Result<(), YamlError> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("is nested more than {MAX_DEPTH} levels deep");
            return Err(YamlError { position, message });
        }
        self.open.push(Open {
            node: Node { value, position },
            key: None,
        });
        Ok(())
    }

    fn push(&mut self, node: Node) -> Result<(), YamlError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let message = format!("has more than {MAX_NODES} values");
            return Err(YamlError {
                position: node.position,
                message,
            });
        }
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return Ok(());
        };
        match &mut open.node.value {
            Value::List(items) => items.push(node),
            Value::Map(entries) => match open.key.take() {
                None => {
                    let duplicate = node.as_str().is_some_and(|key| {
                        entries.iter().any(|(name, _)| name.as_str() == Some(key))
                    });
                    if duplicate {
                        let message =
                            format!("the key “{}” is given twice", node.as_str().unwrap_or(""));
                        return Err(YamlError {
                            position: node.position,
                            message,
                        });
                    }
                    open.key = Some(node);
                }
                Some(key) => entries.push((key, node)),
            },
            Value::Null | Value::Scalar(_) => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_as_written_and_knows_its_place() {
        let node = parse("a: no\nb:\n  - 1.10\n  - x: 2018-04\n").unwrap();
        assert_eq!(node.get("a").unwrap().as_str(), Some("no"));
        let items = node.get("b").unwrap().items();
        assert_eq!(items[0].as_str(), Some("1.10"));
        assert_eq!(items[0].position, Position { line: 3, column: 5 });
        assert_eq!(items[1].get("x").unwrap().as_str(), Some("2018-04"));
    }

    #[test]
    fn bombs_and_mistakes_are_errors_with_a_place() {
        assert!(
            parse("a: &x [1]\nb: *x\n")
                .unwrap_err()
                .message
                .contains("aliases")
        );
        let deep: String = (0..20)
            .map(|depth| format!("{}a:\n", " ".repeat(depth)))
            .collect();
        assert!(parse(&deep).unwrap_err().message.contains("nested"));
        assert!(parse(&"[".repeat(5000)).is_err());
        assert_eq!(
            parse("a: 1\na: 2\n").unwrap_err().position,
            Position { line: 2, column: 1 }
        );
        assert_eq!(parse("title: [a\nkind: b\n").unwrap_err().position.line, 2);
    }

    #[test]
    fn a_mistake_has_a_hint_that_fits() {
        for (text, hint) in [
            (
                "title: Meeting: sprint\nsummary: s\n",
                "title: \"Meeting: sprint\"",
            ),
            ("a: b\ntitle: @home\n", "title: \"@home\""),
            ("title: A\ntitle: B\n", "keep one of them"),
            ("a:\n\tb: c\n", "not with tabs"),
            ("title: [a\nkind: b\n", "close every bracket"),
            ("a: \"b\nc: d\n", "close every bracket"),
        ] {
            let error = parse(text).unwrap_err();
            let help = error.help(text);
            assert!(help.contains(hint), "{text:?}: {}: {help}", error.message);
        }
    }
}

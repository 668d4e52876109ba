//! Builds the tree from the events of the parser.

use granit_parser::{Event, ScalarStyle, StructureStyle};

use crate::domain::problem::Position;
use crate::domain::yaml::error::YamlError;
use crate::domain::yaml::node::{Node, Span, Value};

/// Deepest nesting that front matter may have.
pub(in crate::domain) const MAX_DEPTH: usize = 16;
/// Most nodes that front matter may have.
pub(in crate::domain) const MAX_NODES: usize = 10_000;

pub(super) struct Builder<'a> {
    text: &'a str,
    pub(super) open: Vec<Open>,
    pub(super) root: Option<Node>,
    nodes: usize,
    /// The byte behind the last value that was read: whatever comes next stands behind it.
    read: usize,
}

/// A list or map whose end has not been seen.
pub(super) struct Open {
    pub(super) node: Node,
    key: Option<Node>,
    flow: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            open: Vec::new(),
            root: None,
            nodes: 0,
            read: 0,
        }
    }

    pub(super) fn event(
        &mut self,
        event: &Event<'_>,
        span: &granit_parser::Span,
    ) -> Result<(), YamlError> {
        let at = position(span.start.line(), span.start.col());
        let fail = |message: &str| Err(YamlError::met(at, message));
        let bytes = span.byte_range().unwrap_or_default();
        match event {
            Event::Alias(..) => fail("aliases (*name) are not supported: write the value out"),
            Event::Scalar(text, style, ..) => {
                let plain = *style == ScalarStyle::Plain;
                let value = match &**text {
                    "" | "~" | "null" | "Null" | "NULL" if plain => Value::Null,
                    text => Value::Scalar(text.to_owned()),
                };
                let span = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => {
                        self.block_scalar(bytes.end, span.indent.unwrap_or(usize::MAX))
                    }
                    _ if bytes.is_empty() => self.unwritten(bytes.start),
                    _ => Span::new(bytes.start, bytes.end),
                };
                self.read = span.range().end;
                self.push(Node {
                    value,
                    position: at,
                    span,
                })
            }
            Event::SequenceStart(style, ..) => {
                let start = match style {
                    StructureStyle::Block => self.first_hyphen(bytes.start),
                    StructureStyle::Flow => bytes.start,
                };
                self.open(Value::List(Vec::new()), at, start, *style)
            }
            Event::MappingStart(style, ..) => {
                self.open(Value::Map(Vec::new()), at, bytes.start, *style)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(mut done) => {
                    // A block collection ends with its last value, not where the next thing begins.
                    if done.flow {
                        self.read = self.read.max(bytes.end);
                    }
                    done.node.span = Span::new(done.node.span.range().start, self.read);
                    self.push(done.node)
                }
                None => fail("ends something that was not begun"),
            },
            _ => Ok(()),
        }
    }

    /// Returns where a value stands that is not written: behind its colon or hyphen, if there is one,
    /// or else where the parser puts it.
    fn unwritten(&self, offset: usize) -> Span {
        let open = self.open.last();
        let found = open.and_then(|open| match (&open.key, &open.node.value) {
            (Some(key), _) => {
                let end = key.span.range().end;
                Some(end + find_sign(self.text.get(end..)?, &[], &[':'])?)
            }
            (None, Value::List(_)) if !open.flow => {
                Some(self.read + find_sign(self.text.get(self.read..)?, &[], &['-'])?)
            }
            _ => None,
        });
        let offset = found.map_or(offset, |sign| sign + 1);
        Span::new(offset, offset)
    }

    /// Returns where the first hyphen of a list stands; the parser tells where its first item
    /// begins when the hyphens stand below the key without further indentation.
    fn first_hyphen(&self, offset: usize) -> usize {
        let key = self.open.last().and_then(|open| open.key.as_ref());
        let hyphen = key.and_then(|key| {
            let end = key.span.range().end;
            Some(end + find_sign(self.text.get(end..)?, &[':'], &['-'])?)
        });
        hyphen.unwrap_or(offset)
    }

    /// Returns the bytes of a block scalar, from the sign in its header to the end of its last line.
    /// The parser tells where its text begins, which may be lines below, and where it stopped
    /// reading, which may be in the next line.
    fn block_scalar(&self, stop: usize, indent: usize) -> Span {
        let between = self.text.get(self.read..stop).unwrap_or_default();
        let Some(start) = find_sign(between, &[':', '-', '?'], &['|', '>']) else {
            return Span::new(stop, stop);
        };
        let (start, rest) = (self.read + start, &between[start..]);
        let sign = |letter: char| letter.is_ascii_digit() || matches!(letter, '+' | '-');
        let header = rest[1..].find(|letter| !sign(letter));
        let header = header.map_or(rest.len(), |length| length + 1);
        let keep = rest[..header].contains('+');
        let mut end = start + header;
        let mut offset = start;
        for line in rest.split_inclusive('\n') {
            let text = line.trim_end_matches('\n');
            // With `+` the empty lines at the end belong to the text.
            if offset > start && (text.len() > indent || keep && text.len() < line.len()) {
                end = offset + text.len();
            }
            offset += line.len();
        }
        Span::new(start, end)
    }

    pub(super) fn open(
        &mut self,
        value: Value,
        position: Position,
        start: usize,
        style: StructureStyle,
    ) -> Result<(), YamlError> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("is nested more than {MAX_DEPTH} levels deep");
            return Err(YamlError::met(position, message));
        }
        self.open.push(Open {
            node: Node {
                value,
                position,
                span: Span::new(start, start),
            },
            key: None,
            flow: style == StructureStyle::Flow,
        });
        self.read = self.read.max(start);
        Ok(())
    }

    fn push(&mut self, node: Node) -> Result<(), YamlError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let message = format!("has more than {MAX_NODES} values");
            return Err(YamlError::met(node.position, message));
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
                        return Err(YamlError::met(node.position, message));
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

/// Returns where the first of `signs` stands, passing over white space, comments, tags, anchors and
/// what else may stand before it.
fn find_sign(text: &str, before: &[char], signs: &[char]) -> Option<usize> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n']);
        let letter = rest.chars().next()?;
        let length = match letter {
            _ if signs.contains(&letter) => return Some(text.len() - rest.len()),
            _ if before.contains(&letter) => 1,
            '#' => rest.find('\n')?,
            '!' | '&' => rest.find([' ', '\t', '\n'])?,
            _ => return None,
        };
        rest = rest.get(length..)?;
    }
}

pub(super) fn position(line: usize, column: usize) -> Position {
    Position {
        line: line.max(1) as u32,
        column: column as u32 + 1,
    }
}

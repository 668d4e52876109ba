//! YAML as a small tree that knows where each part stands.
//!
//! Scalars stay the text that was written (`no`, `1.10` and dates are not converted), so what a
//! contributor typed is what is checked and shown. Aliases are refused: with them a short text
//! stands for a very long one.

mod cause;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use crate::domain::problem::Position;

/// Deepest nesting that front matter may have.
pub(super) const MAX_DEPTH: usize = 16;
/// Most nodes that front matter may have.
pub(super) const MAX_NODES: usize = 10_000;

/// Which bytes a key or value takes in the text that was parsed.
///
/// Quotes, brackets and the header of a block scalar belong to it; an anchor, a tag, the line break
/// at its end and a comment behind it do not. A value that is not written at all takes no bytes: it
/// stands right behind its colon or hyphen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

impl Span {
    fn new(start: usize, end: usize) -> Self {
        let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: offset(start),
            end: offset(end.max(start)),
        }
    }

    /// Returns the bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and where it stands. It lives while front matter is read or edited, and is never saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it begins, in the text that was parsed; for a block scalar, where its text begins.
    pub position: Position,
    /// Which bytes of that text it takes.
    pub span: Span,
}

/// A YAML value, reduced to what front matter needs.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Where it is.
    pub position: Position,
    /// What it is.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl YamlError {
    /// What the parser met, before anyone asks why.
    fn met(position: Position, message: impl Into<String>) -> Self {
        Self {
            position,
            message: message.into(),
            help: String::new(),
        }
    }
}

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

fn position(line: usize, column: usize) -> Position {
    Position {
        line: line.max(1) as u32,
        column: column as u32 + 1,
    }
}

struct Builder<'a> {
    text: &'a str,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    /// The byte behind the last value that was read: whatever comes next stands behind it.
    read: usize,
}

/// A list or map whose end has not been seen.
struct Open {
    node: Node,
    key: Option<Node>,
    flow: bool,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            open: Vec::new(),
            root: None,
            nodes: 0,
            read: 0,
        }
    }

    fn event(&mut self, event: &Event<'_>, span: &granit_parser::Span) -> Result<(), YamlError> {
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

    fn open(
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

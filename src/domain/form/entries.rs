//! [`Entries`]: the values that a form shows.

use std::collections::BTreeMap;

use crate::domain::Vocabulary;
use crate::domain::agenda::Example;
use crate::domain::fields::Field;
use crate::domain::form::{ANSWERS, Column, Shape, shape};
use crate::domain::yaml::{Node, Value};
use crate::domain::yaml_edit::{self, EditError};

/// A value in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A text, with line feeds at the ends of lines; empty where there is no value.
    Text(String),
    /// Texts; empty where there is no value.
    List(Vec<String>),
    /// Rows.
    Rows(Vec<Row>),
    /// Something that a form cannot show.
    Other,
}

/// A row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file, from 0; nothing for a new one.
    pub origin: Option<usize>,
    /// Whether it is written as its first column alone.
    pub is_bare: bool,
    /// The parts in each of its columns.
    pub parts: Vec<Part>,
}

/// The content of a column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A text.
    Text(String),
    /// Texts.
    List(Vec<String>),
    /// Something that a form cannot show.
    Other,
}

/// The values that a form shows, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries(pub BTreeMap<String, Entry>);

impl Entries {
    /// Reads the front matter of a file.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn read(source: &str, vocabulary: &Vocabulary) -> Result<Self, EditError> {
        let root = yaml_edit::root(source)?;
        let fields = Field::all().map(|field| (field.key().to_owned(), shape(field)));
        let facets = vocabulary.facets.iter();
        let facets = facets.filter(|facet| facet.from.is_none());
        let keys = fields.chain(facets.map(|facet| (facet.key.clone(), Shape::List)));
        let read = |(key, shape): (String, Shape)| {
            let entry = Entry::of(root.get(&key), shape);
            (key, entry)
        };
        Ok(Self(keys.map(read).collect()))
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> &Entry {
        self.0.get(key).unwrap_or(&Entry::Other)
    }

    /// Returns the text of a key; empty where it has none.
    pub fn text(&self, key: &str) -> &str {
        match self.get(key) {
            Entry::Text(text) => text,
            _ => "",
        }
    }
}

impl Entry {
    fn of(node: Option<&Node>, shape: Shape) -> Self {
        match shape {
            Shape::Line | Shape::Text => text(node).map_or(Self::Other, Self::Text),
            Shape::Flag => match text(node).as_deref() {
                Some("" | "false") => Self::Text(String::new()),
                Some("true") => Self::Text("true".to_owned()),
                _ => Self::Other,
            },
            Shape::List => list(node).map_or(Self::Other, Self::List),
            Shape::Examples => examples(node).map_or(Self::Other, Self::List),
            Shape::Rows(columns) => rows(node, columns).map_or(Self::Other, Self::Rows),
            Shape::Pairs => pairs(node).map_or(Self::Other, Self::Rows),
        }
    }
}

/// Returns a text as forms have it: lines end in line feeds, nothing stands around it.
pub(super) fn normal(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim().to_owned()
}

fn text(node: Option<&Node>) -> Option<String> {
    match node.map(|node| &node.value) {
        None | Some(Value::Null) => Some(String::new()),
        Some(Value::Scalar(text)) => Some(normal(text)),
        Some(Value::List(_) | Value::Map(_)) => None,
    }
}

fn list(node: Option<&Node>) -> Option<Vec<String>> {
    match node.map(|node| &node.value) {
        Some(Value::Map(_)) => None,
        None | Some(Value::Null) => Some(Vec::new()),
        Some(_) => {
            let items = node.map(Node::items).unwrap_or_default();
            let texts = items.iter().map(|item| item.as_str().map(normal));
            // In a form each is a line.
            let texts: Option<Vec<String>> = texts.collect();
            texts.filter(|texts| {
                texts
                    .iter()
                    .all(|text| !text.is_empty() && !text.contains('\n'))
            })
        }
    }
}

/// Returns examples as lines.
fn examples(node: Option<&Node>) -> Option<Vec<String>> {
    match node.map(|node| &node.value) {
        Some(Value::Map(_)) => None,
        _ => {
            let items = node.map(Node::items).unwrap_or_default();
            items
                .iter()
                .map(|item| Example::read(item)?.line())
                .collect()
        }
    }
}

fn rows(node: Option<&Node>, columns: &[Column]) -> Option<Vec<Row>> {
    let items = match node.map(|node| &node.value) {
        None | Some(Value::Null) => return Some(Vec::new()),
        Some(Value::List(items)) => items,
        Some(Value::Scalar(_) | Value::Map(_)) => return None,
    };
    let row = |(number, item): (usize, &Node)| {
        let parts = match &item.value {
            Value::Map(_) => columns.iter().map(|column| part(item, *column)).collect(),
            // A name alone is the first column.
            Value::Scalar(name) => {
                let first = std::iter::once(Part::Text(normal(name)));
                let rest = columns.iter().skip(1).map(|column| part(item, *column));
                first.chain(rest).collect()
            }
            Value::Null | Value::List(_) => return None,
        };
        Some(Row {
            origin: Some(number),
            is_bare: matches!(item.value, Value::Scalar(_)),
            parts,
        })
    };
    items.iter().enumerate().map(row).collect()
}

fn part(row: &Node, column: Column) -> Part {
    let node = row.get(column.key);
    match column.shape {
        Shape::List => list(node).map_or(Part::Other, Part::List),
        Shape::Examples => examples(node).map_or(Part::Other, Part::List),
        _ => text(node).map_or(Part::Other, Part::Text),
    }
}

fn pairs(node: Option<&Node>) -> Option<Vec<Row>> {
    let entries = match node.map(|node| &node.value) {
        None | Some(Value::Null) => return Some(Vec::new()),
        Some(Value::Map(entries)) => entries,
        Some(Value::Scalar(_) | Value::List(_)) => return None,
    };
    debug_assert_eq!(ANSWERS.len(), 2, "a pair has two parts");
    let row = |(number, (key, value)): (usize, &(Node, Node))| {
        let key = Part::Text(key.as_str()?.to_owned());
        let value = text(Some(value)).map_or(Part::Other, Part::Text);
        Some(Row {
            origin: Some(number),
            is_bare: false,
            parts: vec![key, value],
        })
    };
    entries.iter().enumerate().map(row).collect()
}

//! The rows of a list, each with what it is known by.

use std::collections::{HashMap, HashSet};

use crate::domain::yaml::{Node, Value};
use crate::domain::yaml_edit::{NewValue, same};

/// The key by which the rows of a list are known.
const ID: &str = "id";

/// Returns a row of a list.
pub(super) fn row<'n>(rows: &[(String, &'n Node)], at: Option<usize>) -> Option<&'n Node> {
    at.and_then(|at| rows.get(at)).map(|(_, node)| *node)
}

/// Returns the rows of a list by their ids; a row that has none, such as a pause, by what it says. Nothing
/// where no row has an id, or two rows are known by the same.
pub(super) fn by_id(node: Option<&Node>) -> Option<Vec<(String, &Node)>> {
    let Some(node) = node else {
        return Some(Vec::new());
    };
    let Value::List(items) = &node.value else {
        return None;
    };
    let id = |item: &'_ Node| {
        let id = item.get(ID)?.as_str().filter(|id| !id.is_empty())?;
        Some(id.to_owned())
    };
    if !items.iter().any(|item| id(item).is_some()) {
        return None;
    }
    let mut known = HashSet::new();
    let row = |item: &'_ Node| {
        let key = match id(item) {
            Some(id) => id,
            None => format!("\0{:?}", written(item)?),
        };
        known.insert(key.clone()).then_some(key)
    };
    let keys: Option<Vec<String>> = items.iter().map(row).collect();
    Some(keys?.into_iter().zip(items).collect())
}

/// The list that has to result.
pub(super) struct TargetRows<'a> {
    pub(super) rows: Vec<&'a str>,
    pub(super) values: HashMap<&'a str, &'a NewValue>,
}

impl TargetRows<'_> {
    pub(super) fn value(&self, row: &str) -> NewValue {
        let value = self.values.get(row).copied();
        value
            .cloned()
            .unwrap_or_else(|| NewValue::Text(String::new()))
    }
}

/// Returns the rows of a list, each with what it is known by. A single text is a list of one.
pub(super) fn rows(node: Option<&Node>) -> Option<Vec<(String, NewValue)>> {
    let Some(node) = node else {
        return Some(Vec::new());
    };
    if matches!(node.value, Value::Map(_)) {
        return None;
    }
    let row = |item: &Node| {
        let value = written(item)?;
        Some((format!("{value:?}"), value))
    };
    node.items().iter().map(row).collect()
}

pub(super) fn equal(left: Option<&Node>, right: Option<&Node>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => same(left, right),
        _ => false,
    }
}

/// Returns a value to be written, unless there is a part without a value in it.
pub(super) fn written(node: &Node) -> Option<NewValue> {
    Some(match &node.value {
        Value::Null => return None,
        Value::Scalar(text) => NewValue::Text(text.clone()),
        Value::List(items) => NewValue::List(items.iter().map(written).collect::<Option<_>>()?),
        Value::Map(entries) => {
            let entry =
                |(key, value): &(Node, Node)| Some((key.as_str()?.to_owned(), written(value)?));
            NewValue::Map(entries.iter().map(entry).collect::<Option<_>>()?)
        }
    })
}

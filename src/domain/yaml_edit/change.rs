//! What an edit means in the tree: which value it is about, and the tree that has to result.

use crate::domain::front_matter::below_fence;
use crate::domain::problem::Position;
use crate::domain::yaml::{MAX_DEPTH, MAX_NODES, Node, Span, Value};
use crate::domain::yaml_edit::path::{Path, Step};
use crate::domain::yaml_edit::request::{Edit, EditError, NewValue};

/// The way to a node by the number of each child, which is how lists and maps alike are walked.
pub(super) type Children = Vec<usize>;

/// An edit whose values are known to exist.
#[derive(Debug)]
pub(super) enum CheckedEdit {
    Replace(Children, NewValue),
    AddKey(Children, String, NewValue),
    InsertItem(Children, usize, NewValue),
    Remove(Children, usize),
    MoveItem(Children, usize, usize),
}

/// Returns the child of a list or map: the value, in a map.
pub(super) fn child(node: &Node, number: usize) -> Option<&Node> {
    match &node.value {
        Value::List(items) => items.get(number),
        Value::Map(entries) => entries.get(number).map(|(_, value)| value),
        Value::Null | Value::Scalar(_) => None,
    }
}

/// Returns how many children a node has.
pub(super) fn len(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => items.len(),
        Value::Map(entries) => entries.len(),
        Value::Null | Value::Scalar(_) => 0,
    }
}

/// The walk along a path, as far as it leads.
struct Walk<'a> {
    node: &'a Node,
    children: Children,
    /// The steps that nothing stands at.
    rest: &'a [Step],
}

/// Follows steps down to the last value that exists.
fn walk<'a>(root: &'a Node, steps: &'a [Step], path: &Path) -> Result<Walk<'a>, EditError> {
    let mut walk = Walk {
        node: root,
        children: Vec::new(),
        rest: steps,
    };
    while let Some((step, rest)) = walk.rest.split_first() {
        let number = match (step, &walk.node.value) {
            (Step::Key(key), Value::Map(entries)) => {
                let mut keys = entries.iter();
                keys.position(|(name, _)| name.as_str() == Some(key))
            }
            (Step::Item(number), Value::List(items)) => {
                Some(*number).filter(|at| *at < items.len())
            }
            (_, Value::Null) => None,
            (Step::Key(_), _) => return Err(no_fit(walk.node, path, "is not a list of keys")),
            (Step::Item(_), _) => return Err(no_fit(walk.node, path, "is not a list")),
        };
        let Some((number, next)) = number.and_then(|at| Some((at, child(walk.node, at)?))) else {
            break;
        };
        walk.children.push(number);
        walk.node = next;
        walk.rest = rest;
    }
    Ok(walk)
}

fn no_fit(node: &Node, path: &Path, what: &'static str) -> EditError {
    EditError::DoesNotFit {
        path: path.clone(),
        position: below_fence(node.position),
        what,
    }
}

/// Puts the maps around a value that missing keys ask for.
fn wrap(value: &NewValue, steps: &[Step], path: &Path) -> Result<NewValue, EditError> {
    let mut value = value.clone();
    for step in steps.iter().rev() {
        let Step::Key(key) = step else {
            return Err(EditError::Missing { path: path.clone() });
        };
        value = NewValue::Map(vec![(key.clone(), value)]);
    }
    Ok(value)
}

fn set(
    root: &Node,
    path: &Path,
    steps: &[Step],
    value: &NewValue,
) -> Result<CheckedEdit, EditError> {
    let Walk {
        node,
        children,
        rest,
    } = walk(root, steps, path)?;
    match rest {
        [] if children.is_empty() => Err(no_fit(root, path, "cannot be replaced as a whole")),
        [] => Ok(CheckedEdit::Replace(children, value.clone())),
        [Step::Key(key), rest @ ..]
            if children.is_empty() || matches!(node.value, Value::Map(_)) =>
        {
            Ok(CheckedEdit::AddKey(
                children,
                key.clone(),
                wrap(value, rest, path)?,
            ))
        }
        rest => Ok(CheckedEdit::Replace(children, wrap(value, rest, path)?)),
    }
}

impl CheckedEdit {
    /// Finds what an edit is about.
    pub(super) fn of(edit: &Edit, root: &Node) -> Result<Self, EditError> {
        match edit {
            Edit::Set { path, value } => {
                limit(value, path)?;
                // A value alone is the first and only item of a list.
                if let Some((Step::Item(0), steps)) = path.steps().split_last()
                    && let Ok(walk) = walk(root, steps, path)
                    && walk.rest.is_empty()
                    && matches!(walk.node.value, Value::Scalar(_))
                {
                    return set(root, path, steps, value);
                }
                set(root, path, path.steps(), value)
            }
            Edit::Insert { path, value } => Self::insert(path, value, root),
            Edit::Remove { path } => Self::remove(path, root),
            Edit::Move { from, to } => Self::shift(from, *to, root),
        }
    }

    /// Finds the list that a value is put into; a value alone becomes a list, nothing a new one.
    fn insert(path: &Path, value: &NewValue, root: &Node) -> Result<Self, EditError> {
        limit(value, path)?;
        let Some((Step::Item(number), steps)) = path.steps().split_last() else {
            return Err(no_fit(root, path, "needs a place in a list"));
        };
        let walk = walk(root, steps, path)?;
        match &walk.node.value {
            Value::List(items) if walk.rest.is_empty() && *number <= items.len() => {
                Ok(Self::InsertItem(walk.children, *number, value.clone()))
            }
            Value::List(_) => Err(EditError::Missing { path: path.clone() }),
            Value::Scalar(alone) if walk.rest.is_empty() && *number <= 1 => {
                let mut items = vec![NewValue::Text(alone.clone())];
                items.insert(*number, value.clone());
                set(root, path, steps, &NewValue::List(items))
            }
            Value::Scalar(_) | Value::Map(_) if walk.rest.is_empty() => {
                Err(no_fit(walk.node, path, "is not a list"))
            }
            _ if *number > 0 => Err(EditError::Missing { path: path.clone() }),
            _ => set(root, path, steps, &NewValue::List(vec![value.clone()])),
        }
    }

    fn remove(path: &Path, root: &Node) -> Result<Self, EditError> {
        let mut walk = walk(root, path.steps(), path)?;
        match walk.children.pop() {
            Some(number) if walk.rest.is_empty() => Ok(Self::Remove(walk.children, number)),
            _ => Err(EditError::Missing { path: path.clone() }),
        }
    }

    /// Finds the item to be moved, and whether its list has the index that it goes to.
    fn shift(from: &Path, to: usize, root: &Node) -> Result<Self, EditError> {
        let mut walk = walk(root, from.steps(), from)?;
        let missing = EditError::Missing { path: from.clone() };
        let (Some(number), []) = (walk.children.pop(), walk.rest) else {
            return Err(missing);
        };
        let list = find(root, &walk.children).unwrap_or(root);
        match &list.value {
            Value::List(items) if to < items.len() => Ok(Self::MoveItem(walk.children, number, to)),
            Value::List(_) => Err(missing),
            _ => Err(no_fit(list, from, "is not a list")),
        }
    }

    /// Returns the tree that has to result. Its positions and spans mean nothing.
    pub(super) fn expected(&self, root: &Node) -> Option<Node> {
        let mut tree = root.clone();
        match self {
            Self::Replace(children, value) => {
                find_mut(&mut tree, children)?.value = value_of(value);
            }
            Self::AddKey(children, key, value) => {
                let map = find_mut(&mut tree, children)?;
                let entry = (node(Value::Scalar(key.clone())), node(value_of(value)));
                match &mut map.value {
                    Value::Map(entries) => entries.push(entry),
                    other => *other = Value::Map(vec![entry]),
                }
            }
            Self::InsertItem(children, number, value) => {
                match &mut find_mut(&mut tree, children)?.value {
                    Value::List(items) if *number <= items.len() => {
                        items.insert(*number, node(value_of(value)));
                    }
                    _ => return None,
                }
            }
            Self::Remove(children, number) => match &mut find_mut(&mut tree, children)?.value {
                Value::List(items) if *number < items.len() => drop(items.remove(*number)),
                Value::Map(entries) if *number < entries.len() => drop(entries.remove(*number)),
                _ => return None,
            },
            Self::MoveItem(children, from, to) => match &mut find_mut(&mut tree, children)?.value {
                Value::List(items) if *from < items.len() && *to < items.len() => {
                    let item = items.remove(*from);
                    items.insert(*to, item);
                }
                _ => return None,
            },
        }
        Some(tree)
    }
}

/// Returns the node that a way leads to.
pub(super) fn find<'a>(root: &'a Node, children: &[usize]) -> Option<&'a Node> {
    children
        .iter()
        .try_fold(root, |node, number| child(node, *number))
}

fn find_mut<'a>(root: &'a mut Node, children: &[usize]) -> Option<&'a mut Node> {
    let mut children = children.iter();
    children.try_fold(root, |node, number| match &mut node.value {
        Value::List(items) => items.get_mut(*number),
        Value::Map(entries) => entries.get_mut(*number).map(|(_, value)| value),
        Value::Null | Value::Scalar(_) => None,
    })
}

fn node(value: Value) -> Node {
    Node {
        value,
        position: Position::START,
        span: Span::default(),
    }
}

fn value_of(value: &NewValue) -> Value {
    match value {
        NewValue::Text(text) | NewValue::Plain(text) => Value::Scalar(text.clone()),
        NewValue::List(items) => Value::List(items.iter().map(value_of).map(node).collect()),
        NewValue::Map(entries) => {
            let entries = entries.iter();
            let entry = |(key, value): &(String, NewValue)| {
                (node(Value::Scalar(key.clone())), node(value_of(value)))
            };
            Value::Map(entries.map(entry).collect())
        }
    }
}

/// Tells whether two trees have the same values, wherever they stand.
pub(in crate::domain) fn same(left: &Node, right: &Node) -> bool {
    match (&left.value, &right.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(left), Value::Scalar(right)) => left == right,
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| same(left, right))
        }
        (Value::Map(left), Value::Map(right)) => {
            let mut pairs = left.iter().zip(right);
            left.len() == right.len()
                && pairs.all(|(left, right)| same(&left.0, &right.0) && same(&left.1, &right.1))
        }
        _ => false,
    }
}

/// Refuses a value that is deeper or has more parts than front matter may have.
fn limit(value: &NewValue, path: &Path) -> Result<(), EditError> {
    fn fits(value: &NewValue, depth: usize, left: &mut usize) -> bool {
        *left = left.saturating_sub(1);
        depth < MAX_DEPTH
            && *left > 0
            && match value {
                NewValue::Text(_) | NewValue::Plain(_) => true,
                NewValue::List(items) => items.iter().all(|item| fits(item, depth + 1, left)),
                NewValue::Map(entries) => {
                    let mut entries = entries.iter();
                    entries.all(|(_, value)| fits(value, depth + 1, left))
                }
            }
    }
    let mut left = MAX_NODES;
    match fits(value, 0, &mut left) {
        true => Ok(()),
        false => Err(EditError::TooLarge { path: path.clone() }),
    }
}

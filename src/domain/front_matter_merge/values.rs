//! Three values of one key: what has to be done to either side so that it has what both did.

use std::collections::{HashMap, HashSet};

use crate::domain::front_matter_merge::order;
use crate::domain::yaml::{Node, Value};
use crate::domain::yaml_edit::{Edit, NewValue, Path, Step, same};

/// How many items are put in and taken out one by one. Above it a list is written anew, because each
/// edit reads the text again.
const ITEMS: usize = 40;
/// How many edits are made to one key.
const EDITS: usize = 200;
/// The key by which the rows of a list are known.
const ID: &str = "id";

/// A value as it was and as two sides have it; nothing where there is none.
#[derive(Clone, Copy)]
pub(super) struct ThreeWayValue<'n> {
    pub(super) base: Option<&'n Node>,
    pub(super) theirs: Option<&'n Node>,
    pub(super) mine: Option<&'n Node>,
}

/// What has to be done.
#[derive(Default)]
pub(super) struct MergePlan {
    /// What brings mine into theirs.
    pub(super) to_theirs: Side,
    /// What brings theirs into mine.
    pub(super) to_mine: Side,
    /// Where the two exclude each other.
    pub(super) clashes: Vec<String>,
}

/// Edits to one side.
#[derive(Default)]
pub(super) struct Side {
    edits: Vec<Edit>,
    /// Whether one of them cannot be written.
    failed: bool,
}

impl Side {
    /// Returns the edits, if all can be made.
    pub(super) fn edits(&self) -> Option<&[Edit]> {
        (!self.failed && self.edits.len() <= EDITS).then_some(&self.edits)
    }

    fn push(&mut self, steps: &[Step], edit: impl FnOnce(Path) -> Option<Edit>) {
        match Path::new(steps.to_vec()).ok().and_then(edit) {
            Some(edit) if self.edits.len() <= EDITS => self.edits.push(edit),
            _ => self.failed = true,
        }
    }

    /// Puts another value in the place of the one there is.
    fn put(&mut self, steps: &[Step], value: Option<&Node>) {
        self.push(steps, |path| {
            Some(match value {
                None => Edit::Remove { path },
                Some(node) => Edit::Set {
                    path,
                    value: written(node)?,
                },
            })
        });
    }

    /// Makes a list of the one there is, so that it has these rows in this order.
    fn set_rows(
        &mut self,
        steps: &[Step],
        ground: Option<&Node>,
        there: &[&str],
        target: &TargetRows<'_>,
    ) {
        let rows = &target.rows;
        if there == rows {
            return;
        }
        if rows.is_empty() {
            return self.put(steps, None);
        }
        let [in_there, in_rows]: [HashSet<&str>; 2] =
            [there, rows].map(|row| row.iter().copied().collect());
        let same_order = {
            let stays = there.iter().filter(|row| in_rows.contains(**row));
            stays.eq(rows.iter().filter(|row| in_there.contains(**row)))
        };
        let gone = there
            .iter()
            .enumerate()
            .filter(|(_, row)| !in_rows.contains(**row));
        let come = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| !in_there.contains(**row));
        let edits = gone.clone().count() + come.clone().count();
        let is_list = ground.is_some_and(|node| matches!(node.value, Value::List(_)));
        if !is_list || there.is_empty() || !same_order || edits > ITEMS {
            let values = rows.iter().map(|row| target.value(row)).collect();
            return self.push(steps, |path| {
                let value = NewValue::List(values);
                Some(Edit::Set { path, value })
            });
        }
        let item = |number: usize| [steps, &[Step::Item(number)]].concat();
        for (number, _) in gone.rev() {
            self.push(&item(number), |path| Some(Edit::Remove { path }));
        }
        for (number, row) in come {
            let value = target.value(row);
            self.push(&item(number), |path| Some(Edit::Insert { path, value }));
        }
    }
}

impl Side {
    /// Has a list of rows that are known by ids become one with these ids in this order. Rows that stay
    /// keep every byte.
    fn arrange(
        &mut self,
        steps: &[Step],
        there: &[&str],
        wanted: &[&str],
        values: &HashMap<&str, &Node>,
    ) {
        if there == wanted {
            return;
        }
        if wanted.is_empty() || there.is_empty() {
            let rows: Option<Vec<NewValue>> = wanted
                .iter()
                .map(|id| values.get(id).and_then(|node| written(node)))
                .collect();
            return self.push(steps, |path| match rows {
                Some(rows) if !rows.is_empty() => Some(Edit::Set {
                    path,
                    value: NewValue::List(rows),
                }),
                Some(_) => Some(Edit::Remove { path }),
                None => None,
            });
        }
        let item = |number: usize| [steps, &[Step::Item(number)]].concat();
        let mut now: Vec<&str> = there.to_vec();
        for number in (0..now.len()).rev() {
            if now.get(number).is_some_and(|id| !wanted.contains(id)) {
                self.push(&item(number), |path| Some(Edit::Remove { path }));
                now.remove(number);
            }
        }
        for (number, id) in wanted.iter().enumerate() {
            match now.iter().position(|known| known == id) {
                Some(at) if at == number => {}
                Some(at) => {
                    self.push(&item(at), |from| Some(Edit::Move { from, to: number }));
                    let id = now.remove(at);
                    now.insert(number, id);
                }
                None => {
                    let value = values.get(id).and_then(|node| written(node));
                    self.push(&item(number), |path| {
                        Some(Edit::Insert {
                            path,
                            value: value?,
                        })
                    });
                    now.insert(number, id);
                }
            }
        }
    }
}

/// Returns a row of a list.
fn row<'n>(rows: &[(String, &'n Node)], at: Option<usize>) -> Option<&'n Node> {
    at.and_then(|at| rows.get(at)).map(|(_, node)| *node)
}

/// Returns the rows of a list by their ids; a row that has none, such as a pause, by what it says. Nothing
/// where no row has an id, or two rows are known by the same.
fn by_id(node: Option<&Node>) -> Option<Vec<(String, &Node)>> {
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
struct TargetRows<'a> {
    rows: Vec<&'a str>,
    values: HashMap<&'a str, &'a NewValue>,
}

impl TargetRows<'_> {
    fn value(&self, row: &str) -> NewValue {
        let value = self.values.get(row).copied();
        value
            .cloned()
            .unwrap_or_else(|| NewValue::Text(String::new()))
    }
}

/// Returns the rows of a list, each with what it is known by. A single text is a list of one.
fn rows(node: Option<&Node>) -> Option<Vec<(String, NewValue)>> {
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

/// The way to one value in each of the two sides: rows of a list may have other numbers there.
#[derive(Clone)]
struct SidePaths {
    theirs: Vec<Step>,
    mine: Vec<Step>,
}

impl SidePaths {
    fn key(&self, key: &str) -> Self {
        let below = |steps: &[Step]| [steps, &[Step::Key(key.to_owned())]].concat();
        Self {
            theirs: below(&self.theirs),
            mine: below(&self.mine),
        }
    }

    fn items(&self, theirs: usize, mine: usize) -> Self {
        let below = |steps: &[Step], number| [steps, &[Step::Item(number)]].concat();
        Self {
            theirs: below(&self.theirs, theirs),
            mine: below(&self.mine, mine),
        }
    }
}

/// Says what has to be done for the value of a key.
pub(super) fn plan(key: &str, three: ThreeWayValue<'_>) -> MergePlan {
    let mut plan = MergePlan::default();
    let top = SidePaths {
        theirs: Vec::new(),
        mine: Vec::new(),
    };
    plan.merge(&top.key(key), three);
    plan
}

impl MergePlan {
    fn merge(&mut self, ways: &SidePaths, three: ThreeWayValue<'_>) {
        // A key without a value says what no key says.
        let there = |node: &&Node| node.value != Value::Null;
        let three = ThreeWayValue {
            base: three.base.filter(there),
            theirs: three.theirs.filter(there),
            mine: three.mine.filter(there),
        };
        let ThreeWayValue { base, theirs, mine } = three;
        if equal(theirs, mine) {
        } else if equal(base, mine) {
            self.to_mine.put(&ways.mine, theirs);
        } else if equal(base, theirs) {
            self.to_theirs.put(&ways.theirs, mine);
        } else if !self.maps(ways, three) && !self.keyed(ways, three) && !self.lists(ways, three) {
            self.clash(ways);
        }
    }

    fn clash(&mut self, ways: &SidePaths) {
        let path = Path::new(ways.mine.clone());
        self.clashes
            .push(path.map_or_else(|_| String::new(), |path| path.to_string()));
    }

    /// Merges maps by their keys. Returns whether all are maps.
    fn maps(&mut self, ways: &SidePaths, three: ThreeWayValue<'_>) -> bool {
        let ThreeWayValue { base, theirs, mine } = three;
        let is_map = |node: &Node| matches!(node.value, Value::Map(_));
        if !theirs.is_some_and(is_map) || !mine.is_some_and(is_map) || !base.is_none_or(is_map) {
            return false;
        }
        let entries = [theirs, mine].into_iter().flatten().flat_map(Node::entries);
        let Some(mut keys) = entries
            .map(|(key, _)| key.as_str())
            .collect::<Option<Vec<_>>>()
        else {
            return false;
        };
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let below = ThreeWayValue {
                base: base.and_then(|node| node.get(key)),
                theirs: theirs.and_then(|node| node.get(key)),
                mine: mine.and_then(|node| node.get(key)),
            };
            self.merge(&ways.key(key), below);
        }
        true
    }

    /// Merges lists of maps that each have an `id`, such as the sessions of an agenda, by these ids: a
    /// row that both have changed is merged key by key. Returns whether they are such lists.
    fn keyed(&mut self, ways: &SidePaths, three: ThreeWayValue<'_>) -> bool {
        let ThreeWayValue { base, theirs, mine } = three;
        let nodes = [base, theirs, mine];
        let [Some(in_base), Some(in_theirs), Some(in_mine)] = nodes.map(by_id) else {
            return false;
        };
        let ids = |rows: &'_ [(String, _)]| -> Vec<String> {
            rows.iter().map(|(id, _)| id.clone()).collect()
        };
        let all = [ids(&in_base), ids(&in_theirs), ids(&in_mine)];
        let [b, t, m] = all
            .each_ref()
            .map(|ids| ids.iter().map(String::as_str).collect::<Vec<_>>());
        let Some(merged) = order::merge(&b, &t, &m) else {
            return false;
        };
        let place = |ids: &[&str], id: &str| ids.iter().position(|known| *known == id);
        let mut all: Vec<&str> = t.iter().chain(&m).copied().collect();
        all.sort_unstable();
        all.dedup();
        let places = |id: &str| (place(&b, id), place(&t, id), place(&m, id));
        // What one side took away and the other changed is for somebody to decide.
        let is_disputed = |id: &&str| {
            let (was, there, here) = places(id);
            let left = row(&in_theirs, there).or(row(&in_mine, here));
            let in_one = there.is_none() != here.is_none();
            was.is_some() && in_one && !equal(row(&in_base, was), left)
        };
        if all.iter().any(is_disputed) {
            self.clash(ways);
            return true;
        }
        for id in all {
            if let (was, Some(there), Some(here)) = places(id) {
                let below = ThreeWayValue {
                    base: row(&in_base, was),
                    theirs: row(&in_theirs, Some(there)),
                    mine: row(&in_mine, Some(here)),
                };
                // Key by key, so that a row which one side alone has changed keeps its bytes.
                self.maps(&ways.items(there, here), below);
            }
        }
        let rows = in_theirs.iter().chain(&in_mine);
        let values: HashMap<&str, &Node> = rows.map(|(id, node)| (id.as_str(), *node)).collect();
        self.to_theirs.arrange(&ways.theirs, &t, &merged, &values);
        self.to_mine.arrange(&ways.mine, &m, &merged, &values);
        true
    }

    /// Merges lists as sets that keep their order. Returns whether they can be.
    ///
    /// A row that is no plain text may be one that was changed: where both sides lack a row that there
    /// was and have others, nobody can say which of these it has become.
    fn lists(&mut self, ways: &SidePaths, three: ThreeWayValue<'_>) -> bool {
        let ThreeWayValue { base, theirs, mine } = three;
        let nodes = [base, theirs, mine];
        let is_list = |node: &&Node| matches!(node.value, Value::List(_));
        if !nodes.iter().flatten().any(is_list) {
            return false;
        }
        let [Some(in_base), Some(in_theirs), Some(in_mine)] = nodes.map(rows) else {
            return false;
        };
        let keys = |rows: &'_ [(String, NewValue)]| -> Vec<String> {
            rows.iter().map(|(key, _)| key.clone()).collect()
        };
        let keys = [keys(&in_base), keys(&in_theirs), keys(&in_mine)];
        let [b, t, m] = keys
            .each_ref()
            .map(|keys| keys.iter().map(String::as_str).collect::<Vec<_>>());
        let Some(merged) = order::merge(&b, &t, &m) else {
            return false;
        };
        let values = in_theirs.iter().chain(&in_mine);
        let target = TargetRows {
            rows: merged,
            values: values.map(|(key, value)| (key.as_str(), value)).collect(),
        };
        let all = [&in_base, &in_theirs, &in_mine].into_iter().flatten();
        let plain = all
            .clone()
            .all(|(_, value)| matches!(value, NewValue::Text(_)));
        if !plain {
            let [b, t, m]: [HashSet<&str>; 3] =
                [&b, &t, &m].map(|row| row.iter().copied().collect());
            let gone = b.iter().any(|row| !t.contains(row) && !m.contains(row));
            if gone && target.rows.iter().any(|row| !b.contains(row)) {
                return false;
            }
        }
        self.to_theirs.set_rows(&ways.theirs, theirs, &t, &target);
        self.to_mine.set_rows(&ways.mine, mine, &m, &target);
        true
    }
}

fn equal(left: Option<&Node>, right: Option<&Node>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => same(left, right),
        _ => false,
    }
}

/// Returns a value to be written, unless there is a part without a value in it.
fn written(node: &Node) -> Option<NewValue> {
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

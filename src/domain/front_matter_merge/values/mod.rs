//! Three values of one key: what has to be done to either side so that it has what both did.

mod rows;
mod side;

use std::collections::{HashMap, HashSet};

use crate::domain::front_matter_merge::order;
use crate::domain::front_matter_merge::values::rows::{TargetRows, by_id, equal, row, rows};
use crate::domain::front_matter_merge::values::side::SidePaths;
use crate::domain::yaml::{Node, Value};
use crate::domain::yaml_edit::{NewValue, Path};

pub(super) use crate::domain::front_matter_merge::values::side::Side;

/// A value as it was and as two sides have it; nothing where there is none.
#[derive(Clone, Copy)]
pub(super) struct ThreeWayValue<'n> {
    pub(super) base: Option<&'n Node>,
    pub(super) theirs: Option<&'n Node>,
    pub(super) mine: Option<&'n Node>,
}

/// The edits that have to be made.
#[derive(Default)]
pub(super) struct MergePlan {
    /// The edits that bring mine into theirs.
    pub(super) to_theirs: Side,
    /// The edits that bring theirs into mine.
    pub(super) to_mine: Side,
    /// Where the two exclude each other.
    pub(super) clashes: Vec<String>,
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
        let index_in = |ids: &[&str], id: &str| ids.iter().position(|known| *known == id);
        let mut all: Vec<&str> = t.iter().chain(&m).copied().collect();
        all.sort_unstable();
        all.dedup();
        let indices = |id: &str| (index_in(&b, id), index_in(&t, id), index_in(&m, id));
        // What one side took away and the other changed is for somebody to decide.
        let is_disputed = |id: &&str| {
            let (was, there, here) = indices(id);
            let left = row(&in_theirs, there).or(row(&in_mine, here));
            let in_one = there.is_none() != here.is_none();
            was.is_some() && in_one && !equal(row(&in_base, was), left)
        };
        if all.iter().any(is_disputed) {
            self.clash(ways);
            return true;
        }
        for id in all {
            if let (was, Some(there), Some(here)) = indices(id) {
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

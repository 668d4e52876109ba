//! The edits to one side, and the way to a value in both.

use std::collections::{HashMap, HashSet};

use crate::domain::front_matter_merge::values::rows::{TargetRows, written};
use crate::domain::yaml::{Node, Value};
use crate::domain::yaml_edit::{Edit, NewValue, Path, Step};

/// The most items that are put in and taken out one by one. Above it a list is written anew, because each
/// edit reads the text again.
const ITEMS: usize = 40;

/// The most edits that are made to one key.
const EDITS: usize = 200;

/// Edits to one side.
#[derive(Default)]
pub(in crate::domain::front_matter_merge) struct Side {
    pub(super) edits: Vec<Edit>,
    /// Whether one of them cannot be written.
    pub(super) failed: bool,
}

impl Side {
    /// Returns the edits, if all can be made.
    pub(in crate::domain::front_matter_merge) fn edits(&self) -> Option<&[Edit]> {
        (!self.failed && self.edits.len() <= EDITS).then_some(&self.edits)
    }

    pub(super) fn push(&mut self, steps: &[Step], edit: impl FnOnce(Path) -> Option<Edit>) {
        match Path::new(steps.to_vec()).ok().and_then(edit) {
            Some(edit) if self.edits.len() <= EDITS => self.edits.push(edit),
            _ => self.failed = true,
        }
    }

    /// Puts another value in the place of the one there is.
    pub(super) fn put(&mut self, steps: &[Step], value: Option<&Node>) {
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
    pub(super) fn set_rows(
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
    pub(super) fn arrange(
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

/// The way to one value in each of the two sides: rows of a list may have other numbers there.
#[derive(Clone)]
pub(super) struct SidePaths {
    pub(super) theirs: Vec<Step>,
    pub(super) mine: Vec<Step>,
}

impl SidePaths {
    pub(super) fn key(&self, key: &str) -> Self {
        let below = |steps: &[Step]| [steps, &[Step::Key(key.to_owned())]].concat();
        Self {
            theirs: below(&self.theirs),
            mine: below(&self.mine),
        }
    }

    pub(super) fn items(&self, theirs: usize, mine: usize) -> Self {
        let below = |steps: &[Step], number| [steps, &[Step::Item(number)]].concat();
        Self {
            theirs: below(&self.theirs, theirs),
            mine: below(&self.mine, mine),
        }
    }
}

//! The values that were typed into the fields of a form, key by key.

use std::collections::BTreeSet;

use crate::domain::Field;
use crate::domain::form::{self, ANSWERS, Column, Entries, Entry, Part, Row, Shape};
use crate::domain::yaml_edit::{Edit, Path, Step};
use crate::web::editing::draft::line_ends::lines;
use crate::web::http::query::Query;

/// Most rows of a list in a form.
pub(super) const MOST_ROWS: usize = 2_000;

/// Returns what was typed for a key. A value that a form cannot show was not typed.
pub(super) fn sent_entry(sent: &Query, key: &str, before: &Entry) -> Entry {
    let name = format!("f.{key}");
    match before {
        Entry::Text(_) => Entry::Text(lines(sent.raw(&name))),
        Entry::List(_) => Entry::List(sent.all(&name).map(str::to_owned).collect()),
        Entry::Rows(rows) => {
            let columns: &[Column] = match Field::from_key(key).map(form::shape) {
                Some(Shape::Rows(columns)) => columns,
                _ => &ANSWERS,
            };
            Entry::Rows(sent_rows(sent, &name, rows, columns))
        }
        Entry::Other => Entry::Other,
    }
}

/// Returns the key of a list and the edit that has a row of it change places with the one above or below,
/// where that is asked for: `up:KEY:NUMBER` or `down:KEY:NUMBER`, as the form numbers its rows.
pub(super) fn moved_row(sent: &Query, entries: &Entries) -> Option<(String, Edit)> {
    let (direction, row) = sent.get("do").split_once(':')?;
    let (key, number) = row.rsplit_once(':')?;
    let number: usize = number.parse().ok()?;
    let Entry::Rows(rows) = entries.0.get(key)? else {
        return None;
    };
    let is_list = matches!(Field::from_key(key).map(form::shape), Some(Shape::Rows(_)));
    rows.get(number).filter(|row| is_list && !row.is_empty())?;
    // Rows in which nothing stands are not in the file.
    let is_filled = |row: &&Row| !row.is_empty();
    let from = rows.iter().take(number).filter(is_filled).count();
    let to = match direction {
        "up" => from.checked_sub(1)?,
        "down" => from + 1,
        _ => return None,
    };
    if to >= rows.iter().filter(is_filled).count() {
        return None;
    }
    let steps = vec![Step::Key(key.to_owned()), Step::Item(from)];
    let from = Path::new(steps).ok()?;
    Some((key.to_owned(), Edit::Move { from, to }))
}

fn sent_rows(sent: &Query, name: &str, before: &[Row], columns: &[Column]) -> Vec<Row> {
    let prefix = format!("{name}.");
    let numbers: BTreeSet<usize> = sent
        .pairs()
        .iter()
        .filter_map(|(name, _)| name.strip_prefix(&prefix)?.split('.').next()?.parse().ok())
        .filter(|number| *number < MOST_ROWS)
        .collect();
    let row = |number: usize| {
        let old = before.get(number);
        let part = |(index, column): (usize, &Column)| {
            let text = sent.raw(&format!("{prefix}{number}.{}", column.key));
            match (old.and_then(|old| old.parts.get(index)), column.shape) {
                (Some(Part::Other), _) => Part::Other,
                (_, Shape::List | Shape::Examples) => {
                    Part::List(lines(text).lines().map(str::to_owned).collect())
                }
                _ => Part::Text(lines(text)),
            }
        };
        Row {
            origin: old.map(|_| number),
            is_bare: old.is_some_and(|old| old.is_bare),
            parts: columns.iter().enumerate().map(part).collect(),
        }
    };
    numbers.into_iter().map(row).collect()
}

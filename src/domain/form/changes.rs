//! What was changed in a form, as edits of the file.

use crate::domain::agenda::{AT, Example, NOTE, PAGE};
use crate::domain::fields::{Field, Form};
use crate::domain::form::entries::{Entries, Entry, Part, Row, normal};
use crate::domain::form::{Column, Shape, shape};
use crate::domain::yaml_edit::{Edit, NewValue, Path, Step};

/// Returns the edits that make of what a form showed what came back; none where nothing differs.
///
/// Keys that did not come back, and values that the form could not show, stay.
pub fn edits(before: &Entries, after: &Entries) -> Vec<Edit> {
    let mut edits = Vec::new();
    // In the order of the table, so that new keys stand in it too.
    let fields = Field::all().map(|field| (field.key(), shape(field), field.form()));
    let is_facet = |key: &&String| Field::from_key(key).is_none();
    let facets = before.0.keys().filter(is_facet);
    let facets = facets.map(|key| (key.as_str(), Shape::List, Form::Texts));
    for (key, shape, form) in fields.chain(facets) {
        let (Some(was), Some(is)) = (before.0.get(key), after.0.get(key)) else {
            continue;
        };
        let top = [Step::Key(key.to_owned())];
        match (was, is, shape) {
            (Entry::Text(was), Entry::Text(is), _) => text(&mut edits, &top, was, is, form),
            (Entry::List(was), Entry::List(is), _) if Field::from_key(key).is_none() => {
                list(&mut edits, &top, was, &in_order_of(was, is), shape);
            }
            (Entry::List(was), Entry::List(is), _) => list(&mut edits, &top, was, is, shape),
            (Entry::Rows(was), Entry::Rows(is), Shape::Rows(columns)) => {
                rows(&mut edits, &top, was, is, columns);
            }
            (Entry::Rows(was), Entry::Rows(is), Shape::Pairs) => pairs(&mut edits, &top, was, is),
            _ => {}
        }
    }
    edits
}

/// Adds an edit, whose path is short and never empty.
fn push(edits: &mut Vec<Edit>, steps: &[Step], edit: impl FnOnce(Path) -> Edit) {
    if let Ok(path) = Path::new(steps.to_vec()) {
        edits.push(edit(path));
    }
}

fn below(steps: &[Step], step: Step) -> Vec<Step> {
    [steps, &[step]].concat()
}

/// Returns a text as it is to be written in a field of a form: a date or a truth needs no quotes.
fn value(text: &str, form: Form) -> NewValue {
    let is_plain = match form {
        Form::Date => text
            .chars()
            .all(|sign| sign.is_ascii_digit() || sign == '-'),
        Form::Flag => matches!(text, "true" | "false"),
        _ => false,
    };
    match is_plain {
        true => NewValue::Plain(text.to_owned()),
        false => NewValue::Text(text.to_owned()),
    }
}

fn text(edits: &mut Vec<Edit>, at: &[Step], was: &str, is: &str, form: Form) {
    let is = normal(is);
    if is == was {
        return;
    }
    match is.as_str() {
        "" => push(edits, at, |path| Edit::Remove { path }),
        is => push(edits, at, |path| Edit::Set {
            path,
            value: value(is, form),
        }),
    }
}

/// Returns terms in the order in which they stand in the file; new ones follow.
fn in_order_of(was: &[String], is: &[String]) -> Vec<String> {
    let kept = was.iter().filter(|term| is.contains(term));
    let new = is.iter().filter(|term| !was.contains(term));
    kept.chain(new).cloned().collect()
}

/// Returns the lines of a list that say something.
fn lines(list: &[String]) -> Vec<String> {
    let lines = list.iter().map(|line| normal(line));
    lines.filter(|line| !line.is_empty()).collect()
}

/// Returns a line of a list as it is to be written.
fn item(line: &str, shape: Shape) -> NewValue {
    match shape {
        Shape::Examples => example(&Example::of_line(line)),
        _ => NewValue::Text(line.to_owned()),
    }
}

/// Returns an example as front matter writes it: as short as can be.
fn example(example: &Example) -> NewValue {
    let page = NewValue::Text(example.page.clone());
    if example.note.is_empty() && example.at.is_none() {
        return page;
    }
    let mut entries = vec![(PAGE.to_owned(), page)];
    if !example.note.is_empty() {
        entries.push((NOTE.to_owned(), NewValue::Text(example.note.clone())));
    }
    if let Some(commit) = example.at {
        entries.push((AT.to_owned(), NewValue::Text(commit.to_string())));
    }
    NewValue::Map(entries)
}

fn items(list: &[String], shape: Shape) -> NewValue {
    NewValue::List(list.iter().map(|line| item(line, shape)).collect())
}

fn list(edits: &mut Vec<Edit>, at: &[Step], was: &[String], is: &[String], shape: Shape) {
    let is = lines(is);
    if is == was {
        return;
    }
    if is.is_empty() {
        return push(edits, at, |path| Edit::Remove { path });
    }
    if was.is_empty() {
        let value = items(&is, shape);
        return push(edits, at, |path| Edit::Set { path, value });
    }
    let same = |(left, right): &(&String, &String)| left == right;
    let head = was.iter().zip(&is).take_while(same).count();
    let (old, new) = (&was[head..], &is[head..]);
    let tail = old.iter().rev().zip(new.iter().rev());
    let tail = tail.take_while(same).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let item_path = |number: usize| below(at, Step::Item(number));
    let both = old.len().min(new.len());
    for number in (head + both..head + old.len()).rev() {
        push(edits, &item_path(number), |path| Edit::Remove { path });
    }
    for (number, text) in (head..).zip(new).take(both) {
        let value = item(text, shape);
        push(edits, &item_path(number), |path| Edit::Set { path, value });
    }
    for (number, text) in (head..).zip(new).skip(both) {
        let value = item(text, shape);
        push(edits, &item_path(number), |path| Edit::Insert {
            path,
            value,
        });
    }
}

impl Row {
    /// Tells whether nothing is written in it.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Text(text) => normal(text).is_empty(),
            Part::List(list) => lines(list).is_empty(),
            Part::Other => false,
        })
    }

    /// Returns it as a map of its columns.
    fn value(&self, columns: &[Column]) -> NewValue {
        let parts = columns.iter().zip(&self.parts);
        let entry = |(column, part): (&Column, &Part)| {
            let value = match part {
                Part::Text(text) => NewValue::Text(normal(text)),
                Part::List(list) => items(&lines(list), column.shape),
                Part::Other => return None,
            };
            let is_empty = matches!(&value, NewValue::Text(text) if text.is_empty())
                || matches!(&value, NewValue::List(list) if list.is_empty());
            (!is_empty).then(|| (column.key.to_owned(), value))
        };
        NewValue::Map(parts.filter_map(entry).collect())
    }
}

fn rows(edits: &mut Vec<Edit>, at: &[Step], was: &[Row], is: &[Row], columns: &[Column]) {
    let kept = |number: usize| {
        let mut rows = is.iter();
        rows.find(|row| row.origin == Some(number) && !row.is_empty())
    };
    let item = |number: usize| below(at, Step::Item(number));
    let mut left = 0;
    for (number, old) in was.iter().enumerate() {
        let Some(new) = kept(number) else { continue };
        left += 1;
        row(edits, &item(number), old, new, columns);
    }
    let added: Vec<&Row> = is
        .iter()
        .filter(|row| row.origin.is_none_or(|origin| origin >= was.len()) && !row.is_empty())
        .collect();
    if left + added.len() == 0 {
        if !was.is_empty() {
            push(edits, at, |path| Edit::Remove { path });
        }
        return;
    }
    if was.is_empty() {
        let value = NewValue::List(added.iter().map(|row| row.value(columns)).collect());
        return push(edits, at, |path| Edit::Set { path, value });
    }
    for number in (0..was.len())
        .rev()
        .filter(|number| kept(*number).is_none())
    {
        push(edits, &item(number), |path| Edit::Remove { path });
    }
    for (number, row) in (left..).zip(added) {
        let value = row.value(columns);
        push(edits, &item(number), |path| Edit::Insert { path, value });
    }
}

/// Changes one row.
fn row(edits: &mut Vec<Edit>, at: &[Step], old: &Row, new: &Row, columns: &[Column]) {
    if old.is_bare {
        let value = match new.value(columns) {
            NewValue::Map(mut entries) if entries.len() == 1 && entries[0].0 == columns[0].key => {
                entries.remove(0).1
            }
            value => value,
        };
        let was = match old.parts.first() {
            Some(Part::Text(text)) => NewValue::Text(text.clone()),
            _ => return,
        };
        if value != was {
            push(edits, at, |path| Edit::Set { path, value });
        }
        return;
    }
    for ((column, old), new) in columns.iter().zip(&old.parts).zip(&new.parts) {
        let at = below(at, Step::Key(column.key.to_owned()));
        match (old, new) {
            (Part::Text(was), Part::Text(is)) => text(edits, &at, was, is, Form::Text),
            (Part::List(was), Part::List(is)) => list(edits, &at, was, is, column.shape),
            _ => {}
        }
    }
}

fn pairs(edits: &mut Vec<Edit>, at: &[Step], was: &[Row], is: &[Row]) {
    let text_of = |row: &Row, number: usize| match row.parts.get(number) {
        Some(Part::Text(text)) => Some(normal(text)),
        _ => None,
    };
    for old in was {
        let (Some(key), old_text) = (text_of(old, 0), text_of(old, 1)) else {
            continue;
        };
        let new = is
            .iter()
            .find(|row| row.origin == old.origin && !row.is_empty());
        let Some(new) = new.filter(|row| text_of(row, 0).as_ref() == Some(&key)) else {
            push(edits, &below(at, Step::Key(key)), |path| Edit::Remove {
                path,
            });
            continue;
        };
        if let (Some(was), Some(is)) = (old_text, text_of(new, 1)) {
            text(edits, &below(at, Step::Key(key)), &was, &is, Form::Text);
        }
    }
    for row in is.iter().filter(|row| !row.is_empty()) {
        let (Some(key), Some(answer)) = (text_of(row, 0), text_of(row, 1)) else {
            continue;
        };
        let known = was
            .iter()
            .find(|old| old.origin.is_some() && old.origin == row.origin);
        let is_same = known.is_some_and(|old| text_of(old, 0).as_ref() == Some(&key));
        if !key.is_empty() && !is_same {
            let value = NewValue::Text(answer);
            push(edits, &below(at, Step::Key(key)), |path| Edit::Set {
                path,
                value,
            });
        }
    }
}

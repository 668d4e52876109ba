//! The ids that calendars know events and sessions by: written once, by the form in which they begin.

use crate::domain::agenda::id_of;
use crate::domain::form::{self, Column, Entries, Entry, Part, Row, Shape};
use crate::domain::{Field, Kind};

/// Returns where the column of sessions with a key stands.
pub(super) fn column(key: &str) -> Option<usize> {
    let Shape::Rows(columns) = form::shape(Field::Sessions) else {
        return None;
    };
    let is_it = |column: &Column| column.key == key;
    columns.iter().position(is_it)
}

/// Gives an id to each session that is new in a form, and to an event that is.
pub(super) fn fill_in(entries: &mut Entries, is_new: bool) {
    let kind = Kind::from_name(entries.text(Field::Kind.key()));
    if is_new && kind == Some(Kind::Event) && entries.text(Field::Uid.key()).trim().is_empty() {
        let key = Field::Uid.key().to_owned();
        if entries.0.contains_key(&key)
            && let Some(id) = random()
        {
            entries.0.insert(key, Entry::Text(id));
        }
    }
    if let Some(Entry::Rows(rows)) = entries.0.get_mut(Field::Sessions.key()) {
        let new = rows.iter_mut().filter(|row| is_new || row.origin.is_none());
        new.for_each(give);
    }
}

/// Gives an id to a row that has none and says something.
pub(super) fn give(row: &mut Row) {
    if row.is_empty() || row.is_bare {
        return;
    }
    let part = column("id").and_then(|at| row.parts.get_mut(at));
    if let Some(Part::Text(text)) = part
        && text.trim().is_empty()
        && let Some(id) = random()
    {
        *text = id;
    }
}

/// Returns a random id; nothing where there are no random numbers.
fn random() -> Option<String> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).ok()?;
    Some(id_of(u64::from_le_bytes(bytes)))
}

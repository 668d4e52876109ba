//! An event as the start of the next: its agenda without what belongs to the one that was.

use crate::domain::agenda::KEYS;
use crate::domain::form::{self, Entries, Entry, Part};
use crate::domain::yaml_edit;
use crate::domain::{Field, Kind, PagePath, Vocabulary};
use crate::site::View;

/// What the next event has to say anew.
const ANEW: [Field; 5] = [
    Field::Uid,
    Field::Starts,
    Field::Ends,
    Field::Days,
    Field::Aliases,
];
/// What its sessions have to say anew. Their ids are made by the form.
const OF_SESSIONS: [&str; 2] = ["id", "material"];

/// Returns the text of an event without its dates, its ids and its material; nothing where the page is no
/// event that the view shows.
pub(in crate::web::editing) fn copy_of(
    view: &View<'_>,
    path: &str,
    vocabulary: &Vocabulary,
) -> Option<String> {
    let item = view.page(&PagePath::parse(path.trim_matches('/')).ok()?)?;
    if item.page.front.kind != Kind::Event {
        return None;
    }
    let source = String::from_utf8(view.read(item.page.blob).ok()?).ok()?;
    without_past(&source, vocabulary)
}

fn without_past(source: &str, vocabulary: &Vocabulary) -> Option<String> {
    let before = Entries::read(source, vocabulary).ok()?;
    let mut after = before.clone();
    for field in ANEW {
        if let Some(entry) = after.0.get_mut(field.key()) {
            match entry {
                Entry::Text(text) => text.clear(),
                Entry::List(list) => list.clear(),
                Entry::Rows(rows) => rows.clear(),
                Entry::Other => {}
            }
        }
    }
    if let Some(Entry::Rows(rows)) = after.0.get_mut(Field::Sessions.key()) {
        for row in rows {
            for (part, key) in row.parts.iter_mut().zip(KEYS) {
                match part {
                    Part::Text(text) if OF_SESSIONS.contains(&key) => text.clear(),
                    Part::List(list) if OF_SESSIONS.contains(&key) => list.clear(),
                    _ => {}
                }
            }
        }
    }
    yaml_edit::edit(source, &form::edits(&before, &after)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_event_begins_without_the_dates_and_the_ids_of_the_last() {
        let source = "---\ntitle: A # so\nkind: event\nuid: x\nstarts: 2026-04-14\nends: 2026-04-15\nsessions:\n  - id: one\n    title: One\n    room: XX # big\n    material: [slides.pdf]\n  - {title: Coffee, format: break}\n---\nText.\n";
        let wanted = "---\ntitle: A # so\nkind: event\nsessions:\n  - title: One\n    room: XX # big\n  - {title: Coffee, format: break}\n---\nText.\n";
        let copied = without_past(source, &Vocabulary::default());
        assert_eq!(copied.as_deref(), Some(wanted));
    }

    #[test]
    fn the_columns_of_the_form_are_the_keys_of_a_session() {
        let form::Shape::Rows(columns) = form::shape(Field::Sessions) else {
            panic!("sessions are rows")
        };
        assert!(columns.iter().map(|column| column.key).eq(KEYS));
    }
}

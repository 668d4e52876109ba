//! An event as the start of the next: its agenda without what belongs to the one that was.

use crate::domain::agenda::KEYS;
use crate::domain::form::{self, Entries, Entry, Part};
use crate::domain::yaml_edit;
use crate::domain::{Field, Kind, PagePath, Vocabulary};
use crate::site::View;

/// The fields that the next event has to say anew.
const ANEW: [Field; 5] = [
    Field::Uid,
    Field::Starts,
    Field::Ends,
    Field::Days,
    Field::Aliases,
];
/// The fields that the template of events fills by an example only: in a form it would have to be taken out.
const SHOWN: [Field; 11] = [
    Field::Title,
    Field::Summary,
    Field::Starts,
    Field::Ends,
    Field::Timezone,
    Field::Place,
    Field::Organisations,
    Field::Days,
    Field::Tracks,
    Field::Rooms,
    Field::Sessions,
];
/// The fields that its sessions have to say anew. Their ids are made by the form.
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
    empty(&mut after, &ANEW);
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

/// Returns the template of events as a form begins with it: without what it only shows by an example.
pub(in crate::web::editing) fn bare(template: &str, vocabulary: &Vocabulary) -> Option<String> {
    let before = Entries::read(template, vocabulary).ok()?;
    let mut after = before.clone();
    empty(&mut after, &SHOWN);
    yaml_edit::edit(template, &form::edits(&before, &after)).ok()
}

fn empty(entries: &mut Entries, fields: &[Field]) {
    for field in fields {
        match entries.0.get_mut(field.key()) {
            Some(Entry::Text(text)) => text.clear(),
            Some(Entry::List(list)) => list.clear(),
            Some(Entry::Rows(rows)) => rows.clear(),
            Some(Entry::Other) | None => {}
        }
    }
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
    fn a_new_event_has_nothing_to_be_taken_out_of_its_form() {
        let source = "---\n# Where it goes\ntitle: Seminar on a topic\nkind: event\nstarts: 2026-04-14\nsessions:\n  - {title: Title of the session}\nlang: en\n---\n\n## Aim\n";
        let bare = bare(source, &Vocabulary::default());
        let wanted = "---\n# Where it goes\nkind: event\nlang: en\n---\n\n## Aim\n";
        assert_eq!(bare.as_deref(), Some(wanted));
    }

    #[test]
    fn the_columns_of_the_form_are_the_keys_of_a_session() {
        let form::Shape::Rows(columns) = form::shape(Field::Sessions) else {
            panic!("sessions are rows")
        };
        assert!(columns.iter().map(|column| column.key).eq(KEYS));
    }
}

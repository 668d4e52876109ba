//! [`AgendaDraft`]: an agenda as it stands in the form: what is typed, on top of the text in which one began.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::form::{self, Column, Entries, Entry, Part, Row, Shape};
use crate::domain::yaml_edit;
use crate::domain::{Field, ObjectId, Vocabulary};
use crate::web::editing::seminar::building::rows::{
    NumberedRow, add, blank, following, split, swap, text,
};
use crate::web::editing::session_ids;
use crate::web::http::query::Query;

/// Most rows of a form.
const MOST: usize = 1_000;
/// The fields that are typed in one line.
pub(super) const LINES: [Field; 4] = [Field::Starts, Field::Ends, Field::Timezone, Field::Place];
/// The fields that are typed as several lines.
pub(super) const LISTS: [Field; 2] = [Field::Tracks, Field::Rooms];
/// The names of days, of sessions and of the session to be added in the form.
pub(super) const DAYS: &str = "d";
pub(super) const SESSIONS: &str = "s";
pub(super) const NEW: &str = "n";

/// An agenda as it stands in the form.
pub(super) struct AgendaDraft {
    pub(super) base: ObjectId,
    /// The text of the event in which one began.
    pub(super) before: String,
    was: Entries,
    /// The values of keys with one line, and with several; those that only the source shows are not here.
    pub(super) lines: BTreeMap<&'static str, String>,
    pub(super) lists: BTreeMap<&'static str, Vec<String>>,
    /// The days; nothing where only the source shows them.
    pub(super) days: Option<Vec<NumberedRow>>,
    pub(super) sessions: Vec<NumberedRow>,
    /// The values where a session is added.
    pub(super) new: Row,
    pub(super) message: String,
}

/// Returns the columns of a field that has rows.
pub(super) fn columns(field: Field) -> &'static [Column] {
    match form::shape(field) {
        Shape::Rows(columns) => columns,
        _ => &[],
    }
}

/// Returns a session in which nothing stands.
fn empty() -> Row {
    let lists = columns(Field::Sessions).iter();
    let lists = lists.filter(|column| matches!(column.shape, Shape::List | Shape::Examples));
    let lists: Vec<&str> = lists.map(|column| column.key).collect();
    blank(&lists)
}

fn numbered(rows: &[Row]) -> Vec<NumberedRow> {
    let rows = rows.iter().cloned().enumerate();
    rows.map(|(number, row)| NumberedRow { number, row })
        .collect()
}

impl AgendaDraft {
    /// Begins with the text of an event; nothing where its sessions can only be changed in the source.
    pub(super) fn begin(base: ObjectId, before: String, vocabulary: &Vocabulary) -> Option<Self> {
        let was = Entries::read(&before, vocabulary).ok()?;
        let Entry::Rows(sessions) = was.get(Field::Sessions.key()) else {
            return None;
        };
        let sessions = numbered(sessions);
        let days = match was.get(Field::Days.key()) {
            Entry::Rows(days) => Some(numbered(days)),
            _ => None,
        };
        let mut built = Self {
            base,
            before,
            lines: BTreeMap::new(),
            lists: BTreeMap::new(),
            days,
            new: sessions
                .last()
                .map_or_else(empty, |last| following(&last.row, empty())),
            sessions,
            message: String::new(),
            was,
        };
        for field in LINES {
            if let Entry::Text(text) = built.was.get(field.key()) {
                built.lines.insert(field.key(), text.clone());
            }
        }
        for field in LISTS {
            if let Entry::List(list) = built.was.get(field.key()) {
                built.lists.insert(field.key(), list.clone());
            }
        }
        Some(built)
    }

    /// Reads a form on top of the text in which one began.
    pub(super) fn read(
        base: ObjectId,
        before: String,
        vocabulary: &Vocabulary,
        form: &Query,
    ) -> Option<Self> {
        let mut built = Self::begin(base, before, vocabulary)?;
        let mut fields: HashMap<&str, &str> = HashMap::new();
        for (name, value) in form.pairs() {
            fields.entry(name).or_insert(value);
        }
        for (key, text) in &mut built.lines {
            if let Some(value) = fields.get(format!("f.{key}").as_str()) {
                (*value).clone_into(text);
            }
        }
        for (key, list) in &mut built.lists {
            if let Some(value) = fields.get(format!("f.{key}").as_str()) {
                *list = lines(value);
            }
        }
        let fields = SentFields(fields);
        if let (Some(days), Entry::Rows(was)) = (&mut built.days, built.was.get(Field::Days.key()))
        {
            *days = fields.rows(DAYS, was, columns(Field::Days));
        }
        if let Entry::Rows(was) = built.was.get(Field::Sessions.key()) {
            built.sessions = fields.rows(SESSIONS, was, columns(Field::Sessions));
            built
                .sessions
                .retain(|one| one.row.origin.is_some() || !text(&one.row, "title").is_empty());
        }
        built.new = fields.row(NEW, None, columns(Field::Sessions));
        form.get("message").clone_into(&mut built.message);
        Some(built)
    }

    /// Returns how many sessions the file has.
    fn from(&self) -> usize {
        match self.was.get(Field::Sessions.key()) {
            Entry::Rows(rows) => rows.len(),
            _ => 0,
        }
    }

    /// Takes the session that was typed below the others, if one was.
    pub(super) fn take_new(&mut self) {
        if !text(&self.new, "title").is_empty() && self.sessions.len() < MOST {
            let from = self.from();
            let next = following(&self.new, empty());
            let new = std::mem::replace(&mut self.new, next);
            add(&mut self.sessions, from, new);
        }
    }

    /// Does what a button asks for.
    pub(super) fn change(&mut self, action: &str, number: usize, form: &Query) {
        let from = self.from();
        match action {
            "split" if self.sessions.len() < MOST => {
                let at = form.get(&format!("split.{number}"));
                split(&mut self.sessions, from, number, at, empty());
            }
            "swap" => {
                if let Ok(other) = form.get(&format!("swap.{number}")).parse() {
                    swap(&mut self.sessions, number, other);
                }
            }
            "remove" => self.sessions.retain(|one| one.number != number),
            _ => {}
        }
    }

    /// Gives each new session the id by which calendars know it.
    pub(super) fn give_ids(&mut self) {
        let new = self.sessions.iter_mut();
        new.filter(|one| one.row.origin.is_none())
            .for_each(|one| session_ids::give(&mut one.row));
    }

    /// Returns the text of the event with what was typed; nothing where that cannot be written.
    pub(super) fn text(&self) -> Option<String> {
        let mut after = BTreeMap::new();
        for (key, text) in &self.lines {
            after.insert((*key).to_owned(), Entry::Text(text.clone()));
        }
        for (key, list) in &self.lists {
            after.insert((*key).to_owned(), Entry::List(list.clone()));
        }
        let rows = |rows: &[NumberedRow]| rows.iter().map(|one| one.row.clone()).collect();
        if let Some(days) = &self.days {
            after.insert(Field::Days.key().to_owned(), Entry::Rows(rows(days)));
        }
        let sessions = Entry::Rows(rows(&self.sessions));
        after.insert(Field::Sessions.key().to_owned(), sessions);
        yaml_edit::edit(&self.before, &form::edits(&self.was, &Entries(after))).ok()
    }
}

/// Returns the lines of a text.
fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The fields that were sent.
struct SentFields<'q>(HashMap<&'q str, &'q str>);

impl SentFields<'_> {
    /// Returns the rows whose fields begin with a name. What the form does not show is as it was.
    fn rows(&self, name: &str, was: &[Row], columns: &[Column]) -> Vec<NumberedRow> {
        let prefix = format!("{name}.");
        let number = |field: &&str| field.strip_prefix(&prefix)?.split('.').next()?.parse().ok();
        let numbers: BTreeSet<usize> = self.0.keys().filter_map(number).collect();
        let numbers = numbers.into_iter().take(MOST);
        let row = numbers.map(|number| {
            let old = was.get(number).map(|old| (number, old));
            NumberedRow {
                number,
                row: self.row(&format!("{prefix}{number}"), old, columns),
            }
        });
        row.filter(|one| !one.row.is_empty()).collect()
    }

    fn row(&self, name: &str, old: Option<(usize, &Row)>, columns: &[Column]) -> Row {
        let part = |(index, column): (usize, &Column)| {
            let old = old.and_then(|(_, old)| old.parts.get(index));
            let value = self.0.get(format!("{name}.{}", column.key).as_str());
            let is_list = matches!(column.shape, Shape::List | Shape::Examples);
            match (old, value) {
                (Some(Part::Other), _) => Part::Other,
                (_, Some(text)) if is_list => Part::List(lines(text)),
                (_, Some(text)) => Part::Text(text.trim().replace("\r\n", "\n")),
                (Some(old), None) => old.clone(),
                (None, None) if is_list => Part::List(Vec::new()),
                (None, None) => Part::Text(String::new()),
            }
        };
        Row {
            origin: old.map(|(number, _)| number),
            is_bare: old.is_some_and(|(_, old)| old.is_bare),
            parts: columns.iter().enumerate().map(part).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "---\ntitle: S # so\nkind: event\ntracks: [Left]\nsessions:\n  - {id: one,   title: One, day: 1, basis: sure, examples: [a]}\n  - id: two # kept\n    title: Two\n    questions: [Why?]\n---\n\nText.\n";

    fn built(pairs: &[(&str, &str)]) -> AgendaDraft {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let form = Query::of(pairs.iter().map(own).collect());
        let base = ObjectId::from_bytes([1; 20]);
        let vocabulary = Vocabulary::default();
        AgendaDraft::read(base, SOURCE.to_owned(), &vocabulary, &form).unwrap()
    }

    #[test]
    fn what_is_not_typed_stays_byte_by_byte() {
        let same = built(&[("s.0.title", "One"), ("s.1.title", "Two")]);
        assert_eq!(same.text().as_deref(), Some(SOURCE));
    }

    #[test]
    fn sessions_are_changed_added_and_taken_out_in_one_edit() {
        let mut built = built(&[
            ("f.tracks", "Left\r\nRight"),
            ("s.0.title", "One"),
            ("s.0.starts", "09:00"),
            ("n.title", "Three"),
            ("n.starts", "10:00"),
            ("n.ends", "11:00"),
        ]);
        built.take_new();
        let text = built.text().unwrap();
        assert!(text.contains("tracks: [Left, Right]"), "{text}");
        let one = text.lines().find(|line| line.contains("id: one")).unwrap();
        assert!(
            one.contains("{id: one,   title: One, day: 1, basis: sure, examples: [a], "),
            "{text}"
        );
        assert!(one.ends_with("starts: \"09:00\"}"), "{text}");
        assert!(!text.contains("two"), "{text}");
        assert!(text.contains("title: Three"), "{text}");
        assert_eq!(
            crate::web::editing::seminar::building::rows::text(&built.new, "starts"),
            "11:00"
        );
    }
}

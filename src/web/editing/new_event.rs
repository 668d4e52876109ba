//! The needs of an event that is begun: its title, when and where it is, its first days, and whether it
//! has an agenda or is one session. All else can come later, and the agenda is built from its page.

use crate::domain::Field;
use crate::domain::date::Date;
use crate::domain::form::{self, Column, Entries, Entry, Part, Row, Shape};
use crate::web::editing::session_ids;

/// The fields that the form of a new event begins with.
pub(super) const NEEDS: [Field; 7] = [
    Field::Title,
    Field::Summary,
    Field::Starts,
    Field::Ends,
    Field::Timezone,
    Field::Place,
    Field::Days,
];
/// The number of days that it has room for.
pub(super) const DAYS: usize = 2;

/// Returns the sort of line that browsers help with; only for what they can show.
pub(super) fn sort_of(field: Field, value: &str) -> &'static str {
    let is_date = matches!(field, Field::Starts | Field::Ends);
    let is_day = || Date::parse(value).is_some_and(|date| date.day.is_some());
    match is_date && (value.is_empty() || is_day()) {
        true => "date",
        false => "",
    }
}

/// Makes an event that has no agenda one session, of the event's title and the times of its first day.
pub(super) fn make_one_session(entries: &mut Entries) {
    let title = entries.text(Field::Title.key()).trim().to_owned();
    let days = match entries.0.get(Field::Days.key()) {
        Some(Entry::Rows(days)) => days.clone(),
        _ => Vec::new(),
    };
    let first = days.iter().find(|day| !day.is_empty());
    let time = |key: &str| first.map_or("", |day| text(day, key)).to_owned();
    let (starts, ends) = (time("starts"), time("ends"));
    let Some(Entry::Rows(sessions)) = entries.0.get_mut(Field::Sessions.key()) else {
        return;
    };
    if title.is_empty() || sessions.iter().any(|session| !session.is_empty()) {
        return;
    }
    let Shape::Rows(columns) = form::shape(Field::Sessions) else {
        return;
    };
    let part = |column: &Column| match (column.key, column.shape) {
        (_, Shape::List | Shape::Examples) => Part::List(Vec::new()),
        ("title", _) => Part::Text(title.clone()),
        ("day", _) => Part::Text("1".to_owned()),
        ("starts", _) => Part::Text(starts.clone()),
        ("ends", _) => Part::Text(ends.clone()),
        _ => Part::Text(String::new()),
    };
    let mut session = Row {
        parts: columns.iter().map(part).collect(),
        ..Row::default()
    };
    session_ids::give(&mut session);
    *sessions = vec![session];
    // A day that has times and nothing else was there for the session alone.
    let is_bare = |day: &Row| text(day, "date").is_empty() && text(day, "title").is_empty();
    if days.iter().all(is_bare) {
        let key = Field::Days.key().to_owned();
        entries.0.insert(key, Entry::Rows(Vec::new()));
    }
}

/// Returns what stands in a column of a day.
fn text<'r>(day: &'r Row, key: &str) -> &'r str {
    let Shape::Rows(columns) = form::shape(Field::Days) else {
        return "";
    };
    let index = columns.iter().position(|column| column.key == key);
    match index.and_then(|index| day.parts.get(index)) {
        Some(Part::Text(text)) => text.trim(),
        _ => "",
    }
}

//! The sessions of an agenda in a form: rows that are added, divided, exchanged and taken out.

use crate::domain::agenda::{Clock, KEYS};
use crate::domain::form::{Part, Row};

/// A row with the number by which the form knows it: that of the file, or one behind it for a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NumberedRow {
    pub(super) number: usize,
    pub(super) row: Row,
}

/// The fields that two sessions exchange: when and where they are.
const EXCHANGED: [&str; 4] = ["day", "starts", "ends", "room"];
/// The fields that the second half of a session has of the first.
const SHARED: [&str; 6] = ["day", "track", "room", "format", "basis", "audience"];
/// The minutes on which a session is divided where nobody says when.
const STEP: u16 = 5;

fn column_index(key: &str) -> Option<usize> {
    KEYS.iter().position(|known| *known == key)
}

/// Returns the text of a session's key; empty where it has none, or one that a form cannot show.
pub(super) fn text<'r>(row: &'r Row, key: &str) -> &'r str {
    match column_index(key).and_then(|at| row.parts.get(at)) {
        Some(Part::Text(text)) => text.trim(),
        _ => "",
    }
}

/// Gives a session's key a text, unless only the source can.
pub(super) fn put(row: &mut Row, key: &str, value: &str) {
    if let Some(Part::Text(text)) = column_index(key).and_then(|at| row.parts.get_mut(at)) {
        value.clone_into(text);
    }
}

/// Returns a session in which nothing stands. `lists` are the keys that have several lines.
pub(super) fn blank(lists: &[&str]) -> Row {
    let part = |key: &&str| match lists.contains(key) {
        true => Part::List(Vec::new()),
        false => Part::Text(String::new()),
    };
    Row {
        parts: KEYS.iter().map(part).collect(),
        ..Row::default()
    }
}

/// Adds a session behind all others.
pub(super) fn add(rows: &mut Vec<NumberedRow>, from: usize, row: Row) {
    let last = rows.iter().map(|one| one.number + 1).max();
    let number = last.unwrap_or(0).max(from);
    rows.push(NumberedRow { number, row });
}

/// Returns the session that goes on where one ends, as long as it.
pub(super) fn following(row: &Row, blank: Row) -> Row {
    let mut next = blank;
    put(&mut next, "day", text(row, "day"));
    let (Some(begins), Some(closes)) = (
        Clock::parse(text(row, "starts")),
        Clock::parse(text(row, "ends")),
    ) else {
        return next;
    };
    let length = closes.minutes().saturating_sub(begins.minutes());
    put(&mut next, "starts", &closes.to_string());
    if let Some(ends) = Clock::of_minutes(closes.minutes().saturating_add(length)) {
        put(&mut next, "ends", &ends.to_string());
    }
    next
}

/// Divides a session at a time, or in the middle: the second half is a session of its own, with the title
/// of the first and no examples yet.
pub(super) fn split(rows: &mut Vec<NumberedRow>, from: usize, number: usize, at: &str, blank: Row) {
    let Some(one) = rows.iter_mut().find(|one| one.number == number) else {
        return;
    };
    let mut second = blank;
    for key in SHARED {
        put(&mut second, key, text(&one.row, key));
    }
    put(
        &mut second,
        "title",
        &format!("{} (2)", text(&one.row, "title")),
    );
    let begins = Clock::parse(text(&one.row, "starts"));
    let closes = Clock::parse(text(&one.row, "ends"));
    if let (Some(begins), Some(closes)) = (begins, closes)
        && begins < closes
    {
        let wanted = Clock::parse(at).filter(|at| begins < *at && *at < closes);
        let half = (begins.minutes() + closes.minutes()) / 2 / STEP * STEP;
        let middle = Clock::of_minutes(half).filter(|at| begins < *at);
        if let Some(middle) = wanted.or(middle) {
            put(&mut second, "starts", &middle.to_string());
            put(&mut second, "ends", &closes.to_string());
            put(&mut one.row, "ends", &middle.to_string());
        }
    }
    add(rows, from, second);
}

/// Has two sessions exchange their times and rooms.
pub(super) fn swap(rows: &mut [NumberedRow], one: usize, other: usize) {
    let at = |number: usize| rows.iter().position(|row| row.number == number);
    let (Some(one), Some(other)) = (at(one), at(other)) else {
        return;
    };
    for key in EXCHANGED {
        let of = |at: usize| {
            rows.get(at)
                .map_or("", |one| text(&one.row, key))
                .to_owned()
        };
        let (first, second) = (of(one), of(other));
        if let Some(row) = rows.get_mut(one) {
            put(&mut row.row, key, &second);
        }
        if let Some(row) = rows.get_mut(other) {
            put(&mut row.row, key, &first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: [&str; 1] = ["questions"];

    fn session(title: &str, starts: &str, ends: &str, room: &str) -> Row {
        let mut row = blank(&LISTS);
        for (key, value) in [
            ("title", title),
            ("day", "1"),
            ("starts", starts),
            ("ends", ends),
            ("room", room),
        ] {
            put(&mut row, key, value);
        }
        row
    }

    fn said(rows: &[NumberedRow]) -> Vec<String> {
        let line = |one: &NumberedRow| {
            let keys = ["title", "starts", "ends", "room"].map(|key| text(&one.row, key));
            format!("{} {}", one.number, keys.join(" "))
        };
        rows.iter().map(line).collect()
    }

    #[test]
    fn a_session_is_divided_at_a_time_or_in_the_middle() {
        let mut rows = Vec::new();
        add(&mut rows, 3, session("Law", "10:30", "12:00", "XX"));
        split(&mut rows, 3, 3, "11:00", blank(&LISTS));
        let wanted = ["3 Law 10:30 11:00 XX", "4 Law (2) 11:00 12:00 XX"];
        assert_eq!(said(&rows), wanted);
        // A time that is not in it says nothing.
        split(&mut rows, 3, 3, "12:30", blank(&LISTS));
        assert_eq!(said(&rows)[0], "3 Law 10:30 10:45 XX");
        split(&mut rows, 3, 9, "", blank(&LISTS));
        assert_eq!(rows.len(), 3, "there is no such session");
    }

    #[test]
    fn a_session_without_a_time_is_divided_too() {
        let mut rows = Vec::new();
        add(&mut rows, 0, session("Law", "", "", ""));
        split(&mut rows, 0, 0, "11:00", blank(&LISTS));
        assert_eq!(said(&rows), ["0 Law   ", "1 Law (2)   "]);
    }

    #[test]
    fn two_sessions_exchange_times_and_rooms_and_nothing_else() {
        let mut rows = Vec::new();
        add(&mut rows, 0, session("Law", "10:30", "12:00", "XX"));
        add(&mut rows, 0, session("Money", "14:00", "15:00", "XIX"));
        swap(&mut rows, 0, 1);
        let wanted = ["0 Law 14:00 15:00 XIX", "1 Money 10:30 12:00 XX"];
        assert_eq!(said(&rows), wanted);
        swap(&mut rows, 0, 7);
        assert_eq!(said(&rows), wanted);
    }

    #[test]
    fn the_next_session_begins_where_the_last_ends() {
        let next = following(&session("Law", "10:30", "12:00", "XX"), blank(&LISTS));
        let keys = ["title", "day", "starts", "ends", "room"].map(|key| text(&next, key));
        assert_eq!(keys, ["", "1", "12:00", "13:30", ""]);
        let late = following(&session("Law", "20:00", "23:00", ""), blank(&LISTS));
        assert_eq!((text(&late, "starts"), text(&late, "ends")), ("23:00", ""));
    }
}

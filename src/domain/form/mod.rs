//! What a form shows of a page's front matter, and the edits that follow from what was changed in it.
//!
//! A form speaks of values, the file of bytes: only keys whose value differs become edits, so that
//! whatever a form does not know stays as it was written. Which keys there are says the table of
//! [`crate::domain::fields`] and the vocabulary; how a form looks is for whoever shows it.

mod changes;
mod entries;
mod key_locations;
#[cfg(test)]
mod tests;

pub use changes::edits;
pub use entries::{Entries, Entry, Part, Row};
pub use key_locations::{KeyLocations, key_at};

use crate::domain::fields::{Field, Form};

/// The shape that a value has in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A line of text.
    Line,
    /// Text that may have several lines.
    Text,
    /// Yes or no.
    Flag,
    /// A list of lines.
    List,
    /// A list of examples, each a line.
    Examples,
    /// A list of rows with these columns.
    Rows(&'static [Column]),
    /// Keys with a text each.
    Pairs,
}

/// A column of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The key as front matter writes it.
    pub key: &'static str,
    /// The shape of its content.
    pub shape: Shape,
}

const fn column(key: &'static str, shape: Shape) -> Column {
    Column { key, shape }
}

const PARTNERS: [Column; 2] = [column("name", Shape::Line), column("sector", Shape::Line)];
const DAYS: [Column; 4] = [
    column("date", Shape::Line),
    column("title", Shape::Line),
    column("starts", Shape::Line),
    column("ends", Shape::Line),
];
const SESSIONS: [Column; 17] = [
    column("title", Shape::Line),
    column("summary", Shape::Text),
    column("day", Shape::Line),
    column("starts", Shape::Line),
    column("ends", Shape::Line),
    column("track", Shape::Line),
    column("room", Shape::Line),
    column("format", Shape::Line),
    column("basis", Shape::Line),
    column("chair", Shape::List),
    column("speakers", Shape::List),
    column("rapporteur", Shape::List),
    column("audience", Shape::Line),
    column("questions", Shape::List),
    column("material", Shape::List),
    column("examples", Shape::Examples),
    column("id", Shape::Line),
];
const QUESTIONS: [Column; 7] = [
    column("id", Shape::Line),
    column("part", Shape::Line),
    column("heading", Shape::Line),
    column("text", Shape::Text),
    column("type", Shape::Line),
    column("options", Shape::List),
    column("challenge", Shape::List),
];
const CHAPTERS: [Column; 3] = [
    column("title", Shape::Line),
    column("summary", Shape::Text),
    column("pages", Shape::List),
];

/// The columns of the answers to a survey.
pub const ANSWERS: [Column; 2] = [column("id", Shape::Line), column("answer", Shape::Text)];

/// Returns the shape of a field.
pub fn shape(field: Field) -> Shape {
    match field.form() {
        Form::Text if field == Field::Summary => Shape::Text,
        Form::Flag => Shape::Flag,
        Form::Texts | Form::Countries | Form::Works | Form::Pages => Shape::List,
        Form::Partners => Shape::Rows(&PARTNERS),
        Form::Days => Shape::Rows(&DAYS),
        Form::Sessions => Shape::Rows(&SESSIONS),
        Form::Questions => Shape::Rows(&QUESTIONS),
        Form::Chapters => Shape::Rows(&CHAPTERS),
        Form::Answers => Shape::Pairs,
        Form::Text
        | Form::Kind
        | Form::Status
        | Form::Visibility
        | Form::Language
        | Form::Date
        | Form::Period
        | Form::Address
        | Form::Work
        | Form::Zone
        | Form::Page => Shape::Line,
    }
}

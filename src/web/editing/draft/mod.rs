//! [`Draft`]: what somebody is writing: the text of a file, and what a save needs beside it.
//!
//! It is put together from a form that was sent, and shown as one. The text is always that of the
//! whole file; a form changes it key by key, so that what it does not show stays.

mod fields;
mod line_ends;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::domain::form::{self, Entries};
use crate::domain::yaml_edit::{self, EditError};
use crate::domain::{ObjectId, Vocabulary};
use crate::web::editing::acknowledged;
use crate::web::editing::draft::fields::{MOST_ROWS, moved_row, sent_entry};
use crate::web::editing::draft::line_ends::{lines, restored};
use crate::web::editing::new_event;
use crate::web::editing::own_file::{self, OwnFiles};
use crate::web::editing::session_ids;
use crate::web::http::query::Query;

/// A text that somebody is writing.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The commit at which they began.
    pub(super) base: ObjectId,
    /// The text of the file.
    pub(super) text: String,
    /// The message of the commit: what was changed, and why.
    pub(super) message: String,
    /// Whether it is a minor change.
    pub(super) is_minor: bool,
    /// The commit that it takes back.
    pub(super) undoes: Option<ObjectId>,
    /// Whether a new event is to be one session.
    pub(super) is_one_session: bool,
    /// Whether the whole file is shown, and not a form.
    pub(super) as_source: bool,
    /// Works to be added to the bibliography, as they were pasted.
    pub(super) works: String,
    /// The search in the bibliography.
    pub(super) find: String,
    /// The number of empty rows that each list has beside those that are filled.
    pub(super) rows: BTreeMap<String, usize>,
    /// The choices for the files that the page has.
    pub(super) files: OwnFiles,
    /// An id that tells this text from others that somebody has not saved yet: of a new page always, of
    /// another where a browser keeps it.
    pub(super) id: String,
    /// The address of a new page, as typed.
    pub(super) address: String,
    /// The fields that were typed and could not be written, with the reason.
    pub(super) unwritten: Vec<UnwrittenField>,
}

/// A field that could not be written into the front matter.
#[derive(Clone, Debug)]
pub(super) struct UnwrittenField {
    /// The key.
    pub(super) key: String,
    /// The reason why not.
    pub(super) reason: String,
}

impl Draft {
    /// Begins with a text.
    pub(super) fn new(base: ObjectId, text: String) -> Self {
        Self {
            base,
            text,
            message: String::new(),
            is_minor: false,
            undoes: None,
            is_one_session: false,
            as_source: false,
            works: String::new(),
            find: String::new(),
            rows: BTreeMap::new(),
            files: OwnFiles::new(),
            id: String::new(),
            address: String::new(),
            unwritten: Vec::new(),
        }
    }

    /// Reads a form. `before` is the text of the file at the commit where they began.
    pub(super) fn read(
        sent: &Query,
        base: ObjectId,
        before: &str,
        vocabulary: &Vocabulary,
    ) -> Self {
        let mut draft = Self::new(base, String::new());
        sent.raw("message").trim().clone_into(&mut draft.message);
        draft.is_minor = sent.get("minor") == "yes";
        draft.undoes = sent.get("undoes").parse().ok();
        draft.is_one_session = sent.get("agenda") == "one";
        draft.as_source = sent.get("mode") == "source";
        draft.works = lines(sent.raw("works"));
        sent.get("find-work").clone_into(&mut draft.find);
        draft.files = own_file::read(sent);
        sent.get("address").clone_into(&mut draft.address);
        draft.id = acknowledged::id(sent.get("id"));
        for (name, value) in sent.pairs() {
            if let Some(key) = name.strip_prefix("rows.") {
                let rows = value.parse().unwrap_or(0).min(MOST_ROWS);
                draft.rows.insert(key.to_owned(), rows);
            }
        }
        if draft.as_source {
            draft.text = restored(before, sent.raw("source"));
            return draft;
        }
        let body = restored(yaml_edit::body(before), sent.raw("body"));
        let head = head_of(sent.raw("head"));
        draft.text = format!("{head}{body}");
        draft.fill_in(sent, vocabulary, before.is_empty());
        draft
    }

    /// Writes what the fields of a form say into the front matter, one key after the other: what
    /// cannot be written costs itself.
    fn fill_in(&mut self, sent: &Query, vocabulary: &Vocabulary, is_new: bool) {
        let Ok(before) = Entries::read(&self.text, vocabulary) else {
            return;
        };
        let shown: BTreeSet<&str> = sent.raw("keys").split_whitespace().collect();
        let mut after = Entries::default();
        for (key, entry) in &before.0 {
            if shown.contains(key.as_str()) {
                after.0.insert(key.clone(), sent_entry(sent, key, entry));
            }
        }
        if is_new && self.is_one_session && sent.get("do") == "save" {
            new_event::make_one_session(&mut after);
        }
        session_ids::fill_in(&mut after, is_new);
        let row = moved_row(sent, &after);
        self.write(&before, after, vocabulary);
        let Some((key, edit)) = row else { return };
        match yaml_edit::edit(&self.text, &[edit]) {
            Ok(text) => self.text = text,
            Err(error) => self.unwritten.push(UnwrittenField::of(key, &error)),
        }
    }

    fn write(&mut self, before: &Entries, after: Entries, vocabulary: &Vocabulary) {
        let edits = form::edits(before, &after);
        if let Ok(text) = yaml_edit::edit(&self.text, &edits) {
            self.text = text;
            return;
        }
        for (key, entry) in after.0 {
            let Ok(now) = Entries::read(&self.text, vocabulary) else {
                return;
            };
            let one = Entries(BTreeMap::from([(key.clone(), entry)]));
            match yaml_edit::edit(&self.text, &form::edits(&now, &one)) {
                Ok(text) => self.text = text,
                Err(error) => self.unwritten.push(UnwrittenField::of(key, &error)),
            }
        }
    }

    /// Returns what stands above the text, as a form sends it back.
    pub(super) fn head(&self) -> String {
        let body = yaml_edit::body(&self.text);
        let head = &self.text[..self.text.len() - body.len()];
        STANDARD.encode(head)
    }

    /// Returns the text below the front matter.
    pub(super) fn body(&self) -> &str {
        yaml_edit::body(&self.text)
    }
}

impl UnwrittenField {
    fn of(key: String, error: &EditError) -> Self {
        Self {
            key,
            reason: error.to_string(),
        }
    }
}

/// Returns what stands above a text, from what a form sent back; nothing where somebody changed it
/// into what is no front matter.
fn head_of(sent: &str) -> String {
    let decoded = STANDARD.decode(sent.trim()).ok();
    let head = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
    head.filter(|head| yaml_edit::body(head).is_empty())
        .unwrap_or_default()
}

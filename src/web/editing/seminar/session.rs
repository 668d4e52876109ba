//! [`ChosenSession`]: the session that is worked on, and its examples in the text of the event.

use std::sync::Arc;

use axum::http::StatusCode;

use crate::domain::agenda;
use crate::domain::form::{self, Entries, Entry, Part, Row};
use crate::domain::yaml_edit;
use crate::domain::{Field, Kind, ObjectId, PagePath, Vocabulary};
use crate::site::{SitePage, View, writes};
use crate::web::editing::draft::Draft;
use crate::web::editing::page_text::text;
use crate::web::editing::request::EditRequest;
use crate::web::editing::save::{SaveFailure, SaveOutcome, SaveRequest};
use crate::web::editing::session_ids::column;
use crate::web::http::error::Error;
use crate::web::parts::context::page_path;

/// Most examples of a session.
pub(super) const MOST: usize = 50;

/// The session that is worked on.
pub(super) struct ChosenSession {
    pub(super) item: Arc<SitePage>,
    pub(super) key: String,
    pub(super) number: usize,
}

/// The part of a session's text that a form works on.
pub(super) struct ExampleLines {
    /// Its examples, as lines of a form; nothing where one of them can only be changed in the source.
    pub(super) examples: Option<Vec<String>>,
}

impl ChosenSession {
    /// Returns the session that an address below a prefix names: an event and a key.
    pub(super) fn of(request: &EditRequest, prefix: &str) -> Result<Self, Error> {
        let context = request.context();
        let rest = context.below(prefix)?;
        let (path, key) = rest.rsplit_once('/').ok_or(Error::NotFound)?;
        Self::find(&context.view(), &page_path(path)?, key)
    }

    /// Returns the session of an event that goes by a key.
    pub(super) fn find(view: &View<'_>, path: &PagePath, key: &str) -> Result<Self, Error> {
        let item = view.page(path).or_else(|| view.links().alias(path));
        let item = Arc::clone(item.ok_or(Error::NotFound)?);
        let sessions = &item.page.front.details().agenda;
        let number = sessions.find(key).ok_or(Error::NotFound)?;
        Ok(Self {
            key: key.to_owned(),
            number,
            item,
        })
    }

    /// Returns the title of the session.
    pub(super) fn title(&self) -> String {
        let sessions = &self.item.page.front.details().agenda.sessions;
        let session = sessions.get(self.number);
        session.map_or_else(String::new, |session| session.title.clone())
    }

    /// Returns the address of the session's own page.
    pub(super) fn address(&self) -> String {
        crate::web::parts::agenda::session_address(&self.item.page, &self.key)
    }
}

/// Says that somebody may not write pages of a kind.
pub(super) fn may(request: &EditRequest, kind: Kind) -> Result<(), Error> {
    match writes(request.role(), kind) {
        true => Ok(()),
        false => {
            let message = request.context().words.say("edit-not-yours");
            Err(Error::Forbidden(message.into_owned()))
        }
    }
}

/// Returns the row of the session that a key leads to, by the rule of its address.
fn row<'r>(rows: &'r mut [Row], key: &str) -> Option<&'r mut Row> {
    let id = column("id")?;
    let ids = rows.iter().map(|row| match row.parts.get(id) {
        Some(Part::Text(text)) => text.as_str(),
        _ => "",
    });
    let at = agenda::keys(ids).iter().position(|known| known == key)?;
    rows.get_mut(at)
}

/// Reads the examples of a session in the text of an event; nothing where the session is not there.
pub(super) fn lines(source: &str, key: &str, vocabulary: &Vocabulary) -> Option<ExampleLines> {
    let entries = Entries::read(source, vocabulary).ok()?;
    let Entry::Rows(mut rows) = entries.get(Field::Sessions.key()).clone() else {
        return None;
    };
    let row = row(&mut rows, key)?;
    let examples = match row.parts.get(column("examples")?) {
        Some(Part::List(lines)) => Some(lines.clone()),
        _ => None,
    };
    Some(ExampleLines { examples })
}

/// Returns the text of an event in which a session has these examples; nothing where they cannot be
/// written.
pub(super) fn with_lines(
    source: &str,
    key: &str,
    examples: &[String],
    vocabulary: &Vocabulary,
) -> Option<String> {
    let before = Entries::read(source, vocabulary).ok()?;
    let field = Field::Sessions.key();
    let Entry::Rows(mut rows) = before.get(field).clone() else {
        return None;
    };
    let part = row(&mut rows, key)?.parts.get_mut(column("examples")?)?;
    *part = match part {
        Part::Other => return None,
        _ => Part::List(examples.to_vec()),
    };
    let mut after = Entries::default();
    after.0.insert(field.to_owned(), Entry::Rows(rows));
    yaml_edit::edit(source, &form::edits(&before, &after)).ok()
}

/// Returns the text of an event at a commit.
pub(super) fn text_at(
    request: &EditRequest,
    session: &ChosenSession,
    base: ObjectId,
) -> Result<String, Error> {
    let view = request.context().view();
    text(&view, base, &session.item.page.file)?.ok_or(Error::NotFound)
}

/// Saves a text in place of another. What is in the way comes back in words.
pub(super) fn save(
    request: &EditRequest,
    path: &PagePath,
    draft: &Draft,
    before: &str,
    is_new: bool,
) -> Result<(), (String, StatusCode)> {
    let save = SaveRequest {
        request,
        draft,
        path,
        before,
        is_new,
        files: &Vec::new(),
        replacing: &Vec::new(),
    };
    said(request, save.run())
}

/// Says in words what is in the way of a save.
pub(super) fn said(
    request: &EditRequest,
    saved: Result<SaveOutcome, SaveFailure>,
) -> Result<(), (String, StatusCode)> {
    let words = request.context().words;
    let say = |id: &str| words.say(id).into_owned();
    match saved {
        Ok(SaveOutcome::Nothing(_) | SaveOutcome::Saved { .. }) => Ok(()),
        Err(SaveFailure::Refused(reason, status)) => Err((reason, status)),
        Err(SaveFailure::Exists) => Err((say("edit-exists"), StatusCode::CONFLICT)),
        Err(SaveFailure::Deleted) => Err((say("edit-deleted"), StatusCode::CONFLICT)),
        Err(SaveFailure::Conflict { .. }) => Err((say("seminar-conflict"), StatusCode::CONFLICT)),
        Err(SaveFailure::Problems(problems)) => {
            let lines = problems
                .iter()
                .take(5)
                .map(|one| one.problem.message.clone());
            let lines: Vec<String> = std::iter::once(say("refused-problems"))
                .chain(lines)
                .collect();
            Err((lines.join(" · "), StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(SaveFailure::Works(_) | SaveFailure::Files(_)) => {
            Err((say("refused-problems"), StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(SaveFailure::Unreadable) => {
            Err((say("refused-internal"), StatusCode::SERVICE_UNAVAILABLE))
        }
    }
}

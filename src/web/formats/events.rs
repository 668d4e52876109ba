//! Events as JSON: their agendas with every session, by the names that front matter uses.

use serde_json::{Value, json};

use crate::domain::agenda::{Agenda, Example, Session};

/// Returns the days of an agenda.
pub(super) fn days(agenda: &Agenda) -> Value {
    let days = agenda.days.iter().map(|day| {
        json!({"date": day.date.map(|date| date.to_string()), "title": day.title,
               "starts": day.starts, "ends": day.ends})
    });
    days.collect()
}

/// Returns a session as front matter has it.
pub(super) fn session(session: &Session) -> Value {
    json!({
        "id": session.id,
        "title": session.title,
        "summary": session.summary,
        "day": session.day,
        "starts": session.starts,
        "ends": session.ends,
        "track": session.track,
        "room": session.room,
        "format": session.format,
        "basis": session.basis,
        "chair": session.chair,
        "speakers": session.speakers,
        "rapporteur": session.rapporteur,
        "audience": session.audience,
        "questions": session.questions,
        "material": session.material,
        "examples": session.examples.iter().map(example).collect::<Vec<_>>(),
        "other": session.other,
    })
}

/// Returns an example: its page alone, or a map where there is more to say.
fn example(example: &Example) -> Value {
    match (&*example.note, example.at) {
        ("", None) => json!(example.page),
        (note, at) => {
            json!({"page": example.page, "note": note, "at": at.map(|commit| commit.to_string())})
        }
    }
}

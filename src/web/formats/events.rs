//! Events as JSON: their agendas with every session, by the names that front matter uses.

use serde_json::{Value, json};

use crate::domain::agenda::{Agenda, Example, Session, Slot, is_outside};
use crate::domain::link::Destination;
use crate::domain::{Kind, LinkRole, LinkTarget, Page};
use crate::site::{SitePage, View};
use crate::web::formats::calendar::uid;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::agenda::session_address;
use crate::web::parts::agenda::times::iso;
use crate::web::parts::context::Context;

/// Most events in one answer.
const MOST: usize = 1_000;

/// Answers `/api/v1/events`: the events that the caller may see, by path, with their sessions and the
/// instants that follow from their times.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let number = context.query.number("page", 1, 1_000_000)?;
    let limit = context.query.number("limit", 100, MOST)?;
    let view = context.view();
    let is_event = |item: &&std::sync::Arc<SitePage>| item.page.front.kind == Kind::Event;
    let events = view.pages().filter(is_event);
    let total = view.pages().filter(is_event).count();
    let chosen = events.skip((number - 1) * limit).take(limit);
    let events: Vec<Value> = chosen.map(|item| event(context, item)).collect();
    Reply::json(&json!({
        "commit": context.edition.revision().id.to_string(),
        "total": total,
        "page": number,
        "limit": limit,
        "events": events,
    }))
}

fn event(context: &Context, item: &SitePage) -> Value {
    let page = &item.page;
    let details = page.front.details();
    let agenda = &details.agenda;
    let slots = agenda.slots(details.frame());
    let view = context.view();
    let links = view.links();
    let sessions = agenda.sessions.iter().zip(&slots).zip(agenda.keys());
    let sessions = sessions.map(|((one, slot), key)| {
        let mut value = session(one);
        value["address"] = json!(session_address(page, &key));
        value["date"] = json!(slot.date.map(|date| date.to_string()));
        // Neither the paths of what the caller may not see are told nor the notes on it.
        let examples = one.examples.iter();
        let examples = examples.filter(|one| links.referenced(&one.page).is_some());
        value["examples"] = examples.map(example).collect();
        let material = one.material.iter();
        let material = material.filter(|name| is_outside(name) || is_seen(&view, page, name));
        value["material"] = json!(material.collect::<Vec<_>>());
        let Slot { from, to, .. } = *slot;
        value["from"] = json!(from.map(|at| iso(at.seconds())));
        value["to"] = json!(to.map(|at| iso(at.seconds())));
        value
    });
    let date = |date: Option<crate::domain::date::Date>| json!(date.map(|date| date.to_string()));
    json!({
        "path": page.path.as_str(),
        "address": page.path.address(),
        "title": page.title,
        "summary": page.front.summary,
        "uid": uid(context, page),
        "starts": date(details.starts),
        "ends": date(details.ends),
        "place": details.place,
        "timezone": agenda.timezone,
        "days": days(agenda),
        "tracks": agenda.tracks,
        "rooms": agenda.rooms,
        "sessions": sessions.collect::<Vec<_>>(),
        "calendar": format!("/-/calendar{}.ics", page.path.address()),
    })
}

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

/// Tells whether material leads to a page or a file that the caller may see.
fn is_seen(view: &View<'_>, page: &Page, name: &str) -> bool {
    let named = name.split('#').next().unwrap_or(name);
    let links = page.links.iter();
    let mut links = links.filter(|link| link.role == LinkRole::Material);
    let link = links.find(|link| matches!(&link.target, LinkTarget::Name(one) if one == named));
    let to = link.map(|link| view.links().resolve(page, link));
    matches!(
        to,
        Some(Destination::Page { .. } | Destination::File { .. })
    )
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

//! Events as calendars (RFC 5545): an event as its days, its sessions at their times in UTC.
//!
//! What calendars know an entry by never changes: the event's `uid` and the session's `id`. The number
//! of a version counts the commits that touched the event, as far as whoever asks may know of them, so
//! that a later one takes the place of an earlier one; what was there and is not any more is cancelled.
//! While the history is being read neither is said, and nobody keeps the answer.

mod past;
mod text;

use std::collections::HashSet;
use std::sync::Arc;

use axum::http::header;

use crate::domain::agenda::{Slot, offered_id};
use crate::domain::{Kind, Page, PagePath};
use crate::site::{SitePage, View};
use crate::web::formats::calendar::past::{GoneEvent, PastEvents, PastReader};
use crate::web::formats::calendar::text::{CalendarLines, compact, instant};
use crate::web::http::disposition::content_disposition;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::agenda::session_address;
use crate::web::parts::context::{Context, page_path};

/// Most entries of a calendar.
const MOST: usize = 5_000;

/// Answers `/-/events.ics`: every event that the reader may see, with its sessions, and those that are
/// gone.
pub(crate) fn all(context: &Context) -> Result<Reply, Error> {
    let view = context.view();
    let mut past = PastReader::new(&view);
    let mut calendar = Calendar::new(&context.settings.name);
    let mut known = HashSet::new();
    for item in view
        .pages()
        .filter(|item| item.page.front.kind == Kind::Event)
    {
        // Of translations with one id a calendar would keep any.
        if !known.insert(uid(context, &item.page)) {
            continue;
        }
        let past = past.of(item)?;
        calendar.event(context, &CalendarEntry::of(context, item, &past));
        calendar.sessions(context, &CalendarEntry::of(context, item, &past), None);
    }
    for gone in past.events()? {
        if known.insert(uid(context, &gone.page)) {
            calendar.gone(context, &gone);
        }
    }
    Ok(calendar.reply("events.ics", past.is_whole))
}

/// Answers `/-/calendar/<event>.ics`, with `?session=` one session alone.
pub(crate) fn event(context: &Context) -> Result<Reply, Error> {
    let name = context.below("/-/calendar/")?;
    let path = name.strip_suffix(".ics").ok_or(Error::NotFound)?;
    let view = context.view();
    let path = page_path(path)?;
    let mut past = PastReader::new(&view);
    let key = context.query.get("session");
    let dash = if key.is_empty() { "" } else { "-" };
    let name = format!("{}{dash}{key}.ics", path.name());
    let Some(item) = find(&view, &path) else {
        let gone = past.event(&path)?.filter(|_| key.is_empty());
        let gone = gone.ok_or(Error::NotFound)?;
        let mut calendar = Calendar::new(&gone.page.title);
        calendar.gone(context, &gone);
        return Ok(calendar.reply(&name, past.is_whole));
    };
    let known = past.of(item)?;
    let entry = CalendarEntry::of(context, item, &known);
    let mut calendar = Calendar::new(&item.page.title);
    if key.is_empty() {
        calendar.event(context, &entry);
        calendar.sessions(context, &entry, None);
    } else {
        let agenda = &item.page.front.details().agenda;
        let is_gone = known.gone.iter().any(|gone| gone.key == key);
        if agenda.find(key).is_none() && !is_gone {
            return Err(Error::NotFound);
        }
        calendar.sessions(context, &entry, Some(key));
    }
    Ok(calendar.reply(&name, past.is_whole))
}

fn find<'e>(view: &View<'e>, path: &PagePath) -> Option<&'e SitePage> {
    let item = view.page(path).or_else(|| view.links().alias(path));
    let item = item.or_else(|| view.moved_to(path)).map(Arc::as_ref)?;
    let details = item.page.front.details();
    let is_event = item.page.front.kind == Kind::Event || !details.agenda.sessions.is_empty();
    Some(item).filter(|_| is_event)
}

/// Returns what calendars know an event by: its `uid`, or what always follows from its address.
pub(super) fn uid(context: &Context, page: &Page) -> String {
    let own = page.front.details().uid.clone();
    own.unwrap_or_else(|| offered_id(&context.absolute(&page.path.address())))
}

/// An event with what is said of each of its entries.
struct CalendarEntry<'i> {
    page: &'i Page,
    past: &'i PastEvents,
    uid: String,
    /// The time of its last change.
    changed: i64,
    is_gone: bool,
}

impl<'i> CalendarEntry<'i> {
    fn of(context: &Context, item: &'i SitePage, past: &'i PastEvents) -> Self {
        let changed = item.changed.as_ref().map(|change| change.time);
        Self {
            page: &item.page,
            past,
            uid: uid(context, &item.page),
            changed: changed.unwrap_or(context.edition.revision().time),
            is_gone: false,
        }
    }
}

/// A calendar as it is written.
struct Calendar {
    lines: CalendarLines,
    entries: usize,
}

impl Calendar {
    fn new(name: &str) -> Self {
        let mut lines = CalendarLines::default();
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Concord//Agenda//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
        ] {
            lines.line(line);
        }
        lines.text_of("X-WR-CALNAME", name);
        Self { lines, entries: 0 }
    }

    /// Adds an event that is gone, with its sessions.
    fn gone(&mut self, context: &Context, gone: &GoneEvent) {
        let entry = CalendarEntry {
            page: &gone.page,
            past: &gone.past,
            uid: uid(context, &gone.page),
            changed: gone.changed,
            is_gone: true,
        };
        self.event(context, &entry);
        self.gone_sessions(&entry, None);
    }

    /// Adds an event as its days; nothing where they are not known.
    fn event(&mut self, context: &Context, entry: &CalendarEntry<'_>) {
        let details = entry.page.front.details();
        let dates = details.agenda.days.iter().filter_map(|day| day.date);
        let frame = details.frame();
        let first = frame.starts.or(dates.clone().min());
        let last = frame.ends.or(dates.max()).or(first);
        let (Some(first), Some(last)) = (first, last.max(first)) else {
            return;
        };
        if !self.begin(entry, &entry.uid, entry.is_gone) {
            return;
        }
        let lines = &mut self.lines;
        lines.line(&format!("DTSTART;VALUE=DATE:{}", compact(first)));
        // The day behind the last one; one of year 10,000 cannot be written, and one day is meant without.
        let behind = compact(last.plus_days(1));
        if behind.len() == "YYYYMMDD".len() {
            lines.line(&format!("DTEND;VALUE=DATE:{behind}"));
        }
        lines.line("TRANSP:TRANSPARENT");
        lines.text_of("SUMMARY", &entry.page.title);
        let summary = entry.page.front.summary.as_deref();
        lines.text_of("DESCRIPTION", summary.unwrap_or(""));
        lines.text_of("LOCATION", details.place.as_deref().unwrap_or(""));
        match entry.is_gone {
            true => self.lines.line("END:VEVENT"),
            false => self.end(&context.absolute(&entry.page.path.address())),
        }
    }

    /// Adds the sessions of an event that have an instant, and those that are gone, or one of them.
    fn sessions(&mut self, context: &Context, entry: &CalendarEntry<'_>, only: Option<&str>) {
        let page = entry.page;
        let details = page.front.details();
        let slots: Vec<Slot> = details.agenda.slots(details.frame());
        let keys = details.agenda.keys();
        let sessions = details.agenda.sessions.iter().zip(&slots).zip(&keys);
        for ((session, slot), key) in sessions {
            let is_wanted = only.is_none_or(|only| only == key);
            let Some(from) = slot.from.filter(|_| is_wanted) else {
                continue;
            };
            if session.is_break() && only.is_none() {
                continue;
            }
            if !self.begin(entry, &format!("{}-{key}", entry.uid), false) {
                return;
            }
            let lines = &mut self.lines;
            lines.line(&format!("DTSTART:{}", instant(from.seconds())));
            if let Some(to) = slot.to {
                lines.line(&format!("DTEND:{}", instant(to.seconds())));
            }
            lines.text_of("SUMMARY", &session.title);
            let people: Vec<&str> = session.people().collect();
            let about = [&*session.summary, &people.join(", "), &page.title];
            let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
            lines.text_of("DESCRIPTION", &about.join("\n"));
            let place = details.place.as_deref().unwrap_or("");
            let places: Vec<&str> = [session.room.as_str(), place]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect();
            lines.text_of("LOCATION", &places.join(", "));
            self.end(&context.absolute(&session_address(page, key)));
        }
        self.gone_sessions(entry, only);
    }

    /// Adds the sessions of an event that are gone, or one of them.
    fn gone_sessions(&mut self, entry: &CalendarEntry<'_>, only: Option<&str>) {
        let gone = entry.past.gone.iter();
        for gone in gone.filter(|gone| only.is_none_or(|only| only == gone.key)) {
            if !self.begin(entry, &format!("{}-{}", entry.uid, gone.key), true) {
                return;
            }
            self.lines.line(&format!("DTSTART:{}", instant(gone.from)));
            if let Some(to) = gone.to {
                self.lines.line(&format!("DTEND:{}", instant(to)));
            }
            self.lines.text_of("SUMMARY", &gone.title);
            self.lines.line("END:VEVENT");
        }
    }

    /// Begins an entry, unless there are too many.
    fn begin(&mut self, entry: &CalendarEntry<'_>, uid: &str, is_cancelled: bool) -> bool {
        if self.entries >= MOST {
            return false;
        }
        self.entries += 1;
        let changed = instant(entry.changed);
        self.lines.line("BEGIN:VEVENT");
        self.lines.text_of("UID", uid);
        self.lines.line(&format!("DTSTAMP:{changed}"));
        self.lines.line(&format!("LAST-MODIFIED:{changed}"));
        if let Some(sequence) = entry.past.sequence {
            self.lines.line(&format!("SEQUENCE:{sequence}"));
        }
        if is_cancelled {
            self.lines.line("STATUS:CANCELLED");
        }
        true
    }

    fn end(&mut self, address: &str) {
        let address = address.replace(['\r', '\n'], "");
        self.lines.line(&format!("URL:{address}"));
        self.lines.line("END:VEVENT");
    }

    fn reply(mut self, name: &str, is_whole: bool) -> Reply {
        self.lines.line("END:VCALENDAR");
        let mut reply = Reply::new("text/calendar; charset=utf-8", self.lines.whole()).with_header(
            header::CONTENT_DISPOSITION,
            &content_disposition("attachment", name),
        );
        // What the history will add has the same commit.
        reply.is_secret = !is_whole;
        reply
    }
}

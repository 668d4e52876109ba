//! Events as calendars (RFC 5545): an event as its days, its sessions at their times in UTC.
//!
//! What calendars know an entry by never changes: the event's `uid` and the session's `id`. The number
//! of a version follows from when the page was last changed, so that a later one takes the place of an
//! earlier one.

use std::collections::HashSet;

use axum::http::header;

use crate::domain::agenda::{Slot, offered_id};
use crate::domain::date::Date;
use crate::domain::{Kind, PagePath};
use crate::site::{Item, View};
use crate::web::http::disposition::content_disposition;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::agenda::session_address;
use crate::web::parts::context::{Context, page_path};

/// Most entries of a calendar.
const MOST: usize = 5_000;
/// Longest line, in bytes, by RFC 5545.
const LONGEST_LINE: usize = 75;
/// The beginning of 2020, from which the numbers of versions count.
const FIRST: i64 = 1_577_836_800;

/// Answers `/-/events.ics`: every event that the reader may see, with its sessions.
pub(crate) fn all(context: &Context) -> Result<Reply, Error> {
    let view = context.view();
    let mut calendar = Calendar::new(&context.settings.name);
    let mut known = HashSet::new();
    for item in view
        .pages()
        .filter(|item| item.page.front.kind == Kind::Event)
    {
        // Of translations with one id a calendar would keep any.
        if !known.insert(uid(context, item)) {
            continue;
        }
        calendar.event(context, item);
        calendar.sessions(context, item, None);
    }
    Ok(calendar.reply("events.ics"))
}

/// Answers `/-/calendar/<event>.ics`, with `?session=` one session alone.
pub(crate) fn event(context: &Context) -> Result<Reply, Error> {
    let name = context.below("/-/calendar/")?;
    let path = name.strip_suffix(".ics").ok_or(Error::NotFound)?;
    let view = context.view();
    let item = find(&view, &page_path(path)?).ok_or(Error::NotFound)?;
    let mut calendar = Calendar::new(&item.page.title);
    let key = context.query.get("session");
    if key.is_empty() {
        calendar.event(context, item);
        calendar.sessions(context, item, None);
    } else {
        let agenda = &item.page.front.details().agenda;
        let number = agenda.find(key).ok_or(Error::NotFound)?;
        calendar.sessions(context, item, Some(number));
    }
    let file = item.page.path.name();
    let dash = if key.is_empty() { "" } else { "-" };
    Ok(calendar.reply(&format!("{file}{dash}{key}.ics")))
}

fn find<'e>(view: &View<'e>, path: &PagePath) -> Option<&'e Item> {
    let item = view.page(path)?;
    let details = item.page.front.details();
    let is_event = item.page.front.kind == Kind::Event || !details.agenda.sessions.is_empty();
    Some(item.as_ref()).filter(|_| is_event)
}

/// Returns what calendars know an event by: its `uid`, or what always follows from its address.
pub(super) fn uid(context: &Context, item: &Item) -> String {
    let own = item.page.front.details().uid.clone();
    own.unwrap_or_else(|| offered_id(&context.absolute(&item.page.path.address())))
}

/// A calendar as it is written.
struct Calendar {
    text: String,
    entries: usize,
}

impl Calendar {
    fn new(name: &str) -> Self {
        let mut calendar = Self {
            text: String::new(),
            entries: 0,
        };
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Concord//Agenda//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
        ] {
            calendar.line(line);
        }
        calendar.text_of("X-WR-CALNAME", name);
        calendar
    }

    /// Adds an event as its days; nothing where they are not known.
    fn event(&mut self, context: &Context, item: &Item) {
        let details = item.page.front.details();
        let dates = details.agenda.days.iter().filter_map(|day| day.date);
        let frame = details.frame();
        let first = frame.starts.or(dates.clone().min());
        let last = frame.ends.or(dates.max()).or(first);
        let (Some(first), Some(last)) = (first, last.max(first)) else {
            return;
        };
        let address = context.absolute(&item.page.path.address());
        if !self.begin(context, item, &uid(context, item)) {
            return;
        }
        self.line(&format!("DTSTART;VALUE=DATE:{}", compact(first)));
        // The day behind the last one; one of year 10,000 cannot be written, and one day is meant without.
        let behind = compact(last.plus_days(1));
        if behind.len() == "YYYYMMDD".len() {
            self.line(&format!("DTEND;VALUE=DATE:{behind}"));
        }
        self.line("TRANSP:TRANSPARENT");
        self.text_of("SUMMARY", &item.page.title);
        self.text_of(
            "DESCRIPTION",
            item.page.front.summary.as_deref().unwrap_or(""),
        );
        self.text_of("LOCATION", details.place.as_deref().unwrap_or(""));
        self.end(&address);
    }

    /// Adds the sessions of an event that have an instant, or one of them.
    fn sessions(&mut self, context: &Context, item: &Item, only: Option<usize>) {
        let page = &item.page;
        let details = page.front.details();
        let slots: Vec<Slot> = details.agenda.slots(details.frame());
        let keys = details.agenda.keys();
        let sessions = details.agenda.sessions.iter().zip(&slots).zip(&keys);
        for (number, ((session, slot), key)) in sessions.enumerate() {
            let Some(from) = slot.from.filter(|_| only.is_none_or(|only| only == number)) else {
                continue;
            };
            if session.is_break() && only.is_none() {
                continue;
            }
            if !self.begin(context, item, &format!("{}-{key}", uid(context, item))) {
                return;
            }
            self.line(&format!("DTSTART:{}", instant(from.seconds())));
            if let Some(to) = slot.to {
                self.line(&format!("DTEND:{}", instant(to.seconds())));
            }
            self.text_of("SUMMARY", &session.title);
            let people: Vec<&str> = session.people().collect();
            let about = [&*session.summary, &people.join(", "), &page.title];
            let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
            self.text_of("DESCRIPTION", &about.join("\n"));
            let place = details.place.as_deref().unwrap_or("");
            let places: Vec<&str> = [session.room.as_str(), place]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect();
            self.text_of("LOCATION", &places.join(", "));
            self.end(&context.absolute(&session_address(page, key)));
        }
    }

    /// Begins an entry, unless there are too many.
    fn begin(&mut self, context: &Context, item: &Item, uid: &str) -> bool {
        if self.entries >= MOST {
            return false;
        }
        self.entries += 1;
        let changed = item.changed.as_ref().map(|change| change.time);
        let changed = changed.unwrap_or(context.edition.revision().time);
        self.line("BEGIN:VEVENT");
        self.text_of("UID", uid);
        self.line(&format!("DTSTAMP:{}", instant(changed)));
        self.line(&format!("LAST-MODIFIED:{}", instant(changed)));
        self.line(&format!(
            "SEQUENCE:{}",
            (changed - FIRST).clamp(0, i64::from(i32::MAX))
        ));
        true
    }

    fn end(&mut self, address: &str) {
        self.line(&format!("URL:{}", address.replace(['\r', '\n'], "")));
        self.line("END:VEVENT");
    }

    /// Adds a property with a text, unless there is none.
    fn text_of(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.line(&format!("{name}:{}", escaped(text)));
        }
    }

    /// Adds a line, folded where it is too long.
    fn line(&mut self, line: &str) {
        let mut room = LONGEST_LINE;
        for sign in line.chars() {
            if sign.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = LONGEST_LINE - 1;
            }
            room -= sign.len_utf8();
            self.text.push(sign);
        }
        self.text.push_str("\r\n");
    }

    fn reply(mut self, name: &str) -> Reply {
        self.line("END:VCALENDAR");
        Reply::new("text/calendar; charset=utf-8", self.text).with_header(
            header::CONTENT_DISPOSITION,
            &content_disposition("attachment", name),
        )
    }
}

/// Writes a text so that its signs mean nothing.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

fn compact(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// Writes an instant in UTC.
fn instant(seconds: i64) -> String {
    crate::web::parts::agenda::times::iso(seconds).replace(['-', ':'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_75_bytes_and_come_back_whole() {
        let mut calendar =
            Calendar::new("Семинар; о, партнёрстве\\в статистике".repeat(9).as_str());
        calendar.text_of("SUMMARY", &"ééé 日本語, ".repeat(40));
        let lines: Vec<&str> = calendar.text.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= LONGEST_LINE));
        let whole = calendar.text.replace("\r\n ", "");
        assert!(whole.contains(&"ééé 日本語\\, ".repeat(40)));
        assert!(whole.contains("Семинар\\; о\\, партнёрстве\\\\в статистике"));
    }

    #[test]
    fn an_instant_is_written_in_utc() {
        assert_eq!(instant(1_776_412_800), "20260417T080000Z");
        assert_eq!(escaped("a\r\nb\u{7}"), "a\\nb");
    }
}

//! The times of sessions as people read them: on the wall of the venue and, where asked for, on the reader's.
//! Both are told apart by the name of their zone.

use crate::domain::Page;
use crate::domain::agenda::{Instant, Session, Slot, Zone};
use crate::web::parts::context::Context;

/// The zones in which times are shown.
pub(crate) struct Zones {
    venue: Option<Zone>,
    reader: Option<Zone>,
    /// The text that was asked for and is no zone.
    pub(crate) wrong: String,
    /// The zone that may have been meant by it.
    pub(crate) meant: String,
    /// The zone that was asked for.
    pub(crate) requested: String,
}

/// Cities of the member states and beyond, one for each rule of time, to be offered.
pub(crate) const OFFERED: [&str; 30] = [
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Toronto",
    "Asia/Almaty",
    "Asia/Dubai",
    "Asia/Jerusalem",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tbilisi",
    "Asia/Tashkent",
    "Asia/Tokyo",
    "Atlantic/Reykjavik",
    "Australia/Sydney",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Paris",
    "Europe/Zurich",
    "Pacific/Auckland",
];

/// The time of a session.
pub(crate) struct SessionTime {
    /// On the wall of the venue: `09:00–10:30`.
    pub(crate) wall: String,
    /// The zone of that.
    pub(crate) zone: String,
    /// The instants, as ISO 8601 in UTC; empty where they are not known.
    pub(crate) from: String,
    pub(crate) until: String,
    /// The time in the zone that the reader asked for.
    pub(crate) reader: Option<ReaderTime>,
}

/// A time in another zone.
pub(crate) struct ReaderTime {
    pub(crate) text: String,
    pub(crate) zone: String,
}

impl Zones {
    /// Returns the zones of an event, and of whoever asks (`?zone=`).
    pub(crate) fn of(context: &Context, page: &Page) -> Self {
        // A longer one is the name of no zone, and would be compared with all of them.
        let requested: String = context.query.get("zone").chars().take(80).collect();
        let venue = page.front.details().agenda.zone();
        let reader = Zone::named(&requested);
        let is_wrong = reader.is_none() && !requested.is_empty();
        Self {
            venue,
            meant: match is_wrong {
                true => Zone::meant(&requested).unwrap_or_default(),
                false => String::new(),
            },
            wrong: match is_wrong {
                true => requested.clone(),
                false => String::new(),
            },
            requested: reader
                .as_ref()
                .map_or_else(String::new, |zone| zone.name().to_owned()),
            reader,
        }
    }

    /// Returns the name of the venue's zone; empty where it is not known.
    pub(crate) fn venue(&self) -> &str {
        self.venue.as_ref().map_or("", Zone::name)
    }

    /// Returns what a clock at the reader's shows at an instant, with the day where it is another than
    /// at the venue.
    pub(crate) fn at_reader(&self, context: Option<&Context>, at: i64) -> Option<String> {
        let there = self.reader.as_ref()?.local(at)?;
        let here = self.venue.as_ref()?.local(at)?;
        let clock = there.clock.to_string();
        Some(match context.filter(|_| there.date != here.date) {
            Some(context) => format!("{} {clock}", context.words.date(there.date)),
            None => clock,
        })
    }
}

impl SessionTime {
    pub(super) fn of(
        context: &Context,
        zones: &Zones,
        session: &Session,
        slot: &Slot,
    ) -> Option<Self> {
        if session.starts.is_empty() && session.ends.is_empty() {
            return None;
        }
        let wall = match (session.starts.as_str(), session.ends.as_str()) {
            (starts, "") => starts.to_owned(),
            ("", ends) => format!("–{ends}"),
            (starts, ends) => format!("{starts}–{ends}"),
        };
        let venue = zones.venue.as_ref();
        let from = slot.from.map(Instant::seconds);
        let local = venue.and_then(|zone| zone.local(from?));
        let zone = match (venue, local) {
            (Some(zone), Some(local)) => format!("{}, {}", zone.name(), local.offset()),
            (Some(zone), None) => zone.name().to_owned(),
            (None, _) => String::new(),
        };
        Some(Self {
            wall,
            zone,
            from: from.map_or_else(String::new, iso),
            until: slot.to.map_or_else(String::new, |at| iso(at.seconds())),
            reader: reader(context, zones, slot),
        })
    }
}

fn reader(context: &Context, zones: &Zones, slot: &Slot) -> Option<ReaderTime> {
    let zone = zones.reader.as_ref()?;
    let from = slot.from?.seconds();
    let begins = zones.at_reader(Some(context), from)?;
    let ends = slot.to.and_then(|at| zones.at_reader(None, at.seconds()));
    Some(ReaderTime {
        text: ends.map_or_else(|| begins.clone(), |ends| format!("{begins}–{ends}")),
        zone: format!("{}, {}", zone.name(), zone.local(from)?.offset()),
    })
}

/// Writes an instant as ISO 8601 in UTC.
pub(crate) fn iso(seconds: i64) -> String {
    let time = jiff::Timestamp::from_second(seconds);
    time.map(|time| time.to_string()).unwrap_or_default()
}

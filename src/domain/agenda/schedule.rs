//! When each session is: its date, its times on the wall, and the instants that follow.

use crate::domain::agenda::clock::Clock;
use crate::domain::agenda::session::Session;
use crate::domain::agenda::zone::{Instant, Zone};
use crate::domain::agenda::{Agenda, Day};
use crate::domain::date::Date;

/// Latest day of an event that goes by a number.
const LAST_DAY: u32 = 60;

/// The days that an event takes, by which its sessions' days are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Its first day, if that is known to the day.
    pub starts: Option<Date>,
    /// Its last day, if that is known to the day.
    pub ends: Option<Date>,
}

/// The time of a session, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// The day.
    pub date: Option<Date>,
    /// The time it begins on the wall.
    pub begins: Option<Clock>,
    /// The time it ends on the wall.
    pub closes: Option<Clock>,
    /// The instant it begins, where the time zone is known.
    pub from: Option<Instant>,
    /// The instant it ends, where the time zone is known.
    pub to: Option<Instant>,
}

impl Frame {
    /// Returns the frame of an event from its first to its last day.
    pub fn new(starts: Option<Date>, ends: Option<Date>) -> Self {
        let whole = |date: Option<Date>| date.filter(|date| date.day.is_some());
        Self {
            starts: whole(starts),
            ends: whole(ends.or(starts)),
        }
    }
}

impl Slot {
    /// Returns the minutes from midnight in which it takes a room and people.
    pub fn minutes(&self) -> Option<(u16, u16)> {
        Some((self.begins?.minutes(), self.closes?.minutes()))
    }
}

impl Agenda {
    /// Returns the time zone, if it has one.
    pub fn zone(&self) -> Option<Zone> {
        self.timezone.as_deref().and_then(Zone::named)
    }

    /// Returns when each session is, in their order.
    pub fn slots(&self, frame: Frame) -> Vec<Slot> {
        let zone = self.zone();
        let slot = |session: &Session| {
            let date = self.date_of(&session.day, frame);
            let (begins, closes) = (session.begins(), session.closes());
            let instant = |clock: Option<Clock>| zone.as_ref()?.instant(date?, clock?);
            Slot {
                date,
                begins,
                closes,
                from: instant(begins),
                to: instant(closes),
            }
        };
        self.sessions.iter().map(slot).collect()
    }

    /// Returns the date of a day of the event, which is a number, a date, or the only day there is.
    pub fn date_of(&self, day: &str, frame: Frame) -> Option<Date> {
        if let Ok(number) = day.parse::<u32>() {
            let at = number.checked_sub(1).filter(|at| *at < LAST_DAY)?;
            let named = self.days.get(usize::try_from(at).ok()?);
            let named = named.and_then(|day| day.date);
            let counted = || Some(frame.starts?.plus_days(u8::try_from(at).ok()?));
            return named.or_else(counted);
        }
        if day.is_empty() {
            return match self.days.as_slice() {
                [only] => only.date,
                _ => frame.starts.filter(|date| frame.ends == Some(*date)),
            };
        }
        Date::parse(day).filter(|date| date.day.is_some())
    }

    /// Returns what is said of a day.
    pub fn day_of(&self, day: &str, date: Option<Date>) -> Option<&Day> {
        let by_date = self
            .days
            .iter()
            .find(|known| date.is_some() && known.date == date);
        by_date.or_else(|| {
            let number: usize = day.parse().ok()?;
            self.days.get(number.checked_sub(1)?)
        })
    }
}

//! [`Zone`]: a time zone by its IANA name, from data that come with the program.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

use crate::domain::agenda::clock::Clock;
use crate::domain::date::Date;

/// The zones that come with the program: a page is the same on every machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Longest name that is looked up, in bytes.
const LONGEST: usize = 64;

/// A time zone.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
    name: String,
}

/// The instant of a time on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instant {
    /// At this second since 1970.
    At(i64),
    /// Twice, as the clock is put back; first at this second.
    Twice(i64),
    /// Never, as the clock is put forward; what was meant is at this second.
    Never(i64),
}

/// An instant as a clock on a wall shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// The day.
    pub date: Date,
    /// The time.
    pub clock: Clock,
    /// The minutes that the clock is ahead of UTC.
    pub ahead: i32,
}

impl Instant {
    /// Returns the second since 1970.
    pub fn seconds(self) -> i64 {
        match self {
            Self::At(seconds) | Self::Twice(seconds) | Self::Never(seconds) => seconds,
        }
    }
}

impl Zone {
    /// Returns the zone of that name.
    pub fn named(name: &str) -> Option<Self> {
        if name.is_empty() || name.len() > LONGEST {
            return None;
        }
        let zone = ZONES.get(name).ok()?;
        let name = zone.iana_name()?.to_owned();
        Some(Self { zone, name })
    }

    /// Returns the names of all zones, by continent and city.
    pub fn names() -> Vec<String> {
        let names = ZONES.available().map(|name| name.as_str().to_owned());
        let mut names: Vec<String> = names.filter(|name| name.contains('/')).collect();
        names.sort();
        names
    }

    /// Returns the name that was meant by one that is none: that of the same city, or else the nearest.
    pub fn meant(name: &str) -> Option<String> {
        let names = Self::names();
        let folded = name.trim().replace(' ', "_").to_lowercase();
        let city = |known: &&String| {
            let city = known.rsplit('/').next().unwrap_or(known);
            city.to_lowercase() == folded
        };
        let found = names.iter().find(city).cloned();
        found.or_else(|| {
            let all = names.iter().map(String::as_str);
            crate::domain::suggestion::nearest(name, all).map(str::to_owned)
        })
    }

    /// Returns its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns when a time on the wall is.
    pub fn instant(&self, date: Date, clock: Clock) -> Option<Instant> {
        let year = i16::try_from(date.year).ok()?;
        let (month, day) = (
            i8::try_from(date.month?).ok()?,
            i8::try_from(date.day?).ok()?,
        );
        let (hour, minute) = (i8::try_from(clock.hour), i8::try_from(clock.minute));
        let (hour, minute) = (hour.ok()?, minute.ok()?);
        let wall = civil::DateTime::new(year, month, day, hour, minute, 0, 0).ok()?;
        let found = self.zone.to_ambiguous_timestamp(wall);
        let sort = match found.offset() {
            AmbiguousOffset::Unambiguous { .. } => Instant::At,
            AmbiguousOffset::Gap { .. } => Instant::Never,
            AmbiguousOffset::Fold { .. } => Instant::Twice,
        };
        let at = found.compatible().ok()?;
        Some(sort(at.as_second()))
    }

    /// Returns what a clock in the zone shows.
    pub fn local(&self, seconds: i64) -> Option<Local> {
        let at = Timestamp::from_second(seconds).ok()?;
        let offset = self.zone.to_offset(at);
        let wall = offset.to_datetime(at);
        Some(Local {
            date: Date {
                year: wall.year().unsigned_abs(),
                month: Some(wall.month().unsigned_abs()),
                day: Some(wall.day().unsigned_abs()),
            },
            clock: Clock {
                hour: wall.hour().unsigned_abs(),
                minute: wall.minute().unsigned_abs(),
            },
            ahead: offset.seconds() / 60,
        })
    }
}

impl Local {
    /// Returns how far the clock is ahead of UTC, as people write it: `UTC+02:00`, `UTC`.
    pub fn offset(self) -> String {
        let (hours, minutes) = (self.ahead.abs() / 60, self.ahead.abs() % 60);
        match self.ahead {
            0 => "UTC".to_owned(),
            ahead => {
                let sign = if ahead < 0 { '−' } else { '+' };
                format!("UTC{sign}{hours:02}:{minutes:02}")
            }
        }
    }
}

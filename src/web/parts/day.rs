//! [`Today`]: the day, for answers that depend on it.
//!
//! Whoever makes an answer asks the context for the day; that it was asked is noted, and the answer
//! holds for that day only. What does not ask is the same on every day.

use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use crate::domain::date::Date;

/// Tells which day it is.
pub(crate) type DayClock = dyn Fn() -> Date + Send + Sync;

/// The day of one answer.
#[derive(Clone)]
pub(crate) struct Today {
    clock: Arc<DayClock>,
    used: Arc<OnceLock<Date>>,
}

impl Today {
    pub(crate) fn new(clock: &Arc<DayClock>) -> Self {
        Self {
            clock: Arc::clone(clock),
            used: Arc::default(),
        }
    }

    /// Returns the day, the same however often it is asked for one answer.
    pub(crate) fn get(&self) -> Date {
        *self.used.get_or_init(|| (self.clock)())
    }

    /// Returns the day that an answer depends on; `None` where it was not used.
    pub(crate) fn used(&self) -> Option<Date> {
        self.used.get().copied()
    }

    /// The same for another answer.
    pub(crate) fn anew(&self) -> Self {
        Self::new(&self.clock)
    }
}

/// Returns the day it is now in the time that all of the world shares (UTC).
pub(crate) fn now() -> Date {
    let now = jiff::Timestamp::try_from(SystemTime::now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    day_of(now)
}

/// Returns the day of a time in seconds since 1970, in UTC.
pub(crate) fn of_seconds(seconds: i64) -> Option<Date> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(day_of(time))
}

fn day_of(time: jiff::Timestamp) -> Date {
    let day = jiff::tz::Offset::UTC.to_datetime(time).date();
    Date {
        year: day.year().unsigned_abs(),
        month: Some(day.month().unsigned_abs()),
        day: Some(day.day().unsigned_abs()),
    }
}

/// Writes a time to the second.
pub(crate) fn timestamp(time: SystemTime) -> String {
    let seconds = jiff::Timestamp::try_from(time).map(jiff::Timestamp::as_second);
    let time = seconds.and_then(jiff::Timestamp::from_second);
    time.map(|time| time.to_string()).unwrap_or_default()
}

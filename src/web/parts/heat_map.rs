//! [`HeatMap`]: a year of changes, a square for each day, with its table.

use std::fmt::Write;

use crate::domain::date::Date;
use crate::web::parts::context::Context;
use crate::web::parts::messages::Words;

/// The number of weeks.
const WEEKS: i64 = 53;
/// The side of a day, and what is left between two.
const SIDE: i64 = 10;
const STEP: i64 = 12;
/// The room above for the months.
const HEAD: i64 = 12;
/// The numbers of changes from which a day is darker.
const LEVELS: [usize; 5] = [0, 1, 2, 5, 10];
/// The seconds of a day.
const DAY: i64 = 86_400;

/// A year of changes.
pub(crate) struct HeatMap {
    /// A sentence that says what it shows.
    pub(crate) title: String,
    pub(crate) width: i64,
    pub(crate) height: i64,
    /// The offset of each month, and its name.
    pub(crate) months: Vec<(i64, String)>,
    /// The days of each level, as a path.
    pub(crate) levels: Vec<String>,
    /// The meaning of each level.
    pub(crate) legend: Vec<String>,
    /// The days on which something changed, newest first.
    pub(crate) days: Vec<HeatDay>,
}

/// A day on which something changed.
pub(crate) struct HeatDay {
    pub(crate) date: String,
    pub(crate) iso: String,
    pub(crate) address: String,
    pub(crate) count: usize,
}

impl HeatMap {
    /// Draws the numbers of changes by day (days since 1970), oldest first; nothing where there are
    /// none. `address` leads to the changes of a day.
    pub(crate) fn of(
        context: &Context,
        counts: &[(i64, usize)],
        address: impl Fn(&str) -> String,
    ) -> Option<Self> {
        let words = context.words;
        let (newest, _) = counts.last()?;
        // The first of January 1970 was a Thursday; weeks begin on Monday.
        let monday = newest - (newest + 3).rem_euclid(7);
        let first = monday - (WEEKS - 1) * 7;
        let from = counts.partition_point(|(day, _)| *day < first);
        let counts = counts.get(from..).unwrap_or(&[]);
        let total = counts.iter().map(|(_, count)| count).sum::<usize>();
        let period = words.with_two(
            "period-range",
            "start",
            date_of(first).map_or_else(String::new, |date| words.date(date)),
            "end",
            date_of(*newest).map_or_else(String::new, |date| words.date(date)),
        );
        let days = counts.iter().rev().filter_map(|(day, count)| {
            let (date, iso) = words.time(day * DAY)?;
            let iso = iso.get(..10)?.to_owned();
            Some(HeatDay {
                address: address(&iso),
                date,
                iso,
                count: *count,
            })
        });
        Some(Self {
            title: format!("{}: {period}", words.count("changes-counted", total)),
            width: WEEKS * STEP,
            height: HEAD + 7 * STEP,
            months: months(words, first, *newest),
            levels: levels(counts, first, *newest),
            legend: legend(),
            days: days.collect(),
        })
    }
}

/// Draws the days of each level as a path.
fn levels(counts: &[(i64, usize)], first: i64, newest: i64) -> Vec<String> {
    let mut levels = vec![String::new(); LEVELS.len()];
    let mut rest = counts.iter().peekable();
    for day in first..=newest {
        let count = rest
            .next_if(|(known, _)| *known == day)
            .map_or(0, |(_, count)| *count);
        let level = LEVELS
            .iter()
            .rposition(|least| count >= *least)
            .unwrap_or(0);
        let (week, weekday) = ((day - first) / 7, (day - first) % 7);
        let (x, y) = (week * STEP, HEAD + weekday * STEP);
        if let Some(path) = levels.get_mut(level) {
            let _ = write!(path, "M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z");
        }
    }
    levels
}

/// Returns the offset and the name of each month, but of one that has no room for it.
fn months(words: Words, first: i64, newest: i64) -> Vec<(i64, String)> {
    let month = |day: i64| {
        let date = date_of(day).filter(|date| date.day == Some(1))?;
        let week = (day - first) / 7;
        let month = date.month.filter(|_| week < WEEKS - 3)?;
        let name = words.say(&format!("month-alone-{month}")).into_owned();
        Some((week * STEP, name))
    };
    (first..=newest).filter_map(month).collect()
}

/// Returns what the levels mean.
fn legend() -> Vec<String> {
    let next = LEVELS
        .iter()
        .skip(1)
        .map(|next| Some(next - 1))
        .chain([None]);
    let levels = LEVELS.iter().zip(next);
    let legend = levels.map(|(first, last)| match last {
        Some(last) if last == *first => first.to_string(),
        Some(last) => format!("{first}–{last}"),
        None => format!("≥ {first}"),
    });
    legend.collect()
}

/// Returns the date of a day since 1970.
fn date_of(day: i64) -> Option<Date> {
    let time = jiff::Timestamp::from_second(day.checked_mul(DAY)?).ok()?;
    let date = jiff::tz::Offset::UTC.to_datetime(time).date();
    Some(Date {
        year: u16::try_from(date.year()).ok()?,
        month: u8::try_from(date.month()).ok(),
        day: u8::try_from(date.day()).ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legend_names_each_level() {
        assert_eq!(legend(), ["0", "1", "2–4", "5–9", "≥ 10"]);
    }

    #[test]
    fn days_since_1970_are_dates() {
        let date = date_of(17_361).unwrap();
        assert_eq!((date.year, date.month, date.day), (2017, Some(7), Some(14)));
    }
}

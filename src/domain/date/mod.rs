//! Dates as people give them: a year, a month or a day; and periods between two of them.

#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

/// A date known to the year, the month or the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    /// The year, 1000 to 9999.
    pub year: u16,
    /// The month, 1 to 12, when known.
    pub month: Option<u8>,
    /// The day, 1 to 31, when known.
    pub day: Option<u8>,
}

impl Date {
    /// Reads `2018`, `2018-04` or `2018-04-17`, and the day of a date with a time, as ISO 8601
    /// writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut parts = match text.split_at_checked(10) {
            Some((day, time)) if is_time(time) => day,
            _ => text,
        }
        .split('-');
        let year = number(parts.next()?, 4, 1000..=9999)?;
        let month = parts.next().map(|part| number(part, 2, 1..=12));
        let day = parts.next().map(|part| number(part, 2, 1..=31));
        if parts.next().is_some() || month == Some(None) || day == Some(None) {
            return None;
        }
        let date = Self {
            year,
            month: month.flatten().map(|month| month as u8),
            day: day.flatten().map(|day| day as u8),
        };
        let fits = match (date.month, date.day) {
            (Some(month), Some(day)) => day <= days_in_month(date.year, month),
            _ => true,
        };
        fits.then_some(date)
    }

    /// Returns the ordinal of the day in its year, from 1; of a year or a month, that of its first day.
    pub fn day_of_year(self) -> u16 {
        let before =
            (1..self.month.unwrap_or(1)).map(|month| u16::from(days_in_month(self.year, month)));
        before.sum::<u16>() + u16::from(self.day.unwrap_or(1))
    }

    /// Returns the day so many days later; of a year or a month, of its last day.
    #[must_use]
    pub fn plus_days(self, days: u8) -> Self {
        let (mut year, mut month) = (self.year, self.month.unwrap_or(12));
        let mut day = u16::from(self.day.unwrap_or(days_in_month(year, month))) + u16::from(days);
        while day > u16::from(days_in_month(year, month)) {
            day -= u16::from(days_in_month(year, month));
            (year, month) = match month {
                12 => (year.saturating_add(1), 1),
                _ => (year, month + 1),
            };
        }
        Self {
            year,
            month: Some(month),
            day: u8::try_from(day).ok(),
        }
    }

    /// Tells whether it is over on a day: a year or a month is so when its last day is.
    pub fn is_over_on(self, today: Self) -> bool {
        let last = |date: Self| (date.year, date.month.unwrap_or(12), date.day.unwrap_or(31));
        last(self) < last(today)
    }
}

/// Tells whether what follows a day is a time: `T09:00`, ` 09:00:30.5`, `t09:00Z`, `T09:00+02:00`.
fn is_time(text: &str) -> bool {
    let Some(time) = text.strip_prefix(['T', 't', ' ']) else {
        return false;
    };
    let time = time.trim();
    let at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(at);
    let parts = |text: &str, most: &[u16]| {
        let numbers: Vec<&str> = text.split(':').collect();
        let fits = |(number_text, most): (&&str, &u16)| number(number_text, 2, 0..=*most).is_some();
        numbers.len() <= most.len() && numbers.iter().zip(most).all(fits)
    };
    let (clock, fraction) = clock
        .trim_end()
        .split_once(['.', ','])
        .unwrap_or((clock.trim_end(), "0"));
    let whole = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let zone = match zone {
        "" | "Z" | "z" => true,
        zone => match zone[1..].split_at_checked(2) {
            Some((hours, minutes)) if !minutes.is_empty() && !minutes.starts_with(':') => {
                parts(hours, &[23]) && parts(minutes, &[59])
            }
            _ => parts(&zone[1..], &[23, 59]),
        },
    };
    clock.len() >= 2 && whole && parts(clock, &[24, 59, 60]) && zone
}

fn number(text: &str, digits: usize, range: std::ops::RangeInclusive<u16>) -> Option<u16> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain
        .then(|| text.parse().ok())
        .flatten()
        .filter(|value| range.contains(value))
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(formatter, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(formatter, "-{day:02}")?;
        }
        Ok(())
    }
}

/// The months in English, for dates in words.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// Returns the date in words: `17 April 2018`, `April 2018`, `2018`.
    pub fn words(self) -> String {
        let month = self
            .month
            .and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1)));
        match (self.day, month) {
            (Some(day), Some(month)) => format!("{day} {month} {}", self.year),
            (None, Some(month)) => format!("{month} {}", self.year),
            _ => self.year.to_string(),
        }
    }
}

/// A span of time; without an end it still runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The date it began.
    pub start: Date,
    /// The date it ended; `None` while it runs.
    pub end: Option<Date>,
}

impl Period {
    /// Reads `2008/2019`, `2020-03/`, or one date for both ends, as ISO 8601 writes intervals.
    pub fn parse(text: &str) -> Option<Self> {
        let Some((start, end)) = text.split_once('/') else {
            let date = Date::parse(text)?;
            return Some(Self {
                start: date,
                end: Some(date),
            });
        };
        let start = Date::parse(start)?;
        let end = match end.trim() {
            "" | ".." => None,
            end => Some(Date::parse(end)?),
        };
        // A less exact end (2019) is not before a more exact start in it (2019-03).
        if end.is_some_and(|end| end.year < start.year) {
            return None;
        }
        Some(Self { start, end })
    }

    /// Returns how a period is written that somebody put in another way: `2019-2021`, `2019 to 2021`,
    /// `since 2019`.
    pub fn meant(text: &str) -> Option<String> {
        let text = text.trim();
        let open = |rest: &str| format!("{}/", rest.trim());
        let written = if let Some(rest) = text.strip_prefix("since ") {
            open(rest)
        } else if let Some(rest) = text
            .strip_prefix("from ")
            .filter(|rest| !rest.contains(" to "))
        {
            open(rest)
        } else {
            let text = text.strip_prefix("from ").unwrap_or(text);
            let (start, end) = ["–", "—", " to ", " - ", "-"]
                .iter()
                .find_map(|between| text.split_once(between))?;
            let end = match end.trim() {
                "now" | "today" | "present" | "ongoing" => "",
                end => end,
            };
            format!("{}/{end}", start.trim())
        };
        Self::parse(&written).map(|_| written)
    }

    /// Returns the period in words: `2008 to 2019`, `since March 2020`, `2018`.
    pub fn words(self) -> String {
        match self.end {
            None => format!("since {}", self.start.words()),
            Some(end) if end == self.start => end.words(),
            Some(end) => format!("{} to {}", self.start.words(), end.words()),
        }
    }

    /// Tells whether some part of this period lies in the years `from` to `to`.
    pub fn overlaps(self, from: u16, to: u16) -> bool {
        self.start.year <= to && self.end.is_none_or(|end| end.year >= from)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/", self.start)?;
        self.end.map_or(Ok(()), |end| write!(formatter, "{end}"))
    }
}

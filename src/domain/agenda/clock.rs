//! [`Clock`]: a time on the wall, to the minute.

use std::fmt;

/// A time on the wall, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock {
    /// The hour, 0 to 23.
    pub hour: u8,
    /// The minute, 0 to 59.
    pub minute: u8,
}

impl Clock {
    /// Reads `09:30`, `9:30` or `9.30`.
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.trim().split_once([':', '.'])?;
        let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
            let plain = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| text.parse::<u8>().ok()).flatten()
        };
        let hour = number(hour, 1..=2).filter(|hour| *hour < 24)?;
        let minute = number(minute, 2..=2).filter(|minute| *minute < 60)?;
        Some(Self { hour, minute })
    }

    /// Returns the time that is some minutes behind midnight; nothing where that is another day.
    pub fn of_minutes(minutes: u16) -> Option<Self> {
        let hour = u8::try_from(minutes / 60).ok().filter(|hour| *hour < 24)?;
        let minute = u8::try_from(minutes % 60).ok()?;
        Some(Self { hour, minute })
    }

    /// Returns the minutes since midnight.
    pub fn minutes(self) -> u16 {
        u16::from(self.hour) * 60 + u16::from(self.minute)
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.hour, self.minute)
    }
}

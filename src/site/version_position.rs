//! Finds the version of a page, or the commit, that a text names.

use crate::domain::ObjectId;
use crate::domain::date::Date;
use crate::site::versions::Versions;
use crate::store::StoreError;

/// The fewest digits of an id that may name a commit.
const FEWEST_DIGITS: usize = 7;

impl Versions<'_> {
    /// Returns the position of the one that a text names: by its commit, of whose id the first seven
    /// digits do where no other begins so; or by a date, at whose end it was there.
    pub fn position(&self, text: &str) -> Option<usize> {
        if let Ok(id) = text.parse::<ObjectId>() {
            return (0..self.len()).find(|position| self.commit_at(*position) == Some(id));
        }
        if let Some(position) = self.position_by_prefix(text) {
            return Some(position);
        }
        let end = end_of(Date::parse(text)?)?;
        let mut rows = self.rows.iter();
        rows.position(|(_, row)| {
            let record = self.index.commit(*row);
            record.is_some_and(|record| record.time < end)
        })
    }

    fn position_by_prefix(&self, digits: &str) -> Option<usize> {
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if digits.len() < FEWEST_DIGITS || !is_hex {
            return None;
        }
        let digits = digits.to_ascii_lowercase();
        let begins = |position: &usize| {
            let id = self.commit_at(*position);
            id.is_some_and(|id| id.to_string().starts_with(&digits))
        };
        let mut positions = (0..self.len()).filter(begins);
        let first = positions.next()?;
        positions.next().is_none().then_some(first)
    }

    /// Returns the commit that a text names, at which this page was there: one of its versions as
    /// [`Self::position`] finds it, any other commit by its whole id, or one that has a tag.
    pub fn commit(&self, text: &str) -> Result<Option<ObjectId>, StoreError> {
        if let Ok(id) = text.parse::<ObjectId>() {
            return Ok(Some(id));
        }
        if let Some(position) = self.position(text) {
            return Ok(self.commit_at(position));
        }
        self.view.store().history().tagged(text)
    }
}

/// Returns the second after a day, a month or a year, in seconds since 1970.
pub(super) fn end_of(date: Date) -> Option<i64> {
    start_of(date.plus_days(1))
}

/// Returns the first second of a day, a month or a year, in seconds since 1970.
pub(super) fn start_of(date: Date) -> Option<i64> {
    let (year, month, day) = (
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month.unwrap_or(1)).ok()?,
        i8::try_from(date.day.unwrap_or(1)).ok()?,
    );
    let day = jiff::civil::Date::new(year, month, day).ok()?;
    let start = day.to_datetime(jiff::civil::Time::midnight());
    let start = jiff::tz::Offset::UTC.to_timestamp(start).ok()?;
    Some(start.as_second())
}

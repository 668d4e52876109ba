//! Dates of the query language: `>2018-01`, `2018..2019`, as seconds or as years.

use crate::domain::date::Date;

/// Reads `2018`, `>2018-01`, `>=…`, `<…`, `<=…`, `2018..2019` as seconds.
pub(crate) fn dates(value: &str) -> Option<(i64, i64)> {
    let span = |text: &str| {
        let date = Date::parse(text)?;
        Some((first_second(date), first_second_after(date)))
    };
    if let Some((from, to)) = value.split_once("..") {
        let from = if from.is_empty() {
            i64::MIN
        } else {
            span(from)?.0
        };
        let to = if to.is_empty() { i64::MAX } else { span(to)?.1 };
        return Some((from, to));
    }
    let (sign, text) = sign_of(value);
    let (start, end) = span(text)?;
    Some(match sign {
        ">" => (end, i64::MAX),
        ">=" => (start, i64::MAX),
        "<" => (i64::MIN, start),
        "<=" => (i64::MIN, end),
        _ => (start, end),
    })
}

/// Reads years in the same forms: the first and the last that are meant.
pub(crate) fn years(value: &str) -> Option<(u64, u64)> {
    let year = |text: &str| Date::parse(text).map(|date| u64::from(date.year));
    let (from, to) = if let Some((from, to)) = value.split_once("..") {
        let from = if from.is_empty() { 0 } else { year(from)? };
        let to = if to.is_empty() { u64::MAX } else { year(to)? };
        (from, to)
    } else {
        let (sign, text) = sign_of(value);
        let year = year(text)?;
        match sign {
            ">" => (year + 1, u64::MAX),
            ">=" => (year, u64::MAX),
            "<" => (0, year.saturating_sub(1)),
            "<=" => (0, year),
            _ => (year, year),
        }
    };
    Some((from, to))
}

fn sign_of(value: &str) -> (&'static str, &str) {
    [">=", "<=", ">", "<"]
        .into_iter()
        .find_map(|sign| Some((sign, value.strip_prefix(sign)?.trim_start())))
        .unwrap_or(("", value))
}

fn first_second(date: Date) -> i64 {
    let month = i64::from(date.month.unwrap_or(1));
    let day = i64::from(date.day.unwrap_or(1));
    days_before(i64::from(date.year), month) * 86_400 + (day - 1) * 86_400
}

fn first_second_after(date: Date) -> i64 {
    match (date.month, date.day) {
        (Some(_), Some(_)) => first_second(date) + 86_400,
        (Some(12), None) | (None, _) => days_before(i64::from(date.year) + 1, 1) * 86_400,
        (Some(month), None) => days_before(i64::from(date.year), i64::from(month) + 1) * 86_400,
    }
}

/// Counts the days from 1970 to the first of a month, in the Gregorian calendar.
fn days_before(year: i64, month: i64) -> i64 {
    // Years are counted from March, so that the leap day is the last of its year.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * month + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_seconds() {
        let max = i64::MAX;
        assert_eq!(dates("1970"), Some((0, 31_536_000)));
        assert_eq!(dates(">2018-01"), Some((1_517_443_200, max)));
        assert_eq!(dates(">= 2018-01-02"), Some((1_514_851_200, max)));
        assert_eq!(dates("<2000-03"), Some((i64::MIN, 951_868_800)));
        assert_eq!(dates("2018..2019"), Some((1_514_764_800, 1_577_836_800)));
        assert_eq!(dates("2018-12..").map(|span| span.1), Some(max));
        assert_eq!(
            dates("2020-02-29").map(|(from, to)| to - from),
            Some(86_400)
        );
        assert_eq!(dates("soon"), None);
    }
}

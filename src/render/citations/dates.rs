//! Dates as bibliographies write them.

use super::item::{PartialDate, WorkDate};

/// Reads a date: `2019`, `2019-05-03`, `2019/2020`, `1980~`, `2015/`, `2015-21` (spring). What is
/// none of these stays in words: `forthcoming`.
pub(super) fn read(text: &str) -> WorkDate {
    let text = text.trim();
    let (body, circa) = uncertain(text);
    let read = |part: &str| day(part.trim());
    let mut date = match body.split_once('/') {
        Some((start, end)) => {
            let end = end.trim();
            let open = end.is_empty() || end == "..";
            match (read(start), read(end)) {
                (Some(start), Some(end)) => WorkDate {
                    start: Some(start),
                    end: Some(end),
                    ..WorkDate::default()
                },
                (Some(start), None) if open => WorkDate {
                    start: Some(start),
                    open: true,
                    ..WorkDate::default()
                },
                _ => WorkDate::words(text),
            }
        }
        None => match read(body).or_else(|| european(body)) {
            Some(start) => WorkDate {
                start: Some(start),
                ..WorkDate::default()
            },
            None => years(body).unwrap_or_else(|| WorkDate::words(text)),
        },
    };
    date.circa = circa && date.start.is_some();
    date
}

/// Takes the marks of an uncertain date off: `1980~`, `c. 1980`, `ca. 1980`, `[1980?]`.
fn uncertain(text: &str) -> (&str, bool) {
    let mut body = text;
    let mut circa = false;
    for mark in [
        "circa ",
        "ca. ",
        "ca ",
        "c. ",
        "c.",
        "um ",
        "vers ",
        "около ",
    ] {
        if body.to_lowercase().starts_with(mark)
            && let Some(rest) = body.get(mark.len()..)
            && rest
                .trim_start()
                .starts_with(|first: char| first.is_ascii_digit())
        {
            (body, circa) = (rest.trim_start(), true);
            break;
        }
    }
    if let Some(rest) = body
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        body = rest;
    }
    let bare = body.trim_end_matches(['~', '?', '%']);
    if bare.len() < body.len() && day(bare).is_some() {
        (body, circa) = (bare, true);
    }
    (body, circa)
}

/// Reads `2019`, `2019-05`, `2019-05-03` or `2015-21`, with or without a time.
fn day(text: &str) -> Option<PartialDate> {
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = digits.split(['-', '.']).map(str::trim);
    let number = |part: &str, least: usize, most: usize| {
        let plain =
            (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<i32>().ok()).flatten()
    };
    // A year of one or two digits is none; the year before the year 1 is 0.
    let least = if sign < 0 { 1 } else { 3 };
    let year = sign * number(parts.next()?, least, 5)?;
    let mut found = PartialDate {
        year,
        ..PartialDate::default()
    };
    if let Some(part) = parts.next() {
        match number(part, 1, 2)? {
            month @ 1..=12 => found.month = u8::try_from(month).ok(),
            season @ 21..=24 => found.season = u8::try_from(season - 20).ok(),
            _ => return None,
        }
    }
    if let Some(part) = parts.next() {
        found.month?;
        found.day = Some(
            u8::try_from(number(part, 1, 2)?)
                .ok()
                .filter(|day| (1..=31).contains(day))?,
        );
    }
    parts.next().is_none().then_some(found)
}

/// Reads `26.09.2020`.
fn european(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('.').map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let found = PartialDate {
        year: year.parse().ok()?,
        month: month.parse().ok().filter(|month| (1..=12).contains(month)),
        day: day.parse().ok().filter(|day| (1..=31).contains(day)),
        season: None,
    };
    (found.month.is_some() && found.day.is_some()).then_some(found)
}

/// Reads `2019--2020`, `2019-2020` and `2019–20`.
fn years(text: &str) -> Option<WorkDate> {
    let text = text.replace("--", "–").replace('-', "–");
    let (from, to) = text.split_once('–')?;
    let (from, to) = (from.trim(), to.trim());
    let start = day(from).filter(|_| from.len() == 4)?;
    let end = match to.len() {
        4 => day(to)?,
        2 => day(&format!("{}{to}", &from[..2]))?,
        _ => return None,
    };
    (end.year > start.year).then_some(WorkDate {
        start: Some(start),
        end: Some(end),
        ..WorkDate::default()
    })
}

/// Returns the number of a month by its name or its number.
pub(super) fn month(text: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let text = text.trim().trim_end_matches('.').to_lowercase();
    if let Ok(number) = text.parse::<u8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let start: String = text.chars().take(3).collect();
    let whole = text.chars().all(char::is_alphabetic);
    let at = NAMES.iter().position(|name| whole && *name == start)?;
    u8::try_from(at + 1).ok()
}

/// Writes a date in the form that [`read`] reads.
pub(super) fn write(date: &WorkDate) -> String {
    let Some(start) = date.start else {
        return date.literal.clone();
    };
    let mut out = write_day(start);
    if date.circa {
        out.push('~');
    }
    if let Some(end) = date.end {
        out.push('/');
        out.push_str(&write_day(end));
    } else if date.open {
        out.push('/');
    }
    out
}

fn write_day(day: PartialDate) -> String {
    let mut out = match day.year {
        year if year < 0 => format!("-{:04}", -year),
        year => format!("{year:04}"),
    };
    match (day.month, day.season) {
        (Some(month), _) => out.push_str(&format!("-{month:02}")),
        (None, Some(season)) => out.push_str(&format!("-{}", season + 20)),
        (None, None) => {}
    }
    if let Some(number) = day.day {
        out.push_str(&format!("-{number:02}"));
    }
    out
}

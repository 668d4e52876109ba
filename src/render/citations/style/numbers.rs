//! Numbers and ranges of numbers.

use hayagriva::citationberg::PageRangeFormat;
use hayagriva::citationberg::taxonomy::{DateVariable, NameVariable, NumberVariable, Variable};

use crate::render::citations::item::{Item, plain};

/// Returns the letter of a number from 0: a, b, … z, aa.
pub(super) fn letters(number: usize) -> String {
    let mut out = String::new();
    let mut rest = number + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        out.insert(0, char::from(b'a' + digit));
        rest = (rest - 1) / 26;
    }
    out
}

/// Returns a label such as `Knu74`.
pub(super) fn label(item: &Item) -> String {
    let names = item
        .names(NameVariable::Author)
        .or_else(|| item.names(NameVariable::Editor));
    let mut label = String::new();
    if let Some(names) = names {
        let letters = if names.list.len() == 1 { 4 } else { 1 };
        for name in names.list.iter().take(4) {
            label.extend(plain(&name.family).chars().take(letters));
        }
    }
    let year = item.date(DateVariable::Issued).and_then(|date| date.start);
    if let Some(day) = year {
        label.push_str(&format!("{:02}", day.year.rem_euclid(100)));
    }
    label
}

/// Tells whether a text is made of numbers: `12`, `2nd`, `D2`, `1-3`, `5 & 6`.
pub(super) fn is_numeric(text: &str) -> bool {
    let mut any = false;
    for token in text.split([',', '&', '-', '–']) {
        let token = token.trim();
        let digits = token.trim_start_matches(|character: char| character.is_ascii_alphabetic());
        let rest = digits.trim_start_matches(|character: char| character.is_ascii_digit());
        let numeric = digits.len() > rest.len()
            && rest
                .chars()
                .all(|character| character.is_ascii_alphabetic());
        if !numeric {
            return false;
        }
        any = true;
    }
    any
}

/// Returns the one number that a text is.
pub(super) fn single(text: &str) -> Option<i32> {
    let text = text.trim();
    text.parse().ok().filter(|number| *number >= 0)
}

/// Tells whether a word for this number is in the plural.
pub(super) fn is_plural(variable: Variable, value: &str) -> bool {
    match variable {
        Variable::Number(NumberVariable::NumberOfPages | NumberVariable::NumberOfVolumes) => {
            value.trim() != "1"
        }
        // `2013-05` and `395,782` are single numbers.
        Variable::Number(NumberVariable::Number) => {
            let mut parts = value.split([',', '&']).map(str::trim);
            value.contains([',', '&'])
                && value.contains([' ', '&'])
                && parts.all(|part| !part.is_empty() && is_numeric(part))
        }
        _ => {
            let marks = value
                .char_indices()
                .filter(|(_, mark)| ",&-–".contains(*mark));
            marks.into_iter().any(|(at, mark)| {
                let before = value[..at].trim_end().chars().last();
                let after = value[at + mark.len_utf8()..].trim_start().chars().next();
                let joins = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
                joins(before) && joins(after)
            })
        }
    }
}

/// Writes the ranges within a number with the mark of the language; nothing else changes.
pub(super) fn ranges(text: &str, delimiter: &str) -> String {
    if !is_numeric(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (at, part) in text
        .split(['-', '–'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .enumerate()
    {
        out.push_str(if at > 0 { delimiter } else { "" });
        out.push_str(part);
    }
    out
}

/// Writes pages: each range in the form that the style asks for, all else unchanged.
pub(super) fn pages(text: &str, format: Option<PageRangeFormat>, delimiter: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive([',', ';', '&']) {
        let bare = piece.trim_end_matches([',', ';', '&']);
        out.push_str(&range(bare.trim(), format, delimiter));
        match &piece[bare.len()..] {
            "" => {}
            "&" => out.push_str(" & "),
            _ => out.push_str(", "),
        }
    }
    out.trim_end().to_owned()
}

fn range(piece: &str, format: Option<PageRangeFormat>, delimiter: &str) -> String {
    let piece = piece
        .replace("--", "–")
        .replace("-–", "–")
        .replace('‐', "-");
    let mark = if piece.contains('–') { '–' } else { '-' };
    let parts: Vec<&str> = piece.split(mark).map(str::trim).collect();
    let [first, last] = parts[..] else {
        return piece;
    };
    if first.is_empty() || last.is_empty() {
        return piece;
    }
    let page = |text: &str| {
        text.chars().all(char::is_alphanumeric) && text.chars().any(|digit| digit.is_ascii_digit())
            || text.chars().all(|letter| "ivxlcdmIVXLCDM".contains(letter))
    };
    if !page(first) || !page(last) {
        return piece.clone();
    }
    let prefix = first.trim_end_matches(|digit: char| digit.is_ascii_digit());
    let (from, to) = (
        &first[prefix.len()..],
        last.strip_prefix(prefix).unwrap_or(last),
    );
    let digits = |text: &str| !text.is_empty() && text.chars().all(|digit| digit.is_ascii_digit());
    if !digits(from) || !digits(to) {
        return format!("{first}{delimiter}{last}");
    }
    let full = if to.len() < from.len() {
        format!("{}{to}", &from[..from.len() - to.len()])
    } else {
        to.to_owned()
    };
    let shown = match format {
        Some(PageRangeFormat::Expanded) => format!("{prefix}{full}"),
        Some(PageRangeFormat::Minimal) => minimal(from, &full, 1),
        Some(PageRangeFormat::MinimalTwo) => minimal(from, &full, 2),
        Some(PageRangeFormat::Chicago15 | PageRangeFormat::Chicago16) => chicago(from, &full),
        None => last.to_owned(),
    };
    format!("{first}{delimiter}{shown}")
}

/// Leaves out the digits that both ends of a range share, but for some.
fn minimal(from: &str, to: &str, least: usize) -> String {
    if from.len() != to.len() {
        return to.to_owned();
    }
    let shared = from
        .bytes()
        .zip(to.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    to[shared.min(to.len().saturating_sub(least))..].to_owned()
}

/// Shortens the end of a range as the Chicago manual has it.
fn chicago(from: &str, to: &str) -> String {
    let number: u64 = from.parse().unwrap_or_default();
    if from.len() < 3 || number.is_multiple_of(100) || from.len() != to.len() {
        return to.to_owned();
    }
    if (1..10).contains(&(number % 100)) {
        return minimal(from, to, 1);
    }
    let short = minimal(from, to, 2);
    // Where three of four digits change, all are written.
    if from.len() == 4 && short.len() == 3 {
        to.to_owned()
    } else {
        short
    }
}

/// Writes a number in Roman digits.
pub(super) fn roman(number: i32) -> String {
    const DIGITS: [(i32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..5000).contains(&number) {
        return number.to_string();
    }
    let (mut rest, mut out) = (number, String::new());
    for (value, digit) in DIGITS {
        while rest >= value {
            out.push_str(digit);
            rest -= value;
        }
    }
    out
}

/// Pads the digits of a text, so that 9 sorts before 10.
pub(super) fn sortable(text: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for character in text.chars().chain(['\0']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        if !digits.is_empty() {
            out.push_str(&format!("{digits:0>12}"));
            digits.clear();
        }
        if character != '\0' {
            out.push(character);
        }
    }
    out
}

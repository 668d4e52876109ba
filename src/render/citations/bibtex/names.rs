//! The people and offices of a field such as `author`.

use super::latex;
use crate::render::citations::item::{Names, PersonName};

/// Most people of one field.
const MAX_PEOPLE: usize = 5_000;

/// Reads a list of people.
pub(in crate::render::citations) fn read(source: &str) -> Names {
    let mut names = Names::default();
    for part in split(source, |word| word.eq_ignore_ascii_case("and"))
        .into_iter()
        .take(MAX_PEOPLE)
    {
        if part.eq_ignore_ascii_case("others") || part.eq_ignore_ascii_case("et al.") {
            names.others = true;
        } else if let Some(name) = person(&part) {
            names.list.push(name);
        }
    }
    names
}

/// Divides a text at words that stand outside of braces.
fn split(source: &str, at: impl Fn(&str) -> bool) -> Vec<String> {
    let mut parts = vec![Vec::new()];
    for word in words(source) {
        if at(&word) {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(word);
        }
    }
    let parts = parts.into_iter().map(|words| words.join(" "));
    parts.filter(|part| !part.is_empty()).collect()
}

/// Divides a text at spaces outside of braces.
fn words(source: &str) -> Vec<String> {
    let (mut words, mut word, mut depth) = (Vec::new(), String::new(), 0usize);
    let mut marks = source.chars().peekable();
    while let Some(mark) = marks.next() {
        match mark {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '\\' => {
                word.push(mark);
                let Some(next) = marks.next() else { break };
                word.push(next);
                // The space after a command such as `\v` belongs to it.
                if next.is_alphabetic() && marks.peek() == Some(&' ') && depth == 0 {
                    marks.next();
                    word.push(' ');
                }
                continue;
            }
            _ if depth == 0 && (mark.is_whitespace() || mark == '~') => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            _ => {}
        }
        word.push(mark);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Divides a name at commas outside of braces.
fn commas(source: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0usize);
    for (at, mark) in source.char_indices() {
        match mark {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(source[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(source[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

fn person(source: &str) -> Option<PersonName> {
    if let Some(inner) = whole(source) {
        return Some(PersonName::office(latex::text(inner, false)));
    }
    if let Some(name) = extended(source) {
        return Some(name);
    }
    let parts = commas(source);
    let name = match parts[..] {
        [] => return None,
        [one] => spoken(one),
        [family, given] => inverted(family, "", given),
        [family, suffix, given, ..] => inverted(family, suffix, given),
    };
    (name != PersonName::default()).then_some(name)
}

/// Returns what stands within braces that hold all of a text.
fn whole(source: &str) -> Option<&str> {
    let inner = source.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0usize;
    for mark in inner.chars() {
        match mark {
            '{' => depth += 1,
            '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    // `{\"U}nal` and `{\'E}` are letters.
    (!inner.starts_with('\\') || inner.contains(' ')).then_some(inner)
}

/// Reads `family=Braak, given=Cajo, prefix=ter, useprefix=true`.
fn extended(source: &str) -> Option<PersonName> {
    let mut name = PersonName::default();
    let mut keeps = true;
    let mut prefix = String::new();
    let mut any = false;
    for part in commas(source) {
        let (label, value) = part.split_once('=')?;
        let value = latex::text(value.trim().trim_matches('"'), false);
        match label.trim() {
            "family" => name.family = value,
            "given" => name.given = value,
            "prefix" => prefix = value,
            "suffix" => name.suffix = value,
            "useprefix" => keeps = value == "true",
            label if label.contains(' ') => return None,
            _ => {}
        }
        any = true;
    }
    if keeps {
        name.particle = prefix;
    } else {
        name.dropping = prefix;
    }
    (any && !name.family.is_empty()).then_some(name)
}

/// Tells whether a word begins with a small letter, as particles do.
fn is_small(word: &str) -> bool {
    let text = if word.starts_with('{') && !word.starts_with("{\\") {
        return false;
    } else {
        latex::text(word, false)
    };
    text.chars()
        .find(|mark| mark.is_alphabetic())
        .is_some_and(char::is_lowercase)
}

/// Reads `Ludwig van Beethoven`.
fn spoken(source: &str) -> PersonName {
    let words = words(source);
    // An office that nobody put into braces.
    const OFFICE: [&str; 8] = ["for", "of", "and", "on", "the", "in", "to", "&"];
    if words.len() > 2 && words.iter().any(|word| OFFICE.contains(&word.as_str())) {
        return PersonName::office(latex::text(source, false));
    }
    if let [one] = &words[..] {
        return PersonName {
            family: latex::text(one, false),
            ..PersonName::default()
        };
    }
    let last = words.len().saturating_sub(1);
    let first = words[..last]
        .iter()
        .position(|word| is_small(word))
        .unwrap_or(last);
    let end = words[..last]
        .iter()
        .rposition(|word| is_small(word))
        .map_or(first, |at| at + 1);
    let read = |words: &[String]| latex::text(&words.join(" "), false);
    suffixed(PersonName {
        given: read(&words[..first]),
        particle: read(&words[first..end.max(first)]),
        family: read(&words[end.max(first)..]),
        ..PersonName::default()
    })
}

/// Reads `van Beethoven, Ludwig` and `King, Jr., Martin Luther`.
fn inverted(family: &str, suffix: &str, given: &str) -> PersonName {
    let words = words(family);
    let last = words.len().saturating_sub(1);
    let small = words[..last]
        .iter()
        .take_while(|word| is_small(word))
        .count();
    let read = |words: &[String]| latex::text(&words.join(" "), false);
    let given = latex::text(given, false);
    suffixed(PersonName {
        particle: read(&words[..small]),
        family: read(&words[small..]),
        suffix: latex::text(suffix, false),
        given,
        ..PersonName::default()
    })
}

/// Takes `III` and `Jr.` out of a family name.
fn suffixed(mut name: PersonName) -> PersonName {
    const SUFFIXES: [&str; 8] = ["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "V"];
    if name.suffix == "Jr" || name.suffix == "Sr" {
        name.suffix.push('.');
    }
    if name.suffix.is_empty()
        && let Some((family, suffix)) = name.family.rsplit_once(' ')
        && SUFFIXES.contains(&suffix)
    {
        name.suffix = suffix.to_owned();
        name.family = family.to_owned();
    }
    name
}

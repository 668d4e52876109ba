//! The initials of given names, and how much of such a name tells people apart.

use crate::render::citations::item::PersonName;

/// Shortens given names to their initials.
pub(super) fn initialize(given: &str, mark: &str, hyphen: bool) -> String {
    let mut out = String::new();
    let tight = mark.trim_end();
    for word in given
        .split([' ', '\u{A0}', '.'])
        .filter(|word| !word.is_empty())
    {
        let mut parts = word.split(['-', '‐', '–']).filter(|part| !part.is_empty());
        let Some(first) = parts.next() else {
            continue;
        };
        let begins_small = first.chars().next().is_some_and(char::is_lowercase);
        if begins_small {
            // A particle is not shortened.
            let space = !out.is_empty() && !out.ends_with(' ');
            out.push_str(if space { " " } else { "" });
            out.push_str(word);
            out.push(' ');
            continue;
        }
        push_initials(first, tight, mark, &mut out);
        for part in parts {
            if !part.chars().next().is_some_and(char::is_uppercase) {
                continue;
            }
            out.truncate(out.trim_end().len());
            out.push_str(if hyphen { "-" } else { "" });
            push_initials(part, tight, mark, &mut out);
        }
    }
    out.trim_end().to_owned()
}

/// Appends the initial of a word, or those that a word such as `JC` is made of.
fn push_initials(word: &str, tight: &str, mark: &str, out: &mut String) {
    let letters: Vec<char> = word
        .chars()
        .filter(|character| character.is_alphabetic())
        .collect();
    let several =
        (2..=3).contains(&letters.len()) && letters.iter().all(|letter| letter.is_uppercase());
    let count = if several { letters.len() } else { 1 };
    for letter in letters.iter().take(count) {
        out.push(*letter);
        // Combining signs of the letter come with it in composed text.
        out.push_str(mark);
    }
    if mark == tight && letters.is_empty() {
        out.push_str(word);
    }
}

/// Returns how much of a given name tells its bearer from the others of the family.
pub(super) fn level(name: &PersonName, family: &[&PersonName], full: bool) -> u8 {
    let initials = |name: &PersonName| initialize(&name.given, ".", true);
    let ours = initials(name);
    let mut level = 0;
    for other in family
        .iter()
        .filter(|other| other.family == name.family && **other != name)
    {
        if other.given == name.given {
            continue;
        }
        if initials(other) != ours {
            level = level.max(1);
        } else if full {
            level = 2;
        }
    }
    level
}

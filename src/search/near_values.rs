//! Finds the values of a facet by their labels: those that begin so, and the nearest in spelling.

use crate::domain::suggestion::distance;

/// Returns the values all of whose words begin with the words of a folded text.
pub(super) fn beginning_so(
    labels: &[(String, String)],
    folded: &str,
    occurs: impl Fn(&str) -> bool,
) -> Vec<String> {
    let words: Vec<&str> = folded.split(' ').collect();
    let begins = |label: &str| {
        let parts: Vec<&str> = label.split(' ').collect();
        words
            .iter()
            .all(|word| parts.iter().any(|part| part.starts_with(word)))
    };
    let similar = labels
        .iter()
        .filter(|(label, value)| begins(label) && occurs(value));
    similar.map(|(_, value)| value.clone()).collect()
}

/// Returns the values that are nearest to a folded text in spelling.
pub(super) fn nearest(
    labels: &[(String, String)],
    folded: &str,
    occurs: impl Fn(&str) -> bool,
) -> Vec<String> {
    let words: Vec<&str> = folded.split(' ').collect();
    let near = labels.iter().filter_map(|(label, value)| {
        let difference = nearly(&words, folded, label)?;
        Some((difference, value)).filter(|_| occurs(value))
    });
    let near: Vec<(usize, &String)> = near.collect();
    let least = near.iter().map(|(difference, _)| *difference).min();
    let nearest = near
        .iter()
        .filter(|(difference, _)| Some(*difference) == least);
    nearest.map(|(_, value)| (*value).clone()).collect()
}

/// Returns how far the words of a name are from the typed ones, if it is near: all in all, or word
/// by word.
fn nearly(words: &[&str], input: &str, name: &str) -> Option<usize> {
    if let Some(difference) = spelt_nearly(input, name) {
        return Some(difference);
    }
    let mut sum = 0;
    for word in words {
        let parts = name.split(' ');
        let near = parts.filter_map(|part| {
            let begins = part.starts_with(word);
            begins.then_some(0).or_else(|| spelt_nearly(word, part))
        });
        sum += near.min()?;
    }
    Some(sum)
}

/// Returns by how many letters two names differ, if they are near: the same but for a plural's `s`,
/// one letter in words of five to seven, two in longer ones; never the first.
pub(super) fn spelt_nearly(input: &str, name: &str) -> Option<usize> {
    if input.strip_suffix('s') == Some(name) || name.strip_suffix('s') == Some(input) {
        return Some(1);
    }
    let letters = input.chars().count();
    let most = match letters {
        0..=4 => return None,
        5..=7 => 1,
        _ => 2,
    };
    let near = input.chars().next() == name.chars().next()
        && letters.abs_diff(name.chars().count()) <= most;
    near.then(|| distance(input, name))
        .filter(|difference| *difference <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_careful() {
        assert_eq!(spelt_nearly("leson", "lesson"), Some(1));
        assert_eq!(spelt_nearly("germny", "germany"), Some(1));
        assert_eq!(spelt_nearly("challenge", "challenges"), Some(1));
        assert_eq!(spelt_nearly("austria", "australia"), None);
        assert_eq!(spelt_nearly("note", "none"), None);
        assert_eq!(spelt_nearly("sountry", "country"), None);
        assert_eq!(
            nearly(
                &["statistcs", "eston"],
                "statistcs eston",
                "statistics estonia"
            ),
            Some(1)
        );
    }
}

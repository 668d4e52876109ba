//! Short forms that a text explains: "mobile network operator (MNO)".
//!
//! What is found goes into the dictionaries of the index (`TextField::Short`), one for each visibility,
//! so that everyone's searches know the short forms of the pages that they may see, and no other.
//! A short form is taken where its letters are found in the words before it, the first of them at
//! the beginning of a word (the rule of Schwartz and Hearst, 2003).

use crate::search::analyser::SEPARATOR;
use crate::search::lexicon::key_of;
use crate::search::words::{fold, fold_text};

/// Letters and digits of a short form.
const SHORTEST: usize = 2;
const LONGEST: usize = 10;

/// Most pairs that are taken from one page.
const MOST: usize = 200;

/// Stands before what is looked up by the short form, and by the long form.
const BY_SHORT: char = 's';
const BY_LONG: char = 'l';

/// Returns the terms of a text's short forms for the index.
pub(crate) fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for (long, short) in pairs(text).into_iter().take(MOST) {
        let (folded, short) = (fold_text(long), fold(short));
        let key = key_of(&folded);
        terms.push(format!("{BY_SHORT}{SEPARATOR}{short}{SEPARATOR}{folded}"));
        terms.push(format!("{BY_LONG}{SEPARATOR}{key}{SEPARATOR}{short}"));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Returns how the terms begin that tell the long forms of a folded short form.
pub(crate) fn beginning_by_short(short: &str) -> String {
    format!("{BY_SHORT}{SEPARATOR}{short}{SEPARATOR}")
}

/// Returns how the terms begin that tell the short forms of a long form, by its key.
pub(crate) fn beginning_by_long(key: &str) -> String {
    format!("{BY_LONG}{SEPARATOR}{key}{SEPARATOR}")
}

/// Finds the long forms of a text with their short forms.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    let mut pairs = Vec::new();
    for (open, _) in text.match_indices('(') {
        let inner = &text[open + 1..];
        let Some(close) = inner.find(|character: char| !character.is_alphanumeric()) else {
            break;
        };
        let short = &inner[..close];
        let letters = short.chars().count();
        let capitals = short.chars().filter(|letter| letter.is_uppercase()).count();
        let is_short = (SHORTEST..=LONGEST).contains(&letters)
            && capitals >= 2
            && 2 * capitals >= letters
            && inner[close..].starts_with([')', ',', ';']);
        if is_short && let Some(long) = long_form(&text[..open], short) {
            pairs.push((long, short));
        }
    }
    pairs
}

/// Finds the long form at the end of `before`.
fn long_form<'t>(before: &'t str, short: &str) -> Option<&'t str> {
    let line = before
        .rfind(['\n', '(', ')', ';', ':', '.'])
        .map_or(0, |at| at + 1);
    let before = before[line..].trim();
    let count = short.chars().count();
    // As many words as Schwartz and Hearst look back.
    let most = (count + 5).min(2 * count);
    let start = before
        .rmatch_indices(char::is_whitespace)
        .nth(most - 1)
        .map_or(0, |(at, space)| at + space.len());
    let candidate = &before[start..];
    let letters: Vec<(usize, char)> = candidate
        .char_indices()
        .flat_map(|(at, letter)| letter.to_lowercase().map(move |lower| (at, lower)))
        .collect();
    let wanted: Vec<char> = short.chars().flat_map(char::to_lowercase).collect();
    let mut index = letters.len();
    for (number, wanted) in wanted.iter().enumerate().rev() {
        loop {
            index = index.checked_sub(1)?;
            let begins = index == 0 || !letters[index - 1].1.is_alphanumeric();
            if letters[index].1 == *wanted && (number > 0 || begins) {
                break;
            }
        }
    }
    let long = &candidate[letters[index].0..];
    let words = long.split_whitespace().count();
    (words > 1 && words <= most).then_some(long)
}

/// Returns the abbreviation, folded, that stands in the plural: MNOs. No stemmer knows these.
pub(crate) fn one_of_several(text: &str) -> Option<String> {
    let one = text.strip_suffix('s')?;
    let capitals = one.chars().filter(|letter| letter.is_uppercase()).count();
    let is_short = one.chars().all(char::is_alphanumeric) && one.chars().count() <= 6;
    (is_short && capitals >= 2).then(|| fold_text(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_forms_stand_before_short_ones() {
        let text = "Work with a mobile network operator (MNO) and the Office for National Statistics \
                    (ONS, London). A memorandum of understanding (MoU) of the Organisation for \
                    Economic Co-operation and Development (OECD).";
        assert_eq!(
            pairs(text),
            [
                ("mobile network operator", "MNO"),
                ("Office for National Statistics", "ONS"),
                ("memorandum of understanding", "MoU"),
                (
                    "Organisation for Economic Co-operation and Development",
                    "OECD"
                ),
            ]
        );
    }

    #[test]
    fn what_does_not_fit_is_no_short_form() {
        assert_eq!(pairs("the year (2018) of (a) the plan (see there) (X)"), []);
        assert_eq!(pairs("nothing of it (QZX) here"), []);
        assert_eq!(pairs("one word Statistics (ST)"), []);
        assert_eq!(pairs("(ABC"), []);
        assert_eq!(pairs("a\u{301}b (ÄÖ"), []);
    }

    #[test]
    fn an_abbreviation_in_the_plural_is_known() {
        assert_eq!(one_of_several("MNOs").as_deref(), Some("mno"));
        assert_eq!(one_of_several("MoUs").as_deref(), Some("mou"));
        for text in ["mnos", "MNO", "Ads", "INS", "US", "s", ""] {
            assert_eq!(one_of_several(text), None, "{text}");
        }
    }
}

//! Keys that are meant although they are written in another way.

use crate::domain::suggestion::distance;

/// Returns the known key that a key was meant to be, if it is no more than an edit away from one or
/// only its case, its spacing or characters that cannot be seen differ.
pub fn meant<'k>(key: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let folded = fold(key);
    let near = |known: &&str| *known != key && is_near(&folded, known, 1);
    let mut best: Option<&'k str> = None;
    for known in known.into_iter().filter(near) {
        if known == folded {
            return Some(known);
        }
        best = best.or(Some(known));
    }
    best
}

/// Tells whether a folded word is at most so many edits away from a key.
pub(super) fn is_near(word: &str, key: &str, most: usize) -> bool {
    let apart = word.chars().count().abs_diff(key.len());
    apart <= most && distance(word, key) <= most
}

/// Folds a key so that case, width, spacing and characters that cannot be seen make no difference.
pub fn fold(key: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if key
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    {
        return key.to_owned();
    }
    key.nfkc()
        .filter(|&character| !is_unseen(character) && !character.is_whitespace())
        .flat_map(char::to_lowercase)
        .map(|character| if character == '-' { '_' } else { character })
        .collect()
}

/// Tells whether a character leaves no mark on a page.
pub fn is_unseen(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(
            character,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{061C}'
                | '\u{115F}'
                | '\u{1160}'
                | '\u{17B4}'
                | '\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFD}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

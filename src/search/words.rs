//! Words: where they are in a text, and the form in which two spellings of one word are equal.
//!
//! A word is a run of letters, digits and the marks on them. Scripts that put no spaces between
//! words (Chinese, Japanese, Thai and the like) give one word for each character; a query finds a
//! longer word of theirs as a phrase.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are not indexed: nobody searches for them, and hostile pages are made of them.
pub(crate) const LONGEST_WORD: usize = 100;

/// The range of a word in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WordRange {
    /// The first byte.
    pub(crate) start: usize,
    /// The byte after the last.
    pub(crate) end: usize,
    /// One character of a script without spaces.
    pub(crate) single: bool,
}

/// The kind of a byte in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByteClass {
    /// An ASCII letter or digit.
    Letter,
    /// Any other ASCII character.
    Sign,
    /// Part of a character beyond ASCII.
    Beyond,
}

/// The class of each byte: a text is read byte by byte, and this is what is asked of each.
pub(crate) const CLASSES: [ByteClass; 256] = {
    let mut classes = [ByteClass::Beyond; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = if (byte as u8).is_ascii_alphanumeric() {
            ByteClass::Letter
        } else {
            ByteClass::Sign
        };
        byte += 1;
    }
    classes
};

/// Returns how many of the first bytes are of a class.
pub(crate) fn run_of(class: ByteClass, bytes: &[u8]) -> usize {
    let other = |&byte: &u8| CLASSES[usize::from(byte)] != class;
    bytes.iter().position(other).unwrap_or(bytes.len())
}

/// Iterates over the words of a text.
#[derive(Clone, Debug)]
pub(crate) struct WordIterator<'a> {
    text: &'a str,
    position: usize,
}

/// Returns the words of a text in their order.
pub(crate) fn words(text: &str) -> WordIterator<'_> {
    WordIterator { text, position: 0 }
}

impl Iterator for WordIterator<'_> {
    type Item = WordRange;

    fn next(&mut self) -> Option<WordRange> {
        let bytes = self.text.as_bytes();
        // The start: the first character of a word.
        let start = loop {
            self.position += run_of(ByteClass::Sign, &bytes[self.position..]);
            let &byte = bytes.get(self.position)?;
            if CLASSES[usize::from(byte)] == ByteClass::Letter {
                break self.position;
            }
            let character = self.text[self.position..].chars().next()?;
            if is_single(character) {
                let start = self.position;
                self.position += character.len_utf8();
                return Some(WordRange {
                    start,
                    end: self.position,
                    single: true,
                });
            }
            if character.is_alphanumeric() {
                break self.position;
            }
            self.position += character.len_utf8();
        };
        // The end: the first character that is not of a word.
        loop {
            self.position += run_of(ByteClass::Letter, &bytes[self.position..]);
            match bytes.get(self.position) {
                Some(byte) if !byte.is_ascii() => {}
                _ => break,
            }
            match self.text[self.position..].chars().next() {
                Some(character) if continues_word(character) => {
                    self.position += character.len_utf8();
                }
                _ => break,
            }
        }
        Some(WordRange {
            start,
            end: self.position,
            single: false,
        })
    }
}

fn continues_word(character: char) -> bool {
    (character.is_alphanumeric() && !is_single(character)) || is_combining_mark(character)
}

/// Tells whether a character belongs to a script that puts no spaces between words.
fn is_single(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
        && (character.is_alphanumeric() || is_combining_mark(character))
}

/// Writes the folded form of a word: lower case, without accents, compatibility forms resolved.
pub(crate) fn fold_into(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
        return;
    }
    let bare = word
        .chars()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|&character| !is_accent(character))
        .nfc();
    for character in bare {
        match character {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'þ' => folded.push_str("th"),
            'ς' => folded.push('σ'),
            'ё' => folded.push('е'),
            other => folded.extend(other.to_lowercase()),
        }
    }
}

/// Returns the folded form of a word.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// Writes a word in lower case and composed, as the stemmers want it.
pub(crate) fn lower_into(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().flat_map(char::to_lowercase).nfc());
    }
}

/// Marks that readers leave out when they type: accents, and the vowel points of Hebrew and Arabic.
/// Marks that make another letter in their script (Devanagari, kana) stay.
fn is_accent(character: char) -> bool {
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{065F}' | '\u{0670}')
}

/// Returns the folded words of a text, joined by single spaces.
pub(crate) fn fold_text(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for (word, _) in folded_words(text) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(&word);
    }
    joined
}

/// Returns the words of a text folded, with where they are.
pub(crate) fn folded_words(text: &str) -> impl Iterator<Item = (String, WordRange)> + '_ {
    words(text).map(|word| (fold(&text[word.start..word.end]), word))
}

/// Returns at most `bytes` bytes of the start of a text, without cutting a character.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_of_many_scripts() {
        let found = |text| fold_text(text);
        assert_eq!(found("L'État, C'est-moi! 2x"), "l etat c est moi 2x");
        assert_eq!(found("Straße ŁÓDŹ Ærø Ёлка"), "strasse lodz aero елка");
        assert_eq!(found("e\u{301}tude"), "etude");
        assert_eq!(found("官方統計ab"), "官 方 統 計 ab");
        assert_eq!(found("통계청 데이터"), "통계청 데이터");
        assert_eq!(found("ガラス"), "ガ ラ ス");
        assert_eq!(found("ﬁne İstanbul"), "fine istanbul");
        assert_eq!(found(" \n\t--- "), "");
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_cut_no_character(text in "\\PC{0,80}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.start >= last && word.end > word.start);
                prop_assert!(text.get(word.start..word.end).is_some());
                last = word.end;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(word in "\\p{L}{1,12}") {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
        }
    }
}

//! Finds the blocks of two texts that are one: those of which most words are the same.

use std::collections::HashMap;
use std::time::Instant;

/// The number of pairs of blocks that are looked at where several changed in one place.
const PAIRS: usize = 10_000;
/// The part of two blocks that must be the same for them to be one, in hundredths.
const SAME: usize = 50;

/// The signs that divide a sentence: they make no other words.
const SIGNS: &[char] = &[
    '.', ',', ';', ':', '!', '?', '…', '"', '\'', '“', '”', '„', '‘', '’', '«', '»', '(', ')', '[',
    ']', '–', '—',
];

/// Returns a word without the signs of its sentence.
pub(super) fn bare(word: &str) -> &str {
    word.trim_matches(SIGNS)
}

/// Finds which new text is which old one, in the order in which they stand: old by new.
pub(super) fn pairs(old: &[&str], new: &[&str], deadline: Instant) -> HashMap<usize, usize> {
    let mut pairs = HashMap::new();
    if old.len().saturating_mul(new.len()) > PAIRS {
        return pairs;
    }
    let before: Vec<BlockWords<'_>> = old.iter().map(|text| BlockWords::of(text)).collect();
    let mut next = 0;
    for (index, text) in new.iter().enumerate() {
        let after = BlockWords::of(text);
        let alike = before.iter().enumerate().skip(next);
        let alike = alike.map(|(at, words)| (after.likeness(words), at));
        let best = alike.max_by_key(|(score, at)| (*score, std::cmp::Reverse(*at)));
        if let Some((score, at)) = best
            && score >= SAME
            && Instant::now() < deadline
        {
            pairs.insert(index, at);
            next = at + 1;
        }
    }
    pairs
}

/// The words of a block, each with how often it stands there.
struct BlockWords<'t> {
    count: usize,
    by_word: HashMap<&'t str, usize>,
}

impl<'t> BlockWords<'t> {
    fn of(text: &'t str) -> Self {
        let mut by_word = HashMap::new();
        let mut count = 0;
        for word in text.split_whitespace().map(bare) {
            *by_word.entry(word).or_default() += 1;
            count += 1;
        }
        Self { count, by_word }
    }

    /// Returns how much is the same, in hundredths of both.
    fn likeness(&self, other: &Self) -> usize {
        let both = self.by_word.iter().map(|(word, count)| {
            let theirs = other.by_word.get(word).copied().unwrap_or(0);
            theirs.min(*count)
        });
        let all = (self.count + other.count).max(1);
        both.sum::<usize>() * 200 / all
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn texts_with_most_of_the_words_are_one() {
        let old = ["They nest in trees.", "They hunt alone.", "Storks clap."];
        let new = [
            "They hunt alone, mostly at dusk.",
            "Cranes dance.",
            "Storks (do) clap!",
        ];
        let deadline = Instant::now() + Duration::from_secs(60);
        let found = pairs(&old, &new, deadline);
        assert_eq!(found, HashMap::from([(0, 1), (2, 2)]));
    }
}

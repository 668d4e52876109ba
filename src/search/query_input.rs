//! [`QueryInput`]: what somebody has typed, read as whole words and the beginning of one.

use crate::search::clause::QueryWord;
use crate::search::words::{LONGEST_WORD, folded_words, head};

/// Longer texts are cut: nobody types them.
const LONGEST: usize = 200;

/// A text as it is typed: whole words, and the beginning of one.
pub(super) struct QueryInput {
    pub(super) text: String,
    pub(super) words: Vec<QueryWord>,
    /// The last word, while no space follows it.
    pub(super) last: Option<QueryWord>,
}

impl QueryInput {
    /// Reads what has been typed; `None` when there is no word in it.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = head(text.trim_start(), LONGEST).to_owned();
        let mut words: Vec<QueryWord> = folded_words(&text)
            .filter(|(_, word)| word.end - word.start <= LONGEST_WORD)
            .map(|(folded, word)| QueryWord {
                text: text[word.start..word.end].to_owned(),
                folded,
                range: word.start..word.end,
                single: word.single,
            })
            .collect();
        words.truncate(12);
        let typing = words
            .last()
            .is_some_and(|last| last.range.end == text.len());
        let last = if typing { words.pop() } else { None };
        let any = last.is_some() || !words.is_empty();
        any.then_some(Self { text, words, last })
    }

    /// Returns what stands before the word that is being typed.
    pub(super) fn before(&self) -> &str {
        let end = self
            .last
            .as_ref()
            .map_or(self.text.len(), |last| last.range.start);
        &self.text[..end]
    }

    /// Tells how many of the words a heading has, if it has the last one and the others are in the
    /// title.
    pub(super) fn in_heading(&self, heading: &str, title: &str) -> Option<usize> {
        let heading: Vec<String> = folded_words(heading).map(|(word, _)| word).collect();
        let title: Vec<&str> = title.split(' ').collect();
        // A stem keeps the beginning of its word, which is near enough for a suggestion.
        let stem = |wanted: &QueryWord| wanted.folded.trim_end_matches('s').to_owned();
        let has = |wanted: &QueryWord| {
            let stem = stem(wanted);
            heading.iter().any(|word| word.starts_with(&stem))
        };
        let in_title = |wanted: &QueryWord| {
            let stem = stem(wanted);
            title.iter().any(|word| word.starts_with(&stem))
        };
        let mut words = self.words.iter().chain(&self.last);
        let last = self.last.as_ref().or(self.words.last())?;
        let fits = has(last) && words.all(|word| has(word) || in_title(word));
        let words = self.words.iter().chain(&self.last);
        fits.then(|| words.filter(|word| has(word)).count())
    }
}

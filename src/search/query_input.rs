//! [`QueryInput`]: what somebody has typed, read as whole words and the beginning of one.

use crate::search::clause::QueryWord;
use crate::search::items::{QueryToken, tokens};
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

/// The part of a query that is being typed, as far as it decides what may be offered.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum InputPart<'t> {
    /// Words, which anything may complete.
    Words,
    /// Words in quotes, between operators, or joined to others: the last is no query of its own.
    Joined,
    /// A value of a field, with what stands before it.
    Value {
        before: &'t str,
        field: &'t str,
        value: &'t str,
    },
    /// Something that no page shall have.
    Excluded,
}

impl QueryInput {
    /// Returns the part that is being typed.
    pub(super) fn part(&self) -> InputPart<'_> {
        let tokens = tokens(&self.text);
        let is_joined = tokens.iter().any(|token| !token.is_item());
        let last = match tokens.last() {
            Some(QueryToken::Item(item)) if item.range.end == self.text.len() => item,
            _ if is_joined => return InputPart::Joined,
            _ => return InputPart::Words,
        };
        let starts_inside = self.last.as_ref().is_some_and(|word| {
            let before = self.text[..word.range.start].chars().next_back();
            before.is_some_and(|before| !before.is_whitespace())
        });
        match last.field {
            _ if last.without => InputPart::Excluded,
            _ if last.quoted || is_joined => InputPart::Joined,
            Some(field) => InputPart::Value {
                before: &self.text[..last.range.start],
                field,
                value: last.value,
            },
            None if starts_inside => InputPart::Joined,
            None => InputPart::Words,
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, part: &InputPart<'_>) {
        assert_eq!(QueryInput::read(text).unwrap().part(), *part, "{text}");
    }

    #[test]
    fn what_is_typed_last_decides_what_is_offered() {
        check("scanner pri", &InputPart::Words);
        check("scanner ", &InputPart::Words);
        check("\"big data\" pri", &InputPart::Words);
        check("scanner -pri", &InputPart::Excluded);
        for text in [
            "\"mobile ph",
            "mobile-n",
            "scanner OR pri",
            "scanner OR ",
            "(a OR b",
        ] {
            check(text, &InputPart::Joined);
        }
        let value = InputPart::Value {
            before: "data ",
            field: "country",
            value: "ger",
        };
        check("data country:ger", &value);
    }
}

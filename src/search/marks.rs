//! [`Mark`]: what a word of a query looks like in a text, to mark it there.

use std::ops::Range;

use crate::domain::Viewer;
use crate::search::clause::{ClauseKind, QueryWord};
use crate::search::simple::{stems, stems_of};
use crate::search::snapshot::Snapshot;

/// A word to mark: what it may look like in a text.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The number of the word of the query that it stands for.
    pub(crate) word: usize,
    /// The same word as typed; none for what means the same.
    pub(crate) input: Option<String>,
    /// The folded word, or its beginning.
    pub(crate) folded: String,
    /// The stems, in any language of the index; none for an exact word.
    pub(crate) stems: Vec<String>,
    /// Whether `folded` is only the beginning.
    pub(crate) prefix: bool,
    /// Whether it is only marked where the mark before it stands before it: words of a phrase that
    /// means the same as a word of the query.
    pub(crate) follows: bool,
}

impl Mark {
    /// Returns the word of the query as bits: one that says that it is there at all, and another,
    /// 32 further up, that it is there as it was typed. Words beyond the 32nd share the last.
    pub(super) fn bits(&self) -> u64 {
        let bit = 1 << self.word.min(31);
        match self.input {
            Some(_) => bit | bit << 32,
            None => bit,
        }
    }
}

/// The marks of a query, as it is read.
#[derive(Default)]
pub(super) struct MarkList {
    marks: Vec<Mark>,
    /// Those of phrases.
    phrases: Vec<Vec<Mark>>,
    /// The number of words that the marks stand for.
    words: usize,
}

impl MarkList {
    /// Adds the words of a clause.
    pub(super) fn add(&mut self, snapshot: &Snapshot, viewer: Viewer, wanted: &ClauseKind) {
        let mut add = |word: &QueryWord, stems, prefix| {
            self.marks.push(Mark {
                word: self.words,
                input: Some(word.text.clone()),
                folded: word.folded.clone(),
                stems,
                prefix,
                follows: false,
            });
            self.words += 1;
        };
        match wanted {
            ClauseKind::Word(word) => add(word, stems(snapshot, word, viewer), false),
            ClauseKind::Prefix(word) => add(word, Vec::new(), true),
            ClauseKind::Phrase(words) | ClauseKind::Address(words) => {
                for word in words {
                    add(word, Vec::new(), false);
                }
            }
            ClauseKind::Title(inner) => self.add(snapshot, viewer, inner),
            ClauseKind::Any(alternatives) => {
                let wanted = alternatives.iter().flatten();
                for clause in wanted.filter(|clause| !clause.without) {
                    self.add(snapshot, viewer, &clause.wanted);
                }
            }
            _ => {}
        }
    }

    /// Adds a phrase that means the same as the word that was added last.
    pub(super) fn add_equivalent(
        &mut self,
        snapshot: &Snapshot,
        viewer: Viewer,
        phrase: Vec<String>,
    ) {
        let word = self.words - 1;
        let languages = snapshot.dictionary().languages(viewer);
        let marks = phrase.into_iter().enumerate().map(|(index, folded)| Mark {
            word,
            input: None,
            stems: stems_of(languages, &folded, &folded),
            folded,
            prefix: false,
            follows: index > 0,
        });
        let marks: Vec<Mark> = marks.collect();
        // A single word is marked wherever it stands.
        if marks.len() == 1 {
            self.marks.extend(marks);
        } else {
            self.phrases.push(marks);
        }
    }

    /// Returns the marks: words of the query before phrases that mean the same, since they are looked
    /// for first, see `mark_finder.rs`.
    pub(super) fn finish(mut self) -> Vec<Mark> {
        self.marks.extend(self.phrases.into_iter().flatten());
        self.marks
    }
}

/// Returns the ranges of marks that are phrases.
pub(super) fn phrases(marks: &[Mark]) -> Vec<Range<usize>> {
    let mut phrases: Vec<Range<usize>> = Vec::new();
    for (index, _) in marks.iter().enumerate().filter(|(_, mark)| mark.follows) {
        match phrases.last_mut() {
            Some(last) if last.end == index => last.end = index + 1,
            _ => phrases.push(index.saturating_sub(1)..index + 1),
        }
    }
    phrases
}

/// Returns what was searched for, folded: words, and phrases that mean the same as one.
pub(super) fn searched(marks: &[Mark]) -> Vec<String> {
    let mut searched: Vec<String> = Vec::with_capacity(marks.len());
    for mark in marks {
        match searched.last_mut().filter(|_| mark.follows) {
            Some(phrase) => *phrase = format!("{phrase} {}", mark.folded),
            None => searched.push(mark.folded.clone()),
        }
    }
    searched
}

/// Returns for each mark the first that is the same word or another form of it.
pub(super) fn alike(marks: &[Mark]) -> Vec<usize> {
    let is_alike = |one: &Mark, other: &Mark| {
        one.folded == other.folded || one.stems.iter().any(|stem| other.stems.contains(stem))
    };
    let first = |mark| marks.iter().position(|other| is_alike(mark, other));
    let indexed = marks.iter().enumerate();
    indexed
        .map(|(index, mark)| first(mark).unwrap_or(index))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_searched_for_as_a_whole() {
        let mark = |folded: &str, follows| Mark {
            word: 0,
            input: None,
            folded: folded.to_owned(),
            stems: Vec::new(),
            prefix: false,
            follows,
        };
        let marks = [
            mark("privacy", false),
            mark("data", false),
            mark("protection", true),
            mark("data", false),
            mark("confidentiality", true),
        ];
        assert_eq!(
            searched(&marks),
            ["privacy", "data protection", "data confidentiality"]
        );
        assert!(searched(&[]).is_empty());
    }
}

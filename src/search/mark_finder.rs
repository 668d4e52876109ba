//! [`MarkFinder`]: finds the words of a query in a text.
//!
//! One pass over the bytes of a text. Words that begin with another letter than any word of the query
//! are passed over without being folded or stemmed, which is nearly all.

use std::collections::HashMap;
use std::ops::Range;

use crate::search::language::Language;
use crate::search::marks::{Mark, alike, phrases};
use crate::search::words::{ByteClass, CLASSES, LONGEST_WORD, fold_into, run_of, words};

/// After so many found words the rest of a page does not change the choice.
const ENOUGH: usize = 2_000;

/// A word of the query, found in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct WordMatch {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The index of its mark.
    mark: usize,
    /// The bits of the word that it stands for or begins to stand for, and the end of that; nothing for a word as
    /// it was typed.
    pub(super) instead: Option<(u64, usize)>,
    /// The bits of the word of the query that it stands for; see [`Mark::bits`].
    pub(super) bits: u64,
}

/// Returns the bits of all words found.
pub(super) fn bits(found: &[WordMatch]) -> u64 {
    found.iter().fold(0, |bits, word| bits | word.bits)
}

/// Finds words of the query in texts, one language at a time.
pub(crate) struct MarkFinder<'m> {
    marks: &'m [Mark],
    /// The marks of each phrase; all of them stand behind the marks of single words.
    phrases: Vec<Range<usize>>,
    /// For each mark the first that is the same word.
    alike: Vec<usize>,
    language: Language,
    /// The bytes that a word of the query may begin with.
    first_bytes: [bool; 256],
    /// The beginnings of words of the query, in ASCII; all others are looked at as a whole.
    beginnings: Vec<[u8; 3]>,
    /// The marks of the words that were stemmed, by language.
    known: HashMap<(Language, Box<str>), Option<usize>>,
    folded: String,
}

impl<'m> MarkFinder<'m> {
    /// Prepares to find these marks.
    pub(crate) fn new(marks: &'m [Mark]) -> Self {
        let mut first_bytes = [false; 256];
        let mut beginnings = Vec::new();
        for mark in marks {
            let stems = mark.stems.iter().map(|stem| beginning_of(stem));
            for form in stems.chain([mark.folded.as_str()]) {
                let mut beginning = [0; 3];
                for (slot, byte) in beginning.iter_mut().zip(form.bytes()) {
                    *slot = byte;
                }
                // Any letter beyond ASCII may fold to any other: what is not ASCII is open.
                if let Some(open) = beginning.iter().position(|byte| !byte.is_ascii()) {
                    beginning[open..].fill(0);
                }
                first_bytes[usize::from(beginning[0])] = true;
                first_bytes[usize::from(beginning[0].to_ascii_uppercase())] = true;
                beginnings.push(beginning);
            }
        }
        // The stems of a word in several languages begin alike.
        beginnings.sort_unstable();
        beginnings.dedup();
        first_bytes[128..].fill(!marks.is_empty());
        let phrases = phrases(marks);
        let alike = match phrases.is_empty() {
            true => Vec::new(),
            false => alike(marks),
        };
        Self {
            marks,
            phrases,
            alike,
            language: Language::NONE,
            first_bytes,
            beginnings,
            known: HashMap::new(),
            folded: String::new(),
        }
    }

    /// Takes the language of the texts that come next.
    pub(super) fn set_language(&mut self, language: Language) {
        self.language = language;
    }

    /// Returns the bits of all words of the query.
    pub(super) fn all_bits(&self) -> u64 {
        self.marks.iter().fold(0, |bits, mark| bits | mark.bits())
    }

    /// Finds words of the query, and phrases that mean the same as a word.
    pub(super) fn find(&mut self, text: &str) -> Vec<WordMatch> {
        let mut found = self.find_words(text);
        let Some(first) = self.phrases.first() else {
            return found;
        };
        let alone = first.start;
        let mut is_kept: Vec<bool> = found.iter().map(|word| word.mark < alone).collect();
        for index in 0..found.len() {
            for phrase in &self.phrases {
                let Some(words) = found.get_mut(index..index + phrase.len()) else {
                    continue;
                };
                let are_near = |pair: &[WordMatch]| pair[1].start - pair[0].end <= 3;
                let is_whole = words
                    .iter()
                    .zip(phrase.clone())
                    .all(|(word, mark)| self.alike[word.mark] == self.alike[mark])
                    && words.windows(2).all(are_near);
                if !is_whole {
                    continue;
                }
                let bits = self.marks[phrase.start].bits();
                let end = words.last().map_or(0, |last| last.end);
                words.iter_mut().for_each(|word| word.bits |= bits);
                words[0].instead = Some((bits, end));
                is_kept[index..index + phrase.len()].fill(true);
            }
        }
        let mut is_kept = is_kept.into_iter();
        found.retain(|_| is_kept.next().unwrap_or(true));
        found
    }

    fn find_words(&mut self, text: &str) -> Vec<WordMatch> {
        let mut found = Vec::new();
        let bytes = text.as_bytes();
        let mut position = 0;
        while let Some(&byte) = bytes.get(position) {
            match CLASSES[usize::from(byte)] {
                ByteClass::Sign => position += 1,
                ByteClass::Letter if !self.may_begin(&bytes[position..]) => {
                    // Not a word of the query: on to its end, which any ASCII sign is. A letter
                    // beyond ASCII may continue the word or begin one of another script.
                    position += run_of(ByteClass::Letter, &bytes[position..]);
                    if bytes.get(position).is_some_and(|byte| !byte.is_ascii()) {
                        position = self.word_at(text, position, true, &mut found);
                    }
                }
                ByteClass::Letter | ByteClass::Beyond => {
                    position = self.word_at(text, position, false, &mut found);
                    if found.len() >= ENOUGH {
                        break;
                    }
                }
            }
        }
        found
    }

    /// Tells whether the word that these bytes begin with may be one of the query.
    fn may_begin(&self, bytes: &[u8]) -> bool {
        let Some(first) = bytes.first() else {
            return false;
        };
        self.first_bytes[usize::from(*first)]
            && self.beginnings.iter().any(|beginning| {
                beginning.iter().zip(bytes).all(|(wanted, byte)| {
                    // Behind a hyphen a joined word may go on.
                    let open = *byte == b'-' || !byte.is_ascii();
                    *wanted == 0 || *wanted == byte.to_ascii_lowercase() || open
                })
            })
    }

    /// Reads the word at `position` and returns where to go on. `inside` says that the position is
    /// in the middle of a word that is not wanted.
    fn word_at(
        &mut self,
        text: &str,
        position: usize,
        inside: bool,
        found: &mut Vec<WordMatch>,
    ) -> usize {
        let Some(word) = words(&text[position..]).next() else {
            return text.len();
        };
        let (start, end) = (position + word.start, position + word.end);
        let continues = inside && word.start == 0 && !word.single;
        if continues || word.end - word.start > LONGEST_WORD {
            return end;
        }
        if let Some(mark) = self.mark_of(&text[start..end]) {
            found.push(self.found(start, end, mark));
            return end;
        }
        if text[end..].starts_with('-')
            && let Some(next) = words(&text[end + 1..])
                .next()
                .filter(|next| next.start == 0)
        {
            let until = end + 1 + next.end;
            let joined = [&text[start..end], &text[end + 1..until]].concat();
            if joined.len() <= LONGEST_WORD
                && let Some(mark) = self.mark_of(&joined)
            {
                found.push(self.found(start, until, mark));
                return until;
            }
        }
        end
    }

    /// Notes a word of the text, which is the one that was folded last.
    fn found(&self, start: usize, end: usize, mark: usize) -> WordMatch {
        let found = &self.marks[mark];
        // A word that only has the stem may mean something else: “second” for “secondment”.
        let mut letters = found.folded.chars();
        let is_ending = letters.next_back().is_some();
        let is_form = is_ending && self.folded.starts_with(letters.as_str());
        let is_instead = found.input.is_none() && is_form;
        WordMatch {
            start,
            end,
            mark,
            bits: found.bits(),
            instead: is_instead.then_some((found.bits(), end)),
        }
    }

    /// Returns which mark a word is.
    fn mark_of(&mut self, raw: &str) -> Option<usize> {
        fold_into(raw, &mut self.folded);
        let folded = self.folded.as_str();
        let exact = self.marks.iter().position(|mark| {
            if mark.prefix {
                folded.starts_with(&mark.folded)
            } else {
                folded == mark.folded
            }
        });
        if exact.is_some() {
            return exact;
        }
        // Stemming costs; only words that begin as a stem does come so far, and each once.
        let similar = |stem: &String| folded.starts_with(beginning_of(stem));
        if !self.marks.iter().any(|mark| mark.stems.iter().any(similar)) {
            return None;
        }
        let key = (self.language, Box::from(raw));
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let stems = self.language.stems(raw);
        let mark = self
            .marks
            .iter()
            .position(|mark| mark.stems.iter().any(|stem| stems.contains(stem)));
        self.known.insert(key, mark);
        mark
    }
}

/// Returns what a stem and its words have in common: the last letters of a stem may differ from
/// the word's, as in `studi` of `study`.
fn beginning_of(stem: &str) -> &str {
    let letters = stem.chars().count().saturating_sub(2).max(2);
    let end = stem.char_indices().nth(letters);
    &stem[..end.map_or(stem.len(), |(at, _)| at)]
}

//! Where on a page a query was found: the section, and the part of it to show.
//!
//! Works on the stored text with one pass over its bytes. Words that begin with another letter than
//! any word of the query are passed over without being folded or stemmed, which is nearly all.

use std::collections::HashMap;
use std::ops::Range;

use crate::search::language::Language;
use crate::search::plan::Mark;
use crate::search::request::{FoundSection, Fragment};
use crate::search::stored::StoredText;
use crate::search::words::{CLASSES, Class, LONGEST_WORD, fold_into, run_of, words};

/// About how many bytes of text a snippet shows.
const WINDOW: usize = 220;

/// How much of the window stands before the first marked word, when there is more before it.
const LEAD: usize = 40;

/// After so many found words the rest of a page does not change the choice.
const ENOUGH: usize = 2_000;

/// A word of the query, found in the text.
#[derive(Clone, Copy, Debug)]
struct Found {
    start: usize,
    end: usize,
    /// Which mark it is, as a bit; marks beyond the 32nd share the last.
    bit: u32,
}

/// Finds the section with most of the query and the densest part of it.
pub(crate) fn locate(
    stored: &StoredText<'_>,
    finder: &mut Finder<'_>,
) -> (Option<FoundSection>, Vec<Fragment>) {
    finder.language = Language::from_code(stored.language);
    let found = finder.find(stored.text);
    if found.is_empty() {
        let in_summary = finder.find(stored.summary);
        if in_summary.is_empty() {
            return (None, Vec::new());
        }
        let whole = 0..stored.summary.len();
        return (None, window(stored.summary, &whole, &in_summary));
    }
    let (section, range) = best_section(stored, &found);
    let within: Vec<Found> = found
        .into_iter()
        .filter(|word| range.contains(&word.start))
        .collect();
    let section = section
        .and_then(|index| stored.sections.get(index))
        .map(|section| FoundSection {
            id: section.id.to_owned(),
            title: section.title.to_owned(),
        });
    (section, window(stored.text, &range, &within))
}

/// Chooses the section with the most different words of the query; a word in the heading counts
/// once more, and of equals the one with more words in all, then the first, is taken.
///
/// Returns it with the range to show: its own text, or the whole section when the words are only in
/// the heading. `None` is the text before the first heading.
fn best_section(stored: &StoredText<'_>, found: &[Found]) -> (Option<usize>, Range<usize>) {
    let first = stored.sections.first();
    let before_first = first.map_or(stored.text.len(), |first| first.start);
    let ranges = std::iter::once((None, 0..before_first, 0)).chain(
        stored.sections.iter().enumerate().map(|(index, section)| {
            (
                Some(index),
                section.start..stored.end_of(index),
                section.body,
            )
        }),
    );
    let mut rest = found;
    let mut best = (0, 0);
    let mut chosen = (None, 0..stored.text.len());
    for (section, range, body) in ranges {
        let count = rest.partition_point(|word| word.start < range.end);
        let (here, after) = rest.split_at(count);
        rest = after;
        let in_heading = here.partition_point(|word| word.start < body);
        let distinct = |words: &[Found]| {
            words
                .iter()
                .fold(0u32, |bits, word| bits | word.bit)
                .count_ones()
        };
        let score = (
            2 * distinct(here) + distinct(&here[..in_heading]),
            here.len(),
        );
        if !here.is_empty() && score > best {
            best = score;
            let shown = if in_heading < here.len() {
                body.max(range.start)..range.end
            } else {
                range
            };
            chosen = (section, shown);
        }
    }
    chosen
}

/// Cuts the part of `range` with the most different words, and marks them.
fn window(text: &str, range: &Range<usize>, found: &[Found]) -> Vec<Fragment> {
    // Two pointers: `first..last` are the words in a window that begins at `first`.
    let mut best = (0, 0, 0);
    let mut last = 0;
    for first in 0..found.len() {
        last = last.max(first);
        while last < found.len() && found[last].end <= found[first].start + WINDOW - LEAD {
            last += 1;
        }
        let inside = &found[first..last.max(first + 1)];
        let distinct = inside
            .iter()
            .fold(0u32, |bits, word| bits | word.bit)
            .count_ones();
        if (distinct, inside.len()) > (best.0, best.1) {
            best = (distinct, inside.len(), first);
        }
    }
    let anchor = found.get(best.2).map_or(range.start, |word| word.start);
    let start = back_to_word(text, range.start, anchor);
    let end = on_to_word(text, range.end, start + WINDOW);
    let marked = found
        .iter()
        .filter(|word| word.start >= start && word.end <= end);
    let mut fragments = Vec::new();
    if start > range.start && !text[range.start..start].trim().is_empty() {
        push(&mut fragments, "… ", false);
    }
    let mut position = start;
    for word in marked {
        push(&mut fragments, &text[position..word.start], false);
        push(&mut fragments, &text[word.start..word.end], true);
        position = word.end;
    }
    push(&mut fragments, text[position..end].trim_end(), false);
    if !text[end..range.end.max(end)].trim().is_empty() {
        push(&mut fragments, " …", false);
    }
    fragments
}

/// Adds text with its white space as single spaces; pieces of one sort become one.
fn push(fragments: &mut Vec<Fragment>, text: &str, marked: bool) {
    let before = fragments.last().map_or("", |last| last.text.as_str());
    let mut after_space = before.is_empty() || before.ends_with(' ');
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_whitespace() || character.is_control() {
            if !after_space {
                clean.push(' ');
            }
            after_space = true;
        } else {
            clean.push(character);
            after_space = false;
        }
    }
    if clean.is_empty() {
        return;
    }
    match fragments.last_mut() {
        Some(last) if last.marked == marked => last.text.push_str(&clean),
        _ => fragments.push(Fragment {
            text: clean,
            marked,
        }),
    }
}

/// Returns where a window begins: some text before `anchor`, at the start of a word.
fn back_to_word(text: &str, from: usize, anchor: usize) -> usize {
    if anchor <= from + LEAD {
        return from;
    }
    let rough = text.ceil_char_boundary(anchor - LEAD);
    let space = text[rough..anchor].find(char::is_whitespace);
    // Without a space (a long word, or a script without them), any character will do.
    space.map_or(rough, |space| {
        let start = rough + space;
        start + text[start..].chars().next().map_or(0, char::len_utf8)
    })
}

/// Returns where a window ends: at the end of a word, about at `rough`.
fn on_to_word(text: &str, until: usize, rough: usize) -> usize {
    if rough >= until {
        return until;
    }
    let rough = text.floor_char_boundary(rough);
    let limit = text.floor_char_boundary((rough + LEAD).min(until));
    let space = text[rough..limit].find(char::is_whitespace);
    space.map_or(rough, |space| rough + space)
}

/// Finds words of the query in texts, one language at a time.
pub(crate) struct Finder<'m> {
    marks: &'m [Mark],
    language: Language,
    /// The bytes that a word of the query may begin with.
    first_bytes: [bool; 256],
    /// How words of the query may begin, in ASCII; all others are looked at as a whole.
    beginnings: Vec<[u8; 3]>,
    /// Which mark the words that were stemmed are, by language.
    known: HashMap<(Language, Box<str>), Option<usize>>,
    folded: String,
}

impl<'m> Finder<'m> {
    /// Prepares to find these marks.
    pub(crate) fn new(marks: &'m [Mark]) -> Self {
        let mut first_bytes = [false; 256];
        let mut beginnings = Vec::new();
        for mark in marks {
            let stems = mark.stems.iter().map(|stem| beginning_of(stem));
            for form in stems.chain([mark.folded.as_str()]) {
                let mut beginning = [0; 3];
                for (place, byte) in beginning.iter_mut().zip(form.bytes()) {
                    *place = byte;
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
        first_bytes[128..].fill(!marks.is_empty());
        Self {
            marks,
            language: Language::NONE,
            first_bytes,
            beginnings,
            known: HashMap::new(),
            folded: String::new(),
        }
    }

    fn find(&mut self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        let bytes = text.as_bytes();
        let mut position = 0;
        while let Some(&byte) = bytes.get(position) {
            match CLASSES[usize::from(byte)] {
                Class::Sign => position += 1,
                Class::Letter if !self.may_begin(&bytes[position..]) => {
                    // Not a word of the query: on to its end, which any ASCII sign is. A letter
                    // beyond ASCII may continue the word or begin one of another script.
                    position += run_of(Class::Letter, &bytes[position..]);
                    if bytes.get(position).is_some_and(|byte| !byte.is_ascii()) {
                        position = self.word_at(text, position, true, &mut found);
                    }
                }
                Class::Letter | Class::Beyond => {
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
                    *wanted == 0 || *wanted == byte.to_ascii_lowercase() || !byte.is_ascii()
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
        found: &mut Vec<Found>,
    ) -> usize {
        let Some(word) = words(&text[position..]).next() else {
            return text.len();
        };
        let (start, end) = (position + word.start, position + word.end);
        let continues = inside && word.start == 0 && !word.single;
        if continues || word.end - word.start > LONGEST_WORD {
            return end;
        }
        if let Some(index) = self.mark_of(&text[start..end]) {
            found.push(Found {
                start,
                end,
                bit: 1 << index.min(31),
            });
        }
        end
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

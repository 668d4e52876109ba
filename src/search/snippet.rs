//! Where on a page a query was found: the section, and the part of it to show.
//!
//! Works on the stored text with one pass over its bytes. Words that begin with another letter than
//! any word of the query are passed over without being folded or stemmed, which is nearly all.

use std::collections::HashMap;
use std::ops::Range;

use crate::search::document::is_aside;
use crate::search::language::Language;
use crate::search::plan::Mark;
use crate::search::request::{FoundSection, SnippetFragment};
use crate::search::stored::StoredText;
use crate::search::words::{ByteClass, CLASSES, LONGEST_WORD, fold_into, run_of, words};

/// About how many bytes of text a snippet shows: in one part, or in each of several.
pub(super) const WINDOW: usize = 220;
const PART: usize = 120;

/// Most parts of a snippet.
const MOST_PARTS: usize = 3;

/// How much of the window stands before the first marked word, when there is more before it.
const LEAD: usize = 40;

/// After so many found words the rest of a page does not change the choice.
const ENOUGH: usize = 2_000;

/// A word of the query, found in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct WordMatch {
    start: usize,
    end: usize,
    /// Which mark it is.
    mark: usize,
    /// What it stands for or begins to stand for, as bits, and where that ends; nothing for a word as
    /// it was typed.
    instead: Option<(u64, usize)>,
    /// Which word of the query it stands for; see [`Mark::bits`].
    bits: u64,
}

impl Mark {
    /// Returns the word of the query as bits: one that says that it is there at all, and another,
    /// 32 further up, that it is there as it was typed. Words beyond the 32nd share the last.
    pub(super) fn bits(&self) -> u64 {
        let bit = 1 << self.word.min(31);
        match self.typed {
            Some(_) => bit | bit << 32,
            None => bit,
        }
    }
}

/// What is shown of a page.
#[derive(Debug, Default)]
pub(crate) struct HitExcerpt {
    pub(crate) section: Option<FoundSection>,
    pub(crate) snippet: Vec<SnippetFragment>,
    /// The words of the query that are neither in the title nor in the snippet; see [`Mark::bits`].
    pub(crate) unseen: u64,
    /// What stands in the title or in the snippet for words that are not there as they were typed.
    pub(crate) instead: Vec<Substitute>,
}

/// A phrase that means the same as a word of the query.
#[derive(Debug)]
pub(crate) struct Substitute {
    /// Which word.
    pub(crate) word: u64,
    /// The phrase as it stands on the page.
    pub(crate) text: String,
}

/// Finds the section with most of the query, the densest part of it, and the words that are
/// elsewhere.
pub(crate) fn locate(
    stored: &StoredText<'_>,
    title: &str,
    finder: &mut MarkFinder<'_>,
) -> HitExcerpt {
    finder.language = Language::from_code(stored.language);
    let found_in_title = finder.find(title);
    let in_title = bits(&found_in_title);
    let found = finder.find(stored.text);
    let all = finder.all_bits();
    let mut seen = in_title;
    let mut instead = Vec::new();
    note_instead(title, &found_in_title, &(0..title.len()), &mut instead);
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut whole = 0..stored.text.len();
    let mut section = None;
    if !found.is_empty() {
        let (chosen, range) = best_section(stored, &found, in_title);
        section = chosen.and_then(|index| stored.sections.get(index));
        let within: Vec<WordMatch> = inside(&found, &range).collect();
        let rest = bits(&found) & !in_title & !bits(&within);
        let long = window(stored.text, &range, &within, all & !in_title, WINDOW);
        let enough = (bits(&found) & !in_title & !shown_in(&found, &long)) == 0;
        let first = if enough && rest == 0 {
            long
        } else {
            window(stored.text, &range, &within, all & !in_title, PART)
        };
        seen |= shown_in(&found, &first);
        parts.push(first);
        whole = range;
        while parts.len() < MOST_PARTS {
            let wanted = bits(&found) & !seen;
            let others: Vec<WordMatch> = found
                .iter()
                .copied()
                .filter(|one| one.bits & wanted != 0)
                .collect();
            let Some(first) = others.first() else {
                break;
            };
            let range = stored.section_around(first.start);
            let range = if others.iter().any(|one| whole.contains(&one.start)) {
                whole.clone()
            } else {
                range
            };
            let within: Vec<WordMatch> = inside(&others, &range).collect();
            let part = window(stored.text, &range, &within, wanted, PART);
            seen |= shown_in(&found, &part);
            parts.push(part);
        }
    }
    for part in &parts {
        note_instead(stored.text, &found, part, &mut instead);
    }
    let mut snippet = write_parts(stored.text, &whole, parts, &found);
    let in_summary = finder.find(stored.summary);
    if bits(&in_summary) & !seen != 0 {
        let whole = 0..stored.summary.len();
        let wanted = bits(&in_summary) & !seen;
        let size = if snippet.is_empty() { WINDOW } else { PART };
        let part = window(stored.summary, &whole, &in_summary, wanted, size);
        seen |= shown_in(&in_summary, &part);
        note_instead(stored.summary, &in_summary, &part, &mut instead);
        let mut summary = write_parts(stored.summary, &whole, vec![part], &in_summary);
        if !snippet.is_empty() {
            push(&mut summary, " … ", false);
            summary.append(&mut snippet);
        }
        snippet = summary;
    }
    HitExcerpt {
        section: section.map(|section| FoundSection {
            id: section.id.to_owned(),
            title: section.title.to_owned(),
        }),
        snippet,
        unseen: all & !seen,
        instead,
    }
}

/// Notes the phrases in a part of a text that stand for words of the query, one for each word.
pub(super) fn note_instead(
    text: &str,
    found: &[WordMatch],
    part: &Range<usize>,
    instead: &mut Vec<Substitute>,
) {
    for first in found.iter().filter(|word| word.start >= part.start) {
        let Some((word, end)) = first.instead.filter(|(_, end)| *end <= part.end) else {
            continue;
        };
        if !instead.iter().any(|known| known.word == word) {
            instead.push(Substitute {
                word,
                text: text[first.start..end].to_owned(),
            });
        }
    }
}

pub(super) fn bits(found: &[WordMatch]) -> u64 {
    found.iter().fold(0, |bits, word| bits | word.bits)
}

fn inside<'f>(
    found: &'f [WordMatch],
    range: &'f Range<usize>,
) -> impl Iterator<Item = WordMatch> + 'f {
    found
        .iter()
        .copied()
        .filter(|word| range.contains(&word.start))
}

fn shown_in(found: &[WordMatch], part: &Range<usize>) -> u64 {
    let shown = found
        .iter()
        .filter(|word| word.start >= part.start && word.end <= part.end);
    shown.fold(0, |bits, word| bits | word.bits)
}

/// Chooses the section with the most different words of the query that the title does not show; a
/// word in the heading counts once more, and of equals the one with more words in all, then the
/// first, is taken. A list of what is elsewhere is only taken where no other section has a word.
///
/// Returns it with the range to show: its own text, or the whole section when the words are only in
/// the heading. `None` is the text before the first heading.
fn best_section(
    stored: &StoredText<'_>,
    found: &[WordMatch],
    in_title: u64,
) -> (Option<usize>, Range<usize>) {
    let first = stored.sections.first();
    let before_first = first.map_or(stored.text.len(), |first| first.start);
    let ranges = std::iter::once((None, 0..before_first, 0, false)).chain(
        stored.sections.iter().enumerate().map(|(index, section)| {
            (
                Some(index),
                section.start..stored.end_of(index),
                section.body,
                is_aside(section.title),
            )
        }),
    );
    let mut rest = found;
    let mut best = (false, 0, 0);
    let mut chosen = (None, 0..stored.text.len());
    for (section, range, body, aside) in ranges {
        let count = rest.partition_point(|word| word.start < range.end);
        let (here, after) = rest.split_at(count);
        rest = after;
        let in_heading = here.partition_point(|word| word.start < body);
        let distinct = |words: &[WordMatch]| {
            let bits = bits(words);
            // What the title shows need not be shown again, but it tells what the page is about.
            3 * (bits & !in_title).count_ones() + (bits & in_title).count_ones()
        };
        let score = (
            !aside,
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

/// Chooses the part of `range`, of about `size` bytes, with the most different words that are
/// wanted.
pub(super) fn window(
    text: &str,
    range: &Range<usize>,
    found: &[WordMatch],
    wanted: u64,
    size: usize,
) -> Range<usize> {
    // Two pointers: `first..last` are the words in a window that begins at `first`.
    let mut best = (0, 0, 0, 0);
    let mut last = 0;
    for first in 0..found.len() {
        last = last.max(first);
        while last < found.len() && found[last].end <= found[first].start + size - LEAD {
            last += 1;
        }
        let inside = &found[first..last.max(first + 1)];
        let all = bits(inside);
        let score = ((all & wanted).count_ones(), all.count_ones(), inside.len());
        if score > (best.0, best.1, best.2) {
            best = (score.0, score.1, score.2, first);
        }
    }
    let anchor = found.get(best.3).map_or(range.start, |word| word.start);
    let start = back_to_word(text, range.start, anchor);
    let end = on_to_word(text, range.end, start + size);
    start..end
}

/// Writes parts of a text with the words found, and signs where something is left out.
pub(super) fn write_parts(
    text: &str,
    whole: &Range<usize>,
    mut parts: Vec<Range<usize>>,
    found: &[WordMatch],
) -> Vec<SnippetFragment> {
    parts.sort_by_key(|part| part.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => joined.push(part),
        }
    }
    let mut fragments = Vec::new();
    let mut written = whole
        .start
        .min(joined.first().map_or(0, |first| first.start));
    let count = joined.len();
    for (place, part) in joined.into_iter().enumerate() {
        if !text[written..part.start].trim().is_empty() {
            push(&mut fragments, if place == 0 { "… " } else { " … " }, false);
        } else if place > 0 {
            push(&mut fragments, " ", false);
        }
        let marked = found
            .iter()
            .filter(|word| word.start >= part.start && word.end <= part.end);
        let mut position = part.start;
        for word in marked {
            if word.start < position {
                continue;
            }
            push(&mut fragments, &text[position..word.start], false);
            push(&mut fragments, &text[word.start..word.end], true);
            position = word.end;
        }
        push(&mut fragments, text[position..part.end].trim_end(), false);
        written = part.end;
        let until = whole.end.max(part.end);
        if place + 1 == count && !text[part.end..until].trim().is_empty() {
            push(&mut fragments, " …", false);
        }
    }
    fragments
}

/// Adds text with its white space as single spaces; pieces of one sort become one.
pub(super) fn push(fragments: &mut Vec<SnippetFragment>, text: &str, marked: bool) {
    let before = fragments.last().map_or("", |last| last.text.as_str());
    let mut after_space = before.is_empty() || before.ends_with(' ');
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\t' {
            // Between the cells of a table.
            let ends = |text: &str| text.is_empty() || text.ends_with(" · ");
            let written = if clean.is_empty() { before } else { &clean };
            if !ends(written) {
                clean.truncate(clean.trim_end().len());
                clean.push_str(if clean.is_empty() && before.ends_with(' ') {
                    "· "
                } else {
                    " · "
                });
            }
            after_space = true;
        } else if character.is_whitespace() || character.is_control() {
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
        _ => fragments.push(SnippetFragment {
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
pub(crate) struct MarkFinder<'m> {
    marks: &'m [Mark],
    /// The marks of each phrase; all of them stand behind the marks of single words.
    phrases: Vec<Range<usize>>,
    /// For each mark the first that is the same word.
    alike: Vec<usize>,
    language: Language,
    /// The bytes that a word of the query may begin with.
    first_bytes: [bool; 256],
    /// How words of the query may begin, in ASCII; all others are looked at as a whole.
    beginnings: Vec<[u8; 3]>,
    /// Which mark the words that were stemmed are, by language.
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

    /// Returns the bits of all words of the query.
    fn all_bits(&self) -> u64 {
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
        for place in 0..found.len() {
            for phrase in &self.phrases {
                let Some(words) = found.get_mut(place..place + phrase.len()) else {
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
                is_kept[place..place + phrase.len()].fill(true);
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
        let is_instead = found.typed.is_none() && is_form;
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

/// Returns the ranges of marks that are phrases.
fn phrases(marks: &[Mark]) -> Vec<Range<usize>> {
    let mut phrases: Vec<Range<usize>> = Vec::new();
    for (place, _) in marks.iter().enumerate().filter(|(_, mark)| mark.follows) {
        match phrases.last_mut() {
            Some(last) if last.end == place => last.end = place + 1,
            _ => phrases.push(place.saturating_sub(1)..place + 1),
        }
    }
    phrases
}

/// Returns for each mark the first that is the same word or another form of it.
fn alike(marks: &[Mark]) -> Vec<usize> {
    let is_alike = |one: &Mark, other: &Mark| {
        one.folded == other.folded || one.stems.iter().any(|stem| other.stems.contains(stem))
    };
    let first = |mark| marks.iter().position(|other| is_alike(mark, other));
    let places = marks.iter().enumerate();
    places
        .map(|(place, mark)| first(mark).unwrap_or(place))
        .collect()
}

/// Returns what a stem and its words have in common: the last letters of a stem may differ from
/// the word's, as in `studi` of `study`.
fn beginning_of(stem: &str) -> &str {
    let letters = stem.chars().count().saturating_sub(2).max(2);
    let end = stem.char_indices().nth(letters);
    &stem[..end.map_or(stem.len(), |(at, _)| at)]
}

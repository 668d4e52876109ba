//! Where on a page a query was found: the section, and the part of it to show.

use std::ops::Range;

use crate::search::document_text::is_aside;
use crate::search::language::Language;
use crate::search::mark_finder::{MarkFinder, WordMatch, bits};
use crate::search::request::{FoundSection, SnippetFragment};
use crate::search::snippet_parts::{push, window, write_parts};
use crate::search::stored::StoredText;

/// About how many bytes of text a snippet shows: in one part, or in each of several.
pub(super) const WINDOW: usize = 220;
const PART: usize = 120;

/// Most parts of a snippet.
const MOST_PARTS: usize = 3;

/// The parts of a page that its hit shows.
#[derive(Debug, Default)]
pub(crate) struct HitExcerpt {
    pub(crate) section: Option<FoundSection>,
    pub(crate) snippet: Vec<SnippetFragment>,
    /// The words of the query that are neither in the title nor in the snippet; see `Mark::bits`.
    pub(crate) unseen: u64,
    /// The phrases in the title or in the snippet for words that are not there as they were typed.
    pub(crate) instead: Vec<Substitute>,
}

/// A phrase that means the same as a word of the query.
#[derive(Debug)]
pub(crate) struct Substitute {
    /// The word of the query; see `Mark::bits`.
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
    finder.set_language(Language::from_code(stored.language));
    let found_in_title = finder.find(title);
    let in_title = bits(&found_in_title);
    let mut chooser = PartChooser {
        stored,
        found: finder.find(stored.text),
        in_title,
        all: finder.all_bits(),
        seen: in_title,
    };
    let mut instead = Vec::new();
    note_instead(title, &found_in_title, &(0..title.len()), &mut instead);
    let (section, whole, parts) = chooser.parts();
    for part in &parts {
        note_instead(stored.text, &chooser.found, part, &mut instead);
    }
    let snippet = write_parts(stored.text, &whole, parts, &chooser.found);
    let in_summary = finder.find(stored.summary);
    let snippet = chooser.with_summary(snippet, &in_summary, &mut instead);
    let section = section.and_then(|index| stored.sections.get(index));
    HitExcerpt {
        section: section.map(|section| FoundSection {
            id: section.id.to_owned(),
            title: section.title.to_owned(),
        }),
        snippet,
        unseen: chooser.all & !chooser.seen,
        instead,
    }
}

/// Chooses the parts of a page's text that its snippet shows.
struct PartChooser<'s> {
    stored: &'s StoredText<'s>,
    /// The words of the query in the text.
    found: Vec<WordMatch>,
    /// The words that the title shows, all of the query, and those shown so far; see `Mark::bits`.
    in_title: u64,
    all: u64,
    seen: u64,
}

impl PartChooser<'_> {
    /// Returns the index of the best section, the range of it, and the parts to show: first those
    /// of that section.
    fn parts(&mut self) -> (Option<usize>, Range<usize>, Vec<Range<usize>>) {
        let mut parts = Vec::new();
        if self.found.is_empty() {
            return (None, 0..self.stored.text.len(), parts);
        }
        let (section, whole) = best_section(self.stored, &self.found, self.in_title);
        parts.push(self.first_part(&whole));
        while parts.len() < MOST_PARTS
            && let Some(part) = self.next_part(&whole)
        {
            parts.push(part);
        }
        (section, whole, parts)
    }

    /// Chooses the part of the best section: a long one where it shows all that there is.
    fn first_part(&mut self, range: &Range<usize>) -> Range<usize> {
        let text = self.stored.text;
        let within: Vec<WordMatch> = inside(&self.found, range).collect();
        let rest = bits(&self.found) & !self.in_title & !bits(&within);
        let wanted = self.all & !self.in_title;
        let long = window(text, range, &within, wanted, WINDOW);
        let left = bits(&self.found) & !self.in_title & !shown_in(&self.found, &long);
        let first = if left == 0 && rest == 0 {
            long
        } else {
            window(text, range, &within, wanted, PART)
        };
        self.seen |= shown_in(&self.found, &first);
        first
    }

    /// Chooses another part, with words that are not shown yet, in the best section if it has any.
    fn next_part(&mut self, whole: &Range<usize>) -> Option<Range<usize>> {
        let wanted = bits(&self.found) & !self.seen;
        let others: Vec<WordMatch> = self
            .found
            .iter()
            .copied()
            .filter(|one| one.bits & wanted != 0)
            .collect();
        let first = others.first()?;
        let range = if others.iter().any(|one| whole.contains(&one.start)) {
            whole.clone()
        } else {
            self.stored.section_range_at(first.start)
        };
        let within: Vec<WordMatch> = inside(&others, &range).collect();
        let part = window(self.stored.text, &range, &within, wanted, PART);
        self.seen |= shown_in(&self.found, &part);
        Some(part)
    }

    /// Puts a part of the summary before the snippet where it has words that are not shown yet.
    fn with_summary(
        &mut self,
        mut snippet: Vec<SnippetFragment>,
        in_summary: &[WordMatch],
        instead: &mut Vec<Substitute>,
    ) -> Vec<SnippetFragment> {
        let text = self.stored.summary;
        let wanted = bits(in_summary) & !self.seen;
        if wanted == 0 {
            return snippet;
        }
        let whole = 0..text.len();
        let size = if snippet.is_empty() { WINDOW } else { PART };
        let part = window(text, &whole, in_summary, wanted, size);
        self.seen |= shown_in(in_summary, &part);
        note_instead(text, in_summary, &part, instead);
        let mut summary = write_parts(text, &whole, vec![part], in_summary);
        if !snippet.is_empty() {
            push(&mut summary, " … ", false);
            summary.append(&mut snippet);
        }
        summary
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

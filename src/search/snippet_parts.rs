//! The parts of a snippet: where each begins and ends in its text, and how they are written.

use std::ops::Range;

use crate::search::mark_finder::{WordMatch, bits};
use crate::search::request::SnippetFragment;

/// The bytes of the window before the first marked word, when there is more before it.
const LEAD: usize = 40;

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
    for (index, part) in joined.into_iter().enumerate() {
        if !text[written..part.start].trim().is_empty() {
            push(&mut fragments, if index == 0 { "… " } else { " … " }, false);
        } else if index > 0 {
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
        if index + 1 == count && !text[part.end..until].trim().is_empty() {
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

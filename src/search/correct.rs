//! Corrects a query: words that are nowhere are replaced by the nearest that a reader may find.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use crate::domain::Viewer;
use crate::domain::suggestion::distance;
use crate::search::clause::{Clause, ClauseKind, ParsedQuery, QueryWord};
use crate::search::frequency::alive;
use crate::search::schema::TextField;
use crate::search::simple::stems;
use crate::search::snapshot::Snapshot;
use crate::search::words::{LONGEST_WORD, fold};

/// The number of candidates that are worth looking at.
const CANDIDATES: usize = 4;

/// A query with its words replaced.
#[derive(Debug)]
pub(crate) struct Correction {
    /// The query as text.
    pub(crate) query: String,
    /// The same, understood.
    pub(crate) parsed: ParsedQuery,
    /// The words that took the place of others.
    pub(crate) words: Vec<String>,
}

/// Replaces the words that are on no page the viewer may see; `None` when there is none, or no word
/// near it.
pub(crate) fn correct(
    snapshot: &Snapshot,
    query: &str,
    parsed: &ParsedQuery,
    viewer: Viewer,
) -> Option<Correction> {
    let mut corrected = parsed.clone();
    let mut replaced: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for clause in &mut corrected.clauses {
        if clause.without {
            continue;
        }
        for word in words_in(clause) {
            if occurs(snapshot, word, viewer) {
                continue;
            }
            if let Some(near) = near_words(snapshot, word, viewer).into_iter().next() {
                replaced.push((word.range.clone(), near.clone()));
                replace(word, near);
            }
        }
    }
    if replaced.is_empty() {
        return None;
    }
    Some(Correction {
        words: replaced.iter().map(|(_, near)| near.clone()).collect(),
        query: rewritten(query, replaced),
        parsed: corrected,
    })
}

/// Returns the words of a clause that must be found as they are.
fn words_in(clause: &mut Clause) -> Vec<&mut QueryWord> {
    fn of(wanted: &mut ClauseKind) -> Vec<&mut QueryWord> {
        match wanted {
            ClauseKind::Word(word) => vec![word],
            ClauseKind::Phrase(words) => words.iter_mut().collect(),
            ClauseKind::Title(inner) => of(inner),
            ClauseKind::Any(alternatives) => {
                let clauses = alternatives.iter_mut().flatten();
                let wanted = clauses.filter(|clause| !clause.without);
                wanted.flat_map(words_in).collect()
            }
            _ => Vec::new(),
        }
    }
    of(&mut clause.wanted)
}

fn replace(word: &mut QueryWord, near: String) {
    word.folded.clone_from(&near);
    word.text = near;
}

/// Writes a query with some of its ranges replaced.
pub(crate) fn rewritten(
    query: &str,
    mut replaced: Vec<(std::ops::Range<usize>, String)>,
) -> String {
    replaced.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut rewritten = query.to_owned();
    for (range, near) in replaced {
        if rewritten.get(range.clone()).is_some() {
            rewritten.replace_range(range, &near);
        }
    }
    rewritten.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells whether a word is on some page that the viewer may see, in any form of it, or a name that
/// the group uses.
pub(crate) fn occurs(snapshot: &Snapshot, word: &QueryWord, viewer: Viewer) -> bool {
    let on_pages = |text_field, text: &str| snapshot.dictionary().occurs(text_field, text, viewer);
    let stems = stems(snapshot, word, viewer);
    on_pages(TextField::Exact, &word.folded)
        || stems
            .iter()
            .any(|stem| on_pages(TextField::Stem, stem) || on_pages(TextField::Low, stem))
        || on_pages(TextField::Names, &word.folded)
        || snapshot.lexicon().knows(&word.text, &word.folded)
}

/// Returns how many edits a misspelt word may be away from the right one; none where a word is more
/// likely to be a name or an abbreviation than misspelt.
fn edits(word: &QueryWord) -> u8 {
    let letters = word.folded.chars().count();
    let capitals = letters > 1 && word.text.chars().all(|letter| !letter.is_lowercase());
    let digits = word.text.chars().any(char::is_numeric);
    match letters {
        _ if capitals || digits || word.single || word.folded.len() > LONGEST_WORD => 0,
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    }
}

/// Returns the words of visible pages that are nearest to a misspelt one, the likeliest first: by
/// distance, then the most frequent. Words of guides and templates alone are not what is looked for
/// where something else was typed. They begin with the same letter, which is the one that people
/// get right.
pub(crate) fn near_words(snapshot: &Snapshot, word: &QueryWord, viewer: Viewer) -> Vec<String> {
    let most = edits(word);
    let folded = word.folded.as_str();
    let Some(first) = folded.chars().next().filter(|_| most > 0) else {
        return Vec::new();
    };
    let mut frequencies: HashMap<String, u64> = HashMap::new();
    for field in snapshot.dictionary().words(TextField::Exact, viewer) {
        let query = FuzzyTermQuery::new(Term::from_field_text(field, folded), most, true);
        for (reader, deleted) in snapshot.segment_pages() {
            let (Ok(index), Ok(automaton)) = (reader.inverted_index(field), query.automaton())
            else {
                continue;
            };
            let Ok(mut stream) = index.terms().search(automaton).into_stream() else {
                continue;
            };
            while stream.advance() {
                if let Ok(term) = std::str::from_utf8(stream.key())
                    && term.starts_with(first)
                {
                    let pages = alive(&index, deleted, stream.value());
                    *frequencies.entry(term.to_owned()).or_default() += pages;
                }
            }
        }
    }
    frequencies.remove(folded);
    let mut candidates: Vec<_> = frequencies
        .into_iter()
        .filter(|(term, frequency)| *frequency > 0 && *term == fold(term))
        .map(|(term, frequency)| {
            let rank = (distance(folded, &term), std::cmp::Reverse(frequency));
            (rank, term)
        })
        .collect();
    candidates.sort_unstable();
    let candidates = candidates.into_iter().map(|(_, term)| term);
    let candidates = candidates.filter(|term| snapshot.dictionary().is_in_content(term, viewer));
    candidates.take(CANDIDATES).collect()
}

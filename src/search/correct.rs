//! What was meant: words that are nowhere are replaced by the nearest that a reader may find.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use crate::domain::Viewer;
use crate::domain::suggestion::distance;
use crate::search::parse::{Clause, Parsed, QueryWord, Wanted};
use crate::search::plan::stems;
use crate::search::snapshot::Snapshot;
use crate::search::words::{LONGEST_WORD, fold};

/// How many candidates of the dictionary are looked at more closely.
const CANDIDATES: usize = 64;

/// A query with its words replaced.
#[derive(Debug)]
pub(crate) struct Correction {
    /// The query as text.
    pub(crate) query: String,
    /// The same, understood.
    pub(crate) parsed: Parsed,
}

/// Replaces the words that are on no page the viewer may see; `None` when there is none, or no word
/// near it.
pub(crate) fn correct(
    snapshot: &Snapshot,
    query: &str,
    parsed: &Parsed,
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
            if let Some(near) = near_words(snapshot, &word.folded, viewer)
                .into_iter()
                .next()
            {
                replaced.push((word.place.clone(), near.clone()));
                replace(word, near);
            }
        }
    }
    if replaced.is_empty() {
        return None;
    }
    Some(Correction {
        query: rewritten(query, replaced),
        parsed: corrected,
    })
}

/// Returns the words of a clause that must be found as they are.
fn words_in(clause: &mut Clause) -> Vec<&mut QueryWord> {
    fn of(wanted: &mut Wanted) -> Vec<&mut QueryWord> {
        match wanted {
            Wanted::Word(word) => vec![word],
            Wanted::Phrase(words) => words.iter_mut().collect(),
            Wanted::Title(inner) => of(inner),
            Wanted::Any(alternatives) => {
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

/// Writes a query with some of its places replaced.
pub(crate) fn rewritten(
    query: &str,
    mut replaced: Vec<(std::ops::Range<usize>, String)>,
) -> String {
    replaced.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    let mut rewritten = query.to_owned();
    for (place, near) in replaced {
        if rewritten.get(place.clone()).is_some() {
            rewritten.replace_range(place, &near);
        }
    }
    rewritten.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells whether a word is on some page that the viewer may see, in any form of it.
fn occurs(snapshot: &Snapshot, word: &QueryWord, viewer: Viewer) -> bool {
    let fields = snapshot.fields();
    snapshot.occurs(fields.exact, &word.folded, viewer)
        || stems(snapshot, word)
            .iter()
            .any(|stem| snapshot.occurs(fields.stem, stem, viewer))
}

/// Returns the words of visible pages that are nearest to a misspelt one, the likeliest first: by
/// distance, then with the same first letter, then the most frequent.
pub(crate) fn near_words(snapshot: &Snapshot, word: &str, viewer: Viewer) -> Vec<String> {
    let letters = word.chars().count();
    // Short words are near to everything; numbers are not misspelt but other numbers.
    if letters < 3 || word.len() > LONGEST_WORD || word.chars().any(char::is_numeric) {
        return Vec::new();
    }
    let most = if letters <= 4 { 1 } else { 2 };
    let field = snapshot.fields().exact;
    let query = FuzzyTermQuery::new(Term::from_field_text(field, word), most, true);
    let mut frequencies: HashMap<String, u32> = HashMap::new();
    for reader in snapshot.searcher().segment_readers() {
        let (Ok(index), Ok(automaton)) = (reader.inverted_index(field), query.automaton()) else {
            continue;
        };
        let Ok(mut stream) = index.terms().search(automaton).into_stream() else {
            continue;
        };
        while stream.advance() {
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                *frequencies.entry(term.to_owned()).or_default() += stream.value().doc_freq;
            }
        }
    }
    frequencies.remove(word);
    let first = word.chars().next();
    let mut candidates: Vec<_> = frequencies
        .into_iter()
        .map(|(term, frequency)| {
            let other_start = term.chars().next() != first;
            let rank = (
                distance(word, &term),
                other_start,
                std::cmp::Reverse(frequency),
            );
            (rank, term)
        })
        .collect();
    candidates.sort_unstable();
    candidates.truncate(CANDIDATES);
    candidates
        .into_iter()
        .map(|(_, term)| term)
        .filter(|term| *term == fold(term) && snapshot.occurs(field, term, viewer))
        .take(4)
        .collect()
}

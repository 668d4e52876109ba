//! The queries that find a page as a word of a query does: the word's stems in the page's own text or beside
//! it, terms and countries that are called so, phrases that mean the same, other spellings.
//!
//! A phrase of the query that means the same as something else ("mobile network operator" and MNO)
//! gives each of its words that other thing, so that a page with it has all of them.

use tantivy::query::{BoostQuery, ConstScoreQuery, Query};

use crate::domain::Viewer;
use crate::search::clause::{Clause, ClauseKind, QueryWord};
use crate::search::equivalent_finder::{ENOUGH, EquivalentFinder, LOW};
use crate::search::schema::TextField;
use crate::search::simple::{facet, stems, term};
use crate::search::snapshot::Snapshot;
use crate::search::statistics::rarity;

/// The worth of a word in the label of a term, beside the page's own text.
const LABEL: f32 = 0.35;

/// Words on more pages than this share, where that is many pages, find enough by themselves.
const FREQUENT: u64 = 20;
const MANY: u64 = 200;

/// Most words of a phrase that is looked up.
const LONGEST_PHRASE: usize = 7;

/// Something else that a word of a query may be on a page.
pub(crate) struct Equivalent {
    pub(crate) query: Box<dyn Query>,
    /// About how many pages have it.
    pub(crate) pages: u64,
    /// The phrases of folded words to mark.
    pub(crate) marks: Vec<Vec<String>>,
}

/// The queries that find the pages that have a word themselves.
pub(crate) struct WordQuery {
    /// Any of these.
    pub(crate) query: Vec<Box<dyn Query>>,
    /// About how many pages have it.
    pub(crate) pages: u64,
}

impl WordQuery {
    pub(crate) fn new(snapshot: &Snapshot, word: &QueryWord, viewer: Viewer) -> Self {
        // Stop words and single characters are among the exact words only.
        if word.single || is_left_out(snapshot, word, viewer) {
            let pages = snapshot
                .dictionary()
                .pages_with(TextField::Exact, &word.folded, viewer);
            let query = term(snapshot, TextField::Exact, &word.folded, viewer);
            return Self {
                query: if pages > 0 { vec![query] } else { Vec::new() },
                pages,
            };
        }
        let mut query: Vec<Box<dyn Query>> = Vec::new();
        let mut pages = 0;
        for stem in stems(snapshot, word, viewer) {
            let own = snapshot
                .dictionary()
                .pages_with(TextField::Stem, &stem, viewer);
            let low = snapshot
                .dictionary()
                .pages_with(TextField::Low, &stem, viewer);
            if own > 0 {
                query.push(term(snapshot, TextField::Stem, &stem, viewer));
            }
            if low > 0 {
                let low = term(snapshot, TextField::Low, &stem, viewer);
                query.push(Box::new(BoostQuery::new(low, LOW)));
            }
            pages = pages.max(own).max(low);
        }
        let all = snapshot.audience(viewer).pages;
        if pages < MANY || pages * FREQUENT < all {
            for (key, value) in snapshot.lexicon().values_with(&word.text, &word.folded) {
                let carrying = snapshot.facet_index().carrying(key, value, viewer, ENOUGH) as u64;
                if carrying > 0 {
                    let facet = facet(snapshot, key, value);
                    let score = LABEL * rarity(carrying, all);
                    query.push(Box::new(ConstScoreQuery::new(facet, score)));
                    if pages == 0 {
                        pages = carrying;
                    }
                }
            }
        }
        Self { query, pages }
    }
}

/// Tells whether the index leaves a word out of the stems.
fn is_left_out(snapshot: &Snapshot, word: &QueryWord, viewer: Viewer) -> bool {
    let lower = word.text.to_lowercase();
    let mut languages = snapshot.dictionary().languages(viewer).iter();
    languages.any(|language| language.is_stop_word(&lower) || language.is_stop_word(&word.folded))
}

/// Finds, for each word among the clauses in its order, what means the same as it or as a phrase
/// that it is part of.
pub(crate) fn equivalents(
    snapshot: &Snapshot,
    clauses: &[Clause],
    viewer: Viewer,
) -> Vec<Vec<Equivalent>> {
    let words: Vec<&QueryWord> = clauses
        .iter()
        .filter(|clause| !clause.without)
        .filter_map(|clause| match &clause.wanted {
            ClauseKind::Word(word) => Some(word),
            _ => None,
        })
        .collect();
    let finder = EquivalentFinder { snapshot, viewer };
    let mut found: Vec<Vec<Equivalent>> = words.iter().map(|_| Vec::new()).collect();
    let stops: Vec<bool> = words
        .iter()
        .map(|word| snapshot.dictionary().is_stop_word(word, viewer))
        .collect();
    for start in 0..words.len() {
        for end in start + 1..=words.len().min(start + LONGEST_PHRASE) {
            let phrase = &words[start..end];
            let together = phrase
                .windows(2)
                .all(|pair| pair[1].range.start.saturating_sub(pair[0].range.end) <= 3);
            let content_words = stops[start..end].iter().filter(|stop| !**stop).count();
            if !together {
                break;
            }
            if content_words == 0 {
                continue;
            }
            // `e-mail` is one word though `e` is a word of questions in some language.
            let ends = stops[start] || stops[end - 1];
            let meanings = match phrase {
                [one, other] if ends => finder.joined_pair(one, other),
                _ if ends => Vec::new(),
                phrase => finder.of_phrase(phrase),
            };
            for (query, pages, marks) in meanings {
                for index in (start..end).filter(|&index| !stops[index]) {
                    // A page that has it has it once, for all words of the phrase.
                    let share = 1.0 / content_words as f32;
                    found[index].push(Equivalent {
                        query: Box::new(BoostQuery::new(query.box_clone(), share)),
                        pages,
                        marks: marks.clone(),
                    });
                }
            }
        }
    }
    found
}

//! Offers values of facets while a query is typed: those whose names go by its last words.

use std::collections::HashMap;

use crate::domain::Viewer;
use crate::search::clause::QueryWord;
use crate::search::names::FacetNames;
use crate::search::query_input::QueryInput;
use crate::search::query_plan::QueryPlan;
use crate::search::request::Suggestion;
use crate::search::simple::facet;
use crate::search::snapshot::Snapshot;
use crate::search::words::{fold_text, folded_words};

/// The number of pages that are compared before the best are offered.
pub(super) const CANDIDATES: usize = 24;

/// The number of values or words that are tried: whether they find something with the words before them.
pub(super) const MOST_TRIES: usize = 8;

/// Facets whose values are not offered: they say nothing of a page's subject.
const NOT_OFFERED: [&str; 4] = ["kind", "status", "lang", "visibility"];

/// Finds the values of facets that go by what is typed.
pub(super) struct ValueOffers<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) viewer: Viewer,
    pub(super) names: Option<&'s FacetNames>,
}

/// A value of a facet that goes by what is typed.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ValueCandidate {
    /// Whether the name is in a language that is not the reader's.
    foreign: bool,
    /// The number of typed words before it.
    before: usize,
    /// Whether its name begins otherwise.
    within: bool,
    length: usize,
    key: String,
    value: String,
}

impl ValueOffers<'_> {
    /// Finds the values of facets that go by the last words, as many as may be, and the number of
    /// pages that carry them and have the words before.
    pub(super) fn find(&self, input: &QueryInput, limit: usize, language: &str) -> Vec<Suggestion> {
        let words: Vec<&QueryWord> = input.words.iter().chain(&input.last).collect();
        let all: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        let mut candidates: Vec<ValueCandidate> = Vec::new();
        let mut offer = |key: &str, value: &str, name: &str, foreign: bool| {
            let Some((before, within)) = goes_by(name, &all, input.last.is_some()) else {
                return;
            };
            // Hidden values must not take the places of others.
            if self
                .snapshot
                .facet_index()
                .carrying(key, value, self.viewer, 1)
                == 0
            {
                return;
            }
            candidates.push(ValueCandidate {
                foreign,
                before,
                within,
                length: name.len(),
                key: key.to_owned(),
                value: value.to_owned(),
            });
        };
        let (last, begun) = (all.last().copied().unwrap_or(""), input.last.is_some());
        for name in self
            .names
            .into_iter()
            .flat_map(|names| names.with_word(last, begun))
        {
            if !NOT_OFFERED.contains(&name.key.as_str()) {
                let own = ["", "en", language].contains(&name.language.as_str());
                offer(&name.key, &name.value, &name.folded, !own);
            }
        }
        for (key, value) in self.snapshot.values().names_with(last, begun) {
            offer(key, value, &fold_text(value), false);
        }
        // Names in other languages help whoever reads in one of them, and disturb the others.
        if candidates.iter().any(|candidate| !candidate.foreign) {
            candidates.retain(|candidate| !candidate.foreign);
        }
        candidates.sort_unstable();
        each_once(&mut candidates);
        self.counted(candidates, input)
            .take(limit.min(MOST_TRIES))
            .collect()
    }

    /// Counts the pages that values would find, with the words that stand before them.
    fn counted(
        &self,
        candidates: Vec<ValueCandidate>,
        input: &QueryInput,
    ) -> impl Iterator<Item = Suggestion> {
        let words: Vec<&QueryWord> = input.words.iter().chain(&input.last).collect();
        // Most have the same words before them.
        let mut plans: HashMap<usize, QueryPlan> = HashMap::new();
        candidates
            .into_iter()
            .take(CANDIDATES)
            .filter_map(move |candidate| {
                let end = words
                    .get(candidate.before)
                    .map_or(0, |word| word.range.start);
                let query = self.trim_stop_words(&input.text[..end]);
                let plan = plans
                    .entry(query.len())
                    .or_insert_with(|| self.snapshot.planned(query, self.viewer, self.names));
                let carrying = facet(self.snapshot, &candidate.key, &candidate.value);
                let pages = self
                    .snapshot
                    .counter()
                    .count(plan, vec![carrying], usize::MAX);
                (pages > 0).then(|| Suggestion::Value {
                    key: candidate.key,
                    value: candidate.value,
                    query: query.to_owned(),
                    pages,
                })
            })
    }

    /// Returns the beginning of a query without the words at its end that say nothing.
    fn trim_stop_words<'q>(&self, query: &'q str) -> &'q str {
        let mut rest = query.trim();
        while let Some((folded, word)) = folded_words(rest).last() {
            let last = QueryWord {
                text: rest[word.start..word.end].to_owned(),
                folded,
                range: word.start..word.end,
                single: word.single,
            };
            if word.end < rest.len() || !self.snapshot.dictionary().is_stop_word(&last, self.viewer)
            {
                break;
            }
            rest = rest[..word.start].trim_end();
        }
        rest
    }
}

/// Leaves the first of each value, up to as many as are counted.
fn each_once(candidates: &mut Vec<ValueCandidate>) {
    let mut seen: Vec<(String, String)> = Vec::new();
    candidates.retain(|candidate| {
        let value = (candidate.key.clone(), candidate.value.clone());
        let new = !seen.contains(&value);
        if new && seen.len() < CANDIDATES {
            seen.push(value);
        }
        new
    });
}

/// Tells whether a name goes by the last of some words, as many as may be: how many stand before
/// those, and whether the name begins otherwise. The last one may be only the beginning of a word.
fn goes_by(name: &str, input: &[&str], typing: bool) -> Option<(usize, bool)> {
    let parts: Vec<&str> = name.split(' ').collect();
    let has = |at: usize| {
        let begun = typing && at + 1 == input.len();
        parts
            .iter()
            .any(|part| *part == input[at] || (begun && part.starts_with(input[at])))
    };
    let fitting = (0..input.len()).rev().take_while(|&at| has(at)).count();
    if fitting == 0 {
        return None;
    }
    let before = input.len() - fitting;
    let within = !parts[0].starts_with(input[before]);
    Some((before, within))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_the_last_words() {
        assert_eq!(
            goes_by("estonia", &["mobile", "est"], true),
            Some((1, false))
        );
        assert_eq!(goes_by("estonia", &["mobile", "est"], false), None);
        assert_eq!(
            goes_by("statistics estonia", &["statistics", "est"], true),
            Some((0, false))
        );
        assert_eq!(
            goes_by("statistics estonia", &["est"], true),
            Some((0, true))
        );
        assert_eq!(goes_by("statistics estonia", &["data"], true), None);
    }
}

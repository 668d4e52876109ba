//! Offers pages, sections, values of facets and words while a query is typed.
//!
//! What is typed is whole words and the beginning of one. Whole words that are nowhere are
//! corrected first; then whatever is offered finds something together with them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, Query};
use tantivy::{DocAddress, Term};

use crate::domain::{PagePath, Viewer};
use crate::search::analyser::{SEPARATOR, STEM_MARK};
use crate::search::clause::QueryWord;
use crate::search::correct::correct;
use crate::search::equivalent::WordQuery;
use crate::search::names::FacetNames;
use crate::search::plan::QueryPlan;
use crate::search::request::{FoundSection, Suggestion};
use crate::search::schema::TextField;
use crate::search::simple::{facet, prefix, stems, term, union};
use crate::search::snapshot::Snapshot;
use crate::search::words::{LONGEST_WORD, fold_text, folded_words, head};

/// Longer texts are cut: nobody types them.
const LONGEST: usize = 200;

/// How many words of a dictionary are looked at for one beginning.
const MOST_TERMS: usize = 2_000;

/// How many of them may complete it: some say nothing, or are forms of one word.
const MOST_COMPLETED: usize = 100;

/// How many pages are compared before the best are offered.
const CANDIDATES: usize = 24;

/// How many values or words are tried: whether they find something with the words before them.
const MOST_TRIES: usize = 8;

/// Facets whose values are not offered: they say nothing of a page's subject.
const NOT_OFFERED: [&str; 4] = ["kind", "status", "lang", "visibility"];

/// What has been typed: whole words, and the beginning of one.
struct TypedText {
    text: String,
    words: Vec<QueryWord>,
    /// The last word, while no space follows it.
    last: Option<QueryWord>,
}

/// A value of a facet that goes by what is typed.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ValueCandidate {
    /// Whether the name is in a language that is not the reader's.
    foreign: bool,
    /// How many words of what is typed are before it.
    before: usize,
    /// Whether its name begins otherwise.
    within: bool,
    length: usize,
    key: String,
    value: String,
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

impl Snapshot {
    /// Offers at most `limit` pages, sections, values and completed queries for what has been typed
    /// by somebody who reads in a language.
    pub fn suggest(
        &self,
        text: &str,
        viewer: Viewer,
        limit: usize,
        names: Option<&FacetNames>,
        language: &str,
    ) -> Vec<Suggestion> {
        let Some(typed) =
            TypedText::read(text).map(|typed| self.suggester().corrected(typed, viewer, names))
        else {
            return Vec::new();
        };
        // Half of the places for titles; the others share the rest and take what is left.
        let pages = self.suggester().best_titles(&typed, viewer);
        let values = self
            .suggester()
            .values_offered(&typed, viewer, limit, names, language);
        let sections = self.suggester().sections(&typed, viewer, limit);
        let terms = self.suggester().completed(&typed, viewer, limit, names);
        let found = [pages, values, sections, terms];
        let shares = [limit.div_ceil(2), limit.div_ceil(4), limit.div_ceil(4), 2];
        let mut room = limit;
        let mut numbers = [0; 4];
        for at in 0..found.len() {
            numbers[at] = found[at].len().min(shares[at]).min(room);
            room -= numbers[at];
        }
        for at in 0..found.len() {
            let more = (found[at].len() - numbers[at]).min(room);
            numbers[at] += more;
            room -= more;
        }
        let offers = found.into_iter().zip(numbers);
        offers
            .flat_map(|(found, number)| found.into_iter().take(number))
            .collect()
    }

    /// Returns the value by which a page is sorted by title: see `document.rs`.
    pub(crate) fn title_key(&self, address: DocAddress) -> String {
        let segment = &self.segments()[address.segment_ord as usize];
        let place = segment.title_place(address.doc_id);
        place
            .map(|place| segment.title_at(place))
            .unwrap_or_default()
    }
}

/// Completes what somebody types.
#[derive(Clone, Copy)]
pub(crate) struct Suggester<'s>(pub(crate) &'s Snapshot);

impl Snapshot {
    pub(crate) fn suggester(&self) -> Suggester<'_> {
        Suggester(self)
    }
}

impl Suggester<'_> {
    /// Replaces the whole words that are on no page.
    fn corrected(&self, typed: TypedText, viewer: Viewer, names: Option<&FacetNames>) -> TypedText {
        let end = typed.before().len();
        let (before, rest) = typed.text.split_at(end);
        let parsed = self.0.parse(before, viewer, names);
        let Some(correction) = correct(self.0, before, &parsed, viewer) else {
            return typed;
        };
        TypedText::read(&format!("{} {rest}", correction.query)).unwrap_or(typed)
    }

    /// Finds the pages whose title has the words: those that begin with the text first. Where none
    /// has them, the last word may be misspelt.
    fn best_titles(&self, typed: &TypedText, viewer: Viewer) -> Vec<Suggestion> {
        let wanted = fold_text(&typed.text);
        let mut keys: Vec<String> = self.titles_from(&wanted, viewer);
        for misspelt in [false, true] {
            if keys.is_empty() || !misspelt {
                let found = self.matching(typed, &[TextField::Title], viewer, misspelt, CANDIDATES);
                keys.extend(found.into_iter().map(|address| self.0.title_key(address)));
            }
        }
        keys.sort_by_cached_key(|key| (!key.starts_with(&wanted), key.len(), key.clone()));
        keys.dedup();
        let paths = keys.iter().filter_map(|key| path_of(key));
        paths.map(|path| Suggestion::Page { path }).collect()
    }

    /// Returns the keys of titles that begin with a folded text.
    fn titles_from(&self, wanted: &str, viewer: Viewer) -> Vec<String> {
        let seen =
            |key: &str| path_of(key).is_some_and(|path| self.0.find(&path, viewer).is_some());
        let segments = self.0.segments().iter().zip(self.0.segment_pages());
        let titles = segments.flat_map(|(segment, (_, deleted))| {
            // Where everything is there and for everyone, no page need be looked up.
            let all = deleted.is_empty() && segment.is_public();
            segment.titles_from(wanted, CANDIDATES, |key| all || seen(key))
        });
        titles.collect()
    }

    /// Finds the pages that have the whole words at one of the places, and a word that begins as the
    /// last one at the first of them.
    fn matching(
        &self,
        typed: &TypedText,
        places: &[TextField],
        viewer: Viewer,
        misspelt: bool,
        limit: usize,
    ) -> Vec<DocAddress> {
        let Some(&first) = places.first() else {
            return Vec::new();
        };
        let whole = typed.words.iter().map(|word| {
            let stems = stems(self.0, word, viewer).into_iter();
            let marked = stems.map(|stem| format!("{STEM_MARK}{stem}"));
            let forms: Vec<String> = marked.chain([word.folded.clone()]).collect();
            let anywhere = places.iter().flat_map(|place| {
                let forms = forms.iter();
                forms.map(|form| term(self.0, *place, form, viewer))
            });
            (Occur::Must, union(anywhere.collect()))
        });
        let beginning = typed.last.iter().map(|word| {
            let query: Box<dyn Query> = if misspelt && word.folded.chars().count() >= 4 {
                let near = self.0.dictionary().words(first, viewer).map(|field| {
                    let term = Term::from_field_text(field, &word.folded);
                    Box::new(FuzzyTermQuery::new_prefix(term, 1, true)) as Box<dyn Query>
                });
                union(near.collect())
            } else {
                prefix(self.0, first, &word.folded, viewer)
            };
            (Occur::Must, query)
        });
        let query: Box<dyn Query> = Box::new(BooleanQuery::new(whole.chain(beginning).collect()));
        let query = self.0.gated(query, viewer);
        self.0.best(&*query, limit, viewer)
    }

    /// Finds the headings that have the last word, and the others or leave them to the title; at
    /// most one of each page.
    fn sections(&self, typed: &TypedText, viewer: Viewer, limit: usize) -> Vec<Suggestion> {
        let places = [TextField::Headings, TextField::Title];
        let pages = self.matching(typed, &places, viewer, false, CANDIDATES);
        let sections = pages.into_iter().filter_map(|address| {
            let stored = self.0.stored(address);
            let stored = stored.read();
            let title = self.0.title_key(address);
            let title = title.split(SEPARATOR).next().unwrap_or("");
            let section = stored
                .sections
                .iter()
                .filter_map(|section| Some((typed.in_heading(section.title, title)?, section)))
                .max_by_key(|(words, _)| *words)
                .map(|(_, section)| section)?;
            Some(Suggestion::Section {
                path: self.0.path(address)?,
                section: FoundSection {
                    id: section.id.to_owned(),
                    title: section.title.to_owned(),
                },
            })
        });
        sections.take(limit).collect()
    }

    /// Finds the values of facets that go by the last words, as many as may be, and the number of
    /// pages that carry them and have the words before.
    fn values_offered(
        &self,
        typed: &TypedText,
        viewer: Viewer,
        limit: usize,
        names: Option<&FacetNames>,
        language: &str,
    ) -> Vec<Suggestion> {
        let words: Vec<&QueryWord> = typed.words.iter().chain(&typed.last).collect();
        let all: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        let mut candidates: Vec<ValueCandidate> = Vec::new();
        let mut offer = |key: &str, value: &str, name: &str, foreign: bool| {
            let Some((before, within)) = goes_by(name, &all, typed.last.is_some()) else {
                return;
            };
            // Hidden values must not take the places of others.
            if self.0.facet_index().carrying(key, value, viewer, 1) == 0 {
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
        let (last, begun) = (all.last().copied().unwrap_or(""), typed.last.is_some());
        for name in names
            .into_iter()
            .flat_map(|names| names.with_word(last, begun))
        {
            if !NOT_OFFERED.contains(&name.key.as_str()) {
                let own = ["", "en", language].contains(&name.language.as_str());
                offer(&name.key, &name.value, &name.folded, !own);
            }
        }
        for (key, value) in self.0.values().names_with(last, begun) {
            offer(key, value, &fold_text(value), false);
        }
        // Names in other languages help whoever reads in one of them, and disturb the others.
        if candidates.iter().any(|candidate| !candidate.foreign) {
            candidates.retain(|candidate| !candidate.foreign);
        }
        candidates.sort_unstable();
        each_once(&mut candidates);
        self.counted(candidates, typed, viewer, names)
            .take(limit.min(MOST_TRIES))
            .collect()
    }

    /// Counts the pages that values would find, with the words that stand before them.
    fn counted(
        &self,
        candidates: Vec<ValueCandidate>,
        typed: &TypedText,
        viewer: Viewer,
        names: Option<&FacetNames>,
    ) -> impl Iterator<Item = Suggestion> {
        let words: Vec<&QueryWord> = typed.words.iter().chain(&typed.last).collect();
        // Most have the same words before them.
        let mut plans: HashMap<usize, QueryPlan> = HashMap::new();
        candidates
            .into_iter()
            .take(CANDIDATES)
            .filter_map(move |candidate| {
                let end = words
                    .get(candidate.before)
                    .map_or(0, |word| word.place.start);
                let query = self.telling(&typed.text[..end], viewer);
                let plan = plans
                    .entry(query.len())
                    .or_insert_with(|| self.0.planned(query, viewer, names));
                let carrying = facet(self.0, &candidate.key, &candidate.value);
                let pages = self.0.counter().count(plan, vec![carrying], usize::MAX);
                (pages > 0).then(|| Suggestion::Value {
                    key: candidate.key,
                    value: candidate.value,
                    query: query.to_owned(),
                    pages,
                })
            })
    }

    /// Completes the last word with the most frequent words that begin so.
    fn completed(
        &self,
        typed: &TypedText,
        viewer: Viewer,
        limit: usize,
        names: Option<&FacetNames>,
    ) -> Vec<Suggestion> {
        let Some(last) = &typed.last else {
            return Vec::new();
        };
        let before = typed.before();
        let alone = before.trim().is_empty();
        let mut offered: Vec<String> = Vec::new();
        let words = self.beginning_with(&last.folded, viewer).into_iter();
        let words = words.map(|word| QueryWord {
            text: word.clone(),
            folded: word,
            place: 0..0,
            single: false,
        });
        let words = words.filter(|word| {
            // Of the forms of one word the most frequent is enough.
            let stems = stems(self.0, word, viewer);
            let new = !stems.iter().any(|stem| offered.contains(stem));
            offered.extend(stems);
            new && !self.0.dictionary().is_stop_word(word, viewer)
        });
        let plan = self.0.planned(before, viewer, names);
        let queries = words.take(MOST_TRIES).filter_map(|word| {
            let found = || {
                let word = union(WordQuery::new(self.0, &word, viewer).query);
                self.0.counter().count(&plan, vec![word], 1) > 0
            };
            (alone || found()).then(|| format!("{before}{}", word.text))
        });
        let terms = queries.map(|query| Suggestion::Term { query });
        terms.take(limit).collect()
    }

    /// Returns the words that begin so of pages that the viewer may see, the most frequent first.
    fn beginning_with(&self, beginning: &str, viewer: Viewer) -> Vec<String> {
        // There may be thousands, of which few are wanted: all of them stand in one text.
        let mut text = String::new();
        let mut words: Vec<(Range<usize>, u64)> = Vec::new();
        let add = |word: &str, pages: u64| {
            let start = text.len();
            text.push_str(word);
            words.push((start..text.len(), pages));
        };
        self.0
            .dictionary()
            .each_word(TextField::Exact, beginning, MOST_TERMS, viewer, add);
        words.sort_unstable_by(|(one, _), (other, _)| text[one.clone()].cmp(&text[other.clone()]));
        // The same word of another segment.
        words.dedup_by(|(word, pages), (before, sum)| {
            let same = text[word.clone()] == text[before.clone()];
            if same {
                *sum += *pages;
            }
            same
        });
        words.retain(|(_, pages)| *pages > 0);
        // Of equals the first by the alphabet, in whose order they are.
        words.sort_by_key(|(_, pages)| Reverse(*pages));
        let words = words.into_iter().take(MOST_COMPLETED);
        words.map(|(word, _)| text[word].to_owned()).collect()
    }

    /// Returns the beginning of a query without the words at its end that say nothing.
    fn telling<'q>(&self, query: &'q str, viewer: Viewer) -> &'q str {
        let mut rest = query.trim();
        while let Some((folded, word)) = folded_words(rest).last() {
            let last = QueryWord {
                text: rest[word.start..word.end].to_owned(),
                folded,
                place: word.start..word.end,
                single: word.single,
            };
            if word.end < rest.len() || !self.0.dictionary().is_stop_word(&last, viewer) {
                break;
            }
            rest = rest[..word.start].trim_end();
        }
        rest
    }
}

impl TypedText {
    /// Reads what has been typed; `None` when there is no word in it.
    fn read(text: &str) -> Option<Self> {
        let text = head(text.trim_start(), LONGEST).to_owned();
        let mut words: Vec<QueryWord> = folded_words(&text)
            .filter(|(_, word)| word.end - word.start <= LONGEST_WORD)
            .map(|(folded, word)| QueryWord {
                text: text[word.start..word.end].to_owned(),
                folded,
                place: word.start..word.end,
                single: word.single,
            })
            .collect();
        words.truncate(12);
        let typing = words
            .last()
            .is_some_and(|last| last.place.end == text.len());
        let last = if typing { words.pop() } else { None };
        let any = last.is_some() || !words.is_empty();
        any.then_some(Self { text, words, last })
    }

    /// Returns what stands before the word that is being typed.
    fn before(&self) -> &str {
        let end = self
            .last
            .as_ref()
            .map_or(self.text.len(), |last| last.place.start);
        &self.text[..end]
    }

    /// Tells how many of the words a heading has, if it has the last one and the others are in the
    /// title.
    fn in_heading(&self, heading: &str, title: &str) -> Option<usize> {
        let heading: Vec<String> = folded_words(heading).map(|(word, _)| word).collect();
        let title: Vec<&str> = title.split(' ').collect();
        // A stem keeps the beginning of its word, which is near enough for a suggestion.
        let stem = |wanted: &QueryWord| wanted.folded.trim_end_matches('s').to_owned();
        let has = |wanted: &QueryWord| {
            let stem = stem(wanted);
            heading.iter().any(|word| word.starts_with(&stem))
        };
        let in_title = |wanted: &QueryWord| {
            let stem = stem(wanted);
            title.iter().any(|word| word.starts_with(&stem))
        };
        let mut words = self.words.iter().chain(&self.last);
        let last = self.last.as_ref().or(self.words.last())?;
        let fits = has(last) && words.all(|word| has(word) || in_title(word));
        let words = self.words.iter().chain(&self.last);
        fits.then(|| words.filter(|word| has(word)).count())
    }
}

/// Returns the page of the key by which titles are sorted.
fn path_of(key: &str) -> Option<PagePath> {
    let (_, path) = key.rsplit_once(SEPARATOR)?;
    PagePath::parse(path).ok()
}

/// Tells whether a name goes by the last of some words, as many as may be: how many stand before
/// those, and whether the name begins otherwise. The last one may be only the beginning of a word.
fn goes_by(name: &str, typed: &[&str], typing: bool) -> Option<(usize, bool)> {
    let parts: Vec<&str> = name.split(' ').collect();
    let has = |at: usize| {
        let begun = typing && at + 1 == typed.len();
        parts
            .iter()
            .any(|part| *part == typed[at] || (begun && part.starts_with(typed[at])))
    };
    let fitting = (0..typed.len()).rev().take_while(|&at| has(at)).count();
    if fitting == 0 {
        return None;
    }
    let before = typed.len() - fitting;
    let within = !parts[0].starts_with(typed[before]);
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

//! Offers titles, sections and words while a query is typed.

use std::collections::HashMap;

use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, Query};
use tantivy::{DocAddress, Term};

use crate::domain::Viewer;
use crate::search::analyser::STEM_MARK;
use crate::search::parse::QueryWord;
use crate::search::plan::{prefix, stems, term, union};
use crate::search::request::{FoundSection, Suggestion};
use crate::search::schema::Place;
use crate::search::snapshot::Snapshot;
use crate::search::words::{LONGEST_WORD, fold_text, folded_words, head};

/// Longer texts are cut: nobody types them.
const LONGEST: usize = 200;

/// How many words of a dictionary are looked at for one beginning.
const MOST_TERMS: usize = 2_000;

/// How many pages are compared before the best are offered.
const CANDIDATES: usize = 24;

/// What has been typed: whole words, and the beginning of one.
struct Typed {
    text: String,
    words: Vec<QueryWord>,
    /// The last word, while no space follows it.
    last: Option<QueryWord>,
}

impl Snapshot {
    /// Offers at most `limit` pages, sections and completed queries for what has been typed.
    pub fn suggest(&self, text: &str, viewer: Viewer, limit: usize) -> Vec<Suggestion> {
        let Some(typed) = Typed::read(text) else {
            return Vec::new();
        };
        // Half of the places for titles; sections and words share the rest and take what is left.
        let mut pages = self.best_titles(&typed, viewer, false);
        if pages.is_empty() {
            pages = self.best_titles(&typed, viewer, true);
        }
        let shares = (limit.div_ceil(2), limit.div_ceil(4));
        let terms = self.completed(&typed, viewer, limit);
        let room = limit.saturating_sub(pages.len().min(shares.0) + terms.len().min(shares.1));
        let addresses = self.matching(&typed, Place::Headings, viewer, false, room);
        let sections = self.sections(&typed, &addresses, room);
        let for_terms = terms
            .len()
            .min(limit.saturating_sub(pages.len().min(shares.0) + sections.len()));
        let for_pages = limit.saturating_sub(sections.len() + for_terms);
        let pages = pages.into_iter().take(for_pages);
        let pages = pages.filter_map(|address| self.path(address));
        pages
            .map(|path| Suggestion::Page { path })
            .chain(sections)
            .chain(terms.into_iter().take(for_terms))
            .collect()
    }

    /// Finds the pages whose title has the words, those that begin with the text first.
    fn best_titles(&self, typed: &Typed, viewer: Viewer, misspelt: bool) -> Vec<DocAddress> {
        let wanted = fold_text(&typed.text);
        let mut pages: Vec<(bool, usize, String, DocAddress)> = self
            .matching(typed, Place::Title, viewer, misspelt, CANDIDATES)
            .into_iter()
            .map(|address| {
                let key = self.title_key(address);
                (!key.starts_with(&wanted), key.len(), key, address)
            })
            .collect();
        pages.sort();
        pages.into_iter().map(|(.., address)| address).collect()
    }

    fn matching(
        &self,
        typed: &Typed,
        place: Place,
        viewer: Viewer,
        misspelt: bool,
        limit: usize,
    ) -> Vec<DocAddress> {
        if limit == 0 {
            return Vec::new();
        }
        let whole = typed.words.iter().map(|word| {
            let stems = stems(self, word, viewer).into_iter();
            let marked = stems.map(|stem| format!("{STEM_MARK}{stem}"));
            let terms = marked.chain([word.folded.clone()]);
            let any = union(terms.map(|text| term(self, place, &text, viewer)).collect());
            (Occur::Must, any)
        });
        let beginning = typed.last.iter().map(|word| {
            let query: Box<dyn Query> = if misspelt && word.folded.chars().count() >= 4 {
                let near = self.words(place, viewer).map(|field| {
                    let term = Term::from_field_text(field, &word.folded);
                    Box::new(FuzzyTermQuery::new_prefix(term, 1, true)) as Box<dyn Query>
                });
                union(near.collect())
            } else {
                prefix(self, place, &word.folded, viewer)
            };
            (Occur::Must, query)
        });
        let query: Box<dyn Query> = Box::new(BooleanQuery::new(whole.chain(beginning).collect()));
        let query = self.gated(query, viewer);
        self.best(&*query, limit, viewer)
    }

    /// Returns the value by which a page is sorted by title: see `document.rs`.
    pub(crate) fn title_key(&self, address: DocAddress) -> String {
        let segment = &self.segments()[address.segment_ord as usize];
        let place = segment.title_place(address.doc_id);
        place
            .map(|place| segment.title_at(place))
            .unwrap_or_default()
    }

    /// Finds the headings that have the words, at most one of each page.
    fn sections(&self, typed: &Typed, pages: &[DocAddress], limit: usize) -> Vec<Suggestion> {
        let sections = pages.iter().filter_map(|&address| {
            let stored = self.stored(address);
            let stored = stored.read();
            let section = stored
                .sections
                .iter()
                .find(|section| typed.matches(section.title))?;
            Some(Suggestion::Section {
                path: self.path(address)?,
                section: FoundSection {
                    id: section.id.to_owned(),
                    title: section.title.to_owned(),
                },
            })
        });
        sections.take(limit).collect()
    }

    /// Completes the last word with the most frequent words that begin so.
    fn completed(&self, typed: &Typed, viewer: Viewer, limit: usize) -> Vec<Suggestion> {
        let Some(last) = &typed.last else {
            return Vec::new();
        };
        let mut frequencies: HashMap<String, u64> = HashMap::new();
        self.each_word(
            Place::Exact,
            &last.folded,
            MOST_TERMS,
            viewer,
            |term, pages| {
                *frequencies.entry(term.to_owned()).or_default() += pages;
            },
        );
        frequencies.remove(&last.folded);
        let mut terms: Vec<(std::cmp::Reverse<u64>, String)> = frequencies
            .into_iter()
            .filter(|(_, pages)| *pages > 0)
            .map(|(term, frequency)| (std::cmp::Reverse(frequency), term))
            .collect();
        terms.sort_unstable();
        let before = &typed.text[..last.place.start];
        terms
            .into_iter()
            .map(|(_, term)| term)
            .take(limit)
            .map(|term| Suggestion::Term {
                query: format!("{before}{term}"),
            })
            .collect()
    }
}

impl Typed {
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
        words.truncate(8);
        let typing = words
            .last()
            .is_some_and(|last| last.place.end == text.len());
        let last = if typing { words.pop() } else { None };
        let any = last.is_some() || !words.is_empty();
        any.then_some(Self { text, words, last })
    }

    /// Tells whether a heading has the words as they are typed.
    fn matches(&self, heading: &str) -> bool {
        let heading: Vec<String> = folded_words(heading).map(|(word, _)| word).collect();
        let has = |wanted: &QueryWord| {
            // A stem keeps the beginning of its word, which is near enough for a suggestion.
            let stem = wanted.folded.trim_end_matches('s');
            heading.iter().any(|word| word.starts_with(stem))
        };
        self.words.iter().chain(&self.last).all(has)
    }
}

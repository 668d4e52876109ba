//! Offers pages, sections, values of facets and words while a query is typed.
//!
//! What is typed is whole words and the beginning of one. Whole words that are nowhere are
//! corrected first; then whatever is offered finds something together with them.

use std::cmp::Reverse;
use std::ops::Range;

use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, Query};
use tantivy::{DocAddress, Term};

use crate::domain::{PagePath, Viewer};
use crate::search::analyser::{SEPARATOR, STEM_MARK};
use crate::search::clause::{FieldName, QueryWord};
use crate::search::correct::correct;
use crate::search::equivalent::WordQuery;
use crate::search::names::FacetNames;
use crate::search::query_input::{InputPart, QueryInput};
use crate::search::request::{FoundSection, Suggestion};
use crate::search::schema::TextField;
use crate::search::simple::{prefix, stems, term, union};
use crate::search::snapshot::Snapshot;
use crate::search::value_offers::{CANDIDATES, MOST_TRIES, ValueOffers};
use crate::search::words::fold_text;

/// The number of words of a dictionary that are looked at for one beginning.
const MOST_TERMS: usize = 2_000;

/// The number of them that may complete it: some say nothing, or are forms of one word.
const MOST_COMPLETED: usize = 100;

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
        let Some(input) =
            QueryInput::read(text).map(|input| self.suggester().corrected(input, viewer, names))
        else {
            return Vec::new();
        };
        let values = ValueOffers {
            snapshot: self,
            viewer,
            names,
        };
        let part = input.part();
        match part {
            InputPart::Excluded => return Vec::new(),
            InputPart::Value {
                before,
                field,
                value,
            } => {
                if let FieldName::Known(key) = self.facet_index().field_named(field, viewer, names)
                {
                    let value = QueryInput::read(&format!("{before}{value}"));
                    let found = value.map(|value| values.find(&value, limit, language));
                    let mut found = found.unwrap_or_default();
                    found.retain(
                        |offer| matches!(offer, Suggestion::Value { key: of, .. } if *of == key),
                    );
                    return found;
                }
            }
            InputPart::Words | InputPart::Joined => {}
        }
        // Half of the room for titles; the others share the rest and take what is left.
        let pages = self.suggester().best_titles(&input, viewer);
        let mut found = [pages, Vec::new(), Vec::new(), Vec::new()];
        // What only asks is no subject, and what is no query of its own finds nothing by itself.
        if part != InputPart::Joined && !self.suggester().only_asks(&input, viewer) {
            found[1] = values.find(&input, limit, language);
            found[2] = self.suggester().sections(&input, viewer, limit);
            found[3] = self.suggester().completed(&input, viewer, limit, names);
        }
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
        let ordinal = segment.title_ordinal(address.doc_id);
        ordinal
            .map(|ordinal| segment.title_at(ordinal))
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
    /// Tells whether nothing has been typed but words of questions; one alone may be the beginning
    /// of another word.
    fn only_asks(&self, input: &QueryInput, viewer: Viewer) -> bool {
        let mut words = input.words.iter().chain(&input.last);
        !input.words.is_empty() && words.all(|word| self.0.dictionary().is_stop_word(word, viewer))
    }

    /// Replaces the whole words that are on no page.
    fn corrected(
        &self,
        input: QueryInput,
        viewer: Viewer,
        names: Option<&FacetNames>,
    ) -> QueryInput {
        let end = input.before().len();
        let (before, rest) = input.text.split_at(end);
        let parsed = self.0.parse(before, viewer, names);
        let Some(correction) = correct(self.0, before, &parsed, viewer) else {
            return input;
        };
        QueryInput::read(&format!("{} {rest}", correction.query)).unwrap_or(input)
    }

    /// Finds the pages whose title has the words: those that begin with the text first. Where none
    /// has them, the last word may be misspelt.
    fn best_titles(&self, input: &QueryInput, viewer: Viewer) -> Vec<Suggestion> {
        let wanted = fold_text(&input.text);
        let mut keys: Vec<String> = self.titles_from(&wanted, viewer);
        for misspelt in [false, true] {
            if keys.is_empty() || !misspelt {
                let found = self.matching(input, &[TextField::Title], viewer, misspelt, CANDIDATES);
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

    /// Finds the pages that have the whole words in one of the text fields, and a word that begins as
    /// the last one in the first of them.
    fn matching(
        &self,
        input: &QueryInput,
        text_fields: &[TextField],
        viewer: Viewer,
        misspelt: bool,
        limit: usize,
    ) -> Vec<DocAddress> {
        let Some(&first) = text_fields.first() else {
            return Vec::new();
        };
        let whole = input.words.iter().map(|word| {
            let stems = stems(self.0, word, viewer).into_iter();
            let marked = stems.map(|stem| format!("{STEM_MARK}{stem}"));
            let forms: Vec<String> = marked.chain([word.folded.clone()]).collect();
            let anywhere = text_fields.iter().flat_map(|text_field| {
                let forms = forms.iter();
                forms.map(|form| term(self.0, *text_field, form, viewer))
            });
            (Occur::Must, union(anywhere.collect()))
        });
        let beginning = input.last.iter().map(|word| {
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
    fn sections(&self, input: &QueryInput, viewer: Viewer, limit: usize) -> Vec<Suggestion> {
        let text_fields = [TextField::Headings, TextField::Title];
        let pages = self.matching(input, &text_fields, viewer, false, CANDIDATES);
        let sections = pages.into_iter().filter_map(|address| {
            let stored = self.0.stored(address);
            let stored = stored.read();
            let title = self.0.title_key(address);
            let title = title.split(SEPARATOR).next().unwrap_or("");
            let section = stored
                .sections
                .iter()
                .filter_map(|section| Some((input.in_heading(section.title, title)?, section)))
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

    /// Completes the last word with the most frequent words that begin so.
    fn completed(
        &self,
        input: &QueryInput,
        viewer: Viewer,
        limit: usize,
        names: Option<&FacetNames>,
    ) -> Vec<Suggestion> {
        let Some(last) = &input.last else {
            return Vec::new();
        };
        let before = input.before();
        let alone = before.trim().is_empty();
        let mut offered: Vec<String> = Vec::new();
        let words = self.beginning_with(&last.folded, viewer).into_iter();
        let words = words.map(|word| QueryWord {
            text: word.clone(),
            folded: word,
            range: 0..0,
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
}

/// Returns the page of the key by which titles are sorted.
fn path_of(key: &str) -> Option<PagePath> {
    let (_, path) = key.rsplit_once(SEPARATOR)?;
    PagePath::parse(path).ok()
}

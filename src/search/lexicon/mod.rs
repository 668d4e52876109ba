//! The group's own words: what the terms of its vocabulary and the countries are called in every
//! language, and which words mean the same.
//!
//! None of it is in the index: a word of a query that is part of a term's label finds the pages that
//! carry the term, so the vocabulary costs no space in the index.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crate::domain::vocabulary::Term;
use crate::domain::{Kind, Vocabulary, country};
use crate::search::language::Language;
use crate::search::words::{fold_text, folded_words};

/// Words of a vocabulary, ready to be looked up.
pub(crate) struct Lexicon {
    vocabulary: Arc<Vocabulary>,
    /// The languages of labels and aliases, each once.
    languages: Vec<Language>,
    names: Vec<LexiconName>,
    /// By stem, in any language: which names have the word.
    by_word: HashMap<Box<str>, Vec<u32>>,
    /// By key: phrases of folded words that mean the same.
    synonyms: HashMap<String, Vec<Vec<String>>>,
}

/// A name of a value of a facet.
struct LexiconName {
    facet: Box<str>,
    term: Box<str>,
    text: Box<str>,
}

/// A name of a value of a facet, with a word that was asked for in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NameMatch<'l> {
    pub(crate) facet: &'l str,
    pub(crate) term: &'l str,
    pub(crate) text: &'l str,
}

/// The codes of countries by the keys of their names in every language.
static COUNTRIES: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut countries: HashMap<String, Vec<&'static str>> = HashMap::new();
    for code in country::codes() {
        for name in country::words(code) {
            let codes = countries.entry(key_of(name)).or_default();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    countries
});

/// The kinds of pages by the keys of what people call them.
static KINDS: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut kinds: HashMap<String, Vec<&'static str>> = HashMap::new();
    for kind in Kind::ALL {
        for name in names_of_kind(kind) {
            let names = kinds.entry(key_of(name)).or_default();
            if !names.contains(&kind.name()) {
                names.push(kind.name());
            }
        }
    }
    kinds
});

/// The names of countries and kinds, by the keys of their single words.
static NAMED: LazyLock<HashMap<String, Vec<NameMatch<'static>>>> = LazyLock::new(|| {
    let countries = country::codes()
        .flat_map(|code| country::words(code).map(move |name| ("country", code, name)));
    let kinds = Kind::ALL
        .into_iter()
        .flat_map(|kind| names_of_kind(kind).map(move |name| ("kind", kind.name(), name)));
    let mut named: HashMap<String, Vec<NameMatch<'static>>> = HashMap::new();
    for (facet, term, text) in countries.chain(kinds) {
        for (word, _) in folded_words(text) {
            let names = named.entry(key_of(&word)).or_default();
            names.push(NameMatch { facet, term, text });
        }
    }
    named
});

fn names_of_kind(kind: Kind) -> impl Iterator<Item = &'static str> {
    // Of a page without a kind there is nothing to be said.
    let labels = (kind != Kind::Page).then(|| [kind.label(), kind.plural()]);
    let words = kind.words().iter().flat_map(|(_, words)| *words);
    labels.into_iter().flatten().chain(words.copied())
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::new(&Arc::default())
    }
}

impl Lexicon {
    /// Reads a vocabulary.
    pub(crate) fn new(vocabulary: &Arc<Vocabulary>) -> Self {
        let mut lexicon = Self {
            vocabulary: Arc::clone(vocabulary),
            languages: Vec::new(),
            names: Vec::new(),
            by_word: HashMap::new(),
            synonyms: HashMap::new(),
        };
        for facet in &vocabulary.facets {
            for term in &facet.terms {
                lexicon.add_term(&facet.key, &term.id, term);
                // What another took the place of is found by the name that it had.
                let current = facet.current(&term.id);
                if current != term.id {
                    lexicon.add_term(&facet.key, current, term);
                }
            }
        }
        for (word, others) in &vocabulary.synonyms {
            let forms: Vec<&str> = others.iter().chain([word]).map(String::as_str).collect();
            for form in &forms {
                let others = forms.iter().filter(|other| *other != form);
                let others = others.map(|other| words_of(other));
                let known = lexicon.synonyms.entry(key_of(form)).or_default();
                known.extend(others.filter(|other| !other.is_empty()));
                known.sort_unstable();
                known.dedup();
            }
        }
        lexicon
    }

    /// Adds the names of a term to a value of a facet.
    fn add_term(&mut self, facet: &str, value: &str, term: &Term) {
        self.add(facet, value, "en", &term.label);
        for (language, label) in &term.labels {
            self.add(facet, value, language, label);
        }
        for (language, alias) in term.aliases.all() {
            self.add(facet, value, language, alias);
        }
    }

    fn add(&mut self, facet: &str, term: &str, language: &str, text: &str) {
        let language = Language::from_code(language);
        if !self.languages.contains(&language) {
            self.languages.push(language);
        }
        let number = self.names.len() as u32;
        self.names.push(LexiconName {
            facet: facet.into(),
            term: term.into(),
            text: text.into(),
        });
        for (folded, word) in folded_words(text) {
            let word = &text[word.start..word.end];
            if language.is_stop_word(&word.to_lowercase()) {
                continue;
            }
            for stem in language.stems(word).into_iter().chain([folded]) {
                let names = self.by_word.entry(stem.into()).or_default();
                if names.last() != Some(&number) {
                    names.push(number);
                }
            }
        }
    }

    /// Tells whether these are the words of that vocabulary.
    pub(crate) fn is_of(&self, vocabulary: &Arc<Vocabulary>) -> bool {
        Arc::ptr_eq(&self.vocabulary, vocabulary)
    }

    /// Returns the labels and aliases of the vocabulary that have a word, in any language.
    fn names_with(&self, word: &str, folded: &str) -> impl Iterator<Item = NameMatch<'_>> {
        let stems = self.languages.iter().flat_map(|one| one.stems(word));
        let mut numbers: Vec<u32> = stems
            .chain([folded.to_owned()])
            .filter_map(|stem| self.by_word.get(stem.as_str()))
            .flatten()
            .copied()
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let names = numbers.into_iter();
        let names = names.filter_map(|number| self.names.get(number as usize));
        names.map(|name| NameMatch {
            facet: &name.facet,
            term: &name.term,
            text: &name.text,
        })
    }

    /// Returns the values of facets whose labels or aliases have a word, each once, as facet and term.
    pub(crate) fn values_with(&self, word: &str, folded: &str) -> Vec<(&str, &str)> {
        let names = self.names_with(word, folded);
        let mut values: Vec<(&str, &str)> = names.map(|name| (name.facet, name.term)).collect();
        values.sort_unstable();
        values.dedup();
        values
    }

    /// Returns the names that have a folded word: of the vocabulary, of countries and of kinds.
    pub(crate) fn named(&self, folded: &str) -> Vec<NameMatch<'_>> {
        let others = NAMED.get(&key_of(folded)).into_iter().flatten().copied();
        self.names_with(folded, folded).chain(others).collect()
    }

    /// Returns the codes of the countries that are called so; see [`key_of`].
    pub(crate) fn countries(key: &str) -> &'static [&'static str] {
        COUNTRIES.get(key).map_or(&[], Vec::as_slice)
    }

    /// Returns the kinds of pages that are called so.
    pub(crate) fn kinds(key: &str) -> &'static [&'static str] {
        KINDS.get(key).map_or(&[], Vec::as_slice)
    }

    /// Returns the phrases that mean the same, by key.
    pub(crate) fn synonyms(&self, key: &str) -> &[Vec<String>] {
        self.synonyms.get(key).map_or(&[], Vec::as_slice)
    }

    /// Tells whether a word is a name of something by itself: it is not misspelt then.
    pub(crate) fn knows(&self, word: &str, folded: &str) -> bool {
        let key = key_of(word);
        self.synonyms.contains_key(&key)
            || COUNTRIES.contains_key(&key)
            || KINDS.contains_key(&key)
            || !self.values_with(word, folded).is_empty()
    }

    /// Returns what a value of a facet is called, in every language.
    pub(crate) fn names_of<'l>(
        &'l self,
        facet: &'l str,
        term: &'l str,
    ) -> impl Iterator<Item = &'l str> + 'l {
        let names = self.names.iter();
        let names = names.filter(move |name| *name.facet == *facet && *name.term == *term);
        let country = (facet == "country").then(|| country::words(term));
        let kind = Kind::from_name(term).filter(|_| facet == "kind");
        let kind = kind.into_iter().flat_map(names_of_kind);
        let others = country.into_iter().flatten().chain(kind);
        names
            .map(|name| -> &'l str { &name.text })
            .chain(others.map(|name| -> &'l str { name }))
    }
}

/// Returns the form in which two spellings of a phrase are equal: folded, stemmed as English,
/// whatever its language is.
pub(crate) fn key_of(phrase: &str) -> String {
    let english = Language::from_code("en");
    let mut key = String::with_capacity(phrase.len());
    for (folded, _) in folded_words(phrase) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(english.stems(&folded).first().unwrap_or(&folded));
    }
    key
}

/// Returns the folded words of a phrase.
fn words_of(phrase: &str) -> Vec<String> {
    let folded = fold_text(phrase);
    folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests;

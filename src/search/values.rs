//! The facet values that pages carry, each with a number, so that counting needs no text.
//!
//! Numbers are given once and kept while the index is open: a snapshot shares the table of the one
//! before and adds what is new. A value that no page carries any more keeps its number.

use std::sync::Arc;

use crate::search::analyser::SEPARATOR;
use crate::search::words::folded_words;

/// Facets whose values are names that people gave, so that they are found by any of their words.
const NAMES: [&str; 2] = ["organisation", "author"];

/// The values, by number and by text. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    /// `key␟term`, by number.
    texts: imbl::Vector<Arc<str>>,
    numbers: imbl::HashMap<Arc<str>, u32>,
    /// The facet of each value, as an index into `keys`. A plain list, for it is read in the
    /// innermost loop.
    facets: Arc<Vec<u16>>,
    keys: Arc<Vec<Box<str>>>,
    /// The folded words of names, each with the number of the value.
    words: imbl::OrdSet<(Arc<str>, u32)>,
}

impl Values {
    /// Returns how many numbers there are.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns the number of a value, a new one if it has none.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.texts.len() as u32;
        let (key, term) = text.split_once(SEPARATOR).unwrap_or((text, ""));
        if NAMES.contains(&key) {
            let words = folded_words(term).map(|(word, _)| (Arc::from(word), number));
            self.words.extend(words);
        }
        let facet = self.facet(key).unwrap_or_else(|| {
            Arc::make_mut(&mut self.keys).push(key.into());
            (self.keys.len() - 1) as u16
        });
        Arc::make_mut(&mut self.facets).push(facet);
        let text: Arc<str> = Arc::from(text);
        self.texts.push_back(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    /// Returns the number of a term of a facet.
    pub(crate) fn find(&self, key: &str, term: &str) -> Option<u32> {
        let text = format!("{key}{SEPARATOR}{term}");
        self.numbers.get(text.as_str()).copied()
    }

    /// Returns the number of a facet.
    pub(crate) fn facet(&self, key: &str) -> Option<u16> {
        let index = self.keys.iter().position(|known| **known == *key);
        index.map(|index| index as u16)
    }

    /// Returns the number of the facet that a value is of.
    pub(crate) fn facet_of(&self, number: u32) -> Option<u16> {
        self.facets.get(number as usize).copied()
    }

    /// Returns the key and the term of a value.
    pub(crate) fn parts(&self, number: u32) -> Option<(&str, &str)> {
        self.texts.get(number as usize)?.split_once(SEPARATOR)
    }

    /// Returns the keys of the facets.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| &**key)
    }

    /// Returns the keys and terms of the names that have a word, or one that begins so, each once.
    pub(crate) fn names_with(&self, word: &str, begun: bool) -> impl Iterator<Item = (&str, &str)> {
        let words = self.words.range((Arc::from(word), 0)..);
        let words = words.take_while(|(known, _)| match begun {
            true => known.starts_with(word),
            false => **known == *word,
        });
        let mut numbers: Vec<u32> = words.map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let parts = |number| self.parts(number);
        numbers.into_iter().filter_map(parts)
    }

    /// Returns the terms of a facet.
    pub(crate) fn terms(&self, key: &str) -> impl Iterator<Item = &str> {
        let facet = self.facet(key);
        let of_facet = self.facets.iter().zip(&self.texts);
        of_facet
            .filter(move |(of, _)| Some(**of) == facet)
            .filter_map(|(_, text)| text.split_once(SEPARATOR))
            .map(|(_, term)| term)
    }
}

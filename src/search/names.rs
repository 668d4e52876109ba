//! The names of fields and of the values of facets, in every language of the interface.
//!
//! The index knows values by their ids. Whoever knows the vocabulary and the languages of the
//! interface fills in the names once for each edition.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::search::words::fold_text;

/// Names of fields and of the values of facets.
#[derive(Clone, Debug, Default)]
pub struct FacetNames {
    fields: Vec<(String, String)>,
    values: Vec<ValueName>,
    /// The words of the names of values, each with the indexes of those names in `values`.
    words: BTreeMap<String, Vec<usize>>,
}

/// A name of a value.
#[derive(Clone, Debug)]
pub(crate) struct ValueName {
    pub(crate) key: String,
    pub(crate) value: String,
    /// The name's words, folded.
    pub(crate) folded: String,
    /// The code of its language; empty for a name of no language.
    pub(crate) language: String,
}

impl FacetNames {
    /// Adds a name of a facet.
    pub fn add_field(&mut self, key: &str, name: &str) {
        self.fields.push((fold_text(name), key.to_owned()));
    }

    /// Adds a name of a value of a facet, in a language.
    pub fn add_value(&mut self, key: &str, value: &str, name: &str, language: &str) {
        let folded = fold_text(name);
        if !folded.is_empty() {
            for word in folded.split(' ') {
                let indexes = self.words.entry(word.to_owned()).or_default();
                indexes.push(self.values.len());
            }
            self.values.push(ValueName {
                key: key.to_owned(),
                value: value.to_owned(),
                folded,
                language: language.to_owned(),
            });
        }
    }

    /// Returns the folded names of fields, each with the facet's key.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.fields.iter();
        fields.map(|(name, key)| (name.as_str(), key.as_str()))
    }

    /// Returns the names of the values of a facet.
    pub(crate) fn of(&self, key: &str) -> impl Iterator<Item = &ValueName> {
        self.values.iter().filter(move |name| name.key == key)
    }

    /// Returns the names of values that have a word, or one that begins so, each once.
    pub(crate) fn with_word(&self, word: &str, begun: bool) -> impl Iterator<Item = &ValueName> {
        let words = self
            .words
            .range::<str, _>((Bound::Included(word), Bound::Unbounded));
        let words = words.take_while(|(known, _)| match begun {
            true => known.starts_with(word),
            false => *known == word,
        });
        let mut indexes: Vec<usize> = words.flat_map(|(_, indexes)| indexes).copied().collect();
        indexes.sort_unstable();
        indexes.dedup();
        indexes
            .into_iter()
            .filter_map(|index| self.values.get(index))
    }
}

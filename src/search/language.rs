//! Languages: which stemmer a page's language has, and the words that carry no meaning in it.

use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{
    Language as StopLanguage, RawTokenizer, StopWordFilter, TextAnalyzer, TokenStream,
};

use crate::search::spelling::canonical;
use crate::search::words::{fold, lower_into};

/// A language that can be stemmed, or the absence of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Language(u8);

/// Codes, stemmers, and the lists of stop words that the engine brings.
const KNOWN: [(&str, Algorithm, StopLanguage); 20] = [
    ("ar", Algorithm::Arabic, StopLanguage::Arabic),
    ("da", Algorithm::Danish, StopLanguage::Danish),
    ("de", Algorithm::German, StopLanguage::German),
    ("el", Algorithm::Greek, StopLanguage::Greek),
    ("en", Algorithm::English, StopLanguage::English),
    ("es", Algorithm::Spanish, StopLanguage::Spanish),
    ("fi", Algorithm::Finnish, StopLanguage::Finnish),
    ("fr", Algorithm::French, StopLanguage::French),
    ("hu", Algorithm::Hungarian, StopLanguage::Hungarian),
    ("it", Algorithm::Italian, StopLanguage::Italian),
    ("nb", Algorithm::Norwegian, StopLanguage::Norwegian),
    ("nl", Algorithm::Dutch, StopLanguage::Dutch),
    ("nn", Algorithm::Norwegian, StopLanguage::Norwegian),
    ("no", Algorithm::Norwegian, StopLanguage::Norwegian),
    ("pt", Algorithm::Portuguese, StopLanguage::Portuguese),
    ("ro", Algorithm::Romanian, StopLanguage::Romanian),
    ("ru", Algorithm::Russian, StopLanguage::Russian),
    ("sv", Algorithm::Swedish, StopLanguage::Swedish),
    ("ta", Algorithm::Tamil, StopLanguage::Tamil),
    ("tr", Algorithm::Turkish, StopLanguage::Turkish),
];

/// In bytes, for the longest of the lists: Russian.
const LONGEST_STOP_WORD: usize = 24;

/// The number of languages, with the one that is none.
pub(crate) const COUNT: usize = KNOWN.len() + 1;

impl Language {
    /// A language without a stemmer: its words are found as they are written.
    pub(crate) const NONE: Self = Self(KNOWN.len() as u8);

    /// Returns the language of a BCP 47 code: `pt-br` is Portuguese.
    pub(crate) fn from_code(code: &str) -> Self {
        let primary = code.split(['-', '_']).next().unwrap_or("");
        KNOWN
            .iter()
            .position(|(known, ..)| known.eq_ignore_ascii_case(primary))
            .map_or(Self::NONE, |index| Self(index as u8))
    }

    /// Returns the code of a language by its English name, in lower case.
    pub(crate) fn code_of_name(name: &str) -> Option<&'static str> {
        KNOWN
            .iter()
            .find(|(_, algorithm, _)| algorithm.name() == name)
            .map(|&(code, ..)| code)
    }

    /// Returns the two letters that stand for the language in the index; empty for none.
    pub(crate) fn code(self) -> &'static str {
        KNOWN.get(self.index()).map_or("", |&(code, ..)| code)
    }

    /// Returns a number below [`COUNT`].
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Returns the forms under which the index knows a word: the stem, folded, and where it
    /// differs the stem of the folded word. Two spellings that fold to one word share a form.
    pub(crate) fn stems(self, word: &str) -> Vec<String> {
        let mut lower = String::new();
        lower_into(word, &mut lower);
        let Some(&(_, algorithm, _)) = KNOWN.get(self.index()) else {
            return vec![fold(&lower)];
        };
        let stemmer = Stemmer::new(algorithm);
        // A stemmer may take a whole word away; the word itself is then its stem.
        let english = algorithm == Algorithm::English;
        let stem_of = |word: &str| {
            let word = if english {
                canonical(word)
            } else {
                word.into()
            };
            match fold(&stemmer.stem(&word)) {
                stem if stem.is_empty() => fold(&word),
                stem => stem,
            }
        };
        let stem = stem_of(&lower);
        let folded = fold(&lower);
        // Most words are their own folded form.
        if folded == lower {
            return vec![stem];
        }
        let other = stem_of(&folded);
        if other == stem {
            vec![stem]
        } else {
            vec![stem, other]
        }
    }

    /// Tells whether a word, in lower case, says nothing by itself in this language.
    pub(crate) fn is_stop_word(self, lower: &str) -> bool {
        static FILTERS: LazyLock<Vec<Option<TextAnalyzer>>> = LazyLock::new(|| {
            KNOWN
                .iter()
                .map(|&(_, _, language)| {
                    let filter = StopWordFilter::new(language)?;
                    let analyser = TextAnalyzer::builder(RawTokenizer::default());
                    Some(analyser.filter(filter).build())
                })
                .collect()
        });
        // No stop word is longer, and most words need not be asked about.
        let filter = FILTERS
            .get(self.index())
            .filter(|_| lower.len() <= LONGEST_STOP_WORD);
        let Some(Some(filter)) = filter else {
            return false;
        };
        !filter.clone().token_stream(lower).advance()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_meet() {
        for (code, one, other) in [
            ("en", "partnerships", "partnership"),
            ("fr", "données", "donnee"),
            ("de", "Häuser", "Hauser"),
            ("es", "estadísticas", "estadistica"),
            ("nl", "landen", "land"),
            ("ru", "статистика", "статистики"),
            ("pt-BR", "informações", "informação"),
        ] {
            let language = Language::from_code(code);
            assert_ne!(language, Language::NONE);
            let others = language.stems(other);
            let stems = language.stems(one);
            let shared = stems.iter().filter(|stem| others.contains(stem)).count();
            assert!(
                shared > 0,
                "{one} {other}: {:?} {:?}",
                language.stems(one),
                language.stems(other)
            );
        }
        assert_eq!(Language::from_code("ja"), Language::NONE);
        assert_eq!(Language::NONE.stems("Ünder"), ["under"]);
    }

    #[test]
    fn stop_words_are_known() {
        assert!(Language::from_code("en").is_stop_word("the"));
        assert!(Language::from_code("fr").is_stop_word("le"));
        assert!(!Language::from_code("en").is_stop_word("data"));
        assert!(!Language::from_code("ja").is_stop_word("the"));
    }
}

//! [`EquivalentFinder`]: finds what means the same as a word or a phrase of a query: other words of
//! the vocabulary, terms and countries that are called so, short and long forms, other spellings.

use tantivy::Term;
use tantivy::query::{BoostQuery, ConstScoreQuery, Query};

use crate::domain::Viewer;
use crate::search::analyser::{SEPARATOR, STEM_MARK};
use crate::search::clause::QueryWord;
use crate::search::dictionary::Dictionary;
use crate::search::forms::FormsQuery;
use crate::search::lexicon::{Lexicon, key_of};
use crate::search::schema::TextField;
use crate::search::shorten::{beginning_by_long, beginning_by_short, one_of_several};
use crate::search::simple::{facet, stems_of, term, union};
use crate::search::snapshot::Snapshot;
use crate::search::statistics::rarity;
use crate::search::words::fold_text;

/// The worth of a word in a list of sources, beside the page's own text.
pub(super) const LOW: f32 = 0.3;

/// The same for what a page is about, a country's name, and for what it is, the name of its kind.
const COUNTRY: f32 = 1.0;
const KIND: f32 = 0.7;

/// The worth of another word for the same.
const SYNONYM: f32 = 0.8;

/// The same in a title, beside the text.
const SYNONYM_TITLE: f32 = 3.2;

/// Only words on few pages are looked for in two parts.
const FEW: u64 = 20;

/// Most entries of a dictionary that are looked at for one word.
const MOST_FORMS: usize = 2_000;

/// The number of names of a country that are marked in texts.
const NAMES: usize = 3;

/// Most pages of a term that are counted.
pub(super) const ENOUGH: usize = 2_000;

/// Finds what means the same in the pages that one viewer may see.
pub(super) struct EquivalentFinder<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) viewer: Viewer,
}

/// A query, about how many pages it finds, and what to mark: phrases of folded words.
pub(super) type EquivalentQuery = (Box<dyn Query>, u64, Vec<Vec<String>>);

impl EquivalentFinder<'_> {
    fn dictionary(&self) -> Dictionary<'_> {
        self.snapshot.dictionary()
    }

    /// Finds what means the same as a phrase of the query.
    pub(super) fn of_phrase(&self, words: &[&QueryWord]) -> Vec<EquivalentQuery> {
        let key = key_of(
            &words
                .iter()
                .map(|word| word.folded.as_str())
                .collect::<Vec<_>>()
                .join(" "),
        );
        let mut phrases = self.snapshot.lexicon().synonyms(&key).to_vec();
        match words {
            [word] => {
                if let Some(one) = one_of_several(&word.text) {
                    phrases.extend_from_slice(self.snapshot.lexicon().synonyms(&key_of(&one)));
                    phrases.extend(self.short_terms(&beginning_by_short(&one)));
                    phrases.push(vec![one]);
                }
                phrases.extend(self.short_terms(&beginning_by_short(&word.folded)));
                phrases.extend(self.parts(word));
            }
            [one, other] => {
                phrases.extend(self.short_terms(&beginning_by_long(&key)));
                phrases.extend(self.joined(one, other));
            }
            _ => phrases.extend(self.short_terms(&beginning_by_long(&key))),
        }
        phrases.sort_unstable();
        phrases.dedup();
        let mut found: Vec<EquivalentQuery> = phrases
            .into_iter()
            .filter_map(|phrase| self.phrase(phrase))
            .collect();
        let countries = Lexicon::countries(&key).iter();
        let countries = countries.map(|code| ("country", *code, COUNTRY));
        let kinds = Lexicon::kinds(&key).iter();
        let kinds = kinds.map(|kind| ("kind", *kind, KIND));
        found.extend(countries.chain(kinds).filter_map(|value| self.value(value)));
        found
    }

    /// Finds the pages that carry a value of a facet.
    fn value(&self, (key, value, worth): (&str, &str, f32)) -> Option<EquivalentQuery> {
        let carrying = self
            .snapshot
            .facet_index()
            .carrying(key, value, self.viewer, ENOUGH) as u64;
        let all = self.snapshot.audience(self.viewer).pages;
        let query = ConstScoreQuery::new(
            facet(self.snapshot, key, value),
            worth * rarity(carrying, all),
        );
        let names = self.snapshot.lexicon().names_of(key, value);
        let marks = names.take(NAMES).map(|name| {
            let folded = fold_text(name);
            folded.split(' ').map(str::to_owned).collect()
        });
        // What a page is, is not said in its text.
        let marks = if key == "country" {
            marks.collect()
        } else {
            Vec::new()
        };
        (carrying > 0).then(|| (Box::new(query) as Box<dyn Query>, carrying, marks))
    }

    /// Finds two words of the query that pages have as one.
    pub(super) fn joined_pair(&self, one: &QueryWord, other: &QueryWord) -> Vec<EquivalentQuery> {
        let joined = self.joined(one, other).into_iter();
        joined.filter_map(|phrase| self.phrase(phrase)).collect()
    }

    /// Makes a query of a word, in any of its forms, and says about how many pages have it.
    fn word(&self, word: &str) -> Option<(Box<dyn Query>, u64)> {
        let languages = self.dictionary().languages(self.viewer);
        let mut any: Vec<Box<dyn Query>> = Vec::new();
        let mut pages = 0;
        for stem in stems_of(languages, word, word) {
            let marked = format!("{STEM_MARK}{stem}");
            for (text_field, stem, worth) in [
                (TextField::Stem, &stem, SYNONYM),
                (TextField::Low, &stem, LOW * SYNONYM),
                (TextField::Title, &marked, SYNONYM_TITLE),
            ] {
                let with = self.dictionary().pages_with(text_field, stem, self.viewer);
                if with > 0 {
                    let term = term(self.snapshot, text_field, stem, self.viewer);
                    any.push(Box::new(BoostQuery::new(term, worth)));
                }
                pages = pages.max(with);
            }
        }
        (!any.is_empty()).then(|| (union(any), pages))
    }

    /// Makes a query of words that stand together on a page, in any of their forms.
    fn phrase(&self, phrase: Vec<String>) -> Option<EquivalentQuery> {
        if let [word] = &phrase[..] {
            let (query, pages) = self.word(word)?;
            return Some((query, pages, vec![phrase]));
        }
        let mut words = Vec::with_capacity(phrase.len());
        let mut pages = u64::MAX;
        for word in &phrase {
            let forms = self.forms(word);
            let with = forms.iter();
            let with = with.map(|form| {
                self.dictionary()
                    .pages_with(TextField::Exact, form, self.viewer)
            });
            pages = pages.min(with.sum());
            words.push(forms);
        }
        if pages == 0 {
            return None;
        }
        let all = self.snapshot.audience(self.viewer).pages;
        let text_fields = [
            (TextField::Exact, SYNONYM),
            (TextField::Title, SYNONYM_TITLE),
        ];
        let phrases = text_fields.map(|(text_field, worth)| {
            let fields = self.dictionary().words(text_field, self.viewer);
            let phrases = fields.map(|field| {
                let terms = words.iter().map(|forms: &Vec<String>| {
                    let forms = forms.iter();
                    forms
                        .map(|form| Term::from_field_text(field, form))
                        .collect()
                });
                Box::new(FormsQuery(terms.collect())) as Box<dyn Query>
            });
            let score = worth * rarity(pages, all);
            let query = ConstScoreQuery::new(union(phrases.collect()), score);
            Box::new(query) as Box<dyn Query>
        });
        let query = union(phrases.into());
        Some((query, pages, vec![phrase]))
    }

    /// Returns the forms of a folded word that are on pages.
    fn forms(&self, word: &str) -> Vec<String> {
        let languages = self.dictionary().languages(self.viewer);
        let stems = stems_of(languages, word, word);
        let shared = |stem: &String| {
            let same = word
                .chars()
                .zip(stem.chars())
                .take_while(|(one, other)| one == other);
            same.map(|(letter, _)| letter.len_utf8()).sum::<usize>()
        };
        let beginning = &word[..stems.iter().map(shared).min().unwrap_or(word.len())];
        let longest = word.len() + 4;
        let mut forms = Vec::new();
        if beginning.chars().count() >= 3 {
            self.dictionary().each_word(
                TextField::Exact,
                beginning,
                MOST_FORMS,
                self.viewer,
                |form, _| {
                    let is_form = form.len() <= longest
                        && stems_of(languages, form, form)
                            .iter()
                            .any(|stem| stems.contains(stem));
                    if is_form {
                        forms.push(form.to_owned());
                    }
                },
            );
        }
        if self
            .dictionary()
            .occurs(TextField::Exact, word, self.viewer)
        {
            forms.push(word.to_owned());
        }
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// Returns what pages give a short form or a long form, by how the entry begins.
    fn short_terms(&self, beginning: &str) -> Vec<Vec<String>> {
        let mut phrases = Vec::new();
        self.dictionary().each_word(
            TextField::Short,
            beginning,
            MOST_FORMS,
            self.viewer,
            |entry, pages| {
                if pages > 0 {
                    let phrase = entry.rsplit(SEPARATOR).next().unwrap_or("");
                    phrases.push(phrase.split(' ').map(str::to_owned).collect());
                }
            },
        );
        phrases
    }

    /// Returns a word in two parts that stand together on a page: microdata, micro data.
    fn parts(&self, word: &QueryWord) -> Vec<Vec<String>> {
        let letters = word.folded.chars().count();
        let rare = |text: &str| {
            let stems = stems_of(self.dictionary().languages(self.viewer), text, text);
            let with = stems.iter();
            let with = with.map(|stem| {
                self.dictionary()
                    .pages_with(TextField::Stem, stem, self.viewer)
            });
            with.sum::<u64>() < FEW
        };
        if word.single || !(6..=30).contains(&letters) || !rare(&word.folded) {
            return Vec::new();
        }
        let cuts = word.folded.char_indices().map(|(at, _)| at);
        let cuts = cuts.skip(2).take(letters - 4);
        let on_pages = |part: &str| {
            self.dictionary()
                .occurs(TextField::Exact, part, self.viewer)
        };
        cuts.map(|at| word.folded.split_at(at))
            .filter(|(one, other)| on_pages(one) && on_pages(other))
            .map(|(one, other)| vec![one.to_owned(), other.to_owned()])
            .collect()
    }

    /// Returns two words as one, if pages have it: sub-national, subnational.
    fn joined(&self, one: &QueryWord, other: &QueryWord) -> Vec<Vec<String>> {
        let joined = format!("{}{}", one.folded, other.folded);
        let stems = stems_of(self.dictionary().languages(self.viewer), &joined, &joined);
        let known = stems
            .iter()
            .any(|stem| self.dictionary().occurs(TextField::Stem, stem, self.viewer));
        if known {
            vec![vec![joined]]
        } else {
            Vec::new()
        }
    }
}

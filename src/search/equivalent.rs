//! What finds a page as a word of a query does: the word's stems in the page's own text or beside
//! it, terms and countries that are called so, phrases that mean the same, other spellings.
//!
//! A phrase of the query that means the same as something else ("mobile network operator" and MNO)
//! gives each of its words that other thing, so that a page with it has all of them.

use tantivy::query::{BoostQuery, ConstScoreQuery, Query, RegexPhraseQuery};
use tantivy::schema::Field;

use crate::domain::Viewer;
use crate::search::analyser::{SEPARATOR, STEM_MARK};
use crate::search::careful::CarefulQuery;
use crate::search::clause::{Clause, ClauseKind, QueryWord};
use crate::search::lexicon::{Lexicon, key_of};

use crate::search::schema::TextField;
use crate::search::shorten::{beginning_by_long, beginning_by_short};
use crate::search::simple::{facet, stems, stems_of, term, union};
use crate::search::snapshot::Snapshot;
use crate::search::statistics::rarity;
use crate::search::words::fold_text;

/// What a word is worth beside the page's own text: in a list of sources, in the label of a term.
const LOW: f32 = 0.3;
const LABEL: f32 = 0.35;
/// The same for what a page is about, a country's name, and for what it is, the name of its kind.
const COUNTRY: f32 = 1.0;
const KIND: f32 = 0.7;
/// What another word for the same is worth.
const SYNONYM: f32 = 0.8;
/// The same in a title, beside the text.
const SYNONYM_TITLE: f32 = 1.6;

/// Words on more pages than this share, where that is many pages, find enough by themselves.
const FREQUENT: u64 = 20;
const MANY: u64 = 200;

/// Only words on few pages are looked for in two parts.
const FEW: u64 = 20;

/// Most words of a phrase that is looked up.
const LONGEST_PHRASE: usize = 7;

/// Most entries of a dictionary that are looked at for one word.
const MOST_FORMS: usize = 2_000;

/// How many names of a country are marked in texts.
const NAMES: usize = 3;

/// Most pages of a term that are counted.
const ENOUGH: usize = 2_000;

/// Something else that a word of a query may be on a page.
pub(crate) struct Equivalent {
    pub(crate) query: Box<dyn Query>,
    /// About how many pages have it.
    pub(crate) pages: u64,
    /// What to mark: phrases of folded words.
    pub(crate) marks: Vec<Vec<String>>,
}

/// What finds the pages that have a word themselves.
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
                .all(|pair| pair[1].place.start.saturating_sub(pair[0].place.end) <= 3);
            let telling = stops[start..end].iter().filter(|stop| !**stop).count();
            if !together {
                break;
            }
            if telling == 0 {
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
                for place in (start..end).filter(|&place| !stops[place]) {
                    // A page that has it has it once, for all words of the phrase.
                    let share = 1.0 / telling as f32;
                    found[place].push(Equivalent {
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

struct EquivalentFinder<'s> {
    snapshot: &'s Snapshot,
    viewer: Viewer,
}

type EquivalentQuery = (Box<dyn Query>, u64, Vec<Vec<String>>);

impl EquivalentFinder<'_> {
    /// Finds what means the same as a phrase of the query.
    fn of_phrase(&self, words: &[&QueryWord]) -> Vec<EquivalentQuery> {
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
    fn joined_pair(&self, one: &QueryWord, other: &QueryWord) -> Vec<EquivalentQuery> {
        let joined = self.joined(one, other).into_iter();
        joined.filter_map(|phrase| self.phrase(phrase)).collect()
    }

    /// Makes a query of words that stand together on a page, in any of their forms.
    fn phrase(&self, phrase: Vec<String>) -> Option<EquivalentQuery> {
        let languages = self.snapshot.dictionary().languages(self.viewer);
        if let [word] = &phrase[..] {
            let mut any: Vec<Box<dyn Query>> = Vec::new();
            let mut pages = 0;
            for stem in stems_of(languages, word, word) {
                let marked = format!("{STEM_MARK}{stem}");
                for (place, stem, worth) in [
                    (TextField::Stem, &stem, SYNONYM),
                    (TextField::Low, &stem, LOW * SYNONYM),
                    (TextField::Title, &marked, SYNONYM_TITLE),
                ] {
                    let with = self
                        .snapshot
                        .dictionary()
                        .pages_with(place, stem, self.viewer);
                    if with > 0 {
                        let term = term(self.snapshot, place, stem, self.viewer);
                        any.push(Box::new(BoostQuery::new(term, worth)));
                    }
                    pages = pages.max(with);
                }
            }
            return (!any.is_empty()).then(|| (union(any), pages, vec![phrase]));
        }
        let mut patterns = Vec::new();
        let mut pages = u64::MAX;
        for word in &phrase {
            let forms = self.forms(word);
            let with = forms.iter();
            let with = with.map(|form| {
                self.snapshot
                    .dictionary()
                    .pages_with(TextField::Exact, form, self.viewer)
            });
            pages = pages.min(with.sum());
            patterns.push(format!("({})", forms.join("|")));
        }
        if pages == 0 {
            return None;
        }
        let all = self.snapshot.audience(self.viewer).pages;
        let places = [
            (TextField::Exact, SYNONYM),
            (TextField::Title, SYNONYM_TITLE),
        ];
        let phrases = places.map(|(place, worth)| {
            let fields: Vec<Field> = self
                .snapshot
                .dictionary()
                .words(place, self.viewer)
                .collect();
            let phrases = fields.into_iter().map(|field| {
                let phrase = RegexPhraseQuery::new(field, patterns.clone());
                Box::new(CarefulQuery(Box::new(phrase))) as Box<dyn Query>
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
        let languages = self.snapshot.dictionary().languages(self.viewer);
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
            self.snapshot.dictionary().each_word(
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
            .snapshot
            .dictionary()
            .occurs(TextField::Exact, word, self.viewer)
        {
            forms.push(word.to_owned());
        }
        forms.sort_unstable();
        forms.dedup();
        forms.retain(|form| form.chars().all(char::is_alphanumeric));
        forms
    }

    /// Returns what pages give a short form or a long form, by how the entry begins.
    fn short_terms(&self, beginning: &str) -> Vec<Vec<String>> {
        let mut phrases = Vec::new();
        self.snapshot.dictionary().each_word(
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
            let stems = stems_of(
                self.snapshot.dictionary().languages(self.viewer),
                text,
                text,
            );
            let with = stems.iter();
            let with = with.map(|stem| {
                self.snapshot
                    .dictionary()
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
            self.snapshot
                .dictionary()
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
        let stems = stems_of(
            self.snapshot.dictionary().languages(self.viewer),
            &joined,
            &joined,
        );
        let known = stems.iter().any(|stem| {
            self.snapshot
                .dictionary()
                .occurs(TextField::Stem, stem, self.viewer)
        });
        if known {
            vec![vec![joined]]
        } else {
            Vec::new()
        }
    }
}

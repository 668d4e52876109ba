//! Pages like another page, and pages whose address is like a wrong one.

use std::cmp::Ordering;
use std::collections::HashMap;

use tantivy::postings::SegmentPostings;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, Query};
use tantivy::schema::IndexRecordOption;
use tantivy::tokenizer::{TokenStream, Tokenizer};
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

use crate::domain::suggestion::distance;
use crate::domain::{PagePath, Viewer};
use crate::search::analyser::{SEPARATOR, StemTokenizer, in_language};
use crate::search::language::Language;
use crate::search::schema::TextField;
use crate::search::simple::{boosted, term};
use crate::search::snapshot::Snapshot;
use crate::search::statistics::Statistics;
use crate::search::terms::{BonusTerms, WeightedTerm};
use crate::search::words::{LONGEST_WORD, fold_text, folded_words, head};

/// The bytes of a page that say what it is about.
const READ: usize = 4_000;

/// The number of its words that are looked for on other pages.
const WORDS: usize = 24;

/// The worth of a shared term of a facet beside a shared word.
const SHARED_TERM: f32 = 3.0;

/// Facets that say nothing of a page's subject.
const NO_SUBJECT: [&str; 5] = ["kind", "lang", "status", "author", "visibility"];

impl Snapshot {
    /// Returns the pages most like a page: with the words that make it differ from the others, and
    /// with the same terms. A page that the viewer may not see is like none.
    pub fn related(&self, path: &PagePath, viewer: Viewer, limit: usize) -> Vec<PagePath> {
        let Some(address) = self.find(path, viewer).filter(|_| limit > 0) else {
            return Vec::new();
        };
        // One more, for the page is most like itself. The engine fails only on a damaged file; then
        // no page is like another.
        let alike = self
            .relatives()
            .alike(address, viewer, limit + 1)
            .unwrap_or_default();
        alike
            .into_iter()
            .filter(|(_, found)| *found != address)
            .filter_map(|(_, found)| self.path(found))
            .take(limit)
            .collect()
    }

    /// Returns the pages whose address, title or alias is nearest to `text`.
    pub fn nearest(&self, text: &str, viewer: Viewer, limit: usize) -> Vec<PagePath> {
        let near = self.by_distance(text, viewer, limit).into_iter();
        near.map(|(_, path)| path).take(limit).collect()
    }

    /// Returns the pages that somebody may have meant by an address where nothing is: those whose
    /// name is a slip away, or has all the words of its last part.
    pub fn mistyped(&self, address: &str, viewer: Viewer, limit: usize) -> Vec<PagePath> {
        let last = fold_text(head(address, 300).rsplit('/').next().unwrap_or_default());
        let length = last.chars().count();
        let is_meant = |(distance, path): &(usize, PagePath)| {
            let name = fold_text(path.name());
            let has_word = |word: &str| folded_words(&name).any(|(known, _)| known == word);
            let mut words = folded_words(&last).peekable();
            let has_all = words.peek().is_some() && words.all(|(word, _)| has_word(&word));
            2 * distance <= length || has_all
        };
        let near = self.by_distance(address, viewer, limit).into_iter();
        let meant = near.filter(is_meant).map(|(_, path)| path);
        meant.take(limit).collect()
    }

    /// Returns pages that share words with `text`, or nearly, with how far they are from it: the
    /// nearest first.
    fn by_distance(&self, text: &str, viewer: Viewer, limit: usize) -> Vec<(usize, PagePath)> {
        let text = head(text, 300);
        let mut likeness: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (word, _) in folded_words(text).take(12) {
            if word.len() > LONGEST_WORD {
                continue;
            }
            let exact = term(self, TextField::Names, &word, viewer);
            likeness.push((Occur::Should, boosted(exact, 2.0)));
            let most = match word.chars().count() {
                0..=3 => continue,
                4..=5 => 1,
                _ => 2,
            };
            for field in self.dictionary().words(TextField::Names, viewer) {
                let term = Term::from_field_text(field, &word);
                let near = FuzzyTermQuery::new(term, most, true);
                likeness.push((Occur::Should, Box::new(near)));
            }
        }
        if likeness.is_empty() || limit == 0 {
            return Vec::new();
        }
        let query = self.gated(Box::new(BooleanQuery::new(likeness)), viewer);
        let found = self.best(&*query, 4 * limit.max(8), viewer);
        let wanted = fold_text(text);
        let last = fold_text(text.rsplit('/').next().unwrap_or(text));
        // Of those that share words, the nearest as a whole: the path, or its last part.
        let mut near: Vec<(usize, PagePath)> = found
            .into_iter()
            .filter_map(|address| self.path(address))
            .map(|path| {
                let whole = distance(&wanted, &fold_text(path.as_str()));
                let part = distance(&last, &fold_text(path.name()));
                (whole.min(part + 1), path)
            })
            .collect();
        // The engine's order, by rare shared words, decides between equals: the sort is stable.
        near.sort_by_key(|(distance, _)| *distance);
        near
    }
}

/// Finds pages that tell of similar things.
#[derive(Clone, Copy)]
pub(crate) struct Relatives<'s>(pub(crate) &'s Snapshot);

impl Snapshot {
    pub(crate) fn relatives(&self) -> Relatives<'_> {
        Relatives(self)
    }
}

impl<'s> Relatives<'s> {
    /// Returns the pages with most of a page's words and terms, the best first.
    ///
    /// Nearly every page has some of them, so the lists are read one after the other and added up:
    /// asking the engine for their union takes ten times as long.
    fn alike(
        &self,
        address: DocAddress,
        viewer: Viewer,
        most: usize,
    ) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let statistics = Statistics {
            snapshot: self.0,
            viewer,
        };
        let stems = BonusTerms::find(&statistics, &self.significant_stems(address, viewer));
        let subject = self.subject_terms(address);
        let mut best: Vec<(f32, DocAddress)> = Vec::new();
        let mut enough = 0.0;
        let mut room = 4 * most;
        let readers = self.0.searcher().segment_readers().iter();
        for ((ordinal, reader), segment) in (0..).zip(readers).zip(self.0.segments()) {
            let mut scores = vec![0.0_f32; reader.max_doc() as usize];
            stems.of_segment(ordinal, reader)?.add_to_all(&mut scores);
            let facets = reader.inverted_index(self.0.fields().facet)?;
            for term in &subject {
                let postings = facets.read_postings(term, IndexRecordOption::Basic)?;
                let mut postings = postings.unwrap_or_else(SegmentPostings::empty);
                while postings.doc() != TERMINATED {
                    if let Some(score) = scores.get_mut(postings.doc() as usize) {
                        *score += SHARED_TERM;
                    }
                    postings.advance();
                }
            }
            for (doc, score) in (0..).zip(scores) {
                if score < enough
                    || score <= 0.0
                    || reader.is_deleted(doc)
                    || !segment.may_see(doc, viewer)
                {
                    continue;
                }
                best.push((score, DocAddress::new(ordinal, doc)));
                if best.len() >= room {
                    best.select_nth_unstable_by(most - 1, by_score);
                    // Those that are as good as the last stay: their titles decide below.
                    enough = best[most - 1].0;
                    best.retain(|(score, _)| *score >= enough);
                    room = room.max(2 * best.len());
                }
            }
        }
        best.sort_unstable_by(by_score);
        if let Some((last, _)) = best.get(most.saturating_sub(1)) {
            let last = *last;
            best.retain(|(score, _)| *score >= last);
        }
        Ok(self.by_title(best, most))
    }

    /// Orders pages by score, and those of one score by title.
    fn by_title(&self, best: Vec<(f32, DocAddress)>, most: usize) -> Vec<(f32, DocAddress)> {
        let titled = best.into_iter();
        let titled = titled.map(|(score, address)| (score, self.0.title_key(address), address));
        let mut titled: Vec<(f32, String, DocAddress)> = titled.collect();
        titled.sort_unstable_by(|(one, first, _), (other, second, _)| {
            other.total_cmp(one).then_with(|| first.cmp(second))
        });
        titled.truncate(most);
        let titled = titled.into_iter();
        titled.map(|(score, _, address)| (score, address)).collect()
    }

    /// Returns the stems that tell a page from others, with their weight.
    fn significant_stems(&self, address: DocAddress, viewer: Viewer) -> Vec<WeightedTerm> {
        let stored = self.0.stored(address);
        let stored = stored.read();
        let language = Language::from_code(stored.language);
        let text = format!("{}\n{}", stored.summary, head(stored.text, READ));
        let mut counts: HashMap<String, u32> = HashMap::new();
        let mut tokenizer = StemTokenizer::stems();
        let marked = in_language(language, &text);
        tokenizer.token_stream(&marked).process(&mut |token| {
            if let Some(count) = counts.get_mut(token.text.as_str()) {
                *count += 1;
            } else {
                counts.insert(token.text.clone(), 1);
            }
        });
        // The most frequent first, so that the dictionary is asked for a few hundred at most.
        let mut counts: Vec<(u32, String)> = counts
            .into_iter()
            .filter(|(stem, _)| stem.chars().count() > 2)
            .map(|(stem, count)| (count, stem))
            .collect();
        counts.sort_unstable_by(|one, other| other.cmp(one));
        counts.truncate(4 * WORDS);
        let pages = self.0.audience(viewer).pages.max(1) as f32;
        let mut significant: Vec<(f32, String)> = counts
            .into_iter()
            .filter_map(|(count, stem)| {
                let frequency = self
                    .0
                    .dictionary()
                    .pages_with(TextField::Stem, &stem, viewer);
                // A word that is nowhere else leads nowhere.
                let rarity = (frequency > 1).then(|| (pages / frequency as f32).max(1.0).ln())?;
                Some(((count as f32).sqrt() * rarity, stem))
            })
            .collect();
        significant.sort_unstable_by(|(one, first), (other, second)| {
            other.total_cmp(one).then_with(|| first.cmp(second))
        });
        significant.truncate(WORDS);
        let most = significant
            .first()
            .map_or(1.0, |(weight, _)| *weight)
            .max(0.01);
        let weighted = significant.into_iter();
        weighted
            .map(|(weight, text)| WeightedTerm {
                text_field: TextField::Stem,
                text,
                boost: weight / most,
            })
            .collect()
    }

    /// Returns the facet values of a page that say what it is about.
    fn subject_terms(&self, address: DocAddress) -> Vec<Term> {
        let values = self.0.facet_index().of_page(address).into_iter();
        values
            .filter(|(key, _)| !NO_SUBJECT.contains(key))
            .map(|(key, term)| {
                Term::from_field_text(self.0.fields().facet, &format!("{key}{SEPARATOR}{term}"))
            })
            .collect()
    }
}

/// Puts the better page first.
fn by_score((one, _): &(f32, DocAddress), (other, _): &(f32, DocAddress)) -> Ordering {
    other.total_cmp(one)
}

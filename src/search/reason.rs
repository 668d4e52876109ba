//! Says why a page was found by words that its snippet does not show: what it cites, what it is
//! called, which terms it carries.

use std::cell::OnceCell;

use crate::domain::suggestion::distance;
use crate::search::lexicon::{Lexicon, NameMatch};
use crate::search::mark_finder::{MarkFinder, bits};
use crate::search::marks::Mark;
use crate::search::request::{Reason, ReasonKind};
use crate::search::snippet::{HitExcerpt, Substitute, WINDOW, note_instead};
use crate::search::snippet_parts::{push, window, write_parts};
use crate::search::stored::StoredText;
use crate::search::words::fold_text;

/// Most reasons that are given for one hit.
const MOST_REASONS: usize = 2;

/// Finds the reasons of the hits of one query.
pub(crate) struct Reasons<'m> {
    lexicon: &'m Lexicon,
    /// The marks that a name may have, each with the names that have it, once these are asked for.
    marks: Vec<(&'m Mark, OnceCell<Vec<NameMatch<'m>>>)>,
}

impl<'m> Reasons<'m> {
    pub(crate) fn new(lexicon: &'m Lexicon, marks: &'m [Mark]) -> Self {
        // The words of a phrase say nothing by themselves.
        let is_in_phrase = |index: usize| {
            let next = marks.get(index + 1);
            marks[index].follows || next.is_some_and(|next| next.follows)
        };
        let indexes = (0..marks.len()).filter(|index| !is_in_phrase(*index));
        Self {
            lexicon,
            marks: indexes
                .map(|index| (&marks[index], OnceCell::new()))
                .collect(),
        }
    }

    /// Returns the reasons of a page that carries some values of facets, for the words of the query
    /// that it does not show.
    pub(crate) fn of(
        &self,
        stored: &StoredText<'_>,
        values: &[(&str, &str)],
        shown: &mut HitExcerpt,
        finder: &mut MarkFinder<'_>,
    ) -> Vec<Reason> {
        let mut reasons = self.beside(stored, values, shown, finder);
        reasons.extend(self.meant(&shown.instead, shown.unseen));
        reasons
    }

    /// Says what stands on the page for words that are nowhere as they were typed.
    fn meant(&self, instead: &[Substitute], unseen: u64) -> Option<Reason> {
        let mut text = Vec::new();
        for instead in instead {
            let input = self.marks.iter().find_map(|(mark, _)| {
                let is_meant = mark.bits() == instead.word | instead.word << 32;
                mark.input.as_deref().filter(|_| is_meant)
            });
            let Some(input) = input.filter(|_| unseen & instead.word << 32 != 0) else {
                continue;
            };
            if is_spelling_of(&instead.text, input) {
                continue;
            }
            if !text.is_empty() {
                push(&mut text, " · ", false);
            }
            push(&mut text, &instead.text, true);
            push(&mut text, &format!(" ({input})"), false);
        }
        let because = ReasonKind::Means;
        (!text.is_empty()).then_some(Reason { because, text })
    }

    /// Adds why a page is found by the names of what it is about.
    fn add_named(
        &self,
        values: &[(&str, &str)],
        unseen: &mut u64,
        finder: &mut MarkFinder<'_>,
        reasons: &mut Vec<Reason>,
    ) {
        for (mark, names) in &self.marks {
            if *unseen & mark.bits() == 0 || reasons.len() == MOST_REASONS {
                continue;
            }
            let names = names.get_or_init(|| self.lexicon.named(&mark.folded));
            let carried = values.iter().find_map(|&value| {
                let mut names = names.iter();
                names.find(|name| (name.facet, name.term) == value)
            });
            let Some(named) = carried else {
                continue;
            };
            *unseen &= !mark.bits();
            let has_input = fold_text(named.text).contains(mark.folded.as_str())
                || bits(&finder.find(named.text)) & mark.bits() == mark.bits();
            let input = mark.input.as_deref().filter(|_| !has_input);
            let label = self.lexicon.names_of(named.facet, named.term).next();
            let label = label.unwrap_or(named.text);
            let mut text = Vec::new();
            if named.text == label && input.is_none_or(|input| is_spelling_of(label, input)) {
                push(&mut text, label, true);
            } else {
                push(&mut text, &format!("{label} ("), false);
                push(&mut text, input.unwrap_or(named.text), true);
                push(&mut text, ")", false);
            }
            reasons.push(Reason {
                because: ReasonKind::About,
                text,
            });
        }
    }

    fn beside(
        &self,
        stored: &StoredText<'_>,
        values: &[(&str, &str)],
        shown: &mut HitExcerpt,
        finder: &mut MarkFinder<'_>,
    ) -> Vec<Reason> {
        let HitExcerpt {
            unseen, instead, ..
        } = shown;
        let mut reasons = Vec::new();
        for &(because, text) in &stored.notes {
            if *unseen == 0 || reasons.len() == MOST_REASONS {
                return reasons;
            }
            let found = finder.find(text);
            if bits(&found) & *unseen == 0 {
                continue;
            }
            *unseen &= !bits(&found);
            let whole = 0..text.len();
            let part = window(text, &whole, &found, u64::MAX, WINDOW);
            note_instead(text, &found, &part, instead);
            reasons.push(Reason {
                because,
                text: write_parts(text, &whole, vec![part], &found),
            });
        }
        self.add_named(values, unseen, finder, &mut reasons);
        reasons
    }
}

/// Tells whether a phrase is only another spelling of a word.
fn is_spelling_of(phrase: &str, word: &str) -> bool {
    let letters = |text: &str| -> String {
        let folded = fold_text(text);
        folded
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect()
    };
    let (phrase, word) = (letters(phrase), letters(word));
    distance(&phrase, &word) * 4 <= word.chars().count()
}

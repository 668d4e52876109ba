//! Says why a page was found by words that its snippet does not show: what it cites, what it is
//! called, which terms it carries.

use std::cell::OnceCell;

use crate::search::lexicon::{Lexicon, Named};
use crate::search::plan::Mark;
use crate::search::request::{Because, Reason};
use crate::search::snippet::{Finder, WINDOW, bit_of, bits, push, window, write_parts};
use crate::search::stored::StoredText;

/// Most reasons that are given for one hit.
const MOST_REASONS: usize = 2;

/// Finds the reasons of the hits of one query.
pub(crate) struct Reasons<'m> {
    lexicon: &'m Lexicon,
    /// The marks that a name may have, each with the names that have it, once these are asked for.
    marks: Vec<(&'m Mark, OnceCell<Vec<Named<'m>>>)>,
}

impl<'m> Reasons<'m> {
    pub(crate) fn new(lexicon: &'m Lexicon, marks: &'m [Mark]) -> Self {
        let marks = marks.iter().filter(|mark| !mark.follows);
        Self {
            lexicon,
            marks: marks.map(|mark| (mark, OnceCell::new())).collect(),
        }
    }

    /// Returns the reasons of a page that carries some values of facets and does not show the words
    /// of the bits `unseen`.
    pub(crate) fn of(
        &self,
        stored: &StoredText<'_>,
        values: &[(&str, &str)],
        mut unseen: u32,
        finder: &mut Finder<'_>,
    ) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for &(because, text) in &stored.notes {
            if unseen == 0 || reasons.len() == MOST_REASONS {
                return reasons;
            }
            let found = finder.find(text);
            if bits(&found) & unseen == 0 {
                continue;
            }
            unseen &= !bits(&found);
            let whole = 0..text.len();
            let part = window(text, &whole, &found, u32::MAX, WINDOW);
            reasons.push(Reason {
                because,
                text: write_parts(text, &whole, vec![part], &found),
            });
        }
        for (mark, names) in &self.marks {
            let bit = bit_of(mark.word);
            if unseen & bit == 0 || reasons.len() == MOST_REASONS {
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
            unseen &= !bit;
            let label = self.lexicon.names_of(named.facet, named.term).next();
            let label = label.unwrap_or(named.text);
            let mut text = Vec::new();
            if named.text == label {
                push(&mut text, label, true);
            } else {
                push(&mut text, &format!("{label} ("), false);
                push(&mut text, named.text, true);
                push(&mut text, ")", false);
            }
            reasons.push(Reason {
                because: Because::About,
                text,
            });
        }
        reasons
    }
}

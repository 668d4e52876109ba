//! Edits to `vocabulary.toml` that leave every other byte of the file as it was: comments, the order
//! of keys, line ends.
//!
//! 1. `splice`, and `facets` for facets and groups, find the bytes to replace, by the `spans` that the
//!    parser gives; `writing` writes values as TOML.
//! 2. The outcome is read again. Where it is not the vocabulary that was meant, there is an error in
//!    place of a wrong file: whatever the first step overlooks ends here.

mod facets;
mod spans;
mod splice;
#[cfg(test)]
mod tests;
mod writing;

use std::collections::BTreeMap;

use thiserror::Error;

use crate::domain::Vocabulary;
use crate::domain::vocabulary::{Aliases, Facet, Term};

pub use crate::domain::vocabulary_edit::facets::FacetEdit;

/// One change to a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VocabularyEdit {
    /// Gives a term that is there other words; its id stays.
    Change {
        /// The key of the facet.
        facet: String,
        /// The term as it is to be, by its id.
        term: Box<Term>,
    },
    /// Adds a term behind the others of a facet.
    Add {
        /// The key of the facet.
        facet: String,
        /// The term.
        term: Box<Term>,
    },
    /// Gives a term that is there another id, also where others say that it took their place.
    Rename {
        /// The key of the facet.
        facet: String,
        /// The id that it has.
        from: String,
        /// The id that it is to have.
        to: String,
    },
    /// Says which words mean the same as a word; it is taken out where there are none.
    Synonyms {
        /// The word.
        word: String,
        /// The others.
        others: Vec<String>,
    },
    /// Changes a facet, or a group of its terms.
    Facet(FacetEdit),
}

/// Why an edit was not made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VocabularyEditError {
    /// The file is not a vocabulary.
    #[error("the vocabulary cannot be read: {0}")]
    Unreadable(String),
    /// Something to change is not there, something to add is, or terms need something to remove.
    #[error("the vocabulary has changed: what is to change is not there, or it is there already")]
    DoesNotFit,
    /// The text to be written would not read as what was asked for.
    #[error("the vocabulary is written in a way that cannot be edited here; change it with git")]
    WouldNotReadBack,
}

/// Makes edits, one after the other, in the text of a vocabulary.
///
/// # Errors
/// If the vocabulary cannot be read, or one of the edits does not fit it; then none is made.
pub fn edit(source: &str, edits: &[VocabularyEdit]) -> Result<String, VocabularyEditError> {
    let mut text = source.to_owned();
    for edit in edits {
        text = apply(&text, edit)?;
    }
    Ok(text)
}

fn apply(source: &str, edit: &VocabularyEdit) -> Result<String, VocabularyEditError> {
    let mut expected = Vocabulary::as_written(source).ok_or_else(|| {
        let (_, problems) = Vocabulary::parse(source);
        let first = problems.into_iter().next();
        VocabularyEditError::Unreadable(first.map_or_else(String::new, |one| one.message))
    })?;
    if !change(&mut expected, edit) {
        return Err(VocabularyEditError::DoesNotFit);
    }
    let splices = splice::splices(source, edit).ok_or(VocabularyEditError::WouldNotReadBack)?;
    let mut text = String::with_capacity(source.len() + 200);
    let mut at = 0;
    for (range, new) in splices {
        let kept = source.get(at..range.start);
        text.push_str(kept.ok_or(VocabularyEditError::WouldNotReadBack)?);
        text.push_str(&new);
        at = range.end;
    }
    text.push_str(source.get(at..).unwrap_or_default());
    match Vocabulary::as_written(&text) {
        Some(read) if read == expected => Ok(text),
        _ => Err(VocabularyEditError::WouldNotReadBack),
    }
}

/// Makes an edit of what was read; tells whether it fits.
fn change(vocabulary: &mut Vocabulary, edit: &VocabularyEdit) -> bool {
    match edit {
        VocabularyEdit::Change { facet, term } => {
            let facet = vocabulary.facets.iter_mut().find(|one| one.key == *facet);
            let terms = facet.into_iter().flat_map(|facet| &mut facet.terms);
            let known = terms.into_iter().find(|one| one.id == term.id);
            known.map(|known| known.clone_from(term)).is_some()
        }
        VocabularyEdit::Add { facet, term } => {
            let facet = vocabulary.facets.iter_mut().find(|one| one.key == *facet);
            let facet = facet.filter(|facet| facet.term(&term.id).is_none());
            facet
                .map(|facet| facet.terms.push(term.as_ref().clone()))
                .is_some()
        }
        VocabularyEdit::Rename { facet, from, to } => {
            let facet = vocabulary.facets.iter_mut().find(|one| one.key == *facet);
            let facet = facet.filter(|facet| facet.term(to).is_none());
            facet.is_some_and(|facet| rename(facet, from, to))
        }
        VocabularyEdit::Synonyms { word, others } => {
            match others.is_empty() {
                true => vocabulary.synonyms.remove(word),
                false => vocabulary.synonyms.insert(word.clone(), others.clone()),
            };
            true
        }
        VocabularyEdit::Facet(edit) => facets::change(vocabulary, edit),
    }
}

/// Gives a term of a facet another id; tells whether it is there.
fn rename(facet: &mut Facet, from: &str, to: &str) -> bool {
    let mut is_there = false;
    for term in &mut facet.terms {
        if term.id == from {
            to.clone_into(&mut term.id);
            is_there = true;
        }
        if let Some(by) = term.replaced_by.as_mut().filter(|by| *by == from) {
            to.clone_into(by);
        }
    }
    is_there
}

/// Returns the aliases of a term as a table of lists by language, without those that are empty: as a
/// plain list where all are English.
pub fn aliases(by_language: BTreeMap<String, Vec<String>>) -> Aliases {
    let mut all = by_language;
    all.retain(|_, list| !list.is_empty());
    match (all.len(), all.get("en")) {
        (0, _) => Aliases::default(),
        (1, Some(list)) => Aliases::List(list.clone()),
        _ => Aliases::ByLanguage(all),
    }
}

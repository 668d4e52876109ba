//! [`FacetEdit`]: facets, and the groups of their terms, added, given other words and taken out.

use toml::de::DeTable;

use crate::domain::Vocabulary;
use crate::domain::vocabulary::{Facet, TermGroup};
use crate::domain::vocabulary_edit::spans::{Splice, Text, item, last_byte, named, spans_of};
use crate::domain::vocabulary_edit::writing;

/// One change to a facet, or to a group of its terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FacetEdit {
    /// Adds a facet behind the others; one that has neither groups nor terms yet.
    Add(Box<Facet>),
    /// Gives a facet that is there other words; its key, its groups and its terms stay.
    Change(Box<Facet>),
    /// Takes the facet with this key out, with its groups and terms.
    Remove(String),
    /// Adds a group behind the others of a facet.
    AddGroup {
        /// The key of the facet.
        facet: String,
        /// The group.
        group: TermGroup,
    },
    /// Gives a group that is there other words; its id stays.
    ChangeGroup {
        /// The key of the facet.
        facet: String,
        /// The group as it is to be, by its id.
        group: TermGroup,
    },
    /// Takes a group out that no term belongs to.
    RemoveGroup {
        /// The key of the facet.
        facet: String,
        /// The id of the group.
        group: String,
    },
}

/// Makes an edit of what was read; tells whether it fits.
pub(super) fn change(vocabulary: &mut Vocabulary, edit: &FacetEdit) -> bool {
    let all = &mut vocabulary.facets;
    let index_of = |all: &[Facet], key: &str| all.iter().position(|one| one.key == key);
    match edit {
        FacetEdit::Add(facet) => {
            let fits = index_of(all, &facet.key).is_none();
            all.extend(fits.then(|| facet.as_ref().clone()));
            fits
        }
        FacetEdit::Change(facet) => {
            let known = all.iter_mut().find(|one| one.key == facet.key);
            known.map(|known| reword(known, facet)).is_some()
        }
        FacetEdit::Remove(key) => index_of(all, key).map(|at| all.remove(at)).is_some(),
        FacetEdit::AddGroup { facet, group } => {
            let facet = all.iter_mut().find(|one| one.key == *facet);
            let facet = facet.filter(|facet| facet.group(&group.id).is_none());
            facet
                .map(|facet| facet.groups.push(group.clone()))
                .is_some()
        }
        FacetEdit::ChangeGroup { facet, group } => {
            let facet = all.iter_mut().find(|one| one.key == *facet);
            let groups = facet.into_iter().flat_map(|facet| &mut facet.groups);
            let known = groups.into_iter().find(|one| one.id == group.id);
            known.map(|known| known.clone_from(group)).is_some()
        }
        FacetEdit::RemoveGroup { facet, group } => {
            let facet = all.iter_mut().find(|one| one.key == *facet);
            let is_of = |facet: &Facet| {
                facet
                    .terms
                    .iter()
                    .any(|one| one.group.as_ref() == Some(group))
            };
            let facet = facet.filter(|facet| !is_of(facet));
            facet.is_some_and(|facet| {
                let before = facet.groups.len();
                facet.groups.retain(|one| one.id != *group);
                facet.groups.len() + 1 == before
            })
        }
    }
}

/// Gives a facet the words of another.
fn reword(known: &mut Facet, words: &Facet) {
    known.label.clone_from(&words.label);
    known.definition.clone_from(&words.definition);
    known.labels.clone_from(&words.labels);
    known.in_brief = words.in_brief;
}

/// Returns what an edit replaces; nothing where no such entry is found.
pub(super) fn splices(
    root: &DeTable<'_>,
    text: &Text<'_>,
    written: &Vocabulary,
    edit: &FacetEdit,
) -> Option<Vec<Splice>> {
    match edit {
        FacetEdit::Add(facet) => {
            let block = text.block("[[facet]]", writing::facet(facet));
            Some(vec![text.inserted(text.source.len(), &block)])
        }
        FacetEdit::Change(facet) => {
            let before = written.facet(&facet.key)?;
            let table = named(root, "facet", "key", &facet.key)?;
            text.changed(table, writing::facet(before), writing::facet(facet))
        }
        FacetEdit::Remove(key) => Some(vec![text.without(item(root, "facet", "key", key)?)?]),
        FacetEdit::AddGroup { facet, group } => {
            let facet = named(root, "facet", "key", facet)?;
            let block = text.block("[[facet.group]]", writing::group(group));
            let at = text.line_end(before_terms(facet)?);
            Some(vec![text.inserted(at, &block)])
        }
        FacetEdit::ChangeGroup { facet, group } => {
            let before = written.facet(facet)?.group(&group.id)?;
            let facet = named(root, "facet", "key", facet)?;
            let table = named(facet, "group", "id", &group.id)?;
            text.changed(table, writing::group(before), writing::group(group))
        }
        FacetEdit::RemoveGroup { facet, group } => {
            let facet = named(root, "facet", "key", facet)?;
            Some(vec![text.without(item(facet, "group", "id", group)?)?])
        }
    }
}

/// Returns the last byte of a facet's groups; of its own keys where it has none.
fn before_terms(facet: &DeTable<'_>) -> Option<usize> {
    let groups = facet
        .get("group")
        .and_then(|list| list.get_ref().as_array());
    let tables = groups.into_iter().flat_map(|items| items.iter());
    let last = tables.filter_map(|item| last_byte(item.get_ref().as_table()?));
    let own = ["key", "label", "definition", "labels", "from", "in_brief"];
    let own = own
        .iter()
        .filter_map(|key| Some(spans_of(facet, key)?.1.end));
    last.max().or_else(|| own.max())
}

//! The terms of a facet to choose from.

use crate::domain::vocabulary::Facet;
use crate::web::editing::form::view::{TermChoiceView, TermsView};

/// Returns the terms of a facet by their groups, and what is chosen among them.
pub(super) fn terms(facet: &Facet, chosen: &[String], language: &str) -> Vec<TermsView> {
    let term = |id: &str, label: &str, definition: &str| TermChoiceView {
        id: id.to_owned(),
        label: label.to_owned(),
        definition: definition.to_owned(),
        is_chosen: chosen.iter().any(|own| own == id),
    };
    let of = |group: Option<&str>| {
        let terms = facet
            .terms
            .iter()
            .filter(|one| !one.is_retired() || chosen.contains(&one.id))
            .filter(|one| one.group.as_deref() == group);
        terms
            .map(|one| term(&one.id, one.label_in(language), &one.definition))
            .collect::<Vec<_>>()
    };
    let mut groups: Vec<TermsView> = facet
        .groups
        .iter()
        .map(|group| TermsView {
            label: group.label_in(language).to_owned(),
            terms: of(Some(&group.id)),
        })
        .collect();
    let mut others = of(None);
    // What the vocabulary does not have is shown, so that it does not go unseen.
    let is_known = |id: &&String| facet.terms.iter().any(|one| one.id == **id);
    let unknown = chosen.iter().filter(|id| !is_known(id));
    others.extend(unknown.map(|id| term(id, id, "")));
    groups.push(TermsView {
        label: String::new(),
        terms: others,
    });
    groups.retain(|group| !group.terms.is_empty());
    groups
}

//! The filters beside the results of a search.

use crate::domain::Vocabulary;
use crate::domain::vocabulary::{COLUMNS, Facet, ROWS};
use crate::search::FacetCounts;
use crate::web::parts::facets;
use crate::web::parts::messages::Words;
use crate::web::parts::search_query::SearchQuery;

/// The number of groups that are unfolded.
const UNFOLDED: usize = 4;
/// Terms of a facet that are shown at once; the others are one click away.
const SHOWN_TERMS: usize = 8;
/// The same of facets whose terms are read as a whole.
const SHOWN_OF_AXES: usize = 16;
/// The facets with so many terms that they are searched.
const SEARCHED: [&str; 2] = ["country", "organisation"];

/// The terms of a facet, to choose from.
pub(crate) struct FacetView {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) shown: Vec<TermView>,
    pub(crate) more: Vec<TermView>,
    /// Whether it is unfolded.
    pub(crate) is_open: bool,
    /// Whether there is a box to search its terms.
    pub(crate) is_searched: bool,
}

/// A term to choose.
pub(crate) struct TermView {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) definition: String,
    /// The group of terms that it belongs to, in the reader's language.
    pub(crate) group: String,
    /// Whether the group's name stands above it.
    pub(crate) begins_group: bool,
    pub(crate) count: usize,
    pub(crate) checked: bool,
}

impl FacetView {
    /// Returns the facets that there is something to choose of.
    pub(crate) fn all(
        vocabulary: &Vocabulary,
        search: &SearchQuery,
        counts: &[FacetCounts],
        words: Words,
    ) -> Vec<Self> {
        let keys = facets::all(vocabulary);
        let views = keys.into_iter().filter_map(|(key, _)| {
            let found = counts.iter().find(|facet| facet.key == key);
            let counts = found.map_or(&[][..], |facet| &facet.counts);
            Self::of(vocabulary, search, key, counts, words)
        });
        let mut views: Vec<Self> = views.collect();
        for view in views.iter_mut().take(UNFOLDED) {
            view.is_open = true;
        }
        views
    }

    fn of(
        vocabulary: &Vocabulary,
        search: &SearchQuery,
        key: &str,
        counts: &[(String, usize)],
        words: Words,
    ) -> Option<Self> {
        let chosen = |term: &str| {
            let mut filters = search.filters.iter();
            filters.any(|(known, value)| known == key && value == term)
        };
        let counts = counts.iter();
        let mut terms: Vec<(&str, usize)> = counts.map(|(term, count)| (&**term, *count)).collect();
        // A filter stays visible, and removable, even where it leaves nothing.
        for (_, term) in search.filters.iter().filter(|(known, _)| known == key) {
            if !terms.iter().any(|(known, _)| known == term) {
                terms.push((term, 0));
            }
        }
        let is_open = terms.iter().any(|(term, _)| chosen(term));
        if terms.len() <= 1 && !is_open {
            return None;
        }
        let facet = vocabulary.facet(key);
        // The vocabulary's order means something (a life cycle); other facets come by number.
        if let Some(facet) = facet {
            let index_of = |id: &str| facet.terms.iter().position(|term| term.id == id);
            terms.sort_by_cached_key(|(term, _)| index_of(term).unwrap_or(usize::MAX));
        }
        let views = terms.into_iter().map(|(id, count)| TermView {
            checked: chosen(id),
            count,
            ..TermView::of(vocabulary, key, facet, id, words)
        });
        let mut shown: Vec<TermView> = views.collect();
        let limit = match [ROWS, COLUMNS, "kind"].contains(&key) {
            true => SHOWN_OF_AXES,
            false => SHOWN_TERMS,
        };
        let more = shown.split_off(limit.min(shown.len()));
        // What is chosen is never folded away.
        let (chosen, mut more): (Vec<_>, Vec<_>) = more.into_iter().partition(|term| term.checked);
        shown.extend(chosen);
        begin_groups(&mut shown);
        begin_groups(&mut more);
        Some(Self {
            key: key.to_owned(),
            label: facets::label(vocabulary, key, words),
            is_searched: SEARCHED.contains(&key) && !more.is_empty(),
            shown,
            more,
            is_open,
        })
    }
}

impl TermView {
    /// Returns a term that is not counted yet.
    fn of(
        vocabulary: &Vocabulary,
        key: &str,
        facet: Option<&Facet>,
        id: &str,
        words: Words,
    ) -> Self {
        let known = facet.and_then(|facet| Some((facet, facet.term(id)?)));
        let group = known.and_then(|(facet, term)| facet.group(term.group.as_deref()?));
        Self {
            label: match known {
                Some((_, term)) => term.label_in(words.code()).to_owned(),
                None => facets::term_label_in(vocabulary, key, id, words),
            },
            definition: known.map_or_else(String::new, |(_, term)| term.definition.clone()),
            group: group.map_or_else(String::new, |group| group.label_in(words.code()).to_owned()),
            begins_group: false,
            count: 0,
            checked: false,
            id: id.to_owned(),
        }
    }
}

/// Notes above which terms the name of their group stands.
fn begin_groups(terms: &mut [TermView]) {
    for index in 0..terms.len() {
        let begins = index == 0 || terms[index].group != terms[index - 1].group;
        terms[index].begins_group = begins && !terms[index].group.is_empty();
    }
}

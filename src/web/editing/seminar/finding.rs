//! Pages that could back a session: those that a search within its form finds.

use crate::domain::Kind;
use crate::search::Request;
use crate::site::{SitePage, View};
use crate::web::http::query::Query;
use crate::web::parts::context::Context;

/// The most pages that a search shows.
const FOUND: usize = 12;
/// Longest query, in characters.
const LONGEST: usize = 300;
/// The kinds of page that back a session.
pub(super) const KINDS: [Kind; 6] = [
    Kind::CaseStudy,
    Kind::Lesson,
    Kind::LiteratureNote,
    Kind::Consultation,
    Kind::Guidance,
    Kind::Resource,
];

/// A facet to narrow the search by.
pub(super) struct ExampleFacetView {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) terms: Vec<(String, String, bool)>,
}

/// A search within the form.
pub(super) struct ExampleSearch {
    pub(super) query: String,
    filters: Vec<(String, String)>,
}

impl ExampleSearch {
    pub(super) fn read(context: &Context, query: &Query) -> Self {
        let facets = &context.edition.vocabulary().facets;
        let keys = facets.iter().map(|facet| facet.key.as_str());
        let keys: Vec<&str> = std::iter::once("kind").chain(keys).collect();
        let pairs = query.pairs().iter();
        let filters =
            pairs.filter(|(key, value)| keys.contains(&key.as_str()) && !value.is_empty());
        Self {
            query: query.get("q").chars().take(LONGEST).collect(),
            filters: filters.take(keys.len()).cloned().collect(),
        }
    }

    pub(super) fn has(&self, key: &str, term: &str) -> bool {
        let mut filters = self.filters.iter();
        filters.any(|(known, value)| known == key && value == term)
    }

    /// Returns what is found; nothing where nothing was asked for.
    pub(super) fn run<'e>(
        &self,
        context: &Context,
        view: &View<'e>,
    ) -> Option<Vec<(&'e SitePage, String)>> {
        if self.query.is_empty() && self.filters.is_empty() {
            return None;
        }
        let names = context.names.of(&context.edition);
        let results = view.search(&Request {
            query: &self.query,
            filters: &self.filters,
            limit: FOUND,
            partial: true,
            names: Some(&names),
            ..Request::default()
        });
        let hits = results.hits.iter().filter_map(|hit| view.page(&hit.path));
        Some(hits.map(|item| (item.as_ref(), String::new())).collect())
    }

    pub(super) fn facets(&self, context: &Context) -> Vec<ExampleFacetView> {
        let vocabulary = context.edition.vocabulary();
        let language = context.words.code();
        let facets = vocabulary
            .facets
            .iter()
            .filter(|facet| facet.from.is_none());
        let view = facets.map(|facet| ExampleFacetView {
            label: facet.label_in(language).to_owned(),
            terms: facet
                .terms_in_use()
                .map(|term| {
                    let is_chosen = self.has(&facet.key, &term.id);
                    (
                        term.id.clone(),
                        term.label_in(language).to_owned(),
                        is_chosen,
                    )
                })
                .collect(),
            key: facet.key.clone(),
        });
        view.collect()
    }
}

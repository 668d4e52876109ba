//! Pages that could back a session: those that a search within its form finds, and those that fit its text.

use crate::domain::agenda::Session;
use crate::domain::slug::slug;
use crate::domain::{Kind, LinkRole, Page};
use crate::search::Request;
use crate::site::{Item, View};
use crate::web::http::query::Query;
use crate::web::parts::context::Context;

/// How many pages a search shows.
const FOUND: usize = 12;
/// How many pages are suggested.
const SUGGESTED: usize = 6;
/// Longest text by which pages are suggested, in characters.
const ABOUT: usize = 300;
/// Shortest word that says why a page fits, in characters.
const SHORTEST: usize = 4;
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
pub(super) struct FacetView {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) terms: Vec<(String, String, bool)>,
}

/// A search within the form.
pub(super) struct Search {
    pub(super) query: String,
    filters: Vec<(String, String)>,
}

impl Search {
    pub(super) fn read(context: &Context, asked: &Query) -> Self {
        let facets = &context.edition.vocabulary().facets;
        let keys = facets.iter().map(|facet| facet.key.as_str());
        let keys: Vec<&str> = std::iter::once("kind").chain(keys).collect();
        let pairs = asked.pairs().iter();
        let filters =
            pairs.filter(|(key, value)| keys.contains(&key.as_str()) && !value.is_empty());
        Self {
            query: asked.get("q").chars().take(ABOUT).collect(),
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
    ) -> Option<Vec<(&'e Item, String)>> {
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

    pub(super) fn facets(&self, context: &Context) -> Vec<FacetView> {
        let vocabulary = context.edition.vocabulary();
        let language = context.words.code();
        let facets = vocabulary
            .facets
            .iter()
            .filter(|facet| facet.from.is_none());
        let view = facets.map(|facet| FacetView {
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

/// Returns pages that fit the text of a session and are nowhere in the agenda, with what they share.
pub(super) fn suggested<'e>(
    context: &Context,
    view: &View<'e>,
    session: &Session,
    page: &Page,
    is_in: &dyn Fn(&Item) -> bool,
) -> Vec<(&'e Item, String)> {
    let parts = [&session.title, &session.summary]
        .into_iter()
        .chain(&session.questions);
    let about: Vec<&str> = parts.map(String::as_str).collect();
    let about: String = about.join(" ").chars().take(ABOUT).collect();
    let used = view.links().linked(page, LinkRole::Example);
    let near = view.finder().near_content(&about, SUGGESTED * 4);
    let fits = near.into_iter().filter(|item| {
        let is_used = used.iter().any(|known| known.page.path == item.page.path);
        KINDS.contains(&item.page.front.kind) && !is_used && !is_in(item)
    });
    let words = words_of(&about);
    let with_why = fits.map(|item| (item.as_ref(), why(context, item, &words)));
    with_why.take(SUGGESTED).collect()
}

fn words_of(text: &str) -> Vec<String> {
    let folded = slug(text);
    let words = folded
        .split('-')
        .filter(|word| word.chars().count() >= SHORTEST);
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// Says which words of a session a page has in its title, its summary or its terms.
fn why(context: &Context, item: &Item, words: &[String]) -> String {
    let vocabulary = context.edition.vocabulary();
    let front = &item.page.front;
    let terms = front.tags.iter().map(|tag| {
        vocabulary
            .term_label(&tag.facet, &tag.term, context.words.code())
            .to_owned()
    });
    let summary = front.summary.clone().unwrap_or_default();
    let own = std::iter::once(item.page.title.clone())
        .chain([summary])
        .chain(terms);
    let own = words_of(&own.collect::<Vec<_>>().join(" "));
    let shared: Vec<&str> = words
        .iter()
        .filter(|word| own.contains(word))
        .map(String::as_str)
        .take(6)
        .collect();
    match shared.as_slice() {
        [] => String::new(),
        shared => context
            .words
            .with("seminar-why", "words", shared.join(", ")),
    }
}

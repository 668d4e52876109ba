//! `/-/vocabulary`: every facet, its groups, and every term with what it is called, what it means and how many pages
//! carry it; and what pages carry that the vocabulary lacks.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;

use crate::domain::vocabulary::{Facet, Term};
use crate::site::View;
use crate::web::editing::edit::blocking;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::planned::{answer, organizers, saved};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::facets;
use crate::web::parts::messages::{Locale, Words};
use crate::web::parts::shell::Shell;

/// The most terms that the vocabulary lacks and that are listed.
const MOST_UNDEFINED: usize = 200;

/// Shows the page.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, page).await
}

#[derive(Template)]
#[template(path = "editing/vocabulary.html")]
struct VocabularyView {
    shell: Shell,
    /// The commit that was just made, if one was.
    saved: String,
    facets: Vec<VocabularyFacetView>,
    undefined: Vec<UndefinedTermView>,
    synonyms: usize,
}

struct VocabularyFacetView {
    key: String,
    label: String,
    definition: String,
    add: String,
    change: String,
    /// The groups of its terms: name, and where it is changed.
    groups: Vec<(String, String)>,
    add_group: String,
    terms: Vec<VocabularyTermView>,
}

struct VocabularyTermView {
    id: String,
    anchor: String,
    label: String,
    group: String,
    definition: String,
    note: String,
    /// Its names in other languages: code and name.
    labels: Vec<(&'static str, String)>,
    /// The languages without a name for it.
    lacks: String,
    aliases: Vec<String>,
    pages: usize,
    search: String,
    change: String,
    is_retired: bool,
    /// The term that replaces it.
    by: String,
}

/// A term that pages carry and the vocabulary lacks.
struct UndefinedTermView {
    facet: String,
    id: String,
    pages: usize,
    search: String,
    /// The term that may be meant.
    meant: String,
    replace: String,
    define: String,
}

/// The number of pages that carry a term, by facet and term.
pub(super) type TermUses = BTreeMap<(String, String), usize>;

/// Counts the pages that carry each term, as far as somebody may see them.
pub(super) fn uses(view: &View<'_>) -> TermUses {
    let mut uses = TermUses::new();
    for item in view.pages() {
        for tag in &item.page.front.tags {
            let key = (tag.facet.to_string(), tag.term.to_string());
            *uses.entry(key).or_default() += 1;
        }
    }
    uses
}

/// Returns the address where a term is changed.
pub(super) fn address(facet: &str, term: &str) -> String {
    let encode = crate::domain::path::encode_address;
    let term = encode(term);
    format!("/-/vocabulary/{facet}/{}", term.trim_start_matches('/'))
}

fn page(request: &EditRequest) -> Result<Reply, Error> {
    organizers(request)?;
    let context = request.context();
    let (words, vocabulary) = (context.words, context.edition.vocabulary());
    let uses = uses(&context.view());
    let view = VocabularyView {
        shell: Shell::new(context, &words.say("vocabulary")).without_index(),
        saved: saved(request),
        facets: (vocabulary.facets.iter())
            .map(|facet| VocabularyFacetView::of(facet, &uses, words))
            .collect(),
        undefined: undefined(&vocabulary.facets, &uses, words),
        synonyms: vocabulary.synonyms.len(),
    };
    answer(&view, false)
}

impl VocabularyFacetView {
    fn of(facet: &Facet, uses: &TermUses, words: Words) -> Self {
        Self {
            key: facet.key.clone(),
            label: facet.label_in(words.code()).to_owned(),
            definition: facet.definition.clone(),
            add: format!("/-/vocabulary/{}", facet.key),
            change: format!("/-/facets/{}", facet.key),
            groups: (facet.groups.iter())
                .map(|group| {
                    let id = crate::domain::path::encode_address(&group.id);
                    let id = id.trim_start_matches('/');
                    let address = format!("/-/groups/{}/{id}", facet.key);
                    (group.label_in(words.code()).to_owned(), address)
                })
                .collect(),
            add_group: format!("/-/groups/{}", facet.key),
            terms: (facet.terms.iter())
                .map(|term| VocabularyTermView::of(facet, term, uses, words))
                .collect(),
        }
    }
}

impl VocabularyTermView {
    fn of(facet: &Facet, term: &Term, uses: &TermUses, words: Words) -> Self {
        let others = Locale::ALL.into_iter().map(Locale::code);
        let others: Vec<&str> = others.filter(|code| *code != "en").collect();
        let labels = others
            .iter()
            .filter_map(|code| Some((*code, term.labels.get(*code)?.clone())));
        let lacks = others
            .iter()
            .filter(|code| !term.labels.contains_key(**code));
        let lacks: Vec<&str> = lacks.map(|code| facets::language_name(code)).collect();
        let by = term.replaced_by.as_deref().and_then(|by| facet.term(by));
        let key = (facet.key.clone(), term.id.clone());
        Self {
            anchor: format!("{}-{}", facet.key, term.id),
            label: term.label.clone(),
            group: facet
                .group_of(&term.id)
                .map_or_else(String::new, |group| group.label_in(words.code()).to_owned()),
            definition: term.definition.clone(),
            note: term.note.clone(),
            labels: labels.collect(),
            lacks: lacks.join(", "),
            aliases: (term.aliases.all().into_iter())
                .map(|(_, alias)| alias.to_owned())
                .collect(),
            pages: uses.get(&key).copied().unwrap_or_default(),
            search: facets::address(&facet.key, &term.id),
            change: address(&facet.key, &term.id),
            is_retired: term.is_retired(),
            by: by.map_or_else(String::new, |by| by.label_in(words.code()).to_owned()),
            id: term.id.clone(),
        }
    }
}

/// Returns the terms that pages carry and the vocabulary lacks, by facet.
fn undefined(all: &[Facet], uses: &TermUses, words: Words) -> Vec<UndefinedTermView> {
    let of_facet = all.iter().flat_map(|facet| {
        let used = uses.iter().filter(|((key, _), _)| *key == facet.key);
        let unknown = used.filter(|((_, id), _)| facet.term(id).is_none());
        unknown.map(move |((key, id), pages)| UndefinedTermView {
            facet: facet.label_in(words.code()).to_owned(),
            pages: *pages,
            search: facets::address(key, id),
            meant: facet.meant(id).map_or_else(String::new, |meant| {
                let term = facet.term(meant);
                term.map_or(meant, |term| term.label_in(words.code()))
                    .to_owned()
            }),
            replace: address(key, id),
            define: format!(
                "/-/vocabulary/{key}?{}",
                query_string([("id", id.as_str())])
            ),
            id: id.clone(),
        })
    });
    of_facet.take(MOST_UNDEFINED).collect()
}

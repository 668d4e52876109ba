//! `/-/glossary`: the terms of the vocabulary, and a page of each, made from the pages that a reader may
//! see.

use askama::Template;

use crate::domain::Role;
use crate::domain::vocabulary::{COLUMNS, Facet, ROWS, Term};
use crate::site::{SitePage, View};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::pages::subject::{SubjectList, SubjectView, TermQuestion};
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::grid::MapQuery;
use crate::web::parts::lists::TextLink;
use crate::web::parts::messages::{Words, sort_key};
use crate::web::parts::shell::Shell;

#[derive(Template)]
#[template(path = "pages/glossary.html")]
struct GlossaryView {
    shell: Shell,
    facets: Vec<GlossaryFacetView>,
    /// Whether whoever looks may change the vocabulary.
    may_change: bool,
}

/// A facet with its terms.
struct GlossaryFacetView {
    id: String,
    label: String,
    definition: String,
    groups: Vec<GroupView>,
}

/// The terms of a facet that stand together, under the name of their group if they are in one.
struct GroupView {
    label: String,
    definition: String,
    terms: Vec<GlossaryTermView>,
}

struct GlossaryTermView {
    id: String,
    label: String,
    address: String,
    definition: String,
    note: String,
    count: usize,
    is_retired: bool,
    /// The address and the name of what took its place.
    by: Option<TextLink>,
}

/// Answers `/-/glossary`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let words = context.words;
    let vocabulary = context.edition.vocabulary();
    let view = context.view();
    let mut counts = std::collections::HashMap::new();
    for item in view.pages() {
        for tag in &item.page.front.tags {
            *counts
                .entry((tag.facet.as_str(), tag.term.as_str()))
                .or_insert(0) += 1;
        }
    }
    let term = |facet: &Facet, term: &Term| GlossaryTermView {
        id: format!("{}-{}", facet.key, term.id),
        label: term.label_in(words.code()).to_owned(),
        address: term_address(&facet.key, &term.id),
        definition: term.definition.clone(),
        note: term.note.clone(),
        count: counts
            .get(&(facet.key.as_str(), term.id.as_str()))
            .copied()
            .unwrap_or(0),
        is_retired: term.is_retired(),
        by: replacement(facet, term, words),
    };
    let facets = vocabulary.facets.iter().map(|facet| GlossaryFacetView {
        id: facet.key.clone(),
        label: facet.label_in(words.code()).to_owned(),
        definition: facet.definition.clone(),
        groups: groups(facet, words, &|one| term(facet, one)),
    });
    let mut shell = Shell::new(context, &words.say("glossary"));
    shell.description = words.say("glossary-lead").into_owned();
    let html = GlossaryView {
        shell,
        facets: facets.collect(),
        may_change: context.can_write && context.audience.role() >= Some(Role::Organizer),
    };
    Ok(Reply::html(html.render()?))
}

/// Returns what took the place of a retired term.
fn replacement(facet: &Facet, term: &Term, words: Words) -> Option<TextLink> {
    let by = facet.term(term.replaced_by.as_deref()?)?;
    Some(TextLink {
        text: by.label_in(words.code()).to_owned(),
        address: term_address(&facet.key, &by.id),
    })
}

/// Returns the terms of a facet, those of a group together.
fn groups(facet: &Facet, words: Words, view: &dyn Fn(&Term) -> GlossaryTermView) -> Vec<GroupView> {
    let parts = facet.terms.chunk_by(|one, next| one.group == next.group);
    let group = |terms: &[Term]| {
        let group = terms.first().and_then(|term| facet.group_of(&term.id));
        GroupView {
            label: group.map_or_else(String::new, |one| one.label_in(words.code()).to_owned()),
            definition: group.map_or_else(String::new, |one| one.definition.clone()),
            terms: terms.iter().map(view).collect(),
        }
    };
    parts.map(group).collect()
}

/// Returns the address of the page of a term.
pub(crate) fn term_address(facet: &str, term: &str) -> String {
    format!("/-/glossary/{facet}/{term}")
}

/// Answers `/-/glossary/<facet>/<term>`.
pub(crate) fn term(context: &Context) -> Result<Reply, Error> {
    let rest = context.below("/-/glossary/")?;
    let (key, id) = rest.split_once('/').ok_or(Error::NotFound)?;
    let words = context.words;
    let facet = context
        .edition
        .vocabulary()
        .facet(key)
        .ok_or(Error::NotFound)?;
    let term = facet.term(id).ok_or(Error::NotFound)?;
    let view = context.view();
    let items = view
        .pages()
        .filter(|item| item.page.front.terms(key).any(|one| one == id));
    let items: Vec<&SitePage> = items.map(AsRef::as_ref).collect();
    let title = term.label_in(words.code());
    let mut names: Vec<String> = term
        .aliases
        .all()
        .into_iter()
        .map(|(_, name)| name.to_owned())
        .collect();
    names.extend(
        term.labels
            .values()
            .filter(|label| *label != title)
            .cloned(),
    );
    names.sort_by_cached_key(|name| sort_key(name));
    let mut shell = Shell::new(context, title);
    shell.description.clone_from(&term.definition);
    let html = SubjectView {
        shell,
        sort: facet.label_in(words.code()).to_owned(),
        sort_address: Some(format!("/-/glossary#{key}")),
        group: facets::group_label(context.edition.vocabulary(), key, id, words).to_owned(),
        questions: questions(&view, key, id),
        title: title.to_owned(),
        definition: term.definition.clone(),
        note: term.note.clone(),
        is_retired: term.is_retired(),
        by: replacement(facet, term, words),
        names,
        list: SubjectList::of(context, &items),
        works: Vec::new(),
        gaps: gaps(context, key, id),
        search: Some(facets::address(key, id)),
        person: None,
    };
    Ok(Reply::html(html.render()?))
}

/// Returns the questions that ask about a term.
fn questions(view: &View<'_>, key: &str, id: &str) -> Vec<TermQuestion> {
    let mut questions = Vec::new();
    for item in view.pages() {
        let details = item.page.front.details();
        for (anchor, question) in details.question_anchors().zip(&details.questions) {
            let mut topics = question.topics.iter();
            if topics.any(|topic| topic.facet == *key && topic.term == *id) {
                questions.push(TermQuestion {
                    link: TextLink {
                        text: format!("{} {}", question.id, question.text)
                            .trim()
                            .to_owned(),
                        address: format!("{}#{anchor}", item.page.path.address()),
                    },
                    prompts: question.options.clone(),
                });
            }
        }
    }
    questions
}

/// Returns the terms of the map's other axis with which no case study carries this one.
fn gaps(context: &Context, key: &str, id: &str) -> Vec<TextLink> {
    let other = match key {
        ROWS => COLUMNS,
        COLUMNS => ROWS,
        _ => return Vec::new(),
    };
    let Some(facet) = context.edition.vocabulary().facet(other) else {
        return Vec::new();
    };
    let cross = MapQuery::default().cross(context);
    let is_gap = |term: &&Term| {
        let pair = match key {
            ROWS => (id.to_owned(), term.id.clone()),
            _ => (term.id.clone(), id.to_owned()),
        };
        !term.is_retired() && !cross.cells.contains_key(&pair)
    };
    let gaps = facet.terms.iter().filter(is_gap);
    gaps.map(|term| TextLink {
        text: term.label_in(context.words.code()).to_owned(),
        address: term_address(other, &term.id),
    })
    .collect()
}

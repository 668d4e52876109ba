//! What the site knows of a term, a country, an organisation or a person, made from the pages that a
//! reader may see: `/-/glossary`, `/-/countries/…`, `/-/organisations/…` and `/-/people/…`.
//!
//! Nobody writes these pages. What nothing is known of is not there.

use askama::Template;

use crate::domain::vocabulary::{COLUMNS, Facet, ROWS, Term};
use crate::domain::{Kind, Role, country};
use crate::render::Reference;
use crate::site::{HistoryError, Item, Subject, View};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::pages::person::PersonView;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::grid::MapQuery;
use crate::web::parts::lists::{ListEntry, ListGroup, TextLink};
use crate::web::parts::messages::{Words, sort_key};
use crate::web::parts::shell::Shell;

/// How many pages of a kind are named; a link leads to all.
const MOST: usize = 100;
/// The order in which kinds are told.
const ORDER: [Kind; 10] = [
    Kind::CaseStudy,
    Kind::Lesson,
    Kind::LiteratureNote,
    Kind::Guidance,
    Kind::Event,
    Kind::Survey,
    Kind::SurveyResponse,
    Kind::Consultation,
    Kind::Resource,
    Kind::Page,
];

#[derive(Template)]
#[template(path = "pages/glossary.html")]
struct GlossaryView {
    shell: Shell,
    facets: Vec<FacetView>,
    /// Whether whoever looks may change the vocabulary.
    may_change: bool,
}

/// A facet with its terms.
struct FacetView {
    id: String,
    label: String,
    definition: String,
    groups: Vec<GroupView>,
}

/// The terms of a facet that stand together, under the name of their group if they are in one.
struct GroupView {
    label: String,
    definition: String,
    terms: Vec<TermView>,
}

struct TermView {
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

#[derive(Template)]
#[template(path = "pages/subject.html")]
struct SubjectView {
    shell: Shell,
    /// What sort of thing it is, and where all of its sort are.
    sort: String,
    sort_address: Option<String>,
    /// The group of terms that it belongs to.
    group: String,
    /// The questions of questionnaires that ask about it.
    asked: Vec<Asked>,
    title: String,
    definition: String,
    note: String,
    is_retired: bool,
    /// What took its place.
    by: Option<TextLink>,
    /// Other words for it.
    names: Vec<String>,
    list: SubjectList,
    works: Vec<Reference>,
    /// Pairs with other terms that no case study carries.
    gaps: Vec<TextLink>,
    /// The search for all of it.
    search: Option<String>,
    /// What a person changed.
    person: Option<PersonView>,
}

/// A question that asks about a term, with what is to prompt the answer.
struct Asked {
    link: TextLink,
    prompts: Vec<String>,
}

/// The pages about something, by kind; the same words as the lists in texts.
struct SubjectList {
    shape: &'static str,
    groups: Vec<ListGroup>,
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
    let term = |facet: &Facet, term: &Term| TermView {
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
    let facets = vocabulary.facets.iter().map(|facet| FacetView {
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
fn groups(facet: &Facet, words: Words, view: &dyn Fn(&Term) -> TermView) -> Vec<GroupView> {
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
    let items: Vec<&Item> = items.map(AsRef::as_ref).collect();
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
        asked: asked(&view, key, id),
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
fn asked(view: &View<'_>, key: &str, id: &str) -> Vec<Asked> {
    let mut asked = Vec::new();
    for item in view.pages() {
        let details = item.page.front.details();
        for (anchor, question) in details.question_anchors().zip(&details.questions) {
            let mut topics = question.topics.iter();
            if topics.any(|topic| topic.facet == *key && topic.term == *id) {
                asked.push(Asked {
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
    asked
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

/// Answers `/-/countries/<code>`.
pub(crate) fn country(context: &Context) -> Result<Reply, Error> {
    let code = context.below("/-/countries/")?;
    let upper = code.to_ascii_uppercase();
    if !country::is_known(&upper) {
        return Err(Error::NotFound);
    }
    if code != upper {
        return Ok(Reply::moved(&format!("/-/countries/{upper}")));
    }
    let view = context.view();
    let items = view
        .pages()
        .filter(|item| item.page.front.countries.contains(&upper));
    let items: Vec<&Item> = items.map(AsRef::as_ref).collect();
    let title = context.words.country(&upper).unwrap_or(&upper).to_owned();
    subject(
        context,
        "facet-country",
        title,
        &items,
        Vec::new(),
        Some(("country", &upper)),
        None,
    )
}

/// Answers `/-/organisations/<name>`.
pub(crate) fn organisation(context: &Context) -> Result<Reply, Error> {
    let view = context.view();
    let found = view
        .cited()
        .organisation(&context.below("/-/organisations/")?);
    let found = found.ok_or(Error::NotFound)?;
    let search = Some(("organisation", found.name.as_str()));
    let items = items(&view, found);
    subject(
        context,
        "facet-organisation",
        found.name.clone(),
        &items,
        Vec::new(),
        search,
        None,
    )
}

/// Answers `/-/people/<name>`: who writes pages, who wrote works and who changes pages, on one page.
pub(crate) fn person(context: &Context) -> Result<Reply, Error> {
    let view = context.view();
    let slug = context.below("/-/people/")?;
    if !context.settings.may_have_page(&slug) {
        return Err(Error::NotFound);
    }
    let found = view.cited().person(&slug);
    let (person, is_reading) = match PersonView::of(context, &slug, found) {
        Ok(person) => (person, false),
        // Without the history the page says what the content says, and is not kept.
        Err(error) => (None, matches!(error, HistoryError::Reading(_))),
    };
    let contributor = person.as_ref().map(|person| person.name.clone());
    let name = found.map(|found| found.name.clone()).or(contributor);
    let name = name.ok_or(Error::NotFound)?;
    let (works, language) = (found.into_iter(), context.words.code());
    let works = works.flat_map(|found| found.works.iter());
    let works = works.filter_map(|key| view.bibliography().reference(key, language));
    let items = found.map_or_else(Vec::new, |found| items(&view, found));
    let mut reply = subject(
        context,
        "facet-author",
        name.clone(),
        &items,
        works.collect(),
        Some(("author", &name)),
        person,
    )?;
    reply.is_secret = is_reading;
    Ok(reply)
}

fn items<'e>(view: &View<'e>, subject: &Subject) -> Vec<&'e Item> {
    let pages = subject.pages.iter().filter_map(|path| view.page(path));
    pages.map(AsRef::as_ref).collect()
}

fn subject(
    context: &Context,
    sort: &str,
    title: String,
    items: &[&Item],
    works: Vec<Reference>,
    search: Option<(&str, &str)>,
    person: Option<PersonView>,
) -> Result<Reply, Error> {
    if items.is_empty() && works.is_empty() && person.is_none() {
        return Err(Error::NotFound);
    }
    let html = SubjectView {
        shell: Shell::new(context, &title),
        sort: context.words.say(sort).into_owned(),
        sort_address: None,
        group: String::new(),
        asked: Vec::new(),
        title,
        definition: String::new(),
        note: String::new(),
        is_retired: false,
        by: None,
        names: Vec::new(),
        list: SubjectList::of(context, items),
        works,
        gaps: Vec::new(),
        search: search
            .filter(|_| !items.is_empty())
            .map(|(key, value)| facets::address(key, value)),
        person,
    };
    Ok(Reply::html(html.render()?))
}

impl SubjectList {
    fn of(context: &Context, items: &[&Item]) -> Self {
        let groups = ORDER.into_iter().filter_map(|kind| {
            let of_kind = items.iter().filter(|item| item.page.front.kind == kind);
            let mut found: Vec<&Item> = of_kind.copied().collect();
            found.sort_by_cached_key(|item| sort_key(&item.page.title));
            found.truncate(MOST);
            let entries = found.iter().map(|item| ListEntry::plain(context, item));
            (!found.is_empty()).then(|| ListGroup {
                heading: Some(TextLink {
                    text: context.words.kinds(kind),
                    address: String::new(),
                }),
                entries: entries.collect(),
            })
        });
        Self {
            shape: "lines",
            groups: groups.collect(),
        }
    }
}

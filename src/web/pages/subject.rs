//! The pages of a country, an organisation or a person, made from the pages that a reader may
//! see: `/-/countries/…`, `/-/organisations/…` and `/-/people/…`. The page of a term looks the same.
//!
//! Nobody writes these pages. What nothing is known of is not there.

use askama::Template;

use crate::domain::{Kind, country};
use crate::render::Reference;
use crate::site::{HistoryError, NamedEntity, SitePage, View};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::pages::person::PersonView;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::lists::{ListEntry, ListGroup, TextLink};
use crate::web::parts::messages::sort_key;
use crate::web::parts::shell::Shell;

/// The most pages of a kind that are named; a link leads to all.
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
#[template(path = "pages/subject.html")]
pub(super) struct SubjectView {
    pub(super) shell: Shell,
    /// The sort of thing that it is, and the address of all of its sort.
    pub(super) sort: String,
    pub(super) sort_address: Option<String>,
    /// The group of terms that it belongs to.
    pub(super) group: String,
    /// The questions of questionnaires that ask about it.
    pub(super) questions: Vec<TermQuestion>,
    pub(super) title: String,
    pub(super) definition: String,
    pub(super) note: String,
    pub(super) is_retired: bool,
    /// The term that took its place.
    pub(super) by: Option<TextLink>,
    /// Other words for it.
    pub(super) names: Vec<String>,
    pub(super) list: SubjectList,
    pub(super) works: Vec<Reference>,
    /// Pairs with other terms that no case study carries.
    pub(super) gaps: Vec<TextLink>,
    /// The search for all of it.
    pub(super) search: Option<String>,
    /// The changes of a person.
    pub(super) person: Option<PersonView>,
}

/// A question that asks about a term, with what is to prompt the answer.
pub(super) struct TermQuestion {
    pub(super) link: TextLink,
    pub(super) prompts: Vec<String>,
}

/// The pages about something, by kind; the same words as the lists in texts.
pub(super) struct SubjectList {
    shape: &'static str,
    groups: Vec<ListGroup>,
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
    let items: Vec<&SitePage> = items.map(AsRef::as_ref).collect();
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

fn items<'e>(view: &View<'e>, subject: &NamedEntity) -> Vec<&'e SitePage> {
    let pages = subject.pages.iter().filter_map(|path| view.page(path));
    pages.map(AsRef::as_ref).collect()
}

fn subject(
    context: &Context,
    sort: &str,
    title: String,
    items: &[&SitePage],
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
        questions: Vec::new(),
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
    pub(super) fn of(context: &Context, items: &[&SitePage]) -> Self {
        let groups = ORDER.into_iter().filter_map(|kind| {
            let of_kind = items.iter().filter(|item| item.page.front.kind == kind);
            let mut found: Vec<&SitePage> = of_kind.copied().collect();
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

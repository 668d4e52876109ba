//! A page: its text, its card of metadata, and what the edition knows around it.

use std::sync::Arc;

use askama::Template;

use crate::domain::front_matter::Question;
use crate::domain::page::Heading;
use crate::domain::path::is_page_name;
use crate::domain::{Kind, LinkRole, ObjectId, Page, PagePath};
use crate::render::Article;
use crate::site::{Edition, Item, Version, View};
use crate::store::Revision;
use crate::web::card::{Card, Changed};
use crate::web::citation::{WorkView, downloads};
use crate::web::context::{Context, query_string};
use crate::web::error::Error;
use crate::web::facts::{self, Fact};
use crate::web::linked_data;
use crate::web::respond::Reply;
use crate::web::shell::{Shell, address_of_kind};
use crate::web::{attachment, facets, folder, lists};

/// How many files may have changed since a commit whose lists are shown as they were; beyond that they
/// are shown as they are.
const MOST_CHANGES: usize = 2_000;
/// How many related pages are shown.
const RELATED: usize = 5;

/// Answers every address that is not the site's own: a page, a folder, a page's source, an
/// attachment, or an old name.
pub(super) fn show(context: &Context) -> Result<Reply, Error> {
    let path = context.below("/")?;
    if let Some(trimmed) = path.strip_suffix('/') {
        let page = PagePath::parse(trimmed).map_err(|_| Error::NotFound)?;
        return Ok(Reply::moved(&page.address()));
    }
    let view = context.view();
    if is_page_name(&path) {
        return attachment::source(context, &path);
    }
    let parsed = PagePath::parse(&path).map_err(|_| Error::NotFound)?;
    if let Some(item) = view.page(&parsed) {
        // One page has one address: other spellings lead to it.
        if context.uri.path() != parsed.address() {
            return Ok(Reply::moved(&with_query(context, &parsed.address())));
        }
        return render(context, &view, item);
    }
    if let Some(blob) = view.attachment(&path) {
        return attachment::file(&view, &path, blob);
    }
    if view.is_folder(&parsed) {
        return folder::show(context, &parsed);
    }
    match view.alias(&parsed) {
        Some(item) => Ok(Reply::moved(&with_query(
            context,
            &item.page.path.address(),
        ))),
        None => Err(Error::NotFound),
    }
}

fn with_query(context: &Context, address: &str) -> String {
    match context.uri.query() {
        Some(query) => format!("{address}?{query}"),
        None => address.to_owned(),
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct PageView<'a> {
    shell: Shell,
    kind: Kind,
    /// Where all pages of the kind are.
    kind_address: String,
    trail: Vec<Crumb>,
    title: &'a str,
    summary: &'a str,
    facts: Vec<Fact>,
    text: Vec<lists::Part<'a>>,
    outline: Vec<&'a Heading>,
    earlier: Option<&'a Earlier>,
    translations: Vec<Translation>,
    /// Of a lesson: the examples that carry it. Of an example: nothing.
    drawn_from: Vec<Card>,
    /// Of an example: the lessons drawn from it.
    lessons: Vec<Card>,
    /// Of a literature note: its reference in full.
    reference: Option<WorkView>,
    /// The works that it uses, and where to take them along.
    works: Vec<WorkView>,
    downloads: Vec<(String, &'static str)>,
    /// Of a resource: where it is.
    outside: Option<Outside<'a>>,
    agenda: Vec<Session<'a>>,
    questions: Vec<QuestionPart<'a>>,
    answers: &'a [(String, String)],
    chapters: Vec<ChapterView<'a>>,
    linked_from: Vec<Card>,
    featured_in: Vec<Card>,
    related: Vec<Card>,
    changed: Option<Changed>,
    source_address: String,
    file: String,
    permalink: String,
    commit: String,
    problems: Vec<String>,
    draft: bool,
}

/// A page above this one.
struct Crumb {
    address: String,
    label: String,
}

/// The page as it was.
struct Earlier {
    date: String,
    commit: String,
    current: String,
}

struct Translation {
    language: String,
    name: String,
    address: String,
}

struct Outside<'a> {
    url: &'a str,
    host: &'a str,
    owner: &'a str,
}

struct Session<'a> {
    /// The id on the page.
    anchor: String,
    session: &'a crate::domain::front_matter::Session,
    /// The day, where it is not that of the session before.
    new_day: Option<String>,
    examples: Vec<Card>,
}

struct QuestionPart<'a> {
    name: &'a str,
    /// The id on the page, and the question.
    questions: Vec<(String, &'a Question)>,
}

struct ChapterView<'a> {
    title: &'a str,
    summary: &'a str,
    pages: Vec<Card>,
}

fn render(context: &Context, view: &View<'_>, item: &Item) -> Result<Reply, Error> {
    let context = &context.for_page(item.page.language("en"));
    let at = context.query.get("at");
    if at.is_empty() {
        let article = view.article(&item.page)?;
        let shown = Shown::today(&item.page, article);
        return view_of(context, view, item, &shown);
    }
    let commit: ObjectId = at.parse().map_err(|_| Error::NotFound)?;
    match view.earlier(&item.page, commit)?.ok_or(Error::NotFound)? {
        Version::Unchanged => {
            let article = view.article(&item.page)?;
            let mut shown = Shown::today(&item.page, article);
            shown.past = shown.past_of(context, commit)?;
            view_of(context, view, item, &shown)
        }
        Version::Earlier(version) => {
            let (page, article, revision) = *version;
            let mut shown = Shown::today(&page, article);
            shown.earlier = Some(Earlier::of(context, &item.page, &revision));
            shown.past = shown.past_of(context, commit)?;
            view_of(context, view, item, &shown)
        }
    }
}

/// A version of a page, to be shown.
struct Shown<'p> {
    page: &'p Page,
    article: Arc<Article>,
    /// When it was so, where it is so no more.
    earlier: Option<Earlier>,
    /// The edition from which its lists are filled, where that is an earlier one.
    past: Option<Edition>,
}

impl<'p> Shown<'p> {
    fn today(page: &'p Page, article: Arc<Article>) -> Self {
        Self {
            page,
            article,
            earlier: None,
            past: None,
        }
    }

    /// Returns the edition of an earlier commit where a list asks for it.
    fn past_of(&self, context: &Context, commit: ObjectId) -> Result<Option<Edition>, Error> {
        match self.article.lists.is_empty() {
            true => Ok(None),
            false => Ok(Edition::at(&context.edition, commit, MOST_CHANGES)?),
        }
    }
}

impl Earlier {
    fn of(context: &Context, page: &Page, revision: &Revision) -> Self {
        let time = context.words.time(revision.time);
        Self {
            date: time.map_or_else(String::new, |(words, _)| words),
            commit: revision.id.short(),
            current: page.path.address(),
        }
    }
}

fn view_of(
    context: &Context,
    view: &View<'_>,
    item: &Item,
    shown: &Shown<'_>,
) -> Result<Reply, Error> {
    let (page, article) = (shown.page, &*shown.article);
    let cards = |items: Vec<&Arc<Item>>| -> Vec<Card> {
        items
            .into_iter()
            .map(|item| Card::of(context, item))
            .collect()
    };
    let details = page.front.details();
    let by_kind = |kind: Kind, cards: Vec<Card>| {
        if page.front.kind == kind {
            cards
        } else {
            Vec::new()
        }
    };
    let carried = view.linking_as(page, |role| role == LinkRole::DrawnFrom);
    let featured = view.linking_as(page, |role| {
        matches!(role, LinkRole::Example | LinkRole::Chapter)
    });
    let mut linked_from = view.linked_from(page);
    linked_from.retain(|item| {
        let path = &item.page.path;
        !featured
            .iter()
            .chain(&carried)
            .any(|known| known.page.path == *path)
    });
    let citation = page.front.citation.as_ref();
    let reference =
        citation.and_then(|(key, _)| view.bibliography().reference(key, page.language("en")));
    let reference = reference.map(|reference| WorkView::of(view, &page.path, reference));
    let works = WorkView::all(view, &page.path, &article.references);
    let html = PageView {
        shell: shell(context, view, item, page, shown.earlier.is_some()),
        kind: page.front.kind,
        kind_address: address_of_kind(context, page.front.kind),
        trail: trail(context, view, &page.path),
        title: &page.title,
        summary: page.front.summary.as_deref().unwrap_or(""),
        facts: facts::of(context, page),
        outline: article
            .outline
            .iter()
            .filter(|heading| heading.level <= 3)
            .collect(),
        text: lists::parts(context, article, shown.past.as_ref()),
        translations: translations(view, page),
        drawn_from: by_kind(Kind::Lesson, cards(view.linked(page, LinkRole::DrawnFrom))),
        lessons: cards(carried),
        reference,
        works,
        downloads: downloads("page", &query_string([("path", page.path.as_str())])),
        outside: details.url.as_deref().map(|url| Outside {
            url,
            host: host_of(url),
            owner: details.owner.as_deref().unwrap_or(""),
        }),
        agenda: agenda(context, view, page),
        questions: question_parts(page),
        answers: &details.answers,
        chapters: details
            .chapters
            .iter()
            .map(|chapter| ChapterView {
                title: &chapter.title,
                summary: &chapter.summary,
                pages: referenced(context, view, page, &chapter.pages),
            })
            .collect(),
        linked_from: cards(linked_from),
        featured_in: cards(featured),
        related: cards(view.related(page, RELATED)),
        changed: Changed::of(context, item),
        source_address: page.path.source_address(),
        file: file_in_repository(context, &page.file),
        permalink: format!("{}?at={}", page.path.address(), view.revision().id),
        commit: view.revision().id.short(),
        problems: problem_lines(view, item),
        draft: view.is_draft(page) && shown.earlier.is_none(),
        earlier: shown.earlier.as_ref(),
    }
    .render()?;
    Ok(Reply::html(html))
}

/// Returns the problems of a page, one line each.
pub(super) fn problem_lines(view: &View<'_>, item: &Item) -> Vec<String> {
    let line = |problem: crate::domain::Problem| {
        let help = problem
            .help
            .map_or_else(String::new, |help| format!("; {help}"));
        format!("line {}: {}{help}", problem.position.line, problem.message)
    };
    view.problems_of(item).into_iter().map(line).collect()
}

fn file_in_repository(context: &Context, file: &str) -> String {
    match context.edition.folder() {
        "" => file.to_owned(),
        folder => format!("{folder}/{file}"),
    }
}

fn shell(context: &Context, view: &View<'_>, item: &Item, page: &Page, earlier: bool) -> Shell {
    let mut shell = Shell::new(context, &page.title).in_language(page.language("en"));
    shell.description = page.front.summary.clone().unwrap_or_default();
    shell.canonical = context.absolute(&page.path.address());
    shell.picture = context.absolute(&format!("/-/picture{}", page.path.address()));
    shell.data = Some(linked_data::of_page(context, item, page));
    shell.is_article = true;
    let mut alternates: Vec<(String, String)> = view
        .translations(page)
        .iter()
        .map(|item| {
            let address = context.absolute(&item.page.path.address());
            (item.page.language("en").to_owned(), address)
        })
        .collect();
    if !alternates.is_empty() {
        alternates.push((page.language("en").to_owned(), shell.canonical.clone()));
        alternates.sort();
    }
    shell.alternates = alternates;
    if earlier {
        shell.without_index()
    } else {
        shell
    }
}

fn trail(context: &Context, view: &View<'_>, path: &PagePath) -> Vec<Crumb> {
    let label = |path: &PagePath| match view.page(path) {
        _ if path.is_home() => context.words.say("home").into_owned(),
        Some(item) => item.page.title.clone(),
        None => facets::capital(&path.name().replace('-', " ")),
    };
    let ancestors = path.ancestors();
    ancestors
        .iter()
        .map(|path| Crumb {
            address: path.address(),
            label: label(path),
        })
        .collect()
}

fn translations(view: &View<'_>, page: &Page) -> Vec<Translation> {
    let all = view.translations(page);
    all.into_iter()
        .map(|item| Translation {
            language: item.page.language("en").to_owned(),
            name: facets::language_name(item.page.language("en")).to_owned(),
            address: item.page.path.address(),
        })
        .collect()
}

fn referenced(context: &Context, view: &View<'_>, page: &Page, names: &[String]) -> Vec<Card> {
    let items = names.iter().filter_map(|name| view.referenced(page, name));
    items.map(|item| Card::of(context, item)).collect()
}

fn agenda<'a>(context: &Context, view: &View<'_>, page: &'a Page) -> Vec<Session<'a>> {
    let mut day = "";
    let details = page.front.details();
    let sessions = details.session_anchors().zip(&details.sessions);
    sessions
        .map(|(anchor, session)| {
            let new_day = (session.day != day).then(|| match session.day.parse::<u32>() {
                Ok(number) => context.words.with("day-number", "number", number),
                Err(_) => crate::domain::date::Date::parse(&session.day)
                    .map_or_else(|| session.day.clone(), |date| context.words.date(date)),
            });
            day = &session.day;
            Session {
                anchor,
                session,
                new_day,
                examples: referenced(context, view, page, &session.examples),
            }
        })
        .collect()
}

fn question_parts(page: &Page) -> Vec<QuestionPart<'_>> {
    let mut parts: Vec<QuestionPart<'_>> = Vec::new();
    let details = page.front.details();
    for (anchor, question) in details.question_anchors().zip(&details.questions) {
        match parts.last_mut().filter(|part| part.name == question.part) {
            Some(part) => part.questions.push((anchor, question)),
            None => parts.push(QuestionPart {
                name: &question.part,
                questions: vec![(anchor, question)],
            }),
        }
    }
    parts
}

fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#'])
        .next()
        .unwrap_or(rest)
        .trim_start_matches("www.")
}

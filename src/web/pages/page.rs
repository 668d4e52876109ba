//! A page: its text, its card of metadata, and what the edition knows around it.

use std::sync::Arc;

use askama::Template;

use crate::domain::path::is_page_name;
use crate::domain::{Kind, LinkRole, ObjectId, Page, PagePath};
use crate::render::Article;
use crate::site::{Edition, Item, Version, View};
use crate::store::Revision;
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::pages::{attachment, deleted, folder, template_source};
use crate::web::parts::actions::{Actions, PageCorrection, ShownVersion, file_in_repository};
use crate::web::parts::agenda::{PageAgenda, RecordedAt};
use crate::web::parts::around::Surroundings;
use crate::web::parts::card::{Card, CardChange, referenced};
use crate::web::parts::context::Context;
use crate::web::parts::facts::FactCard;
use crate::web::parts::linked_data::{self, LinkedData};
use crate::web::parts::lists::{ArticlePart, ListView};
use crate::web::parts::outline::{Outline, OutlineEntry};
use crate::web::parts::own_address;
use crate::web::parts::problem_lines::problem_lines;
use crate::web::parts::questions::QuestionGroup;
use crate::web::parts::shell::{Shell, address_of_kind};
use crate::web::parts::trail::{Crumb, trail};
use crate::web::parts::versions::trouble;
use crate::web::parts::works::{WorkView, downloads};
use crate::web::parts::{facets, lists, questions};

/// How many files may have changed since a commit whose lists are shown as they were; beyond that they
/// are shown as they are.
const MOST_CHANGES: usize = 2_000;

/// How many bytes a page has beside its text and its agenda, about.
const OTHER_PARTS: usize = 24 << 10;

/// Answers every address that is not the site's own: a page, a folder, a page's source, an
/// attachment, or an old name.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
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
    if let Some((template, blob)) = view.files().template(&parsed) {
        return template_source::show(context, template, blob);
    }
    if let Ok(commit) = context.query.get("at").parse()
        && let Some(blob) = view.earlier_picture(&path, commit, shown_by(context).as_ref())?
    {
        return attachment::file(&view, &path, blob);
    }
    if let Some(blob) = view.attachment(&path) {
        return attachment::file(&view, &path, blob);
    }
    if view.is_folder(&parsed) {
        return folder::show(context, &parsed);
    }
    match view.links().alias(&parsed) {
        Some(item) => Ok(Reply::moved(&with_query(
            context,
            &item.page.path.address(),
        ))),
        None => match gone_at(context, &view, &parsed)? {
            Some(reply) => Ok(reply),
            None => deleted::gone(context, &parsed)?.ok_or(Error::NotFound),
        },
    }
}

/// Returns the page that a picture is asked for to show a version of.
fn shown_by(context: &Context) -> Option<PagePath> {
    PagePath::parse(context.query.get("of")).ok()
}

/// Answers for a page that is gone as it was, where a version is asked for.
fn gone_at(context: &Context, view: &View<'_>, path: &PagePath) -> Result<Option<Reply>, Error> {
    let at = context.query.get("at");
    // As long as the history is being read, it is not there.
    let versions = match at {
        "" => None,
        _ => view.versions(path).unwrap_or_default(),
    };
    let Some(versions) = versions else {
        return Ok(None);
    };
    let Ok(commit) = at.parse::<ObjectId>() else {
        let commit = versions.commit(at)?;
        let there = commit.map(|commit| versions.gone_at(commit)).transpose()?;
        let is_there = there.flatten().is_some();
        let commit = commit.filter(|_| is_there);
        return Ok(
            commit.map(|commit| Reply::see_other(&format!("{}?at={commit}", path.address())))
        );
    };
    let Some((item, article, revision)) = versions.gone_at(commit)? else {
        return Ok(None);
    };
    let context = &context.for_page(item.page.language("en"));
    let mut earlier = Earlier::of(context, &item.page, &revision);
    earlier.is_gone = true;
    let shown = Shown {
        item: &item,
        page: &item.page,
        past: past_of(context, &article, Some(commit))?,
        article,
        stand: ShownVersion::earlier(&revision),
        earlier: Some(earlier),
    };
    let html = shown.view(context, view).html()?;
    Ok(Some(Reply::html(own_address::fill(context, html))))
}

fn with_query(context: &Context, address: &str) -> String {
    match context.uri.query() {
        Some(query) => format!("{address}?{query}"),
        None => address.to_owned(),
    }
}

#[derive(Template)]
#[template(path = "pages/page.html")]
struct PageView<'a> {
    shell: Shell,
    kind: Kind,
    /// Where all pages of the kind are.
    kind_address: String,
    trail: Vec<Crumb>,
    title: &'a str,
    summary: &'a str,
    /// Its own address.
    address: String,
    actions: Actions,
    facts: FactCard,
    article: Arc<Article>,
    /// The lists in it, filled.
    lists: Vec<ListView>,
    outline: Vec<OutlineEntry>,
    earlier: Option<Earlier>,
    translations: Vec<Translation>,
    /// Of a lesson: the examples that carry it. Of an example: nothing.
    drawn_from: Vec<Card>,
    /// Of what was recorded at a session: which.
    recorded_at: Option<RecordedAt>,
    /// Of a decision: the pages that it is about.
    about: Vec<Card>,
    /// Of a literature note: its reference in full.
    reference: Option<WorkView>,
    /// The works that it uses, and where to take them along.
    works: Vec<WorkView>,
    downloads: Vec<(String, &'static str)>,
    /// Of a resource: where it is.
    outside: Option<Outside<'a>>,
    agenda: PageAgenda<'a>,
    questions: Vec<QuestionGroup<'a>>,
    answers: &'a [(String, String)],
    chapters: Vec<ChapterView<'a>>,
    around: Surroundings,
    changed: Option<CardChange>,
    /// Where the file is; empty where it is gone.
    source_address: String,
    /// Where its versions are.
    history: String,
    /// Where it stands who wrote which paragraph.
    blame: String,
    file: String,
    problems: Vec<String>,
    draft: bool,
}

/// The page as it was.
struct Earlier {
    date: String,
    commit: String,
    current: String,
    /// What changed since.
    since: String,
    /// Whether there is no such page any more.
    is_gone: bool,
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

struct ChapterView<'a> {
    title: &'a str,
    summary: &'a str,
    pages: Vec<Card>,
}

/// A version of a page, as it is to be shown.
struct Shown<'a> {
    item: &'a Item,
    page: &'a Page,
    article: Arc<Article>,
    stand: ShownVersion,
    earlier: Option<Earlier>,
    /// The edition from which its lists are filled, where that is an earlier one.
    past: Option<Arc<Edition>>,
}

/// Returns the edition of an earlier commit where a list of a text asks for it.
fn past_of(
    context: &Context,
    article: &Article,
    commit: Option<ObjectId>,
) -> Result<Option<Arc<Edition>>, Error> {
    match commit.filter(|_| !article.lists.is_empty()) {
        Some(commit) => Ok(Edition::at(&context.edition, commit, MOST_CHANGES)?),
        None => Ok(None),
    }
}

fn render<'e>(context: &Context, view: &View<'e>, item: &'e Item) -> Result<Reply, Error> {
    let context = &context.for_page(item.page.language("en"));
    let at = context.query.get("at");
    let at: Option<ObjectId> = match at.parse() {
        Ok(commit) => Some(commit),
        Err(_) if at.is_empty() => None,
        Err(_) => return Ok(Reply::see_other(&named(context, view, item, at)?)),
    };
    if let Some(commit) = at {
        let version = view.earlier(&item.page, commit)?.ok_or(Error::NotFound)?;
        if let Version::Earlier(version) = version {
            let (page, article, revision) = *version;
            let shown = Shown {
                item,
                page: &page,
                past: past_of(context, &article, at)?,
                article,
                stand: ShownVersion::earlier(&revision),
                earlier: Some(Earlier::of(context, &item.page, &revision)),
            };
            let html = shown.view(context, view).html()?;
            return Ok(Reply::html(own_address::fill(context, html)));
        }
    }
    let article = view.article(&item.page)?;
    let shown = Shown {
        item,
        page: &item.page,
        past: past_of(context, &article, at)?,
        article,
        stand: ShownVersion::current(view, item),
        earlier: None,
    };
    let html = shown.view(context, view).html()?;
    Ok(Reply::html(own_address::fill(context, html)))
}

/// Returns the address of a version that was named by the start of its id, a date or a tag.
fn named(context: &Context, view: &View<'_>, item: &Item, at: &str) -> Result<String, Error> {
    let path = &item.page.path;
    let versions = view.versions(path);
    let versions = versions.map_err(|error| trouble(context, error))?;
    let versions = versions.ok_or(Error::NotFound)?;
    let commit = versions.commit(at)?.ok_or(Error::NotFound)?;
    // What a tag names is told only where there is something to see.
    view.earlier(&item.page, commit)?.ok_or(Error::NotFound)?;
    Ok(format!("{}?at={commit}", path.address()))
}

impl Earlier {
    fn of(context: &Context, page: &Page, revision: &Revision) -> Self {
        let time = context.words.time(revision.time);
        Self {
            date: time.map_or_else(String::new, |(words, _)| words),
            commit: revision.id.short(),
            current: page.path.address(),
            since: format!("/-/diff{}?from={}", page.path.address(), revision.id),
            is_gone: false,
        }
    }
}

impl<'a> Shown<'a> {
    fn view(self, context: &Context, view: &View<'a>) -> PageView<'a> {
        let Self { item, page, .. } = self;
        let details = page.front.details();
        let language = page.language("en");
        let citation = page.front.citation.as_ref();
        let reference = citation.and_then(|(key, _)| view.bibliography().reference(key, language));
        let drawn_from = match page.front.kind {
            Kind::Lesson => view.links().linked(page, LinkRole::DrawnFrom),
            _ => Vec::new(),
        };
        let drawn_from = drawn_from.into_iter();
        let mut shown = PageView {
            shell: shell(context, view, item, page, self.earlier.is_some()),
            kind: page.front.kind,
            kind_address: address_of_kind(context, page.front.kind),
            trail: trail(context, view, &page.path),
            title: &page.title,
            summary: page.front.summary.as_deref().unwrap_or(""),
            address: page.path.address(),
            actions: Actions::of(context, view, page, self.stand),
            facts: FactCard::of(context, page),
            outline: Vec::new(),
            translations: translations(view, page),
            recorded_at: RecordedAt::of(view, page),
            about: view
                .links()
                .linked(page, LinkRole::About)
                .into_iter()
                .map(|item| Card::of(context, item))
                .collect(),
            drawn_from: drawn_from.map(|item| Card::of(context, item)).collect(),
            reference: reference.map(|reference| WorkView::of(view, &page.path, reference)),
            works: WorkView::all(view, &page.path, &self.article.references),
            downloads: downloads("page", &query_string([("path", page.path.as_str())])),
            outside: details.url.as_deref().map(|url| Outside {
                url,
                host: host_of(url),
                owner: details.owner.as_deref().unwrap_or(""),
            }),
            agenda: PageAgenda::of(context, view, page),
            questions: questions::of(context, view, page),
            answers: &details.answers,
            chapters: chapters(context, view, page),
            around: Surroundings::of(context, view, page),
            changed: CardChange::of(context, item),
            source_address: match self.earlier.as_ref().is_some_and(|earlier| earlier.is_gone) {
                true => String::new(),
                false => page.path.source_address(),
            },
            history: format!("/-/history{}", item.page.path.address()),
            blame: format!("/-/blame{}", item.page.path.address()),
            file: file_in_repository(context, &page.file),
            problems: problem_lines(view, item),
            draft: view.is_draft(page) && self.earlier.is_none(),
            lists: lists::fill_all(context, &self.article, self.past.as_deref()),
            article: self.article,
            earlier: self.earlier,
        };
        shown.outline = shown.lines(context, page);
        shown
    }
}

impl PageView<'_> {
    /// Returns the page as HTML. Room is made for all of it at once: each time that a text of hundreds of
    /// kilobytes has to grow, the system clears megabytes for it.
    fn html(&self) -> Result<String, askama::Error> {
        let data = self.shell.data.as_ref().map_or(0, LinkedData::bytes);
        let room = data + self.article.html.as_str().len() + self.agenda.room();
        let mut html = String::with_capacity(OTHER_PARTS + room);
        self.render_into(&mut html)?;
        Ok(html)
    }

    /// Returns the text in parts, with the lists between them.
    fn text(&self) -> Vec<ArticlePart<'_>> {
        let mut parts = lists::parts(&self.article, &self.lists);
        if let Some(address) = &self.actions.edit {
            let (address, label) = (
                format!("{address}?section="),
                self.shell.t.say("edit-section"),
            );
            for part in &mut parts {
                part.html = part.html.with_heading_links(&address, &label);
            }
        }
        parts
    }

    /// Returns the outline: every part of the page in the order in which they stand.
    fn lines(&self, context: &Context, page: &Page) -> Vec<OutlineEntry> {
        let mut outline = Outline::new(context.words);
        outline.agenda(&self.agenda);
        outline.part(self.reference.is_some(), "c-reference", "the-work");
        outline.headings(&self.article.outline);
        outline.details(page);
        outline.part(!self.about.is_empty(), "c-about", "field-about");
        outline.part(!self.drawn_from.is_empty(), "c-drawn", "drawn-from");
        outline.part(!self.works.is_empty(), "c-references", "references");
        let around = &self.around;
        for (is_there, id, message) in [
            (!around.lessons.is_empty(), "c-lessons", "lessons-drawn"),
            (!around.featured_in.is_empty(), "c-featured", "featured-in"),
            (!around.linked_from.is_empty(), "c-linked", "linked-from"),
            (!around.related.is_empty(), "c-related", "related-pages"),
        ] {
            outline.part(is_there, id, message);
        }
        outline.finish()
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
        .links()
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

fn translations(view: &View<'_>, page: &Page) -> Vec<Translation> {
    let all = view.links().translations(page);
    all.into_iter()
        .map(|item| Translation {
            language: item.page.language("en").to_owned(),
            name: facets::language_name(item.page.language("en")).to_owned(),
            address: item.page.path.address(),
        })
        .collect()
}

fn chapters<'a>(context: &Context, view: &View<'_>, page: &'a Page) -> Vec<ChapterView<'a>> {
    let chapters = page.front.details().chapters.iter();
    chapters
        .map(|chapter| ChapterView {
            title: &chapter.title,
            summary: &chapter.summary,
            pages: referenced(context, view, chapter.pages.iter().map(String::as_str)),
        })
        .collect()
}

fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#'])
        .next()
        .unwrap_or(rest)
        .trim_start_matches("www.")
}

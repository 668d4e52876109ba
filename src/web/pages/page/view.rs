//! The view of a page, or of an earlier version of it: what the template prints, made at once.

use std::sync::Arc;

use askama::Template;

use crate::domain::{Kind, LinkRole, Page};
use crate::render::Article;
use crate::site::{Edition, SitePage, View};
use crate::web::http::query::query_string;
use crate::web::pages::page::earlier::EarlierVersion;
use crate::web::parts::actions::{Actions, PageCorrection, ShownVersion, file_in_repository};
use crate::web::parts::agenda::{PageAgenda, RecordedAt};
use crate::web::parts::card::{Card, CardChange, referenced};
use crate::web::parts::context::Context;
use crate::web::parts::facts::FactCard;
use crate::web::parts::linked_data::{self, LinkedData};
use crate::web::parts::lists::{ArticlePart, ListView};
use crate::web::parts::outline::{Outline, OutlineEntry};
use crate::web::parts::problem_lines::problem_lines;
use crate::web::parts::questions::QuestionGroup;
use crate::web::parts::shell::{Shell, address_of_kind};
use crate::web::parts::surroundings::Surroundings;
use crate::web::parts::trail::{Crumb, trail};
use crate::web::parts::works::{WorkView, downloads};
use crate::web::parts::{facets, lists, questions};

/// The number of bytes that a page has beside its text and its agenda, about.
const OTHER_PARTS: usize = 24 << 10;

#[derive(Template)]
#[template(path = "pages/page.html")]
pub(super) struct PageView<'a> {
    shell: Shell,
    kind: Kind,
    /// The address of all pages of the kind.
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
    earlier: Option<EarlierVersion>,
    translations: Vec<Translation>,
    /// Of a lesson: the examples that carry it. Of an example: nothing.
    drawn_from: Vec<Card>,
    /// Of a record of a session: the session.
    recorded_at: Option<RecordedAt>,
    /// Of a decision: the pages that it is about.
    about: Vec<Card>,
    /// Of a literature note: its reference in full.
    reference: Option<WorkView>,
    /// The works that it uses, and where to take them along.
    works: Vec<WorkView>,
    downloads: Vec<(String, &'static str)>,
    /// Of a resource: where it is.
    outside: Option<ExternalSource<'a>>,
    agenda: PageAgenda<'a>,
    questions: Vec<QuestionGroup<'a>>,
    answers: &'a [(String, String)],
    chapters: Vec<ChapterView<'a>>,
    surroundings: Surroundings,
    changed: Option<CardChange>,
    /// The address of its source; empty where it is gone.
    source_address: String,
    /// The address of its versions.
    history: String,
    /// The address that says who wrote which paragraph.
    blame: String,
    file: String,
    problems: Vec<String>,
    draft: bool,
}

struct Translation {
    language: String,
    name: String,
    address: String,
}

struct ExternalSource<'a> {
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
pub(super) struct DisplayedVersion<'a> {
    pub(super) item: &'a SitePage,
    pub(super) page: &'a Page,
    pub(super) article: Arc<Article>,
    pub(super) stand: ShownVersion,
    pub(super) earlier: Option<EarlierVersion>,
    /// The edition from which its lists are filled, where that is an earlier one.
    pub(super) past: Option<Arc<Edition>>,
}

impl<'a> DisplayedVersion<'a> {
    pub(super) fn view(self, context: &Context, view: &View<'a>) -> PageView<'a> {
        let Self { item, page, .. } = self;
        let language = page.language("en");
        let citation = page.front.citation.as_ref();
        let reference = citation.and_then(|(key, _)| view.bibliography().reference(key, language));
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
            about: linked(context, view, page, LinkRole::About),
            drawn_from: match page.front.kind {
                Kind::Lesson => linked(context, view, page, LinkRole::DrawnFrom),
                _ => Vec::new(),
            },
            reference: reference.map(|reference| WorkView::of(view, &page.path, reference)),
            works: WorkView::all(view, &page.path, &self.article.references),
            downloads: downloads("page", &query_string([("path", page.path.as_str())])),
            outside: outside(page),
            agenda: PageAgenda::of(context, view, page),
            questions: questions::of(context, view, page),
            answers: &page.front.details().answers,
            chapters: chapters(context, view, page),
            surroundings: Surroundings::of(context, view, page),
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
    pub(super) fn html(&self) -> Result<String, askama::Error> {
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
        let surroundings = &self.surroundings;
        for (is_there, id, message) in [
            (
                !surroundings.lessons.is_empty(),
                "c-lessons",
                "lessons-drawn",
            ),
            (
                !surroundings.featured_in.is_empty(),
                "c-featured",
                "featured-in",
            ),
            (
                !surroundings.linked_from.is_empty(),
                "c-linked",
                "linked-from",
            ),
            (
                !surroundings.related.is_empty(),
                "c-related",
                "related-pages",
            ),
        ] {
            outline.part(is_there, id, message);
        }
        outline.finish()
    }
}

fn shell(context: &Context, view: &View<'_>, item: &SitePage, page: &Page, earlier: bool) -> Shell {
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

/// Returns the pages that one links in a role.
fn linked(context: &Context, view: &View<'_>, page: &Page, role: LinkRole) -> Vec<Card> {
    let all = view.links().linked(page, role);
    all.into_iter()
        .map(|item| Card::of(context, item))
        .collect()
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

/// Returns where a resource is, if it is elsewhere.
fn outside(page: &Page) -> Option<ExternalSource<'_>> {
    let details = page.front.details();
    let url = details.url.as_deref()?;
    Some(ExternalSource {
        url,
        host: host_of(url),
        owner: details.owner.as_deref().unwrap_or(""),
    })
}

fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#'])
        .next()
        .unwrap_or(rest)
        .trim_start_matches("www.")
}

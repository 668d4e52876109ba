//! `/-/coverage/<event>`: what the examples of an agenda cover, and what they do not. Each gap leads to the
//! search that could fill it.

mod matrix;
mod regions;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use crate::domain::{Kind, Page};
use crate::site::{SitePage, View};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::pages::coverage::matrix::{Matrix, matrix};
use crate::web::pages::coverage::regions::{missing_regions, regions};
use crate::web::parts::agenda::{AgendaSession, PageAgenda};
use crate::web::parts::context::{Context, page_path};
use crate::web::parts::session_doors::SessionLinks;
use crate::web::parts::shell::Shell;

/// The most countries without an example that are named.
const MOST_MISSING: usize = 40;

#[derive(Template)]
#[template(path = "pages/coverage.html")]
struct CoverageView {
    shell: Shell,
    event: CoverageLink,
    sessions: usize,
    examples: usize,
    pages: usize,
    without: Vec<CoverageGap>,
    twice: Vec<RepeatedExample>,
    kinds: Vec<(String, usize)>,
    missing_kinds: Vec<CoverageLink>,
    countries: Vec<(String, usize)>,
    missing_countries: Vec<CoverageLink>,
    regions: Vec<(String, usize)>,
    missing_regions: Vec<(String, String)>,
    matrix: Option<Matrix>,
    unrecorded: Vec<CoverageGap>,
}

struct CoverageLink {
    address: String,
    text: String,
}

/// A session that lacks something.
struct CoverageGap {
    session: CoverageLink,
    /// The page on which it could be found.
    fill: CoverageLink,
}

/// An example of more than one session.
struct RepeatedExample {
    page: CoverageLink,
    sessions: Vec<CoverageLink>,
}

/// Pages by path, each with the addresses and the titles of the sessions that it backs.
type SessionsByPage<'e> = BTreeMap<String, (&'e SitePage, Vec<(String, String)>)>;

/// Answers `/-/coverage/<event>`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let view = context.view();
    let path = page_path(&context.below("/-/coverage/")?)?;
    let item = view.page(&path).ok_or(Error::NotFound)?;
    let page = &item.page;
    if page.front.details().agenda.sessions.is_empty() {
        return Err(Error::NotFound);
    }
    let context = &context.for_page(page.language("en"));
    let words = context.words;
    let agenda = PageAgenda::of(context, &view, page);
    let used = used(&view, &agenda);
    let items: Vec<&SitePage> = used.values().map(|(item, _)| *item).collect();
    let title = words.with("coverage-of", "title", &page.title);
    let is_real = |session: &&AgendaSession<'_>| !session.session.is_break();
    let real: Vec<&AgendaSession<'_>> = agenda.sessions().filter(is_real).collect();
    let html = CoverageView {
        shell: Shell::new(context, &title),
        event: CoverageLink {
            address: page.path.address(),
            text: page.title.clone(),
        },
        sessions: real.len(),
        examples: real.iter().map(|one| one.examples.len()).sum(),
        pages: items.len(),
        without: without(context, page, &real),
        twice: twice(&used),
        kinds: kinds(context, &items),
        missing_kinds: missing_kinds(context, &items),
        countries: countries(context, &items),
        missing_countries: missing_countries(context, &view, &items),
        regions: regions(context, &items),
        missing_regions: missing_regions(context, &view, &items),
        matrix: matrix(context, &items),
        unrecorded: unrecorded(context, page, &real),
    };
    Ok(Reply::html(html.render()?))
}

/// Returns the pages that back sessions, by path, each with the sessions.
fn used<'e>(view: &View<'e>, agenda: &PageAgenda<'_>) -> SessionsByPage<'e> {
    let mut used: SessionsByPage<'e> = BTreeMap::new();
    for session in agenda.sessions() {
        for example in &session.session.examples {
            let Some(item) = view.links().referenced(&example.page) else {
                continue;
            };
            let key = item.page.path.to_string();
            let link = (session.address.clone(), session.session.title.clone());
            let entry = used.entry(key).or_insert_with(|| (item, Vec::new()));
            if !entry.1.contains(&link) {
                entry.1.push(link);
            }
        }
    }
    used
}

/// Returns where a session's own page is.
fn own(session: &AgendaSession<'_>) -> CoverageLink {
    CoverageLink {
        address: session.address.clone(),
        text: session.session.title.clone(),
    }
}

/// Returns the doors of a session for whoever looks.
fn doors(context: &Context, page: &Page, session: &AgendaSession<'_>) -> SessionLinks {
    let key = session.address.rsplit('/').next().unwrap_or("");
    SessionLinks::of(context, page, key, session.session)
}

fn without(context: &Context, page: &Page, sessions: &[&AgendaSession<'_>]) -> Vec<CoverageGap> {
    let words = context.words;
    let empty = sessions
        .iter()
        .filter(|session| session.examples.is_empty());
    let gap = |session: &&AgendaSession<'_>| {
        let fill = doors(context, page, session).examples;
        CoverageGap {
            session: own(session),
            fill: match fill {
                Some(address) => CoverageLink {
                    address,
                    text: words.say("session-find-examples").into_owned(),
                },
                None => CoverageLink {
                    address: format!(
                        "/search?{}",
                        query_string([("q", session.session.title.as_str())])
                    ),
                    text: words.say("search").into_owned(),
                },
            },
        }
    };
    empty.map(gap).collect()
}

/// Returns the sessions of an event that is over from which nothing was recorded.
fn unrecorded(context: &Context, page: &Page, sessions: &[&AgendaSession<'_>]) -> Vec<CoverageGap> {
    let details = page.front.details();
    let last = details.ends.or(details.starts);
    if !last.is_some_and(|day| day.is_over_on(context.today.get())) {
        return Vec::new();
    }
    let empty = sessions.iter().filter(|session| session.lessons.is_empty());
    let gap = |session: &&AgendaSession<'_>| CoverageGap {
        session: own(session),
        fill: CoverageLink {
            address: doors(context, page, session).lesson.unwrap_or_default(),
            text: context.words.say("session-record").into_owned(),
        },
    };
    empty.map(gap).collect()
}

fn twice(used: &SessionsByPage<'_>) -> Vec<RepeatedExample> {
    let many = used.values().filter(|(_, sessions)| sessions.len() > 1);
    let twice = many.map(|(item, sessions)| RepeatedExample {
        page: CoverageLink {
            address: item.page.path.address(),
            text: item.page.title.clone(),
        },
        sessions: sessions
            .iter()
            .map(|(address, text)| CoverageLink {
                address: address.clone(),
                text: text.clone(),
            })
            .collect(),
    });
    twice.collect()
}

fn kinds(context: &Context, items: &[&SitePage]) -> Vec<(String, usize)> {
    let count = |kind: Kind| {
        items
            .iter()
            .filter(|item| item.page.front.kind == kind)
            .count()
    };
    let kinds = Kind::ALL
        .into_iter()
        .map(|kind| (context.words.kinds(kind), count(kind)));
    kinds.filter(|(_, count)| *count > 0).collect()
}

fn missing_kinds(context: &Context, items: &[&SitePage]) -> Vec<CoverageLink> {
    let wanted = [Kind::CaseStudy, Kind::Lesson, Kind::LiteratureNote];
    let is_missing = |kind: &Kind| !items.iter().any(|item| item.page.front.kind == *kind);
    let missing = wanted.into_iter().filter(is_missing);
    let link = missing.map(|kind| CoverageLink {
        address: format!("/search?kind={}", kind.name()),
        text: context.words.kinds(kind),
    });
    link.collect()
}

fn countries(context: &Context, items: &[&SitePage]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in items.iter().flat_map(|item| &item.page.front.countries) {
        *counts.entry(code).or_default() += 1;
    }
    let name = |code: &str| context.words.country(code).unwrap_or(code).to_owned();
    let mut counts: Vec<(String, usize)> = counts
        .into_iter()
        .map(|(code, count)| (name(code), count))
        .collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// Returns the countries with case studies of which none is in the agenda.
fn missing_countries(context: &Context, view: &View<'_>, items: &[&SitePage]) -> Vec<CoverageLink> {
    let have: BTreeSet<&str> = items
        .iter()
        .flat_map(|item| &item.page.front.countries)
        .map(String::as_str)
        .collect();
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    for item in view
        .pages()
        .filter(|item| item.page.front.kind == Kind::CaseStudy)
    {
        let codes = item.page.front.countries.iter().map(String::as_str);
        missing.extend(codes.filter(|code| !have.contains(code)));
    }
    let link = missing
        .into_iter()
        .take(MOST_MISSING)
        .map(|code| CoverageLink {
            address: format!(
                "/search?{}",
                query_string([("kind", "case-study"), ("country", code)])
            ),
            text: context.words.country(code).unwrap_or(code).to_owned(),
        });
    link.collect()
}

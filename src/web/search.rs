//! `/search`: search and browse, the same page with an empty query.

use askama::Template;

use crate::domain::vocabulary::{COLUMNS, ROWS};
use crate::domain::{PagePath, Vocabulary};
use crate::search::{FacetCounts, Fragment, Request, Results, Sort};
use crate::site::Item;
use crate::web::citation::downloads;
use crate::web::context::{Context, query_string};
use crate::web::error::Error;
use crate::web::facets;
use crate::web::messages::Words;
use crate::web::page::Card;
use crate::web::respond::Reply;
use crate::web::search_views::{self, Tile, Timeline};
use crate::web::shell::Shell;

/// Hits on a page: of a query, whose best come first, and of browsing.
const HITS_PER_PAGE: usize = 10;
const PAGES_PER_PAGE: usize = 20;
/// Last page that can be asked for.
const MAX_PAGE: usize = 100_000;
/// Terms of a facet that are shown at once; the others are one click away.
const SHOWN_TERMS: usize = 8;

/// What an address asks for: the same for the page and for the API.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) query: String,
    pub(super) filters: Vec<(String, String)>,
    pub(super) sort: Sort,
    pub(super) page: usize,
    pub(super) limit: usize,
    /// `timeline`, `countries`, or empty for a list.
    pub(super) view: &'static str,
}

impl Asked {
    /// Reads `q`, one parameter a facet, `sort`, `page` and `limit`, which is `usual` where the
    /// address has none.
    pub(super) fn read(context: &Context, usual: usize) -> Result<Self, Error> {
        let query = &context.query;
        let keys = facets::all(context.edition.vocabulary());
        let filters = keys
            .iter()
            .flat_map(|(key, _)| {
                query
                    .all(key)
                    .map(|term| ((*key).to_owned(), term.to_owned()))
            })
            .collect();
        let sort = match query.get("sort") {
            "" | "relevance" => Sort::Relevance,
            "updated" => Sort::Updated,
            "title" => Sort::Title,
            _ => {
                return Err(Error::BadRequest(
                    "“sort” must be relevance, updated or title".to_owned(),
                ));
            }
        };
        let view = match query.get("view") {
            "timeline" => "timeline",
            "countries" => "countries",
            "" | "list" => "",
            _ => {
                return Err(Error::BadRequest(
                    "“view” must be list, timeline or countries".to_owned(),
                ));
            }
        };
        Ok(Self {
            view,
            query: query.get("q").to_owned(),
            filters,
            sort,
            page: query.number("page", 1, MAX_PAGE)?,
            limit: query.number("limit", usual, 100)?,
        })
    }

    pub(super) fn request<'a>(&'a self, context: &Context) -> Request<'a> {
        Request {
            query: &self.query,
            filters: &self.filters,
            sort: self.sort,
            offset: (self.page - 1) * self.limit,
            limit: self.limit,
            viewer: context.viewer,
        }
    }

    /// Returns the address of this search with another page, without one filter, or with another
    /// query.
    fn address(&self, page: usize, without: Option<&(String, String)>, query: &str) -> String {
        let page = page.to_string();
        let mut pairs = Vec::new();
        if !query.is_empty() {
            pairs.push(("q", query));
        }
        let kept = self
            .filters
            .iter()
            .filter(|filter| Some(*filter) != without);
        pairs.extend(kept.map(|(key, term)| (key.as_str(), term.as_str())));
        match self.sort {
            Sort::Relevance => {}
            Sort::Updated => pairs.push(("sort", "updated")),
            Sort::Title => pairs.push(("sort", "title")),
        }
        if page != "1" {
            pairs.push(("page", &page));
        }
        if !self.view.is_empty() {
            pairs.push(("view", self.view));
        }
        if pairs.is_empty() {
            "/search".to_owned()
        } else {
            format!("/search?{}", query_string(pairs))
        }
    }
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchView {
    shell: Shell,
    query: String,
    corrected: Option<String>,
    /// The address and the words of what was meant.
    suggestion: Option<(String, String)>,
    notes: Vec<String>,
    chips: Vec<Chip>,
    clear: String,
    facets: Vec<FacetView>,
    count: String,
    /// Where to take the works along that the results use.
    downloads: Vec<(String, &'static str)>,
    /// Value, label, whether it is chosen.
    sorts: Vec<(&'static str, String, bool)>,
    /// The form of the results: `timeline`, `countries`, or empty for a list.
    view: &'static str,
    tabs: Vec<Tab>,
    timeline: Timeline,
    tiles: Vec<Tile>,
    empty: bool,
    hits: Vec<HitView>,
    pages: Vec<PageLink>,
    nearest: Vec<Card>,
}

/// A way to see the results.
struct Tab {
    label: String,
    address: String,
    current: bool,
}

struct Chip {
    facet: String,
    label: String,
    address: String,
}

struct FacetView {
    key: String,
    label: String,
    shown: Vec<TermView>,
    more: Vec<TermView>,
}

struct TermView {
    id: String,
    label: String,
    definition: String,
    count: usize,
    checked: bool,
}

struct HitView {
    address: String,
    title: String,
    kind: String,
    /// Countries and period, in words.
    about: String,
    /// The address and the title of the section.
    section: Option<(String, String)>,
    snippet: Vec<Fragment>,
    /// The addresses and labels of the terms on the map's axes.
    tags: Vec<(String, String)>,
}

struct PageLink {
    number: usize,
    address: String,
    current: bool,
    gap: bool,
}

/// Answers `/search`.
pub(super) fn show(context: &Context) -> Result<Reply, Error> {
    let per_page = match context.query.get("q") {
        "" => PAGES_PER_PAGE,
        _ => HITS_PER_PAGE,
    };
    let asked = Asked::read(context, per_page)?;
    let view = context.view();
    let vocabulary = context.edition.vocabulary();
    let words = context.words;
    let results = if asked.view.is_empty() {
        view.search(&asked.request(context))
    } else {
        search_views::all(context, &asked.request(context))
    };
    let chips = asked.filters.iter().map(|filter| Chip {
        facet: facets::label(vocabulary, &filter.0, words),
        label: facets::term_label_in(vocabulary, &filter.0, &filter.1, words),
        address: asked.address(1, Some(filter), &asked.query),
    });
    let nearest = if results.total == 0 && !asked.query.is_empty() {
        view.nearest(&asked.query, 5)
    } else {
        Vec::new()
    };
    let mut shell = Shell::new(context, &heading(vocabulary, &asked, words)).without_index();
    shell.query.clone_from(&asked.query);
    shell.description = format!("{}: {}", shell.title, words.count("pages", results.total));
    let html = SearchView {
        shell,
        query: asked.query.clone(),
        suggestion: results
            .suggestion
            .as_ref()
            .map(|meant| (asked.address(1, None, meant), meant.clone())),
        chips: chips.collect(),
        clear: query_address(&asked.query),
        facets: facet_views(vocabulary, &asked, &results.facets, words),
        count: count_line(&asked, &results, words),
        downloads: downloads("search", context.uri.query().unwrap_or_default()),
        sorts: vec![
            ("relevance", Sort::Relevance),
            ("updated", Sort::Updated),
            ("title", Sort::Title),
        ]
        .into_iter()
        .map(|(name, sort)| {
            let label = words.say(&format!("sort-{name}")).into_owned();
            (name, label, asked.sort == sort)
        })
        .collect(),
        view: asked.view,
        tabs: tabs(&asked, words),
        timeline: match asked.view {
            "timeline" => search_views::timeline(context, &results),
            _ => Timeline::default(),
        },
        tiles: match asked.view {
            "countries" => search_views::tiles(context, &results),
            _ => Vec::new(),
        },
        empty: results.hits.is_empty(),
        hits: hit_views(context, &results),
        pages: if asked.view.is_empty() {
            page_links(&asked, results.total)
        } else {
            Vec::new()
        },
        nearest: nearest
            .into_iter()
            .map(|item| Card::of(context, item))
            .collect(),
        corrected: results.corrected,
        notes: results.notes,
    }
    .render()?;
    Ok(Reply::html(html))
}

fn query_address(query: &str) -> String {
    if query.is_empty() {
        "/search".to_owned()
    } else {
        format!("/search?{}", query_string([("q", query)]))
    }
}

fn tabs(asked: &Asked, words: Words) -> Vec<Tab> {
    let views = [
        ("", "view-list"),
        ("timeline", "view-timeline"),
        ("countries", "view-countries"),
    ];
    let tab = |(view, message): (&'static str, &str)| Tab {
        label: words.say(message).into_owned(),
        current: asked.view == view,
        address: Asked {
            view,
            ..asked.clone()
        }
        .address(1, None, &asked.query),
    };
    views.into_iter().map(tab).collect()
}

fn heading(vocabulary: &Vocabulary, asked: &Asked, words: Words) -> String {
    match (asked.query.as_str(), asked.filters.as_slice()) {
        ("", []) => words.say("all-pages").into_owned(),
        ("", [(key, term)]) if key == "kind" => crate::domain::Kind::from_name(term).map_or_else(
            || words.say("search").into_owned(),
            |kind| words.kinds(kind),
        ),
        ("", [(key, term)]) => facets::term_label_in(vocabulary, key, term, words),
        ("", _) => words.say("browse").into_owned(),
        (query, _) => words.with("search-for", "query", query),
    }
}

fn count_line(asked: &Asked, results: &Results, words: Words) -> String {
    let pages = words.count("pages", results.total);
    let first = (asked.page - 1) * asked.limit;
    let whole = results.total <= asked.limit || !asked.view.is_empty();
    if results.hits.is_empty() || whole {
        return pages;
    }
    words.range(first + 1, first + results.hits.len(), &pages)
}

fn facet_views(
    vocabulary: &Vocabulary,
    asked: &Asked,
    counts: &[FacetCounts],
    words: Words,
) -> Vec<FacetView> {
    let mut views = Vec::new();
    for (key, _) in facets::all(vocabulary) {
        let found = counts.iter().find(|facet| facet.key == key);
        let mut terms: Vec<(String, usize)> =
            found.map_or_else(Vec::new, |facet| facet.counts.clone());
        // A filter stays visible, and removable, even where it leaves nothing.
        for (_, term) in asked.filters.iter().filter(|(known, _)| known == key) {
            if !terms.iter().any(|(known, _)| known == term) {
                terms.push((term.clone(), 0));
            }
        }
        let chosen = |term: &str| asked.filters.iter().any(|(k, t)| k == key && t == term);
        let useful = terms.len() > 1 || terms.iter().any(|(term, _)| chosen(term));
        if !useful {
            continue;
        }
        // The vocabulary's order means something (a life cycle); other facets come by number.
        if let Some(facet) = vocabulary.facet(key) {
            let place = |id: &str| facet.terms.iter().position(|term| term.id == id);
            terms.sort_by_key(|(term, _)| place(term).unwrap_or(usize::MAX));
        }
        let mut views_of_terms: Vec<TermView> = terms
            .into_iter()
            .map(|(id, count)| TermView {
                label: facets::term_label_in(vocabulary, key, &id, words),
                definition: vocabulary
                    .facet(key)
                    .and_then(|facet| facet.term(&id))
                    .map_or_else(String::new, |term| term.definition.clone()),
                checked: chosen(&id),
                id,
                count,
            })
            .collect();
        let limit = if [ROWS, COLUMNS, "kind"].contains(&key) {
            16
        } else {
            SHOWN_TERMS
        };
        let mut more = views_of_terms.split_off(limit.min(views_of_terms.len()));
        // What is chosen is never folded away.
        let (chosen, rest): (Vec<_>, Vec<_>) = more.drain(..).partition(|term| term.checked);
        views_of_terms.extend(chosen);
        views.push(FacetView {
            key: key.to_owned(),
            label: facets::label(vocabulary, key, words),
            shown: views_of_terms,
            more: rest,
        });
    }
    views
}

fn hit_views(context: &Context, results: &Results) -> Vec<HitView> {
    let view = context.view();
    let vocabulary = context.edition.vocabulary();
    let with_page = results
        .hits
        .iter()
        .filter_map(|hit| Some((hit, view.page(&hit.path)?)));
    with_page
        .map(|(hit, item)| {
            let address = item.page.path.address();
            let tags = [ROWS, COLUMNS].into_iter().flat_map(|key| {
                item.page.front.terms(key).map(move |term| {
                    (
                        facets::address(key, term),
                        facets::term_label_in(vocabulary, key, term, context.words),
                    )
                })
            });
            let section = hit.section.as_ref().map(|section| {
                (
                    section_address(&item.page.path, &section.id),
                    section.title.clone(),
                )
            });
            let summary = || {
                let text = item.page.front.summary.clone().unwrap_or_default();
                vec![Fragment {
                    text,
                    marked: false,
                }]
            };
            HitView {
                title: item.page.title.clone(),
                kind: context.words.kind(item.page.front.kind),
                about: about(context, item),
                snippet: if hit.snippet.is_empty() {
                    summary()
                } else {
                    hit.snippet.clone()
                },
                section,
                tags: tags.take(4).collect(),
                address,
            }
        })
        .collect()
}

/// Says where and when: the countries and the period of a page.
fn about(context: &Context, item: &Item) -> String {
    let words = context.words;
    let front = &item.page.front;
    let names = front.countries.iter().take(4);
    let mut parts: Vec<String> = names
        .map(|code| words.country(code).unwrap_or(code).to_owned())
        .collect();
    if front.countries.len() > 4 {
        parts.push("…".to_owned());
    }
    parts.extend(front.period.map(|period| words.period(period)));
    parts.join(" · ")
}

/// Returns the address of a section of a page.
pub(super) fn section_address(path: &PagePath, id: &str) -> String {
    use percent_encoding::{CONTROLS, utf8_percent_encode};
    format!("{}#{}", path.address(), utf8_percent_encode(id, CONTROLS))
}

/// Returns links to the first, the last and the neighbouring pages of results.
fn page_links(asked: &Asked, total: usize) -> Vec<PageLink> {
    let last = total.div_ceil(asked.limit);
    if last <= 1 {
        return Vec::new();
    }
    let mut links: Vec<PageLink> = Vec::new();
    for number in 1..=last {
        let near = number.abs_diff(asked.page) <= 2;
        if number == 1 || number == last || near {
            let address = asked.address(number, None, &asked.query);
            links.push(PageLink {
                number,
                address,
                current: number == asked.page,
                gap: false,
            });
        } else if links.last().is_some_and(|link| !link.gap) {
            links.push(PageLink {
                number,
                address: String::new(),
                current: false,
                gap: true,
            });
        }
    }
    links
}

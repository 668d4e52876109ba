//! `/search`: search and browse, the same page with an empty query.

mod help;
mod page_link;

use askama::Template;

use crate::accounts::SearchCount;
use crate::domain::Vocabulary;
use crate::search::{Hit, Results, SortOrder};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::pages::search::help::{Help, query_address};
use crate::web::pages::search::page_link::PageLink;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::filters::FacetView;
use crate::web::parts::found;
use crate::web::parts::hit::HitView;
use crate::web::parts::messages::Words;
use crate::web::parts::search_query::SearchQuery;
use crate::web::parts::search_views::{self, CountryTile, Timeline};
use crate::web::parts::shell::Shell;
use crate::web::parts::works::downloads;

/// Hits on a page: of a query, whose best come first, and of browsing.
const HITS_PER_PAGE: usize = 10;
const PAGES_PER_PAGE: usize = 20;
/// The most filters that the heading names.
const NAMED_FILTERS: usize = 3;

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchView {
    shell: Shell,
    query: String,
    corrected: Option<String>,
    /// The search for what was typed, where something else was searched.
    verbatim: String,
    /// The address and the words of what was meant.
    suggestion: Option<(String, String)>,
    notes: Vec<String>,
    /// The words and phrases that were searched for, for the marks on the pages that it leads to.
    searched: String,
    chips: Vec<FilterChip>,
    clear: String,
    facets: Vec<FacetView>,
    /// A message: the pages that the numbers beside the filters count, where it has to be said.
    counted: Option<&'static str>,
    count: String,
    /// The number of pages that were found.
    found: usize,
    /// The addresses of the works that the results use, to take along.
    downloads: Vec<(String, &'static str)>,
    /// The addresses of the pages themselves, to take along.
    forms: Vec<(String, &'static str)>,
    /// Value, label, whether it is chosen.
    sorts: Vec<(&'static str, String, bool)>,
    /// The form of the results: `timeline`, `countries`, or empty for a list.
    view: &'static str,
    tabs: Vec<Tab>,
    timeline: Timeline,
    tiles: Vec<CountryTile>,
    empty: bool,
    /// Pages with all that is asked for.
    hits: Vec<HitView>,
    /// Pages with some of the words.
    partial: Vec<HitView>,
    pages: Vec<PageLink>,
    help: Help,
}

/// A way to see the results.
struct Tab {
    label: String,
    address: String,
    current: bool,
}

struct FilterChip {
    facet: String,
    label: String,
    address: String,
}

impl SearchView {
    /// Returns the page of what a search found.
    fn of(context: &Context, search: &SearchQuery, mut results: Results) -> Self {
        let vocabulary = context.edition.vocabulary();
        let words = context.words;
        let found = results.total + results.total_partial;
        let offered = facets::offered(&context.settings, std::mem::take(&mut results.facets));
        let (whole, partial): (Vec<&Hit>, Vec<&Hit>) =
            results.hits.iter().partition(|hit| hit.missing.is_empty());
        let suggestion = results.suggestion.as_ref();
        Self {
            shell: shell(context, search, found),
            query: search.query.clone(),
            verbatim: search.verbatim_address(),
            suggestion: suggestion.map(|meant| (search.address(1, None, meant), meant.clone())),
            chips: chips(vocabulary, search, words),
            clear: query_address(&search.query),
            facets: FacetView::all(vocabulary, search, &offered, words),
            counted: counted(&results),
            count: count_line(search, &results, words),
            found,
            downloads: downloads("search", context.uri.query().unwrap_or_default()),
            forms: found::forms(context.uri.query().unwrap_or_default()),
            sorts: sorts(search, words),
            view: search.view,
            tabs: tabs(search, words),
            timeline: match search.view {
                "timeline" => {
                    search_views::timeline(context, &search_views::items(context, &results))
                }
                _ => Timeline::default(),
            },
            tiles: match search.view {
                "countries" => {
                    search_views::tiles(context, &search_views::items(context, &results))
                }
                _ => Vec::new(),
            },
            empty: results.hits.is_empty(),
            hits: HitView::all(context, search, &whole),
            partial: HitView::all(context, search, &partial),
            pages: match search.view {
                "" => PageLink::all(search, found),
                _ => Vec::new(),
            },
            help: Help::of(context, search, &results),
            notes: search.notes(context, &results),
            searched: results.words.join("|"),
            corrected: results.corrected,
        }
    }

    /// Tells whether one of the pages can be added to a session from here.
    fn may_add(&self) -> bool {
        let mut hits = self.hits.iter().chain(&self.partial);
        hits.any(|hit| hit.session.is_some())
    }
}

/// Answers `/search`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let per_page = match context.query.get("q") {
        "" => PAGES_PER_PAGE,
        _ => HITS_PER_PAGE,
    };
    let mut search = SearchQuery::read(context, per_page)?;
    search.partial = search.view.is_empty();
    let search = search;
    let results = if search.view.is_empty() {
        context.view().search(&search.request())
    } else {
        search_views::all(context, &search.request())
    };
    let found = results.total + results.total_partial;
    let last = found.div_ceil(search.limit).max(1);
    if search.view.is_empty() && search.page > last {
        return Ok(Reply::see_other(&search.address(last, None, &search.query)));
    }
    let count = in_vain(context, &search, &results);
    let html = SearchView::of(context, &search, results).render()?;
    let mut reply = Reply::html(html);
    reply.count = count;
    Ok(reply)
}

fn shell(context: &Context, search: &SearchQuery, found: usize) -> Shell {
    let words = context.words;
    let heading = heading(context.edition.vocabulary(), search, words);
    let mut shell = Shell::new(context, &heading).without_index();
    shell.query.clone_from(&search.query);
    shell.description = format!("{}: {}", shell.title, words.count("pages", found));
    shell
}

/// Returns the filters of a search, each with the address of the search without it.
fn chips(vocabulary: &Vocabulary, search: &SearchQuery, words: Words) -> Vec<FilterChip> {
    let filters = search.filters.iter();
    let chips = filters.map(|filter| FilterChip {
        facet: facets::label(vocabulary, &filter.0, words),
        label: facets::term_label_in(vocabulary, &filter.0, &filter.1, words),
        address: search.address(1, Some(filter), &search.query),
    });
    chips.collect()
}

/// Returns where a search is counted that found nothing, or only after a word was corrected. That a
/// filter leaves nothing says nothing of the words.
fn in_vain(context: &Context, search: &SearchQuery, results: &Results) -> Option<SearchCount> {
    let found = results.total + results.total_partial;
    let is_plain = search.filters.is_empty() && search.page == 1;
    let is_in_vain = found == 0 || results.corrected.is_some();
    let accounts = context
        .searches
        .as_ref()
        .filter(|_| is_plain && is_in_vain)?;
    accounts
        .searches()
        .count(&search.query, results.corrected.as_deref())
}

/// Says which pages the facets count, where those found are of two sorts.
fn counted(results: &Results) -> Option<&'static str> {
    match (results.facets_partial, results.total_partial) {
        (true, _) => Some("facets-count-some"),
        (false, 1..) => Some("facets-count-all"),
        _ => None,
    }
}

fn sorts(search: &SearchQuery, words: Words) -> Vec<(&'static str, String, bool)> {
    let sorts = [
        ("relevance", SortOrder::Relevance),
        ("updated", SortOrder::Updated),
        ("title", SortOrder::Title),
    ];
    let sorts = sorts.into_iter().map(|(name, sort)| {
        let label = words.say(&format!("sort-{name}")).into_owned();
        (name, label, search.sort == sort)
    });
    sorts.collect()
}

fn tabs(search: &SearchQuery, words: Words) -> Vec<Tab> {
    let views = [
        ("", "view-list"),
        ("timeline", "view-timeline"),
        ("countries", "view-countries"),
    ];
    let tab = |(view, message): (&'static str, &str)| Tab {
        label: words.say(message).into_owned(),
        current: search.view == view,
        address: search.seen_as(view),
    };
    views.into_iter().map(tab).collect()
}

fn heading(vocabulary: &Vocabulary, search: &SearchQuery, words: Words) -> String {
    match (search.query.as_str(), search.filters.as_slice()) {
        ("", []) => words.say("all-pages").into_owned(),
        ("", [(key, term)]) if key == "kind" => crate::domain::Kind::from_name(term).map_or_else(
            || words.say("search").into_owned(),
            |kind| words.kinds(kind),
        ),
        ("", [(key, term)]) => facets::term_label_in(vocabulary, key, term, words),
        ("", filters) if filters.len() <= NAMED_FILTERS => {
            let labels = filters.iter().map(|(key, term)| match key.as_str() {
                "kind" => crate::domain::Kind::from_name(term).map(|kind| words.kinds(kind)),
                _ => Some(facets::term_label_in(vocabulary, key, term, words)),
            });
            labels.flatten().collect::<Vec<_>>().join(" · ")
        }
        ("", _) => words.say("browse").into_owned(),
        (query, _) => words.with("search-for", "query", query),
    }
}

fn count_line(search: &SearchQuery, results: &Results, words: Words) -> String {
    let found = results.total + results.total_partial;
    let first = (search.page - 1) * search.limit;
    let whole = found <= search.limit || !search.view.is_empty() || results.hits.is_empty();
    let (first, last) = (first + 1, first + results.hits.len());
    if results.total_partial == 0 {
        let pages = words.count("pages", results.total);
        return match whole {
            true => pages,
            false => words.range(first, last, &pages),
        };
    }
    let mut parts = vec![
        words.count("pages-all-words", results.total),
        words.count("pages-some-words", results.total_partial),
    ];
    if !whole {
        let (first, last) = (words.number(first), words.number(last));
        parts.insert(
            0,
            words.with_two("range-only", "first", first, "last", last),
        );
    }
    parts.join(" · ")
}

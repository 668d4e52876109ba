//! `/search`: search and browse, the same page with an empty query.

use askama::Template;

use crate::accounts::Count;
use crate::domain::{PagePath, Vocabulary};
use crate::search::{FEW, Hit, Request, Results, Sort};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::asked::SearchQuery;
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::filters::FacetView;
use crate::web::parts::found;
use crate::web::parts::hit::HitView;
use crate::web::parts::messages::Words;
use crate::web::parts::search_views::{self, CountryTile, Timeline};
use crate::web::parts::settings::Contact;
use crate::web::parts::shell::Shell;
use crate::web::parts::works::downloads;

/// Hits on a page: of a query, whose best come first, and of browsing.
const HITS_PER_PAGE: usize = 10;
const PAGES_PER_PAGE: usize = 20;
/// How many filters the heading names.
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
    /// The words that were searched for, for the marks on the pages that it leads to.
    searched: String,
    chips: Vec<Chip>,
    clear: String,
    facets: Vec<FacetView>,
    /// Which pages the numbers beside the filters count, where it has to be said.
    counted: Option<&'static str>,
    count: String,
    /// How many pages were found.
    found: usize,
    /// Where to take the works along that the results use.
    downloads: Vec<(String, &'static str)>,
    /// Where to take the pages themselves along.
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

/// What helps where nothing was found.
#[derive(Default)]
struct Help {
    /// The words that no page has, in sentences.
    unknown: Vec<String>,
    /// The same search without filters: its address, and how many pages it finds.
    without_filters: Option<(String, String)>,
    /// The same search by relevance, which also finds pages with some of the words: its address, and
    /// how many pages these are.
    some_words: Option<(String, String)>,
    nearest: Vec<Card>,
    /// The address and the label of a way to ask the group.
    contact: Option<(String, String)>,
    /// Where it is told how to write a page.
    contribute: Option<&'static str>,
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

struct PageLink {
    number: usize,
    address: String,
    current: bool,
    gap: bool,
}

impl SearchView {
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
    let mut asked = SearchQuery::read(context, per_page)?;
    asked.partial = asked.view.is_empty();
    let asked = asked;
    let vocabulary = context.edition.vocabulary();
    let words = context.words;
    let results = if asked.view.is_empty() {
        context.view().search(&asked.request())
    } else {
        search_views::all(context, &asked.request())
    };
    let found = results.total + results.total_partial;
    let last = found.div_ceil(asked.limit).max(1);
    if asked.view.is_empty() && asked.page > last {
        return Ok(Reply::see_other(&asked.address(last, None, &asked.query)));
    }
    let chips = asked.filters.iter().map(|filter| Chip {
        facet: facets::label(vocabulary, &filter.0, words),
        label: facets::term_label_in(vocabulary, &filter.0, &filter.1, words),
        address: asked.address(1, Some(filter), &asked.query),
    });
    let mut shell = Shell::new(context, &heading(vocabulary, &asked, words)).without_index();
    shell.query.clone_from(&asked.query);
    shell.description = format!("{}: {}", shell.title, words.count("pages", found));
    let (whole, partial): (Vec<&Hit>, Vec<&Hit>) =
        results.hits.iter().partition(|hit| hit.missing.is_empty());
    let count = in_vain(context, &asked, &results);
    let offered = facets::offered(&context.settings, &results.facets);
    let html = SearchView {
        shell,
        query: asked.query.clone(),
        verbatim: asked.verbatim_address(),
        suggestion: results
            .suggestion
            .as_ref()
            .map(|meant| (asked.address(1, None, meant), meant.clone())),
        chips: chips.collect(),
        clear: query_address(&asked.query),
        facets: FacetView::all(vocabulary, &asked, &offered, words),
        counted: counted(&results),
        count: count_line(&asked, &results, words),
        found,
        downloads: downloads("search", context.uri.query().unwrap_or_default()),
        forms: found::forms(context.uri.query().unwrap_or_default()),
        sorts: sorts(&asked, words),
        view: asked.view,
        tabs: tabs(&asked, words),
        timeline: match asked.view {
            "timeline" => search_views::timeline(context, &search_views::items(context, &results)),
            _ => Timeline::default(),
        },
        tiles: match asked.view {
            "countries" => search_views::tiles(context, &search_views::items(context, &results)),
            _ => Vec::new(),
        },
        empty: results.hits.is_empty(),
        hits: HitView::all(context, &asked, &whole),
        partial: HitView::all(context, &asked, &partial),
        pages: if asked.view.is_empty() {
            page_links(&asked, found)
        } else {
            Vec::new()
        },
        help: help(context, &asked, &results),
        notes: asked.notes(context, &results),
        searched: results.words.join(" "),
        corrected: results.corrected,
    }
    .render()?;
    let mut reply = Reply::html(html);
    reply.count = count;
    Ok(reply)
}

/// Returns where a search is counted that found nothing, or only after a word was corrected. That a
/// filter leaves nothing says nothing of the words.
fn in_vain(context: &Context, asked: &SearchQuery, results: &Results) -> Option<Count> {
    let found = results.total + results.total_partial;
    let is_plain = asked.filters.is_empty() && asked.page == 1;
    let is_in_vain = found == 0 || results.corrected.is_some();
    let accounts = context
        .searches
        .as_ref()
        .filter(|_| is_plain && is_in_vain)?;
    accounts
        .searches()
        .count(&asked.query, results.corrected.as_deref())
}

/// Says which pages the facets count, where those found are of two sorts.
fn counted(results: &Results) -> Option<&'static str> {
    match (results.facets_partial, results.total_partial) {
        (true, _) => Some("facets-count-some"),
        (false, 1..) => Some("facets-count-all"),
        _ => None,
    }
}

/// Gathers what helps a reader who did not find what they looked for.
fn help(context: &Context, asked: &SearchQuery, results: &Results) -> Help {
    let words = context.words;
    let unknown = results.unknown.iter().take(4);
    let unknown = unknown
        .map(|word| words.with("no-page-mentions", "word", word))
        .collect();
    let some_words = some_words(context, asked, results);
    if !results.hits.is_empty() || (asked.query.is_empty() && asked.filters.is_empty()) {
        return Help {
            unknown,
            some_words,
            ..Help::default()
        };
    }
    let view = context.view();
    let without_filters = (!asked.filters.is_empty()).then(|| {
        let request = Request {
            filters: &[],
            limit: 0,
            ..asked.request()
        };
        let results = view.search(&request);
        results.total + results.total_partial
    });
    let without_filters = without_filters.filter(|found| *found > 0);
    let nearest = match asked.query.as_str() {
        "" => Vec::new(),
        query => view.finder().near_content(query, 5),
    };
    // Where some pages have some of the words, these are nearer than any other.
    let nearest = match some_words {
        Some(_) => Vec::new(),
        None => nearest,
    };
    let contact = context.settings.contact.as_ref();
    let contribute = PagePath::parse("contribute").ok();
    Help {
        unknown,
        without_filters: without_filters.map(|found| {
            let address = query_address(&asked.query);
            (address, words.count("pages", found))
        }),
        some_words,
        nearest: nearest
            .into_iter()
            .map(|item| Card::of(context, item))
            .collect(),
        contact: contact.map(|contact| contact_link(contact, &asked.query, words)),
        contribute: contribute
            .filter(|path| view.page(path).is_some())
            .map(|_| "/contribute"),
    }
}

/// Returns the address of the same search by relevance, and how many pages with some of the words
/// it finds, where another order or view leaves them out.
fn some_words(
    context: &Context,
    asked: &SearchQuery,
    results: &Results,
) -> Option<(String, String)> {
    let by_relevance = asked.by_relevance();
    let left_out = asked.sort != Sort::Relevance || !asked.view.is_empty();
    if asked.query.is_empty() || !left_out || results.total >= FEW {
        return None;
    }
    let request = Request {
        limit: 0,
        ..by_relevance.request()
    };
    let found = context.view().search(&request).total_partial;
    (found > 0).then(|| {
        let address = by_relevance.address(1, None, &asked.query);
        (address, context.words.count("pages", found))
    })
}

/// Returns the address and the label of a way to ask the group; a mail says what was looked for.
fn contact_link(contact: &Contact, query: &str, words: Words) -> (String, String) {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    match contact {
        Contact::Mail(address) => {
            let subject = utf8_percent_encode(query, NON_ALPHANUMERIC);
            let address = format!("mailto:{address}?subject={subject}");
            (address, words.say("ask-group").into_owned())
        }
        Contact::Page(url) => (url.clone(), words.say("ask-group").into_owned()),
    }
}

fn sorts(asked: &SearchQuery, words: Words) -> Vec<(&'static str, String, bool)> {
    let sorts = [
        ("relevance", Sort::Relevance),
        ("updated", Sort::Updated),
        ("title", Sort::Title),
    ];
    let sorts = sorts.into_iter().map(|(name, sort)| {
        let label = words.say(&format!("sort-{name}")).into_owned();
        (name, label, asked.sort == sort)
    });
    sorts.collect()
}

fn query_address(query: &str) -> String {
    if query.is_empty() {
        "/search".to_owned()
    } else {
        format!("/search?{}", query_string([("q", query)]))
    }
}

fn tabs(asked: &SearchQuery, words: Words) -> Vec<Tab> {
    let views = [
        ("", "view-list"),
        ("timeline", "view-timeline"),
        ("countries", "view-countries"),
    ];
    let tab = |(view, message): (&'static str, &str)| Tab {
        label: words.say(message).into_owned(),
        current: asked.view == view,
        address: asked.seen_as(view),
    };
    views.into_iter().map(tab).collect()
}

fn heading(vocabulary: &Vocabulary, asked: &SearchQuery, words: Words) -> String {
    match (asked.query.as_str(), asked.filters.as_slice()) {
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

fn count_line(asked: &SearchQuery, results: &Results, words: Words) -> String {
    let found = results.total + results.total_partial;
    let first = (asked.page - 1) * asked.limit;
    let whole = found <= asked.limit || !asked.view.is_empty() || results.hits.is_empty();
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

/// Returns links to the first, the last and the neighbouring pages of results.
fn page_links(asked: &SearchQuery, total: usize) -> Vec<PageLink> {
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

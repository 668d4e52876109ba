//! Lists in a page's text that fill themselves: `:::list` and `:::gaps`.
//!
//! The text is rendered once for all; its lists are filled for whoever asks, from the pages that
//! they may see, when the answer is made.

use std::collections::BTreeMap;

use crate::domain::list::{ListContent, ListPosition, ListShape, PageList, begins, values};
use crate::domain::{Kind, Page, Vocabulary};
use crate::render::{Article, HtmlPart, ListSlot};
use crate::site::{Edition, SitePage};
use crate::web::http::query::query_string;
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::messages::sort_key;
use crate::web::parts::search_views::{CountryTile, Timeline, tiles, timeline};

/// A part of a text, and the list that stands behind it.
pub(crate) struct ArticlePart<'a> {
    pub(crate) html: HtmlPart<'a>,
    pub(crate) list: Option<&'a ListView>,
}

/// A list, filled.
pub(crate) struct ListView {
    /// The level of the headings of its groups.
    pub(crate) level: u8,
    pub(crate) shape: &'static str,
    pub(crate) groups: Vec<ListGroup>,
    pub(crate) timeline: Timeline,
    pub(crate) tiles: Vec<CountryTile>,
    /// A link to all of it, where it is longer than what is shown.
    pub(crate) more: Option<TextLink>,
    /// The number of its pages.
    pub(crate) total: usize,
}

/// The pages of a list that have something in common.
pub(crate) struct ListGroup {
    /// The value that they have in common; nothing where the list is not divided.
    pub(crate) heading: Option<TextLink>,
    pub(crate) entries: Vec<ListEntry>,
}

/// A page in a list.
pub(crate) struct ListEntry {
    pub(crate) card: Card,
    pub(crate) countries: String,
    pub(crate) when: String,
    pub(crate) status: String,
    /// The gaps that it names, each with the address where it does.
    pub(crate) gaps: Vec<TextLink>,
}

/// A text that leads somewhere.
pub(crate) struct TextLink {
    pub(crate) text: String,
    pub(crate) address: String,
}

/// Fills the lists of a text, from an earlier edition where one is given.
pub(crate) fn fill_all(
    context: &Context,
    article: &Article,
    past: Option<&Edition>,
) -> Vec<ListView> {
    let slots = article.lists.iter();
    slots.map(|slot| fill(context, slot, past)).collect()
}

/// Divides a text at its lists.
pub(crate) fn parts<'a>(article: &'a Article, lists: &'a [ListView]) -> Vec<ArticlePart<'a>> {
    let mut lists = lists.iter();
    let parts = article.parts().into_iter();
    parts
        .map(|html| ArticlePart {
            html,
            list: lists.next(),
        })
        .collect()
}

fn fill(context: &Context, slot: &ListSlot, past: Option<&Edition>) -> ListView {
    let list = &current(&slot.list, context.edition.vocabulary());
    let edition = past.unwrap_or(&context.edition);
    let then = edition.view(context.audience.viewer());
    let now = context.view();
    let today = || context.today.get();
    let is_listed = |item: &SitePage| {
        let page = &item.page;
        // What was shown once and is hidden since stays hidden.
        let is_shown = past.is_none() || now.page(&page.path).is_some();
        let has_any = list.what == ListContent::Pages || !page.gaps.is_empty();
        is_shown && has_any && list.matches(page, today)
    };
    let pages = then.pages().map(AsRef::as_ref);
    let updated = |item: &SitePage| item.changed.as_ref().map_or(0, |change| change.time);
    let mut found: Vec<(ListPosition, &SitePage)> = pages
        .filter(|item| is_listed(item))
        .map(|item| (list.position(&item.page, updated(item)), item))
        .collect();
    found.sort_by(|(one, _), (other, _)| list.compare(one, other));
    let total = found.len();
    found.truncate(list.limit);
    let items: Vec<&SitePage> = found.into_iter().map(|(_, item)| item).collect();
    let more = (items.len() < total).then(|| TextLink {
        text: context.words.count("list-all", total),
        address: address(list),
    });
    let mut view = ListView {
        level: slot.level,
        shape: shape(list),
        groups: Vec::new(),
        timeline: Timeline::default(),
        tiles: Vec::new(),
        more,
        total,
    };
    match list.shape {
        ListShape::Timeline => view.timeline = timeline(context, &items),
        ListShape::Countries => view.tiles = tiles(context, &items),
        ListShape::Lines | ListShape::Cards | ListShape::Table => {
            view.groups = groups(context, list, &items);
        }
    }
    view
}

/// Lets a list that asks for a retired term ask for the one in its place, too.
fn current(list: &PageList, vocabulary: &Vocabulary) -> PageList {
    let mut list = list.clone();
    let replaced = list.filters.iter().filter_map(|(key, value)| {
        let current = vocabulary.facet(key)?.current(value);
        (current != value).then(|| (key.clone(), current.to_owned()))
    });
    let replaced: Vec<(String, String)> = replaced.collect();
    list.filters.extend(replaced);
    list
}

fn shape(list: &PageList) -> &'static str {
    match (list.what, list.shape) {
        (ListContent::Gaps, _) => "gaps",
        (_, ListShape::Lines) => "lines",
        (_, ListShape::Cards) => "cards",
        (_, ListShape::Table) => "table",
        (_, ListShape::Timeline) => "timeline",
        (_, ListShape::Countries) => "countries",
    }
}

/// Returns the address of the search for what a list holds.
fn address(list: &PageList) -> String {
    let filters = list.filters.iter();
    let pairs = filters.map(|(key, value)| (key.as_str(), value.as_str()));
    format!("/search?{}", query_string(pairs))
}

/// Divides pages by what they have in common. A page that has two values stands under both.
fn groups(context: &Context, list: &PageList, items: &[&SitePage]) -> Vec<ListGroup> {
    let entry = |item: &&SitePage| ListEntry::of(context, list, item);
    let Some(by) = &list.by else {
        return vec![ListGroup {
            heading: None,
            entries: items.iter().map(entry).collect(),
        }];
    };
    let mut found: BTreeMap<Rank, ListGroup> = BTreeMap::new();
    for item in items {
        for value in values_by(&item.page, by) {
            let group = found
                .entry(Rank::of(context, by, &value))
                .or_insert_with(|| ListGroup {
                    heading: Some(heading(context, by, &value)),
                    entries: Vec::new(),
                });
            group.entries.push(entry(item));
        }
    }
    found.into_values().collect()
}

/// Returns the values by which a page is sorted into groups; one that is empty where it has none.
fn values_by(page: &Page, by: &str) -> Vec<String> {
    let values: Vec<String> = match by {
        "year" => begins(page)
            .map(|date| date.year.to_string())
            .into_iter()
            .collect(),
        _ => values(page, by).into_iter().map(str::to_owned).collect(),
    };
    match values.is_empty() {
        true => vec![String::new()],
        false => values,
    }
}

/// The order of groups: terms in the order of the vocabulary, years from the last, others by name;
/// those without a value at the end.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    is_without: bool,
    position: usize,
    name: String,
}

impl Rank {
    fn of(context: &Context, by: &str, value: &str) -> Self {
        let vocabulary = context.edition.vocabulary();
        let position = match by {
            "kind" => Kind::ALL.iter().position(|kind| kind.name() == value),
            "year" => value
                .parse()
                .ok()
                .map(|year: usize| 10_000 - year.min(10_000)),
            _ => position_of(vocabulary, by, value),
        };
        Self {
            is_without: value.is_empty(),
            position: position.unwrap_or(usize::MAX),
            name: sort_key(&label(context, by, value)),
        }
    }
}

fn position_of(vocabulary: &Vocabulary, key: &str, value: &str) -> Option<usize> {
    let terms = &vocabulary.facet(key)?.terms;
    terms.iter().position(|term| term.id == value)
}

fn label(context: &Context, by: &str, value: &str) -> String {
    match (by, value) {
        (_, "") => context.words.say("list-without").into_owned(),
        ("year", year) => year.to_owned(),
        ("kind", name) => match Kind::from_name(name) {
            Some(kind) => context.words.kinds(kind),
            None => name.to_owned(),
        },
        _ => facets::term_label_in(context.edition.vocabulary(), by, value, context.words),
    }
}

fn heading(context: &Context, by: &str, value: &str) -> TextLink {
    let address = match (by, value) {
        ("year", _) | (_, "") => String::new(),
        _ => facets::address(by, value),
    };
    TextLink {
        text: label(context, by, value),
        address,
    }
}

impl ListEntry {
    fn of(context: &Context, list: &PageList, item: &SitePage) -> Self {
        let mut entry = Self::plain(context, item);
        if list.what == ListContent::Gaps {
            entry.gaps = gaps(&item.page);
        }
        entry
    }

    /// Returns a page without what it says is missing.
    pub(crate) fn plain(context: &Context, item: &SitePage) -> Self {
        let (page, words) = (&item.page, context.words);
        let front = &page.front;
        let countries = front.countries.iter();
        let names = countries.map(|code| words.country(code).unwrap_or(code).to_owned());
        let when = match (front.period, begins(page)) {
            (Some(period), _) => facets::capital(&words.period(period)),
            (None, Some(date)) => words.date(date),
            (None, None) => String::new(),
        };
        Self {
            card: Card::of(context, item),
            countries: names.collect::<Vec<_>>().join(", "),
            when,
            status: front
                .status
                .map_or_else(String::new, |status| words.status(status)),
            gaps: Vec::new(),
        }
    }
}

fn gaps(page: &Page) -> Vec<TextLink> {
    let gaps = (1..).zip(&page.gaps);
    gaps.map(|(number, text)| TextLink {
        text: text.to_string(),
        address: format!("{}#{}", page.path.address(), Page::gap_id(number)),
    })
    .collect()
}

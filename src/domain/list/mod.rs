//! [`PageList`]: a list of pages that fills itself, as the block `:::list` asks for it.
//!
//! `:::list kind=case-study by=partnership_types sort=-period limit=5 as=cards`: filters as in the
//! address of a search, and how the list is shown. The block says nothing of the pages themselves, so
//! a page that has one is the same whatever the list holds.

mod parse;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use crate::domain::country;
use crate::domain::date::Date;
use crate::domain::kind::{Kind, Status};
use crate::domain::page::Page;
use crate::domain::vocabulary::Vocabulary;

/// Most lists of one page.
pub const MOST_LISTS: usize = 20;
/// Most pages of one list.
pub const MOST_PAGES: usize = 500;

/// Facets that every site has, beside those of its vocabulary.
const OWN_FACETS: [&str; 6] = [
    "kind",
    "country",
    "organisation",
    "status",
    "lang",
    "author",
];

/// A list that fills itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageList {
    /// The content that it lists.
    pub what: ListContent,
    /// The facets and values that a page must have: one value of each facet.
    pub filters: Vec<(String, String)>,
    /// The facet by which the pages are divided; `year` for the year in which they begin.
    pub by: Option<String>,
    /// By what the pages are ordered.
    pub sort: SortBy,
    /// Whether the last stands first.
    pub descending: bool,
    /// The number of pages that are shown.
    pub limit: usize,
    /// The shape in which they are shown.
    pub shape: ListShape,
    /// The part of time that they must be in.
    pub when: Option<TimeFilter>,
}

/// The content of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListContent {
    /// Pages.
    Pages,
    /// The gaps that pages name in blocks `:::gap`.
    Gaps,
}

/// By what pages are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// By title.
    Title,
    /// By the time of the last change.
    Updated,
    /// By when what they tell of began.
    Period,
}

/// The shape in which pages are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListShape {
    /// A line for each.
    Lines,
    /// A card for each.
    Cards,
    /// A row for each.
    Table,
    /// Bars on an axis of years.
    Timeline,
    /// Tiles of countries.
    Countries,
}

/// A part of time, as seen from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFilter {
    /// From the day on.
    Upcoming,
    /// Before the day.
    Past,
    /// In the seven days from the day on.
    Week,
}

/// A mistake in the words behind `:::list`, and the help for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListMistake {
    /// The message of what is wrong.
    pub message: String,
    /// The help: what to do.
    pub help: String,
}

impl PageList {
    /// Tells whether a page belongs to the list. The day is asked only where that depends on it.
    pub fn matches(&self, page: &Page, today: impl FnOnce() -> Date) -> bool {
        let one_of = |key: &str| {
            let mut wanted = self.filters.iter().filter(|(other, _)| other == key);
            wanted.any(|(_, value)| carries(page, key, value))
        };
        self.filters.iter().all(|(key, _)| one_of(key))
            && self.when.is_none_or(|when| when.holds(page, today()))
    }

    /// Returns a page's position in the list's order; `updated` is when it was changed last, in seconds.
    pub fn position(&self, page: &Page, updated: i64) -> ListPosition {
        ListPosition {
            value: match self.sort {
                SortBy::Title => 0,
                SortBy::Updated => updated,
                SortBy::Period => begins(page).map_or(i64::MIN, days),
            },
            title: page.title.to_lowercase(),
        }
    }

    /// Compares two positions: what has the same value stands by title.
    pub fn compare(&self, one: &ListPosition, other: &ListPosition) -> Ordering {
        let by_title = || one.title.cmp(&other.title);
        match (self.sort, self.descending) {
            (SortBy::Title, true) => by_title().reverse(),
            (_, true) => other.value.cmp(&one.value).then_with(by_title),
            (_, false) => one.value.cmp(&other.value).then_with(by_title),
        }
    }
}

/// A page's position in the order of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPosition {
    value: i64,
    title: String,
}

/// Returns a number that is larger for a later date.
fn days(date: Date) -> i64 {
    let (month, day) = (date.month.unwrap_or(0), date.day.unwrap_or(0));
    (i64::from(date.year) * 13 + i64::from(month)) * 32 + i64::from(day)
}

/// Returns when what a page tells of began: an event, a partnership, a consultation.
pub fn begins(page: &Page) -> Option<Date> {
    let details = page.front.details();
    let period = page.front.period.map(|period| period.start);
    details.starts.or(details.date).or(period)
}

impl TimeFilter {
    fn holds(self, page: &Page, today: Date) -> bool {
        let details = page.front.details();
        let first = begins(page);
        let Some(last) = details.ends.or(first) else {
            return false;
        };
        match self {
            Self::Upcoming => !last.is_over_on(today),
            Self::Past => last.is_over_on(today),
            Self::Week => {
                !last.is_over_on(today) && first.is_some_and(|day| day <= today.plus_days(6))
            }
        }
    }
}

/// Returns the values that a page has of a facet.
pub fn values<'p>(page: &'p Page, key: &'p str) -> Vec<&'p str> {
    let front = &page.front;
    match key {
        "kind" => vec![front.kind.name()],
        "country" => front.countries.iter().map(String::as_str).collect(),
        "organisation" => front.organisations.iter().map(String::as_str).collect(),
        "status" => front.status.iter().map(|status| status.name()).collect(),
        "author" => front.authors.iter().map(String::as_str).collect(),
        "lang" => vec![page.language(crate::domain::page::SITE_LANGUAGE)],
        _ => front.terms(key).collect(),
    }
}

fn carries(page: &Page, key: &str, value: &str) -> bool {
    values(page, key)
        .iter()
        .any(|known| known.eq_ignore_ascii_case(value))
}

/// Returns the values that a facet can have, where they are known.
fn terms_of<'v>(vocabulary: &'v Vocabulary, key: &str) -> Option<Vec<&'v str>> {
    match key {
        "kind" => Some(Kind::ALL.map(Kind::name).to_vec()),
        "status" => Some(Status::ALL.map(Status::name).to_vec()),
        "country" => Some(country::codes().collect()),
        _ => {
            let terms = vocabulary.facet(key)?.terms.iter();
            Some(terms.map(|term| term.id.as_str()).collect())
        }
    }
}

/// Names a few of many.
fn first(terms: &[&str]) -> String {
    let few = terms.iter().take(12).copied();
    let more = if terms.len() > 12 { ", …" } else { "" };
    format!("{}{more}", few.collect::<Vec<_>>().join(", "))
}

/// Divides a text into words; what stands between double quotes is not divided.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for character in text.chars() {
        match character {
            '"' => quoted = !quoted,
            _ if character.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(character),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

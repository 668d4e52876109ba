//! [`PageList`]: a list of pages that fills itself, as the block `:::list` asks for it.
//!
//! `:::list kind=case-study by=partnership_types sort=-period limit=5 as=cards`: filters as in the
//! address of a search, and how the list is shown. The block says nothing of the pages themselves, so
//! a page that has one is the same whatever the list holds.

use std::cmp::Ordering;

use crate::domain::country;
use crate::domain::date::Date;
use crate::domain::kind::{Kind, Status};
use crate::domain::page::Page;
use crate::domain::suggestion::nearest;
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
/// What else may stand behind `:::list`.
const SETTINGS: [&str; 5] = ["by", "sort", "limit", "as", "when"];

/// A list that fills itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageList {
    /// What it lists.
    pub what: ListContent,
    /// The facets and values that a page must have: one value of each facet.
    pub filters: Vec<(String, String)>,
    /// The facet by which the pages are divided; `year` for the year in which they begin.
    pub by: Option<String>,
    /// By what the pages are ordered.
    pub sort: SortBy,
    /// Whether the last stands first.
    pub descending: bool,
    /// How many pages are shown.
    pub limit: usize,
    /// How they are shown.
    pub shape: ListShape,
    /// The part of time that they must be in.
    pub when: Option<TimeFilter>,
}

/// What a list holds.
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

/// How pages are shown.
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

/// What is wrong with the words behind `:::list`, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListMistake {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl PageList {
    /// Reads what stands behind the block's name. What cannot be read is left out and told.
    pub fn parse(what: ListContent, text: &str) -> (Self, Vec<ListMistake>) {
        let mut list = Self {
            what,
            filters: Vec::new(),
            by: None,
            sort: SortBy::Title,
            descending: false,
            limit: MOST_PAGES,
            shape: ListShape::Lines,
            when: None,
        };
        let mut mistakes = Vec::new();
        for word in words(text) {
            match word.split_once('=') {
                Some((key, value)) if !key.is_empty() && !value.is_empty() => {
                    mistakes.extend(list.set(key, value));
                }
                _ => mistakes.push(ListMistake {
                    message: format!("“{word}” is no setting of a list"),
                    help: "write a name, an equals sign and a value, as in kind=case-study"
                        .to_owned(),
                }),
            }
        }
        (list, mistakes)
    }

    fn set(&mut self, key: &str, value: &str) -> Option<ListMistake> {
        let choose = |known: &[&str]| {
            let help = match nearest(value, known.iter().copied()) {
                Some(meant) => format!("did you mean “{meant}”?"),
                None => format!("it can be {}", known.join(", ")),
            };
            Some(ListMistake {
                message: format!("a list has no “{key}={value}”"),
                help,
            })
        };
        match (key, value) {
            ("by", _) => self.by = Some(value.to_owned()),
            ("sort", _) => {
                let name = value.strip_prefix('-');
                self.descending = name.is_some();
                self.sort = match name.unwrap_or(value) {
                    "title" => SortBy::Title,
                    "updated" => SortBy::Updated,
                    "period" | "date" => SortBy::Period,
                    _ => return choose(&["title", "updated", "period", "-updated", "-period"]),
                };
            }
            ("limit", _) => match value.parse() {
                Ok(limit @ 1..=MOST_PAGES) => self.limit = limit,
                _ => {
                    return Some(ListMistake {
                        message: format!("“limit={value}” is not a number from 1 to {MOST_PAGES}"),
                        help: "leave it out to list all".to_owned(),
                    });
                }
            },
            ("as", "list") => self.shape = ListShape::Lines,
            ("as", "cards") => self.shape = ListShape::Cards,
            ("as", "table") => self.shape = ListShape::Table,
            ("as", "timeline") => self.shape = ListShape::Timeline,
            ("as", "countries") => self.shape = ListShape::Countries,
            ("as", _) => return choose(&["list", "cards", "table", "timeline", "countries"]),
            ("when", "upcoming") => self.when = Some(TimeFilter::Upcoming),
            ("when", "past") => self.when = Some(TimeFilter::Past),
            ("when", "week") => self.when = Some(TimeFilter::Week),
            ("when", _) => return choose(&["upcoming", "past", "week"]),
            ("q", _) => {
                return Some(ListMistake {
                    message: "a list has no “q”: it is not a search".to_owned(),
                    help: "name the facets and terms that its pages carry".to_owned(),
                });
            }
            _ => {
                let values = value.split(',').map(str::trim);
                let values = values.filter(|value| !value.is_empty());
                let filters = values.map(|value| (key.to_owned(), value.to_owned()));
                self.filters.extend(filters);
            }
        }
        None
    }

    /// Returns the facets and values that the vocabulary does not have.
    pub fn check(&self, vocabulary: &Vocabulary) -> Vec<ListMistake> {
        let facets = vocabulary.facets.iter().map(|facet| facet.key.as_str());
        let keys: Vec<&str> = OWN_FACETS.into_iter().chain(facets).collect();
        let mut mistakes = Vec::new();
        let unknown = |name: &str, more: &[&'static str]| {
            let known = keys.iter().copied().chain(more.iter().copied());
            let help = match nearest(name, known) {
                Some(meant) => format!("did you mean “{meant}”?"),
                None => format!("the facets are {}", keys.join(", ")),
            };
            ListMistake {
                message: format!("there is no facet “{name}”"),
                help,
            }
        };
        if let Some(by) = self
            .by
            .as_deref()
            .filter(|by| *by != "year" && !keys.contains(by))
        {
            mistakes.push(unknown(by, &["year"]));
        }
        for (key, value) in &self.filters {
            if !keys.contains(&key.as_str()) {
                mistakes.push(unknown(key, &SETTINGS));
            } else if let Some(terms) = terms_of(vocabulary, key)
                && !terms.contains(&value.as_str())
            {
                let help = match nearest(value, terms.iter().copied()) {
                    Some(meant) => format!("did you mean “{meant}”?"),
                    None => format!("“{key}” has the values {}", first(&terms)),
                };
                mistakes.push(ListMistake {
                    message: format!("“{value}” is no value of “{key}”"),
                    help,
                });
            }
        }
        mistakes
    }

    /// Returns the kind of which it lists every page, if it does.
    pub fn whole_kind(&self) -> Option<Kind> {
        let is_whole =
            self.what == ListContent::Pages && self.when.is_none() && self.limit == MOST_PAGES;
        match &self.filters[..] {
            [(key, kind)] if key == "kind" && is_whole => Kind::from_name(kind),
            _ => None,
        }
    }

    /// Tells whether a page belongs to the list. The day is asked only where that depends on it.
    pub fn matches(&self, page: &Page, today: impl FnOnce() -> Date) -> bool {
        let one_of = |key: &str| {
            let mut wanted = self.filters.iter().filter(|(other, _)| other == key);
            wanted.any(|(_, value)| carries(page, key, value))
        };
        self.filters.iter().all(|(key, _)| one_of(key))
            && self.when.is_none_or(|when| when.holds(page, today()))
    }

    /// Returns a page's place in the list's order; `updated` is when it was changed last, in seconds.
    pub fn place(&self, page: &Page, updated: i64) -> ListPosition {
        ListPosition {
            value: match self.sort {
                SortBy::Title => 0,
                SortBy::Updated => updated,
                SortBy::Period => begins(page).map_or(i64::MIN, days),
            },
            title: page.title.to_lowercase(),
        }
    }

    /// Compares two places: what has the same value stands by title.
    pub fn compare(&self, one: &ListPosition, other: &ListPosition) -> Ordering {
        let by_title = || one.title.cmp(&other.title);
        match (self.sort, self.descending) {
            (SortBy::Title, true) => by_title().reverse(),
            (_, true) => other.value.cmp(&one.value).then_with(by_title),
            (_, false) => one.value.cmp(&other.value).then_with(by_title),
        }
    }
}

/// A page's place in the order of a list.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let text = "[[facet]]\nkey = \"challenges\"\nlabel = \"C\"\n[[facet.term]]\n\
                    id = \"maintaining-momentum\"\nlabel = \"M\"\n";
        Vocabulary::parse(text).0
    }

    #[test]
    fn settings_and_filters_are_told_apart() {
        let text = "kind=case-study,lesson by=year sort=-period limit=5 as=cards \
                    organisation=\"Statistics Canada\" when=upcoming";
        let (list, mistakes) = PageList::parse(ListContent::Pages, text);
        assert_eq!(mistakes, []);
        assert_eq!(list.check(&vocabulary()), []);
        let filter = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            list,
            PageList {
                what: ListContent::Pages,
                filters: vec![
                    filter("kind", "case-study"),
                    filter("kind", "lesson"),
                    filter("organisation", "Statistics Canada"),
                ],
                by: Some("year".to_owned()),
                sort: SortBy::Period,
                descending: true,
                limit: 5,
                shape: ListShape::Cards,
                when: Some(TimeFilter::Upcoming),
            }
        );
    }

    #[test]
    fn a_mistake_is_told_with_what_was_meant() {
        for (text, message, help) in [
            ("cases", "“cases” is no setting", "equals sign"),
            ("kind=", "“kind=” is no setting", "equals sign"),
            ("as=card", "no “as=card”", "“cards”"),
            ("sort=name", "no “sort=name”", "title"),
            ("limit=0", "not a number", "leave it out"),
            ("q=data", "it is not a search", "facets"),
            ("kind=case-studies", "no value of “kind”", "“case-study”"),
            ("challenge=x", "no facet “challenge”", "“challenges”"),
            (
                "challenges=momentum",
                "no value of “challenges”",
                "maintaining-momentum",
            ),
            ("by=kinds", "no facet “kinds”", "“kind”"),
            ("country=XX", "no value of “country”", ""),
            ("limits=3", "no facet “limits”", "“limit”"),
        ] {
            let (list, mut mistakes) = PageList::parse(ListContent::Pages, text);
            mistakes.extend(list.check(&vocabulary()));
            assert_eq!(mistakes.len(), 1, "{text}: {mistakes:?}");
            assert!(
                mistakes[0].message.contains(message),
                "{text}: {mistakes:?}"
            );
            assert!(mistakes[0].help.contains(help), "{text}: {mistakes:?}");
        }
    }
}

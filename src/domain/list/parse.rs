//! Reads the words behind `:::list`.

use crate::domain::kind::Kind;
use crate::domain::list::{
    ListContent, ListMistake, ListShape, MOST_PAGES, OWN_FACETS, PageList, SortBy, TimeFilter,
    first, terms_of, words,
};
use crate::domain::suggestion::nearest;
use crate::domain::vocabulary::Vocabulary;

/// The other words that may stand behind `:::list`.
const SETTINGS: [&str; 5] = ["by", "sort", "limit", "as", "when"];

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
        let choose = |known: &[&str]| Some(one_of(key, value, known));
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
}

/// Returns the mistake of a setting whose value is none of those that it can have.
pub(super) fn one_of(key: &str, value: &str, known: &[&str]) -> ListMistake {
    let help = match nearest(value, known.iter().copied()) {
        Some(meant) => format!("did you mean “{meant}”?"),
        None => format!("it can be {}", known.join(", ")),
    };
    ListMistake {
        message: format!("a list has no “{key}={value}”"),
        help,
    }
}

//! [`MapQuery`]: what a map is asked to show.

use std::ops::RangeInclusive;

use crate::domain::vocabulary::{COLUMNS, ROWS};
use crate::domain::{Kind, country};
use crate::search::{CrossRequest, CrossTab};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::parts::context::Context;
use crate::web::parts::messages::Words;

/// The kinds that the map counts unless others are asked for: a lesson or a note does not fill a gap.
pub(super) const KINDS: [Kind; 1] = [Kind::CaseStudy];
/// The kinds that can be counted as well by one choice.
const MORE_KINDS: [Kind; 2] = [Kind::Lesson, Kind::LiteratureNote];

/// The map that an address asks for.
#[derive(Clone, Debug)]
pub(crate) struct MapQuery {
    pub(crate) rows: String,
    pub(crate) columns: String,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) country: Option<String>,
    pub(crate) years: Option<RangeInclusive<u16>>,
}

impl Default for MapQuery {
    fn default() -> Self {
        Self {
            rows: ROWS.to_owned(),
            columns: COLUMNS.to_owned(),
            kinds: KINDS.to_vec(),
            country: None,
            years: None,
        }
    }
}

impl MapQuery {
    /// Reads `rows`, `columns`, `kind`, `country`, `from` and `to`.
    pub(crate) fn read(context: &Context) -> Result<Self, Error> {
        let query = &context.query;
        let vocabulary = context.edition.vocabulary();
        let facet = |name: &str, default: &str| match query.get(name) {
            "" => Ok(default.to_owned()),
            key if vocabulary.facet(key).is_some() => Ok(key.to_owned()),
            key => Err(Error::BadRequest(format!(
                "“{name}={key}” is not a facet of the vocabulary"
            ))),
        };
        let kind = |name: &str| {
            Kind::from_name(name)
                .ok_or_else(|| Error::BadRequest(format!("“{name}” is not a kind")))
        };
        let kinds: Vec<Kind> = query.all("kind").map(kind).collect::<Result<_, _>>()?;
        let country = Some(query.get("country").to_uppercase()).filter(|code| !code.is_empty());
        if let Some(code) = &country
            && !country::is_known(code)
        {
            return Err(Error::BadRequest(format!("“{code}” is not a country")));
        }
        let from = query.number("from", 1, 9999)?;
        let to = query.number("to", 9999, 9999)?;
        let has_years = !(query.get("from").is_empty() && query.get("to").is_empty());
        Ok(Self {
            rows: facet("rows", ROWS)?,
            columns: facet("columns", COLUMNS)?,
            kinds: if kinds.is_empty() {
                KINDS.to_vec()
            } else {
                kinds
            },
            country,
            years: has_years.then_some(from as u16..=to as u16),
        })
    }

    /// The same map with all the kinds that may tell of a gap.
    pub(super) fn with_more_kinds(&self) -> Self {
        Self {
            kinds: KINDS.into_iter().chain(MORE_KINDS).collect(),
            ..self.clone()
        }
    }

    /// Returns the counts.
    pub(crate) fn cross(&self, context: &Context) -> CrossTab {
        let kinds = self
            .kinds
            .iter()
            .map(|kind| ("kind".to_owned(), kind.name().to_owned()));
        let country = self
            .country
            .iter()
            .map(|code| ("country".to_owned(), code.clone()));
        let filters: Vec<(String, String)> = kinds.chain(country).collect();
        context.view().finder().cross(&CrossRequest {
            rows: &self.rows,
            columns: &self.columns,
            query: "",
            filters: &filters,
            years: self.years.clone(),
        })
    }

    /// Returns the address of the pages behind a row, a column, or a cell of both.
    pub(super) fn address(&self, row: Option<&str>, column: Option<&str>) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        pairs.extend(row.map(|term| (self.rows.as_str(), term)));
        pairs.extend(column.map(|term| (self.columns.as_str(), term)));
        pairs.extend(self.kinds.iter().map(|kind| ("kind", kind.name())));
        pairs.extend(self.country.iter().map(|code| ("country", code.as_str())));
        format!("/search?{}", query_string(pairs))
    }

    /// Says that there is nothing of the kinds that are counted.
    pub(super) fn nothing(&self, words: Words) -> String {
        match self.kinds == KINDS {
            true => words.say("map-no-case").into_owned(),
            false => words.say("nothing-known").into_owned(),
        }
    }

    /// Returns the choices of what is counted: cases, and lessons and notes with them.
    pub(crate) fn switches(&self, words: Words) -> Vec<Switch> {
        let with = |kinds: Vec<Kind>| Self {
            kinds,
            ..self.clone()
        };
        let cases = Switch {
            label: words.kinds(Kind::CaseStudy),
            current: self.kinds == KINDS,
            address: format!("/map?{}", with(KINDS.to_vec()).query()),
        };
        let more = MORE_KINDS.map(|kind| {
            let current = self.kinds.contains(&kind);
            let mut kinds = self.kinds.clone();
            match current {
                true => kinds.retain(|known| *known != kind),
                false => kinds.push(kind),
            }
            Switch {
                label: format!("+ {}", words.kinds(kind).to_lowercase()),
                current,
                address: format!("/map?{}", with(kinds).query()),
            }
        });
        std::iter::once(cases).chain(more).collect()
    }

    /// Returns the query that asks for the same map.
    pub(crate) fn query(&self) -> String {
        let years = self
            .years
            .as_ref()
            .map(|years| (years.start().to_string(), years.end().to_string()));
        let mut pairs: Vec<(&str, &str)> = vec![("rows", &self.rows), ("columns", &self.columns)];
        pairs.extend(self.kinds.iter().map(|kind| ("kind", kind.name())));
        pairs.extend(self.country.iter().map(|code| ("country", code.as_str())));
        if let Some((from, to)) = &years {
            pairs.extend([("from", from.as_str()), ("to", to.as_str())]);
        }
        query_string(pairs)
    }
}

/// A choice of what is counted, as a link.
pub(crate) struct Switch {
    pub(crate) label: String,
    pub(crate) current: bool,
    pub(crate) address: String,
}

//! [`SearchQuery`]: what the address of a search asks for, for the page and for the API alike.

use crate::search::{Note, Request, Results, SortOrder};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::parts::context::Context;
use crate::web::parts::{facets, notes};

/// Last page that can be asked for.
const MAX_PAGE: usize = 100_000;

/// The most parameters that are named of those that mean nothing.
const MOST_UNKNOWN: usize = 5;

/// Parameters that are no facets.
const OWN: [&str; 8] = [
    "q", "sort", "page", "limit", "view", "partial", "verbatim", "ui",
];

/// Parameters that mailers and other sites add to the addresses that lead here.
const TRACKING: [&str; 5] = ["fbclid", "gclid", "mc_cid", "mc_eid", "msclkid"];

fn is_tracking(name: &str) -> bool {
    name.starts_with("utm_") || TRACKING.contains(&name)
}

/// The search that an address asks for.
#[derive(Clone)]
pub(crate) struct SearchQuery {
    pub(crate) query: String,
    pub(crate) filters: Vec<(String, String)>,
    pub(crate) sort: SortOrder,
    pub(crate) page: usize,
    pub(crate) limit: usize,
    /// `timeline`, `countries`, or empty for a list.
    pub(crate) view: &'static str,
    /// Whether pages with some of the words follow.
    pub(crate) partial: bool,
    /// Whether no word is corrected.
    verbatim: bool,
    /// The notes about the filters.
    said: Vec<Note>,
    /// Parameters that mean nothing here.
    unknown: Vec<String>,
    /// The names of fields and values.
    names: std::sync::Arc<crate::search::FacetNames>,
}

impl SearchQuery {
    /// Reads `q`, the filters, `sort`, `page` and `limit`, which is `usual` where the address has
    /// none.
    pub(crate) fn read(context: &Context, usual: usize) -> Result<Self, Error> {
        let query = &context.query;
        let sort = match query.get("sort") {
            "" | "relevance" => SortOrder::Relevance,
            "updated" => SortOrder::Updated,
            "title" => SortOrder::Title,
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
        let mut search = Self {
            view,
            query: query.get("q").to_owned(),
            filters: Vec::new(),
            sort,
            page: query.number("page", 1, MAX_PAGE)?,
            limit: query.number("limit", usual, 100)?,
            partial: switch(context, "partial")?,
            verbatim: switch(context, "verbatim")?,
            said: Vec::new(),
            unknown: Vec::new(),
            names: context.names.of(&context.edition),
        };
        for (name, value) in query.pairs() {
            let is_own = OWN.contains(&name.as_str()) || is_tracking(name);
            if !is_own && !value.trim().is_empty() {
                search.read_filter(context, name, value);
            }
        }
        Ok(search)
    }

    /// Reads a filter by any name of its facet and of its value.
    fn read_filter(&mut self, context: &Context, name: &str, value: &str) {
        let keys = facets::all(context.edition.vocabulary());
        let view = context.view();
        let known = |key: &str| keys.iter().any(|(known, _)| *known == key);
        let key = if known(name) {
            Some(name.to_owned())
        } else {
            view.finder()
                .field(name, &self.names)
                .filter(|key| known(key))
        };
        let Some(key) = key else {
            if !self.unknown.iter().any(|known| known == name) {
                self.unknown.push(name.to_owned());
            }
            return;
        };
        let (values, note) = view.finder().values(&key, value, &self.names);
        self.said.extend(note);
        let mut add = |value: String| {
            let filter = (key.clone(), value);
            if !self.filters.contains(&filter) {
                self.filters.push(filter);
            }
        };
        match values.is_empty() {
            // It stays visible, and can be taken away.
            true => add(value.to_owned()),
            false => values.into_iter().for_each(add),
        }
    }

    pub(crate) fn request(&self) -> Request<'_> {
        Request {
            query: &self.query,
            filters: &self.filters,
            sort: self.sort,
            offset: (self.page - 1) * self.limit,
            limit: self.limit,
            names: Some(&self.names),
            partial: self.partial && self.sort == SortOrder::Relevance,
            verbatim: self.verbatim,
        }
    }

    /// Returns the parameters that mean nothing here.
    pub(crate) fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// The same search with what changed last first.
    pub(crate) fn newest(&self) -> Self {
        Self {
            sort: SortOrder::Updated,
            ..self.clone()
        }
    }

    /// Returns what there is to say of the address and of the query, in the reader's language.
    pub(crate) fn notes(&self, context: &Context, results: &Results) -> Vec<String> {
        let words = context.words;
        let vocabulary = context.edition.vocabulary();
        let unknown = self.unknown.iter().take(MOST_UNKNOWN);
        let unknown = unknown.map(|name| words.with("note-unknown-parameter", "name", name));
        let notes = self.said.iter().chain(&results.notes);
        unknown
            .chain(notes.map(|note| notes::say(note, vocabulary, words)))
            .collect()
    }

    /// Returns the address of this search with another page, without one filter, or with another
    /// query.
    pub(crate) fn address(
        &self,
        page: usize,
        without: Option<&(String, String)>,
        query: &str,
    ) -> String {
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
            SortOrder::Relevance => {}
            SortOrder::Updated => pairs.push(("sort", "updated")),
            SortOrder::Title => pairs.push(("sort", "title")),
        }
        if page != "1" {
            pairs.push(("page", &page));
        }
        if !self.view.is_empty() {
            pairs.push(("view", self.view));
        }
        if self.verbatim && query == self.query {
            pairs.push(("verbatim", "true"));
        }
        if pairs.is_empty() {
            "/search".to_owned()
        } else {
            format!("/search?{}", query_string(pairs))
        }
    }

    /// Returns the address of the same search in another form.
    pub(crate) fn seen_as(&self, view: &'static str) -> String {
        let other = Self {
            view,
            ..self.clone()
        };
        other.address(1, None, &self.query)
    }

    /// Returns the same search as a list by relevance, in which pages with some of the words follow.
    pub(crate) fn by_relevance(&self) -> Self {
        Self {
            sort: SortOrder::Relevance,
            view: "",
            partial: true,
            ..self.clone()
        }
    }

    /// Returns the address of the same search with its words as they are typed.
    pub(crate) fn verbatim_address(&self) -> String {
        let verbatim = Self {
            verbatim: true,
            ..self.clone()
        };
        verbatim.address(1, None, &self.query)
    }

    /// Returns the address of the same search within one more term.
    pub(crate) fn within(&self, key: &str, term: &str) -> String {
        let filter = (key.to_owned(), term.to_owned());
        let mut narrower = self.clone();
        if !narrower.filters.contains(&filter) {
            narrower.filters.push(filter);
        }
        narrower.address(1, None, &self.query)
    }
}

/// Reads a parameter that is on or off.
fn switch(context: &Context, key: &str) -> Result<bool, Error> {
    match context.query.get(key) {
        "" | "false" => Ok(false),
        "true" => Ok(true),
        _ => Err(Error::BadRequest(format!("“{key}” must be true or false"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mailers_add_is_known() {
        for name in ["utm_source", "utm_campaign", "fbclid"] {
            assert!(is_tracking(name), "{name}");
        }
        for name in ["utm", "q", "colour", "countries"] {
            assert!(!is_tracking(name), "{name}");
        }
    }
}

//! [`ChangesQuery`]: which changes an address asks for, for the page, the feed and the API alike.

use crate::domain::PagePath;
use crate::domain::date::Date;
use crate::search::Note;
use crate::site::ChangeFilter;
use crate::web::http::credentials::FEED_KEY;
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::parts::context::Context;
use crate::web::parts::messages::CHOICE;
use crate::web::parts::versions::history_error;
use crate::web::parts::{facets, notes};

/// Parameters that are no filters.
const OWN: [&str; 4] = ["before", "limit", FEED_KEY, CHOICE];
/// The most parameters that are named of those that mean nothing.
const MOST_UNKNOWN: usize = 5;

/// The changes that an address asks for.
pub(crate) struct ChangesQuery {
    pub(crate) filter: ChangeFilter,
    /// The filters as an address has them.
    pub(crate) pairs: Vec<(String, String)>,
    /// The notes about them.
    said: Vec<Note>,
    /// Parameters that mean nothing here.
    unknown: Vec<String>,
}

/// A filter in use, and the address without it.
pub(crate) struct ChangeFilterChip {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) address: String,
}

impl ChangesQuery {
    /// Reads the filters.
    pub(crate) fn read(context: &Context) -> Result<Self, Error> {
        let mut query = Self {
            filter: ChangeFilter::default(),
            pairs: Vec::new(),
            said: Vec::new(),
            unknown: Vec::new(),
        };
        for (name, value) in context.query.pairs() {
            let value = value.trim();
            if !OWN.contains(&name.as_str()) && !value.is_empty() {
                query.read_one(context, name, value)?;
            }
        }
        if let Some(page) = &query.filter.page {
            let versions = context.view().versions(page);
            let versions = versions.map_err(|error| history_error(context, error))?;
            versions.ok_or(Error::NotFound)?;
        }
        Ok(query)
    }

    /// The same where nobody reads what is said of the filters: what means nothing is an error.
    pub(crate) fn read_strictly(context: &Context) -> Result<Self, Error> {
        let query = Self::read(context)?;
        match &query.unknown[..] {
            [] => Ok(query),
            [name, ..] => Err(Error::BadRequest(format!(
                "“{name}” is no filter of changes; the filters are author, folder, page, from, to, minor and the facets of pages"
            ))),
        }
    }

    fn read_one(&mut self, context: &Context, name: &str, value: &str) -> Result<(), Error> {
        let date = || {
            Date::parse(value).ok_or_else(|| {
                let message = format!("“{name}” must be a date: 2018, 2018-04 or 2018-04-17");
                Error::BadRequest(message)
            })
        };
        let path = || {
            PagePath::parse(value.trim_matches('/')).map_err(|error| {
                Error::BadRequest(format!(
                    "“{name}” must be the address of a page: it {error}"
                ))
            })
        };
        let filter = &mut self.filter;
        match name {
            "author" => filter.author = Some(value.to_owned()),
            "folder" => filter.folder = Some(path()?),
            "page" => filter.page = Some(path()?),
            "from" => filter.from = Some(date()?),
            "to" => filter.to = Some(date()?),
            "minor" if value == "no" => filter.without_minor = true,
            "minor" if value == "yes" => return Ok(()),
            "minor" => {
                return Err(Error::BadRequest("“minor” must be yes or no".to_owned()));
            }
            _ => {
                self.read_terms(context, name, value);
                return Ok(());
            }
        }
        // Of two values the later one counts.
        self.pairs.retain(|(known, _)| known != name);
        self.pairs.push((name.to_owned(), value.to_owned()));
        Ok(())
    }

    /// Reads a facet by any name of it and of its value.
    fn read_terms(&mut self, context: &Context, name: &str, value: &str) {
        let names = context.names.of(&context.edition);
        let view = context.view();
        let keys = facets::all(context.edition.vocabulary());
        // Pages have authors too, but here whoever changed something is asked for.
        let known = |key: &str| key != "author" && keys.iter().any(|(known, _)| *known == key);
        let found = match known(name) {
            true => Some(name.to_owned()),
            false => view.finder().field(name, &names).filter(|key| known(key)),
        };
        let Some(key) = found else {
            if !self.unknown.iter().any(|known| known == name) {
                self.unknown.push(name.to_owned());
            }
            return;
        };
        let (values, note) = view.finder().values(&key, value, &names);
        self.said.extend(note);
        for value in values {
            let pair = (key.clone(), value);
            if !self.filter.terms.contains(&pair) {
                self.filter.terms.push(pair.clone());
                self.pairs.push(pair);
            }
        }
    }

    /// Returns an address with these filters, and with some more parameters.
    pub(crate) fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let changed = |name: &str| more.iter().any(|(other, _)| *other == name);
        let own = self.pairs.iter().filter(|(name, _)| !changed(name));
        let own = own.map(|(name, value)| (name.as_str(), value.as_str()));
        let query = query_string(own.chain(more.iter().copied()));
        match query.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{query}"),
        }
    }

    /// Returns the filters in use.
    pub(crate) fn chips(&self, context: &Context) -> Vec<ChangeFilterChip> {
        let pairs = self.pairs.iter();
        let chips = pairs.map(|pair| {
            let rest = self.pairs.iter().filter(|other| *other != pair);
            let rest = rest.map(|(name, value)| (name.as_str(), value.as_str()));
            let query = query_string(rest);
            let (name, label) = label(context, pair);
            let mark = if query.is_empty() { "" } else { "?" };
            ChangeFilterChip {
                name,
                label,
                address: format!("/changes{mark}{query}"),
            }
        });
        chips.collect()
    }

    /// Returns what there is to say of the filters, in the reader's language.
    pub(crate) fn notes(&self, context: &Context) -> Vec<String> {
        let words = context.words;
        let vocabulary = context.edition.vocabulary();
        let unknown = self.unknown.iter().take(MOST_UNKNOWN);
        let unknown = unknown.map(|name| words.with("note-unknown-parameter", "name", name));
        let said = self.said.iter();
        unknown
            .chain(said.map(|note| notes::say(note, vocabulary, words)))
            .collect()
    }
}

fn label(context: &Context, (name, value): &(String, String)) -> (String, String) {
    let words = context.words;
    let say = |id: &str| words.say(id).into_owned();
    let path = || format!("/{}", value.trim_matches('/'));
    let date = || Date::parse(value).map_or_else(|| value.clone(), |date| words.date(date));
    match name.as_str() {
        "author" => (say("changes-by"), value.clone()),
        "folder" => (say("changes-folder"), path()),
        "page" => (say("changes-page"), path()),
        "from" => (say("changes-from"), date()),
        "to" => (say("changes-to"), date()),
        "minor" => (say("changes-minor"), say("changes-left-out")),
        _ => {
            let vocabulary = context.edition.vocabulary();
            (
                facets::label(vocabulary, name, words),
                facets::term_label_in(vocabulary, name, value, words),
            )
        }
    }
}

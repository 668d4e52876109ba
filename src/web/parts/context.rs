//! [`Context`]: what a page's function is given, and the query of its address.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use percent_encoding::percent_decode_str;

use crate::domain::PagePath;
use crate::site::{Edition, View};
use crate::web::http::caller::{Audience, Caller};
use crate::web::http::error::Error;
use crate::web::parts::access::{Decision, Operation, may};
use crate::web::parts::day::Today;
use crate::web::parts::look::Look;
use crate::web::parts::messages::{Locale, Words};
use crate::web::parts::names::Keeper;
use crate::web::{Settings, Site};

/// What the answer to a request is made from, beside its address: found out once for each request,
/// before anything else looks at it.
#[derive(Clone)]
pub(crate) struct Basis {
    pub(crate) edition: Arc<Edition>,
    pub(crate) caller: Caller,
    /// The language of the interface.
    pub(crate) locale: Locale,
}

impl Basis {
    /// Takes the newest edition for a request, and finds out who sends it.
    pub(crate) fn find(site: &Site, headers: &HeaderMap) -> Self {
        let mut caller = Caller::of(headers, &*site.identify);
        // Only what is said of an upstream is for administrators alone.
        if site.following.is_some() {
            let allowed = may(Operation::Administer, site.push_policy(), &caller);
            caller.is_administrator = allowed == Decision::Allow;
        }
        Self {
            edition: site.publisher.edition(),
            caller,
            locale: Locale::preferred(headers),
        }
    }

    /// Returns what was found when the request came in.
    pub(crate) fn of(site: &Site, request: &Parts) -> Self {
        let found = request.extensions.get::<Self>().cloned();
        found.unwrap_or_else(|| Self::find(site, &request.headers))
    }
}

/// One request: the edition it is answered from, who asks, and for what.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) edition: Arc<Edition>,
    pub(crate) audience: Audience,
    pub(crate) today: Today,
    /// Whether this is a contributor's preview of their working tree.
    pub(crate) preview: bool,
    pub(crate) settings: Arc<Settings>,
    pub(crate) look: Arc<Look>,
    pub(crate) names: Arc<Keeper>,
    /// The interface in the reader's language.
    pub(crate) words: Words,
    pub(crate) uri: Uri,
    pub(crate) query: Query,
}

impl Context {
    /// Returns the context of a request for an address.
    pub(crate) fn new(site: &Site, basis: &Basis, uri: Uri) -> Self {
        Self {
            edition: Arc::clone(&basis.edition),
            audience: basis.caller.audience(),
            today: Today::new(&site.clock),
            preview: site.editions.is_some(),
            settings: Arc::clone(&site.settings),
            look: Arc::clone(&site.look),
            names: Arc::clone(&site.names),
            words: Words(basis.locale),
            query: Query::parse(uri.query().unwrap_or("")),
            uri,
        }
    }

    /// The same request to another edition.
    pub(crate) fn of(mut self, edition: &Arc<Edition>) -> Self {
        self.edition = Arc::clone(edition);
        self
    }

    /// The same request by others.
    pub(crate) fn by(mut self, audience: Audience) -> Self {
        self.audience = audience;
        self
    }

    /// The same request for another address.
    pub(crate) fn at(&self, uri: Uri) -> Self {
        Self {
            today: self.today.anew(),
            query: Query::parse(uri.query().unwrap_or("")),
            uri,
            ..self.clone()
        }
    }

    /// The same request with the interface in another language.
    pub(crate) fn speaking(mut self, locale: Locale) -> Self {
        self.words = Words(locale);
        self
    }

    /// The same request for a page: a page in another language than the site's decides for the
    /// interface, if the interface knows that language.
    pub(crate) fn for_page(&self, language: &str) -> Self {
        let own = Locale::from_code(language).filter(|locale| *locale != Locale::default());
        self.clone().speaking(own.unwrap_or(self.words.0))
    }

    /// Returns the edition as this viewer may see it.
    pub(crate) fn view(&self) -> View<'_> {
        self.edition.view(self.audience.viewer())
    }

    /// Returns the part of the address below a prefix, decoded.
    pub(crate) fn below(&self, prefix: &str) -> Result<String, Error> {
        let rest = self.uri.path().strip_prefix(prefix).unwrap_or("");
        let decoded = percent_decode_str(rest)
            .decode_utf8()
            .map_err(|_| Error::NotFound)?;
        Ok(decoded.into_owned())
    }

    /// Returns an absolute address on this site.
    pub(crate) fn absolute(&self, address: &str) -> String {
        format!("{}{address}", self.settings.base_url)
    }
}

/// Reads a page's path out of an address; anything that is no path is simply not found.
pub(crate) fn page_path(path: &str) -> Result<PagePath, Error> {
    PagePath::parse(path).map_err(|_| Error::NotFound)
}

/// Longest query string that is looked at, in pairs of key and value.
const MAX_PAIRS: usize = 200;

/// The query of an address: keys may repeat.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = form_urlencoded::parse(text.as_bytes()).take(MAX_PAIRS);
        Self {
            pairs: pairs
                .map(|(key, value)| (key.into_owned(), value.into_owned()))
                .collect(),
        }
    }

    /// Returns every pair, in the order of the address.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// Returns the first value of a key, without white space around it; empty when missing.
    pub(crate) fn get<'q>(&'q self, key: &str) -> &'q str {
        let value = self
            .pairs
            .iter()
            .find(|(name, value)| name == key && !value.trim().is_empty());
        value.map_or("", |(_, value)| value.trim())
    }

    /// Returns the first value of a key as it is; empty when missing.
    pub(crate) fn raw<'q>(&'q self, key: &str) -> &'q str {
        let value = self.pairs.iter().find(|(name, _)| name == key);
        value.map_or("", |(_, value)| value)
    }

    /// Returns every value of a key that is not empty.
    pub(crate) fn all<'q>(&'q self, key: &'q str) -> impl Iterator<Item = &'q str> {
        let values = self.pairs.iter().filter(move |(name, _)| name == key);
        values
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.trim().is_empty())
    }

    /// Returns a number; the default when missing, an error in words when it is none.
    pub(crate) fn number(&self, key: &str, default: usize, most: usize) -> Result<usize, Error> {
        match self.get(key) {
            "" => Ok(default),
            text => match text.parse::<usize>() {
                Ok(number) if (1..=most).contains(&number) => Ok(number),
                _ => Err(Error::BadRequest(format!(
                    "“{key}” must be a number from 1 to {most}"
                ))),
            },
        }
    }
}

/// Writes pairs as the query of an address.
pub(crate) fn query_string<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

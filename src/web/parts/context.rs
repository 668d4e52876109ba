//! [`Context`]: what a page's function is given.

use std::sync::Arc;

use axum::http::Uri;
use percent_encoding::percent_decode_str;

use crate::accounts::Accounts;
use crate::domain::PagePath;
use crate::site::{Edition, View};
use crate::web::http::caller::ResponseAudience;
use crate::web::http::error::Error;
use crate::web::http::query::Query;
use crate::web::parts::day::Today;
use crate::web::parts::look::Look;
use crate::web::parts::messages::{Locale, Words};
use crate::web::parts::names::NameCache;
use crate::web::parts::open_joins::OpenJoins;
use crate::web::parts::reading::{Basis, ReadingState};
use crate::web::parts::settings::Settings;

/// One request: the edition it is answered from, who asks, and for what.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) edition: Arc<Edition>,
    pub(crate) audience: ResponseAudience,
    pub(crate) today: Today,
    /// The events that everybody may join.
    pub(crate) open_joins: OpenJoins,
    /// Whether this is a contributor's preview of their working tree.
    pub(crate) preview: bool,
    /// Whether people can sign in.
    pub(crate) has_accounts: bool,
    /// Whether those who may can write in the browser.
    pub(crate) can_write: bool,
    /// The accounts, which count what was searched for in vain; nothing where it is not counted.
    pub(crate) searches: Option<Arc<Accounts>>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) look: Arc<Look>,
    pub(crate) names: Arc<NameCache>,
    /// The interface in the reader's language.
    pub(crate) words: Words,
    pub(crate) uri: Uri,
    pub(crate) query: Query,
}

impl Context {
    /// Returns the context of a request for an address.
    pub(crate) fn new(reading: &ReadingState, basis: &Basis, uri: Uri) -> Self {
        Self {
            edition: Arc::clone(&basis.edition),
            audience: basis.caller.audience(),
            today: Today::new(&reading.clock),
            open_joins: OpenJoins::new(reading.accounts.as_ref()),
            preview: reading.is_preview,
            has_accounts: reading.accounts.is_some(),
            can_write: reading.can_write,
            searches: (reading.accounts.clone()).filter(|_| reading.settings.counts_searches),
            settings: Arc::clone(&reading.settings),
            look: Arc::clone(&reading.look),
            names: Arc::clone(&reading.names),
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
    pub(crate) fn by(mut self, audience: ResponseAudience) -> Self {
        self.audience = audience;
        self
    }

    /// The same request for another address.
    pub(crate) fn at(&self, uri: Uri) -> Self {
        Self {
            today: self.today.anew(),
            open_joins: self.open_joins.anew(),
            query: Query::parse(uri.query().unwrap_or("")),
            uri,
            ..self.clone()
        }
    }

    /// The same request with the interface in another language.
    pub(crate) fn with_locale(mut self, locale: Locale) -> Self {
        self.words = Words(locale);
        self
    }

    /// The same request for a page: a page in another language than the site's decides for the
    /// interface, if the interface knows that language.
    pub(crate) fn for_page(&self, language: &str) -> Self {
        let own = Locale::from_code(language).filter(|locale| *locale != Locale::default());
        self.clone().with_locale(own.unwrap_or(self.words.0))
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

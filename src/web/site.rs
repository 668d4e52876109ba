//! [`Site`]: how a site over HTTP is put together, and what its routes get of it.

use std::sync::Arc;

use axum::extract::FromRef;
use axum::http::HeaderMap;

use crate::accounts::Accounts;
use crate::domain::Viewer;
use crate::domain::date::Date;
use crate::site::{Publisher, SiteWriter};
use crate::web::formats::preview::Editions;
use crate::web::git::GitServer;
use crate::web::identity::Provider;
use crate::web::parts::day;
use crate::web::parts::following::FollowedUpstream;
use crate::web::parts::look::Look;
use crate::web::parts::reading::ReadingState;
use crate::web::parts::settings::Settings;
use crate::web::read::responses::Responses;

/// A site: what its pages are made from, and what only some of its routes need.
pub struct Site {
    reading: ReadingState,
    /// Only a preview has them.
    editions: Option<Editions>,
    following: Option<Arc<FollowedUpstream>>,
    git: Option<Arc<GitServer>>,
    writer: Option<Arc<SiteWriter>>,
}

impl Site {
    /// Puts a site together.
    pub fn new(publisher: Arc<Publisher>, settings: Settings) -> Self {
        let reading = ReadingState {
            publisher,
            look: Arc::new(Look::new(&settings)),
            settings: Arc::new(settings),
            names: Arc::default(),
            accounts: None,
            provider: None,
            identify: Arc::new(|_| Viewer::Anonymous),
            clock: Arc::new(day::now),
            can_write: false,
            is_preview: false,
            metrics: Arc::default(),
            administration: None,
        };
        Self {
            reading,
            editions: None,
            following: None,
            git: None,
            writer: None,
        }
    }

    /// Returns what the site's editions come from.
    pub fn publisher(&self) -> &Arc<Publisher> {
        &self.reading.publisher
    }

    /// The same site, which can be written to by those who may.
    pub fn with_writer(mut self, writer: Arc<SiteWriter>) -> Self {
        self.writer = Some(writer);
        self.reading.can_write = true;
        self
    }

    /// The same site with its repository at `/content.git`.
    pub fn with_git(mut self, git: GitServer) -> Self {
        self.git = Some(Arc::new(git));
        self
    }

    /// Puts a preview together: the contributor at this machine sees everything, and their browser
    /// is told of each new edition.
    pub fn preview(publisher: Arc<Publisher>, settings: Settings, editions: Editions) -> Self {
        let mut site = Self::new(publisher, settings).identified_by(|_| Viewer::Contributor);
        site.reading.is_preview = true;
        site.editions = Some(editions);
        site
    }

    /// The same site, which tells from a request's headers what its sender may see.
    pub fn identified_by(
        mut self,
        identify: impl Fn(&HeaderMap) -> Viewer + Send + Sync + 'static,
    ) -> Self {
        self.reading.identify = Arc::new(identify);
        self
    }

    /// The same site with people who may sign in.
    pub fn with_accounts(mut self, accounts: Arc<Accounts>) -> Self {
        self.reading.accounts = Some(accounts);
        self
    }

    /// The same site, to which people also come in by the word of another provider of identities.
    pub fn with_provider(mut self, provider: Option<Arc<Provider>>) -> Self {
        self.reading.provider = provider;
        self
    }

    /// The same site, which is told what day it is.
    pub fn with_clock(mut self, clock: impl Fn() -> Date + Send + Sync + 'static) -> Self {
        self.reading.clock = Arc::new(clock);
        self
    }

    /// The same site, which follows an upstream.
    pub fn with_upstream(mut self, following: Option<Arc<FollowedUpstream>>) -> Self {
        self.following = following;
        self
    }

    /// Returns what the routes share.
    pub(crate) fn shared(self) -> SiteState {
        let mut reading = self.reading;
        // Only what is said of an upstream is for administrators alone.
        if self.following.is_some() {
            let git = self.git.as_ref();
            let policy = git.map(|git| git.policy()).unwrap_or_default();
            reading.administration = Some(policy);
        }
        SiteState {
            reading: Arc::new(reading),
            responses: Arc::default(),
            editions: self.editions,
            following: self.following,
            git: self.git,
            writer: self.writer,
        }
    }
}

/// The state that the routes of a site share. Each takes out of it what it needs.
#[derive(Clone)]
pub(crate) struct SiteState {
    pub(crate) reading: Arc<ReadingState>,
    pub(crate) responses: Arc<Responses>,
    editions: Option<Editions>,
    following: Option<Arc<FollowedUpstream>>,
    git: Option<Arc<GitServer>>,
    writer: Option<Arc<SiteWriter>>,
}

impl FromRef<SiteState> for Option<Arc<SiteWriter>> {
    fn from_ref(shared: &SiteState) -> Self {
        shared.writer.clone()
    }
}

impl FromRef<SiteState> for Arc<ReadingState> {
    fn from_ref(shared: &SiteState) -> Self {
        shared.reading.clone()
    }
}

impl FromRef<SiteState> for Arc<Responses> {
    fn from_ref(shared: &SiteState) -> Self {
        shared.responses.clone()
    }
}

impl FromRef<SiteState> for Option<Editions> {
    fn from_ref(shared: &SiteState) -> Self {
        shared.editions.clone()
    }
}

impl FromRef<SiteState> for Option<Arc<FollowedUpstream>> {
    fn from_ref(shared: &SiteState) -> Self {
        shared.following.clone()
    }
}

impl FromRef<SiteState> for Option<Arc<GitServer>> {
    fn from_ref(shared: &SiteState) -> Self {
        shared.git.clone()
    }
}

//! The site over HTTP: routes, views, feeds and the API.
//!
//! A request takes one edition at its start and uses nothing else. Every answer to a `GET` is a
//! function of an edition and an address, so one place ([`respond`]) answers them all: from the
//! cache, or by the page's own function on a blocking thread.
//! Start reading at [`service`].

mod access;
mod actions;
mod agenda;
mod api;
mod around;
mod asked;
mod assets;
mod attachment;
mod caller;
mod card;
mod changes;
mod citation;
mod commit;
mod context;
mod day;
mod error;
mod facets;
mod facts;
mod feeds;
mod filters;
mod folder;
mod front;
mod git;
mod glossary;
mod health;
mod hit;
mod home;
mod linked_data;
mod lists;
mod look;
mod map;
mod messages;
mod names;
mod notes;
mod openings;
mod outline;
mod own_address;
mod page;
mod picture;
mod preview;
mod problems;
mod questions;
mod respond;
mod search;
mod search_views;
mod server;
mod shell;
mod style;
mod suggest;
mod take_along;
mod upstream;
mod xml;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, Uri};
use axum::routing::{any, get, post};

use crate::domain::Viewer;
use crate::domain::date::Date;
use crate::site::Publisher;
use crate::web::caller::Identify;
use crate::web::context::{Basis, Context};
use crate::web::day::Clock;
use crate::web::look::Look;
use crate::web::respond::{Responses, list, page as cached};

pub use crate::web::access::PushPolicy;
pub use crate::web::front::Front;
pub use crate::web::git::{
    GitError, GitOptions, GitServer, Limits, Question, SOCKET_VARIABLE, TOKEN_VARIABLE,
};
pub(crate) use crate::web::look::is_readable;
pub use crate::web::preview::Editions;
pub use crate::web::server::{ServerError, listen, serve, step_back};
pub use crate::web::upstream::{Following, Secret};

/// What a site says of itself, and where it is.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The site's name.
    pub name: String,
    /// The address of the site without a slash at its end, for feeds and links from elsewhere.
    pub base_url: String,
    /// Names that a request's `Host` may have; empty: any.
    pub hosts: Vec<String>,
    /// The one colour that the look follows from, as `#rrggbb`.
    pub accent: Option<String>,
    /// The file of the logo in the content folder.
    pub logo: Option<String>,
    /// Where the group can be asked.
    pub contact: Option<Contact>,
    /// Where a page can be corrected; in the address of a page, `{file}` stands for the file's path.
    pub corrections: Option<Contact>,
}

/// Where the group can be asked what no page tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// An address for mail.
    Mail(String),
    /// A page elsewhere.
    Page(String),
}

/// What every request can reach.
#[derive(Clone)]
pub struct Site {
    /// Makes and hands out editions.
    pub publisher: Arc<Publisher>,
    /// The settings.
    pub settings: Arc<Settings>,
    /// Tells what whoever asks may see.
    identify: Arc<Identify>,
    /// Tells which day it is.
    clock: Arc<Clock>,
    /// Only a preview has them.
    editions: Option<Editions>,
    look: Arc<Look>,
    names: Arc<names::Keeper>,
    responses: Arc<Responses>,
    following: Option<Arc<Following>>,
    git: Option<Arc<GitServer>>,
}

impl Site {
    /// Puts a site together.
    pub fn new(publisher: Arc<Publisher>, settings: Settings) -> Self {
        Self {
            publisher,
            look: Arc::new(Look::new(&settings)),
            settings: Arc::new(settings),
            names: Arc::default(),
            identify: Arc::new(|_| Viewer::Anonymous),
            clock: Arc::new(day::now),
            editions: None,
            responses: Arc::default(),
            following: None,
            git: None,
        }
    }

    /// The same site with its repository at `/content.git`.
    pub fn with_git(mut self, git: GitServer) -> Self {
        self.git = Some(Arc::new(git));
        self
    }

    /// Puts a preview together: the contributor at this machine sees everything, and their browser
    /// is told of each new edition.
    pub fn preview(publisher: Arc<Publisher>, settings: Settings, editions: Editions) -> Self {
        Self {
            editions: Some(editions),
            ..Self::new(publisher, settings)
        }
        .identified_by(|_| Viewer::Contributor)
    }

    /// The same site, which tells from a request's headers what its sender may see.
    pub fn identified_by(
        self,
        identify: impl Fn(&HeaderMap) -> Viewer + Send + Sync + 'static,
    ) -> Self {
        Self {
            identify: Arc::new(identify),
            ..self
        }
    }

    /// The same site, which is told what day it is.
    pub fn with_clock(self, clock: impl Fn() -> Date + Send + Sync + 'static) -> Self {
        Self {
            clock: Arc::new(clock),
            ..self
        }
    }

    /// Returns who may push while there are no accounts.
    fn push_policy(&self) -> PushPolicy {
        let git = self.git.as_ref();
        git.map(|git| git.policy()).unwrap_or_default()
    }

    /// The same site, which follows an upstream.
    pub fn with_upstream(mut self, following: Option<Arc<Following>>) -> Self {
        self.following = following;
        self
    }
}

/// Has the pages that are being read made for each edition before its readers get it.
fn make_ahead(site: &Site) {
    // In a preview a browser shows one page and is told to ask for it.
    if site.editions.is_some() {
        return;
    }
    let responses = Arc::clone(&site.responses);
    // Not the site itself, which holds the publisher.
    let basis = Basis::find(site, &HeaderMap::new());
    let context = Context::new(site, &basis, Uri::from_static("/"));
    let publisher = Arc::downgrade(&site.publisher);
    site.publisher.before_serving(move |next| {
        if let Some(publisher) = publisher.upgrade() {
            if publisher.commit() == next.revision().id {
                // What could not be read of the same commit can be now.
                responses.forget();
                return;
            }
            responses.make_ahead(publisher.commit(), &context.clone().of(next));
        }
    });
}

/// Returns a site as a service. What is none of its routes is a page or an attachment.
pub fn service(site: Site) -> Front {
    let preview = match site.editions {
        Some(_) => Router::new().route("/-/preview/next", get(preview::next)),
        None => Router::new(),
    };
    let router = preview
        .route("/", get(cached(home::show)))
        .route("/search", get(cached(search::show)))
        .route("/map", get(cached(map::show)))
        .route("/changes", get(changes::answer))
        .route("/-/commits/{id}", get(list(commit::show)))
        .route("/map.csv", get(cached(map::csv)))
        .route("/map.svg", get(cached(map::svg)))
        .route("/-/suggest", get(cached(suggest::show)))
        .route("/-/problems", get(list(problems::show)))
        .route("/-/style", get(cached(style::show)))
        .route("/-/picture.png", get(cached(picture::show)))
        .route("/-/picture/{*path}", get(cached(picture::show)))
        .route("/-/pages.csv", get(cached(take_along::csv)))
        .route("/-/pages.md", get(cached(take_along::markdown)))
        .route("/-/glossary", get(cached(glossary::show)))
        .route("/-/glossary/{facet}/{term}", get(cached(glossary::term)))
        .route("/-/countries/{code}", get(cached(glossary::country)))
        .route(
            "/-/organisations/{name}",
            get(cached(glossary::organisation)),
        )
        .route("/-/people/{name}", get(cached(glossary::person)))
        .route("/-/cite/{key}", get(cached(citation::download)))
        .route("/-/cite-page/{*path}", get(cached(actions::cite)))
        .route("/-/references/{name}", get(cached(citation::several)))
        .route("/-/assets/{name}", get(assets::show))
        .route("/-/healthz", get(health::show))
        .route("/-/upstream", post(upstream::call))
        .route("/api/v1/search", get(cached(api::search)))
        .route("/api/v1/pages", get(cached(api::pages)))
        .route("/api/v1/pages/", get(cached(api::home)))
        .route("/api/v1/pages/{*path}", get(cached(api::page)))
        .route("/api/v1/facets", get(cached(api::facets)))
        .route("/api/v1/map", get(cached(api::map)))
        .route("/api/v1/openapi.json", get(cached(api::description)))
        .route("/feed.xml", get(cached(feeds::atom)))
        .route("/sitemap.xml", get(cached(feeds::sitemap)))
        .route("/opensearch.xml", get(cached(feeds::opensearch)))
        .route("/robots.txt", get(cached(feeds::robots)))
        .route("/llms.txt", get(cached(feeds::llms)))
        .route("/favicon.ico", get(assets::icon))
        .route("/content.git", any(git::answer))
        .route("/content.git/", any(git::answer))
        .route("/content.git/{*rest}", any(git::answer))
        .fallback(get(cached(page::show)))
        .method_not_allowed_fallback(error::method_not_allowed)
        .with_state(site.clone());
    make_ahead(&site);
    Front::new(site, router)
}

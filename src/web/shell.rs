//! [`Shell`]: what every page has around its own content.

use crate::domain::Kind;
use crate::render::Html;
use crate::web::assets;
use crate::web::context::Context;
use crate::web::preview::Bar;

/// What stands around a page: head, header, footer.
pub(super) struct Shell {
    pub(super) title: String,
    pub(super) site: String,
    pub(super) description: String,
    pub(super) language: String,
    /// Right to left for the languages that are written so.
    pub(super) direction: &'static str,
    /// The page's own address, absolute.
    pub(super) canonical: String,
    /// The same page in other languages: code and absolute address.
    pub(super) alternates: Vec<(String, String)>,
    /// Whether search engines may list the page.
    pub(super) index: bool,
    /// What stands in the search field.
    pub(super) query: String,
    pub(super) navigation: Vec<NavigationLink>,
    pub(super) stylesheet: String,
    pub(super) script: String,
    pub(super) icon: String,
    /// The commit that the page is made from.
    pub(super) commit: String,
    pub(super) is_home: bool,
    /// Only a preview has one.
    pub(super) preview: Option<Bar>,
}

/// A link of the header.
pub(super) struct NavigationLink {
    pub(super) address: String,
    pub(super) label: &'static str,
    pub(super) current: bool,
}

/// The kinds that the header leads to.
const NAVIGATION: [Kind; 5] = [
    Kind::CaseStudy,
    Kind::Lesson,
    Kind::LiteratureNote,
    Kind::Event,
    Kind::Guidance,
];

impl Shell {
    /// Returns the shell of a page with a title.
    pub(super) fn new(context: &Context, title: &str) -> Self {
        let path = context.uri.path();
        let kind = if path == "/search" {
            context.query.get("kind")
        } else {
            ""
        };
        let mut navigation: Vec<NavigationLink> = NAVIGATION
            .into_iter()
            .map(|entry| NavigationLink {
                address: format!("/search?kind={}", entry.name()),
                label: entry.plural(),
                current: kind == entry.name(),
            })
            .collect();
        navigation.push(NavigationLink {
            address: "/map".to_owned(),
            label: "Map",
            current: path == "/map",
        });
        Self {
            title: title.to_owned(),
            site: context.settings.name.clone(),
            description: String::new(),
            language: "en".to_owned(),
            direction: "ltr",
            canonical: context.absolute(path),
            alternates: Vec::new(),
            index: true,
            query: String::new(),
            navigation,
            stylesheet: assets::address("site.css"),
            script: assets::address("site.js"),
            icon: assets::address("icon.svg"),
            commit: context.edition.revision().id.short(),
            is_home: path == "/",
            preview: Bar::new(context),
        }
    }

    /// The same shell in another language.
    pub(super) fn in_language(mut self, language: &str) -> Self {
        let primary = language.split('-').next().unwrap_or(language);
        self.direction = if ["ar", "fa", "he", "ur", "ps", "yi"].contains(&primary) {
            "rtl"
        } else {
            "ltr"
        };
        self.language = language.to_owned();
        self
    }

    /// The same shell, not to be listed by search engines.
    pub(super) fn without_index(mut self) -> Self {
        self.index = false;
        self
    }
}

// What `render` made is safe by its type; askama prints it as it is.
impl askama::filters::HtmlSafe for Html {}

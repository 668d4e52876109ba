//! [`Shell`]: what every page has around its own content.

use axum::http::uri::PathAndQuery;

use crate::domain::{Kind, PagePath, Role};
use crate::render::{Html, HtmlPart};
use crate::web::http::assets;
use crate::web::http::query::query_string;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::linked_data::LinkedData;
use crate::web::parts::messages::{CHOICE, Locale, Words};
use crate::web::parts::preview_bar::PreviewBar;

/// The frame of a page: head, header, footer.
pub(crate) struct Shell {
    /// The interface in the reader's language.
    pub(crate) t: Words,
    pub(crate) title: String,
    pub(crate) site: String,
    pub(crate) description: String,
    /// The language of what the page says, which may not be that of the interface.
    pub(crate) language: String,
    /// Right to left for the languages that are written so.
    pub(crate) direction: &'static str,
    /// The page's own address, absolute.
    pub(crate) canonical: String,
    /// The same page in other languages: code and absolute address.
    pub(crate) alternates: Vec<(String, String)>,
    /// Whether search engines may list the page.
    pub(crate) index: bool,
    /// The text in the search field.
    pub(crate) query: String,
    pub(crate) navigation: Vec<NavigationLink>,
    /// The languages of the interface; empty where the page's own decides.
    pub(crate) languages: Vec<LanguageLink>,
    pub(crate) stylesheet: String,
    pub(crate) script: String,
    pub(crate) font: String,
    pub(crate) icon: String,
    pub(crate) logo: Option<String>,
    /// The picture that other sites show with a link, absolute.
    pub(crate) picture: String,
    /// The page as schema.org describes it.
    pub(crate) data: Option<LinkedData>,
    /// The page that says what the content is, where there is one: its title and language.
    pub(crate) about: Option<(String, String)>,
    /// The commit that the page is made from.
    pub(crate) commit: String,
    pub(crate) is_home: bool,
    /// The links to sign in, or to what one may look after when signed in.
    pub(crate) door: AccountLinks,
    /// Only a preview has one.
    pub(crate) preview: Option<PreviewBar>,
    /// Whether this is a page of the content.
    pub(crate) is_article: bool,
}

/// The path of the page that says what the content is.
const ABOUT: &str = "about";

fn about(context: &Context) -> Option<(String, String)> {
    let path = PagePath::parse(ABOUT).ok()?;
    let view = context.view();
    let page = &view.page(&path)?.page;
    Some((page.title.clone(), page.language("en").to_owned()))
}

/// A link of the header.
pub(crate) struct NavigationLink {
    pub(crate) address: String,
    pub(crate) label: String,
    pub(crate) current: bool,
}

/// The links of the header about accounts. They are the same for all who have the same role, so they name
/// nobody.
#[derive(Default)]
pub(crate) struct AccountLinks {
    /// The address where a stranger signs in, to come back to this page.
    pub(crate) sign_in: Option<String>,
    /// Whether there is an account to look after.
    pub(crate) account: bool,
    /// Whether all accounts are to be looked after.
    pub(crate) accounts: bool,
    /// Whether pages can be begun.
    pub(crate) new_page: bool,
}

/// The addresses that nobody is led back to: one would sign in, out, or use a link again.
pub(crate) const DOORS: [&str; 8] = [
    "/-/sign-in",
    "/-/sign-out",
    "/-/invite",
    "/-/first",
    "/-/forgotten",
    "/-/reset",
    "/-/confirm",
    "/-/provider",
];

impl AccountLinks {
    fn of(context: &Context) -> Self {
        let role = context.audience.role();
        let back = match context.uri.path() {
            // The address of a link for one use holds its secret, and a form cannot be opened again.
            path if DOORS.iter().any(|door| path.starts_with(door)) => "/",
            _ => context
                .uri
                .path_and_query()
                .map_or("/", PathAndQuery::as_str),
        };
        let is_stranger = context.has_accounts && role.is_none();
        Self {
            sign_in: is_stranger.then(|| format!("/-/sign-in?{}", query_string([("to", back)]))),
            account: role.is_some(),
            accounts: role == Some(Role::Administrator),
            new_page: may_begin(context),
        }
    }
}

/// Tells whether whoever asks can begin pages.
pub(crate) fn may_begin(context: &Context) -> bool {
    context.can_write && context.audience.role() >= Some(Role::Contributor)
}

/// A language of the interface to choose.
pub(crate) struct LanguageLink {
    pub(crate) code: &'static str,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) current: bool,
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
    pub(crate) fn new(context: &Context, title: &str) -> Self {
        let path = context.uri.path();
        Self {
            t: context.words,
            title: title.to_owned(),
            site: context.settings.name.clone(),
            description: String::new(),
            language: context.words.code().to_owned(),
            direction: "ltr",
            canonical: context.absolute(path),
            alternates: Vec::new(),
            index: true,
            query: String::new(),
            navigation: navigation(context),
            languages: languages(context),
            stylesheet: context.look.stylesheet.clone(),
            script: assets::address("site.js"),
            font: assets::address("source-sans.woff2"),
            icon: context.look.icon.clone(),
            logo: context.look.logo.clone(),
            picture: context.absolute("/-/picture.png"),
            data: None,
            about: about(context),
            commit: context.edition.revision().id.short(),
            is_home: path == "/",
            door: AccountLinks::of(context),
            preview: PreviewBar::new(context),
            is_article: false,
        }
    }

    /// The same shell around content in a language.
    pub(crate) fn in_language(mut self, language: &str) -> Self {
        let primary = language.split('-').next().unwrap_or(language);
        self.direction = if ["ar", "fa", "he", "ur", "ps", "yi"].contains(&primary) {
            "rtl"
        } else {
            "ltr"
        };
        language.clone_into(&mut self.language);
        // There the content decides for the interface, and a choice would change nothing.
        if Locale::from_code(language).is_some_and(|locale| locale != Locale::default()) {
            self.languages.clear();
        }
        self
    }

    /// The same shell, not to be listed by search engines.
    pub(crate) fn without_index(mut self) -> Self {
        self.index = false;
        self
    }
}

fn navigation(context: &Context) -> Vec<NavigationLink> {
    let path = context.uri.path();
    let kind = if path == "/search" {
        context.query.get("kind")
    } else {
        ""
    };
    let mut links: Vec<NavigationLink> = NAVIGATION
        .into_iter()
        .map(|entry| {
            let (label, address) = all_of_kind(context, entry);
            NavigationLink {
                current: kind == entry.name() || path == address,
                label,
                address,
            }
        })
        .collect();
    links.push(NavigationLink {
        address: "/map".to_owned(),
        label: context.words.say("map").into_owned(),
        current: path == "/map",
    });
    links
}

/// Returns where all pages of a kind are: the page that lists them, or else the search.
pub(crate) fn address_of_kind(context: &Context, kind: Kind) -> String {
    all_of_kind(context, kind).1
}

/// Returns what the place is called where all pages of a kind are, and its address. A page that lists
/// them goes by its own title, where the reader's language is the page's.
pub(crate) fn all_of_kind(context: &Context, kind: Kind) -> (String, String) {
    let words = context.words;
    let Some(item) = context.view().page_of_kind(kind) else {
        return (words.kinds(kind), facets::address("kind", kind.name()));
    };
    let is_spoken = Locale::from_code(item.page.language("en")) == Some(words.0);
    let label = match is_spoken {
        true => item.page.title.clone(),
        false => words.kinds(kind),
    };
    (label, item.page.path.address())
}

fn languages(context: &Context) -> Vec<LanguageLink> {
    let pairs: Vec<(String, String)> = context.query.pairs().to_vec();
    let link = |locale: Locale| {
        let kept = pairs.iter().filter(|(name, _)| name != CHOICE);
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let query = query_string(kept.chain([(CHOICE, locale.code())]));
        LanguageLink {
            code: locale.code(),
            name: crate::web::parts::facets::language_name(locale.code()).to_owned(),
            address: format!("{}?{query}", context.uri.path()),
            current: locale == context.words.0,
        }
    };
    Locale::ALL.map(link).into()
}

// What `render` made is safe by its type; askama prints it as it is.
impl askama::filters::HtmlSafe for Html {}
impl askama::filters::HtmlSafe for HtmlPart<'_> {}

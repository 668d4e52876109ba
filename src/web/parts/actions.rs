//! The row of actions under a page's title: a link that lasts, the page as a work to cite, and where
//! to correct it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::{Kind, ObjectId, Page, PagePath};
use crate::render::{Format, Html, PageWork};
use crate::site::{SitePage, View, writes};
use crate::web::parts::context::Context;
use crate::web::parts::day;
use crate::web::parts::session_doors;
use crate::web::parts::settings::Contact;

/// The characters that are encoded in the path of a file.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');
/// The path of the page that tells how to work with git.
const GUIDE: &str = "contribute/with-git";

/// The actions that a page offers.
pub(crate) struct Actions {
    /// The path by which a selection knows it; empty where it cannot be in one.
    pub(crate) path: String,
    /// The page as it is, for good: at its own last change.
    pub(crate) permalink: String,
    /// The commit of the permalink, short.
    pub(crate) commit: String,
    /// The page as a work in APA style.
    pub(crate) citation: Option<Html>,
    /// Addresses and names of the formats of that work.
    pub(crate) formats: Vec<(String, &'static str)>,
    /// The address where it is changed, for whoever may.
    pub(crate) edit: Option<String>,
    /// The address where it is added to a session, for whoever writes events.
    pub(crate) session: Option<String>,
    /// The address where an event is the start of the next, for whoever writes events.
    pub(crate) copy: Option<String>,
    /// The address where the agenda of an event is built, for whoever writes events.
    pub(crate) build: Option<String>,
    /// The address that tells how an event is joined, for whoever is signed in or may be told.
    pub(crate) join: Option<String>,
    /// The address where an event is begun, on a page that lists events.
    pub(crate) new_event: Option<String>,
    /// The way to correct a mistake: not in an earlier version, and not in a preview.
    pub(crate) correction: Option<PageCorrection>,
}

/// The ways to correct a page.
pub(crate) enum PageCorrection {
    /// At an address that the site names.
    Link(String),
    /// With git.
    Git(GitCommands),
}

/// The commands to correct a page with git.
pub(crate) struct GitCommands {
    pub(crate) clone: String,
    pub(crate) file: String,
    pub(crate) branch: String,
    /// The address and the title of the page that tells more.
    pub(crate) guide: Option<(String, String)>,
}

/// The version of a page that is shown, and the time since it stands.
#[derive(Clone, Copy)]
pub(crate) struct ShownVersion {
    commit: ObjectId,
    time: Option<i64>,
    is_earlier: bool,
}

impl ShownVersion {
    /// The page as it is, since its own last change, so that nothing changes while the page does not.
    pub(crate) fn current(view: &View<'_>, item: &SitePage) -> Self {
        let change = item.changed.as_ref();
        Self {
            commit: change.map_or(view.revision().id, |change| change.commit),
            time: change.map(|change| change.time),
            is_earlier: false,
        }
    }

    /// The page as it was.
    pub(crate) fn earlier(revision: &crate::store::Revision) -> Self {
        Self {
            commit: revision.id,
            time: Some(revision.time),
            is_earlier: true,
        }
    }
}

impl Actions {
    pub(crate) fn of(context: &Context, view: &View<'_>, page: &Page, stand: ShownVersion) -> Self {
        let work = work(context, page, stand);
        let is_current = !stand.is_earlier && !context.preview;
        let edit = edit(context, page).filter(|_| is_current);
        let correction = (is_current && edit.is_none())
            .then(|| PageCorrection::of(context, view, page, &work.url));
        let at = match stand.is_earlier {
            true => format!("?at={}", stand.commit),
            false => String::new(),
        };
        let formats = [Format::Bibtex, Format::Ris, Format::CslJson].map(|format| {
            let (address, ending) = (page.path.address(), format.extension());
            (format!("/-/cite-page{address}.{ending}{at}"), format.name())
        });
        Self {
            path: match is_current {
                true => page.path.to_string(),
                false => String::new(),
            },
            permalink: permalink(page, stand),
            commit: stand.commit.short(),
            citation: work.apa(),
            formats: formats.into(),
            edit,
            session: session_doors::add_to_session(context, page).filter(|_| is_current),
            build: session_doors::build(context, page).filter(|_| is_current),
            join: session_doors::join(context, page).filter(|_| is_current),
            new_event: session_doors::new_event(context, page).filter(|_| is_current),
            copy: copy(context, page).filter(|_| is_current),
            correction,
        }
    }
}

/// Returns the address of a page's form, for whoever writes pages of its kind.
fn edit(context: &Context, page: &Page) -> Option<String> {
    let role = context.audience.role()?;
    let may = context.can_write && writes(role, page.front.kind);
    may.then(|| format!("/-/edit{}", page.path.address()))
}

/// Returns where an event is taken as the start of another, for whoever writes events.
fn copy(context: &Context, page: &Page) -> Option<String> {
    let role = context.audience.role()?;
    let may = context.can_write && writes(role, Kind::Event) && page.front.kind == Kind::Event;
    let like = utf8_percent_encode(page.path.as_str(), NON_ALPHANUMERIC);
    may.then(|| format!("/-/new?kind=event&like={like}"))
}

impl PageCorrection {
    fn of(context: &Context, view: &View<'_>, page: &Page, permalink: &str) -> Self {
        let file = file_in_repository(context, &page.file);
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        match &context.settings.corrections {
            Some(Contact::Page(address)) => {
                let file = utf8_percent_encode(&file, PATH).to_string();
                Self::Link(address.replace("{file}", &file))
            }
            Some(Contact::Mail(address)) => {
                let subject = context
                    .words
                    .with("correction-subject", "title", &page.title);
                let (subject, body) = (encoded(&subject), encoded(&format!("{permalink}\n\n")));
                Self::Link(format!("mailto:{address}?subject={subject}&body={body}"))
            }
            None => {
                let guide = PagePath::parse(GUIDE)
                    .ok()
                    .and_then(|path| view.page(&path));
                let guide = guide.map(|item| {
                    let page = &item.page;
                    (page.path.address(), page.title.clone())
                });
                Self::Git(GitCommands {
                    clone: context.absolute("/content.git"),
                    file,
                    branch: context.edition.branch().to_owned(),
                    guide,
                })
            }
        }
    }
}

/// Returns the path of a page's file in the repository.
pub(crate) fn file_in_repository(context: &Context, file: &str) -> String {
    match context.edition.folder() {
        "" => file.to_owned(),
        folder => format!("{folder}/{file}"),
    }
}

/// Returns the address of a page as it stood at a commit.
pub(crate) fn permalink(page: &Page, stand: ShownVersion) -> String {
    format!("{}?at={}", page.path.address(), stand.commit)
}

/// Returns a page as a work.
pub(crate) fn work(context: &Context, page: &Page, stand: ShownVersion) -> PageWork {
    PageWork {
        address: page.path.as_str().to_owned(),
        title: page.title.clone(),
        authors: page.front.authors.clone(),
        organisations: page.front.organisations.clone(),
        date: stand.time.and_then(day::of_seconds),
        site: context.settings.name.clone(),
        url: context.absolute(&permalink(page, stand)),
        language: page.language("en").to_owned(),
        summary: page.front.summary.clone().unwrap_or_default(),
    }
}

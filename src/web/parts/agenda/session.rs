//! A session with what stands around it.

use std::rc::Rc;

use crate::domain::agenda;
use crate::domain::{LinkRole, ObjectId, Page};
use crate::site::{SitePage, View};
use crate::web::parts::agenda::times::SessionTime;
use crate::web::parts::card::Card;

/// A session as it is shown.
pub(crate) struct AgendaSession<'a> {
    /// The id on the page.
    pub(crate) anchor: String,
    /// The address of its own page.
    pub(crate) address: String,
    /// The time; nothing where it is not known.
    pub(crate) time: Option<SessionTime>,
    pub(crate) session: &'a agenda::Session,
    /// The room, how many examples and how many questions it has, in words; empty where it has none.
    pub(crate) in_room: Rc<str>,
    pub(crate) example_count: Rc<str>,
    pub(crate) question_count: Rc<str>,
    /// The texts under the group's own keys.
    pub(crate) other: Vec<(String, &'a str)>,
    pub(crate) examples: Vec<ExampleView<'a>>,
    pub(crate) material: Vec<MaterialView>,
    pub(crate) lessons: Vec<Card>,
}

/// An example with why it is there.
pub(crate) struct ExampleView<'a> {
    pub(super) item: &'a SitePage,
    /// The word for its kind.
    pub(crate) kind: Rc<str>,
    /// The commit of the version that is meant.
    pub(super) at: Option<ObjectId>,
    pub(crate) note: &'a str,
}

impl ExampleView<'_> {
    pub(crate) fn address(&self) -> String {
        self.item.page.path.address()
    }

    pub(crate) fn title(&self) -> &str {
        &self.item.page.title
    }

    pub(crate) fn summary(&self) -> &str {
        self.item.page.front.summary.as_deref().unwrap_or("")
    }

    /// Returns the address of the version that is meant, and its commit, where one is.
    pub(crate) fn pinned(&self) -> Option<(String, String)> {
        let commit = self.at?;
        Some((format!("{}?at={commit}", self.address()), commit.short()))
    }
}

/// A piece of material that a session shows: its address and its name.
pub(crate) struct MaterialView {
    pub(crate) address: String,
    pub(crate) label: String,
    pub(crate) is_outside: bool,
}

/// The session at which a page was recorded.
pub(crate) struct RecordedAt {
    pub(crate) address: String,
    pub(crate) session: String,
    pub(crate) event: String,
}

impl RecordedAt {
    /// Returns what a page says of it, if the session is there.
    pub(crate) fn of(view: &View<'_>, page: &Page) -> Option<Self> {
        let mut links = page.links.iter();
        let link = links.find(|link| link.role == LinkRole::Session)?;
        let events = view.links().linked(page, LinkRole::Session);
        let event = &events.first()?.page;
        let agenda = &event.front.details().agenda;
        let key = link.fragment.as_deref()?;
        let session = agenda.sessions.get(agenda.find(key)?)?;
        Some(Self {
            address: session_address(event, key),
            session: session.title.clone(),
            event: event.title.clone(),
        })
    }
}

/// Returns the address of a session's own page.
pub(crate) fn session_address(page: &Page, key: &str) -> String {
    format!("/-/session{}/{key}", page.path.address())
}

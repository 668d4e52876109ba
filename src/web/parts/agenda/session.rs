//! A session with what stands around it.

use crate::domain::agenda;
use crate::domain::{LinkRole, Page};
use crate::site::View;
use crate::web::parts::agenda::times::Time;
use crate::web::parts::card::Card;

/// A session as it is shown.
pub(crate) struct Session<'a> {
    /// The id on the page.
    pub(crate) anchor: String,
    /// The address of its own page.
    pub(crate) address: String,
    /// When it is; nothing where that is not known.
    pub(crate) time: Option<Time>,
    pub(crate) session: &'a agenda::Session,
    /// What is said under the group's own keys.
    pub(crate) other: Vec<(String, &'a str)>,
    pub(crate) examples: Vec<ExampleView>,
    pub(crate) material: Vec<MaterialView>,
    pub(crate) lessons: Vec<Card>,
}

/// An example with why it is there.
pub(crate) struct ExampleView {
    pub(crate) card: Card,
    /// The address of the version that is meant, where one is.
    pub(crate) pinned: Option<(String, String)>,
    pub(crate) note: String,
}

/// What a session shows: its address and what it is called.
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

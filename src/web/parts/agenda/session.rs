//! A session with what stands around it.

use crate::domain::agenda;
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

//! [`EarlierVersion`]: what a page says of itself where it is shown as it was.

use crate::domain::Page;
use crate::store::Revision;
use crate::web::parts::context::Context;

/// The page as it was.
pub(super) struct EarlierVersion {
    pub(super) date: String,
    pub(super) commit: String,
    pub(super) current: String,
    /// The address of what changed since.
    pub(super) since: String,
    /// Whether there is no such page any more.
    pub(super) is_gone: bool,
}

impl EarlierVersion {
    pub(super) fn of(context: &Context, page: &Page, revision: &Revision) -> Self {
        let time = context.words.time(revision.time);
        Self {
            date: time.map_or_else(String::new, |(words, _)| words),
            commit: revision.id.short(),
            current: page.path.address(),
            since: format!("/-/diff{}?from={}", page.path.address(), revision.id),
            is_gone: false,
        }
    }
}

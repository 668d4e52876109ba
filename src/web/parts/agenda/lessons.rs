//! The lessons of the sessions of an event, and the sessions from which nothing was recorded.

use std::sync::Arc;

use crate::domain::link::Destination;
use crate::domain::{LinkRole, Page};
use crate::site::{SitePage, View};
use crate::web::parts::agenda::session::AgendaSession;
use crate::web::parts::context::Context;
use crate::web::parts::session_doors::SessionLinks;

/// A session from which nothing was recorded.
pub(crate) struct UnrecordedSession {
    pub(crate) address: String,
    pub(crate) title: String,
    /// The address where a lesson is recorded, for whoever may.
    pub(crate) door: Option<String>,
}

/// Returns the sessions from which no lesson was recorded, pauses aside.
pub(super) fn unrecorded<'s, 'a: 's>(
    context: &Context,
    page: &Page,
    sessions: impl Iterator<Item = &'s AgendaSession<'a>>,
) -> Vec<UnrecordedSession> {
    let empty = sessions.filter(|one| one.lessons.is_empty() && !one.session.is_break());
    let gap = empty.map(|one| {
        let key = one.address.rsplit('/').next().unwrap_or("");
        let door = SessionLinks::of(context, page, key, one.session).lesson;
        UnrecordedSession {
            address: one.address.clone(),
            title: one.session.title.clone(),
            door,
        }
    });
    gap.collect()
}

/// Returns the pages that tell of sessions of an event, each with the id of the session on the page.
pub(super) fn recorded(view: &View<'_>, page: &Page) -> Vec<(String, Arc<SitePage>)> {
    let address = page.path.address();
    let telling = view
        .links()
        .linking_as(page, |role| role == LinkRole::Session);
    let of = |item: &Arc<SitePage>| {
        let links = item.page.links.iter();
        let links = links.filter(|link| link.role == LinkRole::Session);
        let anchors = links.filter_map(|link| match view.links().resolve(&item.page, link) {
            Destination::Page { address: led, .. } => led
                .strip_prefix(&*address)?
                .strip_prefix('#')
                .map(str::to_owned),
            _ => None,
        });
        let found: Vec<_> = anchors.map(|anchor| (anchor, Arc::clone(item))).collect();
        found
    };
    telling.into_iter().flat_map(of).collect()
}

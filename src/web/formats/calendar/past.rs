//! [`PastEvents`]: how often an event was changed, and which sessions were in it and are not any more, as far as
//! whoever asks may know.

use std::collections::HashSet;

use crate::domain::agenda::{Slot, is_id};
use crate::domain::{Kind, Page, PagePath};
use crate::site::{HistoryError, SitePage, Versions, View};
use crate::web::http::error::Error;

/// Most earlier versions of an event that are looked into, and of all events of an answer together.
const MOST_VERSIONS: usize = 30;
const MOST_READ: usize = 300;
/// Most deleted pages that are looked into for events.
const MOST_DELETED: usize = 50;

/// The events and sessions that were there before.
#[derive(Default)]
pub(super) struct PastEvents {
    /// The number of this version; nothing while the history is not known.
    pub(super) sequence: Option<usize>,
    /// Sessions that are not there any more, or not at any time.
    pub(super) gone: Vec<GoneSession>,
}

/// A session as it last was.
pub(super) struct GoneSession {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) from: i64,
    pub(super) to: Option<i64>,
}

/// An event that is not there any more, as it last was.
pub(super) struct GoneEvent {
    pub(super) page: Page,
    /// The time at which it was taken away.
    pub(super) changed: i64,
    pub(super) past: PastEvents,
}

/// Reads the past of events, and no more of it than an answer has time for.
pub(super) struct PastReader<'v, 'e> {
    view: &'v View<'e>,
    left: usize,
    /// Whether the history is known.
    pub(super) is_whole: bool,
}

impl<'v, 'e> PastReader<'v, 'e> {
    pub(super) fn new(view: &'v View<'e>) -> Self {
        Self {
            view,
            left: MOST_READ,
            is_whole: true,
        }
    }

    /// Returns the versions of a page; nothing where there are none to see, or they are not known yet.
    fn versions(&mut self, path: &PagePath) -> Result<Option<Versions<'e>>, Error> {
        match self.view.versions(path) {
            Ok(versions) => Ok(versions),
            Err(HistoryError::Store(error)) => Err(error.into()),
            Err(HistoryError::Reading(_) | HistoryError::Unreadable) => {
                self.is_whole = false;
                Ok(None)
            }
        }
    }

    /// Returns the past of an event.
    pub(super) fn of(&mut self, item: &SitePage) -> Result<PastEvents, Error> {
        let Some(versions) = self.versions(&item.page.path)? else {
            return Ok(PastEvents::default());
        };
        let mut known = HashSet::new();
        for (key, ..) in timed(&item.page) {
            known.insert(key);
        }
        let mut past = PastEvents {
            sequence: Some(versions.len().saturating_sub(1)),
            gone: Vec::new(),
        };
        for position in 1..versions.len().min(MOST_VERSIONS) {
            let Some(page) = self.read(&versions, position) else {
                continue;
            };
            past.gone.extend(sessions_of(&page, &mut known));
        }
        Ok(past)
    }

    /// Reads a version. What cannot be read tells nothing.
    fn read(&mut self, versions: &Versions<'_>, position: usize) -> Option<Page> {
        self.left = self.left.checked_sub(1)?;
        Some(versions.read(position).ok()??.0)
    }

    /// Returns the event that was at a path.
    pub(super) fn event(&mut self, path: &PagePath) -> Result<Option<GoneEvent>, Error> {
        let Some(versions) = self.versions(path)?.filter(|known| known.page.is_none()) else {
            return Ok(None);
        };
        let changed = versions.one(0)?.map_or(0, |version| version.time);
        let sequence = Some(versions.len().saturating_sub(1));
        // The newest version is that which took it away.
        let Some(page) = self.read(&versions, 1) else {
            return Ok(None);
        };
        let is_event = page.front.kind == Kind::Event;
        let gone = sessions_of(&page, &mut HashSet::new());
        let past = PastEvents { sequence, gone };
        Ok(is_event.then_some(GoneEvent {
            page,
            changed,
            past,
        }))
    }

    /// Returns the events that are not there any more, the last first.
    pub(super) fn events(&mut self) -> Result<Vec<GoneEvent>, Error> {
        let deleted = match self.view.deleted() {
            Ok(deleted) => deleted,
            Err(HistoryError::Store(error)) => return Err(error.into()),
            Err(HistoryError::Reading(_) | HistoryError::Unreadable) => {
                self.is_whole = false;
                return Ok(Vec::new());
            }
        };
        let mut events = Vec::new();
        for (path, _) in deleted.into_iter().take(MOST_DELETED) {
            events.extend(self.event(&path)?);
        }
        Ok(events)
    }
}

/// Returns the sessions that calendars know by an id of their own and at an instant, pauses aside.
fn timed(page: &Page) -> Vec<(String, String, Slot)> {
    let details = page.front.details();
    let slots = details.agenda.slots(details.frame());
    let keys = details.agenda.keys();
    let sessions = details.agenda.sessions.iter().zip(slots).zip(keys);
    let timed = sessions.filter(|((session, slot), key)| {
        is_id(&session.id) && session.id == *key && !session.is_break() && slot.from.is_some()
    });
    timed
        .map(|((session, slot), key)| (key, session.title.clone(), slot))
        .collect()
}

/// Returns the sessions of an earlier version that are not known yet.
fn sessions_of(page: &Page, known: &mut HashSet<String>) -> Vec<GoneSession> {
    let new = timed(page).into_iter();
    let new = new.filter(|(key, ..)| known.insert(key.clone()));
    let gone = new.filter_map(|(key, title, slot)| {
        Some(GoneSession {
            key,
            title,
            from: slot.from?.seconds(),
            to: slot.to.map(|at| at.seconds()),
        })
    });
    gone.collect()
}

//! [`OpenJoins`]: whether everybody may be told how an event is joined, for answers that depend on it.
//!
//! That changes beside the content. So an answer that asks says so, and holds as long as the same is so,
//! as one that asks for the day holds for that day.

use std::sync::{Arc, OnceLock};

use crate::accounts::Accounts;

/// The question of one answer.
#[derive(Clone)]
pub(crate) struct OpenJoins {
    accounts: Option<Arc<Accounts>>,
    used: Arc<OnceLock<OpenJoin>>,
}

/// Whether everybody may be told how one event is joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenJoin {
    event: Box<str>,
    pub(crate) is_open: bool,
}

impl OpenJoins {
    pub(crate) fn new(accounts: Option<&Arc<Accounts>>) -> Self {
        Self {
            accounts: accounts.cloned(),
            used: Arc::default(),
        }
    }

    /// Tells whether everybody may be told how the event of an id is joined. One answer asks of one
    /// event; of another nothing is told.
    pub(crate) fn has(&self, event: &str) -> bool {
        let is_open = |accounts: &Arc<Accounts>| accounts.is_open_join(event);
        let used = self.used.get_or_init(|| OpenJoin {
            event: event.into(),
            is_open: self.accounts.as_ref().is_some_and(is_open),
        });
        used.is_open && *used.event == *event
    }

    /// Returns what an answer depends on; `None` where it was not used.
    pub(crate) fn used(&self) -> Option<OpenJoin> {
        self.used.get().cloned()
    }

    /// The same for another answer.
    pub(crate) fn anew(&self) -> Self {
        Self::new(self.accounts.as_ref())
    }
}

impl OpenJoin {
    /// Tells whether it is still so.
    pub(crate) fn holds(&self, accounts: Option<&Arc<Accounts>>) -> bool {
        let is_open = |accounts: &Arc<Accounts>| accounts.is_open_join(&self.event);
        self.is_open == accounts.is_some_and(is_open)
    }
}

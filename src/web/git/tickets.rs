//! [`Tickets`]: the pushes under way, each with a right of its own to ask.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io;
use std::sync::{Arc, Mutex};

use crate::accounts::AuditOrigin;
use crate::domain::Role;
use crate::domain::hex::hex;
use crate::site::ReadyUpdate;

/// The person who pushes.
#[derive(Clone, Debug)]
pub(super) struct Pusher {
    /// The role, which says what they may change.
    pub(super) role: Role,
    /// The person and the address, for the log.
    pub(super) origin: AuditOrigin,
}

/// A push under way.
struct Push {
    by: Pusher,
    /// The commit that the branch may move to, once it was checked.
    ready: Option<Arc<ReadyUpdate>>,
}

/// The pushes under way.
#[derive(Default)]
pub(super) struct Tickets {
    valid: Mutex<HashMap<String, Push>>,
}

/// One push's right to ask; over when dropped.
pub(super) struct Ticket {
    tickets: Arc<Tickets>,
    pub(super) token: String,
}

impl Tickets {
    pub(super) fn issue(self: &Arc<Self>, by: Pusher) -> io::Result<Ticket> {
        let mut bytes = [0_u8; 24];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let token = hex(&bytes);
        if let Ok(mut valid) = self.valid.lock() {
            valid.insert(token.clone(), Push { by, ready: None });
        }
        Ok(Ticket {
            tickets: Arc::clone(self),
            token,
        })
    }

    pub(super) fn pusher(&self, token: &str) -> Option<Pusher> {
        let valid = self.valid.lock().ok()?;
        valid.get(token).map(|push| push.by.clone())
    }

    pub(super) fn note(&self, token: &str, ready: Arc<ReadyUpdate>) {
        if let Ok(mut valid) = self.valid.lock()
            && let Some(known) = valid.get_mut(token)
        {
            known.ready = Some(ready);
        }
    }

    pub(super) fn ready(&self, token: &str) -> Option<Arc<ReadyUpdate>> {
        self.valid.lock().ok()?.get(token)?.ready.clone()
    }
}

impl Ticket {
    /// Returns the folders, below that of all objects, into which the push puts its own.
    pub(super) fn folders(&self) -> Vec<OsString> {
        let ready = self.tickets.ready(&self.token);
        ready.map_or_else(Vec::new, |ready| ready.folders.clone())
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Ok(mut valid) = self.tickets.valid.lock() {
            valid.remove(&self.token);
        }
    }
}

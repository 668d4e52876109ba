//! Who may clone, fetch, push and look after the site: the one place that decides, from who asks and
//! what they want to do.
//!
//! Accounts will answer here: a push then needs an account's token, sent as HTTP Basic. Until they
//! exist, whoever may read everything may clone, and nobody may push unless the server was started
//! to let anyone do so on this machine; whoever may do that is its administrator too.

use crate::domain::Viewer;
use crate::site::{Archive, View};
use crate::web::http::caller::Caller;

/// What somebody wants to do.
pub(crate) enum Operation<'o> {
    /// Clone and fetch.
    Fetch(Repository<'o>),
    /// Push.
    Push(Repository<'o>),
    /// See what only whoever looks after the site is concerned with.
    Administer,
}

/// What a clone gets.
pub(crate) struct Repository<'r> {
    /// The newest commit.
    pub(crate) view: View<'r>,
    /// All there is. Looking at it for the first time takes a while.
    pub(crate) archive: &'r mut Archive,
}

/// Who may push while there are no accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PushPolicy {
    /// Nobody.
    #[default]
    Off,
    /// Whoever reaches the server; only for a server that this machine alone reaches.
    Anyone,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Go on.
    Allow,
    /// No, and why, for people.
    Refuse(&'static str),
}

/// Decides whether a caller may do something. The first look at a repository takes a while, so
/// this is for a thread that may block, unless the operation is to administer.
pub(crate) fn may(operation: Operation<'_>, policy: PushPolicy, caller: &Caller) -> Decision {
    if caller.has_credentials {
        return Decision::Refuse(
            "this site has no accounts yet, so a name and a token mean nothing here",
        );
    }
    let pushes = || match policy {
        PushPolicy::Off => {
            Decision::Refuse("this site takes no pushes: its operator has not turned them on")
        }
        PushPolicy::Anyone if caller.is_forwarded => Decision::Refuse(
            "this push came through a proxy, and without accounts only this machine may push",
        ),
        PushPolicy::Anyone => Decision::Allow,
    };
    match operation {
        Operation::Administer => pushes(),
        Operation::Fetch(repository) => repository.read(),
        Operation::Push(repository) => match pushes() {
            Decision::Allow => repository.read(),
            refusal => refusal,
        },
    }
}

impl Repository<'_> {
    /// Decides whether somebody may have all of it.
    fn read(self) -> Decision {
        if self.view.viewer() == Viewer::Contributor {
            return Decision::Allow;
        }
        if !self.view.is_all_public() {
            return Decision::Refuse(
                "some pages of this site are for its members, or drafts, and a clone has them all: it cannot be cloned without an account",
            );
        }
        match self.archive.holds_hidden() {
            Ok(false) => Decision::Allow,
            Ok(true) => Decision::Refuse(
                "the history of this site holds pages that are or were for its members, or drafts, and a clone has all of it: it cannot be cloned without an account; its operator finds in the log which, and how to take them out of the history",
            ),
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "cannot tell whether the history holds pages that are not for everyone, so nobody can clone"
                );
                Decision::Refuse(
                    "this site cannot tell whether its history holds pages that are for its members, or drafts, so it cannot be cloned just now; its operator finds why in the log",
                )
            }
        }
    }
}

//! Who may clone, fetch and push: the one place that decides.
//!
//! Accounts will answer here: a push then needs an account's token, sent as HTTP Basic. Until they
//! exist, whoever may read everything may clone, and nobody may push unless the server was started
//! to let anyone do so on this machine.

use axum::http::{HeaderMap, header};

use crate::domain::Viewer;
use crate::site::View;

/// What somebody wants to do with the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    /// Clone and fetch.
    Fetch,
    /// Push.
    Push,
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
pub(super) enum Decision {
    /// Go on.
    Allow,
    /// No, and why, for people.
    Refuse(&'static str),
}

/// Decides whether a request may do something with the whole repository.
pub(super) fn may(
    operation: Operation,
    view: &View<'_>,
    policy: PushPolicy,
    headers: &HeaderMap,
) -> Decision {
    if headers.contains_key(header::AUTHORIZATION) {
        return Decision::Refuse(
            "this site has no accounts yet, so a name and a token mean nothing here",
        );
    }
    if view.viewer() == Viewer::Anonymous && !view.is_all_public() {
        return Decision::Refuse(
            "some pages of this site are for its members, and a clone has them all: it cannot be cloned without an account",
        );
    }
    match (operation, policy) {
        (Operation::Fetch, _) => Decision::Allow,
        (Operation::Push, PushPolicy::Off) => {
            Decision::Refuse("this site takes no pushes: its operator has not turned them on")
        }
        (Operation::Push, PushPolicy::Anyone) if is_forwarded(headers) => Decision::Refuse(
            "this push came through a proxy, and without accounts only this machine may push",
        ),
        (Operation::Push, PushPolicy::Anyone) => Decision::Allow,
    }
}

/// Tells whether a proxy passed the request on, so that the loopback is not where it came from.
fn is_forwarded(headers: &HeaderMap) -> bool {
    ["forwarded", "x-forwarded-for", "x-real-ip", "via"]
        .iter()
        .any(|name| headers.contains_key(*name))
}

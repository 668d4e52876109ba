//! Access: the one place that decides who may clone, fetch, push and look after the site, from who asks and
//! what they want to do.
//!
//! Whoever may see every version of every page may clone. Contributors may push, with a token; a
//! server that was started to let anyone push takes it from this machine without one, and whoever may
//! do that is its administrator too.

use crate::domain::{Role, Viewer};
use crate::site::{Archive, View};
use crate::web::http::caller::Caller;

/// The operation that somebody asks for.
pub(crate) enum Operation<'o> {
    /// Clone and fetch.
    Fetch(Repository<'o>),
    /// Push.
    Push(Repository<'o>),
    /// See what only whoever looks after the site is concerned with.
    Administer,
}

/// The content that a clone gets.
pub(crate) struct Repository<'r> {
    /// The newest commit.
    pub(crate) view: View<'r>,
    /// All there is. Looking at it for the first time takes a while.
    pub(crate) archive: &'r mut Archive,
}

/// Whether strangers may push.
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
pub(crate) enum AccessDecision {
    /// Go on.
    Allow,
    /// No, and why, for people.
    Refuse(&'static str),
    /// Not without an account that may, and why.
    SignIn(&'static str),
}

/// Said to whoever shows a secret where others could read it, or would have to.
const IN_THE_CLEAR: &str = "this came over plain HTTP, where anyone on the way can read a token; use the address with https:// (or, on a network that you trust, the operator sets insecure = true in [accounts])";

/// Decides whether a caller may do something. The first look at a repository takes a while, so
/// this is for a thread that may block, unless the operation is to administer.
pub(crate) fn may(operation: Operation<'_>, policy: PushPolicy, caller: &Caller) -> AccessDecision {
    let is_secure = caller.client.is_secure;
    if !is_secure && (caller.has_secret || matches!(operation, Operation::Push(_))) {
        return AccessDecision::Refuse(IN_THE_CLEAR);
    }
    if caller.has_unknown_secret && !caller.may_sign_in {
        return AccessDecision::Refuse(
            "this site has no accounts, so a name and a token mean nothing here",
        );
    }
    // Where it is asked for another one, git forgets the one it has.
    if caller.has_unknown_secret && caller.is_in_doubt {
        return AccessDecision::Refuse(
            "the accounts of this site cannot be read just now, so nobody is known; try again soon",
        );
    }
    if caller.has_unknown_secret {
        return AccessDecision::SignIn(
            "this token is wrong, has ended, or belongs to an account that is shut",
        );
    }
    let decision = match operation {
        Operation::Administer if caller.is_administrator || strangers_push(policy, caller) => {
            AccessDecision::Allow
        }
        Operation::Administer => AccessDecision::SignIn("only administrators see this"),
        Operation::Fetch(repository) => repository.read(caller),
        Operation::Push(repository) => match push(policy, caller) {
            AccessDecision::Allow => repository.read(caller),
            refusal => refusal,
        },
    };
    match decision {
        // Nobody is asked for a secret where others could read it.
        AccessDecision::SignIn(_) if !is_secure => AccessDecision::Refuse(IN_THE_CLEAR),
        AccessDecision::SignIn(message) if !caller.may_sign_in => AccessDecision::Refuse(message),
        decision => decision,
    }
}

/// Tells whether a stranger on this machine may push.
fn strangers_push(policy: PushPolicy, caller: &Caller) -> bool {
    policy == PushPolicy::Anyone && !caller.client.is_forwarded
}

fn push(policy: PushPolicy, caller: &Caller) -> AccessDecision {
    match caller.role() {
        Some(_) if caller.may_write() => AccessDecision::Allow,
        Some(Role::Reader) => AccessDecision::Refuse(
            "your account reads this site and does not write to it; an administrator can make you a contributor",
        ),
        Some(_) => AccessDecision::Refuse(
            "this token only reads; make one with the scope “write” on your account's page",
        ),
        None if strangers_push(policy, caller) => AccessDecision::Allow,
        None if policy == PushPolicy::Off && !caller.may_sign_in => {
            AccessDecision::Refuse("this site takes no pushes: its operator has not turned them on")
        }
        None if policy == PushPolicy::Anyone => AccessDecision::SignIn(
            "this push came through a proxy, and without an account only this machine may push",
        ),
        None => AccessDecision::SignIn(
            "a push needs an account: give your name and, as the password, a token from your account's page",
        ),
    }
}

impl Repository<'_> {
    /// Decides whether somebody may have all of it.
    fn read(self, caller: &Caller) -> AccessDecision {
        let viewer = self.view.viewer();
        if viewer == Viewer::Contributor {
            return AccessDecision::Allow;
        }
        // Whoever has an account that may not see all is told so; a stranger may have one that may.
        let refuse = |reason: &'static str| match caller.role() {
            Some(_) => AccessDecision::Refuse(reason),
            None => AccessDecision::SignIn(reason),
        };
        if viewer == Viewer::Anonymous && !self.view.is_all_public() {
            return refuse(
                "some pages of this site are for its members, or drafts, and a clone has them all: it cannot be cloned without an account",
            );
        }
        match self.archive.holds_hidden(viewer) {
            Ok(false) => AccessDecision::Allow,
            Ok(true) if viewer == Viewer::Member => refuse(
                "the history of this site holds drafts, and a clone has all of it: it can be cloned by contributors alone",
            ),
            Ok(true) => refuse(
                "the history of this site holds pages that are or were for its members, or drafts, and a clone has all of it: it cannot be cloned without an account; its operator finds in the log which, and how to take them out of the history",
            ),
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "cannot tell whether the history holds pages that are not for everyone, so nobody can clone"
                );
                AccessDecision::Refuse(
                    "this site cannot tell whether its history holds pages that are for its members, or drafts, so it cannot be cloned just now; its operator finds why in the log",
                )
            }
        }
    }
}

//! [`Caller`]: who asks. A stranger, somebody with an account, or the contributor at their own machine.

use axum::http::header::HeaderMap;

use crate::accounts::{AccountId, Actor, AuditOrigin, Holder, Secret, TokenScope};
use crate::domain::{Role, Viewer};
use crate::web::http::client::Client;
use crate::web::http::credentials::RequestCredentials;

/// Tells from a request's headers what its sender may see, where that is not a matter of accounts.
pub(crate) type ViewerLookup = dyn Fn(&HeaderMap) -> Viewer + Send + Sync;

/// The sender of a request.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The circle of what they may see.
    pub(crate) viewer: Viewer,
    /// The account, and the session or token that showed it.
    pub(crate) holder: Option<Holder>,
    /// Whether they look after the site.
    pub(crate) is_administrator: bool,
    /// Whether there are accounts to sign in to.
    pub(crate) may_sign_in: bool,
    /// Whether they show a secret.
    pub(crate) has_secret: bool,
    /// Whether they show a secret that nobody here knows.
    pub(crate) has_unknown_secret: bool,
    /// A session's secret that nobody here knows.
    pub(crate) unknown_session: Option<Secret>,
    /// Whether the accounts cannot be read just now, so that nobody is known.
    pub(crate) is_in_doubt: bool,
    /// The client that they come from.
    pub(crate) client: Client,
}

/// Those who get the same answers. It stands in the key of every answer that is kept, and in its
/// `ETag`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct ResponseAudience {
    viewer: Viewer,
    role: Option<Role>,
    is_administrator: bool,
}

impl Caller {
    /// Puts together who sends a request. A secret that came where others could read it counts as
    /// none.
    pub(crate) fn new(viewer: Viewer, shown: RequestCredentials, client: Client) -> Self {
        let has_secret = shown.holder.is_some() || shown.is_unknown;
        let holder = shown.holder.filter(|_| client.is_secure);
        let role = holder.as_ref().map(|holder| holder.account.role);
        Self {
            viewer: role.map_or(viewer, |role| viewer.max(role.viewer())),
            is_administrator: role == Some(Role::Administrator),
            holder,
            may_sign_in: false,
            is_in_doubt: false,
            has_secret,
            has_unknown_secret: shown.is_unknown,
            unknown_session: shown.session,
            client,
        }
    }

    /// The same caller, who has just signed in. What somebody else may, who was signed in before, is
    /// not theirs.
    pub(crate) fn signed_in(mut self, holder: Holder) -> Self {
        let role = holder.account.role;
        if self.holder.is_some() {
            self.viewer = Viewer::Anonymous;
            self.is_administrator = false;
        }
        self.viewer = self.viewer.max(role.viewer());
        self.is_administrator |= role == Role::Administrator;
        self.holder = Some(holder);
        self
    }

    /// Returns those who get the same answers.
    pub(crate) fn audience(&self) -> ResponseAudience {
        ResponseAudience {
            viewer: self.viewer,
            role: self.role(),
            is_administrator: self.is_administrator,
        }
    }

    /// Returns the role of their account.
    pub(crate) fn role(&self) -> Option<Role> {
        self.holder.as_ref().map(|holder| holder.account.role)
    }

    /// Returns the id of their account.
    pub(crate) fn account(&self) -> Option<AccountId> {
        self.holder.as_ref().map(|holder| holder.account.id)
    }

    /// Tells whether they may write, as far as that depends on what they show.
    pub(crate) fn may_write(&self) -> bool {
        let scope = self.holder.as_ref().map(|holder| holder.scope);
        self.role() >= Some(Role::Contributor)
            && scope.is_some_and(|scope| scope.is_none_or(|scope| scope == TokenScope::Write))
    }

    /// Returns who this is for the log.
    pub(crate) fn origin(&self) -> AuditOrigin {
        let network = self.client.network();
        AuditOrigin {
            actor: self.account().map_or(Actor::Nobody, Actor::Account),
            network: network.map_or_else(String::new, |network| network.to_string()),
        }
    }
}

impl ResponseAudience {
    /// Returns what they may see.
    pub(crate) fn viewer(self) -> Viewer {
        self.viewer
    }

    /// Returns the role of their accounts.
    pub(crate) fn role(self) -> Option<Role> {
        self.role
    }

    /// Tells whether this is everybody, so that anyone on the way may keep their answers.
    pub(crate) fn is_everyone(self) -> bool {
        self == Self::default()
    }

    /// Returns what stands for them in an `ETag`; nothing for everybody.
    pub(crate) fn mark(self) -> &'static str {
        match (self.role, self.viewer, self.is_administrator) {
            (Some(Role::Reader), ..) => "-reader",
            (Some(Role::Contributor), ..) => "-contributor",
            (Some(Role::Organizer), ..) => "-organizer",
            (Some(Role::Administrator), ..) => "-administrator",
            (None, Viewer::Anonymous, false) => "",
            (None, Viewer::Anonymous, true) => "-a",
            (None, Viewer::Member, false) => "-m",
            (None, Viewer::Member, true) => "-ma",
            (None, Viewer::Contributor, false) => "-c",
            (None, Viewer::Contributor, true) => "-ca",
        }
    }
}

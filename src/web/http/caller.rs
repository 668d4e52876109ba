//! [`Caller`]: who asks.
//!
//! Until people can sign in, that is a stranger, or the contributor at their own machine.

use axum::http::header::{self, HeaderMap};

use crate::domain::Viewer;

/// Tells from a request's headers what its sender may see.
pub(crate) type Identify = dyn Fn(&HeaderMap) -> Viewer + Send + Sync;

/// Who sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// What they may see.
    pub(crate) viewer: Viewer,
    /// Whether they look after the site.
    pub(crate) is_administrator: bool,
    /// Whether they show a name and a secret that nobody here knows.
    pub(crate) has_credentials: bool,
    /// Whether a proxy passed the request on, so that the loopback is not where it came from.
    pub(crate) is_forwarded: bool,
}

/// Those who get the same answers. It stands in the key of every answer that is kept, and in its
/// `ETag`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Audience {
    viewer: Viewer,
    is_administrator: bool,
}

impl Caller {
    /// Finds out who sends a request. Nobody looks after the site yet, as far as this says.
    pub(crate) fn of(headers: &HeaderMap, identify: &Identify) -> Self {
        Self {
            viewer: identify(headers),
            is_administrator: false,
            has_credentials: headers.contains_key(header::AUTHORIZATION),
            is_forwarded: ["forwarded", "x-forwarded-for", "x-real-ip", "via"]
                .iter()
                .any(|name| headers.contains_key(*name)),
        }
    }

    /// Returns those who get the same answers.
    pub(crate) fn audience(&self) -> Audience {
        Audience {
            viewer: self.viewer,
            is_administrator: self.is_administrator,
        }
    }
}

impl Audience {
    /// Returns what they may see.
    pub(crate) fn viewer(self) -> Viewer {
        self.viewer
    }

    /// Tells whether this is everybody, so that anyone on the way may keep their answers.
    pub(crate) fn is_everyone(self) -> bool {
        self == Self::default()
    }

    /// Returns what stands for them in an `ETag`; nothing for everybody.
    pub(crate) fn mark(self) -> &'static str {
        match (self.viewer, self.is_administrator) {
            (Viewer::Anonymous, false) => "",
            (Viewer::Anonymous, true) => "-a",
            (Viewer::Member, false) => "-m",
            (Viewer::Member, true) => "-ma",
            (Viewer::Contributor, false) => "-c",
            (Viewer::Contributor, true) => "-ca",
        }
    }
}

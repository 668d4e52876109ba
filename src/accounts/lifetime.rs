//! [`Lifetime`]: how long sessions last.

/// The life of a session, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// Without being used.
    pub idle: i64,
    /// Altogether.
    pub longest: i64,
}

impl Default for Lifetime {
    fn default() -> Self {
        Self {
            idle: 8 * 60 * 60,
            longest: 7 * 24 * 60 * 60,
        }
    }
}

impl Lifetime {
    /// The whole life of a session that a provider of identities vouches for: what it takes away
    /// is noticed at the next sign-in.
    pub(super) const FEDERATED: i64 = 24 * 60 * 60;

    /// The same for a session of that kind, or not.
    pub(super) fn for_session(mut self, is_federated: bool) -> Self {
        if is_federated {
            self.longest = self.longest.min(Self::FEDERATED);
        }
        self
    }

    /// Tells whether a session is over.
    pub(super) fn is_over(self, created: i64, used: i64, now: i64) -> bool {
        now - created >= self.longest || now - used >= self.idle
    }
}

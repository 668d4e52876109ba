//! [`Lifetime`]: how long sessions last.

/// How long a session lasts, in seconds.
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
    /// Tells whether a session is over.
    pub(super) fn is_over(self, created: i64, used: i64, now: i64) -> bool {
        now - created >= self.longest || now - used >= self.idle
    }
}

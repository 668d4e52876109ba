//! [`UpstreamState`]: how the branch here and the upstream's stand to each other.

use std::time::SystemTime;

use crate::domain::ObjectId;

/// The relation of the branch here and the upstream's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpstreamState {
    /// Both are at the same commit.
    InStep,
    /// They are not, and the reason is on this side or is a rule of the upstream.
    Behind {
        /// Why, for the log.
        reason: String,
    },
    /// Both changed the same, and somebody has to decide.
    Conflict {
        /// The branch here.
        local: ObjectId,
        /// The upstream's branch.
        upstream: ObjectId,
        /// The files that both changed; none where the two share no history at all.
        files: Vec<String>,
    },
    /// The upstream cannot be reached.
    Unreachable {
        /// Why, for the log.
        reason: String,
    },
}

impl UpstreamState {
    /// Tells whether another state is worth a new line in the log.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Conflict { .. }, Self::Conflict { .. }) => self == other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// A state, and since when it has been so.
#[derive(Clone, Debug)]
pub struct UpstreamStatus {
    /// The state after the last look at the upstream; none before the first.
    pub state: Option<UpstreamState>,
    /// Since when.
    pub since: SystemTime,
}

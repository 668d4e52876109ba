//! Who may see what: the one rule that every way out of an edition asks.

use serde::{Deserialize, Serialize};

/// Who a page is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Visibility {
    /// Everyone.
    #[default]
    Public,
    /// Members of the group, signed in.
    Members,
}

/// Who is looking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// Anyone: not signed in.
    #[default]
    Anonymous,
    /// A member, or a contributor on their own machine (`check`, `preview`).
    Member,
}

impl Viewer {
    /// Tells whether this viewer may see what is marked `visibility`.
    pub fn may_see(self, visibility: Visibility) -> bool {
        match (self, visibility) {
            (_, Visibility::Public) | (Self::Member, Visibility::Members) => true,
            (Self::Anonymous, Visibility::Members) => false,
        }
    }
}

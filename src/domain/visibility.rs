//! Who may see what: the one rule that every way out of an edition asks.

use serde::{Deserialize, Serialize};

/// The circle that a page is for, from the widest to the narrowest.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Visibility {
    /// Everyone.
    #[default]
    Public,
    /// Members of the group, signed in.
    Members,
    /// Those who write, while the page is not finished.
    Draft,
}

/// The reader who is looking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Viewer {
    /// Anyone: not signed in.
    #[default]
    Anonymous,
    /// A member of the group.
    Member,
    /// Someone who writes, such as the contributor on their own machine (`check`, `preview`).
    Contributor,
}

impl Viewer {
    /// Every viewer, from who sees least to who sees most.
    pub const ALL: [Self; 3] = [Self::Anonymous, Self::Member, Self::Contributor];

    /// Returns the narrowest circle that this viewer belongs to.
    pub fn clearance(self) -> Visibility {
        match self {
            Self::Anonymous => Visibility::Public,
            Self::Member => Visibility::Members,
            Self::Contributor => Visibility::Draft,
        }
    }

    /// Tells whether this viewer may see what is marked `visibility`.
    pub fn may_see(self, visibility: Visibility) -> bool {
        visibility <= self.clearance()
    }
}

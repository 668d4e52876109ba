//! [`HiddenPages`]: how many pages of a folder are not for everyone.

use crate::domain::Visibility;

/// The number of hidden pages of a folder, by circle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct HiddenPages {
    members: usize,
    drafts: usize,
}

impl HiddenPages {
    /// Counts one page more or less; `None` where none is left.
    pub(super) fn count(mut self, circle: Visibility, more: bool) -> Option<Self> {
        let counted = match circle {
            Visibility::Public => return Some(self),
            Visibility::Members => &mut self.members,
            Visibility::Draft => &mut self.drafts,
        };
        *counted = if more {
            *counted + 1
        } else {
            counted.saturating_sub(1)
        };
        (self != Self::default()).then_some(self)
    }

    /// Returns the narrowest circle that one of them is for.
    pub(super) fn circle(self) -> Visibility {
        match self {
            Self { drafts: 1.., .. } => Visibility::Draft,
            Self { members: 1.., .. } => Visibility::Members,
            _ => Visibility::Public,
        }
    }
}

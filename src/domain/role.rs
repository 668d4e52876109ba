//! [`Role`]: what somebody with an account may do.

use crate::domain::Viewer;

/// The rights of somebody with an account. Each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads what is for members.
    Reader,
    /// Writes pages of most kinds, adds references, sees drafts.
    Contributor,
    /// Writes all content, the vocabulary and references that are there.
    Organizer,
    /// Looks after accounts.
    Administrator,
}

impl Role {
    /// Every role, from who may least to who may most.
    pub const ALL: [Self; 4] = [
        Self::Reader,
        Self::Contributor,
        Self::Organizer,
        Self::Administrator,
    ];

    /// Returns its name, as commands and forms have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Contributor => "contributor",
            Self::Organizer => "organizer",
            Self::Administrator => "administrator",
        }
    }

    /// Returns the role of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Returns what somebody in it may see.
    pub fn viewer(self) -> Viewer {
        match self {
            Self::Reader => Viewer::Member,
            Self::Contributor | Self::Organizer | Self::Administrator => Viewer::Contributor,
        }
    }

    /// Tells whether somebody in this role may give another to an account, or take it away.
    /// Only administrators look after accounts, so nobody can give what they are not.
    pub fn may_grant(self, role: Self) -> bool {
        self == Self::Administrator && role <= self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_roles() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
        assert_eq!(Role::from_name("Reader"), None);
        assert_eq!(Role::from_name("owner"), None);
    }

    #[test]
    fn nobody_gives_a_role_that_they_do_not_have() {
        for granter in Role::ALL {
            for role in Role::ALL {
                let may = granter == Role::Administrator;
                assert_eq!(granter.may_grant(role), may, "{granter:?} {role:?}");
            }
        }
    }

    #[test]
    fn who_may_more_sees_no_less() {
        let seen = Role::ALL.map(|role| role.viewer().clearance());
        assert!(seen.is_sorted());
    }
}

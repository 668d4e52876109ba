//! [`TokenScope`]: what a token is for.

/// The purpose of a token. Its owner's rights bound it further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenScope {
    /// Feeds alone: it stands in their addresses.
    Feeds,
    /// Reading, by git and the API.
    Read,
    /// Reading and writing.
    Write,
}

impl TokenScope {
    /// Those that people choose from.
    pub const CHOICES: [Self; 2] = [Self::Read, Self::Write];

    /// Returns its name, as commands and forms have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feeds => "feeds",
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// Returns the scope of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Feeds, Self::Read, Self::Write];
        all.into_iter().find(|scope| scope.name() == name)
    }
}

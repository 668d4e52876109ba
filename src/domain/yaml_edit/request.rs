//! What is asked for, and why it is not done.

use thiserror::Error;

use crate::domain::problem::Position;
use crate::domain::yaml_edit::path::Path;

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewValue {
    /// Text, which reads as text: it is quoted where it looks like something else.
    Text(String),
    /// A number, a date, or true or false: without quotes where it can be.
    Plain(String),
    /// A list.
    List(Vec<NewValue>),
    /// Keys and values in their order.
    Map(Vec<(String, NewValue)>),
}

/// One change to front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Replaces a value. A key that does not exist is added at the end of its map, with the maps
    /// that lead to it.
    Set {
        /// The path at which the value stands or will stand.
        path: Path,
        /// The value.
        value: NewValue,
    },
    /// Adds an item to a list. A list that does not exist is added; a value alone becomes a list of two.
    Insert {
        /// The index of the item: the number of the one that it is put before, or how many there are.
        path: Path,
        /// The item.
        value: NewValue,
    },
    /// Removes a key with its value, or an item, with the comment behind it on its line. The last of
    /// a list leaves `[]`.
    Remove {
        /// The path at which the value stands.
        path: Path,
    },
    /// Moves an item to another index of its list, with the comments on the lines directly above it and
    /// behind it.
    Move {
        /// The path at which it stands.
        from: Path,
        /// The number that it will have.
        to: usize,
    },
}

impl Edit {
    /// Returns the path of the value that the edit is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::Set { path, .. } | Self::Insert { path, .. } | Self::Remove { path } => path,
            Self::Move { from, .. } => from,
        }
    }
}

/// Why an edit was not made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// The front matter is not YAML.
    #[error("{position}: the front matter is not valid YAML: {message}; {help}")]
    Unreadable {
        /// Where, in the file.
        position: Position,
        /// The error that the parser met there.
        message: String,
        /// The help for it.
        help: String,
    },
    /// The front matter begins and does not end.
    #[error("the front matter is not closed; end it with a line of three hyphens: ---")]
    NotClosed,
    /// Something of another form stands where the path leads.
    #[error("{position}: the value on the way to `{path}` {what}")]
    DoesNotFit {
        /// The path of the edit.
        path: Path,
        /// The value's position in the file.
        position: Position,
        /// Why it does not fit.
        what: &'static str,
    },
    /// Nothing stands at the path.
    #[error("there is nothing at `{path}`")]
    Missing {
        /// The path of the edit.
        path: Path,
    },
    /// The value is nested deeper, or has more parts, than front matter may have.
    #[error("the value for `{path}` is too large or nested too deeply")]
    TooLarge {
        /// The path of the edit.
        path: Path,
    },
    /// The text to be written would not read as what was asked for.
    #[error("the front matter around `{path}` is written in a way that cannot be edited here")]
    WouldNotReadBack {
        /// The path of the edit.
        path: Path,
    },
}

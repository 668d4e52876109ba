//! The error of a text that is no YAML.

use crate::domain::problem::Position;

/// An error in a YAML text, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// Its position in the file.
    pub position: Position,
    /// The message.
    pub message: String,
    /// The help for it.
    pub help: String,
}

impl YamlError {
    /// Returns the error that the parser met, before anyone asks why.
    pub(super) fn met(position: Position, message: impl Into<String>) -> Self {
        Self {
            position,
            message: message.into(),
            help: String::new(),
        }
    }
}

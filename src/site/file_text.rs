//! Reads the text of a file; says why where that cannot be done.

use crate::domain::{ObjectId, Position, Problem, ProblemKind};
use crate::store::{Store, StoreError};

/// Files larger than this are not read as text.
pub(super) const MAX_TEXT: u64 = 32 << 20;

/// Why a file cannot be read as text.
pub(super) struct ReadFailure {
    pub(super) problem: Problem,
    /// The repository is damaged; else it is the file's own fault.
    pub(super) damaged: bool,
}

/// Reads a file that should be text.
pub(super) fn read_text(store: &Store, file: &str, blob: ObjectId) -> Result<Vec<u8>, ReadFailure> {
    store.read_at_most(blob, MAX_TEXT).map_err(|error| {
        if let StoreError::TooLarge { size, .. } = error {
            let message = format!("the file has {size} bytes, more than can be shown");
            let problem = Problem::new(ProblemKind::Unreadable, Position::START, message);
            return ReadFailure { problem, damaged: false };
        }
        tracing::error!(file, %blob, error = &error as &dyn std::error::Error, "cannot read `{file}`");
        let problem = damage("the file cannot be read from the repository");
        ReadFailure { problem, damaged: true }
    })
}

pub(super) fn damage(message: &str) -> Problem {
    let problem = Problem::new(ProblemKind::Unreadable, Position::START, message);
    problem.with_help("`git fsck` names what is damaged; a clone or a backup may still have it")
}

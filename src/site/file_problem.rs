//! [`FileProblem`]: a problem and the file that has it.

use crate::domain::Problem;

/// A problem and the file that has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileProblem {
    /// The file, in the content folder.
    pub file: String,
    /// The problem.
    pub problem: Problem,
}

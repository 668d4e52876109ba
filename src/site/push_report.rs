//! [`PushReport`]: what is said of a push.

/// The number of reasons and warnings that are told; the others are counted.
const MOST_TOLD: usize = 100;

/// The report on a push. It is accepted when nothing refuses it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PushReport {
    /// Reasons not to accept it, one line each: the first hundred.
    pub refusals: Vec<String>,
    /// The number of further ones.
    pub more: usize,
    /// The warnings: the first hundred.
    pub warnings: Vec<String>,
    /// The number of further ones.
    pub more_warnings: usize,
}

impl PushReport {
    /// Tells whether anything refuses it.
    pub fn is_refused(&self) -> bool {
        !self.refusals.is_empty()
    }

    /// Notes a reason not to accept it.
    pub(super) fn refuse(&mut self, line: String) {
        note(&mut self.refusals, &mut self.more, line);
    }

    /// Notes what is worth a look.
    pub(super) fn warn(&mut self, line: String) {
        note(&mut self.warnings, &mut self.more_warnings, line);
    }
}

fn note(lines: &mut Vec<String>, more: &mut usize, line: String) {
    if lines.len() < MOST_TOLD {
        lines.push(line);
    } else {
        *more += 1;
    }
}

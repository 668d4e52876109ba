//! What differs between two texts, as a page shows it: line by line, with the words that differ marked.

use crate::site::{Difference, Line, LineKind, Row, Run};

/// A line, or lines that are left out because they are the same.
pub(crate) enum LineView {
    Line(Line),
    Folded(usize),
}

/// Returns what a page shows of a difference.
pub(crate) fn lines(difference: Difference) -> Vec<LineView> {
    let rows = difference.rows.into_iter();
    let line = |row| match row {
        Row::Line(line) => LineView::Line(line),
        Row::Folded(lines) => LineView::Folded(lines),
    };
    rows.map(line).collect()
}

impl LineView {
    fn kind(&self) -> LineKind {
        match self {
            Self::Line(line) => line.kind,
            Self::Folded(_) => LineKind::Same,
        }
    }

    /// Returns how many lines are left out here.
    pub(crate) fn folded(&self) -> Option<usize> {
        match self {
            Self::Line(_) => None,
            Self::Folded(lines) => Some(*lines),
        }
    }

    pub(crate) fn runs(&self) -> &[Run] {
        match self {
            Self::Line(line) => &line.runs,
            Self::Folded(_) => &[],
        }
    }

    pub(crate) fn class(&self) -> &'static str {
        match self.kind() {
            LineKind::Same => "same",
            LineKind::Removed => "removed",
            LineKind::Added => "added",
        }
    }

    pub(crate) fn sign(&self) -> &'static str {
        match self.kind() {
            LineKind::Same => "\u{A0}",
            LineKind::Removed => "−",
            LineKind::Added => "+",
        }
    }

    pub(crate) fn is_removed(&self) -> bool {
        self.kind() == LineKind::Removed
    }

    pub(crate) fn is_added(&self) -> bool {
        self.kind() == LineKind::Added
    }
}

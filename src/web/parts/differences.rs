//! The difference of two texts, as a page shows it: line by line, one below the other or side by
//! side, with the words that differ marked.

use crate::site::{DifferenceLine, DifferenceRow, LineKind, LineRun, TextDifference};

/// A line, or lines that are left out because they are the same.
pub(crate) enum LineView {
    Line(DifferenceLine),
    Folded(usize),
}

/// Returns what a page shows of a difference.
pub(crate) fn lines(difference: TextDifference) -> Vec<LineView> {
    let rows = difference.rows.into_iter();
    let line = |row| match row {
        DifferenceRow::Line(line) => LineView::Line(line),
        DifferenceRow::Folded(lines) => LineView::Folded(lines),
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

    pub(crate) fn runs(&self) -> &[LineRun] {
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

/// Two lines that stand side by side, or lines that are left out.
pub(crate) enum PairView {
    /// The line of the old text and that of the new one; one of them may have none there.
    Pair(Option<LineView>, Option<LineView>),
    Folded(usize),
}

/// Puts what was taken away beside what came in its place.
pub(crate) fn pairs(lines: Vec<LineView>) -> Vec<PairView> {
    let mut pairs = Vec::new();
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for line in lines {
        match line {
            LineView::Folded(lines) => {
                put_together(&mut pairs, &mut removed, &mut added);
                pairs.push(PairView::Folded(lines));
            }
            LineView::Line(line) => match line.kind {
                LineKind::Removed => {
                    // What is taken away after something was added is another change.
                    if !added.is_empty() {
                        put_together(&mut pairs, &mut removed, &mut added);
                    }
                    removed.push(LineView::Line(line));
                }
                LineKind::Added => added.push(LineView::Line(line)),
                LineKind::Same => {
                    put_together(&mut pairs, &mut removed, &mut added);
                    let other = LineView::Line(line.clone());
                    pairs.push(PairView::Pair(Some(LineView::Line(line)), Some(other)));
                }
            },
        }
    }
    put_together(&mut pairs, &mut removed, &mut added);
    pairs
}

/// Pairs the lines of one change, and leaves none of them waiting.
fn put_together(pairs: &mut Vec<PairView>, removed: &mut Vec<LineView>, added: &mut Vec<LineView>) {
    let count = removed.len().max(added.len());
    let (mut removed, mut added) = (removed.drain(..), added.drain(..));
    pairs.extend((0..count).map(|_| PairView::Pair(removed.next(), added.next())));
}

impl PairView {
    /// Returns how many lines are left out here.
    pub(crate) fn folded(&self) -> Option<usize> {
        match self {
            Self::Pair(..) => None,
            Self::Folded(lines) => Some(*lines),
        }
    }

    /// Returns the line of the old text.
    pub(crate) fn before(&self) -> Option<&LineView> {
        match self {
            Self::Pair(old, _) => old.as_ref(),
            Self::Folded(_) => None,
        }
    }

    /// Returns the line of the new text.
    pub(crate) fn after(&self) -> Option<&LineView> {
        match self {
            Self::Pair(_, new) => new.as_ref(),
            Self::Folded(_) => None,
        }
    }

    /// Tells whether both texts have the same line here.
    pub(crate) fn is_same(&self) -> bool {
        let lines = self.before().into_iter().chain(self.after());
        lines.map(LineView::kind).all(|kind| kind == LineKind::Same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::difference;

    /// Writes pairs with a bar between the old line and the new one.
    fn shown(old: &str, new: &str) -> Vec<String> {
        let text = |line: Option<&LineView>| -> String {
            let runs = line.map_or(&[][..], LineView::runs).iter();
            runs.map(|run| run.text.as_str()).collect()
        };
        let pairs = pairs(lines(difference(old, new)));
        let rows = pairs.iter().map(|pair| match pair.folded() {
            Some(lines) => format!("… {lines}"),
            None => format!("{} | {}", text(pair.before()), text(pair.after())),
        });
        rows.collect()
    }

    #[test]
    fn what_came_in_the_place_of_a_line_stands_beside_it() {
        let found = shown("a\nold one\nold two\nb\n", "a\nnew one\nb\nmore\n");
        assert_eq!(
            found,
            [
                "a | a",
                "old one | new one",
                "old two | ",
                "b | b",
                " | more"
            ]
        );
    }

    #[test]
    fn lines_that_are_left_out_part_two_changes() {
        let same = "1\n2\n3\n4\n5\n6\n7\n8\n";
        let found = shown(&format!("x\n{same}y\n"), &format!("{same}z\n"));
        assert_eq!(found[0], "x | ");
        assert!(found.contains(&"… 2".to_owned()), "{found:?}");
        assert_eq!(found.last().map(String::as_str), Some("y | z"));
        assert_eq!(shown(same, same), [""; 0]);
    }
}

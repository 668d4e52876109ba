//! The difference of two texts: line by line, with the words marked that changed.
//!
//! For whoever looks at what a save will do. It may take a moment and no longer: what is not compared
//! by then is shown as taken away and put there.

use std::time::{Duration, Instant};

use similar::{ChangeTag, InlineChange, InlineChangeOptions, TextDiff};

/// The number of bytes that both texts may have together.
const BYTES: usize = 4 << 20;
/// The number of lines that are shown.
const LINES: usize = 5_000;
/// The number of bytes of a line that are shown.
const LINE: usize = 20_000;
/// The number of lines that are the same and shown on either side of a change.
const CONTEXT: usize = 3;
/// The time that comparing may take.
const TIME: Duration = Duration::from_millis(300);

/// The difference of two texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextDifference {
    /// Lines and what is left out between them; nothing where the texts are the same.
    pub rows: Vec<DifferenceRow>,
    /// Whether more is not the same than is shown.
    pub cut: bool,
    /// Whether there was no time to find all that is the same.
    pub coarse: bool,
}

/// A line, or lines that are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DifferenceRow {
    /// A line.
    Line(DifferenceLine),
    /// So many lines that are the same in both.
    Folded(usize),
}

/// A line of one text or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceLine {
    /// The text that has it.
    pub kind: LineKind,
    /// Its number in the old text, from 1.
    pub old: Option<usize>,
    /// Its number in the new text, from 1.
    pub new: Option<usize>,
    /// Its text, in runs.
    pub runs: Vec<LineRun>,
    /// Its end.
    pub end: LineEnd,
}

/// The text that has a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Both.
    Same,
    /// The old one.
    Removed,
    /// The new one.
    Added,
}

/// The end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// With a line feed.
    Lf,
    /// With a carriage return and a line feed.
    CrLf,
    /// With a carriage return.
    Cr,
    /// With the text.
    Nothing,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRun {
    /// The part.
    pub text: String,
    /// Whether the other text has something else in its place, in a line that is similar.
    pub marked: bool,
}

/// Compares two texts. Of lines that are the same, some are kept on either side of a change.
///
/// Texts that are too large are not compared: then there are no rows, and the difference is cut.
pub fn difference(old: &str, new: &str) -> TextDifference {
    if old == new {
        return TextDifference::default();
    }
    if old.len() + new.len() > BYTES {
        return TextDifference {
            cut: true,
            ..TextDifference::default()
        };
    }
    let deadline = Instant::now() + TIME;
    let compared = TextDiff::configure()
        .deadline(deadline)
        .diff_lines(old, new);
    let mut options = InlineChangeOptions::default();
    options.semantic_cleanup(true);
    let mut rows = Vec::new();
    let mut next = 0;
    let mut shown = 0;
    for op in compared.grouped_ops(CONTEXT).iter().flatten() {
        fold(&mut rows, next, op.old_range().start);
        next = op.old_range().end;
        for change in
            compared.iter_inline_changes_with_options_deadline(op, options, Some(deadline))
        {
            if shown == LINES {
                return TextDifference {
                    rows,
                    cut: true,
                    coarse: Instant::now() >= deadline,
                };
            }
            shown += 1;
            rows.push(DifferenceRow::Line(line(&change)));
        }
    }
    fold(&mut rows, next, compared.old_len());
    TextDifference {
        rows,
        cut: false,
        coarse: Instant::now() >= deadline,
    }
}

/// Notes lines that are left out.
fn fold(rows: &mut Vec<DifferenceRow>, from: usize, to: usize) {
    if from < to {
        rows.push(DifferenceRow::Folded(to - from));
    }
}

fn line(change: &InlineChange<'_, str>) -> DifferenceLine {
    let mut runs: Vec<LineRun> = Vec::new();
    let mut room = LINE;
    let mut end = LineEnd::Nothing;
    for (marked, text) in change.values() {
        let shown = text.trim_end_matches(['\r', '\n']);
        end = match &text[shown.len()..] {
            "" => LineEnd::Nothing,
            "\r" => LineEnd::Cr,
            signs if signs.starts_with('\r') => LineEnd::CrLf,
            _ => LineEnd::Lf,
        };
        let fits = (0..=room.min(shown.len()))
            .rev()
            .find(|at| shown.is_char_boundary(*at));
        let fits = &shown[..fits.unwrap_or(0)];
        room -= fits.len();
        match runs.last_mut() {
            Some(run) if run.marked == *marked => run.text.push_str(fits),
            _ if fits.is_empty() => {}
            _ => runs.push(LineRun {
                text: fits.to_owned(),
                marked: *marked,
            }),
        }
    }
    DifferenceLine {
        kind: match change.tag() {
            ChangeTag::Equal => LineKind::Same,
            ChangeTag::Delete => LineKind::Removed,
            ChangeTag::Insert => LineKind::Added,
        },
        old: change.old_index().map(|line| line + 1),
        new: change.new_index().map(|line| line + 1),
        runs,
        end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a difference with a sign for each line, and marked words in brackets.
    fn shown(old: &str, new: &str) -> Vec<String> {
        let row = |row: &DifferenceRow| match row {
            DifferenceRow::Folded(lines) => format!("… {lines}"),
            DifferenceRow::Line(line) => {
                let sign = match line.kind {
                    LineKind::Same => ' ',
                    LineKind::Removed => '-',
                    LineKind::Added => '+',
                };
                let run = |run: &LineRun| match run.marked {
                    true => format!("[{}]", run.text),
                    false => run.text.clone(),
                };
                let text: String = line.runs.iter().map(run).collect();
                format!("{sign}{text}")
            }
        };
        difference(old, new).rows.iter().map(row).collect()
    }

    #[test]
    fn changed_words_are_marked_and_the_rest_is_folded() {
        let lines = "1\n2\n3\n4\n5\n6\n7\n8\n";
        let old = format!("a\nb\nc\nd\nThe old way is slow.\n{lines}");
        let new = format!("a\nb\nc\nd\nThe new way is slow.\n{lines}9\n");
        let (old, new) = (old.as_str(), new.as_str());
        let expected = [
            "… 1",
            " b",
            " c",
            " d",
            "-The [old] way is slow.",
            "+The [new] way is slow.",
            " 1",
            " 2",
            " 3",
            "… 2",
            " 6",
            " 7",
            " 8",
            "+9",
        ];
        assert_eq!(shown(old, new), expected);
        assert_eq!(shown(old, old), [] as [&str; 0]);
    }

    #[test]
    fn lines_know_their_numbers_and_how_they_end() {
        let ends = |old: &str, new: &str| -> Vec<(Option<usize>, Option<usize>, LineEnd)> {
            let lines = difference(old, new).rows.into_iter();
            let lines = lines.filter_map(|row| match row {
                DifferenceRow::Line(line) => Some((line.old, line.new, line.end)),
                DifferenceRow::Folded(_) => None,
            });
            lines.collect()
        };
        let found = ends("x\na\n", "x\na");
        let both = (Some(1), Some(1), LineEnd::Lf);
        let expected = [
            both,
            (Some(2), None, LineEnd::Lf),
            (None, Some(2), LineEnd::Nothing),
        ];
        assert_eq!(found, expected);
        let found = ends("a\r\n", "a\n");
        assert_eq!(
            found,
            [(Some(1), None, LineEnd::CrLf), (None, Some(1), LineEnd::Lf)]
        );
    }

    #[test]
    fn what_is_large_is_cut_and_takes_no_longer() {
        let large = "a b\n".repeat(BYTES / 8 + 1);
        let other = "c d\n".repeat(BYTES / 8 + 1);
        let cut = difference(&large, &other);
        assert!(cut.cut && cut.rows.is_empty());
        let number = |sign: &'static str| {
            (0..30_000).map(move |line| format!("{sign} {} \n", line * 7919 % 30_011))
        };
        let (old, new): (String, String) = (number("a").collect(), number("a").rev().collect());
        let started = Instant::now();
        let difference = difference(&old, &new);
        assert!(difference.cut && difference.rows.len() <= 2 * LINES);
        assert!(started.elapsed() < TIME * 20, "{:?}", started.elapsed());
        let long = "x".repeat(LINE * 3);
        let lines = super::difference(&long, "y").rows;
        let DifferenceRow::Line(line) = &lines[0] else {
            panic!("{lines:?}")
        };
        assert_eq!(
            line.runs.iter().map(|run| run.text.len()).sum::<usize>(),
            LINE
        );
    }
}

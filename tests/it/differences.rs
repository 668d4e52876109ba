//! What a difference tells, put onto the old text, is the new text.

use concord::render::{BlockShape, TextBlock};
use concord::site::{
    BlockChange, DifferenceRow, LineEnd, LineKind, ReadingRow, difference, reading_difference,
};
use proptest::prelude::*;

/// Makes the new text of the old one and the lines that differ.
fn applied(old: &str, rows: &[DifferenceRow]) -> String {
    let mut left = old.split_inclusive('\n');
    let mut new = String::new();
    for row in rows {
        match row {
            DifferenceRow::Folded(lines) => new.extend(left.by_ref().take(*lines)),
            DifferenceRow::Line(line) => {
                if line.kind != LineKind::Added {
                    left.next().expect("the old text has the line");
                }
                if line.kind != LineKind::Removed {
                    new.extend(line.runs.iter().map(|run| run.text.as_str()));
                    new.push_str(match line.end {
                        LineEnd::Lf => "\n",
                        LineEnd::CrLf => "\r\n",
                        LineEnd::Cr => "\r",
                        LineEnd::Nothing => "",
                    });
                }
            }
        }
    }
    assert_eq!(left.next(), None, "the old text has no more");
    new
}

fn block(text: &str) -> TextBlock {
    TextBlock {
        shape: BlockShape::Paragraph,
        text: text.to_owned(),
        targets: Vec::new(),
        cells: Vec::new(),
    }
}

/// Makes the new blocks of the old ones and what differs as they read.
fn read(old: &[TextBlock], rows: &[ReadingRow]) -> Vec<String> {
    let mut left = old.iter();
    let mut new = Vec::new();
    for row in rows {
        let (change, runs) = match row {
            ReadingRow::Folded(blocks) => {
                new.extend(left.by_ref().take(*blocks).map(|block| block.text.clone()));
                continue;
            }
            ReadingRow::Block { change, runs, .. } => (change, runs),
        };
        let is_new = matches!(change, BlockChange::Added | BlockChange::MovedHere);
        let is_gone = matches!(change, BlockChange::Removed | BlockChange::MovedAway);
        let with = |is_new: bool| -> String {
            let runs = runs
                .iter()
                .filter(|run| run.is_new.is_none_or(|new| new == is_new));
            runs.map(|run| run.text.as_str()).collect()
        };
        if !is_new {
            let before = left.next().expect("the old text has the block");
            assert_eq!(before.text, with(false));
        }
        if !is_gone {
            new.push(with(true));
        }
    }
    assert_eq!(left.next(), None, "the old text has no more");
    new
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof![
        "[a-c ]{0,6}",
        "(the|old|new|heron|stork)( (the|old|new|heron|stork)){0,5}",
        "\\PC{0,8}",
    ];
    proptest::collection::vec(line, 0..30)
}

/// Some lines, and the same after some changes.
fn versions() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    (lines(), lines(), any::<u64>()).prop_map(|(old, others, dice)| {
        let mut new = old.clone();
        for (number, line) in others.into_iter().enumerate() {
            let index = usize::try_from(dice >> (number % 48)).unwrap_or(0);
            match (dice >> (number % 60)) & 3 {
                0 => new.insert(index % (new.len() + 1), line),
                1 if !new.is_empty() => drop(new.remove(index % new.len())),
                2 if !new.is_empty() => {
                    let moved = new.remove(index % new.len());
                    new.push(moved);
                }
                _ if new.is_empty() => new.push(line),
                _ => {
                    let at = index % new.len();
                    new[at].push_str(&line);
                }
            }
        }
        (old, new)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn lines_that_differ_make_the_new_text_of_the_old((old, new) in versions(), is_closed in any::<bool>()) {
        let text = |lines: &[String]| {
            let end = if is_closed && !lines.is_empty() { "\n" } else { "" };
            format!("{}{end}", lines.join("\n"))
        };
        let (old, new) = (text(&old), text(&new));
        let compared = difference(&old, &new);
        // Of texts that are the same nothing is told.
        match old == new {
            true => prop_assert!(compared.rows.is_empty() || applied(&old, &compared.rows) == new),
            false => prop_assert_eq!(applied(&old, &compared.rows), new),
        }
    }

    #[test]
    fn blocks_that_differ_make_the_new_text_of_the_old((old, new) in versions()) {
        let blocks = |lines: &[String]| -> Vec<TextBlock> {
            lines.iter().map(|line| block(line)).collect()
        };
        let (old, new) = (blocks(&old), blocks(&new));
        let compared = reading_difference(&old, &new);
        prop_assume!(old != new);
        let told = read(&old, &compared.rows);
        let expected: Vec<String> = new.iter().map(|block| block.text.clone()).collect();
        prop_assert_eq!(told, expected);
    }
}

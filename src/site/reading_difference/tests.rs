//! Tests of the difference of two texts as they are read.

use super::*;
use crate::render::BlockShape;

fn block(text: &str) -> TextBlock {
    TextBlock {
        shape: BlockShape::Paragraph,
        text: text.to_owned(),
        targets: Vec::new(),
        cells: Vec::new(),
    }
}

fn row(cells: &[&str]) -> TextBlock {
    TextBlock {
        shape: BlockShape::Row,
        text: cells.join(" | "),
        targets: Vec::new(),
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    }
}

/// Writes a difference with what was taken away and put there in brackets.
fn shown(old: &[TextBlock], new: &[TextBlock]) -> Vec<String> {
    let row = |row: ReadingRow| match row {
        ReadingRow::Folded(blocks) => format!("… {blocks}"),
        ReadingRow::Block {
            change,
            runs,
            cells,
            ..
        } => {
            let run = |run: &WordRun| match run.is_new {
                None => run.text.clone(),
                Some(false) => format!("[-{}]", run.text),
                Some(true) => format!("[+{}]", run.text),
            };
            let cells = cells.iter();
            let cells = cells.map(|runs| runs.iter().map(run).collect::<String>());
            let cells: Vec<String> = cells.collect();
            let text = match cells.is_empty() {
                true => runs.iter().map(run).collect(),
                false => cells.join(" | "),
            };
            match change {
                BlockChange::MovedAway => format!("from {text}"),
                BlockChange::MovedHere => format!("to {text}"),
                BlockChange::Form => format!("form {text}"),
                _ => text,
            }
        }
    };
    reading_difference(old, new)
        .rows
        .into_iter()
        .map(row)
        .collect()
}

#[test]
fn words_are_marked_in_the_block_that_has_them() {
    let old = ["A", "B", "C", "The old way is slow.", "D", "E"].map(block);
    let new = ["A", "B", "C", "The new way is slow.", "D", "E", "F"].map(block);
    let expected = [
        "… 2",
        "C",
        "The [-old][+new] way is slow.",
        "D",
        "E",
        "[+F]",
    ];
    assert_eq!(shown(&old, &new), expected);
    assert_eq!(shown(&old, &old), [] as [&str; 0]);
}

#[test]
fn a_block_that_moved_is_known_again() {
    let old = [
        "One goes first.",
        "Two stays.",
        "Three stays.",
        "Four stays.",
    ]
    .map(block);
    let new = [
        "Two stays.",
        "Three stays.",
        "Four stays.",
        "One goes first.",
    ]
    .map(block);
    let expected = [
        "from [-One goes first.]",
        "Two stays.",
        "… 1",
        "Four stays.",
        "to [+One goes first.]",
    ];
    assert_eq!(shown(&old, &new), expected);
}

#[test]
fn tables_are_compared_by_row_and_cell() {
    let old = [
        row(&["Bird", "Eggs"]),
        row(&["Heron", "3 to 5"]),
        row(&["Stork", "4"]),
    ];
    let new = [
        row(&["Bird", "Eggs"]),
        row(&["Crane", "2"]),
        row(&["Heron", "4 to 5"]),
        row(&["Stork", "4"]),
    ];
    let expected = [
        "Bird | Eggs",
        "[+Crane] | [+2]",
        "Heron | [-3][+4] to 5",
        "Stork | 4",
    ];
    assert_eq!(shown(&old, &new), expected);
    // A column more.
    let wider = [
        row(&["Bird", "Season", "Eggs"]),
        old[1].clone(),
        old[2].clone(),
    ];
    assert_eq!(shown(&old, &wider)[0], "Bird | [+Season] | Eggs");
}

#[test]
fn another_link_is_another_form() {
    let old = block("See there.");
    let mut new = old.clone();
    new.targets.push("a.md".to_owned());
    assert_eq!(shown(&[old], &[new]), ["form See there."]);
}

#[test]
fn what_is_large_is_cut_and_takes_no_longer() {
    let many = |sign: &str| -> Vec<TextBlock> {
        let text = |line: usize| block(&format!("{sign} {} word", line * 7919 % 30_011));
        (0..30_000).map(text).collect()
    };
    let started = Instant::now();
    let compared = reading_difference(&many("a"), &many("b"));
    assert!(compared.is_cut && compared.rows.len() == BLOCKS);
    assert!(started.elapsed() < TIME * 20, "{:?}", started.elapsed());
}

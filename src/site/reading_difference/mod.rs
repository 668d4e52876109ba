//! The difference of two texts as they read: block by block, with the words marked that changed.
//!
//! How lines are broken makes no difference. A block that stands elsewhere is known again. It may take
//! a moment and no longer: what is not compared by then is shown as taken away and put there.

pub(super) mod rows;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices_deadline};

use crate::render::TextBlock;
use crate::site::likeness;
use crate::site::reading_difference::rows::{BlockChange, ReadingDifference, ReadingRow, WordRun};

/// The time that comparing may take.
const TIME: Duration = Duration::from_millis(500);
/// The number of blocks that are shown.
const BLOCKS: usize = 2_000;

/// Compares two texts.
pub fn reading_difference(old: &[TextBlock], new: &[TextBlock]) -> ReadingDifference {
    if old == new {
        return ReadingDifference::default();
    }
    let deadline = Instant::now() + TIME;
    let ops = capture_diff_slices_deadline(Algorithm::Patience, old, new, Some(deadline));
    let mut compared = BlockComparison {
        old,
        new,
        deadline,
        rows: Vec::new(),
    };
    let last = ops.len().saturating_sub(1);
    for (index, op) in ops.iter().enumerate() {
        match *op {
            DiffOp::Equal { new_index, len, .. } => {
                compared.same(new_index, len, index > 0, index < last);
            }
            _ => compared.changed(op),
        }
    }
    compared.find_moved();
    let is_cut = compared.rows.len() > BLOCKS;
    compared.rows.truncate(BLOCKS);
    ReadingDifference {
        is_cut,
        is_coarse: Instant::now() >= deadline,
        rows: compared.rows,
    }
}

struct BlockComparison<'t> {
    old: &'t [TextBlock],
    new: &'t [TextBlock],
    deadline: Instant,
    rows: Vec<ReadingRow>,
}

impl BlockComparison<'_> {
    /// Takes blocks that are the same: one on either side of a change is shown.
    fn same(&mut self, from: usize, count: usize, is_after: bool, is_before: bool) {
        let shown = usize::from(is_after) + usize::from(is_before);
        let (first, last) = match count <= shown {
            true => (count, 0),
            false => (usize::from(is_after), usize::from(is_before)),
        };
        let blocks = self.new;
        for block in blocks.iter().skip(from).take(first) {
            self.whole(block, BlockChange::Same, None);
        }
        if count > first + last {
            self.rows.push(ReadingRow::Folded(count - first - last));
        }
        for block in blocks.iter().skip(from + count - last).take(last) {
            self.whole(block, BlockChange::Same, None);
        }
    }

    fn whole(&mut self, block: &TextBlock, change: BlockChange, is_new: Option<bool>) {
        // What has no words of its own is named by what it shows.
        let text = match block.text.is_empty() {
            true => block.targets.join(" "),
            false => block.text.clone(),
        };
        self.rows.push(ReadingRow::Block {
            shape: block.shape,
            change,
            cells: block.cells.iter().map(|cell| run(cell, is_new)).collect(),
            runs: run(&text, is_new),
        });
    }

    /// Takes blocks in the place of which there are others: those that are alike are one.
    fn changed(&mut self, op: &DiffOp) {
        let (old, new) = (op.old_range(), op.new_range());
        let pairs = self.pairs(old.clone(), new.clone());
        let mut next = old.start;
        for index in new {
            if let Some(&before) = pairs.get(&index) {
                self.removed(next, before);
                next = before + 1;
                self.pair(before, index);
            } else if let Some(block) = self.new.get(index) {
                self.whole(block, BlockChange::Added, Some(true));
            }
        }
        self.removed(next, old.end);
    }

    fn removed(&mut self, from: usize, to: usize) {
        let blocks = self.old;
        for block in blocks.iter().take(to).skip(from) {
            self.whole(block, BlockChange::Removed, Some(false));
        }
    }

    /// Finds which new block is which old one, in the order in which they stand.
    fn pairs(
        &self,
        old: std::ops::Range<usize>,
        new: std::ops::Range<usize>,
    ) -> HashMap<usize, usize> {
        let (before, after) = (
            texts_of(self.old, old.clone()),
            texts_of(self.new, new.clone()),
        );
        let pairs = likeness::pairs(&before, &after, self.deadline).into_iter();
        pairs
            .map(|(index, at)| (new.start + index, old.start + at))
            .collect()
    }

    fn pair(&mut self, before: usize, after: usize) {
        let (Some(old), Some(new)) = (self.old.get(before), self.new.get(after)) else {
            return;
        };
        if old.text == new.text {
            self.whole(new, BlockChange::Form, None);
            return;
        }
        let (runs, cells) = match old.cells.is_empty() || new.cells.is_empty() {
            true => (self.words(&old.text, &new.text), Vec::new()),
            false => (Vec::new(), self.cells(&old.cells, &new.cells)),
        };
        self.rows.push(ReadingRow::Block {
            shape: new.shape,
            change: BlockChange::Words,
            runs,
            cells,
        });
    }

    /// Compares two rows of a table cell by cell.
    fn cells(&self, old: &[String], new: &[String]) -> Vec<Vec<WordRun>> {
        let ops = capture_diff_slices_deadline(Algorithm::Myers, old, new, Some(self.deadline));
        let mut cells = Vec::new();
        for op in ops {
            let mut before = old
                .iter()
                .take(op.old_range().end)
                .skip(op.old_range().start);
            let mut after = new
                .iter()
                .take(op.new_range().end)
                .skip(op.new_range().start);
            loop {
                cells.push(match (before.next(), after.next()) {
                    (Some(old), Some(new)) if old == new => run(new, None),
                    (Some(old), Some(new)) => self.words(old, new),
                    (Some(old), None) => run(old, Some(false)),
                    (None, Some(new)) => run(new, Some(true)),
                    (None, None) => break,
                });
            }
        }
        cells
    }

    /// Compares two texts word by word.
    fn words(&self, old: &str, new: &str) -> Vec<WordRun> {
        let mut config = TextDiff::configure();
        let compared = config.deadline(self.deadline).diff_unicode_words(old, new);
        let mut runs: Vec<WordRun> = Vec::new();
        for change in compared.iter_all_changes() {
            let is_new = match change.tag() {
                ChangeTag::Equal => None,
                ChangeTag::Delete => Some(false),
                ChangeTag::Insert => Some(true),
            };
            match runs.last_mut() {
                Some(run) if run.is_new == is_new => run.text.push_str(change.value()),
                _ => runs.push(WordRun {
                    text: change.value().to_owned(),
                    is_new,
                }),
            }
        }
        runs
    }

    /// Finds blocks that were taken away here and put there.
    fn find_moved(&mut self) {
        let mut gone: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, row) in self.rows.iter().enumerate() {
            if let Some(text) = text_of(row, BlockChange::Removed) {
                gone.entry(text.to_owned()).or_default().push(index);
            }
        }
        for index in 0..self.rows.len() {
            let Some(row) = self.rows.get(index) else {
                return;
            };
            let from = text_of(row, BlockChange::Added)
                .and_then(|text| gone.get_mut(text))
                .and_then(Vec::pop);
            if let Some(from) = from {
                self.mark(index, BlockChange::MovedHere);
                self.mark(from, BlockChange::MovedAway);
            }
        }
    }

    fn mark(&mut self, index: usize, moved: BlockChange) {
        if let Some(ReadingRow::Block { change, .. }) = self.rows.get_mut(index) {
            *change = moved;
        }
    }
}

/// Returns the text of a block of which that became.
fn text_of(row: &ReadingRow, wanted: BlockChange) -> Option<&str> {
    match row {
        ReadingRow::Block { change, runs, .. } if *change == wanted => {
            runs.first().map(|run| run.text.as_str())
        }
        _ => None,
    }
}

/// Returns words that one text has, or both.
fn run(text: &str, is_new: Option<bool>) -> Vec<WordRun> {
    vec![WordRun {
        text: text.to_owned(),
        is_new,
    }]
}

fn texts_of(blocks: &[TextBlock], range: std::ops::Range<usize>) -> Vec<&str> {
    let blocks = blocks.iter().take(range.end).skip(range.start);
    blocks.map(|block| block.text.as_str()).collect()
}

#[cfg(test)]
mod tests;

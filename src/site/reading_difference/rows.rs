//! [`ReadingDifference`]: the difference of two texts, in rows of blocks.

use crate::render::BlockShape;

/// A block of one text or both, or blocks that are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadingRow {
    /// So many blocks that are the same in both.
    Folded(usize),
    /// A block.
    Block {
        /// Its shape.
        shape: BlockShape,
        /// Its change.
        change: BlockChange,
        /// Its words.
        runs: Vec<WordRun>,
        /// Of a row of a table: the words of each cell.
        cells: Vec<Vec<WordRun>>,
    },
}

/// The change of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockChange {
    /// It is the same, and stands beside one that changed.
    Same,
    /// It was taken away.
    Removed,
    /// It was put there.
    Added,
    /// Some of its words changed.
    Words,
    /// It reads the same; its links, pictures or emphasis are others.
    Form,
    /// It stands elsewhere now.
    MovedAway,
    /// It stood elsewhere.
    MovedHere,
}

/// Words that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordRun {
    /// The words.
    pub text: String,
    /// Whether the new text has them, else the old one; `None` where both do.
    pub is_new: Option<bool>,
}

/// The difference of two texts as they read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingDifference {
    /// Blocks and what is left out between them; nothing where the texts are the same.
    pub rows: Vec<ReadingRow>,
    /// Whether more is not the same than is shown.
    pub is_cut: bool,
    /// Whether there was no time to find all that is the same.
    pub is_coarse: bool,
}

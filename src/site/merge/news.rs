//! [`News`]: what came of others into a file.

/// The changes that somebody else has made meanwhile, and that are now in the file without a choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// The keys of the front matter, in its order.
    pub keys: Vec<String>,
    /// In how many places of the text.
    pub passages: usize,
}

impl News {
    /// Tells whether nothing came in.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.passages == 0
    }
}

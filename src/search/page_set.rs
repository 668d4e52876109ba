//! [`PageSet`]: a set of pages of a segment, a bit for each.

use tantivy::DocId;

/// A set of the pages of one segment. It takes an eighth of a byte for each page of the segment,
/// whether it is in the set or not.
#[derive(Clone, Debug)]
pub(crate) struct PageSet {
    words: Vec<u64>,
}

impl PageSet {
    /// Makes an empty set, for a segment of so many pages.
    pub(crate) fn new(pages: usize) -> Self {
        Self {
            words: vec![0; pages.div_ceil(64)],
        }
    }

    /// Makes a set of pages, for a segment of so many pages.
    pub(crate) fn of(pages: usize, docs: &[DocId]) -> Self {
        let mut set = Self::new(pages);
        docs.iter().for_each(|&doc| set.insert(doc));
        set
    }

    /// Adds a page; one that the segment does not have is left out.
    #[inline]
    pub(crate) fn insert(&mut self, doc: DocId) {
        if let Some(word) = self.words.get_mut(doc as usize / 64) {
            *word |= 1 << (doc % 64);
        }
    }

    /// Tells whether a page is in the set.
    #[inline]
    pub(crate) fn contains(&self, doc: DocId) -> bool {
        self.bit(doc) == 1
    }

    /// Returns 1 for a page in the set, 0 for any other.
    #[inline]
    fn bit(&self, doc: DocId) -> u32 {
        let word = self.words.get(doc as usize / 64).copied();
        (word.unwrap_or(0) >> (doc % 64)) as u32 & 1
    }

    /// Returns how many words of 64 bits the set takes.
    pub(crate) fn words(&self) -> usize {
        self.words.len()
    }

    /// Returns how many pages are in both sets.
    pub(crate) fn shared(&self, other: &Self) -> u32 {
        let words = self.words.iter().zip(&other.words);
        words.map(|(one, other)| (one & other).count_ones()).sum()
    }

    /// Returns how many of some pages are in the set.
    pub(crate) fn shared_with(&self, docs: &[DocId]) -> u32 {
        docs.iter().map(|&doc| self.bit(doc)).sum()
    }

    /// Returns the pages, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = DocId> + Clone {
        let words = (0..).zip(&self.words);
        words.flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(index * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_both_sets_is_counted() {
        let set = |docs: &[DocId]| PageSet::of(130, docs);
        let one = set(&[0, 63, 64, 129, 1_000]);
        assert_eq!(one.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!(one.shared(&set(&[0, 1, 64, 128, 129])), 3);
        assert_eq!(one.shared(&set(&[])), 0);
        assert_eq!(one.shared_with(&[0, 1, 64, 1_000]), 2);
        assert!(one.contains(129) && !one.contains(128) && !one.contains(1_000));
        assert_eq!(one.words(), 3);
    }
}

//! [`FacetValues`]: the values of facets that the pages of a segment carry, in memory, and how they
//! are counted.
//!
//! Counting adds up, for each value, how many of the pages found carry it. Where few pages are
//! found, the values of each of them are read. Where many are, this would read nearly all values of
//! the segment, each list of another length; then the pages of each value are looked up in the set
//! of those found, 64 at a time where many pages carry it. What counting costs is thus bounded,
//! however many pages are found.

use tantivy::DocId;

use crate::search::page_set::PageSet;

/// A value is frequent where one page of so many carries it: its set then takes no more room than a
/// list of its pages would.
const FREQUENT: usize = 32;

/// In the time in which one value of a page is counted, so many values are looked up, and so many
/// words of two sets are cut.
const LOOKED_UP: usize = 4;
const CUT: usize = 4;

/// The values of the pages of a segment, by the numbers of [`Values`](crate::search::values::Values).
#[derive(Debug)]
pub(crate) struct FacetValues {
    /// The offsets in `numbers` at which the values of each page begin, and at last the one at which they end.
    offsets: Vec<u32>,
    numbers: Numbers,
    /// The pages of the frequent values, and those of the rare ones.
    frequent: Vec<(u32, PageSet)>,
    rare: Vec<(u32, Vec<DocId>)>,
    /// The time that it takes to look up all values, by the number of values of pages that could be counted
    /// instead.
    by_value: usize,
}

/// Some 30 bytes a page, because counting reads them all; and short where they can be, because it
/// waits for nothing but memory.
#[derive(Debug)]
enum Numbers {
    Short(Vec<u16>),
    Long(Vec<u32>),
}

impl From<Vec<u32>> for Numbers {
    fn from(numbers: Vec<u32>) -> Self {
        let short: Result<Vec<u16>, _> = numbers.iter().map(|&number| number.try_into()).collect();
        short.map_or(Self::Long(numbers), Self::Short)
    }
}

impl FacetValues {
    /// Takes the values of all pages, one page after the other, and the offsets at which those of
    /// each page begin, and at last the one at which they end.
    pub(crate) fn new(numbers: Vec<u32>, offsets: Vec<u32>) -> Self {
        let pages = offsets.len().saturating_sub(1);
        let end = numbers.iter().max().map_or(0, |&most| most as usize + 1);
        // The few pages of a save need no room for every value of the site.
        if numbers.len() < end {
            return Self {
                offsets,
                numbers: numbers.into(),
                frequent: Vec::new(),
                rare: Vec::new(),
                by_value: usize::MAX,
            };
        }
        let mut docs: Vec<Vec<DocId>> = vec![Vec::new(); end];
        for (doc, range) in (0..).zip(offsets.windows(2)) {
            for &number in &numbers[range[0] as usize..range[1] as usize] {
                docs[number as usize].push(doc);
            }
        }
        let carried = (0..).zip(docs).filter(|(_, docs)| !docs.is_empty());
        let (often, mut rare): (Vec<_>, Vec<_>) =
            carried.partition(|(_, docs)| docs.len() * FREQUENT >= pages);
        let often = often.into_iter();
        let frequent: Vec<(u32, PageSet)> = often
            .map(|(number, docs)| (number, PageSet::of(pages, &docs)))
            .collect();
        rare.iter_mut().for_each(|(_, docs)| docs.shrink_to_fit());
        let words: usize = frequent.iter().map(|(_, set)| set.words()).sum();
        let listed: usize = rare.iter().map(|(_, docs)| docs.len()).sum();
        Self {
            offsets,
            numbers: numbers.into(),
            frequent,
            rare,
            by_value: words / CUT + listed / LOOKED_UP,
        }
    }

    /// Returns how many values all pages have together.
    pub(crate) fn total(&self) -> usize {
        match &self.numbers {
            Numbers::Short(numbers) => numbers.len(),
            Numbers::Long(numbers) => numbers.len(),
        }
    }

    /// Returns the values of a page.
    pub(crate) fn of_page(&self, doc: DocId) -> impl Iterator<Item = u32> + Clone {
        let (short, long) = match &self.numbers {
            Numbers::Short(numbers) => (self.part(numbers, doc), &[][..]),
            Numbers::Long(numbers) => (&[][..], self.part(numbers, doc)),
        };
        let short = short.iter().map(|&number| u32::from(number));
        short.chain(long.iter().copied())
    }

    /// Adds the values of the pages of a set to their counts, of which there is one for each number.
    /// The set has so many pages.
    pub(crate) fn count(&self, found: &PageSet, size: usize, counts: &mut [u32]) {
        let pages = self.offsets.len().saturating_sub(1).max(1);
        if self.by_value < size * self.total() / pages {
            let frequent = self.frequent.iter();
            let frequent = frequent.map(|(number, set)| (*number, found.shared(set)));
            let rare = self.rare.iter();
            let rare = rare.map(|(number, docs)| (*number, found.shared_with(docs)));
            for (number, carrying) in frequent.chain(rare) {
                if let Some(count) = counts.get_mut(number as usize) {
                    *count += carrying;
                }
            }
            return;
        }
        match &self.numbers {
            Numbers::Short(numbers) => self.count_by_page(numbers, found, counts),
            Numbers::Long(numbers) => self.count_by_page(numbers, found, counts),
        }
    }

    fn count_by_page<N: Copy + Into<u32>>(
        &self,
        numbers: &[N],
        found: &PageSet,
        counts: &mut [u32],
    ) {
        for doc in found.iter() {
            for &number in self.part(numbers, doc) {
                if let Some(count) = counts.get_mut(number.into() as usize) {
                    *count += 1;
                }
            }
        }
    }

    /// Returns a page's part of what all pages have.
    fn part<'n, N>(&self, numbers: &'n [N], doc: DocId) -> &'n [N] {
        let doc = doc as usize;
        let range = self.offsets.get(doc).zip(self.offsets.get(doc + 1));
        let part = range.and_then(|(&start, &end)| numbers.get(start as usize..end as usize));
        part.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes the values of so many pages: one that all carry, one of every third page, and a rare one.
    fn values(pages: u32) -> FacetValues {
        let (mut numbers, mut offsets) = (Vec::new(), vec![0]);
        for page in 0..pages {
            numbers.push(7);
            numbers.extend((page % 3 == 0).then_some(2));
            numbers.extend((page == 100).then_some(70));
            offsets.push(numbers.len() as u32);
        }
        FacetValues::new(numbers, offsets)
    }

    fn counts(values: &FacetValues, pages: u32, every: usize) -> [u32; 3] {
        let mut found = PageSet::new(pages as usize);
        let docs = (0..pages).step_by(every);
        let size = docs.len();
        docs.for_each(|doc| found.insert(doc));
        let mut counts = vec![0; 71];
        values.count(&found, size, &mut counts);
        [counts[7], counts[2], counts[70]]
    }

    #[test]
    fn counts_are_the_same_by_page_and_by_value() {
        let values = values(1_000);
        assert_eq!((values.frequent.len(), values.rare.len()), (2, 1));
        assert_eq!(values.total(), 1_335);
        // Of these all, a tenth, and two are found: by value, by value, by page.
        assert_eq!(counts(&values, 1_000, 1), [1_000, 334, 1]);
        assert_eq!(counts(&values, 1_000, 10), [100, 34, 1]);
        assert_eq!(counts(&values, 1_000, 500), [2, 1, 0]);
        assert_eq!(values.of_page(99).collect::<Vec<_>>(), [7, 2]);
        assert_eq!(values.of_page(100).collect::<Vec<_>>(), [7, 70]);
        assert_eq!(values.of_page(1_000).count(), 0);
    }

    #[test]
    fn the_pages_of_a_save_are_read_one_by_one() {
        // Numbers beyond 16 bits, of which the pages have few.
        let values = FacetValues::new(vec![70_000, 3, 70_000], vec![0, 2, 3]);
        assert!(values.frequent.is_empty() && values.rare.is_empty());
        let mut counts = vec![0; 70_001];
        values.count(&PageSet::of(2, &[0, 1]), 2, &mut counts);
        assert_eq!((counts[3], counts[70_000]), (1, 2));
        assert_eq!(values.of_page(0).collect::<Vec<_>>(), [70_000, 3]);
    }

    #[test]
    fn a_segment_without_values_counts_nothing() {
        let values = FacetValues::new(Vec::new(), Vec::new());
        let mut counts = [0];
        values.count(&PageSet::new(3), 0, &mut counts);
        assert_eq!((counts, values.of_page(0).count()), ([0], 0));
    }
}

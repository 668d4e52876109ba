//! [`Group`]: one citation of a text with its works.

use std::ops::Range;

/// One citation: what stands between its brackets, or a key in a sentence with what follows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::render) struct Group<'a> {
    /// The citation as written, with its brackets.
    pub(in crate::render) source: &'a str,
    /// The works, of which there is one at least.
    pub(in crate::render) cites: Vec<Cite<'a>>,
    /// The byte of the text where the citation begins.
    pub(in crate::render) offset: usize,
}

impl Group<'_> {
    /// Returns the bytes of the text that the citation takes.
    pub(in crate::render) fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.source.len()
    }

    /// Tells whether the names of the first work stand in the sentence.
    pub(in crate::render) fn is_in_text(&self) -> bool {
        let first = self.cites.first();
        first.is_some_and(|cite| cite.naming == Naming::InText)
    }
}

/// One work of a citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::render) struct Cite<'a> {
    /// The key in the bibliography.
    pub(in crate::render) key: &'a str,
    /// The words before it, such as `see`.
    pub(in crate::render) prefix: &'a str,
    /// The part of the work, as written; empty where not said.
    pub(in crate::render) locator: &'a str,
    /// Where the names go.
    pub(in crate::render) naming: Naming,
    /// The byte of the text where the key begins.
    pub(in crate::render) offset: usize,
}

/// Where the names of a cited work go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::render) enum Naming {
    /// With the year: `[@key]`.
    Within,
    /// Nowhere, because the sentence has them already: `[-@key]`.
    LeftOut,
    /// In the sentence, before the year: `@key`. Only the first work of a citation can have this.
    InText,
}

//! The plain text of a page with where its sections start, as the index and snippets use it.

/// The text of a page without markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageText {
    /// The text: blocks separated by a line break, headings included, no front matter.
    pub text: String,
    /// The starts of the sections, in their order; the text before the first heading has none.
    pub sections: Vec<Section>,
}

/// A section of a page: from its heading to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The byte of the text where the section's heading begins.
    pub start: usize,
    /// The byte of the text where the heading ends and the section's own text begins.
    pub body: usize,
    /// The heading's id in the page.
    pub id: String,
    /// The heading's text.
    pub title: String,
}

//! Markdown to safe HTML, outline, plain text, links and citations. Pure and total.
//!
//! 1. [`source`] decodes the file and says where a byte of it stands; [`nesting`] refuses what
//!    would make a parser crawl, [`tables`] cuts what would make it take all memory, [`turns`] lets
//!    large pages wait for each other; [`markdown`] parses within a deadline, [`pipes`],
//!    [`footnotes`] and [`cited`] mend what the parser makes of a text.
//! 2. [`read`] walks the tree once for what an edition knows of a page, and for its [`slips`].
//! 3. [`html`] walks it again with [`writer`], and the result passes [`gate`], the only way in which
//!    HTML leaves this module.
//!
//! Both walks share how headings get ids ([`headings`]), where links lead ([`links`]), what a
//! citation is ([`citations`]), what raw HTML means ([`raw`]) and which anchors it names
//! ([`anchors`]), so they cannot disagree.
//!
//! It does not know other pages: whether a link leads anywhere is for the caller to say.

mod anchors;
mod blocks;
mod catch_panic;
mod citation_fragments;
mod citations;
mod cited;
mod code;
mod directives;
mod footnotes;
mod gate;
mod headings;
mod in_text;
mod link_search;
mod link_spans;
mod link_syntax;
mod links;
mod markdown;
mod marks;
mod maths;
mod nesting;
mod page_findings;
mod page_reader;
mod pictures;
mod pipes;
mod raw;
mod raw_elements;
mod raw_links;
mod raw_tokens;
mod reading;
mod reading_blocks;
mod reading_citations;
mod reading_links;
mod slips;
mod source;
mod tables;
mod turns;
mod visibility;
mod writer;
mod writer_blocks;
mod writer_links;
mod writer_texts;

#[cfg(test)]
mod tests;
mod tight;

use crate::domain::link::{Destination, Link};
use crate::domain::list::PageList;
use crate::domain::{ObjectId, Page, PagePath, PageText, Vocabulary, page};

pub use blocks::{BlockShape, TextBlock};
pub use citations::{
    Bibliography, Examination, Format, MOST_WORKS, NewWork, PageWork, PastedWorks, Reference,
    UnknownStyle, WorkEdit, WorkEditError, WorkField, edit_works, examined, one_work, pasted,
    with_work_field, work_fields,
};
pub use gate::{Html, HtmlPart};
pub use link_spans::{LinkSpans, TextReplacement};
pub use link_syntax::LinkNotation;
pub use pictures::TextPicture;
pub use visibility::{Visibilities, visibility};

/// Longest file in bytes that is read as Markdown.
pub const MAX_PAGE: usize = 2 << 20;

/// A page's text as it is shown.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// The text.
    pub html: Html,
    /// Its headings, in their order; the same as [`Page::headings`].
    pub outline: Vec<page::Heading>,
    /// The lists in it that fill themselves when it is shown, in their order.
    pub lists: Vec<ListSlot>,
    /// The works that the text cites and that the front matter names as sources, in the order of
    /// the citation style.
    pub references: Vec<Reference>,
}

/// A list in a text that fills itself.
#[derive(Clone, Debug)]
pub struct ListSlot {
    /// The byte of the HTML where it stands.
    at: usize,
    /// The level that headings in it have.
    pub level: u8,
    /// The list: what it holds, and how.
    pub list: PageList,
}

impl Article {
    /// Returns the text in parts: after each but the last stands the list of the same number.
    pub fn parts(&self) -> Vec<HtmlPart<'_>> {
        let offsets: Vec<usize> = self.lists.iter().map(|slot| slot.at).collect();
        self.html.split(&offsets)
    }
}

/// Reads the bytes of a file as a page and its plain text.
///
/// Never fails: what is wrong is among the page's problems. The bibliography decides whether an
/// `@word` in a sentence is a citation.
pub fn read(
    path: PagePath,
    file: &str,
    blob: ObjectId,
    source: &[u8],
    vocabulary: &Vocabulary,
    bibliography: &Bibliography,
) -> (Page, PageText) {
    reading::read(path, file, blob, source, vocabulary, bibliography)
}

/// A page as [`read`] gives it, with where its links stand in the file.
pub struct PageWithLinkSpans {
    /// The page.
    pub page: Page,
    /// Its plain text.
    pub text: PageText,
    /// The spans of the links of [`Page::links`], in their order. Those of the front matter have
    /// none, and those that are not found: all of a file that is not read as the UTF-8 that it is.
    pub link_spans: Vec<Option<LinkSpans>>,
}

/// Reads the bytes of a file as [`read`] does, for those who rewrite its links.
pub fn read_with_link_spans(
    path: PagePath,
    file: &str,
    source: &[u8],
    vocabulary: &Vocabulary,
    bibliography: &Bibliography,
) -> PageWithLinkSpans {
    reading::read_with_link_spans(path, file, source, vocabulary, bibliography)
}

/// Returns the address of a link, as it is written in Markdown or HTML, without its escapes.
pub fn unescaped(address: &str) -> String {
    link_syntax::cleaned(address)
}

/// Writes a page's text as HTML.
///
/// `resolve` says where a link leads; it is asked only for links that [`read`] put into
/// [`Page::links`].
pub fn html(
    page: &Page,
    source: &[u8],
    resolve: &dyn Fn(&Link) -> Destination,
    bibliography: &Bibliography,
) -> Article {
    writer::article(page, source, resolve, bibliography)
}

/// Returns a page's text in blocks, as it reads; `None` where it cannot be read as Markdown.
pub fn text_blocks(source: &[u8]) -> Option<Vec<TextBlock>> {
    blocks::blocks(source)
}

/// Returns the first pictures that a file's text shows, in their order.
pub fn text_pictures(source: &[u8]) -> Vec<TextPicture> {
    pictures::pictures(source)
}

/// Escapes a plain text, such as a summary, for a place that takes [`Html`].
pub fn inline(text: &str) -> Html {
    gate::escaped(text)
}

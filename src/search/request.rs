//! Requests to a snapshot, and its answers.

use serde::{Deserialize, Serialize};

use crate::domain::PagePath;
use crate::search::names::FacetNames;
use crate::search::note::Note;

/// In which order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortOrder {
    /// The best first; a query that ranks nothing comes by title.
    #[default]
    Relevance,
    /// The last changed first.
    Updated,
    /// By title.
    Title,
}

/// A search.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// The query as typed; empty for everything.
    pub query: &'a str,
    /// Facet and term; several terms of one facet mean any of them, several facets all of them.
    pub filters: &'a [(String, String)],
    /// The order of the hits.
    pub sort: SortOrder,
    /// The number of hits to skip.
    pub offset: usize,
    /// The number of hits to return.
    pub limit: usize,
    /// The names of fields and values beside those that the index knows.
    pub names: Option<&'a FacetNames>,
    /// Whether pages with only some of the words follow where few have them all. Only by relevance:
    /// in any other order they would stand between the others.
    pub partial: bool,
    /// Whether the words are searched as they are typed, also those that look misspelt.
    pub verbatim: bool,
}

/// The results of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// The number of pages that match: all that is asked for.
    pub total: usize,
    /// The number of further pages that have some of the words; they come after the others.
    pub total_partial: usize,
    /// Whether the facets count the pages with some of the words, because none has them all.
    pub facets_partial: bool,
    /// The words, as typed, that are on no page.
    pub unknown: Vec<String>,
    /// The words that were looked for, folded, and the phrases that mean the same as one of them;
    /// without the words that say nothing by themselves.
    pub words: Vec<String>,
    /// Those that were asked for.
    pub hits: Vec<Hit>,
    /// The number of pages that carry each term: of those that match, leaving the facet's own filter aside.
    pub facets: Vec<FacetCounts>,
    /// The query that was run instead, because a word of the typed one is nowhere.
    pub corrected: Option<String>,
    /// A query that finds something, when this one found nothing.
    pub suggestion: Option<String>,
    /// The notes on the query.
    pub notes: Vec<Note>,
}

/// A page that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The page.
    pub path: PagePath,
    /// The section that the query was found in; none for the text before the first heading.
    pub section: Option<FoundSection>,
    /// The part of the text that has most of the query; empty when no word of it is in the text.
    pub snippet: Vec<SnippetFragment>,
    /// The score of the hit; 0 unless sorted by relevance.
    pub score: f32,
    /// The words of the query, as typed, that the page lacks: none for a page with all of them.
    pub missing: Vec<String>,
    /// Why the page was found where neither its title nor the snippet shows it.
    pub reasons: Vec<Reason>,
}

/// A text beside the page's own that has words of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The kind of the text.
    pub because: ReasonKind,
    /// The text that has the words.
    pub text: Vec<SnippetFragment>,
}

/// In which way a text belongs to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReasonKind {
    /// The page cites this work.
    Cites,
    /// The page is also called so.
    Called,
    /// The page carries this term, or is about this country or organisation.
    About,
    /// The page says this in place of a word of the query.
    Means,
}

/// A section of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSection {
    /// The id of its heading in the page.
    pub id: String,
    /// Its heading.
    pub title: String,
}

/// A part of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnippetFragment {
    /// The text, not escaped.
    pub text: String,
    /// Whether it is a word of the query.
    pub marked: bool,
}

/// The terms of one facet with the number of pages that carry them, the most frequent first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// The facet's key.
    pub key: String,
    /// Term and number of pages.
    pub counts: Vec<(String, usize)>,
}

/// Something to offer while a query is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// A page, by its title.
    Page {
        /// The page.
        path: PagePath,
    },
    /// A section of a page, by its heading.
    Section {
        /// The page.
        path: PagePath,
        /// The section.
        section: FoundSection,
    },
    /// A value of a facet.
    Value {
        /// The facet's key.
        key: String,
        /// The value.
        value: String,
        /// The words typed before, which these pages have.
        query: String,
        /// The number of pages.
        pages: usize,
    },
    /// A query whose last word is complete.
    Term {
        /// The whole query.
        query: String,
    },
}

//! The full-text index: what the pages say, found fast, at one commit.
//!
//! The publisher writes: [`Index::begin`] a [`Batch`], add and remove pages, commit it as the state
//! of a git commit, and get a [`Snapshot`]. Readers ask a snapshot: [`Snapshot::search`] and
//! [`Snapshot::facets`] for `/search` and the API, [`Snapshot::suggest`] while someone types,
//! [`Snapshot::related`] and [`Snapshot::nearest`] for pages like another, [`Snapshot::cross`] for
//! the map. A snapshot never changes, so whoever holds it gets one commit's answers only.
//!
//! What to know before reading on:
//!
//! - One document a page. `schema.rs` lists the fields and `document.rs` fills them.
//! - Text is stemmed by its page's language into one set of fields (`analyser.rs`, `spelling.rs`),
//!   with an unstemmed, folded twin for phrases, prefixes, exact words and typos. There is a set of
//!   fields for each visibility, so that a dictionary and its statistics have the words of pages
//!   that are visible to the same circle only.
//! - A query goes through `parse` (text to clauses, with `items.rs`, `operators.rs` and `citation.rs`),
//!   `field.rs` (names of fields and values, with `near_values.rs`), `correct.rs` (typos), `plan.rs`
//!   (clauses to a `query_plan.rs`, with `matching.rs`, `simple.rs`, `any.rs` and `forms.rs` for the engine's queries,
//!   `stop.rs` for words that only ask and `equivalent.rs` for what means the same), `collect.rs`
//!   (hits, total and every facet's counts in one pass, with `filters.rs`, `facet_values.rs` for the counts, `statistics.rs` for
//!   what a score rests on and `terms.rs` for what makes one better than another), `merging.rs` (the
//!   segments into one) and `snippet.rs` (the section and its densest parts, with `mark_finder.rs`) with
//!   `reason.rs` (why else a page was found); `answer.rs` is the way through them, `context.rs` how a
//!   query runs.
//! - Where hits are not wanted, `count.rs` counts them.
//! - Where few pages have all words, `partial.rs` finds those with some of them.
//! - What there is to say of a query is a `note.rs`; `meant.rs` is "did you mean", `suggest.rs` what
//!   is offered while typing.
//! - What the group calls things is in `lexicon`, from the vocabulary; short forms that texts
//!   explain are in the index (`shorten.rs`).
//! - Who may see what is decided here by the fields that a viewer's question is asked of
//!   (`Snapshot::words`), by `Snapshot::gated`, and by `SegmentData::may_see` for values of facets.
//!   What is asked of a snapshot is answered as if hidden pages did not exist, down to the score.
//! - The index is derived data. It is not synced to disk, and when it is damaged it becomes an
//!   empty one (`directory.rs`, `folder.rs`).
//!
//! No type of the engine leaves this module.

mod analyser;
mod answer;
mod any;
mod careful;
mod citation;
mod clause;
mod collect;
mod context;
mod correct;
mod count;
mod cross;
mod dates;
mod dictionary;
mod directory;
mod document;
mod document_text;
mod engine_writer;
mod equivalent;
mod equivalent_finder;
mod error;
mod facet_index;
mod facet_values;
mod field;
mod filters;
mod folder;
mod forms;
mod frequency;
mod index;
mod items;
mod language;
mod lexicon;
mod mark_finder;
mod marks;
mod matching;
mod meant;
mod merging;
mod names;
mod near_values;
mod note;
mod operators;
mod page_set;
mod parse;
mod partial;
mod plan;
mod query_input;
mod query_plan;
mod reason;
mod related;
mod request;
mod schema;
mod segment;
mod segment_reading;
mod shorten;
mod simple;
mod snapshot;
mod snippet;
mod snippet_parts;
mod spelling;
mod statistics;
mod stop;
mod stored;
mod suggest;
mod terms;
mod value_offers;
mod values;
mod words;

#[cfg(test)]
mod tests;

pub use answer::FEW;
pub use cross::{CrossRequest, CrossTab, KindCounts};
pub use document::Document;
pub use error::SearchError;
pub use index::{Batch, Index};
pub use names::FacetNames;
pub use note::Note;
pub use request::{
    FacetCounts, FoundSection, Hit, Reason, ReasonKind, Request, Results, SnippetFragment,
    SortOrder, Suggestion,
};
pub use snapshot::Snapshot;

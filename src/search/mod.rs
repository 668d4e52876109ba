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
//! - Text is stemmed by its page's language into one set of fields (`analyser.rs`), with an
//!   unstemmed, folded twin for phrases, prefixes, exact words and typos.
//! - A query goes through `parse.rs` (text to clauses, with `items.rs`, `operators.rs` and
//!   `citation.rs`), `field.rs` (names of fields and values), `correct.rs` (typos), `plan.rs` (clauses to
//!   an engine query), `collect.rs` (hits, total and every facet's counts in one pass, with
//!   `terms.rs` for what makes one better than another) and `snippet.rs` (the section, and its
//!   densest part); `answer.rs` is the way through them.
//! - Who may see what is decided here by `Snapshot::gated` for queries and by
//!   `SegmentData::may_see` for words offered, and nowhere else: a word that is only on hidden
//!   pages is not offered, corrected to, or counted.
//! - The index is derived data. It is not synced to disk, and when it is damaged it becomes an
//!   empty one (`directory.rs`, `folder.rs`).
//!
//! No type of the engine leaves this module.

mod analyser;
mod answer;
mod careful;
mod citation;
mod collect;
mod correct;
mod cross;
mod dates;
mod directory;
mod document;
mod equivalent;
mod error;
mod field;
mod folder;
mod index;
mod items;
mod language;
mod lexicon;
mod meant;
mod names;
mod note;
mod operators;
mod parse;
mod partial;
mod plan;
mod related;
mod request;
mod schema;
mod segment;
mod shorten;
mod snapshot;
mod snippet;
mod spelling;
mod statistics;
mod stop;
mod stored;
mod suggest;
mod terms;
mod values;
mod words;

#[cfg(test)]
mod tests;

pub use cross::{Cross, CrossRequest, KindCounts};
pub use document::Document;
pub use error::SearchError;
pub use index::{Batch, Index};
pub use names::Names;
pub use note::Note;
pub use request::{
    Because, FacetCounts, FoundSection, Fragment, Hit, Reason, Request, Results, Sort, Suggestion,
};
pub use snapshot::Snapshot;

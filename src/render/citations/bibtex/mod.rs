//! BibTeX and BibLaTeX, read and written.

pub(super) mod blocks;
mod convert;
mod entry;
mod fields;
mod latex;
mod names;
mod places;
mod signs;
mod types;
mod write;

pub(super) use entry::{Entry, read as read_entry};
pub(super) use fields::item;
pub(super) use latex::verbatim;
pub(super) use names::read as people;
pub(super) use write::{biblatex, bibtex, custom_text};

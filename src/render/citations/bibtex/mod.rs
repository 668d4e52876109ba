//! BibTeX and BibLaTeX, read and written.

pub(super) mod blocks;
mod by_field;
mod convert;
mod entry;
mod field_dates;
mod field_names;
mod field_numbers;
mod fields;
mod latex;
mod names;
mod publication;
mod signs;
mod types;
mod write;

pub use by_field::{WorkField, with_work_field, work_fields};
pub(super) use entry::{BibtexEntry, read as read_entry};
pub(super) use fields::item;
pub(super) use latex::verbatim;
pub(super) use names::read as people;
pub(super) use write::{biblatex, bibtex, custom_text};

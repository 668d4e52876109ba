//! The vocabulary and the bibliography, for organizers: what is in them, who uses it, and how it is
//! changed together with the pages that name it. Each change is shown first, and is one commit.

pub(crate) mod bibliography;
mod fields;
pub(crate) mod heading;
mod heading_form;
pub(crate) mod import;
mod planned;
mod renaming;
pub(crate) mod synonyms;
pub(crate) mod term;
mod term_form;
pub(crate) mod vocabulary;
pub(crate) mod work;
mod work_fields;

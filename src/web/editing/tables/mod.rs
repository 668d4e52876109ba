//! The vocabulary and the bibliography, for organizers: what is in them, who uses it, and how it is
//! changed together with the pages that name it. Each change is shown first, and is one commit.

pub(crate) mod fields;
mod planned;
pub(crate) mod synonyms;
pub(crate) mod term;
pub(crate) mod vocabulary;

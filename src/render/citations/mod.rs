//! Bibliographies and citations.
//!
//! 1. [`import`] reads BibTeX and BibLaTeX ([`bibtex`]), CSL-JSON ([`csl_json`]) and RIS ([`ris`])
//!    into one form, an [`item`]; [`export`] writes all four.
//! 2. [`citation`] finds the citations in a text; [`style`] renders them and the list of works.
//! 3. [`references`] joins the two for a page, and [`html`] writes what they give.
//! 4. [`own`] makes a page itself a work that can be cited and exported.

mod bibliography;
mod bibtex;
pub(super) mod citation;
pub(super) mod cite;
mod csl_json;
mod dates;
mod examined;
mod export;
mod html;
mod import;
mod item;
mod key;
mod locales;
mod own;
mod pasted;
mod references;
mod ris;
mod ris_tags;
mod ris_write;
mod style;
mod table;

#[cfg(test)]
mod tests;

pub use bibliography::{Bibliography, UnknownStyle};
pub use bibtex::{WorkField, with_work_field, work_fields};
pub use examined::{Examination, MOST_WORKS, NewWork, examined, one_work};
pub use export::Format;
pub use own::PageWork;
pub use pasted::{PastedWorks, pasted};
pub use references::Reference;
pub use table::{WorkEdit, WorkEditError, edit_works};

pub(super) use references::Citations;

//! Works of the bibliography as they stand below a page, and where to get them as files.

use crate::domain::PagePath;
use crate::render::{Format, Reference};
use crate::site::View;

/// Most pages that are named as those that use a work.
const MAX_CITING: usize = 20;

/// A work in the list below a page, with what is around it.
pub(crate) struct WorkView {
    pub(crate) reference: Reference,
    /// The addresses and titles of the other pages that use it.
    pub(crate) cited_by: Vec<(String, String)>,
    /// The number of more pages that use it.
    pub(crate) more: usize,
    /// The note on it.
    pub(crate) note: Option<(String, String)>,
}

impl WorkView {
    /// Returns the works of a page.
    pub(crate) fn all(view: &View<'_>, path: &PagePath, references: &[Reference]) -> Vec<Self> {
        let works = references.iter();
        works
            .map(|reference| Self::of(view, path, reference.clone()))
            .collect()
    }

    /// Returns a work as it stands on a page.
    pub(crate) fn of(view: &View<'_>, path: &PagePath, reference: Reference) -> Self {
        let named =
            |item: &crate::site::SitePage| (item.page.path.address(), item.page.title.clone());
        let note = view.cited().note_on(&reference.key);
        let note = note.filter(|item| item.page.path != *path);
        let mut citing = view.cited().citing(&reference.key);
        citing.retain(|item| {
            let known = &item.page.path;
            known != path && note.is_none_or(|note| note.page.path != *known)
        });
        Self {
            more: citing.len().saturating_sub(MAX_CITING),
            cited_by: citing
                .iter()
                .take(MAX_CITING)
                .map(|item| named(item))
                .collect(),
            note: note.map(|item| named(item)),
            reference,
        }
    }

    /// The formats of one work beside BibTeX.
    pub(crate) fn formats(&self) -> Vec<(String, &'static str)> {
        let formats = Format::ALL
            .into_iter()
            .filter(|format| *format != Format::Bibtex);
        formats
            .map(|format| (address(&self.reference.key, format), format.name()))
            .collect()
    }
}

/// Returns the address of one work in a format.
fn address(key: &str, format: Format) -> String {
    let key = percent_encoding::utf8_percent_encode(key, percent_encoding::NON_ALPHANUMERIC);
    format!("/-/cite/{key}.{}", format.extension())
}

/// Returns the addresses and names of the formats of several works.
pub(crate) fn downloads(what: &str, query: &str) -> Vec<(String, &'static str)> {
    let formats = Format::ALL.into_iter().map(|format| {
        let mark = if query.is_empty() { "" } else { "?" };
        let address = format!("/-/references/{what}.{}{mark}{query}", format.extension());
        (address, format.name())
    });
    formats.collect()
}

//! Works of the bibliography, to take along in four formats.
//!
//! `/-/cite/<key>.<format>` is one work; `/-/references/site.<format>`, `…/page.<format>?path=…` and
//! `…/search.<format>?q=…` are those of the whole site, of a page and of what a search finds. The
//! formats are `bib`, `biblatex`, `json` (CSL-JSON) and `ris`. Somebody gets the works that pages use
//! which they may see.

use axum::http::header;

use crate::domain::PagePath;
use crate::render::{Format, Reference};
use crate::search::Request;
use crate::site::View;
use crate::web::http::error::Error;
use crate::web::http::respond::Reply;
use crate::web::pages::attachment::content_disposition;
use crate::web::parts::asked::Asked;
use crate::web::parts::context::Context;

/// Most pages of a search whose works are given out.
const MAX_HITS: usize = 1_000;
/// Most pages that are named as those that use a work.
const MAX_CITING: usize = 20;

/// A work in the list below a page, with what is around it.
pub(crate) struct WorkView {
    pub(crate) reference: Reference,
    /// The addresses and titles of the other pages that use it.
    pub(crate) cited_by: Vec<(String, String)>,
    /// How many more pages use it.
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
        let named = |item: &crate::site::Item| (item.page.path.address(), item.page.title.clone());
        let note = view.note_on(&reference.key);
        let note = note.filter(|item| item.page.path != *path);
        let mut citing = view.citing(&reference.key);
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

/// Answers with one work.
pub(crate) fn download(context: &Context) -> Result<Reply, Error> {
    let name = context.below("/-/cite/")?;
    let (key, extension) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let format = Format::of_extension(extension).ok_or(Error::NotFound)?;
    let view = context.view();
    if !view.bibliography().contains(key) || !view.may_see_work(key) {
        return Err(Error::NotFound);
    }
    let text = match format {
        // As it stands in the file, with the order and the spelling of its author.
        Format::Bibtex => view.bibliography().bibtex(key).ok_or(Error::NotFound)?,
        _ => view.bibliography().export(std::iter::once(key), format),
    };
    Ok(reply(text, format, &name))
}

/// Answers with the works of the site, of a page or of a search.
pub(crate) fn several(context: &Context) -> Result<Reply, Error> {
    let name = context.below("/-/references/")?;
    let (what, extension) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let format = Format::of_extension(extension).ok_or(Error::NotFound)?;
    let view = context.view();
    let keys = match what {
        "site" => view.works(),
        "page" => {
            let path = match context.query.get("path").trim_matches('/') {
                "" => PagePath::home(),
                path => PagePath::parse(path).map_err(|_| Error::NotFound)?,
            };
            let item = view.page(&path).ok_or(Error::NotFound)?;
            view.works_of(std::iter::once(&item.page.path))
        }
        "search" => {
            let asked = Asked::read(context, 1)?;
            let results = view.search(&Request {
                offset: 0,
                limit: MAX_HITS,
                ..asked.request()
            });
            view.works_of(results.hits.iter().map(|hit| &hit.path))
        }
        _ => return Err(Error::NotFound),
    };
    let text = view.bibliography().export(keys.into_iter(), format);
    Ok(reply(text, format, &format!("references.{extension}")))
}

/// Returns an answer to save as a file.
pub(crate) fn reply(text: String, format: Format, name: &str) -> Reply {
    // The extension that other programs know the format by.
    let name = name.replace(".biblatex", ".bib");
    Reply::new(format.media_type(), text).with_header(
        header::CONTENT_DISPOSITION,
        &content_disposition("attachment", &name),
    )
}

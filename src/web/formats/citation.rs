//! Works of the bibliography, to take along in four formats.
//!
//! `/-/cite/<key>.<format>` is one work; `/-/references/site.<format>`, `…/page.<format>?path=…` and
//! `…/search.<format>?q=…` are those of the whole site, of a page and of what a search finds. The
//! `/-/cite-page/<path>.<format>` is a page as a work; with `?at=` as it was. The
//! formats are `bib`, `biblatex`, `json` (CSL-JSON) and `ris`. Somebody gets the works that pages use
//! which they may see.

use axum::http::header;

use crate::domain::{ObjectId, PagePath};
use crate::render::{Format, PageWork};
use crate::search::Request;
use crate::site::Version;
use crate::web::http::disposition::content_disposition;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::actions::{self, ShownVersion};
use crate::web::parts::context::Context;
use crate::web::parts::search_query::SearchQuery;
use crate::web::parts::selection;

/// Most pages of a search whose works are given out.
const MAX_HITS: usize = 1_000;

/// Answers with one work.
pub(crate) fn download(context: &Context) -> Result<Reply, Error> {
    let name = context.below("/-/cite/")?;
    let (key, extension) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let format = Format::of_extension(extension).ok_or(Error::NotFound)?;
    let view = context.view();
    if !view.bibliography().contains(key) || !view.cited().may_see_work(key) {
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
        "site" => view.cited().works(),
        "page" => {
            let path = match context.query.get("path").trim_matches('/') {
                "" => PagePath::home(),
                path => PagePath::parse(path).map_err(|_| Error::NotFound)?,
            };
            let item = view.page(&path).ok_or(Error::NotFound)?;
            view.cited().works_of(std::iter::once(&item.page.path))
        }
        "selection" => {
            let chosen = selection::pages(context, &selection::read(context).0);
            view.cited()
                .works_of(chosen.iter().map(|(item, _)| &item.page.path))
        }
        "search" => {
            let search = SearchQuery::read(context, 1)?;
            let results = view.search(&Request {
                offset: 0,
                limit: MAX_HITS,
                ..search.request()
            });
            view.cited()
                .works_of(results.hits.iter().map(|hit| &hit.path))
        }
        _ => return Err(Error::NotFound),
    };
    let text = view.bibliography().export(keys.into_iter(), format);
    Ok(reply(text, format, &format!("references.{extension}")))
}

/// Answers with a page as a work.
pub(crate) fn page(context: &Context) -> Result<Reply, Error> {
    let name = context.below("/-/cite-page/")?;
    let (path, extension) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let format = Format::of_extension(extension).ok_or(Error::NotFound)?;
    let path = match path {
        "" => PagePath::home(),
        path => PagePath::parse(path).map_err(|_| Error::NotFound)?,
    };
    let view = context.view();
    let Some(item) = view.page(&path) else {
        let work = gone(context, &path)?;
        let saved = format!("{}.{extension}", work.key());
        return Ok(reply(work.export(format), format, &saved));
    };
    let current = ShownVersion::current(&view, item);
    let work = match context.query.get("at") {
        "" => actions::work(context, &item.page, current),
        at => {
            let commit: ObjectId = at.parse().map_err(|_| Error::NotFound)?;
            match view.earlier(&item.page, commit)?.ok_or(Error::NotFound)? {
                Version::Unchanged => actions::work(context, &item.page, current),
                Version::Earlier(version) => {
                    let (page, _, revision) = *version;
                    actions::work(context, &page, ShownVersion::earlier(&revision))
                }
            }
        }
    };
    let saved = format!("{}.{extension}", work.key());
    Ok(reply(work.export(format), format, &saved))
}

/// Returns a page that is gone as a work, as it was.
fn gone(context: &Context, path: &PagePath) -> Result<PageWork, Error> {
    let commit: ObjectId = context
        .query
        .get("at")
        .parse()
        .map_err(|_| Error::NotFound)?;
    let versions = context.view().versions(path).unwrap_or_default();
    let versions = versions.ok_or(Error::NotFound)?;
    let (item, _, revision) = versions.gone_at(commit)?.ok_or(Error::NotFound)?;
    Ok(actions::work(
        context,
        &item.page,
        ShownVersion::earlier(&revision),
    ))
}

/// Returns an answer to save as a file.
fn reply(text: String, format: Format, name: &str) -> Reply {
    // The extension that other programs know the format by.
    let name = name.replace(".biblatex", ".bib");
    Reply::new(format.media_type(), text).with_header(
        header::CONTENT_DISPOSITION,
        &content_disposition("attachment", &name),
    )
}

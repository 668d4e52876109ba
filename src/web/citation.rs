//! A work of the bibliography, to take along: `/-/cite/<key>.bib` and `/-/cite/<key>.json`.

use axum::http::header;

use crate::web::attachment::content_disposition;
use crate::web::context::Context;
use crate::web::error::Error;
use crate::web::respond::Reply;

/// Answers with one entry as BibTeX or CSL-JSON.
pub(super) fn download(context: &Context) -> Result<Reply, Error> {
    let name = context.below("/-/cite/")?;
    let (key, format) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let view = context.view();
    let reply = match format {
        "bib" => {
            let entry = view.bibliography().bibtex(key).ok_or(Error::NotFound)?;
            Reply::new("application/x-bibtex", entry)
        }
        "json" => Reply::json(&[view.bibliography().csl_json(key).ok_or(Error::NotFound)?])?,
        _ => return Err(Error::NotFound),
    };
    Ok(reply.with_header(
        header::CONTENT_DISPOSITION,
        &content_disposition("attachment", &name),
    ))
}

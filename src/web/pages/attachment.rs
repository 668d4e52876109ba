//! Files as they are: a page's Markdown and attachments, of which none can run in the site's name.

use axum::http::header;

use crate::domain::path::is_readme;
use crate::domain::{ObjectId, PagePath};
use crate::site::View;
use crate::web::http::disposition::content_disposition;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;

/// The rights of a file in a browser: to be shown, and nothing else.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Answers `/<page>.md`: the Markdown of a page, by its address or by its file's name, or of a template.
pub(crate) fn source(context: &Context, path: &str) -> Result<Reply, Error> {
    let view = context.view();
    let page = PagePath::from_file(path).map_err(|_| Error::NotFound)?;
    let item = match is_readme(path) {
        true => view.page_of_file(path),
        false => view.page(&page),
    };
    let (blob, address) = match (item, view.files().template(&page)) {
        (Some(item), _) => (item.page.blob, item.page.path.address()),
        (None, Some((template, blob))) => (blob, template.address()),
        (None, None) => return Err(Error::NotFound),
    };
    let mut reply = Reply::new("text/markdown; charset=utf-8", view.read(blob)?);
    reply.policy = SANDBOX;
    let canonical = format!("<{address}>; rel=\"canonical\"");
    Ok(reply.with_header(header::LINK, &canonical))
}

/// Answers the address of an attachment.
pub(crate) fn file(view: &View<'_>, path: &str, blob: ObjectId) -> Result<Reply, Error> {
    let ending = path
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    let (content_type, shown) = match ending.as_str() {
        "png" => ("image/png", true),
        "jpg" | "jpeg" => ("image/jpeg", true),
        "gif" => ("image/gif", true),
        "webp" => ("image/webp", true),
        "avif" => ("image/avif", true),
        // Shown in a sandbox: as an image it runs nothing, opened by itself it may not either.
        "svg" => ("image/svg+xml", true),
        "pdf" => ("application/pdf", true),
        "txt" | "bib" | "toml" => ("text/plain; charset=utf-8", true),
        "csv" => ("text/csv; charset=utf-8", false),
        "json" => ("application/json", false),
        _ => ("application/octet-stream", false),
    };
    let mut reply = Reply::new(content_type, view.read(blob)?);
    reply.policy = SANDBOX;
    let disposition = if shown { "inline" } else { "attachment" };
    let name = path.rsplit('/').next().unwrap_or(path);
    Ok(reply.with_header(
        header::CONTENT_DISPOSITION,
        &content_disposition(disposition, name),
    ))
}

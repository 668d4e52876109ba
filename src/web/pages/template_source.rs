//! A template: the file that a page of its kind is begun from, as source to copy.

use askama::Template as _;

use crate::domain::{ObjectId, PagePath, Template};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::actions::file_in_repository;
use crate::web::parts::context::Context;
use crate::web::parts::shell::Shell;
use crate::web::parts::trail::{Crumb, trail};

#[derive(askama::Template)]
#[template(path = "pages/template.html")]
struct TemplateView {
    shell: Shell,
    trail: Vec<Crumb>,
    /// The name of the kind in front matter and on the command line.
    kind: &'static str,
    file: String,
    source: String,
    source_address: String,
    /// An address that a page of the kind could have.
    example: String,
}

/// Answers the address of a template.
pub(crate) fn show(context: &Context, template: &Template, blob: ObjectId) -> Result<Reply, Error> {
    let view = context.view();
    let bytes = view.read(blob)?;
    let path = PagePath::from_file(&template.file).map_err(|_| Error::NotFound)?;
    let words = context.words;
    let title = words.with("template-title", "kind", words.kind(template.kind));
    let folder = view.page_of_kind(template.kind);
    let folder = folder.map_or_else(String::new, |item| format!("{}/", item.page.path));
    let example = format!("{folder}NAME.md");
    let html = TemplateView {
        shell: Shell::new(context, &title).without_index(),
        trail: trail(context, &view, &path),
        kind: template.kind.name(),
        file: file_in_repository(context, &template.file),
        source: String::from_utf8_lossy(&bytes).into_owned(),
        source_address: path.source_address(),
        example,
    };
    Ok(Reply::html(html.render()?))
}

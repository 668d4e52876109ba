//! A folder whose author wrote no index page: a list of its pages.

use askama::Template;

use crate::domain::PagePath;
use crate::site::FolderEntry;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::facets::capital;
use crate::web::parts::shell::Shell;

#[derive(Template)]
#[template(path = "pages/folder.html")]
struct FolderView {
    shell: Shell,
    title: String,
    pages: Vec<Card>,
    folders: Vec<(String, String)>,
}

/// Answers the address of a folder.
pub(crate) fn show(context: &Context, path: &PagePath) -> Result<Reply, Error> {
    let title = capital(&path.name().replace('-', " "));
    let (mut pages, mut folders) = (Vec::new(), Vec::new());
    for entry in context.view().children(path) {
        match entry {
            FolderEntry::Page(item) => pages.push(Card::of(context, item)),
            FolderEntry::Folder(path) => {
                folders.push((path.address(), capital(&path.name().replace('-', " "))));
            }
        }
    }
    let html = FolderView {
        shell: Shell::new(context, &title),
        title,
        pages,
        folders,
    }
    .render()?;
    Ok(Reply::html(html))
}

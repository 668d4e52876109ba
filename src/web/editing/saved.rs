//! The answer to a save: the page, or first what there is to know of the save.

use askama::Template;

use crate::site::{News, SavedCommit};
use crate::web::editing::problem_text::line;
use crate::web::editing::request::EditRequest;
use crate::web::editing::target::PageTarget;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::actions::file_in_repository;
use crate::web::parts::shell::Shell;

#[derive(Template)]
#[template(path = "editing/saved.html")]
struct SavedView {
    shell: Shell,
    /// The name of the account that it is shown to.
    account: String,
    commit: String,
    address: String,
    keys: Vec<String>,
    passages: usize,
    warnings: Vec<String>,
    consequences: Vec<String>,
    /// The files that are gone.
    deleted: Vec<String>,
}

/// Leads to the page; where there is something to know first, says it.
pub(super) fn saved(
    request: &EditRequest,
    target: &PageTarget,
    written: &SavedCommit,
    news: &News,
    deleted: Vec<String>,
) -> Result<Reply, Error> {
    let context = request.context();
    let address = target.path.address();
    let warnings = written.warnings.iter();
    let warnings: Vec<String> = warnings
        .map(|one| line(&file_in_repository(context, &one.file), &one.problem))
        .collect();
    let nothing = news.is_empty() && warnings.is_empty() && written.consequences.is_empty();
    if nothing && deleted.is_empty() {
        return Ok(Reply::see_other(&address));
    }
    let title = context.words.say("edit-saved");
    let view = SavedView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        commit: written.commit.to_string(),
        address,
        keys: news.keys.clone(),
        passages: news.passages,
        warnings,
        consequences: written.consequences.clone(),
        deleted,
    };
    Ok(Reply::html(view.render()?))
}

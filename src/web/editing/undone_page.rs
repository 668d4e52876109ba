//! [`UndonePageView`]: what becomes of a page when a commit is taken back.

use crate::domain::ObjectId;
use crate::site::ChangedItem;
use crate::web::http::error::Error;
use crate::web::parts::context::Context;
use crate::web::parts::page_difference::{PageDifference, VersionContent};

/// The most pages that are shown with what becomes of them; of the others it is said which.
const MOST_SHOWN: usize = 10;
/// A page, and what becomes of it.
pub(super) struct UndonePageView {
    pub(super) title: String,
    pub(super) address: String,
    pub(super) difference: PageDifference,
}

/// Returns the first pages that a commit changed, or the one of a file, each with what taking that back makes of it.
pub(super) fn pages(
    context: &Context,
    commit: ObjectId,
    only: Option<&str>,
) -> Result<Vec<UndonePageView>, Error> {
    let view = context.view();
    let summary = view.commit(commit)?;
    let changed = summary.map(|summary| summary.changed).unwrap_or_default();
    let mut pages = Vec::new();
    for changed in changed {
        let (path, title) = match &changed.what {
            ChangedItem::Page(item) => (item.page.path.clone(), item.page.title.clone()),
            ChangedItem::FormerPage(path) => (path.clone(), path.address()),
            _ => continue,
        };
        // Before the history has been read, what differs is not shown.
        let Ok(Some(versions)) = view.versions(&path) else {
            continue;
        };
        let Some(position) = versions.position(&commit.to_string()) else {
            continue;
        };
        let version = versions.one(position)?;
        let of_file = |only: &str| version.as_ref().is_some_and(|one| one.file == only);
        if !only.is_none_or(of_file) {
            continue;
        }
        let side = |position: usize| -> Result<Option<VersionContent>, Error> {
            let read = versions.read(position)?;
            Ok(read.map(|(page, source)| VersionContent {
                page,
                source: String::from_utf8_lossy(&source).into_owned(),
            }))
        };
        let (after, before) = (side(position)?, side(position + 1)?);
        pages.push(UndonePageView {
            title,
            address: path.address(),
            difference: PageDifference::of(context, after.as_ref(), before.as_ref(), false),
        });
        if pages.len() == MOST_SHOWN {
            break;
        }
    }
    Ok(pages)
}

//! The pages above a page, from the home page down.

use crate::domain::PagePath;
use crate::site::View;
use crate::web::context::Context;
use crate::web::facets;

/// A page above this one.
pub(super) struct Crumb {
    pub(super) address: String,
    pub(super) label: String,
}

/// Returns the pages and folders above an address.
pub(super) fn trail(context: &Context, view: &View<'_>, path: &PagePath) -> Vec<Crumb> {
    let label = |path: &PagePath| match view.page(path) {
        _ if path.is_home() => context.words.say("home").into_owned(),
        Some(item) => item.page.title.clone(),
        None => facets::capital(&path.name().replace('-', " ")),
    };
    let ancestors = path.ancestors();
    ancestors
        .iter()
        .map(|path| Crumb {
            address: path.address(),
            label: label(path),
        })
        .collect()
}

//! The pages above a page, from the home page down.

use crate::domain::PagePath;
use crate::site::View;
use crate::web::parts::context::Context;
use crate::web::parts::facets;

/// A page above this one.
pub(crate) struct Crumb {
    pub(crate) address: String,
    pub(crate) label: String,
}

/// Returns the pages and folders above an address.
pub(crate) fn trail(context: &Context, view: &View<'_>, path: &PagePath) -> Vec<Crumb> {
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

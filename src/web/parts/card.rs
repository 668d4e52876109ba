//! Other pages as they stand in lists.

use crate::site::{SitePage, View};
use crate::web::parts::context::Context;

/// Another page in a list: enough to decide whether to open it.
pub(crate) struct Card {
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) summary: String,
    /// Not committed as it is: only in a preview.
    pub(crate) draft: bool,
}

impl Card {
    pub(crate) fn of(context: &Context, item: &SitePage) -> Self {
        Self {
            address: item.page.path.address(),
            title: item.page.title.clone(),
            kind: context.words.kind(item.page.front.kind),
            summary: item.page.front.summary.clone().unwrap_or_default(),
            draft: context.view().is_draft(&item.page),
        }
    }
}

/// The time and the author of the last change of a page.
pub(crate) struct CardChange {
    pub(crate) author: String,
    pub(crate) date: String,
    pub(crate) iso: String,
}

impl CardChange {
    pub(crate) fn of(context: &Context, item: &SitePage) -> Option<Self> {
        let change = item.changed.as_ref()?;
        let (date, iso) = context.words.time(change.time)?;
        Some(Self {
            author: change.author.to_string(),
            date,
            iso,
        })
    }
}

/// Returns the pages that a page's front matter names.
pub(crate) fn referenced<'n>(
    context: &Context,
    view: &View<'_>,
    names: impl IntoIterator<Item = &'n str>,
) -> Vec<Card> {
    let items = names
        .into_iter()
        .filter_map(|name| view.links().referenced(name));
    items.map(|item| Card::of(context, item)).collect()
}

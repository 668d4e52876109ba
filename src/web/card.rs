//! Other pages as they stand in lists.

use crate::domain::Page;
use crate::site::{Item, View};
use crate::web::context::Context;

/// Another page in a list: enough to decide whether to open it.
pub(super) struct Card {
    pub(super) address: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) summary: String,
    /// Not committed as it is: only in a preview.
    pub(super) draft: bool,
}

impl Card {
    pub(super) fn of(context: &Context, item: &Item) -> Self {
        Self {
            address: item.page.path.address(),
            title: item.page.title.clone(),
            kind: context.words.kind(item.page.front.kind),
            summary: item.page.front.summary.clone().unwrap_or_default(),
            draft: context.view().is_draft(&item.page),
        }
    }
}

/// When and by whom a page was last changed.
pub(super) struct Changed {
    pub(super) author: String,
    pub(super) date: String,
    pub(super) iso: String,
}

impl Changed {
    pub(super) fn of(context: &Context, item: &Item) -> Option<Self> {
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
pub(super) fn referenced(
    context: &Context,
    view: &View<'_>,
    page: &Page,
    names: &[String],
) -> Vec<Card> {
    let items = names.iter().filter_map(|name| view.referenced(page, name));
    items.map(|item| Card::of(context, item)).collect()
}

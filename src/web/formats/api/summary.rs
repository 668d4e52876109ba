//! [`PageSummary`]: a page in a list of the API.

use serde::Serialize;

use crate::domain::Page;
use crate::site::SitePage;
use crate::web::parts::messages::Words;

/// A page in a list.
#[derive(Serialize)]
pub(super) struct PageSummary<'a> {
    path: &'a str,
    address: String,
    title: &'a str,
    kind: &'static str,
    summary: Option<&'a str>,
    lang: &'a str,
    updated: Option<String>,
}

impl<'a> PageSummary<'a> {
    pub(super) fn of(item: &'a SitePage) -> Self {
        Self::of_page(&item.page, item.changed.as_ref().map(|change| change.time))
    }

    /// Returns a page that was changed at a time.
    pub(super) fn of_page(page: &'a Page, changed: Option<i64>) -> Self {
        let updated = changed.and_then(|time| Words::default().time(time));
        Self {
            path: page.path.as_str(),
            address: page.path.address(),
            title: &page.title,
            kind: page.front.kind.name(),
            summary: page.front.summary.as_deref(),
            lang: page.language("en"),
            updated: updated.map(|(_, iso)| iso),
        }
    }
}

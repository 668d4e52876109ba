//! [`ResolvedTarget`]: what a link leads to, before its heading is looked at.

use std::sync::Arc;

use crate::domain::PagePath;
use crate::site::item::SitePage;

/// The page or file that a link leads to, before its heading is looked at.
pub(super) enum ResolvedTarget<'e> {
    Page(&'e Arc<SitePage>),
    /// A folder without an index page, which lists its pages.
    Folder(PagePath),
    File(String),
    Missing(Option<PagePath>),
}

//! [`PreviewBar`]: what stands on every page of a preview.

use crate::web::http::assets;
use crate::web::parts::context::Context;

/// The bar on every page of a preview.
pub(crate) struct PreviewBar {
    pub(crate) script: String,
    /// The edition that the page was made from.
    pub(crate) revision: String,
    /// The number of files that are not committed as they are.
    pub(crate) uncommitted: usize,
}

impl PreviewBar {
    /// Returns the bar; `None` where this is no preview.
    pub(crate) fn new(context: &Context) -> Option<Self> {
        context.preview.then(|| Self {
            script: assets::address("preview.js"),
            revision: context.edition.revision().id.to_string(),
            uncommitted: context.edition.drafts().len(),
        })
    }
}

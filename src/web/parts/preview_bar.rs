//! [`PreviewBar`]: what stands on every page of a preview.

use crate::web::http::assets;
use crate::web::parts::context::Context;

/// What stands on every page of a preview.
pub(crate) struct PreviewBar {
    pub(crate) script: String,
    /// The edition that the page was made from.
    pub(crate) revision: String,
    /// How many files are not committed as they are.
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

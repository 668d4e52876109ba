//! [`SitePage`]: a page with what git knows of it.

use serde::{Deserialize, Serialize};

use crate::domain::{ObjectId, Page};
use crate::store::LastChange;

/// A page with what git knows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SitePage {
    /// The page.
    pub page: Page,
    /// Its last change, unless the history could not be read.
    pub changed: Option<LastChange>,
    /// Other files that would have the same address.
    pub(super) same_address: Vec<(String, ObjectId)>,
}

//! [`SubmittedForm`]: a form that came back.

use crate::domain::PagePath;
use crate::web::editing::draft::Draft;
use crate::web::editing::target::PageTarget;
use crate::web::parts::kept_key::KeptKey as Key;

/// A form that came back, and what it was for.
pub(super) struct SubmittedForm {
    pub(super) path: PagePath,
    pub(super) target: PageTarget,
    pub(super) draft: Draft,
    /// The text of the file where they began.
    pub(super) before: String,
    pub(super) key: Key,
    /// Whether the page went meanwhile.
    pub(super) is_deleted: bool,
}

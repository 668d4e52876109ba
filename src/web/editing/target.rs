//! [`PageTarget`]: the page that is written.

use crate::domain::PagePath;
use crate::site::View;

/// The page that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageTarget {
    /// Its address.
    pub(super) path: PagePath,
    /// Its file.
    pub(super) file: String,
    /// Whether it is to be made.
    pub(super) is_new: bool,
}

impl PageTarget {
    /// Returns the page at a path; a page that moved meanwhile is followed to where it is. Nothing
    /// where none is there.
    pub(super) fn find(view: &View<'_>, path: &PagePath) -> Option<Self> {
        let item = view.page(path).or_else(|| view.links().alias(path))?;
        Some(Self {
            path: item.page.path.clone(),
            file: item.page.file.clone(),
            is_new: false,
        })
    }

    /// Returns a page that is to be made at a path.
    pub(super) fn new(path: PagePath) -> Self {
        let file = match path.is_home() {
            true => "index.md".to_owned(),
            false => format!("{path}.md"),
        };
        Self {
            path,
            file,
            is_new: true,
        }
    }
}

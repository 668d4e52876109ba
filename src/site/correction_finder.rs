//! [`CorrectionFinder`]: the name that was meant where something is not found.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use crate::domain::path::is_page_name;
use crate::domain::suggestion::Candidates;
use crate::domain::{Name, PagePath};
use crate::site::item::SitePage;
use crate::site::names::fold;
use crate::site::view::{FolderEntry, View};

/// Finds what was meant where something is not found. The names that it looks among are arranged once, when
/// it is first needed: a list of many problems would take the square of the time otherwise.
pub(super) struct CorrectionFinder<'e> {
    view: View<'e>,
    /// The last parts of the pages directly in a folder.
    folders: RefCell<HashMap<PagePath, Candidates<'e>>>,
    headings: RefCell<HashMap<PagePath, Candidates<'e>>>,
    works: OnceCell<Candidates<'e>>,
}

impl<'e> CorrectionFinder<'e> {
    pub(super) fn new(view: View<'e>) -> Self {
        Self {
            view,
            folders: RefCell::default(),
            headings: RefCell::default(),
            works: OnceCell::new(),
        }
    }

    /// Returns the page with the nearest name in the same folder, or of this name in any.
    pub(super) fn target(&self, named: &str) -> Option<String> {
        let stem = named.strip_suffix(".md").unwrap_or(named);
        let (above, last) = stem.rsplit_once('/').unwrap_or(("", stem));
        if let Some(meant) = PagePath::parse(above)
            .ok()
            .and_then(|parent| self.sibling(parent, last))
        {
            let ending = if is_page_name(named) { ".md" } else { "" };
            let slash = if above.is_empty() { "" } else { "/" };
            return Some(format!("{above}{slash}{meant}{ending}"));
        }
        let mut candidates = self.view.content().names.get(&fold(last));
        candidates
            .find_map(|(_, path)| self.view.page(path))
            .map(|item| item.page.path.to_string())
    }

    fn sibling(&self, parent: PagePath, name: &str) -> Option<&'e str> {
        let mut folders = self.folders.borrow_mut();
        let arranged = folders.entry(parent).or_insert_with_key(|parent| {
            let entries = self.view.children(parent).into_iter();
            let pages = entries.filter_map(|entry| match entry {
                FolderEntry::Page(item) => Some(item.page.path.name()),
                FolderEntry::Folder(_) => None,
            });
            Candidates::new(pages)
        });
        arranged.nearest(name)
    }

    pub(super) fn heading(&self, item: &'e SitePage, fragment: &str) -> Option<&'e str> {
        let mut headings = self.headings.borrow_mut();
        let arranged = headings.entry(item.page.path.clone()).or_insert_with(|| {
            let ids = item.page.headings.iter();
            let anchors = item.page.anchors.iter().map(Name::as_str);
            Candidates::new(ids.map(|heading| heading.id.as_str()).chain(anchors))
        });
        arranged.nearest(fragment)
    }

    pub(super) fn work(&self, key: &str) -> Option<&'e str> {
        let arrange = || Candidates::new(self.view.bibliography().keys());
        self.works.get_or_init(arrange).nearest(key)
    }
}

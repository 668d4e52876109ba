//! The works of the bibliography, for whom they are.

use std::collections::HashSet;
use std::sync::Arc;

use super::edition::{Item, cited_key};
use super::view::View;
use crate::domain::PagePath;

impl<'e> View<'e> {
    /// Returns the pages that use a work, by path.
    pub fn citing(&self, work: &str) -> Vec<&'e Arc<Item>> {
        let paths = self.content().references.get(&cited_key(work));
        let mut pages: Vec<&'e Arc<Item>> = paths.filter_map(|path| self.page(path)).collect();
        pages.sort_by(|one, other| one.page.path.cmp(&other.page.path));
        pages.dedup_by(|one, other| one.page.path == other.page.path);
        pages
    }

    /// Returns the page that is the note on a work.
    pub fn note_on(&self, work: &str) -> Option<&'e Arc<Item>> {
        let mut pages = self.citing(work).into_iter();
        pages.find(|item| {
            let citation = item.page.front.citation.as_ref();
            citation.is_some_and(|(key, _)| key == work)
        })
    }

    /// Tells whether a work is for this viewer: a page that they see uses it, or none does.
    pub fn may_see_work(&self, work: &str) -> bool {
        let mut used = false;
        for path in self.content().references.get(&cited_key(work)) {
            used = true;
            if self.page(path).is_some() {
                return true;
            }
        }
        !used
    }

    /// Returns the keys of the works that are for this viewer, in the order of the bibliography.
    pub fn works(&self) -> Vec<&'e str> {
        let keys = self.bibliography().keys();
        keys.filter(|key| self.may_see_work(key)).collect()
    }

    /// Returns the keys of the works that some pages use, in the order of the bibliography.
    pub fn works_of<'p>(&self, paths: impl Iterator<Item = &'p PagePath>) -> Vec<&'e str> {
        let pages = paths.filter_map(|path| self.page(path));
        let used: HashSet<&str> = pages.flat_map(|item| item.page.works()).collect();
        let keys = self.bibliography().keys();
        keys.filter(|key| used.contains(key)).collect()
    }
}

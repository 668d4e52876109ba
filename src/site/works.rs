//! [`CitedWorks`]: the works of the bibliography, the people who wrote them and the organisations that
//! pages name, for whom they are.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::domain::PagePath;
use crate::site::item::SitePage;
use crate::site::names::cited_key;
use crate::site::subjects::{NamedEntities, NamedEntity, entry, note};
use crate::site::view::View;

/// The works, their authors and the organisations that one viewer may know of.
#[derive(Clone, Copy)]
pub struct CitedWorks<'e>(pub(super) View<'e>);

impl<'e> View<'e> {
    /// Returns the works, their authors and the organisations that one viewer may know of.
    pub fn cited(self) -> CitedWorks<'e> {
        CitedWorks(self)
    }
}

impl<'e> CitedWorks<'e> {
    /// Returns the pages that use a work, by path.
    pub fn citing(&self, work: &str) -> Vec<&'e Arc<SitePage>> {
        let paths = self.0.content().references.get(&cited_key(work));
        let mut pages: Vec<&'e Arc<SitePage>> =
            paths.filter_map(|path| self.0.page(path)).collect();
        pages.sort_by(|one, other| one.page.path.cmp(&other.page.path));
        pages.dedup_by(|one, other| one.page.path == other.page.path);
        pages
    }

    /// Returns the page that is the note on a work.
    pub fn note_on(&self, work: &str) -> Option<&'e Arc<SitePage>> {
        let mut pages = self.citing(work).into_iter();
        pages.find(|item| {
            let citation = item.page.front.citation.as_ref();
            citation.is_some_and(|(key, _)| key == work)
        })
    }

    /// Tells whether a work is for this viewer: a page that they see uses it, or none does.
    pub fn may_see_work(&self, work: &str) -> bool {
        let mut used = false;
        for path in self.0.content().references.get(&cited_key(work)) {
            used = true;
            if self.0.page(path).is_some() {
                return true;
            }
        }
        !used
    }

    /// Returns the keys of the works that are for this viewer, in the order of the bibliography.
    pub fn works(&self) -> Vec<&'e str> {
        let keys = self.0.bibliography().keys();
        keys.filter(|key| self.may_see_work(key)).collect()
    }

    /// Returns the keys of the works that some pages use, in the order of the bibliography.
    pub fn works_of<'p>(&self, paths: impl Iterator<Item = &'p PagePath>) -> Vec<&'e str> {
        let pages = paths.filter_map(|path| self.0.page(path));
        let used: HashSet<&str> = pages.flat_map(|item| item.page.works()).collect();
        let keys = self.0.bibliography().keys();
        keys.filter(|key| used.contains(key)).collect()
    }

    /// Returns the organisation of an address, if a page that this viewer sees names it.
    pub fn organisation(&self, slug: &str) -> Option<&'e NamedEntity> {
        self.subjects().organisations.get(slug)
    }

    /// Returns the person of an address, if a page or a work that this viewer sees names them.
    pub fn person(&self, slug: &str) -> Option<&'e NamedEntity> {
        self.subjects().people.get(slug)
    }

    fn subjects(&self) -> &'e NamedEntities {
        let kept = self.0.lists().subjects_for(self.0.viewer());
        kept.get_or_init(|| subjects_of(&self.0))
    }
}

fn subjects_of(view: &View<'_>) -> NamedEntities {
    let mut found = NamedEntities::default();
    let mut writers: HashMap<&str, Vec<String>> = HashMap::new();
    for key in view.cited().works() {
        for author in view.bibliography().authors(key) {
            if let Some(person) = entry(&mut found.people, &author) {
                person.works.push(key.to_owned());
            }
            writers.entry(key).or_default().push(author);
        }
    }
    for item in view.pages() {
        let (path, front) = (&item.page.path, &item.page.front);
        let partners = front.partners.iter().map(|partner| &partner.name);
        for name in front.organisations.iter().chain(partners) {
            note(&mut found.organisations, name, path);
        }
        let work = front.citation.as_ref().map(|(key, _)| key.as_str());
        let writers = work.and_then(|key| writers.get(key));
        for name in front.authors.iter().chain(writers.into_iter().flatten()) {
            note(&mut found.people, name, path);
        }
    }
    found
}

//! [`Content`]: what an edition knows of the content folder.

use std::collections::BTreeSet;
use std::sync::Arc;

use imbl::{HashMap, OrdMap, OrdSet};

use crate::domain::path::is_page_name;
use crate::domain::{Kind, ObjectId, Page, PagePath, Problem, Visibility, Vocabulary};
use crate::render::Bibliography;
use crate::site::hidden_pages::HiddenPages;
use crate::site::item::SitePage;
use crate::site::multimap::Multimap;
use crate::site::names::{
    NameRank, backwards, cited_key, folder_of, names_of, reference_key, spelling, uid_key,
};

/// From this many pages on, it pays to share their insertion among threads.
const MANY: usize = 1_000;
/// The number of pages that are inserted at once.
const PART: usize = 16_384;

/// The content folder, as an edition knows it.
#[derive(Clone, Default)]
pub(super) struct Content {
    /// The pages by address.
    pub(super) pages: OrdMap<PagePath, Arc<SitePage>>,
    /// The other files by path.
    pub(super) attachments: OrdMap<String, ObjectId>,
    /// Files that cannot be pages or attachments, with the reason.
    pub(super) refused: OrdMap<String, Problem>,
    /// Files and folders that are damaged in the repository, with the object that cannot be read.
    pub(super) damaged: OrdMap<String, ObjectId>,
    /// The pages by the key of what their links name, see [`reference_key`]; and those with an
    /// id for calendars by that, see [`uid_key`].
    pub(super) references: Multimap<PagePath>,
    /// The pages that answer to a name, best first: titles, then aliases, then last parts of paths.
    pub(super) names: Multimap<(NameRank, PagePath)>,
    /// Files by what their path is on a disk that ignores case, where it is another, to find those
    /// that collide there: of two that do, it is another for at least one.
    pub(super) folded: Multimap<Box<str>>,
    /// The other files by their path read backwards, see [`backwards`], for those who embed them by
    /// name.
    pub(super) files_named: OrdSet<(Box<str>, Box<str>)>,
    /// Files that are written like pages and are none, and are not for everyone by what they say.
    pub(super) reserved: OrdMap<String, Visibility>,
    /// The number of pages in each folder that are not for everyone.
    pub(super) hidden_folders: HashMap<String, HiddenPages>,
    /// The pages that list all of a kind.
    pub(super) kind_pages: OrdSet<(Kind, PagePath)>,
    /// The number of bytes of the files of all pages.
    pub(super) bytes: u64,
    /// The facets.
    pub(super) vocabulary: Arc<Vocabulary>,
    /// The problems of the vocabulary.
    pub(super) vocabulary_problems: Arc<[Problem]>,
    /// The works that pages cite.
    pub(super) bibliography: Arc<Bibliography>,
    /// The problems of the bibliography.
    pub(super) bibliography_problems: Arc<[Problem]>,
}

impl Content {
    /// Puts pages at their addresses, in place of any that were there.
    pub(super) fn insert(&mut self, items: Vec<Arc<SitePage>>) {
        // Most of what a page links, and is called, is what it was.
        let old: Vec<Arc<SitePage>> = match self.pages.is_empty() {
            true => Vec::new(),
            false => items
                .iter()
                .filter_map(|item| self.take_out(&item.page.path))
                .collect(),
        };
        let Self {
            references,
            names,
            folded,
            ..
        } = self;
        let mut first = |old: &[Arc<SitePage>], new: &[Arc<SitePage>]| {
            let (old, new) = (old.iter(), new.iter());
            references.replace(old.flat_map(references_of), new.flat_map(references_of));
        };
        let mut second = |old: &[Arc<SitePage>], new: &[Arc<SitePage>]| {
            names.replace(
                old.iter().flat_map(|item| names_to(&item.page)),
                new.iter().flat_map(|item| names_to(&item.page)),
            );
            folded.replace(
                old.iter().flat_map(|item| folded_of(item)),
                new.iter().flat_map(|item| folded_of(item)),
            );
        };
        if items.len() < MANY {
            first(&old, &items);
            second(&old, &items);
        } else {
            // Folding and sorting names takes a good part of a start; for a page or two, waking
            // another thread does. In parts, because the allocator keeps for long
            // what a list of everything takes.
            rayon::join(
                || {
                    first(&old, &[]);
                    items.chunks(PART).for_each(|items| first(&[], items));
                },
                || {
                    second(&old, &[]);
                    items.chunks(PART).for_each(|items| second(&[], items));
                },
            );
        }
        for item in items {
            self.count_hidden(&item.page, true);
            for kind in &item.page.lists {
                self.kind_pages.insert((*kind, item.page.path.clone()));
            }
            self.pages.insert(item.page.path.clone(), item);
        }
    }

    /// Tells whether there is a file of exactly this path.
    pub(super) fn has_file(&self, file: &str) -> bool {
        let items = PagePath::claimed_by(file).filter_map(|path| self.pages.get(&path).cloned());
        items
            .into_iter()
            .any(|item| files_of(&item).any(|known| known == file))
            || self.attachments.contains_key(file)
    }

    /// Returns the files that are no pages and whose path ends in a name, case aside; `most` at most.
    pub(super) fn files_with_name(&self, name: &str, most: usize) -> Vec<&str> {
        let whole = backwards(name);
        let begins = |start: Box<str>| {
            let from = (start.clone(), Box::default());
            let files = self.files_named.range(from..);
            files.take_while(move |(key, _)| key.starts_with(&*start))
        };
        let below = begins(format!("{whole}/").into());
        let here = begins(whole.clone()).take_while(|(key, _)| *key == whole);
        here.chain(below)
            .map(|(_, file)| &**file)
            .take(most)
            .collect()
    }

    /// Returns the page whose file this is.
    pub(super) fn page_of_file(&self, file: &str) -> Option<&Arc<SitePage>> {
        PagePath::claimed_by(file)
            .filter_map(|path| self.pages.get(&path))
            .find(|item| item.page.file == file)
    }

    /// Tells whether a file is a page by its name, or would be if it were there: a template is none.
    pub(super) fn is_page_file(&self, file: &str) -> bool {
        is_page_name(file) && !self.vocabulary.is_template(file)
    }

    /// Returns the address of the page whose file this is, or would be if it were there.
    pub(super) fn address_of(&self, file: &str) -> Option<PagePath> {
        match self.page_of_file(file) {
            Some(item) => Some(item.page.path.clone()),
            None if self.vocabulary.is_template(file) => None,
            None => PagePath::from_file(file).ok(),
        }
    }

    /// Takes a page away.
    pub(super) fn remove(&mut self, path: &PagePath) -> Option<Arc<SitePage>> {
        let item = self.take_out(path)?;
        for (key, path) in references_of(&item) {
            self.references.take(&key, &path);
        }
        for (key, value) in names_to(&item.page) {
            self.names.take(&key, &value);
        }
        for (key, file) in folded_of(&item) {
            self.folded.take(&key, &file);
        }
        Some(item)
    }

    /// Takes a page away, but for what it links and is called.
    fn take_out(&mut self, path: &PagePath) -> Option<Arc<SitePage>> {
        let item = self.pages.remove(path)?;
        self.count_hidden(&item.page, false);
        for kind in &item.page.lists {
            self.kind_pages.remove(&(*kind, path.clone()));
        }
        Some(item)
    }

    /// Notes that a folder has a page more or less that is not for everyone.
    fn count_hidden(&mut self, page: &Page, more: bool) {
        let circle = page.front.visibility;
        if circle == Visibility::Public {
            return;
        }
        let folder = folder_of(&page.file);
        let known = self.hidden_folders.get(folder).copied().unwrap_or_default();
        match known.count(circle, more) {
            Some(left) => drop(self.hidden_folders.insert(folder.to_owned(), left)),
            None => drop(self.hidden_folders.remove(folder)),
        }
    }
}

/// Returns what a page links, as it stands in [`Content::references`].
fn references_of(item: &Arc<SitePage>) -> impl Iterator<Item = (String, PagePath)> {
    let page = &item.page;
    let keys = page.links.iter().filter_map(reference_key);
    let works: BTreeSet<&str> = page.works().collect();
    let works = works.into_iter().map(cited_key);
    let keys = keys.chain(works).chain(uid_key(page));
    keys.map(|key| (key, page.path.clone()))
}

/// Returns what a page is called, as it stands in [`Content::names`].
fn names_to(page: &Page) -> impl Iterator<Item = (String, (NameRank, PagePath))> {
    let names = names_of(page).into_iter();
    names.map(|(key, rank)| (key, (rank, page.path.clone())))
}

/// Returns the files of a page, as they stand in [`Content::folded`].
fn folded_of(item: &SitePage) -> impl Iterator<Item = (Box<str>, Box<str>)> {
    files_of(item).filter_map(spelling)
}

fn files_of(item: &SitePage) -> impl Iterator<Item = &str> {
    let others = item.same_address.iter().map(|(file, _)| file.as_str());
    std::iter::once(item.page.file.as_str()).chain(others)
}

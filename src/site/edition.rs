//! [`Edition`]: one commit, fully understood.
//!
//! The maps are persistent: a new edition shares everything that did not change with the one
//! before, so one changed page costs the logarithm of the site, not the site. They are private to
//! this module's siblings; readers go through [`View`], which asks who is looking.

use std::collections::BTreeSet;
use std::sync::Arc;

use imbl::{HashMap, OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

use crate::domain::path::is_page_name;
use crate::domain::portable::disk_key;
use crate::domain::{
    Kind, LinkTarget, ObjectId, Page, PagePath, Problem, Viewer, Visibility, Vocabulary,
};
use crate::render::Bibliography;
use crate::search::Snapshot;
use crate::site::articles::Articles;
use crate::site::files::HiddenPages;
use crate::site::lists::Lists;
use crate::site::multimap::Multimap;
use crate::site::view::View;
use crate::store::{Drafts, LastChange, Revision, Store};

/// From this many pages on, it pays to share their insertion among threads.
const MANY: usize = 1_000;
/// How many pages are inserted at once.
const PART: usize = 16_384;

/// One commit, fully understood: its pages, what links to what, and a search snapshot.
pub struct Edition {
    pub(super) revision: Revision,
    pub(super) drafts: Drafts,
    pub(super) store: Arc<Store>,
    pub(super) articles: Arc<Articles>,
    pub(super) content: Content,
    pub(super) search: Snapshot,
    pub(super) lists: Lists,
}

/// What an edition knows of the content folder.
#[derive(Clone, Default)]
pub(super) struct Content {
    /// The pages by address.
    pub(super) pages: OrdMap<PagePath, Arc<Item>>,
    /// The other files by path.
    pub(super) attachments: OrdMap<String, ObjectId>,
    /// Files that cannot be pages or attachments, with the reason.
    pub(super) refused: OrdMap<String, Problem>,
    /// Files and folders that are damaged in the repository, with the object that cannot be read.
    pub(super) damaged: OrdMap<String, ObjectId>,
    /// Who links what: pages by the key of what their links name, see [`reference_key`].
    pub(super) references: Multimap<PagePath>,
    /// Which pages answer to a name, best first: titles, then aliases, then last parts of paths.
    pub(super) names: Multimap<(NameRank, PagePath)>,
    /// Files by what their path is on a disk that ignores case, where it is another, to find those
    /// that collide there: of two that do, it is another for at least one.
    pub(super) folded: Multimap<Box<str>>,
    /// The other files by their path read backwards, see [`backwards`], for those who embed them by
    /// name.
    pub(super) files_named: OrdSet<(Box<str>, Box<str>)>,
    /// Files that are written like pages and are none, and are not for everyone by what they say.
    pub(super) reserved: OrdMap<String, Visibility>,
    /// How many pages that are not for everyone lie in each folder.
    pub(super) hidden_folders: HashMap<String, HiddenPages>,
    /// The pages that list all of a kind.
    pub(super) kind_pages: OrdSet<(Kind, PagePath)>,
    /// How many bytes the files of all pages have.
    pub(super) bytes: u64,
    /// The facets.
    pub(super) vocabulary: Arc<Vocabulary>,
    /// What is wrong with the vocabulary.
    pub(super) vocabulary_problems: Arc<[Problem]>,
    /// The works that pages cite.
    pub(super) bibliography: Arc<Bibliography>,
    /// What is wrong with the bibliography.
    pub(super) bibliography_problems: Arc<[Problem]>,
}

/// A page with what git knows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The page.
    pub page: Page,
    /// Its last change, unless the history could not be read.
    pub changed: Option<LastChange>,
    /// Other files that would have the same address.
    pub(super) rivals: Vec<(String, ObjectId)>,
}

/// Why a page answers to a name; the smaller wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NameRank {
    Title,
    Alias,
    LastPart,
}

impl Edition {
    /// Returns the commit.
    pub fn revision(&self) -> &Revision {
        &self.revision
    }

    /// Returns the files that are not committed as they are; only a preview has some.
    pub fn drafts(&self) -> &Drafts {
        &self.drafts
    }

    /// Returns the vocabulary, which is for everyone.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.content.vocabulary
    }

    /// Returns the content's folder in the repository; empty for its root.
    pub fn folder(&self) -> &str {
        self.store.folder()
    }

    /// Returns the short name of the branch that holds the content.
    pub fn branch(&self) -> &str {
        self.store.branch()
    }

    /// Returns the edition as somebody may see it.
    pub fn view(&self, viewer: Viewer) -> View<'_> {
        View::new(self, viewer)
    }

    /// Returns how many pages there are, hidden ones included; for the operator's log only.
    pub fn page_count(&self) -> usize {
        self.content.pages.len()
    }
}

impl Content {
    /// Puts pages at their addresses, in place of any that were there.
    pub(super) fn insert(&mut self, items: Vec<Arc<Item>>) {
        if !self.pages.is_empty() {
            for item in &items {
                self.remove(&item.page.path);
            }
        }
        let Self {
            references,
            names,
            folded,
            ..
        } = self;
        let mut first = |items: &[Arc<Item>]| {
            references.add(items.iter().flat_map(references_of));
        };
        let mut second = |items: &[Arc<Item>]| {
            names.add(items.iter().flat_map(|item| names_to(&item.page)));
            folded.add(items.iter().flat_map(|item| folded_of(item)));
        };
        if items.len() < MANY {
            first(&items);
            second(&items);
        } else {
            // Folding and sorting names takes a good part of a start; for a page or two, waking
            // another thread does. In parts, because the allocator keeps for long
            // what a list of everything takes.
            rayon::join(
                || items.chunks(PART).for_each(&mut first),
                || items.chunks(PART).for_each(&mut second),
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
    pub(super) fn page_of_file(&self, file: &str) -> Option<&Arc<Item>> {
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
    pub(super) fn remove(&mut self, path: &PagePath) -> Option<Arc<Item>> {
        let item = self.pages.remove(path)?;
        let page = &item.page;
        for (key, path) in references_of(&item) {
            self.references.take(&key, &path);
        }
        for (key, value) in names_to(page) {
            self.names.take(&key, &value);
        }
        for (key, file) in folded_of(&item) {
            self.folded.take(&key, &file);
        }
        self.count_hidden(page, false);
        for kind in &page.lists {
            self.kind_pages.remove(&(*kind, page.path.clone()));
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
fn references_of(item: &Arc<Item>) -> impl Iterator<Item = (String, PagePath)> {
    let page = &item.page;
    let keys = page.links.iter().filter_map(reference_key);
    let works: BTreeSet<&str> = page.works().collect();
    let works = works.into_iter().map(cited_key);
    keys.chain(works).map(|key| (key, page.path.clone()))
}

/// Returns what a page is called, as it stands in [`Content::names`].
fn names_to(page: &Page) -> impl Iterator<Item = (String, (NameRank, PagePath))> {
    let names = names_of(page).into_iter();
    names.map(|(key, rank)| (key, (rank, page.path.clone())))
}

/// Returns the files of a page, as they stand in [`Content::folded`].
fn folded_of(item: &Item) -> impl Iterator<Item = (Box<str>, Box<str>)> {
    files_of(item).filter_map(spelling)
}

fn files_of(item: &Item) -> impl Iterator<Item = &str> {
    let rivals = item.rivals.iter().map(|(file, _)| file.as_str());
    std::iter::once(item.page.file.as_str()).chain(rivals)
}

/// Returns what a path is on a disk that ignores case, with the path, where they differ.
pub(super) fn spelling(file: &str) -> Option<(Box<str>, Box<str>)> {
    let key = disk_key(file);
    (key != file).then(|| (key.into(), file.into()))
}

/// Returns the folder of a file, without the slash; empty for the root.
pub(super) fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns the key under which a link is found from its target: `/` and a path for a path, else
/// the folded name.
pub(super) fn reference_key(link: &crate::domain::Link) -> Option<String> {
    match &link.target {
        LinkTarget::Here => None,
        LinkTarget::Name(name) => Some(fold(name)),
        LinkTarget::Path(path) => Some(path_key(path)),
    }
}

/// Returns the key under which the pages that use a work are found: no name and no path has it.
pub(super) fn cited_key(work: &str) -> String {
    format!("\0{work}")
}

/// Returns the key of a path: a page's whether it is named as a file or as an address.
pub(super) fn path_key(path: &str) -> String {
    let path = path.trim_end_matches('/');
    let page = match path.strip_suffix(".md") {
        Some("index" | "README") => "",
        Some(stem) => {
            let of_folder = stem.strip_suffix("/index");
            let of_folder = of_folder.or_else(|| stem.strip_suffix("/README"));
            of_folder.unwrap_or(stem)
        }
        None => path,
    };
    format!("/{page}")
}

/// Returns a path with its last part first, each part folded: all files whose paths end alike stand
/// together in this order.
pub(super) fn backwards(path: &str) -> Box<str> {
    let parts: Vec<String> = path.rsplit('/').map(fold).collect();
    parts.join("/").into()
}

/// Returns the keys under which links to a page are found: its names, its paths and its file.
pub(super) fn keys_of(page: &Page) -> Vec<String> {
    let mut keys: Vec<String> = names_of(page).into_iter().map(|(key, _)| key).collect();
    keys.extend([path_key(page.path.as_str()), path_key(&page.file)]);
    keys.push(fold(page.path.as_str()));
    let aliases = page.front.aliases.iter();
    keys.extend(aliases.map(|(alias, _)| path_key(alias.trim_matches('/'))));
    keys.sort();
    keys.dedup();
    keys
}

/// Returns the keys under which links to a file that is no page are found: its path, and its name
/// with some, all or none of its folders.
pub(super) fn keys_of_file(file: &str) -> impl Iterator<Item = String> {
    let slashes = file.match_indices('/').map(|(at, _)| at + 1);
    let names = std::iter::once(0)
        .chain(slashes)
        .map(|at| fold(&file[at..]));
    std::iter::once(path_key(file)).chain(names)
}

/// Returns the names that a page answers to, folded.
pub(super) fn names_of(page: &Page) -> Vec<(String, NameRank)> {
    let title = (fold(&page.title), NameRank::Title);
    let aliases = page
        .front
        .aliases
        .iter()
        .map(|(alias, _)| (fold(alias), NameRank::Alias));
    let last = (fold(page.path.name()), NameRank::LastPart);
    let mut names: Vec<_> = std::iter::once(title)
        .chain(aliases)
        .chain([last])
        .collect();
    names.retain(|(name, _)| !name.is_empty());
    names.sort();
    names.dedup_by(|a, b| a.0 == b.0);
    names
}

/// Folds a name so that case, hyphens and spacing make no difference.
pub(super) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let name = name.strip_suffix(".md").unwrap_or(name).trim_matches('/');
    for part in name.split(|character: char| character.is_whitespace() || "-_".contains(character))
    {
        if part.is_empty() {
            continue;
        }
        if !folded.is_empty() {
            folded.push(' ');
        }
        if part.is_ascii() {
            let start = folded.len();
            folded.push_str(part);
            folded[start..].make_ascii_lowercase();
        } else {
            folded.extend(part.chars().flat_map(char::to_lowercase));
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded() {
        assert_eq!(
            fold("Start  small-and_Concrete"),
            "start small and concrete"
        );
        assert_eq!(fold("lessons/start-small.md"), "lessons/start small");
    }

    #[test]
    fn a_page_has_one_key_however_it_is_named() {
        for path in [
            "cases/index.md",
            "cases/README.md",
            "cases/",
            "cases",
            "cases.md",
        ] {
            assert_eq!(path_key(path), "/cases");
        }
        assert_eq!(path_key("index.md"), "/");
    }
}

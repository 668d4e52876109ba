//! From files to what an edition knows: reading pages and keeping [`Content`] up to date.
//!
//! One function does both the first build and every later step: it is given what changed, and for
//! the first build that is everything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::domain::file_role::{BIBLIOGRAPHY_FILE, VOCABULARY_FILE, is_like_page};
use crate::domain::path::{README, is_readme};
use crate::domain::{
    FileRole, ObjectId, Page, PagePath, PageText, Position, Problem, ProblemKind, Visibility,
    Vocabulary,
};
use crate::render::{self, Bibliography};
use crate::site::content::Content;
use crate::site::error::{Progress, PublishError};
use crate::site::item::Item;
use crate::site::names::{backwards, spelling};
use crate::site::problems::may_be_key;
use crate::site::sink::Sink;
use crate::store::{
    ContentEntry, EntryChange, EntryKind, Excess, LastChange, Revision, Store, StoreError,
};

/// From so many pages on, the order of reading is worth finding out.
const MANY: usize = 500;
/// Files larger than this are not read as text.
const MAX_TEXT: u64 = 32 << 20;

/// Returns what is known of a revision before a page is read, and all its pages as those to read.
pub(super) fn everything(
    store: &Store,
    revision: &Revision,
) -> Result<(Content, Work), StoreError> {
    let added = store
        .entries(revision)?
        .into_iter()
        .map(|entry| EntryChange {
            path: entry.path.clone(),
            before: None,
            after: Some(entry),
        });
    let added: Vec<EntryChange> = added.collect();
    let mut content = Content::default();
    // It says which files are templates, and so no pages.
    content.find_vocabulary(&added);
    content.read_vocabulary(store);
    let work = content.sort(added);
    content.read_bibliography(store);
    Ok((content, work))
}

/// The files that claim an address, with their objects, in the order of preference.
type Claims = Vec<(String, ObjectId)>;

/// The pages to read: those whose file changed, and those of which only the history or the works
/// they cite did.
#[derive(Default)]
pub(super) struct Work {
    /// For each address, the files that claim it now.
    pages: BTreeMap<PagePath, Claims>,
    /// Files that are written like pages and are none.
    like_pages: Claims,
}

impl Content {
    /// Takes in the changes of files that are not pages, and notes which pages to read.
    pub(super) fn sort(&mut self, changes: Vec<EntryChange>) -> Work {
        let mut work = Work::default();
        for change in changes {
            if let Some(entry) = &change.before {
                self.forget(entry, &mut work);
            }
            if let Some(entry) = change.after {
                self.note(entry, &mut work);
            }
        }
        self.place_readmes(&mut work);
        work
    }

    /// Gives each README the address of its folder, or its own where another file is the folder's
    /// page. Which of them it is can change with that other file alone.
    fn place_readmes(&self, work: &mut Work) {
        let folders: Vec<PagePath> = work
            .pages
            .iter()
            .filter(|(_, claims)| {
                !self.pages.is_empty() || claims.iter().any(|(file, _)| is_readme(file))
            })
            .map(|(path, _)| path.clone())
            .collect();
        for folder in folders {
            let file = format!("{folder}/{README}");
            // The README at the top has no address of its own.
            let own = PagePath::of_readme(&file).filter(|_| !folder.is_home());
            let Some(own) = own else {
                continue;
            };
            let is_it = |claim: &(String, ObjectId)| claim.0 == file;
            let here = self.claims(&folder, work).iter().find(|claim| is_it(claim));
            let mut readme = here.cloned();
            if self.pages.contains_key(&own) || work.pages.contains_key(&own) {
                let there = self.claims(&own, work).iter().find(|claim| is_it(claim));
                readme = readme.or_else(|| there.cloned());
            }
            let Some(readme) = readme else {
                continue;
            };
            let claims = self.claims(&folder, work);
            claims.retain(|claim| !is_it(claim));
            let moves_out = !claims.is_empty();
            if !moves_out {
                claims.push(readme.clone());
            }
            let claims = self.claims(&own, work);
            claims.retain(|claim| !is_it(claim));
            if moves_out {
                claims.push(readme);
                claims.sort();
            }
        }
    }

    /// Returns the files that claim an address, to be changed.
    fn claims<'w>(&self, path: &PagePath, work: &'w mut Work) -> &'w mut Claims {
        work.pages.entry(path.clone()).or_insert_with(|| {
            self.pages.get(path).map_or_else(Vec::new, |item| {
                let winner = (item.page.file.clone(), item.page.blob);
                std::iter::once(winner)
                    .chain(item.rivals.iter().cloned())
                    .collect()
            })
        })
    }

    fn forget(&mut self, entry: &ContentEntry, work: &mut Work) {
        self.attachments.remove(&entry.path);
        self.reserved.remove(&entry.path);
        self.refused.remove(&entry.path);
        self.damaged.remove(&entry.path);
        self.forget_spelling(&entry.path);
        for path in PagePath::claimed_by(&entry.path) {
            self.claims(&path, work)
                .retain(|(file, _)| *file != entry.path);
        }
    }

    fn note(&mut self, entry: ContentEntry, work: &mut Work) {
        let role = FileRole::of(&entry.path);
        if role == FileRole::Ignored {
            return;
        }
        if entry.kind == EntryKind::Damaged {
            self.damaged.insert(entry.path.clone(), entry.id);
        }
        let is_template = self.vocabulary.is_template(&entry.path);
        let path = match (unusable(entry.kind), role) {
            (Some(problem), _) => {
                self.refused.insert(entry.path, problem);
                return;
            }
            (None, FileRole::Unusable(error)) => {
                let problem = unusable_path(format!("the path {error}"));
                self.refused.insert(entry.path, problem);
                return;
            }
            (None, FileRole::Page(path) | FileRole::Readme(path)) if !is_template => Some(path),
            (None, _) => None,
        };
        if let Some(path) = path {
            let claims = self.claims(&path, work);
            claims.push((entry.path, entry.id));
            // A README stands back behind every other file.
            claims.sort_by(|(one, _), (other, _)| {
                (is_readme(one), one).cmp(&(is_readme(other), other))
            });
            return;
        }
        self.note_spelling(&entry.path);
        if is_like_page(entry.path.as_bytes()) {
            work.like_pages.push((entry.path.clone(), entry.id));
        }
        self.attachments.insert(entry.path, entry.id);
    }

    /// Notes the spelling of an attachment's path and its name; pages look after their own.
    pub(super) fn note_spelling(&mut self, file: &str) {
        self.folded.add(spelling(file).into_iter());
        self.files_named.insert((backwards(file), file.into()));
    }

    /// Forgets the spelling of an attachment's path and its name.
    fn forget_spelling(&mut self, file: &str) {
        self.files_named.remove(&(backwards(file), file.into()));
        let spelling = spelling(file).filter(|_| !self.is_page_file(file));
        if let Some((lower, file)) = spelling {
            self.folded.take(&lower, &file);
        }
    }

    /// Notes whom files are for that are written like pages. What cannot be read is hidden.
    fn reserve(&mut self, store: &Store, files: &[(String, ObjectId)]) {
        for (file, blob) in files {
            let source = store.read_at_most(*blob, MAX_TEXT).ok();
            let circle = source.map_or(Visibility::Members, |source| render::visibility(&source));
            if circle > Visibility::Public {
                self.reserved.insert(file.clone(), circle);
            }
        }
    }

    /// Notes it of all files, after a start.
    pub(super) fn reserve_all(&mut self, store: &Store) {
        let all = self.attachments.iter();
        let like_pages = all.filter(|(file, _)| is_like_page(file.as_bytes()));
        let like_pages: Claims = like_pages.map(|(file, id)| (file.clone(), *id)).collect();
        self.reserve(store, &like_pages);
    }

    /// Takes the vocabulary out of what is new.
    fn find_vocabulary(&mut self, added: &[EntryChange]) {
        let entries = added.iter().filter_map(|change| change.after.as_ref());
        let mut files = entries.filter(|entry| entry.kind == EntryKind::File);
        if let Some(entry) = files.find(|entry| entry.path == VOCABULARY_FILE) {
            self.attachments.insert(entry.path.clone(), entry.id);
        }
    }

    /// Reads the vocabulary of the attachments as it is now. One that cannot be read is as one that
    /// is empty, with a problem; so is the bibliography.
    pub(super) fn read_vocabulary(&mut self, store: &Store) {
        if let Some(&blob) = self.attachments.get(VOCABULARY_FILE) {
            let (text, damage) = self.read_table(store, VOCABULARY_FILE, blob);
            let (vocabulary, problems) = Vocabulary::parse(&text);
            self.vocabulary = Arc::new(vocabulary);
            self.vocabulary_problems = damage.into_iter().chain(problems).collect();
        }
    }

    /// Reads the bibliography.
    pub(super) fn read_bibliography(&mut self, store: &Store) {
        let blob = self.attachments.get(BIBLIOGRAPHY_FILE).copied();
        let (text, damage) = match blob {
            Some(blob) => self.read_table(store, BIBLIOGRAPHY_FILE, blob),
            None => (String::new(), None),
        };
        let style = self.vocabulary.citation_style.as_deref();
        let (bibliography, problems) =
            match style.map(|style| Bibliography::parse_with_style(&text, style)) {
                Some(Ok(parsed)) => parsed,
                Some(Err(unknown)) => {
                    let problem = Problem::new(
                        ProblemKind::Vocabulary,
                        Position::START,
                        unknown.to_string(),
                    );
                    self.vocabulary_problems = self
                        .vocabulary_problems
                        .iter()
                        .cloned()
                        .chain([problem])
                        .collect();
                    Bibliography::parse(&text)
                }
                None => Bibliography::parse(&text),
            };
        self.bibliography = Arc::new(bibliography);
        self.bibliography_problems = damage.into_iter().chain(problems).collect();
    }

    /// Reads the text of the vocabulary or the bibliography; none, and why, where that cannot be done.
    fn read_table(
        &mut self,
        store: &Store,
        file: &str,
        blob: ObjectId,
    ) -> (String, Option<Problem>) {
        match read_text(store, file, blob) {
            Ok(bytes) => (String::from_utf8_lossy(&bytes).into_owned(), None),
            Err(unread) => {
                if unread.damaged {
                    self.damaged.insert(file.to_owned(), blob);
                }
                (String::new(), Some(unread.problem))
            }
        }
    }

    /// Returns the pages that cite one of the works in which the bibliography differs from the one
    /// before, or would if it had the work.
    pub(super) fn citing_changed(&self, before: &Bibliography) -> Vec<PagePath> {
        let after = &self.bibliography;
        let changed = changed_works(before, after);
        // What is almost a key may be so no longer.
        let moved = |key: &String| !before.contains(key) || !after.contains(key);
        let have_moved = changed.iter().any(moved);
        let cites = |page: &Page| {
            let mut mentions = page.mentions.iter().map(|(key, _)| key.as_str());
            page.works().any(|key| changed.contains(key))
                || mentions.any(|key| changed.contains(key) || (have_moved && may_be_key(key)))
        };
        self.pages
            .values()
            .filter(|item| cites(&item.page))
            .map(|item| item.page.path.clone())
            .collect()
    }
}

/// Returns the keys of the works that differ between two bibliographies.
fn changed_works(before: &Bibliography, after: &Bibliography) -> BTreeSet<String> {
    let keys: BTreeSet<&str> = before.keys().chain(after.keys()).collect();
    let differs = |key: &&str| before.bibtex(key) != after.bibtex(key);
    keys.into_iter()
        .filter(differs)
        .map(str::to_owned)
        .collect()
}

/// Says why an entry of a tree cannot be shown, whatever its name, if it cannot.
fn unusable(kind: EntryKind) -> Option<Problem> {
    let message = match kind {
        EntryKind::File => return None,
        EntryKind::Damaged => {
            return Some(damage(
                "the folder cannot be read from the repository, and with it all that is in it",
            ));
        }
        EntryKind::Symlink => "symbolic links are not followed",
        EntryKind::Submodule => "submodules are not shown",
        EntryKind::Unreadable => "the path is not UTF-8 or is nested too deeply",
    };
    Some(unusable_path(message.to_owned()))
}

fn unusable_path(message: String) -> Problem {
    Problem::new(ProblemKind::Path, Position::START, message).with_help("rename or remove it")
}

impl Work {
    /// Adds pages whose file did not change but whose entry in the index did.
    pub(super) fn touch(&mut self, content: &Content, path: &PagePath) {
        if content.pages.contains_key(path) {
            content.claims(path, self);
        }
    }

    /// Notes an address whose index entry may be out of date, also where its page is gone.
    pub(super) fn reindex(&mut self, content: &Content, path: &PagePath) {
        content.claims(path, self);
    }

    /// Returns the addresses of the pages to read.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &PagePath> {
        self.pages.keys()
    }

    /// Tells whether a file that had to stand back behind another of its address becomes a page:
    /// what is known of the address is then the other file's history.
    pub(super) fn promotes(&self, content: &Content) -> bool {
        self.pages.iter().any(|(path, claims)| {
            let before = content.pages.get(path);
            before.zip(claims.first()).is_some_and(|(item, (file, _))| {
                item.page.file != *file && item.rivals.iter().any(|(rival, _)| rival == file)
            })
        })
    }

    /// Adds up what the pages will have in bytes, which must not be more than the store's budget:
    /// a few objects can be the text of any number of pages. Must be called before [`Self::run`].
    pub(super) fn weigh(&self, content: &mut Content, store: &Store) -> Result<(), StoreError> {
        // What cannot be read has no bytes; whoever reads it says what is wrong.
        let size = |blob: ObjectId| store.size(blob).map_or(0, |size| size as u64);
        let weigh = |(path, claims): (&PagePath, &Claims)| {
            let before = content.pages.get(path).map(|item| item.page.blob);
            let after = claims.first().map(|(_, blob)| *blob);
            match before == after {
                true => (0, 0),
                false => (before.map_or(0, size), after.map_or(0, size)),
            }
        };
        let add = |a: (u64, u64), b: (u64, u64)| (a.0.saturating_add(b.0), a.1.saturating_add(b.1));
        let (gone, come) = if self.pages.len() < MANY {
            self.pages.iter().map(weigh).fold((0, 0), add)
        } else {
            self.pages.par_iter().map(weigh).reduce(|| (0, 0), add)
        };
        content.bytes = content.bytes.saturating_sub(gone).saturating_add(come);
        let (bytes, most) = (content.bytes, store.budget().bytes);
        match bytes > most && come > gone {
            true => Err(StoreError::OverBudget(Excess::Bytes(bytes, most))),
            false => Ok(()),
        }
    }

    /// Returns the pages by address, or where that pays in the order in which git stores them: many
    /// pages in any other order are unpacked several times each, which takes longer than all else.
    fn in_storage_order(self, store: &Store) -> Result<Vec<(PagePath, Claims)>, StoreError> {
        let mut pages: Vec<_> = self.pages.into_iter().collect();
        if pages.len() >= MANY {
            let blobs = pages.iter().filter_map(|(_, claims)| claims.first());
            let places = store.storage_order(blobs.map(|(_, blob)| *blob))?;
            pages.sort_by_key(|(_, claims)| {
                let (_, blob) = claims.first()?;
                places.get(blob)
            });
        }
        Ok(pages)
    }

    /// Reads the pages on all cores and adds them to the content. What was read goes into the sink.
    pub(super) fn run(
        self,
        content: &mut Content,
        store: &Store,
        sink: &Sink<'_>,
        last_change: &(dyn Fn(&str) -> Option<LastChange> + Sync),
        progress: &Progress<'_>,
    ) -> Result<usize, PublishError> {
        content.reserve(store, &self.like_pages);
        let total = self.pages.len();
        let done = AtomicUsize::new(0);
        let tables = (&*content.vocabulary, &*content.bibliography);
        let read = |(path, claims): (PagePath, Claims)| {
            let mut claims = claims.into_iter();
            let item = match claims.next() {
                None => {
                    sink.remove(&path);
                    None
                }
                Some((file, blob)) => {
                    let (page, text, damaged) = read_page(store, path.clone(), &file, blob, tables);
                    let changed = last_change(&file);
                    let item = Arc::new(Item {
                        page,
                        changed,
                        rivals: claims.collect(),
                    });
                    sink.add(&item, text, tables.1)?;
                    Some((item, damaged))
                }
            };
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            Ok((path, item))
        };
        let items: Vec<ReadPage> = if total == 1 {
            self.pages
                .into_iter()
                .map(read)
                .collect::<Result<_, PublishError>>()?
        } else {
            let pages = self.in_storage_order(store)?;
            let mut items = pages
                .into_par_iter()
                .map(read)
                .collect::<Result<Vec<_>, PublishError>>()?;
            items.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
            items
        };
        let mut there = Vec::with_capacity(items.len());
        for (path, item) in items {
            match item {
                Some((item, damaged)) => {
                    if damaged {
                        let page = &item.page;
                        content.damaged.insert(page.file.clone(), page.blob);
                    }
                    there.push(item);
                }
                None => drop(content.remove(&path)),
            }
        }
        content.insert(there);
        Ok(total)
    }
}

/// Reads one page, and tells whether it is damaged: that costs this page alone.
fn read_page(
    store: &Store,
    path: PagePath,
    file: &str,
    blob: ObjectId,
    (vocabulary, bibliography): (&Vocabulary, &Bibliography),
) -> (Page, PageText, bool) {
    match read_text(store, file, blob) {
        Ok(source) => {
            let (page, text) = render::read(path, file, blob, &source, vocabulary, bibliography);
            (page, text, false)
        }
        Err(Unread { problem, damaged }) => {
            let (mut page, text) = render::read(path, file, blob, b"", vocabulary, bibliography);
            // Nobody knows who it is for, and its file could be asked for.
            if !damaged {
                page.front.restrict(Visibility::Members);
            }
            page.problems = vec![problem];
            (page, text, damaged)
        }
    }
}

/// A page that was read, and whether its file is damaged; nothing where no file is left.
type ReadPage = (PagePath, Option<(Arc<Item>, bool)>);

/// Why a file cannot be read as text.
struct Unread {
    problem: Problem,
    /// The repository is damaged; else it is the file's own fault.
    damaged: bool,
}

fn read_text(store: &Store, file: &str, blob: ObjectId) -> Result<Vec<u8>, Unread> {
    store.read_at_most(blob, MAX_TEXT).map_err(|error| {
        if let StoreError::TooLarge { size, .. } = error {
            let message = format!("the file has {size} bytes, more than can be shown");
            let problem = Problem::new(ProblemKind::Unreadable, Position::START, message);
            return Unread { problem, damaged: false };
        }
        tracing::error!(file, %blob, error = &error as &dyn std::error::Error, "cannot read `{file}`");
        let problem = damage("the file cannot be read from the repository");
        Unread { problem, damaged: true }
    })
}

fn damage(message: &str) -> Problem {
    let problem = Problem::new(ProblemKind::Unreadable, Position::START, message);
    problem.with_help("`git fsck` names what is damaged; a clone or a backup may still have it")
}

//! From files to what an edition knows: reading pages and keeping [`Content`] up to date.
//!
//! One function does both the first build and every later step: it is given what changed, and for
//! the first build that is everything.

use crate::domain::file_role::is_like_page;
use crate::domain::path::{README, is_readme};
use crate::domain::{FileRole, ObjectId, PagePath, Position, Problem, ProblemKind, Visibility};
use crate::render;
use crate::site::content::Content;
use crate::site::file_text::{MAX_TEXT, damage};
use crate::site::names::{backwards, spelling};
use crate::site::pending_pages::{Claims, PendingPages};
use crate::store::{ContentEntry, EntryChange, EntryKind, Revision, Store, StoreError};

/// Returns what is known of a revision before a page is read, and all its pages as those to read.
pub(super) fn everything(
    store: &Store,
    revision: &Revision,
) -> Result<(Content, PendingPages), StoreError> {
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

impl Content {
    /// Takes in the changes of files that are not pages, and notes which pages to read.
    pub(super) fn sort(&mut self, changes: Vec<EntryChange>) -> PendingPages {
        let mut work = PendingPages::default();
        for change in changes {
            if let Some(entry) = &change.before {
                self.forget(entry, &mut work);
            }
            if let Some(entry) = change.after {
                self.note(entry, &mut work);
            }
        }
        self.assign_readme_addresses(&mut work);
        work
    }

    /// Gives each README the address of its folder, or its own where another file is the folder's
    /// page. Which of them it is can change with that other file alone.
    fn assign_readme_addresses(&self, work: &mut PendingPages) {
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
    pub(super) fn claims<'w>(&self, path: &PagePath, work: &'w mut PendingPages) -> &'w mut Claims {
        work.pages.entry(path.clone()).or_insert_with(|| {
            self.pages.get(path).map_or_else(Vec::new, |item| {
                let winner = (item.page.file.clone(), item.page.blob);
                std::iter::once(winner)
                    .chain(item.same_address.iter().cloned())
                    .collect()
            })
        })
    }

    fn forget(&mut self, entry: &ContentEntry, work: &mut PendingPages) {
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

    fn note(&mut self, entry: ContentEntry, work: &mut PendingPages) {
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
    pub(super) fn reserve(&mut self, store: &Store, files: &[(String, ObjectId)]) {
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

//! New problems: what a commit makes worse, at the cost of what it changes.
//!
//! The problems of the pages that could differ are compared with those before. A page can differ
//! when its file changed, or when it names something that changed its name.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::domain::file_role::{BIBLIOGRAPHY_FILE, is_table, meant_as_page};
use crate::domain::path::is_readme;
use crate::domain::portable::disk_key;
use crate::domain::{Name, PagePath, Problem, ProblemKind, Viewer};
use crate::site::FileProblem;
use crate::site::content::Content;
use crate::site::correction_finder::CorrectionFinder;
use crate::site::edition::Edition;
use crate::site::item::SitePage;
use crate::site::names::{NameRank, fold, keys_of, keys_of_file, names_of, path_key, uid_key};
use crate::site::problems::{orphan, same_address_problem};
use crate::site::view::View;
use crate::store::EntryChange;

/// The files that differ from the edition before.
pub(super) struct ChangedFiles {
    pub(super) added: HashSet<String>,
    pub(super) removed: HashSet<String>,
    pub(super) all: BTreeSet<String>,
}

impl ChangedFiles {
    pub(super) fn of(changes: &[EntryChange]) -> Self {
        let only = |wanted: &dyn Fn(&EntryChange) -> bool| {
            let changes = changes.iter().filter(|change| wanted(change));
            changes.map(|change| change.path.clone()).collect()
        };
        Self {
            added: only(&|change| change.before.is_none()),
            removed: only(&|change| change.after.is_none()),
            all: changes.iter().map(|change| change.path.clone()).collect(),
        }
    }
}

/// Compares the problems of a candidate with those of the edition before it, in a scope.
pub(super) fn new_problems(
    before: &Edition,
    candidate: &Edition,
    difference: &ChangedFiles,
    scope: &Scope,
) -> Vec<FileProblem> {
    let (old, new) = (
        before.view(Viewer::Contributor),
        candidate.view(Viewer::Contributor),
    );
    let (old, mut found) = match scope {
        Scope::Everything => (old.checks().problems(), new.checks().problems()),
        Scope::Some(some) => {
            // A file can lose the only page that links it, also to one that differs in case alone.
            let mut files = some.linked_files(&old);
            files.extend(some.files.iter().cloned());
            let of = |view: &View<'_>| {
                let mut found = some.problems(view);
                found.extend(orphans(view, &files));
                found
            };
            (of(&old), of(&new))
        }
    };
    found.sort();
    found.dedup();
    subtract(found, &old, difference)
}

/// The part of the site that may have other problems than before.
pub(super) enum Scope {
    /// The vocabulary changed: every page may.
    Everything,
    Some(AffectedContent),
}

/// The pages and files that may have other problems than before.
#[derive(Default)]
pub(super) struct AffectedContent {
    pages: BTreeSet<PagePath>,
    files: BTreeSet<String>,
}

impl Scope {
    /// Works out what a commit may have made worse: `addresses` are those of the pages that were
    /// read for it.
    pub(super) fn of(
        before: &Content,
        after: &Content,
        difference: &ChangedFiles,
        addresses: Vec<PagePath>,
    ) -> Self {
        let mut keys: BTreeSet<String> = BTreeSet::new();
        let (added, removed) = (difference.added.iter(), difference.removed.iter());
        // A file that only has other content answers to the same name.
        for file in added
            .chain(removed)
            .filter(|file| !after.is_page_file(file))
        {
            keys.extend(keys_of_file(file));
        }
        let mut affected = AffectedContent {
            files: difference.all.clone(),
            ..AffectedContent::default()
        };
        for file in difference.added.iter().chain(&difference.removed) {
            for other in case_collisions(after, file) {
                affected.pages.extend(PagePath::claimed_by(&other));
                affected.files.insert(other);
            }
        }
        for path in addresses {
            let (old, new) = (before.pages.get(&path), after.pages.get(&path));
            let both = old.into_iter().chain(new);
            keys.extend(both.filter_map(|item| uid_key(&item.page)));
            if !answers_alike(old, new) {
                let both = old.into_iter().chain(new);
                keys.extend(both.flat_map(|item| keys_of(&item.page)));
            }
            if old.is_none() || new.is_none() {
                keys.extend(folder_keys(&path));
            }
            affected.pages.insert(path);
        }
        for key in &keys {
            affected.pages.extend(after.references.get(key).cloned());
            let claims = after.names.get(key);
            let aliases = claims.filter(|(rank, _)| *rank == NameRank::Alias);
            affected.pages.extend(aliases.map(|(_, path)| path.clone()));
        }
        Self::Some(affected)
    }
}

/// Returns the other files that are one with a file on some disks.
fn case_collisions(content: &Content, file: &str) -> Vec<String> {
    let lower = disk_key(file);
    let spelt = content
        .folded
        .get(&lower)
        .map(|spelling| spelling.to_string());
    let plain = content.has_file(&lower).then(|| lower.clone());
    let all = spelt.chain(plain);
    all.filter(|spelling| spelling != file).collect()
}

/// Tells whether links to a page work as before: the same names, the same headings.
fn answers_alike(old: Option<&Arc<SitePage>>, new: Option<&Arc<SitePage>>) -> bool {
    let (Some(old), Some(new)) = (old, new) else {
        return false;
    };
    let headings = |item: &SitePage| -> Vec<(Name, Name)> {
        let headings = item.page.headings.iter();
        headings
            .map(|heading| (heading.id.clone(), heading.text.clone()))
            .collect()
    };
    names_of(&old.page) == names_of(&new.page)
        && old.page.file == new.page.file
        && headings(old) == headings(new)
        && old.page.anchors == new.page.anchors
}

/// Returns the keys of the folders above a page, which exist by their pages.
pub(super) fn folder_keys(path: &PagePath) -> Vec<String> {
    let folders = path
        .ancestors()
        .into_iter()
        .filter(|folder| !folder.is_home());
    folders
        .flat_map(|folder| [path_key(folder.as_str()), fold(folder.as_str())])
        .collect()
}

impl AffectedContent {
    /// Returns the files that are no pages and that these pages link.
    fn linked_files(&self, view: &View<'_>) -> BTreeSet<String> {
        let pages = self.pages.iter().filter_map(|path| view.page(path));
        let links = pages.flat_map(|item| item.page.links.iter().map(move |link| (item, link)));
        links
            .filter_map(|(item, link)| view.checks().attachment_of(item, link))
            .map(str::to_owned)
            .collect()
    }

    /// Returns the problems that an edition has here.
    fn problems(&self, view: &View<'_>) -> Vec<FileProblem> {
        let mut all = Vec::new();
        let mut push = |file: &str, problem: Problem| {
            let file = file.to_owned();
            all.push(FileProblem { file, problem });
        };
        let meant = CorrectionFinder::new(*view);
        for item in self.pages.iter().filter_map(|path| view.page(path)) {
            for problem in view.checks().problems_among(item, &meant) {
                push(&item.page.file, problem);
            }
            for (other, _) in item
                .same_address
                .iter()
                .filter(|(file, _)| !is_readme(file))
            {
                push(other, same_address_problem(item));
            }
        }
        let content = view.content();
        for file in &self.files {
            if let Some(problem) = content.refused.get(file) {
                push(file, problem.clone());
            }
            if let Some(&blob) = content.attachments.get(file) {
                for problem in view.checks().problems_of_file(file, blob) {
                    push(file, problem);
                }
            }
        }
        all.extend(view.files().missing_templates());
        let mut push = |file: &str, problem: Problem| {
            let file = file.to_owned();
            all.push(FileProblem { file, problem });
        };
        if self.files.contains(BIBLIOGRAPHY_FILE) {
            for problem in content.bibliography_problems.iter() {
                push(BIBLIOGRAPHY_FILE, problem.clone());
            }
        }
        all
    }
}

/// Returns a warning for each of the files that no page links.
fn orphans(view: &View<'_>, files: &BTreeSet<String>) -> Vec<FileProblem> {
    let attachments = &view.content().attachments;
    // Of two files that differ in case alone, a link leads to one.
    let is_linked = |file: &str| {
        view.files().linking_file(file).any(|item| {
            let mut links = item.page.links.iter();
            links.any(|link| view.checks().attachment_of(item, link) == Some(file))
        })
    };
    let alone = |file: &&String| {
        attachments.contains_key(*file)
            && !is_table(file)
            && !view.content().vocabulary.is_template(file)
            && meant_as_page(file).is_none()
            && !is_linked(file)
    };
    let warn = |file: &String| FileProblem {
        file: file.clone(),
        problem: orphan(),
    };
    files.iter().filter(alone).map(warn).collect()
}

/// Leaves what was not there before, wherever in the file it stood. A file that is new may have
/// brought its problems along from one that is gone.
fn subtract(
    new: Vec<FileProblem>,
    old: &[FileProblem],
    difference: &ChangedFiles,
) -> Vec<FileProblem> {
    // A problem's name: the file, unless that comes or goes, the sort and the words.
    let key = |entry: &FileProblem, moving: &HashSet<String>| {
        let file = (!moving.contains(&entry.file)).then(|| entry.file.clone());
        (file, entry.problem.kind, entry.problem.message.clone())
    };
    let mut known: HashMap<(Option<String>, ProblemKind, String), usize> = HashMap::new();
    for entry in old {
        *known.entry(key(entry, &difference.removed)).or_insert(0) += 1;
    }
    let mut left = new;
    left.retain(
        |entry| match known.get_mut(&key(entry, &difference.added)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        },
    );
    left
}

//! New problems: what a commit makes worse, at the cost of what it changes.
//!
//! The content of the commit is worked out as the publisher does it, without the search index, and
//! the problems of the pages that could differ are compared with those before. A page can differ
//! when its file changed, or when it names something that changed its name.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::domain::path::{is_readme, meant_as_page};
use crate::domain::vocabulary::VOCABULARY_FILE;
use crate::domain::{Name, PagePath, Position, Problem, ProblemKind, Viewer};
use crate::site::FileProblem;
use crate::site::build::{BIBLIOGRAPHY_FILE, changed_works};
use crate::site::consequences::Consequences;
use crate::site::edition::{
    Content, Edition, Item, NameRank, fold, keys_of, keys_of_file, names_of, path_key,
};
use crate::site::lists::Lists;
use crate::site::problems::{Meant, rivalry};
use crate::site::publisher::PublishError;
use crate::site::view::View;
use crate::store::{Change, Revision, Store};

/// What a commit brings.
pub(super) struct Novelty {
    /// The problems that it has and the edition before it has not, by file and place.
    pub(super) problems: Vec<FileProblem>,
    /// What it changes of who may see what.
    pub(super) consequences: Consequences,
}

/// Compares a commit with the edition before it.
pub(super) fn novelty(
    before: &Edition,
    store: &Arc<Store>,
    after: Revision,
) -> Result<Novelty, PublishError> {
    let changes = store.changes(&before.revision, &after)?;
    let Files { added, removed } = Files::of(&changes);
    let pages: Vec<String> = changes
        .iter()
        .filter(|change| change.after.is_some() && change.path.ends_with(".md"))
        .map(|change| change.path.clone())
        .collect();
    let (content, scope) = next_content(before, store, &after, changes)?;
    let candidate = Edition {
        revision: after,
        store: Arc::clone(store),
        articles: Arc::clone(&before.articles),
        drafts: store.drafts(&after),
        content,
        search: before.search.clone(),
        lists: Lists::default(),
    };
    let (old, new) = (
        before.view(Viewer::Contributor),
        candidate.view(Viewer::Contributor),
    );
    let (old, mut new) = match scope {
        Scope::Everything => (old.problems(), new.problems()),
        Scope::Some(some) => (some.problems(&old), some.problems(&new)),
    };
    new.extend(orphans(&candidate.view(Viewer::Contributor), &added));
    new.sort();
    new.dedup();
    let pages = pages.iter().map(String::as_str);
    Ok(Novelty {
        consequences: Consequences::between(before, &candidate, pages, &added),
        problems: subtract(new, &old, &added, &removed),
    })
}

/// The files that a commit adds and removes.
struct Files {
    added: HashSet<String>,
    removed: HashSet<String>,
}

impl Files {
    fn of(changes: &[Change]) -> Self {
        let only = |wanted: &dyn Fn(&Change) -> bool| {
            let changes = changes.iter().filter(|change| wanted(change));
            changes.map(|change| change.path.clone()).collect()
        };
        Self {
            added: only(&|change| change.before.is_none()),
            removed: only(&|change| change.after.is_none()),
        }
    }
}

/// What may have other problems than before.
enum Scope {
    /// The vocabulary changed: every page may.
    Everything,
    Some(Affected),
}

/// The pages and files that may have other problems than before.
#[derive(Default)]
struct Affected {
    pages: BTreeSet<PagePath>,
    files: BTreeSet<String>,
}

/// Works out the content of a commit and what it may have made worse.
fn next_content(
    before: &Edition,
    store: &Store,
    after: &Revision,
    changes: Vec<Change>,
) -> Result<(Content, Scope), PublishError> {
    let undated = |_: &str| None;
    let quiet = |_, _| ();
    if changes.iter().any(|change| change.path == VOCABULARY_FILE) {
        let added = store.entries(after)?.into_iter().map(|entry| Change {
            path: entry.path.clone(),
            before: None,
            after: Some(entry),
        });
        let mut content = Content::default();
        let work = content.sort(added.collect());
        content.read_tables(store);
        work.weigh(&mut content, store)?;
        work.run(&mut content, store, None, &undated, &quiet)?;
        return Ok((content, Scope::Everything));
    }
    let mut content = before.content.clone();
    let mut affected = Affected {
        files: changes.iter().map(|change| change.path.clone()).collect(),
        ..Affected::default()
    };
    let bibliography = affected.files.contains(BIBLIOGRAPHY_FILE);
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for change in changes
        .iter()
        .filter(|change| !change.path.ends_with(".md"))
    {
        // A file that only has other content answers to the same name.
        if change.before.is_none() || change.after.is_none() {
            keys.extend(keys_of_file(&change.path));
        }
    }
    let work = content.sort(changes);
    let addresses: Vec<PagePath> = work.addresses().cloned().collect();
    work.weigh(&mut content, store)?;
    work.run(&mut content, store, None, &undated, &quiet)?;
    if bibliography {
        content.read_bibliography(store);
        let works = changed_works(&before.content.bibliography, &content.bibliography);
        affected.pages.extend(content.citing(&works));
    }
    for path in addresses {
        let (old, new) = (before.content.pages.get(&path), content.pages.get(&path));
        if !answers_alike(old, new) {
            keys.extend(
                old.into_iter()
                    .chain(new)
                    .flat_map(|item| keys_of(&item.page)),
            );
        }
        if old.is_none() || new.is_none() {
            keys.extend(folder_keys(&path));
        }
        affected.pages.insert(path);
    }
    for key in &keys {
        affected.pages.extend(content.references.get(key).cloned());
        let claims = content.names.get(key);
        let aliases = claims.filter(|(rank, _)| *rank == NameRank::Alias);
        affected.pages.extend(aliases.map(|(_, path)| path.clone()));
    }
    Ok((content, Scope::Some(affected)))
}

/// Tells whether links to a page work as before: the same names, the same headings.
fn answers_alike(old: Option<&Arc<Item>>, new: Option<&Arc<Item>>) -> bool {
    let (Some(old), Some(new)) = (old, new) else {
        return false;
    };
    let headings = |item: &Item| -> Vec<(Name, Name)> {
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
fn folder_keys(path: &PagePath) -> Vec<String> {
    let folders = path
        .ancestors()
        .into_iter()
        .filter(|folder| !folder.is_home());
    folders
        .flat_map(|folder| [path_key(folder.as_str()), fold(folder.as_str())])
        .collect()
}

impl Affected {
    /// Returns the problems that an edition has here.
    fn problems(&self, view: &View<'_>) -> Vec<FileProblem> {
        let mut all = Vec::new();
        let mut push = |file: &str, problem: Problem| {
            let file = file.to_owned();
            all.push(FileProblem { file, problem });
        };
        let meant = Meant::new(*view);
        for item in self.pages.iter().filter_map(|path| view.page(path)) {
            for problem in view.problems_among(item, &meant) {
                push(&item.page.file, problem);
            }
            for (rival, _) in item.rivals.iter().filter(|(file, _)| !is_readme(file)) {
                push(rival, rivalry(item));
            }
        }
        let content = view.content();
        for file in &self.files {
            if let Some(problem) = content.refused.get(file) {
                push(file, problem.clone());
            }
            if let Some(&blob) = content.attachments.get(file) {
                for problem in view.problems_of_file(file, blob) {
                    push(file, problem);
                }
            }
        }
        if self.files.contains(BIBLIOGRAPHY_FILE) {
            for problem in content.bibliography_problems.iter() {
                push(BIBLIOGRAPHY_FILE, problem.clone());
            }
        }
        all
    }
}

/// Returns a warning for each new attachment that no page links.
fn orphans(view: &View<'_>, added: &HashSet<String>) -> Vec<FileProblem> {
    let known = [VOCABULARY_FILE, BIBLIOGRAPHY_FILE];
    let attachments = &view.content().attachments;
    let alone = |file: &&String| {
        attachments.contains_key(*file)
            && !known.contains(&file.as_str())
            && meant_as_page(file).is_none()
            && !view.is_linked(file)
    };
    let warn = |file: &String| FileProblem {
        file: file.clone(),
        problem: Problem::new(
            ProblemKind::OrphanAttachment,
            Position::START,
            "no page links this file",
        ),
    };
    added.iter().filter(alone).map(warn).collect()
}

/// Leaves what was not there before, wherever in the file it stood. A file that is new may have
/// brought its problems along from one that is gone.
fn subtract(
    new: Vec<FileProblem>,
    old: &[FileProblem],
    added: &HashSet<String>,
    removed: &HashSet<String>,
) -> Vec<FileProblem> {
    // A problem's name: the file, unless that comes or goes, the sort and the words.
    let key = |entry: &FileProblem, moving: &HashSet<String>| {
        let file = (!moving.contains(&entry.file)).then(|| entry.file.clone());
        (file, entry.problem.kind, entry.problem.message.clone())
    };
    let mut known: HashMap<(Option<String>, ProblemKind, String), usize> = HashMap::new();
    for entry in old {
        *known.entry(key(entry, removed)).or_insert(0) += 1;
    }
    let mut left = new;
    left.retain(|entry| match known.get_mut(&key(entry, added)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    left
}

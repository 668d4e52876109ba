//! [`CandidateEdition`]: a commit that is understood and not served.
//!
//! It is what a push or a save would make of the site: its content, the problems that it adds, and
//! an edition that can be shown to its author. Nothing changes by one. What was read for it is taken
//! over by the publisher when the commit is served, so that a page is parsed once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::fields::VisibilityHint;
use crate::domain::file_role::VOCABULARY_FILE;
use crate::domain::path::is_page_name;
use crate::domain::{ObjectId, Page, PagePath, ProblemKind, Role, Viewer, Visibility};
use crate::search::{Batch, Index};
use crate::site::FileProblem;
use crate::site::advance::{Advance, Base};
use crate::site::articles::Articles;
use crate::site::consequences::Consequences;
use crate::site::content::Content;
use crate::site::edition::Edition;
use crate::site::error::PublishError;
use crate::site::history::{HistorySlot, KnownVisibilities};
use crate::site::lists::Lists;
use crate::site::new_problems::{ChangedFiles, Scope, new_problems};
use crate::site::rights::beyond;
use crate::site::sink::{ReadPages, Sink};
use crate::store::{Revision, Store};

/// A commit that is understood and not served.
pub struct CandidateEdition {
    before: Arc<Edition>,
    edition: Arc<Edition>,
    difference: ChangedFiles,
    scope: Scope,
    /// For the index; nothing where every page was read.
    read: Option<ReadPages>,
}

/// A page that a commit changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPage {
    /// Its address on the site.
    pub address: String,
    /// Whether it is gone.
    pub removed: bool,
    /// Whom it is for, or was until it went.
    pub circle: Visibility,
}

impl CandidateEdition {
    /// Reads what a commit changes of an edition. `store` is one that has the commit's objects,
    /// which may still lie in a quarantine.
    pub fn new(
        before: Arc<Edition>,
        store: Arc<Store>,
        revision: Revision,
    ) -> Result<Self, PublishError> {
        // What came before the edition came before what builds on it.
        let history = before.history.clone();
        Self::with_history(before, store, revision, history)
    }

    fn with_history(
        before: Arc<Edition>,
        store: Arc<Store>,
        revision: Revision,
        history: HistorySlot,
    ) -> Result<Self, PublishError> {
        let changes = store.changes(&before.revision, &revision)?;
        let difference = ChangedFiles::of(&changes);
        let base = Base {
            revision: before.revision,
            content: before.content.clone(),
            index: None,
        };
        let advance = Advance::since(&store, base, changes, &revision)?;
        let is_whole = advance.is_whole();
        let addresses: Vec<PagePath> = match is_whole {
            true => Vec::new(),
            false => advance.addresses().cloned().collect(),
        };
        let sink = match is_whole {
            true => Sink::Nowhere,
            false => Sink::List(Mutex::default()),
        };
        let (content, _) = advance.read(&store, &sink, &|_, _| ())?;
        let scope = match is_whole {
            true => Scope::Everything,
            false => Scope::of(&before.content, &content, &difference, addresses),
        };
        let read = match sink {
            Sink::List(pages) => Some(pages.into_inner().unwrap_or_else(PoisonError::into_inner)),
            _ => None,
        };
        let edition = Edition {
            revision,
            drafts: store.drafts(&revision),
            store,
            articles: Arc::clone(&before.articles),
            content,
            search: before.search.clone(),
            lists: Lists::default(),
            history,
        };
        Ok(Self {
            before,
            edition: Arc::new(edition),
            difference,
            scope,
            read,
        })
    }

    /// Returns the edition that the commit would become. Only the search still is that of the
    /// edition before.
    pub fn edition(&self) -> &Arc<Edition> {
        &self.edition
    }

    /// Returns the problems that the commit has and the edition before it has not, by file and
    /// place, at the cost of what changes.
    pub fn new_problems(&self) -> Vec<FileProblem> {
        new_problems(&self.before, &self.edition, &self.difference, &self.scope)
    }

    /// Returns the files that the commit changes and that somebody in this role may not change, with
    /// the reason.
    pub(super) fn beyond(&self, role: Role) -> Vec<(&str, &'static str)> {
        let files = self.difference.all.iter().map(String::as_str);
        let judged = files.map(|file| (file, beyond(&self.before, &self.edition, file, role)));
        judged
            .filter_map(|(file, reason)| Some((file, reason?)))
            .collect()
    }

    /// Returns what the commit changes of who may see what.
    pub(super) fn consequences(&self) -> Consequences {
        let files = self.difference.all.iter().map(String::as_str);
        let pages = files.filter(|file| is_page_name(file));
        Consequences::between(&self.before, &self.edition, pages, &self.difference.added)
    }

    /// Returns whom the versions of pages are for that the commit brings, where that is what they say
    /// themselves.
    pub(super) fn circles(&self) -> KnownVisibilities {
        let content = &self.edition.content;
        let facets = &content.vocabulary.facets;
        // A facet can go by a key that hides a page which is read without the vocabulary.
        if facets
            .iter()
            .any(|facet| VisibilityHint::of(&facet.key).is_some())
        {
            return KnownVisibilities::new();
        }
        let pages = self.difference.all.iter();
        let pages = pages.filter_map(|file| Some(&content.page_of_file(file)?.page));
        let is_read = |page: &&Page| {
            let mut problems = page.problems.iter();
            !problems.any(|problem| problem.kind == ProblemKind::Unreadable)
        };
        let read = pages.filter(is_read);
        read.map(|page| (page.blob, page.front.visibility))
            .collect()
    }

    /// Returns the files that the commit changes.
    pub(super) fn files(&self) -> &BTreeSet<String> {
        &self.difference.all
    }

    /// Returns the pages that the commit changes, by address.
    pub fn changed_pages(&self) -> Vec<ChangedPage> {
        let (old, new) = (
            self.before.view(Viewer::Contributor),
            self.edition.view(Viewer::Contributor),
        );
        let mut pages: BTreeMap<PagePath, ChangedPage> = BTreeMap::new();
        for file in &self.difference.all {
            let gone = self.difference.removed.contains(file);
            let known = old.files().known_page(file).map(|page| page.path.clone());
            let Some(path) = known
                .filter(|_| gone)
                .or_else(|| new.files().address_of(file))
            else {
                continue;
            };
            // Of a page that is gone, what it was decides.
            let before = || old.page(&path).map(|item| item.page.front.visibility);
            let now = new.page(&path).map(|item| item.page.front.visibility);
            let page = ChangedPage {
                address: path.address(),
                // A page that moved to `index.md` is not gone.
                removed: now.is_none(),
                circle: now.or_else(before).unwrap_or_default(),
            };
            pages.insert(path, page);
        }
        pages.into_values().collect()
    }

    /// Tells whether the publisher can take over what was read, after an edition.
    pub(super) fn continues(&self, edition: &Arc<Edition>) -> bool {
        Arc::ptr_eq(&self.before, edition) && self.count_read().is_some()
    }

    pub(super) fn revision(&self) -> &Revision {
        &self.edition.revision
    }

    pub(super) fn content(&self) -> &Content {
        &self.edition.content
    }

    /// Puts what was read into the index and returns how many pages that were.
    pub(super) fn write(&self, batch: &Batch<'_>) -> Result<usize, PublishError> {
        if let Some(read) = &self.read {
            read.write(batch, &self.edition.content.bibliography)?;
        }
        Ok(self.count_read().unwrap_or(0))
    }

    fn count_read(&self) -> Option<usize> {
        self.read.as_ref()?.count()
    }
}

impl Edition {
    /// Returns an edition as it was at an earlier commit of its history, but for the search and the
    /// dates of pages. Nothing where there is no such commit, or more than `most` files would have to
    /// be read.
    pub fn at(
        edition: &Arc<Self>,
        commit: ObjectId,
        most: usize,
    ) -> Result<Option<Arc<Self>>, PublishError> {
        let store = &edition.store;
        if !store.history().is_ancestor(commit, edition.revision.id)? {
            return Ok(None);
        }
        let Some(revision) = store.revision(commit)? else {
            return Ok(None);
        };
        let changes = store.changes(&edition.revision, &revision)?;
        // With another vocabulary every page is read.
        let reads_all = changes.iter().any(|change| change.path == VOCABULARY_FILE);
        let pages = if reads_all { edition.page_count() } else { 0 };
        if changes.len() > most || pages > most {
            return Ok(None);
        }
        let (before, store) = (Arc::clone(edition), Arc::clone(store));
        let then = CandidateEdition::with_history(before, store, revision, HistorySlot::default())?;
        Ok(Some(Arc::clone(then.edition())))
    }

    /// Reads a store's tip for its problems only: without a search index and without history.
    pub fn for_check(store: Store) -> Result<Self, PublishError> {
        let tip = store.tip()?;
        let advance = Advance::undated(&store, &tip)?;
        let (content, _) = advance.read(&store, &Sink::Nowhere, &|_, _| ())?;
        Ok(Self {
            revision: tip,
            drafts: store.drafts(&tip),
            store: Arc::new(store),
            articles: Arc::new(Articles::default()),
            content,
            search: Index::open(None)?.snapshot(),
            lists: Lists::default(),
            history: HistorySlot::default(),
        })
    }
}

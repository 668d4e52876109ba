//! [`Advance`]: what a commit changes of what is known, and the one reading of it.
//!
//! The publisher, the check of a push, `concord check` and the preview take the same way from a
//! commit to its [`Content`]. They differ in where the pages go that are read: into the index, into
//! a candidate that keeps them for it, or nowhere.

use std::collections::HashSet;

use crate::domain::file_role::{BIBLIOGRAPHY_FILE, VOCABULARY_FILE};
use crate::domain::{ObjectId, PagePath};
use crate::site::build::everything;
use crate::site::content::Content;
use crate::site::error::{Progress, PublishError};
use crate::site::pending_pages::PendingPages;
use crate::site::sink::Sink;
use crate::store::{EntryChange, LastChange, LastChanges, Revision, Store};

/// The content and the index before a commit is looked at.
#[derive(Clone)]
pub(super) struct Base {
    pub(super) revision: Revision,
    pub(super) content: Content,
    /// The commit of the index, when that is another than the content's.
    pub(super) index: Option<Revision>,
}

/// A commit's content, but for the pages that are still to be read.
pub(super) struct Advance {
    content: Content,
    work: PendingPages,
    dates: Dates,
    is_whole: bool,
}

impl Advance {
    /// Works out what a commit has, from nothing.
    pub(super) fn whole(store: &Store, to: &Revision) -> Result<Self, PublishError> {
        Self::of_everything(store, to, || Dates {
            known: Content::default(),
            history: history(store, None, to),
        })
    }

    /// The same for those who do not ask when a page was changed.
    pub(super) fn undated(store: &Store, to: &Revision) -> Result<Self, PublishError> {
        Self::of_everything(store, to, Dates::default)
    }

    /// Works out what a commit changes: `changes` are those since the base.
    pub(super) fn since(
        store: &Store,
        base: Base,
        changes: Vec<EntryChange>,
        to: &Revision,
    ) -> Result<Self, PublishError> {
        let is_vocabulary = |change: &EntryChange| change.path == VOCABULARY_FILE;
        // Pages that the index lacks although the content has them are read once more.
        let mut behind = match &base.index {
            Some(index) => store.changes(index, to)?,
            None => Vec::new(),
        };
        if changes.iter().chain(&behind).any(is_vocabulary) {
            return Self::of_everything(store, to, || Dates {
                history: history(store, Some(base.revision.id), to),
                known: base.content,
            });
        }
        if !behind.is_empty() {
            let known: HashSet<&str> = changes.iter().map(|change| change.path.as_str()).collect();
            behind.retain(|change| !known.contains(change.path.as_str()));
        }
        let bibliography = changes
            .iter()
            .any(|change| change.path == BIBLIOGRAPHY_FILE);
        let known = base.content.clone();
        let mut content = base.content;
        let mut work = content.sort(changes);
        for change in behind {
            for path in PagePath::claimed_by(&change.path) {
                work.reindex(&content, &path);
            }
        }
        if bibliography {
            content.read_bibliography(store);
            for path in content.citing_changed(&known.bibliography) {
                work.touch(&content, &path);
            }
        }
        let history = history(store, Some(base.revision.id), to);
        for path in history.keys().flat_map(|file| PagePath::claimed_by(file)) {
            work.touch(&content, &path);
        }
        let dates = Dates { known, history };
        Self::weigh(store, content, work, dates, to).map(|advance| Self {
            is_whole: false,
            ..advance
        })
    }

    fn of_everything(
        store: &Store,
        to: &Revision,
        dates: impl FnOnce() -> Dates + Send,
    ) -> Result<Self, PublishError> {
        // The history comes out of another process while the pages are being listed.
        let (dates, read) = rayon::join(dates, || everything(store, to));
        let (content, work) = read?;
        Self::weigh(store, content, work, dates, to)
    }

    fn weigh(
        store: &Store,
        mut content: Content,
        work: PendingPages,
        mut dates: Dates,
        to: &Revision,
    ) -> Result<Self, PublishError> {
        work.weigh(&mut content, store)?;
        if work.changes_winner(&dates.known) {
            dates.history = history(store, None, to);
        }
        Ok(Self {
            content,
            work,
            dates,
            is_whole: true,
        })
    }

    /// Tells whether every page is read, so that nothing of the index before is of use.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Returns the addresses of the pages to read.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &PagePath> {
        self.work.addresses()
    }

    /// Reads the pages and returns the content of the commit, and how many they were.
    pub(super) fn read(
        self,
        store: &Store,
        sink: &Sink<'_>,
        progress: &Progress<'_>,
    ) -> Result<(Content, usize), PublishError> {
        let Self {
            mut content,
            work,
            dates,
            ..
        } = self;
        let last_change = |file: &str| dates.last_change(file);
        let read = work.run(&mut content, store, sink, &last_change, progress)?;
        Ok((content, read))
    }
}

/// The last changes of files.
#[derive(Default)]
struct Dates {
    /// The content before, with its last changes.
    known: Content,
    /// The last changes in the commits since.
    history: LastChanges,
}

impl Dates {
    fn last_change(&self, file: &str) -> Option<LastChange> {
        let known = self.known.page_of_file(file);
        let known = known.and_then(|item| item.changed.as_ref());
        match (self.history.get(file), known) {
            (Some(new), Some(known)) if known.is_after(new) => Some(known.clone()),
            (new, known) => new.or(known).cloned(),
        }
    }
}

/// Reads the history since a commit. Without it pages are shown all the same, undated.
fn history(store: &Store, from: Option<ObjectId>, to: &Revision) -> LastChanges {
    store.history().last_changes(from, to.id).unwrap_or_else(|error| {
        tracing::warn!(%error, "cannot read the history: pages are shown without their last change");
        LastChanges::new()
    })
}

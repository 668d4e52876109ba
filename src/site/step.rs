//! One step from what is known to the branch's tip: what has to be read, and the index after it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::vocabulary::VOCABULARY_FILE;
use crate::domain::{ObjectId, PagePath};
use crate::search::{Index, SearchError};
use crate::site::articles::Articles;
use crate::site::build::{BIBLIOGRAPHY_FILE, Work, changed_works, everything};
use crate::site::edition::{Content, Edition};
use crate::site::kept_index::KeptIndex;
use crate::site::lists::Lists;
use crate::site::publisher::{Progress, PublishError};
use crate::store::{LastChange, LastChanges, Revision, Store, StoreError};

/// What a step starts from.
#[derive(Clone)]
pub(super) struct Base {
    pub(super) revision: Revision,
    pub(super) content: Content,
    /// Where the index stands, when that is another commit than the content's.
    pub(super) index: Option<Revision>,
}

/// Makes the edition of a revision, from nothing where what is known is of no use, and without the
/// index's folder where that is of no use.
pub(super) fn make(
    store: &Arc<Store>,
    articles: &Arc<Articles>,
    kept: &mut KeptIndex,
    tip: Revision,
    mut base: Option<Base>,
    progress: &Progress<'_>,
) -> Result<(Edition, usize), PublishError> {
    let mut failures = 0;
    loop {
        let incremental = base.is_some();
        let step = Step {
            store,
            index: kept.index(),
            articles,
            tip,
        };
        let error: SearchError = match step.run(base.take(), progress) {
            Err(PublishError::Search(error)) => error,
            // What is too much is too much from nothing, too.
            Err(error @ PublishError::Store(StoreError::OverBudget(_))) => return Err(error),
            // Objects of the edition before may be gone; what matters are those of the tip.
            Err(PublishError::Store(_)) if incremental => {
                store.forget_handles();
                continue;
            }
            made => return made,
        };
        match failures {
            0 => kept.start_anew(error)?,
            1 => kept.go_on_in_memory(error)?,
            _ => return Err(error.into()),
        }
        failures += 1;
    }
}

/// One step from what is known to the tip.
pub(super) struct Step<'s> {
    pub(super) store: &'s Arc<Store>,
    pub(super) index: &'s Index,
    pub(super) articles: &'s Arc<Articles>,
    pub(super) tip: Revision,
}

impl Step<'_> {
    pub(super) fn run(
        &self,
        base: Option<Base>,
        progress: &Progress<'_>,
    ) -> Result<(Edition, usize), PublishError> {
        let pages = match base {
            Some(base) => match self.increment(base, progress)? {
                Some(done) => done,
                None => self.rebuild(progress)?,
            },
            None => self.rebuild(progress)?,
        };
        let (content, pages_read) = pages;
        let edition = Edition {
            revision: self.tip,
            drafts: self.store.drafts(&self.tip),
            store: Arc::clone(self.store),
            articles: Arc::clone(self.articles),
            search: self.index.snapshot_with(&content.vocabulary),
            content,
            lists: Lists::default(),
        };
        Ok((edition, pages_read))
    }

    /// Reads everything.
    fn rebuild(&self, progress: &Progress<'_>) -> Result<(Content, usize), PublishError> {
        let (tip, store) = (self.tip, self.store);
        // The history comes out of another process while the pages are being listed.
        let (history, read) = rayon::join(|| self.history(None), || everything(store, &tip));
        let (mut content, work) = read?;
        work.weigh(&mut content, store)?;
        // Not before it is known that there will be an edition to fill it.
        self.index.clear()?;
        self.finish(content, work, &history, progress)
    }

    /// Reads what changed; `None` where that is everything.
    fn increment(
        &self,
        base: Base,
        progress: &Progress<'_>,
    ) -> Result<Option<(Content, usize)>, PublishError> {
        let Base {
            revision,
            mut content,
            index,
        } = base;
        if index.is_none() && revision.id == self.tip.id {
            return Ok(Some((content, 0)));
        }
        let mut changes = self.store.changes(&revision, &self.tip)?;
        if changes.iter().any(|change| change.path == VOCABULARY_FILE) {
            return Ok(None);
        }
        let bibliography = changes
            .iter()
            .any(|change| change.path == BIBLIOGRAPHY_FILE);
        // Pages that the index lacks although the content has them are read once more.
        let mut behind = Vec::new();
        if let Some(index) = index {
            behind = self.store.changes(&index, &self.tip)?;
            if behind.iter().any(|change| change.path == VOCABULARY_FILE) {
                return Ok(None);
            }
        }
        behind.retain(|change| changes.iter().all(|known| known.path != change.path));
        changes.retain(|change| change.before != change.after);
        let history = self.history(Some(revision.id));
        let before = Arc::clone(&content.bibliography);
        let mut work = content.sort(changes);
        for change in behind {
            for path in PagePath::claimed_by(&change.path) {
                work.reindex(&content, &path);
            }
        }
        if bibliography {
            content.read_bibliography(self.store);
            let keys: BTreeSet<String> = changed_works(&before, &content.bibliography);
            for path in content.citing(&keys) {
                work.touch(&content, &path);
            }
        }
        for path in history.keys().flat_map(|file| PagePath::claimed_by(file)) {
            work.touch(&content, &path);
        }
        work.weigh(&mut content, self.store)?;
        self.finish(content, work, &history, progress).map(Some)
    }

    fn finish(
        &self,
        mut content: Content,
        work: Work,
        history: &LastChanges,
        progress: &Progress<'_>,
    ) -> Result<(Content, usize), PublishError> {
        let before = content.clone();
        let whole = work.promotes(&before).then(|| self.history(None));
        let history = whole.as_ref().unwrap_or(history);
        let last_change = |file: &str| -> Option<LastChange> {
            let known = || {
                let item = before.page_of_file(file)?;
                item.changed.as_ref()
            };
            match (history.get(file), known()) {
                (Some(new), Some(known)) if known.is_after(new) => Some(known.clone()),
                (new, known) => new.or(known).cloned(),
            }
        };
        let batch = self.index.begin()?;
        let read = work.run(
            &mut content,
            self.store,
            Some(&batch),
            &last_change,
            progress,
        )?;
        batch.commit(self.tip.id)?;
        Ok((content, read))
    }

    /// Reads the history since a commit. Without it pages are shown all the same, undated.
    fn history(&self, from: Option<ObjectId>) -> LastChanges {
        self.store.last_changes(from, self.tip.id).unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot read the history: pages are shown without their last change");
            LastChanges::new()
        })
    }
}

//! One step to the branch's tip: the pages read, the index after them, and the edition of both.

use std::sync::Arc;

use crate::search::{Index, SearchError};
use crate::site::advance::{Advance, Base};
use crate::site::articles::Articles;
use crate::site::candidate::CandidateEdition;
use crate::site::content::Content;
use crate::site::edition::Edition;
use crate::site::error::{Progress, PublishError};
use crate::site::history::HistorySlot;
use crate::site::kept_index::KeptIndex;
use crate::site::lists::Lists;
use crate::site::sink::Sink;
use crate::store::{Revision, Store, StoreError};

/// The start of a step.
pub(super) enum Start<'c> {
    /// Nothing that is known is of use.
    Nothing,
    /// The content and the index of an earlier commit.
    Base(Box<Base>),
    /// The pages that were read of the tip when it was a candidate for it.
    Candidate(&'c CandidateEdition),
}

/// Makes the edition of a revision, from nothing where what is known is of no use, and without the
/// index's folder where that is of no use.
pub(super) fn make(
    store: &Arc<Store>,
    articles: &Arc<Articles>,
    kept: &mut KeptIndex,
    tip: Revision,
    mut start: Start<'_>,
    progress: &Progress<'_>,
) -> Result<(Edition, usize), PublishError> {
    let mut failures = 0;
    loop {
        let incremental = !matches!(start, Start::Nothing);
        let step = EditionStep {
            store,
            index: kept.index(),
            articles,
            tip,
        };
        let start = std::mem::replace(&mut start, Start::Nothing);
        let error: SearchError = match step.run(start, progress) {
            Err(PublishError::Search(error)) => error,
            // What is too much is too much from nothing, too.
            Err(error @ PublishError::Store(StoreError::OverBudget(_))) => return Err(error),
            // Objects of the edition before may be gone; what matters are those of the tip.
            Err(PublishError::Store(_)) if incremental => {
                store.objects().forget();
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
pub(super) struct EditionStep<'s> {
    pub(super) store: &'s Arc<Store>,
    pub(super) index: &'s Index,
    pub(super) articles: &'s Arc<Articles>,
    pub(super) tip: Revision,
}

impl EditionStep<'_> {
    /// Returns the edition, and how many pages were read for it.
    pub(super) fn run(
        &self,
        start: Start<'_>,
        progress: &Progress<'_>,
    ) -> Result<(Edition, usize), PublishError> {
        let (content, pages_read) = match start {
            Start::Base(base) if base.index.is_none() && base.revision.id == self.tip.id => {
                (base.content, 0)
            }
            Start::Base(base) => {
                let changes = self.store.changes(&base.revision, &self.tip)?;
                let advance = Advance::since(self.store, *base, changes, &self.tip)?;
                self.read(advance, progress)?
            }
            Start::Candidate(candidate) => {
                let batch = self.index.begin()?;
                let pages_read = candidate.write(&batch)?;
                batch.commit(self.tip.id)?;
                (candidate.content().clone(), pages_read)
            }
            Start::Nothing => self.read(Advance::whole(self.store, &self.tip)?, progress)?,
        };
        let edition = Edition {
            revision: self.tip,
            drafts: self.store.drafts(&self.tip),
            store: Arc::clone(self.store),
            articles: Arc::clone(self.articles),
            search: self.index.snapshot_with(&content.vocabulary),
            content,
            lists: Lists::default(),
            history: HistorySlot::default(),
        };
        Ok((edition, pages_read))
    }

    fn read(
        &self,
        advance: Advance,
        progress: &Progress<'_>,
    ) -> Result<(Content, usize), PublishError> {
        if advance.is_whole() {
            self.index.clear()?;
        }
        let batch = self.index.begin()?;
        let read = advance.read(self.store, &Sink::Index(&batch), progress)?;
        batch.commit(self.tip.id)?;
        Ok(read)
    }
}

//! [`SiteWriter`]: how the branch moves to what somebody wrote, whichever door it came through.
//!
//! 1. *Check*: the commit is understood as a [`CandidateEdition`]; what it would make worse refuses it.
//! 2. *Durable*: its objects are on the disk.
//! 3. *Upstream*: where there is one, it takes the commit first.
//! 4. *Move*: the branch moves to the commit. For a push git does this itself.
//! 5. *Serve*: the publisher takes over what was read.
//!
//! [`SiteWriter::save`] does all five, for all saves at once that wait for it (`saving.rs`). A push comes
//! in two halves, because git moves the branch between them: [`SiteWriter::check_push`] does the first
//! three, [`SiteWriter::serve`] the last; it takes what only the first half gives. A [`Refusal`] says what
//! is in the way; each door words it for its readers.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use crate::domain::{ObjectId, Role};
use crate::site::candidate::{CandidateEdition, ChangedPage};
use crate::site::edition::Edition;
use crate::site::push::{PushRules, Update, check};
use crate::site::push_report::PushReport;
use crate::site::refusal::Refusal;
use crate::site::saves::Saves;
use crate::site::tally::Tally;
use crate::site::{PublishError, Publisher};
use crate::store::{OfferAnswer, Revision, Store, StoreError, Upstream};

/// The number of commits of a push that are asked who wrote them.
const MOST_AUTHORS: usize = 1000;

/// Writes to the site.
pub struct SiteWriter {
    publisher: Arc<Publisher>,
    upstream: Option<Arc<Upstream>>,
    rules: PushRules,
    /// The saves that wait for each other.
    pub(super) saves: Saves,
    pub(super) saved: Tally,
    pushes: Tally,
}

/// A commit that was checked, is on the disk and was taken by the upstream: the branch may move to it.
pub struct ReadyUpdate {
    candidate: Option<CandidateEdition>,
    /// The report on it, with its warnings.
    pub verdict: PushReport,
    /// The folders, below that of all objects, into which a push puts its own.
    pub folders: Vec<OsString>,
    /// The addresses for mail of whoever wrote the commits of a push.
    pub authors: BTreeSet<String>,
}

impl ReadyUpdate {
    /// Returns the files of the content that it changes.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &str> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        let files = self
            .candidate
            .as_ref()
            .map_or(&NONE, CandidateEdition::files);
        files.iter().map(String::as_str)
    }
}

impl SiteWriter {
    /// Returns the one that writes to what a publisher serves.
    pub fn new(
        publisher: Arc<Publisher>,
        upstream: Option<Arc<Upstream>>,
        rules: PushRules,
    ) -> Self {
        Self {
            publisher,
            upstream,
            rules,
            saves: Saves::default(),
            saved: Tally::default(),
            pushes: Tally::default(),
        }
    }

    /// Returns how many saves wait for their turn.
    pub fn waiting(&self) -> usize {
        self.saves.waiting()
    }

    /// Returns how many saves became a commit, and how many were refused.
    pub fn saved(&self) -> &Tally {
        &self.saved
    }

    /// Returns how many pushes were found right, and how many were refused.
    pub fn pushes(&self) -> &Tally {
        &self.pushes
    }

    /// Returns what a push may do.
    pub fn rules(&self) -> &PushRules {
        &self.rules
    }

    /// Returns the publisher.
    pub fn publisher(&self) -> &Arc<Publisher> {
        &self.publisher
    }

    /// Checks a push whose objects lie in a quarantine, puts them on the disk and has the upstream
    /// take what the content's branch shall move to.
    pub fn check_push(
        &self,
        updates: &[Update],
        quarantine: Option<&Path>,
        role: Role,
    ) -> Result<ReadyUpdate, Refusal> {
        let checked = self.check_updates(updates, quarantine, role);
        self.pushes.count(&checked);
        checked
    }

    fn check_updates(
        &self,
        updates: &[Update],
        quarantine: Option<&Path>,
        role: Role,
    ) -> Result<ReadyUpdate, Refusal> {
        let store = Arc::new(self.publisher.store().with_quarantine(quarantine)?);
        let mut ready = ReadyUpdate {
            candidate: None,
            verdict: PushReport::default(),
            folders: Vec::new(),
            authors: BTreeSet::new(),
        };
        let mut next = None;
        for update in updates {
            let read = |old: Option<ObjectId>, new: Revision| {
                CandidateEdition::new(self.edition_at(&store, old)?, Arc::clone(&store), new)
            };
            let verdict = &mut ready.verdict;
            if let Some(candidate) = check(&store, &self.rules, role, update, &read, verdict)? {
                ready.candidate = Some(candidate);
                next = update.old.zip(update.new);
            }
            if let Some(tip) = update.new.filter(|_| !ready.verdict.is_refused()) {
                ready
                    .authors
                    .append(&mut store.incoming().new_authors(tip, MOST_AUTHORS)?);
            }
        }
        if ready.verdict.is_refused() {
            return Err(Refusal::Push(ready.verdict));
        }
        if let Some(quarantine) = quarantine {
            let synced = store.git().sync_quarantine(quarantine);
            ready.folders = synced.map_err(Refusal::Disk)?;
        }
        if let Some((old, new)) = next {
            self.offer(old, new, quarantine)?;
        }
        Ok(ready)
    }

    /// Serves what was checked, once the branch has moved to it, and returns the pages that it
    /// changed.
    pub fn serve(&self, ready: &ReadyUpdate) -> Result<Vec<ChangedPage>, PublishError> {
        match &ready.candidate {
            Some(candidate) => {
                self.publisher.accept(candidate)?;
                Ok(candidate.changed_pages())
            }
            None => Ok(Vec::new()),
        }
    }

    /// Returns the edition that a commit has, or would have: one that came another way may not be
    /// served yet. Nothing is served by the question.
    pub(super) fn edition_at(
        &self,
        store: &Arc<Store>,
        commit: Option<ObjectId>,
    ) -> Result<Arc<Edition>, PublishError> {
        let edition = self.publisher.edition();
        let Some(commit) = commit.filter(|commit| *commit != edition.revision.id) else {
            return Ok(edition);
        };
        let Some(revision) = store.revision(commit)? else {
            return Ok(edition);
        };
        match CandidateEdition::new(Arc::clone(&edition), Arc::clone(store), revision) {
            Ok(candidate) => Ok(Arc::clone(candidate.edition())),
            // What cannot be served can still be mended.
            Err(PublishError::Store(StoreError::OverBudget(_))) => Ok(edition),
            Err(error) => Err(error),
        }
    }

    /// Gives the upstream what the content's branch shall move to. Last of all: what it has taken
    /// cannot be taken back.
    pub(super) fn offer(
        &self,
        old: ObjectId,
        new: ObjectId,
        quarantine: Option<&Path>,
    ) -> Result<(), Refusal> {
        let Some(upstream) = &self.upstream else {
            return Ok(());
        };
        match upstream.offer(new, old, quarantine) {
            OfferAnswer::Accepted => Ok(()),
            OfferAnswer::Moved => Err(Refusal::UpstreamMoved),
            OfferAnswer::Refused(reason) => Err(Refusal::UpstreamRefused(reason)),
            OfferAnswer::Unreachable(reason) => {
                tracing::warn!(
                    reason,
                    "nothing was changed: the upstream cannot be reached"
                );
                Err(Refusal::UpstreamUnreachable)
            }
        }
    }
}

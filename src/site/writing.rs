//! [`Writer`]: how the branch moves to what somebody wrote, whichever door it came through.
//!
//! 1. *Check*: the commit is understood as a [`Candidate`]; what it would make worse refuses it.
//! 2. *Durable*: its objects are on the disk.
//! 3. *Upstream*: where there is one, it takes the commit first.
//! 4. *Move*: the branch moves to the commit. For a push git does this itself.
//! 5. *Serve*: the publisher takes over what was read.
//!
//! [`Writer::save`] does all five. A push comes in two halves, because git moves the branch between
//! them: [`Writer::check_push`] does the first three, [`Writer::serve`] the last; it takes what only
//! the first half gives. A [`Refusal`] says what is in the way; each door words it for its readers.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::domain::problem::Severity;
use crate::domain::{ObjectId, Position, Problem, ProblemKind, Role};
use crate::site::candidate::{Candidate, ChangedPage};
use crate::site::edition::Edition;
use crate::site::entries::problem_of_size;
use crate::site::push::{PushRules, Update, Verdict, check};
use crate::site::{FileProblem, PublishError, Publisher};
use crate::store::{
    Acceptance, CommitError, Conflict, FileChange, NewCommit, Offer, Revision, Saved, Store,
    StoreError, Upstream,
};

/// How many commits of a push are asked who wrote them.
const MOST_AUTHORS: usize = 1000;

/// Writes to the site.
pub struct Writer {
    publisher: Arc<Publisher>,
    upstream: Option<Arc<Upstream>>,
    rules: PushRules,
}

/// What was checked, is on the disk and was taken by the upstream: the branch may move to it.
pub struct Ready {
    candidate: Option<Candidate>,
    /// What is worth a look in it.
    pub verdict: Verdict,
    /// The folders, below that of all objects, into which a push puts its own.
    pub folders: Vec<OsString>,
    /// The addresses for mail of whoever wrote the commits of a push.
    pub authors: BTreeSet<String>,
}

impl Ready {
    fn of(candidate: Candidate) -> Self {
        Self {
            candidate: Some(candidate),
            verdict: Verdict::default(),
            folders: Vec::new(),
            authors: BTreeSet::new(),
        }
    }

    /// Returns the files of the content that it changes.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &str> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        let files = self.candidate.as_ref().map_or(&NONE, Candidate::files);
        files.iter().map(String::as_str)
    }
}

/// Why nothing was changed.
#[derive(Debug)]
pub enum Refusal {
    /// What a push must not bring, line by line.
    Push(Verdict),
    /// The files that whoever saves may not change, each with the reason.
    NotAllowed(Vec<(String, &'static str)>),
    /// The errors that the content would have after a save.
    Problems(Vec<FileProblem>),
    /// Somebody else has changed the same.
    Conflict {
        /// The commit of the branch that a save excludes.
        tip: ObjectId,
        /// The files.
        files: Vec<Conflict>,
    },
    /// The content's folder would be gone, and the site with it.
    NoFolder,
    /// The commit cannot be made.
    Commit(CommitError),
    /// The upstream has other commits, which the branch has by now too.
    UpstreamMoved,
    /// The upstream does not want it, for this reason.
    UpstreamRefused(String),
    /// The upstream cannot be reached; the log says why.
    UpstreamUnreachable,
    /// It cannot be put on the disk.
    Disk(io::Error),
    /// It cannot be checked.
    Unchecked(PublishError),
}

impl From<PublishError> for Refusal {
    fn from(error: PublishError) -> Self {
        Self::Unchecked(error)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Unchecked(error.into())
    }
}

impl From<CommitError> for Refusal {
    fn from(error: CommitError) -> Self {
        Self::Commit(error)
    }
}

/// What was saved.
#[derive(Debug)]
pub struct Written {
    /// The commit that the branch is at, or was before others went on.
    pub commit: ObjectId,
    /// The pages that it changed.
    pub pages: Vec<ChangedPage>,
    /// The warnings that the content has since.
    pub warnings: Vec<FileProblem>,
    /// What it changes of who may see what, line by line.
    pub consequences: Vec<String>,
}

impl Writer {
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
        }
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
    ) -> Result<Ready, Refusal> {
        let store = Arc::new(self.publisher.store().with_quarantine(quarantine)?);
        let mut ready = Ready {
            candidate: None,
            verdict: Verdict::default(),
            folders: Vec::new(),
            authors: BTreeSet::new(),
        };
        let mut next = None;
        for update in updates {
            let read = |old: Option<ObjectId>, new: Revision| {
                Candidate::new(self.edition_at(&store, old)?, Arc::clone(&store), new)
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
    pub fn serve(&self, ready: &Ready) -> Result<Vec<ChangedPage>, PublishError> {
        match &ready.candidate {
            Some(candidate) => {
                self.publisher.accept(candidate)?;
                Ok(candidate.changed_pages())
            }
            None => Ok(Vec::new()),
        }
    }

    /// Makes a commit, moves the branch to it and serves it. Where somebody else was faster, what
    /// they did is merged with it and the result is checked as well. `role` is that of whoever saves.
    pub fn save(&self, new: &NewCommit, role: Role) -> Result<Written, Refusal> {
        self.check_sizes(new)?;
        let store = self.publisher.store();
        let mut checked: Option<(ObjectId, Ready, Vec<FileProblem>)> = None;
        let saved = store.writer().commit_changes(new, |on, commit| {
            let (candidate, warnings) = self.check_save(on, commit, role)?;
            let offered = match on == Revision::unborn().id {
                true => Ok(()),
                false => self.offer(on, commit, None),
            };
            match offered {
                Err(Refusal::UpstreamMoved) => return Ok(Acceptance::Again),
                offered => offered?,
            }
            checked = Some((commit, Ready::of(candidate), warnings));
            Ok(Acceptance::Move)
        });
        let is_there = |commit: ObjectId| -> Result<bool, StoreError> {
            store.history().is_ancestor(commit, store.tip()?.id)
        };
        match saved {
            Ok(Saved::Commit(_)) => {}
            Ok(Saved::Conflict { tip, files }) => return Err(Refusal::Conflict { tip, files }),
            // The upstream took it before others moved the branch here; both are merged by now.
            Err(Refusal::Commit(CommitError::Nothing))
                if let Some((commit, ..)) = &checked
                    && is_there(*commit)? => {}
            Err(refusal) => return Err(refusal),
        }
        let Some((commit, ready, warnings)) = checked else {
            return Err(CommitError::Nothing.into());
        };
        let candidate = ready.candidate.as_ref();
        Ok(Written {
            commit,
            pages: self.serve(&ready)?,
            warnings,
            consequences: candidate
                .map_or_else(Vec::new, |candidate| candidate.consequences().lines("")),
        })
    }

    /// Refuses files that a push could not bring either.
    fn check_sizes(&self, new: &NewCommit) -> Result<(), Refusal> {
        let too_large = new.changes.iter().filter_map(|change| match change {
            FileChange::Write { file, bytes } => {
                let message = problem_of_size(bytes.len() as u64, self.rules.file_limit)?;
                let problem = Problem::new(ProblemKind::TooLarge, Position::START, message);
                let file = file.clone();
                Some(FileProblem { file, problem })
            }
            FileChange::Move { .. } | FileChange::Remove { .. } => None,
        });
        let too_large: Vec<FileProblem> = too_large.collect();
        match too_large.is_empty() {
            true => Ok(()),
            false => Err(Refusal::Problems(too_large)),
        }
    }

    /// Reads what a commit makes of the site and returns it with its new warnings; new errors refuse
    /// it.
    fn check_save(
        &self,
        on: ObjectId,
        commit: ObjectId,
        role: Role,
    ) -> Result<(Candidate, Vec<FileProblem>), Refusal> {
        let store = self.publisher.store();
        let Some(revision) = store.revision(commit)? else {
            return Err(Refusal::NoFolder);
        };
        let known = Some(on).filter(|on| *on != Revision::unborn().id);
        let before = self.edition_at(store, known)?;
        let candidate = Candidate::new(before, Arc::clone(store), revision)?;
        let beyond = candidate.beyond(role);
        if !beyond.is_empty() {
            let named = beyond.into_iter().map(|(file, why)| (file.to_owned(), why));
            return Err(Refusal::NotAllowed(named.collect()));
        }
        let is_error = |entry: &FileProblem| entry.problem.kind.severity() == Severity::Error;
        let (errors, warnings): (Vec<_>, Vec<_>) =
            candidate.new_problems().into_iter().partition(is_error);
        match errors.is_empty() {
            true => Ok((candidate, warnings)),
            false => Err(Refusal::Problems(errors)),
        }
    }

    /// Returns the edition that a commit has, or would have: one that came another way may not be
    /// served yet. Nothing is served by the question.
    fn edition_at(
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
        match Candidate::new(Arc::clone(&edition), Arc::clone(store), revision) {
            Ok(candidate) => Ok(Arc::new(candidate.into_edition())),
            // What cannot be served can still be mended.
            Err(PublishError::Store(StoreError::OverBudget(_))) => Ok(edition),
            Err(error) => Err(error),
        }
    }

    /// Gives the upstream what the content's branch shall move to. Last of all: what it has taken
    /// cannot be taken back.
    fn offer(
        &self,
        old: ObjectId,
        new: ObjectId,
        quarantine: Option<&Path>,
    ) -> Result<(), Refusal> {
        let Some(upstream) = &self.upstream else {
            return Ok(());
        };
        match upstream.offer(new, old, quarantine) {
            Offer::Accepted => Ok(()),
            Offer::Moved => Err(Refusal::UpstreamMoved),
            Offer::Refused(reason) => Err(Refusal::UpstreamRefused(reason)),
            Offer::Unreachable(reason) => {
                tracing::warn!(
                    reason,
                    "nothing was changed: the upstream cannot be reached"
                );
                Err(Refusal::UpstreamUnreachable)
            }
        }
    }
}

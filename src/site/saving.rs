//! [`SiteWriter::save`]: commits made here, put on the branch in turns.
//!
//! What a save waits for most is the disk, and it takes as long for one as for many. So those that
//! come while another is under way wait, and whoever's turn is next takes all of them along: each is
//! made on top of the one before, in one quarantine, and checked alone, so that one that is refused
//! costs the others nothing. Then all of them go to the disk, to the upstream and to the branch
//! at once, and are served as one edition. Where that cannot be, each is tried alone: what is in the
//! way of one is not told to another.

use std::sync::Arc;

use crate::domain::problem::Severity;
use crate::domain::{ObjectId, Position, Problem, ProblemKind, Role};
use crate::site::FileProblem;
use crate::site::candidate::CandidateEdition;
use crate::site::edition::Edition;
use crate::site::entries::problem_of_size;
use crate::site::refusal::{Refusal, SavedCommit};
use crate::site::saves::{Answer, Save};
use crate::site::writing::SiteWriter;
use crate::store::{
    BranchMove, CommitError, FileChange, NewCommit, Quarantine, RebaseOutcome, Revision, Store,
    StoreError, pause,
};

/// The number of times that saves are made anew because somebody else moved the branch.
const ATTEMPTS: u32 = 40;
/// The message in the branch's log of commits made here.
const WHY: &str = "concord: commit";

impl SiteWriter {
    /// Makes a commit, moves the branch to it and serves it. Where somebody else was faster, what
    /// they did is merged with it and the result is checked as well. `role` is that of whoever saves.
    /// Blocks, also while others save.
    pub fn save(&self, new: NewCommit, role: Role) -> Result<SavedCommit, Refusal> {
        let saved = self.save_in_turn(new, role);
        self.saved.count(&saved);
        saved
    }

    fn save_in_turn(&self, new: NewCommit, role: Role) -> Result<SavedCommit, Refusal> {
        self.check_sizes(&new)?;
        let save = self.saves.wait(new, role);
        let _turn = self.saves.turn();
        loop {
            if let Some(answer) = save.take_answer() {
                return answer;
            }
            let mut together = self.saves.next();
            if together.is_empty() {
                // Somebody else's turn broke off with it.
                together.push(Arc::clone(&save));
            }
            self.save_together(&together);
        }
    }

    /// Answers each of some saves.
    fn save_together(&self, saves: &[Arc<Save>]) {
        match self.try_together(saves) {
            Ok(answers) => {
                for (save, answer) in saves.iter().zip(answers) {
                    save.answer(answer);
                }
            }
            Err(Refusal::UpstreamUnreachable) => {
                for save in saves {
                    save.answer(Err(Refusal::UpstreamUnreachable));
                }
            }
            Err(refusal) => match saves {
                [save] => save.answer(Err(refusal)),
                saves => saves
                    .iter()
                    .for_each(|save| self.save_together(std::slice::from_ref(save))),
            },
        }
    }

    /// Puts saves on the branch; what is in the way of all of them is the error.
    fn try_together(&self, saves: &[Arc<Save>]) -> Result<Vec<Answer>, Refusal> {
        let store = self.publisher().store();
        let mut before: Vec<Answer> = Vec::new();
        for attempt in 0..ATTEMPTS {
            let tip = store.writer().tip_if_any()?;
            let quarantine = store.quarantine()?;
            let mut line = self.line_on(tip, &quarantine)?;
            let answers: Vec<Answer> = saves.iter().map(|save| line.add(save)).collect();
            let answers = already_there(answers, before, store, tip)?;
            let Some(last) = line.last else {
                return Ok(answers);
            };
            quarantine.keep()?;
            let commit = last.revision().id;
            match tip == Revision::unborn().id {
                true => {}
                false => match self.offer(tip, commit, None) {
                    Err(Refusal::UpstreamMoved) => {
                        before = answers;
                        continue;
                    }
                    offered => offered?,
                },
            }
            match store.writer().advance(tip, commit, WHY)? {
                BranchMove::Moved => {
                    self.serve_saved(&last);
                    return Ok(answers);
                }
                BranchMove::Blocked(reason) => return Err(CommitError::Blocked(reason).into()),
                // Somebody is about to move it.
                BranchMove::Overtaken(now) if now == tip => std::thread::sleep(pause(attempt)),
                BranchMove::Overtaken(_) => {}
            }
            before = answers;
        }
        Err(CommitError::Overtaken.into())
    }

    /// Begins a line of commits at the tip of the branch.
    fn line_on(&self, tip: ObjectId, quarantine: &Quarantine) -> Result<CommitChain, Refusal> {
        let store = Arc::clone(quarantine.store());
        let known = Some(tip).filter(|tip| *tip != Revision::unborn().id);
        Ok(CommitChain {
            edition: self.edition_at(self.publisher().store(), known)?,
            store,
            tip,
            last: None,
        })
    }

    /// Serves what the branch has moved to. It is saved, even where that cannot be served yet.
    fn serve_saved(&self, candidate: &CandidateEdition) {
        if let Err(error) = self.publisher().accept(candidate) {
            let error: &dyn std::error::Error = &error;
            tracing::error!(error, "what was saved is not served yet");
        }
    }

    /// Refuses files that a push could not bring either.
    fn check_sizes(&self, new: &NewCommit) -> Result<(), Refusal> {
        let too_large = new.changes.iter().filter_map(|change| match change {
            FileChange::Write { file, bytes } => {
                let message = problem_of_size(bytes.len() as u64, self.rules().file_limit)?;
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
}

/// Commits on top of each other, each of which may be served.
struct CommitChain {
    /// The store that sees the commits.
    store: Arc<Store>,
    tip: ObjectId,
    /// The edition of the commit at the end, if it were served.
    edition: Arc<Edition>,
    /// The commit at the end, if it is one of these.
    last: Option<CandidateEdition>,
}

impl CommitChain {
    /// Puts a save at the end, unless something is in its way.
    fn add(&mut self, save: &Save) -> Answer {
        let tip = self.tip;
        let commit = match self.store.writer().commit_on(&save.new, tip)? {
            RebaseOutcome::Commit(commit) => commit,
            RebaseOutcome::Conflict(files) => return Err(Refusal::Conflict { tip, files }),
        };
        let Some(revision) = self.store.revision(commit)? else {
            return Err(Refusal::NoFolder);
        };
        let before = Arc::clone(&self.edition);
        let candidate = CandidateEdition::new(before, Arc::clone(&self.store), revision)?;
        let warnings = check(&candidate, save.role)?;
        let written = SavedCommit {
            commit,
            pages: candidate.changed_pages(),
            warnings,
            consequences: candidate.consequences().lines(""),
        };
        self.tip = commit;
        self.edition = Arc::clone(candidate.edition());
        self.last = Some(candidate);
        Ok(written)
    }
}

/// Takes the answers of the attempt before for those whose commits are on the branch by now: the
/// upstream took them before somebody else moved the branch here, and both were merged.
fn already_there(
    answers: Vec<Answer>,
    before: Vec<Answer>,
    store: &Store,
    tip: ObjectId,
) -> Result<Vec<Answer>, StoreError> {
    let mut before = before.into_iter();
    let answers = answers.into_iter().map(|answer| {
        let earlier = before.next();
        match (&answer, earlier) {
            (Err(Refusal::Commit(CommitError::Nothing)), Some(Ok(written)))
                if store.history().is_ancestor(written.commit, tip)? =>
            {
                Ok(Ok(written))
            }
            _ => Ok(answer),
        }
    });
    answers.collect()
}

/// Returns the new warnings of a commit; new errors refuse it, and files that are not its author's.
fn check(candidate: &CandidateEdition, role: Role) -> Result<Vec<FileProblem>, Refusal> {
    let beyond = candidate.beyond(role);
    if !beyond.is_empty() {
        let named = beyond.into_iter().map(|(file, why)| (file.to_owned(), why));
        return Err(Refusal::NotAllowed(named.collect()));
    }
    let is_error = |entry: &FileProblem| entry.problem.kind.severity() == Severity::Error;
    let (errors, warnings): (Vec<_>, Vec<_>) =
        candidate.new_problems().into_iter().partition(is_error);
    match errors.is_empty() {
        true => Ok(warnings),
        false => Err(Refusal::Problems(errors)),
    }
}

//! Moving the branch that is served, if it still is where it was.
//!
//! Where the branch is checked out, the files on disk move with it, by git's own two-tree
//! checkout. As in any `git merge` that fast-forwards, a change that nobody has committed stays as
//! it is; where the move would touch one, nothing moves.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use git2::{ErrorCode, Repository};

use crate::domain::ObjectId;
use crate::store::error::{StoreError, failed};
use crate::store::oid::oid;
use crate::store::process;
use crate::store::repository::Store;
use crate::store::revision::{Revision, UNBORN};
use crate::store::transfer;

/// The longest time for bringing the working tree up to date.
const CHECKOUT_LIMIT: Duration = Duration::from_secs(300);

/// The result of moving the branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BranchMove {
    /// The branch is at the new commit.
    Moved,
    /// Something else moved it meanwhile, or is about to: to this commit, or that of
    /// [`Revision::unborn`].
    Overtaken(ObjectId),
    /// Changes in the working tree that nobody has committed are in the way, says git.
    Blocked(String),
}

/// Moves the branch of a store, and makes commits for it.
#[derive(Clone, Copy)]
pub struct BranchWriter<'s>(pub(super) &'s Store);

impl Store {
    /// Returns what moves the branch.
    pub fn writer(&self) -> BranchWriter<'_> {
        BranchWriter(self)
    }
}

impl BranchWriter<'_> {
    /// Returns the commit that the branch names, or that of [`Revision::unborn`].
    pub fn tip_if_any(&self) -> Result<ObjectId, StoreError> {
        match self.0.tip_id() {
            Err(StoreError::Empty(_)) => Ok(UNBORN),
            tip => tip,
        }
    }

    /// Moves the branch from one commit to another, if it still is at the first, or makes it where
    /// `from` is the commit of [`Revision::unborn`] and nothing was committed yet. `why` is for the
    /// branch's log. The reference is on the disk when this returns; where the branch is checked
    /// out, the files on disk have followed.
    ///
    /// Fails where git cannot write, or the new commit is not there or damaged.
    pub fn advance(
        &self,
        from: ObjectId,
        to: ObjectId,
        why: &str,
    ) -> Result<BranchMove, StoreError> {
        let work_tree = self.0.with(|handle| {
            handle.look_at("commit", to)?;
            Ok(self.work_tree(handle))
        })?;
        if let Some(work_tree) = &work_tree
            && let Err(reason) = self.check_out(work_tree, from, to)
        {
            // Moved by somebody else is no reason to complain of the files.
            let tip = self.tip_if_any()?;
            return Ok(match tip == from {
                true => BranchMove::Blocked(reason),
                false => BranchMove::Overtaken(tip),
            });
        }
        let name = format!("refs/heads/{}", self.0.branch());
        let moved = self.0.objects().write(|handle| {
            let moved = match from {
                UNBORN => handle.reference(&name, oid(to), false, why),
                _ => handle.reference_matching(&name, oid(to), true, oid(from), why),
            };
            match moved {
                Ok(_) => Ok(true),
                Err(error) if is_overtaken(&error) => Ok(false),
                Err(error) => Err(failed(format!("moving {name}"))(error)),
            }
        });
        if matches!(moved, Ok(true)) {
            return Ok(BranchMove::Moved);
        }
        let now = self.tip_if_any()?;
        if let Some(work_tree) = &work_tree
            && let Err(reason) = self.check_out(work_tree, to, now)
        {
            tracing::error!(reason, "the working tree is not at the branch's commit");
        }
        moved.map(|_| BranchMove::Overtaken(now))
    }

    /// Returns the working tree, if the branch is checked out in it.
    fn work_tree(&self, handle: &Repository) -> Option<PathBuf> {
        let work_tree = handle.workdir()?.to_owned();
        let head = handle.find_reference("HEAD").ok()?;
        let target = head.symbolic_target().ok()??;
        (target.strip_prefix("refs/heads/") == Some(self.0.branch())).then_some(work_tree)
    }

    fn check_out(&self, work_tree: &Path, from: ObjectId, to: ObjectId) -> Result<(), String> {
        let run = |arguments: &[&str]| {
            let mut command = process::command(self.0.repository());
            command.arg("--work-tree").arg(work_tree);
            command.current_dir(work_tree).args(arguments);
            transfer::run(command, CHECKOUT_LIMIT, &AtomicBool::new(false))
        };
        // A file whose time alone has changed is not a change; this call says nothing of interest.
        let _ = run(&["update-index", "-q", "--ignore-submodules", "--refresh"]);
        let tree_of = |commit| match commit {
            UNBORN => Revision::unborn().tree.to_string(),
            commit => commit.to_string(),
        };
        let (from, to) = (tree_of(from), tree_of(to));
        let finished = run(&["read-tree", "-u", "-m", &from, &to]);
        match finished {
            Ok(finished) if finished.success => Ok(()),
            Ok(finished) => Err(finished.errors.trim().replace('\n', " ")),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Tells whether a reference was not moved because somebody else moved it, or is moving it.
fn is_overtaken(error: &git2::Error) -> bool {
    let code = error.code();
    matches!(
        code,
        ErrorCode::Modified | ErrorCode::Locked | ErrorCode::Exists
    )
}

/// Returns how long to wait before another attempt: longer each time, and not the same for two
/// servers that got into each other's way.
pub fn pause(attempt: u32) -> Duration {
    let most = 10_u64 << attempt.min(5);
    let random = getrandom::u64().unwrap_or(0);
    Duration::from_millis(most / 4 + random % most)
}

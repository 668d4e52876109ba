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
use crate::store::{Revision, Store, StoreError, failed, git, object_id, oid, transfer};

/// How long bringing the working tree up to date may take.
const CHECKOUT_LIMIT: Duration = Duration::from_secs(300);

/// What became of a move.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// The branch is at the new commit.
    Done,
    /// Something else moved it meanwhile.
    Lost,
    /// Changes in the working tree that nobody has committed are in the way.
    Blocked(String),
}

impl Store {
    /// Returns what a reference names, if it is there.
    pub(super) fn reference(&self, name: &str) -> Result<Option<ObjectId>, StoreError> {
        self.with(|handle| match handle.refname_to_id(name) {
            Ok(id) => Ok(Some(object_id(id))),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(failed(format!("reading {name}"))(error)),
        })
    }

    /// Returns the commit that the branch names.
    pub(super) fn tip_commit(&self) -> Result<ObjectId, StoreError> {
        self.with(|handle| self.tip_id(handle))
    }

    /// Returns the folder of the repository's objects.
    pub(super) fn objects_folder(&self) -> PathBuf {
        // A linked working tree shares the objects of the repository that it belongs to.
        self.with(|handle| Ok(handle.commondir().join("objects")))
            .unwrap_or_else(|_| self.repository.join("objects"))
    }

    /// Makes the branch, where nothing was committed yet.
    pub(super) fn make_branch(&self, to: ObjectId, why: &str) -> Result<Move, StoreError> {
        let work_tree = self.with(|handle| Ok(self.work_tree(handle)))?;
        if let Some(work_tree) = &work_tree
            && let Err(reason) = self.check_out(work_tree, Revision::unborn().tree, to)
        {
            return Ok(Move::Blocked(reason));
        }
        let name = format!("refs/heads/{}", self.branch);
        self.write(
            |handle| match handle.reference(&name, oid(to), false, why) {
                Ok(_) => Ok(Move::Done),
                Err(error) if matches!(error.code(), ErrorCode::Exists | ErrorCode::Locked) => {
                    Ok(Move::Lost)
                }
                Err(error) => Err(failed(format!("making {name}"))(error)),
            },
        )
    }

    /// Moves the branch from one commit to another.
    pub(super) fn move_branch(
        &self,
        from: ObjectId,
        to: ObjectId,
        why: &str,
    ) -> Result<Move, StoreError> {
        let work_tree = self.with(|handle| Ok(self.work_tree(handle)))?;
        if let Some(work_tree) = &work_tree
            && let Err(reason) = self.check_out(work_tree, from, to)
        {
            // Moved by somebody else is no reason to complain of the files.
            return Ok(match self.tip_commit()? == from {
                true => Move::Blocked(reason),
                false => Move::Lost,
            });
        }
        let name = format!("refs/heads/{}", self.branch);
        let moved = self.write(|handle| {
            match handle.reference_matching(&name, oid(to), true, oid(from), why) {
                Ok(_) => Ok(true),
                Err(error) if matches!(error.code(), ErrorCode::Modified | ErrorCode::Locked) => {
                    Ok(false)
                }
                Err(error) => Err(failed(format!("moving {name}"))(error)),
            }
        });
        if matches!(moved, Ok(true)) {
            return Ok(Move::Done);
        }
        if let Some(work_tree) = &work_tree {
            let now = self.tip_commit()?;
            if let Err(reason) = self.check_out(work_tree, to, now) {
                tracing::error!(reason, "the working tree is not at the branch's commit");
            }
        }
        moved.map(|_| Move::Lost)
    }

    /// Returns the working tree, if the branch is checked out in it.
    fn work_tree(&self, handle: &Repository) -> Option<PathBuf> {
        let work_tree = handle.workdir()?.to_owned();
        let head = handle.find_reference("HEAD").ok()?;
        let target = head.symbolic_target().ok()??;
        (target.strip_prefix("refs/heads/") == Some(&self.branch)).then_some(work_tree)
    }

    fn check_out(&self, work_tree: &Path, from: ObjectId, to: ObjectId) -> Result<(), String> {
        let run = |arguments: &[&str]| {
            let mut command = git::command(&self.repository);
            command.arg("--work-tree").arg(work_tree);
            command.current_dir(work_tree).args(arguments);
            transfer::run(command, CHECKOUT_LIMIT, &AtomicBool::new(false))
        };
        // A file whose time alone has changed is not a change; this call says nothing of interest.
        let _ = run(&["update-index", "-q", "--ignore-submodules", "--refresh"]);
        let (from, to) = (from.to_string(), to.to_string());
        let finished = run(&["read-tree", "-u", "-m", &from, &to]);
        match finished {
            Ok(finished) if finished.success => Ok(()),
            Ok(finished) => Err(finished.errors.trim().replace('\n', " ")),
            Err(error) => Err(error.to_string()),
        }
    }
}

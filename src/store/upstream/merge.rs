//! Merging what happened here with what happened upstream, in memory.

use git2::{Commit, ErrorCode, Index, Repository, Signature};

use crate::domain::ObjectId;
use crate::store::{Store, StoreError, failed, object_id, oid};

/// How many commits are counted for a merge's message.
const COUNTED: usize = 1000;

/// What came of a merge.
#[derive(Debug)]
pub(super) enum Merge {
    /// A commit with both as its parents. No reference names it yet.
    Commit(ObjectId),
    /// These files were changed on both sides in ways that exclude each other.
    Conflict(Vec<String>),
    /// The two have no commit in common, so nothing says what either side changed.
    Unrelated,
}

/// Merges the upstream's branch into the local one.
///
/// `base` is the commit that both started from, where that is not what the history says: after
/// the upstream was rewritten it is what the upstream was before, so that what the rewriting took
/// away stays away.
pub(super) fn merge(
    store: &Store,
    local: ObjectId,
    upstream: ObjectId,
    base: Option<ObjectId>,
) -> Result<Merge, StoreError> {
    store.write(|handle| {
        let merged = || -> Result<Merge, git2::Error> {
            let ours = handle.find_commit(oid(local))?;
            let theirs = handle.find_commit(oid(upstream))?;
            let index = match base {
                Some(base) => {
                    let base = handle.find_commit(oid(base))?.tree()?;
                    handle.merge_trees(&base, &ours.tree()?, &theirs.tree()?, None)?
                }
                None => match handle.merge_base(ours.id(), theirs.id()) {
                    Ok(_) => handle.merge_commits(&ours, &theirs, None)?,
                    Err(error) if error.code() == ErrorCode::NotFound => {
                        return Ok(Merge::Unrelated);
                    }
                    Err(error) => return Err(error),
                },
            };
            if index.has_conflicts() {
                return Ok(Merge::Conflict(conflicts(&index)?));
            }
            commit(handle, index, &ours, &theirs, store.branch()).map(Merge::Commit)
        };
        merged().map_err(failed("merging with the upstream".to_owned()))
    })
}

/// Returns the files in conflict, each once.
fn conflicts(index: &Index) -> Result<Vec<String>, git2::Error> {
    let mut files = Vec::new();
    for conflict in index.conflicts()? {
        let conflict = conflict?;
        let entry = conflict.our.or(conflict.their).or(conflict.ancestor);
        files.extend(entry.map(|entry| String::from_utf8_lossy(&entry.path).into_owned()));
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn commit(
    handle: &Repository,
    mut index: Index,
    ours: &Commit<'_>,
    theirs: &Commit<'_>,
    branch: &str,
) -> Result<ObjectId, git2::Error> {
    let tree = handle.find_tree(index.write_tree_to(handle)?)?;
    let (here, there) = handle.graph_ahead_behind(ours.id(), theirs.id())?;
    let line = |side: &str, count: usize, commit: &Commit<'_>| {
        let commits = match count {
            1 => "1 commit".to_owned(),
            COUNTED.. => format!("more than {COUNTED} commits"),
            _ => format!("{count} commits"),
        };
        format!("{side}: {commits}, up to {}", commit.id())
    };
    let message = format!(
        "Merge the upstream's changes into {branch}\n\n{}\n{}\n",
        line("Upstream", there, theirs),
        line("Here", here, ours),
    );
    let signature = Signature::now("Concord", "concord@localhost")?;
    let parents = [ours, theirs];
    let id = handle.commit(None, &signature, &signature, &message, &tree, &parents)?;
    Ok(object_id(id))
}

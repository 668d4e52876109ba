//! Merging what happened here with what happened upstream, in memory.

use std::collections::{HashMap, HashSet};

use git2::{Commit, ErrorCode, ObjectType, Repository, Signature};

use crate::domain::ObjectId;
use crate::store::ancestry::parents;
use crate::store::error::{StoreError, failed};
use crate::store::merge::{Sides, TreeMerge, conflicts, merge_trees};
use crate::store::object::Handle;
use crate::store::oid::{object_id, oid};
use crate::store::repository::Store;

/// Most commits that are counted for a merge's message.
const COUNTED: usize = 1000;

/// The result of a merge of two branches.
#[derive(Debug)]
pub(super) enum BranchMerge {
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
) -> Result<BranchMerge, StoreError> {
    store.objects().write(|handle| {
        check_history(handle, local, upstream)?;
        let tree = |commit| Ok(object_id(handle.commit(commit)?.tree_id()));
        let bases = match base {
            Some(base) => vec![base],
            None => bases(handle, local, upstream)?,
        };
        let merged = match bases.as_slice() {
            [] => return Ok(BranchMerge::Unrelated),
            [base] => {
                let sides = Sides {
                    base: tree(*base)?,
                    theirs: tree(local)?,
                    mine: tree(upstream)?,
                };
                merge_trees(store, handle, sides)?
            }
            bases => merge_crossed(handle, local, upstream, bases)?,
        };
        let tree = match merged {
            TreeMerge::Tree(tree) => tree,
            TreeMerge::Conflict(files) => {
                let files = files.into_iter().map(|conflict| conflict.file).collect();
                return Ok(BranchMerge::Conflict(files));
            }
        };
        let committed = commit(handle, tree, local, upstream, store.branch());
        committed
            .map(BranchMerge::Commit)
            .map_err(failed("merging with the upstream".to_owned()))
    })
}

/// Returns the newest commits that both sides have: several, where each has merged the other.
fn bases(
    handle: &Handle,
    local: ObjectId,
    upstream: ObjectId,
) -> Result<Vec<ObjectId>, StoreError> {
    match handle.merge_bases(oid(local), oid(upstream)) {
        Ok(bases) => Ok(bases.iter().copied().map(object_id).collect()),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(Vec::new()),
        Err(error) => Err(failed("merging with the upstream".to_owned())(error)),
    }
}

/// Merges two sides that have merged each other before: libgit2 merges their bases first.
fn merge_crossed(
    handle: &Handle,
    local: ObjectId,
    upstream: ObjectId,
    bases: &[ObjectId],
) -> Result<TreeMerge, StoreError> {
    check_files(handle, &[&[local, upstream], bases].concat())?;
    let (ours, theirs) = (handle.commit(local)?, handle.commit(upstream)?);
    let merged = || -> Result<TreeMerge, git2::Error> {
        let mut index = handle.merge_commits(&ours, &theirs, None)?;
        if index.has_conflicts() {
            return conflicts(&index).map(TreeMerge::Conflict);
        }
        index
            .write_tree_to(handle)
            .map(object_id)
            .map(TreeMerge::Tree)
    };
    merged().map_err(failed("merging with the upstream".to_owned()))
}

/// Makes sure that libgit2, which would wait for ever for the rest of an object that was cut short,
/// may read the history of both sides.
fn check_history(handle: &Handle, local: ObjectId, upstream: ObjectId) -> Result<(), StoreError> {
    let mut waiting = vec![local, upstream];
    let mut seen = HashSet::new();
    while let Some(id) = waiting.pop() {
        if seen.insert(id) {
            match parents(handle, id) {
                Ok(parents) => waiting.extend(parents),
                // A shallow history begins there.
                Err(StoreError::Missing { .. }) if id != local && id != upstream => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// Makes sure that libgit2 may read the trees of commits, and the files that are not the same in all
/// of these.
fn check_files(handle: &Handle, commits: &[ObjectId]) -> Result<(), StoreError> {
    let mut files: HashMap<ObjectId, usize> = HashMap::new();
    for side in commits {
        let root = object_id(handle.commit(*side)?.tree_id());
        let mut trees = vec![root];
        let mut of_side = HashSet::new();
        while let Some(id) = trees.pop() {
            if !of_side.insert(id) {
                continue;
            }
            for entry in &handle.tree(id)? {
                match entry.kind() {
                    Some(ObjectType::Tree) => trees.push(object_id(entry.id())),
                    Some(ObjectType::Blob) if of_side.insert(object_id(entry.id())) => {
                        *files.entry(object_id(entry.id())).or_default() += 1;
                    }
                    _ => {}
                }
            }
        }
    }
    let mut changed = files.iter().filter(|(_, count)| **count < commits.len());
    changed.try_for_each(|(id, _)| handle.look_at("file", *id))
}

fn commit(
    handle: &Repository,
    tree: ObjectId,
    local: ObjectId,
    upstream: ObjectId,
    branch: &str,
) -> Result<ObjectId, git2::Error> {
    let tree = handle.find_tree(oid(tree))?;
    let ours = handle.find_commit(oid(local))?;
    let theirs = handle.find_commit(oid(upstream))?;
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
        line("Upstream", there, &theirs),
        line("Here", here, &ours),
    );
    let signature = Signature::now("Concord", "concord@localhost")?;
    let parents = [&ours, &theirs];
    let id = handle.commit(None, &signature, &signature, &message, &tree, &parents)?;
    Ok(object_id(id))
}

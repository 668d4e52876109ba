//! Merging what happened here with what happened upstream, in memory.

use std::collections::{HashMap, HashSet};

use git2::{Commit, ErrorCode, Index, ObjectType, Repository, Signature};

use crate::domain::ObjectId;
use crate::store::ancestry::parents;
use crate::store::object::Handle;
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
    store.with(|handle| check(handle, local, upstream, base))?;
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

/// Makes sure that libgit2, which would wait for ever for the rest of an object that was cut short,
/// may read what a merge reads: the history of both sides, their trees and that of the commit both
/// started from, and the files that are not the same in all of these.
fn check(
    handle: &Handle,
    local: ObjectId,
    upstream: ObjectId,
    base: Option<ObjectId>,
) -> Result<(), StoreError> {
    let mut waiting = vec![local, upstream];
    waiting.extend(base);
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
    let mut sides = vec![local, upstream];
    sides.extend(base);
    if base.is_none()
        && let Ok(base) = handle.merge_base(oid(local), oid(upstream))
    {
        sides.push(object_id(base));
    }
    let mut files: HashMap<ObjectId, usize> = HashMap::new();
    for side in &sides {
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
    let mut changed = files.iter().filter(|(_, count)| **count < sides.len());
    changed.try_for_each(|(id, _)| handle.look_at("file", *id))
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

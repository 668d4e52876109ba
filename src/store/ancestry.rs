//! Walking from commits to the commits before them.
//!
//! A commit that cannot be read ends the walk on its way, as the first commit does: a damaged or
//! shallow history is one that begins later. libgit2's own walks would wait for ever for the rest
//! of a commit that was cut short.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap, HashSet};

use git2::ObjectType;

use crate::domain::ObjectId;
use crate::store::error::StoreError;
use crate::store::object::Handle;

/// Most bytes of a commit.
pub(super) const MOST: u64 = 64 << 20;

/// A commit's place in history: its parents and its time.
struct CommitHeader {
    parents: Vec<ObjectId>,
    /// The time of the commit, in seconds since 1970.
    time: i64,
}

impl CommitHeader {
    fn read(handle: &Handle, id: ObjectId) -> Result<Self, StoreError> {
        let text = handle.read(ObjectType::Commit, id, MOST)?;
        let mut links = Self {
            parents: Vec::new(),
            time: 0,
        };
        let head = text.split(|byte| *byte == b'\n');
        for line in head.take_while(|line| !line.is_empty()) {
            if let Some(parent) = line.strip_prefix(b"parent ") {
                let parent = std::str::from_utf8(parent).ok();
                links
                    .parents
                    .extend(parent.and_then(|id| id.parse::<ObjectId>().ok()));
            } else if let Some(committer) = line.strip_prefix(b"committer ") {
                links.time = time(committer).unwrap_or(0);
            }
        }
        Ok(links)
    }
}

/// Returns the commits before one.
pub(super) fn parents(handle: &Handle, id: ObjectId) -> Result<Vec<ObjectId>, StoreError> {
    CommitHeader::read(handle, id).map(|links| links.parents)
}

/// Returns the time behind a name, which may be any bytes.
pub(super) fn time(committer: &[u8]) -> Option<i64> {
    let end = committer.iter().rposition(|byte| *byte == b'>')?;
    let rest = std::str::from_utf8(&committer[end + 1..]).ok()?;
    rest.split_ascii_whitespace().next()?.parse().ok()
}

/// A commit whose turn has not come: newest first, and of one time, first come.
type QueuedCommit = (i64, Reverse<usize>, ObjectId);

/// All commits from one on, newest first: the order of `git log`.
pub(super) struct NewestFirst<'h> {
    handle: &'h Handle,
    waiting: BinaryHeap<QueuedCommit>,
    parents: HashMap<ObjectId, Vec<ObjectId>>,
    seen: HashSet<ObjectId>,
}

impl<'h> NewestFirst<'h> {
    /// Begins at a commit, which must be there.
    pub(super) fn from(handle: &'h Handle, tip: ObjectId) -> Result<Self, StoreError> {
        let mut walk = Self {
            handle,
            waiting: BinaryHeap::new(),
            parents: HashMap::new(),
            seen: HashSet::new(),
        };
        walk.add(tip)?;
        Ok(walk)
    }

    fn add(&mut self, id: ObjectId) -> Result<(), StoreError> {
        if self.seen.insert(id) {
            let links = CommitHeader::read(self.handle, id)?;
            let turn = Reverse(self.seen.len());
            self.waiting.push((links.time, turn, id));
            self.parents.insert(id, links.parents);
        }
        Ok(())
    }
}

impl Iterator for NewestFirst<'_> {
    type Item = ObjectId;

    fn next(&mut self) -> Option<ObjectId> {
        let (_, _, id) = self.waiting.pop()?;
        for parent in self.parents.remove(&id).unwrap_or_default() {
            // What cannot be read is where the history begins.
            let _ = self.add(parent);
        }
        Some(id)
    }
}

/// Reached from the commit in question.
const NEW: u8 = 1;
/// Reached from the commit that it is compared with.
const OLD: u8 = 2;

/// Walks from two commits at once, and knows of each commit from which of them it is reached.
struct AncestryWalk<'h> {
    handle: &'h Handle,
    colours: HashMap<ObjectId, u8>,
    parents: HashMap<ObjectId, Vec<ObjectId>>,
    waiting: BinaryHeap<QueuedCommit>,
    /// The number of those that wait and were reached from the new commit alone.
    alone: usize,
    turns: usize,
    /// Whether a new commit that cannot be read is an error, not the beginning of history.
    strict: bool,
}

impl<'h> AncestryWalk<'h> {
    fn new(handle: &'h Handle, strict: bool) -> Self {
        Self {
            handle,
            strict,
            colours: HashMap::new(),
            parents: HashMap::new(),
            waiting: BinaryHeap::new(),
            alone: 0,
            turns: 0,
        }
    }

    /// Reaches a commit. Fails where it cannot be read.
    fn reach(&mut self, id: ObjectId, colour: u8) -> Result<(), StoreError> {
        match self.colours.entry(id) {
            Entry::Occupied(mut known) => {
                let before = *known.get();
                known.insert(before | colour);
                if before == NEW && colour & OLD != 0 && self.parents.contains_key(&id) {
                    self.alone -= 1;
                }
            }
            Entry::Vacant(unknown) => {
                let links = CommitHeader::read(self.handle, id)?;
                unknown.insert(colour);
                self.turns += 1;
                self.alone += usize::from(colour == NEW);
                self.parents.insert(id, links.parents);
                self.waiting.push((links.time, Reverse(self.turns), id));
            }
        }
        Ok(())
    }

    /// Goes on by one commit and returns it, if it was reached from the new commit alone; `None`
    /// when no such commit can come any more.
    fn step(&mut self) -> Result<Option<Option<ObjectId>>, StoreError> {
        let next = self.waiting.pop().filter(|_| self.alone > 0);
        let Some((_, _, id)) = next else {
            return Ok(None);
        };
        let colour = self.colours.get(&id).copied().unwrap_or(OLD);
        self.alone -= usize::from(colour == NEW);
        for parent in self.parents.remove(&id).unwrap_or_default() {
            match self.reach(parent, colour) {
                Err(error) if self.strict && colour == NEW => return Err(error),
                // What cannot be read is where the history begins.
                _ => {}
            }
        }
        Ok(Some((colour == NEW).then_some(id)))
    }

    fn is_new(&self, id: ObjectId) -> bool {
        self.colours.get(&id) == Some(&NEW)
    }
}

/// Tells whether a commit is among those before another. One that cannot be read is not.
pub(super) fn is_before(handle: &Handle, old: ObjectId, new: ObjectId) -> Result<bool, StoreError> {
    let mut walk = AncestryWalk::new(handle, false);
    if let Err(error) = walk.reach(old, OLD) {
        return if error.is_damage() {
            Ok(false)
        } else {
            Err(error)
        };
    }
    walk.reach(new, NEW)?;
    loop {
        let reached = walk.colours.get(&old);
        if reached.is_some_and(|colour| colour & NEW != 0) {
            return Ok(true);
        }
        if walk.step()?.is_none() {
            return Ok(false);
        }
    }
}

/// Returns the commits up to `new` that are not among those up to `old`, newest first; `None` where
/// they are more than `most`. Where clocks went wrong, a few that are may be among them.
pub(super) fn between(
    handle: &Handle,
    old: Option<ObjectId>,
    new: ObjectId,
    most: usize,
) -> Result<Option<Vec<ObjectId>>, StoreError> {
    let found = beyond(AncestryWalk::new(handle, false), old, new, most)?;
    Ok((found.len() <= most).then_some(found))
}

/// Returns the commits up to `new` that are among those up to none of `old`, or `most` of them.
/// Fails where one of them cannot be read.
pub(super) fn brought(
    handle: &Handle,
    old: impl IntoIterator<Item = ObjectId>,
    new: ObjectId,
    most: usize,
) -> Result<Vec<ObjectId>, StoreError> {
    let mut found = beyond(AncestryWalk::new(handle, true), old, new, most)?;
    found.truncate(most);
    Ok(found)
}

fn beyond(
    mut walk: AncestryWalk<'_>,
    old: impl IntoIterator<Item = ObjectId>,
    new: ObjectId,
    most: usize,
) -> Result<Vec<ObjectId>, StoreError> {
    for old in old {
        match walk.reach(old, OLD) {
            Err(error) if !error.is_damage() => return Err(error),
            _ => {}
        }
    }
    walk.reach(new, NEW)?;
    let mut found = Vec::new();
    while found.len() <= most
        && let Some(step) = walk.step()?
    {
        found.extend(step);
    }
    found.retain(|id| walk.is_new(*id));
    Ok(found)
}

//! The walk from a version back to where each of its paragraphs comes from.
//!
//! Like `git blame`, it takes the blocks of the newest version and hands each to the version before
//! that has it, until there is none. What differs: blocks are paragraphs, known by their words; one
//! that moved is known again; and a version that is one of before, byte for byte, is that one, so that
//! whoever undoes what somebody did has not written the page.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;

use crate::domain::ObjectId;
use crate::site::blame::matching::{BlockMatches, matched};
use crate::site::blame::text::{VersionText, body_key};

/// The number of versions that are read at once.
const TOGETHER: usize = 32;
/// The number of bytes that are read at once, unless one version has more.
const BYTES: usize = 2 << 20;

/// A version, as the walk sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::site) struct VersionStep {
    pub(in crate::site) commit: ObjectId,
    /// The object of the file before; of a merge, in its first parent.
    pub(in crate::site) before: Option<ObjectId>,
    /// The object of the file after; nothing where it was taken away.
    pub(in crate::site) after: Option<ObjectId>,
    pub(in crate::site) bytes: u32,
    /// Whether it only changed how the file looks.
    pub(in crate::site) is_ignored: bool,
}

/// The bytes of a version, with what its text is known by.
type VersionBody = (u64, Vec<u8>);

/// The repository, as the walk asks it.
pub(in crate::site) trait VersionSource: Sync {
    /// Returns the bytes of a version; nothing where they cannot be read.
    fn read(&self, blob: ObjectId) -> Option<Vec<u8>>;
    /// Returns what the file was in the other parents of a version that is a merge.
    fn merged(&self, position: usize) -> Vec<ObjectId>;
}

/// The origin of a block, as indexes of versions, 0 the newest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Origin {
    /// The version that last changed its words.
    pub(super) last: Option<usize>,
    /// The version that it came with, as far as it could be followed.
    pub(super) first: usize,
    /// The block before its words last changed: the version, and the number of the block in it.
    pub(super) before: Option<(usize, usize)>,
    /// Whether it may be older than that.
    pub(super) is_open: bool,
}

/// A block of the newest version, and which one it is in another.
struct TracedBlock {
    tip: usize,
    here: usize,
}

/// The walk.
pub(super) struct BlameWalk<'w> {
    steps: &'w [VersionStep],
    source: &'w dyn VersionSource,
    deadline: Instant,
    /// The versions that an object is, newest first.
    positions: HashMap<ObjectId, Vec<usize>>,
    /// The texts that were read; nothing for what has none.
    texts: HashMap<usize, Option<Arc<VersionText>>>,
    bodies: HashMap<u64, Arc<VersionText>>,
    pending: BTreeMap<usize, Vec<TracedBlock>>,
    origins: Vec<Origin>,
}

impl<'w> BlameWalk<'w> {
    pub(super) fn new(
        steps: &'w [VersionStep],
        source: &'w dyn VersionSource,
        deadline: Instant,
    ) -> Self {
        let mut positions: HashMap<ObjectId, Vec<usize>> = HashMap::new();
        for (position, step) in steps.iter().enumerate() {
            if let Some(blob) = step.after {
                positions.entry(blob).or_default().push(position);
            }
        }
        Self {
            steps,
            source,
            deadline,
            positions,
            texts: HashMap::new(),
            bodies: HashMap::new(),
            pending: BTreeMap::new(),
            origins: Vec::new(),
        }
    }

    /// Returns the newest text and where each block of it comes from; nothing where it cannot be read.
    pub(super) fn run(mut self) -> Option<(Arc<VersionText>, Vec<Origin>)> {
        let text = self.text(0)?;
        let count = text.blocks.len();
        self.origins = vec![Origin::default(); count];
        let all = (0..count).map(|block| TracedBlock {
            tip: block,
            here: block,
        });
        self.pending.insert(0, all.collect());
        while let Some((position, traced)) = self.pending.pop_first() {
            match Instant::now() < self.deadline {
                true => self.step(position, traced),
                false => self.give_up(position, &traced),
            }
            self.texts.retain(|known, _| *known > position);
        }
        Some((text, self.origins))
    }

    /// Leaves blocks where they were found last.
    fn give_up(&mut self, position: usize, traced: &[TracedBlock]) {
        for block in traced {
            if let Some(origin) = self.origins.get_mut(block.tip) {
                origin.is_open |= origin.last.is_none();
                origin.last.get_or_insert(position);
                origin.first = position;
            }
        }
    }

    fn step(&mut self, position: usize, traced: Vec<TracedBlock>) {
        let Some(here) = self.text(position) else {
            return self.give_up(position, &traced);
        };
        if let Some(same) = self.same_as(position) {
            self.texts.entry(same).or_insert(Some(here));
            return self.pending.entry(same).or_default().extend(traced);
        }
        let mut open = traced;
        let mut paired: HashMap<usize, (usize, usize)> = HashMap::new();
        let mut first: Option<(usize, BlockMatches)> = None;
        if let Some(base) = self.base(position) {
            self.hand_over(&here, base, &mut open, &mut paired, &mut first);
        }
        if !open.is_empty() && first.is_some() {
            for blob in self.source.merged(position) {
                if let Some(base) = self.position_of(blob, position) {
                    self.hand_over(&here, base, &mut open, &mut paired, &mut first);
                }
            }
        }
        let is_ignored = self.steps.get(position).is_some_and(|step| step.is_ignored);
        for block in open {
            let was = paired.get(&block.here).copied();
            if !is_ignored || was.is_none() {
                let near = first.as_ref();
                let near = near.map(|(base, matched)| (*base, matched.near(block.here)));
                self.own(block.tip, position, was.or(near));
            }
            if let Some((base, here)) = was {
                let traced = TracedBlock {
                    tip: block.tip,
                    here,
                };
                self.pending.entry(base).or_default().push(traced);
            }
        }
    }

    /// Hands the blocks that a version before has to it, and notes which are like one of its blocks.
    fn hand_over(
        &mut self,
        here: &Arc<VersionText>,
        base: usize,
        open: &mut Vec<TracedBlock>,
        paired: &mut HashMap<usize, (usize, usize)>,
        first: &mut Option<(usize, BlockMatches)>,
    ) {
        let Some(text) = self.text(base).filter(|_| !open.is_empty()) else {
            return;
        };
        let matched = matched(&text, here, self.deadline);
        let pending = self.pending.entry(base).or_default();
        open.retain(|block| match matched.same.get(&block.here) {
            Some(there) => {
                pending.push(TracedBlock {
                    tip: block.tip,
                    here: *there,
                });
                false
            }
            None => true,
        });
        for (new, old) in &matched.alike {
            paired.entry(*new).or_insert((base, *old));
        }
        first.get_or_insert((base, matched));
    }

    /// Notes that a version has changed the words of a block, unless a later one did.
    fn own(&mut self, tip: usize, position: usize, before: Option<(usize, usize)>) {
        if let Some(origin) = self.origins.get_mut(tip) {
            origin.first = position;
            if origin.last.is_none() {
                origin.last = Some(position);
                origin.before = before;
            }
        }
    }

    /// Returns an older version that is the same, byte for byte.
    fn same_as(&self, position: usize) -> Option<usize> {
        self.position_of(self.steps.get(position)?.after?, position)
    }

    /// Returns the newest of the versions before one that an object is.
    fn position_of(&self, blob: ObjectId, position: usize) -> Option<usize> {
        let positions = self.positions.get(&blob)?;
        let next = positions.partition_point(|known| *known <= position);
        positions.get(next).copied()
    }

    /// Returns the version that one was made from: that which its commit found, else the one before.
    fn base(&mut self, position: usize) -> Option<usize> {
        let before = self.steps.get(position)?.before;
        let known = before.and_then(|blob| self.position_of(blob, position));
        match known.filter(|base| self.text(*base).is_some()) {
            Some(base) => Some(base),
            None => self.older(position + 1),
        }
    }

    /// Returns the newest version with a text from a position on.
    fn older(&mut self, from: usize) -> Option<usize> {
        (from..self.steps.len()).find(|position| self.text(*position).is_some())
    }

    fn text(&mut self, position: usize) -> Option<Arc<VersionText>> {
        if !self.texts.contains_key(&position) {
            self.read_on(position);
        }
        self.texts.get(&position).cloned().flatten()
    }

    /// Reads versions from one on.
    fn read_on(&mut self, from: usize) {
        let mut bytes = 0;
        let mut wanted: Vec<(usize, ObjectId)> = Vec::new();
        for (position, step) in self.steps.iter().enumerate().skip(from).take(TOGETHER) {
            if self.texts.contains_key(&position) {
                continue;
            }
            let Some(blob) = step.after else {
                self.texts.insert(position, None);
                continue;
            };
            bytes += step.bytes as usize;
            if bytes > BYTES && !wanted.is_empty() {
                break;
            }
            wanted.push((position, blob));
        }
        let source = self.source;
        let read = |(position, blob): (usize, ObjectId)| {
            let bytes = source.read(blob);
            (position, bytes.map(|bytes| (body_key(&bytes), bytes)))
        };
        let read: Vec<(usize, Option<VersionBody>)> = wanted.into_par_iter().map(read).collect();
        let mut news: HashMap<u64, &[u8]> = HashMap::new();
        for (key, bytes) in read.iter().filter_map(|(_, read)| read.as_ref()) {
            if !self.bodies.contains_key(key) {
                news.entry(*key).or_insert(bytes);
            }
        }
        let parse = |(key, bytes): (u64, &[u8])| (key, Arc::new(VersionText::of(bytes)));
        let parsed: Vec<(u64, Arc<VersionText>)> = news.into_par_iter().map(parse).collect();
        let mut bodies: HashMap<u64, Arc<VersionText>> = parsed.into_iter().collect();
        for (position, read) in read {
            let text = read.and_then(|(key, _)| {
                let text = bodies.get(&key).or_else(|| self.bodies.get(&key))?;
                let text = Arc::clone(text);
                bodies.insert(key, Arc::clone(&text));
                Some(text)
            });
            self.texts.insert(position, text);
        }
        self.bodies = bodies;
    }
}

#[cfg(test)]
mod tests;

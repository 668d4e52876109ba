//! Matches the blocks of a version with those of the version before.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use crate::site::blame::text::VersionText;
use crate::site::likeness;

/// The blocks of the version before that each block of a version was.
#[derive(Default)]
pub(super) struct BlockMatches {
    /// The block with the same words, there or elsewhere.
    pub(super) same: HashMap<usize, usize>,
    /// The block with most of the words.
    pub(super) alike: HashMap<usize, usize>,
    /// The ranges of changed blocks in this version, each with its start in the one before.
    changed: Vec<(Range<usize>, usize)>,
}

impl BlockMatches {
    /// Returns the block that stood about where one stands.
    pub(super) fn near(&self, block: usize) -> usize {
        let mut changed = self.changed.iter();
        let found = changed.find(|(range, _)| range.contains(&block));
        found.map_or(0, |(_, before)| *before)
    }

    /// Pairs the changed blocks that are alike and have not the same words elsewhere.
    fn pair_alike(
        &mut self,
        old: &VersionText,
        before: &[usize],
        new: &VersionText,
        after: Range<usize>,
        deadline: Instant,
    ) {
        let after: Vec<usize> = after
            .filter(|index| !self.same.contains_key(index))
            .collect();
        let pairs = likeness::pairs(&texts(old, before), &texts(new, &after), deadline);
        for (new, old) in pairs {
            if let (Some(new), Some(old)) = (after.get(new), before.get(old)) {
                self.alike.insert(*new, *old);
            }
        }
    }
}

/// Finds what the blocks of a version were in the one before.
pub(super) fn matched(
    old: &Arc<VersionText>,
    new: &Arc<VersionText>,
    deadline: Instant,
) -> BlockMatches {
    let mut found = BlockMatches::default();
    if Arc::ptr_eq(old, new) {
        found.same = (0..new.keys.len()).map(|index| (index, index)).collect();
        return found;
    }
    let algorithm = Algorithm::Patience;
    let ops = capture_diff_slices_deadline(algorithm, &old.keys, &new.keys, Some(deadline));
    let mut changed = Vec::new();
    let mut gone: HashMap<u64, Vec<usize>> = HashMap::new();
    for op in &ops {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = *op
        {
            let pairs = (0..len).map(|step| (new_index + step, old_index + step));
            found.same.extend(pairs);
            continue;
        }
        for (key, index) in old
            .keys
            .iter()
            .zip(0..)
            .take(op.old_range().end)
            .skip(op.old_range().start)
        {
            gone.entry(*key).or_default().push(index);
        }
        changed.push((op.old_range(), op.new_range()));
    }
    let mut moved = HashSet::new();
    for index in changed.iter().flat_map(|(_, new)| new.clone()) {
        let from = new.keys.get(index).and_then(|key| gone.get_mut(key));
        if let Some(from) = from.and_then(Vec::pop) {
            moved.insert(from);
            found.same.insert(index, from);
        }
    }
    for (before, after) in changed {
        let last = old.keys.len().saturating_sub(1);
        found.changed.push((after.clone(), before.start.min(last)));
        let before: Vec<usize> = before.filter(|index| !moved.contains(index)).collect();
        found.pair_alike(old, &before, new, after, deadline);
    }
    found
}

fn texts<'t>(text: &'t VersionText, indexes: &[usize]) -> Vec<&'t str> {
    let blocks = indexes.iter().filter_map(|index| text.blocks.get(*index));
    blocks.map(|block| block.text.as_str()).collect()
}

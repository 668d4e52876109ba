//! [`Blame`]: the version that last changed the words of each paragraph of a page.
//!
//! - [`walk`]: from a version back to where each paragraph comes from.
//! - [`matching`]: which block of a version was which one in the version before.
//! - [`text`]: a version in blocks, and what their words are known by.
//!
//! It is made of the versions that the viewer may see, and of nothing else: what a hidden version
//! changed is told as of the next one that is seen.

mod matching;
mod text;
mod walk;

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

use moka::sync::Cache;

use crate::domain::ObjectId;
use crate::render::{BlockShape, TextBlock};
use crate::site::blame::walk::{BlameWalk, Origin};

pub(super) use crate::site::blame::walk::{VersionSource, VersionStep};

/// The time that it may take to find where the paragraphs come from.
const TIME: Duration = Duration::from_secs(1);
/// The number of blocks that are told of.
const BLOCKS: usize = 3_000;
/// The number of bytes of what was found that are kept.
const CAPACITY: u64 = 16 << 20;

/// The origins of the paragraphs of a version.
#[derive(Debug, PartialEq, Eq)]
pub struct Blame {
    /// The version: its position among all, newest first. So are all positions.
    pub position: usize,
    /// Its blocks, in their order.
    pub blocks: Vec<BlamedBlock>,
    /// Whether some are older than is told, since it took too long to find out.
    pub is_coarse: bool,
    /// Whether there are more blocks than are told of.
    pub is_cut: bool,
}

/// A block and where it comes from.
#[derive(Debug, PartialEq, Eq)]
pub struct BlamedBlock {
    /// Its shape.
    pub shape: BlockShape,
    /// Its text; of a picture, its address.
    pub text: String,
    /// The version that last changed its words.
    pub last: usize,
    /// The version that it came with.
    pub first: usize,
    /// The block before its words last changed: the version, and the number of the block in it.
    pub before: Option<(usize, usize)>,
    /// Whether its words may be older than `last`.
    pub is_open: bool,
}

/// The blames that were found before, by all that they were made from.
pub(super) struct Blames(Cache<u64, Arc<Blame>>);

impl Default for Blames {
    fn default() -> Self {
        let weigh = |_: &u64, blame: &Arc<Blame>| {
            let bytes: usize = blame
                .blocks
                .iter()
                .map(|block| block.text.len() + 100)
                .sum();
            u32::try_from(bytes + 200).unwrap_or(u32::MAX)
        };
        Self(
            Cache::builder()
                .max_capacity(CAPACITY)
                .weigher(weigh)
                .build(),
        )
    }
}

impl Blames {
    /// Finds where the paragraphs of a version come from, of those before it; of one that took the page
    /// away, of that before it. `None` where it cannot be read.
    pub(super) fn find(
        &self,
        position: usize,
        steps: &[VersionStep],
        source: &dyn VersionSource,
    ) -> Option<Arc<Blame>> {
        let position = (position..steps.len()).find(|position| {
            steps
                .get(*position)
                .is_some_and(|step| step.after.is_some())
        })?;
        let steps = steps.get(position..)?;
        let mut hasher = DefaultHasher::new();
        (position, steps).hash(&mut hasher);
        let key = hasher.finish();
        if let Some(blame) = self.0.get(&key) {
            return Some(blame);
        }
        let blame = Arc::new(made(position, steps, source)?);
        self.0.insert(key, Arc::clone(&blame));
        Some(blame)
    }
}

fn made(position: usize, steps: &[VersionStep], source: &dyn VersionSource) -> Option<Blame> {
    let from = OffsetSource { source, position };
    let (text, origins) = BlameWalk::new(steps, &from, Instant::now() + TIME).run()?;
    let block = |(block, origin): (&TextBlock, &Origin)| BlamedBlock {
        shape: block.shape,
        text: match block.text.is_empty() {
            true => block.targets.join(" "),
            false => block.text.clone(),
        },
        last: position + origin.last.unwrap_or(0),
        first: position + origin.first,
        before: (origin.before).map(|(version, block)| (position + version, block)),
        is_open: origin.is_open,
    };
    let blocks = text.blocks.iter().zip(&origins).take(BLOCKS);
    Some(Blame {
        position,
        blocks: blocks.map(block).collect(),
        is_coarse: origins.iter().any(|origin| origin.is_open),
        is_cut: text.blocks.len() > BLOCKS,
    })
}

/// The versions from one on.
struct OffsetSource<'s> {
    source: &'s dyn VersionSource,
    position: usize,
}

impl VersionSource for OffsetSource<'_> {
    fn read(&self, blob: ObjectId) -> Option<Vec<u8>> {
        self.source.read(blob)
    }

    fn merged(&self, position: usize) -> Vec<ObjectId> {
        self.source.merged(self.position + position)
    }
}

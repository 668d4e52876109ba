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

/// How many versions are read at once.
const TOGETHER: usize = 32;
/// How many bytes are read at once, unless one version has more.
const BYTES: usize = 2 << 20;

/// A version, as the walk sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::site) struct VersionStep {
    pub(in crate::site) commit: ObjectId,
    /// What the file was before; of a merge, in its first parent.
    pub(in crate::site) before: Option<ObjectId>,
    /// What it is; nothing where it was taken away.
    pub(in crate::site) after: Option<ObjectId>,
    pub(in crate::site) bytes: u32,
    /// Whether it only changed how the file looks.
    pub(in crate::site) is_ignored: bool,
}

/// The bytes of a version, with what its text is known by.
type VersionBody = (u64, Vec<u8>);

/// What the walk asks of the repository.
pub(in crate::site) trait VersionSource: Sync {
    /// Returns the bytes of a version; nothing where they cannot be read.
    fn read(&self, blob: ObjectId) -> Option<Vec<u8>>;
    /// Returns what the file was in the other parents of a version that is a merge.
    fn merged(&self, place: usize) -> Vec<ObjectId>;
}

/// Where a block comes from: places among the versions, 0 the newest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Origin {
    /// The version that last changed its words.
    pub(super) last: Option<usize>,
    /// The version that it came with, as far as it could be followed.
    pub(super) first: usize,
    /// What it was before its words last changed: the version, and the number of the block in it.
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
    places: HashMap<ObjectId, Vec<usize>>,
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
        let mut places: HashMap<ObjectId, Vec<usize>> = HashMap::new();
        for (place, step) in steps.iter().enumerate() {
            if let Some(blob) = step.after {
                places.entry(blob).or_default().push(place);
            }
        }
        Self {
            steps,
            source,
            deadline,
            places,
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
        while let Some((place, traced)) = self.pending.pop_first() {
            match Instant::now() < self.deadline {
                true => self.step(place, traced),
                false => self.give_up(place, &traced),
            }
            self.texts.retain(|known, _| *known > place);
        }
        Some((text, self.origins))
    }

    /// Leaves blocks where they were found last.
    fn give_up(&mut self, place: usize, traced: &[TracedBlock]) {
        for block in traced {
            if let Some(origin) = self.origins.get_mut(block.tip) {
                origin.is_open |= origin.last.is_none();
                origin.last.get_or_insert(place);
                origin.first = place;
            }
        }
    }

    fn step(&mut self, place: usize, traced: Vec<TracedBlock>) {
        let Some(here) = self.text(place) else {
            return self.give_up(place, &traced);
        };
        if let Some(same) = self.same_as(place) {
            self.texts.entry(same).or_insert(Some(here));
            return self.pending.entry(same).or_default().extend(traced);
        }
        let mut open = traced;
        let mut paired: HashMap<usize, (usize, usize)> = HashMap::new();
        let mut first: Option<(usize, BlockMatches)> = None;
        if let Some(base) = self.base(place) {
            self.hand_over(&here, base, &mut open, &mut paired, &mut first);
        }
        if !open.is_empty() && first.is_some() {
            for blob in self.source.merged(place) {
                if let Some(base) = self.place_of(blob, place) {
                    self.hand_over(&here, base, &mut open, &mut paired, &mut first);
                }
            }
        }
        let is_ignored = self.steps.get(place).is_some_and(|step| step.is_ignored);
        for block in open {
            let was = paired.get(&block.here).copied();
            if !is_ignored || was.is_none() {
                let near = first.as_ref();
                let near = near.map(|(base, matched)| (*base, matched.near(block.here)));
                self.own(block.tip, place, was.or(near));
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
    fn own(&mut self, tip: usize, place: usize, before: Option<(usize, usize)>) {
        if let Some(origin) = self.origins.get_mut(tip) {
            origin.first = place;
            if origin.last.is_none() {
                origin.last = Some(place);
                origin.before = before;
            }
        }
    }

    /// Returns an older version that is the same, byte for byte.
    fn same_as(&self, place: usize) -> Option<usize> {
        self.place_of(self.steps.get(place)?.after?, place)
    }

    /// Returns the newest of the versions before one that an object is.
    fn place_of(&self, blob: ObjectId, place: usize) -> Option<usize> {
        let places = self.places.get(&blob)?;
        let next = places.partition_point(|known| *known <= place);
        places.get(next).copied()
    }

    /// Returns the version that one was made from: that which its commit found, else the one before.
    fn base(&mut self, place: usize) -> Option<usize> {
        let before = self.steps.get(place)?.before;
        let known = before.and_then(|blob| self.place_of(blob, place));
        match known.filter(|base| self.text(*base).is_some()) {
            Some(base) => Some(base),
            None => self.older(place + 1),
        }
    }

    /// Returns the newest version with a text from a place on.
    fn older(&mut self, from: usize) -> Option<usize> {
        (from..self.steps.len()).find(|place| self.text(*place).is_some())
    }

    fn text(&mut self, place: usize) -> Option<Arc<VersionText>> {
        if !self.texts.contains_key(&place) {
            self.read_on(place);
        }
        self.texts.get(&place).cloned().flatten()
    }

    /// Reads versions from one on.
    fn read_on(&mut self, from: usize) {
        let mut bytes = 0;
        let mut wanted: Vec<(usize, ObjectId)> = Vec::new();
        for (place, step) in self.steps.iter().enumerate().skip(from).take(TOGETHER) {
            if self.texts.contains_key(&place) {
                continue;
            }
            let Some(blob) = step.after else {
                self.texts.insert(place, None);
                continue;
            };
            bytes += step.bytes as usize;
            if bytes > BYTES && !wanted.is_empty() {
                break;
            }
            wanted.push((place, blob));
        }
        let source = self.source;
        let read = |(place, blob): (usize, ObjectId)| {
            let bytes = source.read(blob);
            (place, bytes.map(|bytes| (body_key(&bytes), bytes)))
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
        for (place, read) in read {
            let text = read.and_then(|(key, _)| {
                let text = bodies.get(&key).or_else(|| self.bodies.get(&key))?;
                let text = Arc::clone(text);
                bodies.insert(key, Arc::clone(&text));
                Some(text)
            });
            self.texts.insert(place, text);
        }
        self.bodies = bodies;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Versions that are their texts, newest first.
    struct Texts {
        steps: Vec<VersionStep>,
        texts: HashMap<ObjectId, String>,
        merged: HashMap<usize, Vec<ObjectId>>,
    }

    impl VersionSource for Texts {
        fn read(&self, blob: ObjectId) -> Option<Vec<u8>> {
            self.texts.get(&blob).map(|text| text.clone().into_bytes())
        }

        fn merged(&self, place: usize) -> Vec<ObjectId> {
            self.merged.get(&place).cloned().unwrap_or_default()
        }
    }

    fn id(text: &str) -> ObjectId {
        let mut bytes = [0_u8; 20];
        for (place, byte) in text.bytes().enumerate() {
            bytes[place % 20] = bytes[place % 20].wrapping_mul(31).wrapping_add(byte);
        }
        ObjectId::from_bytes(bytes)
    }

    /// Makes versions of texts, oldest first; an empty one took the file away.
    fn texts(versions: &[&str]) -> Texts {
        let mut told = Texts {
            steps: Vec::new(),
            texts: HashMap::new(),
            merged: HashMap::new(),
        };
        let mut before = None;
        for (number, text) in versions.iter().enumerate() {
            let after = Some(id(text)).filter(|_| !text.is_empty());
            told.texts
                .extend(after.map(|blob| (blob, (*text).to_owned())));
            told.steps.insert(
                0,
                VersionStep {
                    commit: id(&number.to_string()),
                    before,
                    after,
                    bytes: 1,
                    is_ignored: false,
                },
            );
            before = after;
        }
        told
    }

    fn origins(texts: &Texts) -> Vec<Origin> {
        let deadline = Instant::now() + Duration::from_secs(60);
        BlameWalk::new(&texts.steps, texts, deadline)
            .run()
            .unwrap()
            .1
    }

    /// Returns the number of the version that last changed each block, from 1, the oldest.
    fn last(texts: &Texts) -> Vec<usize> {
        let place = |origin: &Origin| texts.steps.len() - origin.last.unwrap();
        origins(texts).iter().map(place).collect()
    }

    const HERONS: &str = "Herons stand in the shallow water for hours.";
    const STORKS: &str = "Storks build on the roofs of old houses.";

    #[test]
    fn a_paragraph_is_of_the_version_that_last_changed_its_words() {
        let first = format!("{HERONS}\n\n{STORKS}\n");
        let more = format!("{first}\nCranes dance.\n");
        let other = more.replace("shallow", "deep");
        // How lines are broken, signs and emphasis make no difference.
        let again = other
            .replace("the deep", "the\ndeep")
            .replace("hours.", "*hours*!");
        let told = texts(&[&first, &more, &other, &again]);
        assert_eq!(last(&told), [3, 1, 2]);
        let origins = origins(&told);
        assert_eq!(told.steps.len() - origins[0].first, 1);
        // What it was before: the first block of the second version.
        assert_eq!(origins[0].before, Some((2, 0)));
        assert_eq!(origins[1].before, None);
    }

    #[test]
    fn a_paragraph_that_moved_or_was_brought_back_stays_its_authors() {
        let first = format!("{HERONS}\n\n{STORKS}\n\nEnd.\n");
        let moved = format!("End.\n\n{STORKS}\n\n{HERONS}\n\nMore.\n");
        assert_eq!(last(&texts(&[&first, &moved])), [1, 1, 1, 2]);
        // Emptied and restored, or deleted and brought back.
        assert_eq!(last(&texts(&[&first, "Nothing.\n", &first])), [1, 1, 1]);
        let more = format!("{first}\nMore.\n");
        assert_eq!(last(&texts(&[&first, "", &more])), [1, 1, 1, 3]);
    }

    #[test]
    fn an_ignored_version_owns_what_nobody_had_before() {
        let first = format!("{HERONS}\n\n{STORKS}\n");
        let formatted = format!("{}\n\n{STORKS}\n\nNew.\n", HERONS.replace("hours", "Hours"));
        let mut told = texts(&[&first, &formatted]);
        assert_eq!(last(&told), [2, 1, 2]);
        told.steps[0].is_ignored = true;
        assert_eq!(last(&told), [1, 1, 2]);
    }

    #[test]
    fn a_merge_owns_only_what_neither_side_has() {
        let first = format!("{HERONS}\n\n{STORKS}\n");
        let here = first.replace("hours", "days");
        let there = first.replace("roofs", "chimneys");
        let both = here.replace("roofs", "chimneys");
        let mut told = texts(&[&first, &there, &here, &both]);
        // The second and the third come of the first; the fourth of both.
        told.steps[1].before = Some(id(&first));
        told.steps[0].before = Some(id(&here));
        told.merged.insert(0, vec![id(&there)]);
        assert_eq!(last(&told), [3, 2]);
    }

    #[test]
    fn what_takes_too_long_is_told_as_far_as_it_was_read() {
        let told = texts(&["One.\n", "One.\n\nTwo.\n"]);
        let now = Instant::now();
        let (_, origins) = BlameWalk::new(&told.steps, &told, now).run().unwrap();
        assert!(
            origins
                .iter()
                .all(|origin| origin.is_open && origin.last == Some(0))
        );
    }

    #[test]
    fn many_versions_take_little_time() {
        let text = |version: usize| -> String {
            let line = |line: usize| format!("Paragraph {line} of {}.\n\n", (version + line) / 40);
            (0..40).map(line).collect()
        };
        let versions: Vec<String> = (0..500).map(text).collect();
        let versions: Vec<&str> = versions.iter().map(String::as_str).collect();
        let told = texts(&versions);
        let started = Instant::now();
        assert_eq!(origins(&told).len(), 40);
        assert!(started.elapsed() < Duration::from_secs(20));
    }
}

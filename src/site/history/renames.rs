//! Finds renames: the file that each file was before a commit.
//!
//! What was moved here says so in its message. Of what was moved with git, files that stayed the same
//! are known by their objects, and pages that did not by how much of their text is the same: half of
//! it, as git has it.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::path::is_page_name;
use crate::domain::{ObjectId, PagePath};
use crate::store::{FileVersions, LogEntry, Store};

/// The key of what was moved, and of where it went: what [`crate::site::moving`] writes.
const MOVED_FROM: &str = "Moved-From";
const MOVED_TO: &str = "Moved-To";
/// The number of pairs of pages that are compared.
const MOST_PAIRS: usize = 40_000;
/// The number of bytes that a page may have to be compared.
const MOST_BYTES: u64 = 1 << 20;
/// The number of bytes that are compared, each as often as it is; a second's work.
const MOST_WORK: usize = 1 << 30;
/// The number of bytes that are read for it.
const MOST_READ: usize = 64 << 20;
/// The part that must be the same, in hundredths of the larger of both.
const SAME: usize = 50;
/// The number of bytes that a piece of a line has at most.
const PIECE: usize = 64;
/// The object of a file without bytes: that two are empty makes them not one.
const EMPTY: ObjectId = ObjectId::from_bytes([
    0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b, 0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2,
    0xe4, 0x8c, 0x53, 0x91,
]);

/// Positions, in a commit's list of changes, of a file and of what it was before.
pub(super) type RenamePair = (usize, usize);

/// Returns which of a commit's files were which before, as positions of the new and of the old one.
pub(super) fn find(store: &Store, commit: &LogEntry) -> Vec<RenamePair> {
    let positions = |wanted: fn(&FileVersions) -> Option<ObjectId>| {
        let changes = commit.changes.iter().enumerate();
        let found = changes.filter_map(move |(position, change)| Some((position, wanted(change)?)));
        found.collect::<Vec<(usize, ObjectId)>>()
    };
    let mut matched = RenameSearch {
        commit,
        gone: positions(|change| change.before.filter(|_| change.after.is_none())),
        come: positions(|change| change.after.filter(|_| change.before.is_none())),
        found: Vec::new(),
    };
    if commit.parents.len() > 1 || matched.is_done() {
        return Vec::new();
    }
    matched.said();
    matched.same();
    if !matched.is_done() {
        matched.similar(store);
    }
    matched.found.sort_unstable();
    matched.found
}

struct RenameSearch<'c> {
    commit: &'c LogEntry,
    /// The files that are gone, and those that have come, and are not matched yet.
    gone: Vec<(usize, ObjectId)>,
    come: Vec<(usize, ObjectId)>,
    found: Vec<RenamePair>,
}

impl<'c> RenameSearch<'c> {
    fn is_done(&self) -> bool {
        self.gone.is_empty() || self.come.is_empty()
    }

    fn path(&self, position: usize) -> &'c str {
        self.commit
            .changes
            .get(position)
            .map_or("", |change| change.path.as_str())
    }

    fn take(&mut self, pairs: Vec<RenamePair>) {
        let (mut news, mut olds) = (HashSet::new(), HashSet::new());
        for (new, old) in pairs {
            if !news.contains(&new) && !olds.contains(&old) {
                news.insert(new);
                olds.insert(old);
                self.found.push((new, old));
            }
        }
        self.come.retain(|(position, _)| !news.contains(position));
        self.gone.retain(|(position, _)| !olds.contains(position));
    }

    /// Takes what the message says.
    fn said(&mut self) {
        let mut moves: Vec<(&str, &str)> = Vec::new();
        let mut from = None;
        for (key, value) in &self.commit.trailers {
            match (key.as_str(), from) {
                (MOVED_FROM, _) => from = Some(value.as_str()),
                (MOVED_TO, Some(before)) => {
                    moves.push((before, value));
                    from = None;
                }
                _ => {}
            }
        }
        if moves.is_empty() {
            return;
        }
        let come = self.come.iter();
        let by_address: HashMap<String, usize> = come
            .map(|(position, _)| (address(self.path(*position)), *position))
            .collect();
        let mut pairs = Vec::new();
        for (old, _) in &self.gone {
            let before = address(self.path(*old));
            let target = moves.iter().find_map(|(from, to)| {
                let rest = before.strip_prefix(from)?;
                (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
            });
            if let Some(new) = target.and_then(|target| by_address.get(&target)) {
                pairs.push((*new, *old));
            }
        }
        self.take(pairs);
    }

    /// Takes what is the same byte by byte; of several, what has the same name first.
    fn same(&mut self) {
        let mut by_object: HashMap<ObjectId, Vec<usize>> = HashMap::new();
        for (position, id) in self.gone.iter().filter(|(_, id)| *id != EMPTY) {
            by_object.entry(*id).or_default().push(*position);
        }
        let (mut named, mut others) = (Vec::new(), Vec::new());
        for (new, id) in &self.come {
            let name = name_of(self.path(*new));
            let olds = by_object.get(id).into_iter().flatten();
            // Of very many that are the same, it matters little which is which.
            for old in olds.take(100) {
                let same_name = name_of(self.path(*old)) == name;
                let pairs = if same_name { &mut named } else { &mut others };
                pairs.push((*new, *old));
            }
        }
        named.append(&mut others);
        self.take(named);
    }

    /// Takes pages of which half is the same, those first that are most alike.
    fn similar(&mut self, store: &Store) {
        let pages = |among: &[(usize, ObjectId)]| -> Vec<(usize, ObjectId)> {
            let pages = among
                .iter()
                .filter(|(position, _)| is_page_name(self.path(*position)));
            pages.copied().collect()
        };
        let (gone, come) = (pages(&self.gone), pages(&self.come));
        if gone.len().saturating_mul(come.len()) > MOST_PAIRS {
            return;
        }
        let (mut all_read, mut work) = (0_usize, 0_usize);
        let mut read = |pages: &[(usize, ObjectId)], others: usize| {
            let mut read: Vec<(usize, ContentPieces)> = Vec::with_capacity(pages.len());
            for (position, id) in pages {
                let Ok(bytes) = store.read_at_most(*id, MOST_BYTES) else {
                    continue;
                };
                all_read += bytes.len();
                work = work.saturating_add(bytes.len().saturating_mul(others));
                if all_read > MOST_READ || work > MOST_WORK {
                    return None;
                }
                read.push((*position, ContentPieces::of(&bytes)));
            }
            Some(read)
        };
        let others = (come.len(), gone.len());
        let Some((gone, come)) = read(&gone, others.0).zip(read(&come, others.1)) else {
            return;
        };
        let mut scored = Vec::new();
        for (new, pieces) in &come {
            for (old, before) in &gone {
                let score = pieces.likeness(before);
                if score >= SAME {
                    let same_name = name_of(self.path(*new)) == name_of(self.path(*old));
                    scored.push((score, same_name, *new, *old));
                }
            }
        }
        // Of equal ones, the first by path.
        scored.sort_by_key(|(score, same_name, new, old)| {
            (std::cmp::Reverse((*score, *same_name)), *new, *old)
        });
        let pairs = scored.into_iter().map(|(_, _, new, old)| (new, old));
        self.take(pairs.collect());
    }
}

/// Returns the address of a page, or the path of another file.
fn address(path: &str) -> String {
    match PagePath::from_file(path) {
        Ok(page) => page.as_str().to_owned(),
        Err(_) => path.to_owned(),
    }
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The pieces of a text, with how many bytes of it each makes up.
struct ContentPieces {
    bytes: usize,
    by_hash: HashMap<u64, usize>,
}

impl ContentPieces {
    fn of(text: &[u8]) -> Self {
        let mut by_hash = HashMap::new();
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            for piece in line.chunks(PIECE) {
                let mut hasher = DefaultHasher::new();
                piece.hash(&mut hasher);
                *by_hash.entry(hasher.finish()).or_default() += piece.len();
            }
        }
        Self {
            bytes: text.len(),
            by_hash,
        }
    }

    /// Returns how much is the same, in hundredths of the larger of both.
    fn likeness(&self, other: &Self) -> usize {
        let larger = self.bytes.max(other.bytes);
        if larger == 0 || self.bytes.min(other.bytes) * 100 < larger * SAME {
            return 0;
        }
        let both = self.by_hash.iter().map(|(hash, bytes)| {
            let theirs = other.by_hash.get(hash).copied().unwrap_or(0);
            theirs.min(*bytes)
        });
        both.sum::<usize>() * 100 / larger
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_the_share_of_the_larger_text() {
        let likeness = |a: &str, b: &str| {
            let (a, b) = (
                ContentPieces::of(a.as_bytes()),
                ContentPieces::of(b.as_bytes()),
            );
            assert_eq!(a.likeness(&b), b.likeness(&a));
            a.likeness(&b)
        };
        assert_eq!(likeness("one\ntwo\n", "one\ntwo\n"), 100);
        assert_eq!(likeness("one\ntwo\n", "one\nsix\n"), 50);
        assert_eq!(likeness("one\n", "one\ntwo\nsix\n"), 0);
        assert_eq!(likeness("", ""), 0);
    }
}

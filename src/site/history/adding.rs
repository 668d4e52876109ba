//! Adds commits to the index.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::ObjectId;
use crate::domain::file_role::is_like_page;
use crate::render::Visibilities;
use crate::site::history::facts::{Fact, Facts, KnownVisibilities, fact_of, facts_of};
use crate::site::history::index::{Blob, HistoryIndex, HistoryRow, NONE, Record};
use crate::site::history::renames::{self, RenamePair};
use crate::store::{FileVersions, LogEntry, Store, StoreError};

/// The number of changes that the history may have in all; of one that has more no page has a history.
pub(super) const MOST: usize = 20_000_000;
/// The number of changes that are taken in before an edition is served.
const AT_ONCE: usize = 2_000;
/// The key in a message of a commit that was made here.
const EDITED_BY: &str = "Edited-By";
/// The key in a message of a change that its author calls minor.
const MINOR: &str = "Minor-Edit";

/// Commits, each after those before it, and what can be known of them without the index.
pub(super) struct CommitBatch {
    commits: Vec<LogEntry>,
    facts: Facts,
    /// The renames of each commit.
    renamed: Vec<Vec<RenamePair>>,
}

impl CommitBatch {
    /// Reads what pages have become with some commits. `known` is whom versions are for that were read
    /// already.
    pub(super) fn read(
        store: &Store,
        commits: Vec<LogEntry>,
        visibilities: &mut Visibilities,
        known: &KnownVisibilities,
    ) -> Self {
        let facts = facts_of(store, &commits, visibilities, known);
        let find = |commit| renames::find(store, commit);
        let renamed = match &commits[..] {
            [only] => vec![find(only)],
            several => several.par_iter().map(find).collect(),
        };
        Self {
            commits,
            facts,
            renamed,
        }
    }
}

impl HistoryIndex {
    /// Returns the index as of a commit that few come before which are not in it; `None` where they
    /// are many, or the branch was rewritten. `known` is whom versions are for that were read already.
    pub(super) fn brought_forward(
        &self,
        store: &Store,
        to: Option<ObjectId>,
        known: &KnownVisibilities,
    ) -> Result<Option<Self>, StoreError> {
        if self.tip == to {
            return Ok(Some(self.clone()));
        }
        let Some(to) = to else {
            return Ok(None);
        };
        if let Some(tip) = self.tip
            && !store.history().is_ancestor(tip, to)?
        {
            return Ok(None);
        }
        let Some(commits) = store.history().log_if_few(self.tip, to)? else {
            return Ok(None);
        };
        let changes: usize = commits.iter().map(|commit| commit.changes.len()).sum();
        if changes > AT_ONCE || self.count + changes > MOST {
            return Ok(None);
        }
        let mut next = self.clone();
        next.add(
            store,
            CommitBatch::read(store, commits, &mut Visibilities::default(), known),
        );
        next.end_at(store, to)?;
        Ok(Some(next))
    }

    pub(super) fn end_at(&mut self, store: &Store, tip: ObjectId) -> Result<(), StoreError> {
        if let Some(customs) = self.customs.read(store, tip)? {
            self.customs = Arc::new(customs);
        }
        self.tip = Some(tip);
        Ok(())
    }

    /// Takes in commits, each of which comes after those before it.
    pub(super) fn add(&mut self, store: &Store, batch: CommitBatch) {
        let CommitBatch {
            commits,
            facts,
            renamed,
        } = batch;
        let mut news: HashMap<u32, Vec<HistoryRow>> = HashMap::new();
        for (commit, renamed) in commits.into_iter().zip(renamed) {
            // Some are told twice.
            if !self.numbers.contains_key(&commit.id) {
                self.add_commit(store, commit, &renamed, &facts, &mut news);
            }
        }
        for (file, mut rows) in news {
            let Some(known) = self.rows.get(file as usize) else {
                continue;
            };
            self.count += rows.len();
            let mut all = known.to_vec();
            all.append(&mut rows);
            // Nearly always in order already.
            all.sort_by_key(|row| self.key(*row));
            self.rows.set(file as usize, all.into());
        }
    }

    fn add_commit(
        &mut self,
        store: &Store,
        commit: LogEntry,
        renamed: &[RenamePair],
        facts: &Facts,
        news: &mut HashMap<u32, Vec<HistoryRow>>,
    ) {
        let parents = commit.parents.iter();
        let parents = parents.filter_map(|parent| self.record(*parent));
        let after = parents.map(|parent| parent.date.saturating_add(1)).max();
        let has = |key: &str| commit.trailers.iter().any(|(known, _)| known == key);
        let number = u32::try_from(self.records.len()).unwrap_or(NONE);
        let changes = commit.changes.iter();
        let files: Box<[u32]> = changes.map(|change| self.number_of(&change.path)).collect();
        let (mut from, mut to) = (HashMap::new(), HashMap::new());
        for (new, old) in renamed {
            from.insert(*new, files.get(*old).copied().unwrap_or(NONE));
            to.insert(*old, files.get(*new).copied().unwrap_or(NONE));
        }
        for (position, (change, file)) in commit.changes.iter().zip(&files).enumerate() {
            let pending = news.entry(*file).or_default();
            let before = self.before_of(store, *file, pending, change);
            let row = HistoryRow {
                commit: number,
                before,
                after: change.after.map_or(NONE, |id| {
                    let known = facts.get(&id).copied();
                    self.push_blob(id, known.unwrap_or_default())
                }),
                from: from.get(&position).copied().unwrap_or(NONE),
                to: to.get(&position).copied().unwrap_or(NONE),
            };
            pending.push(row);
        }
        let record = Record {
            id: commit.id,
            date: commit.time.max(after.unwrap_or(commit.time)),
            time: commit.time,
            in_browser: has(EDITED_BY),
            is_minor: has(MINOR),
            subject: match files.is_empty() {
                true => Box::default(),
                false => commit.subject.into(),
            },
            author: commit.author,
            email: commit.email,
            files,
        };
        self.numbers.insert(record.id, number);
        self.records.push_back(Arc::new(record));
    }

    fn number_of(&mut self, path: &str) -> u32 {
        if let Some(number) = self.files.get(path) {
            return *number;
        }
        let number = u32::try_from(self.paths.len()).unwrap_or(NONE);
        let path: Arc<str> = path.into();
        self.paths.push_back(Arc::clone(&path));
        self.rows.push_back(Arc::from([]));
        self.files.insert(path, number);
        number
    }

    fn push_blob(&mut self, id: ObjectId, fact: Fact) -> u32 {
        let number = u32::try_from(self.blobs.len()).unwrap_or(NONE);
        self.narrowest = self.narrowest.max(fact.visibility);
        self.blobs.push_back(Blob {
            id,
            bytes: fact.bytes,
            visibility: fact.visibility,
            words: fact.words,
        });
        number
    }

    /// Returns what a file was before a commit: nearly always what the commit before made of it.
    fn before_of(
        &mut self,
        store: &Store,
        file: u32,
        pending: &[HistoryRow],
        change: &FileVersions,
    ) -> u32 {
        let Some(id) = change.before else {
            return NONE;
        };
        let known = self.rows.get(file as usize).cloned();
        let known = known.iter().flat_map(|rows| rows.iter());
        let mut rows = known.chain(pending).rev();
        let is_it = |row: &&HistoryRow| self.after(**row).is_some_and(|blob| blob.id == id);
        if let Some(row) = rows.find(is_it) {
            return row.after;
        }
        let facts = match is_like_page(change.path.as_bytes()) {
            true => fact_of(store, id, None),
            false => Fact::default(),
        };
        self.push_blob(id, facts)
    }
}

//! [`HistoryIndex`]: which commit changed which file.

use std::sync::Arc;

use imbl::{HashMap, OrdMap, Vector};
use serde::{Deserialize, Serialize};

use crate::domain::{Name, ObjectId, Visibility};
use crate::site::history::customs::HistorySettings;

/// The number that stands for nothing.
pub(super) const NONE: u32 = u32::MAX;

/// The number of a file in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::site) struct FileNumber(pub(super) u32);

/// A commit, as it describes itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::site) struct Record {
    pub(in crate::site) id: ObjectId,
    /// Its time, or that of a commit before it and a second more: the order of what is listed.
    pub(in crate::site) date: i64,
    /// The time it was committed: seconds since 1970.
    pub(in crate::site) time: i64,
    pub(super) author: Name,
    pub(super) email: Name,
    pub(in crate::site) subject: Box<str>,
    /// Whether it was made here, not with git.
    pub(in crate::site) in_browser: bool,
    /// Whether its author called it minor.
    pub(in crate::site) is_minor: bool,
    /// The files that it changed, by number.
    pub(super) files: Box<[u32]>,
}

/// A file before a commit and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::site) struct HistoryRow {
    /// The number of the commit.
    pub(in crate::site) commit: u32,
    pub(super) before: u32,
    pub(super) after: u32,
    /// The file that this was before the commit.
    pub(super) from: u32,
    /// The file that this is after the commit.
    pub(super) to: u32,
}

/// A version of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::site) struct Blob {
    pub(in crate::site) id: ObjectId,
    /// The number of its bytes, if it may be a page.
    pub(in crate::site) bytes: u32,
    /// Whom it is for, by what it says itself.
    pub(in crate::site) visibility: Visibility,
    /// The hash of its words, whatever white space is between them; 0 if it cannot be a page.
    pub(super) words: u64,
}

/// The history up to a commit. Cheap to clone: what is added is all that two do not share.
#[derive(Clone, Default)]
pub(in crate::site) struct HistoryIndex {
    /// The newest commit; nothing where there is none.
    pub(super) tip: Option<ObjectId>,
    /// Each after those before it.
    pub(super) records: Vector<Arc<Record>>,
    pub(super) numbers: HashMap<ObjectId, u32>,
    /// The files' paths, by number.
    pub(super) paths: Vector<Arc<str>>,
    pub(super) files: OrdMap<Arc<str>, u32>,
    /// The rows of each file, oldest first.
    pub(super) rows: Vector<Arc<[HistoryRow]>>,
    pub(super) blobs: Vector<Blob>,
    /// The number of rows.
    pub(super) count: usize,
    /// The narrowest circle that any version is for.
    pub(super) narrowest: Visibility,
    pub(super) customs: Arc<HistorySettings>,
}

impl HistoryIndex {
    /// Returns a commit, if it is among those that were read.
    pub(in crate::site) fn record(&self, id: ObjectId) -> Option<&Record> {
        let number = self.numbers.get(&id)?;
        self.at(*number)
    }

    /// Returns a commit by its number.
    pub(in crate::site) fn at(&self, number: u32) -> Option<&Record> {
        self.records.get(number as usize).map(|record| &**record)
    }

    /// Returns the number of a file.
    pub(in crate::site) fn file(&self, path: &str) -> Option<FileNumber> {
        self.files.get(path).map(|number| FileNumber(*number))
    }

    /// Returns the path of a file.
    pub(in crate::site) fn path(&self, file: FileNumber) -> &str {
        self.paths.get(file.0 as usize).map_or("", |path| path)
    }

    /// Returns what happened to a file, oldest first.
    pub(in crate::site) fn rows(&self, file: FileNumber) -> &[HistoryRow] {
        self.rows.get(file.0 as usize).map_or(&[], |rows| rows)
    }

    /// Returns the commit of a row.
    pub(in crate::site) fn commit(&self, row: HistoryRow) -> Option<&Record> {
        self.at(row.commit)
    }

    /// Returns what a file was before.
    pub(in crate::site) fn before(&self, row: HistoryRow) -> Option<Blob> {
        self.blobs.get(row.before as usize).copied()
    }

    /// Returns what a file was after.
    pub(in crate::site) fn after(&self, row: HistoryRow) -> Option<Blob> {
        self.blobs.get(row.after as usize).copied()
    }

    /// Tells whether a row changed nothing of a page but the white space in it.
    pub(in crate::site) fn is_space_only(&self, row: HistoryRow) -> bool {
        let words = |blob: Option<Blob>| blob.map(|blob| blob.words).filter(|words| *words != 0);
        let before = words(self.before(row));
        before.is_some() && before == words(self.after(row))
    }

    /// Returns the file that became this one with a row.
    pub(in crate::site) fn from(&self, row: HistoryRow) -> Option<FileNumber> {
        (row.from != NONE).then_some(FileNumber(row.from))
    }

    /// Returns the file that this one became with a row.
    pub(in crate::site) fn to(&self, row: HistoryRow) -> Option<FileNumber> {
        (row.to != NONE).then_some(FileNumber(row.to))
    }

    /// Returns the narrowest circle that any version of any page is or was for.
    pub(in crate::site) fn narrowest(&self) -> Visibility {
        self.narrowest
    }

    /// Returns the files that a commit changed, with what happened to each.
    pub(in crate::site) fn changed(
        &self,
        record: &Record,
    ) -> impl ExactSizeIterator<Item = (FileNumber, Option<HistoryRow>)> {
        let key = (record.date, record.id);
        record.files.iter().map(move |file| {
            let rows = self.rows(FileNumber(*file));
            let position = rows.binary_search_by_key(&key, |row| self.key(*row));
            let row = position
                .ok()
                .and_then(|position| rows.get(position).copied());
            (FileNumber(*file), row)
        })
    }

    /// Returns how many commits there are; their numbers are smaller.
    pub(in crate::site) fn commit_count(&self) -> usize {
        self.records.len()
    }

    /// Returns the files, by path.
    pub(in crate::site) fn all_files(&self) -> impl Iterator<Item = FileNumber> {
        self.files.values().map(|number| FileNumber(*number))
    }

    /// Returns the author of a commit, as the repository wants people to be called.
    pub(in crate::site) fn author<'i>(&'i self, record: &'i Record) -> &'i str {
        self.customs.name_of(&record.author, &record.email)
    }

    /// Tells whether a commit is one of those of which the repository says that they only changed how
    /// files look.
    pub(in crate::site) fn is_ignored(&self, record: &Record) -> bool {
        self.customs.ignores(record.id)
    }

    /// Returns what happened to a file and to those that it was before, newest first.
    pub(in crate::site) fn followed(&self, file: FileNumber) -> Vec<(FileNumber, HistoryRow)> {
        let mut found = Vec::new();
        let (mut file, mut end) = (file, None);
        'files: loop {
            for row in self.rows(file).iter().rev() {
                let key = self.key(*row);
                if end.is_some_and(|end| key >= end) {
                    continue;
                }
                found.push((file, *row));
                if let Some(before) = self.from(*row) {
                    (file, end) = (before, Some(key));
                    continue 'files;
                }
            }
            return found;
        }
    }

    /// Returns the paths of the files that a file was before, newest first.
    pub(in crate::site) fn names_of(&self, path: &str) -> Vec<&str> {
        let rows = self.file(path).map(|file| self.followed(file));
        let mut names: Vec<&str> = Vec::new();
        for (file, _) in rows.unwrap_or_default() {
            let name = self.path(file);
            if name != path && names.last() != Some(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Returns where a row stands in the order of what is listed.
    pub(super) fn key(&self, row: HistoryRow) -> (i64, ObjectId) {
        let none = (0, ObjectId::from_bytes([0; 20]));
        self.at(row.commit)
            .map_or(none, |record| (record.date, record.id))
    }
}

//! [`Versions`]: what became of one page, commit by commit, as somebody may see it.
//!
//! The rule is that of the list of changes (`commits.rs`): a line is told where the viewer may see
//! the page now and could see what the commit left (of a page that is gone: what there was before).
//! A message is told where nothing that its commit changed is or was hidden.

use std::sync::Arc;

use crate::domain::date::Date;
use crate::domain::file_role::{is_like_page, is_table};
use crate::domain::{ObjectId, Page, PagePath, Visibility};
use crate::render;
use crate::site::entries::FILE_LIMIT;
use crate::site::history::{Blob, FileNumber, HistoryIndex, HistoryRow, Record};
use crate::site::item::SitePage;
use crate::site::view::View;
use crate::store::StoreError;

/// How many files of a commit are looked at to learn whether its message may be told.
const MOST_FILES: usize = 20_000;
/// How few digits of an id may name a commit.
const FEWEST_DIGITS: usize = 7;

/// Why the history cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// It is being read: so many commits have been.
    #[error("the history is being read: {0} commits so far")]
    Reading(usize),
    /// It cannot be read; the log says why.
    #[error("the history cannot be read")]
    Unreadable,
    /// The repository cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The versions of one page that somebody may see, newest first.
pub struct Versions<'e> {
    pub(super) view: View<'e>,
    index: &'e HistoryIndex,
    path: PagePath,
    rows: Vec<(FileNumber, HistoryRow)>,
    /// The page; nothing where it is gone.
    pub page: Option<&'e Arc<SitePage>>,
}

/// A version of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageVersion<'e> {
    /// Its commit.
    pub commit: ObjectId,
    /// When that was made: seconds since 1970.
    pub time: i64,
    /// The author's name, as the repository wants people to be called.
    pub author: &'e str,
    /// The first line of what the author said; `None` where that is nothing, or could tell of what is
    /// hidden.
    pub subject: Option<&'e str>,
    /// What was done.
    pub deed: VersionChange<'e>,
    /// The page's file at the commit.
    pub file: &'e str,
    /// By how many bytes it grew.
    pub growth: i64,
    /// Whether it was made on the site, not with git.
    pub in_browser: bool,
    /// Whether its author called it minor.
    pub is_minor: bool,
    /// Whether the repository says that it only changed how files look.
    pub is_formatting: bool,
}

/// What a commit changed of a page's file, as far as the viewer may see it.
pub(super) struct VersionBlobs {
    pub(super) commit: ObjectId,
    /// What it was; of a merge, in its first parent.
    pub(super) before: Option<Blob>,
    /// What it became.
    pub(super) after: Option<Blob>,
    /// Whether the repository says that the commit only changed how files look.
    pub(super) is_formatting: bool,
}

/// What a commit did to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionChange<'e> {
    /// It was not there before.
    Added,
    /// It was another file before.
    Moved(&'e str),
    /// It was there, and is.
    Changed,
    /// It is not there any more.
    Removed,
}

impl<'e> View<'e> {
    pub(super) fn index(&self) -> Result<&'e HistoryIndex, HistoryError> {
        let slot = &self.edition.history;
        match (slot.index(), slot.progress()) {
            (Some(index), _) => Ok(index),
            (None, Some(commits)) => Err(HistoryError::Reading(commits)),
            (None, None) => Err(HistoryError::Unreadable),
        }
    }

    /// Returns the versions of the page at a path, also where it is gone; `None` where the viewer
    /// may see none.
    pub fn versions(&self, path: &PagePath) -> Result<Option<Versions<'e>>, HistoryError> {
        if let Some(item) = self.page(path) {
            let index = self.index()?;
            let rows = index
                .file(&item.page.file)
                .map(|file| self.seen(index, index.followed(file)));
            return Ok(Some(Versions {
                view: *self,
                index,
                path: path.clone(),
                rows: rows.unwrap_or_default(),
                page: Some(item),
            }));
        }
        // Where a page is that the viewer may not see, there is nothing.
        if self.files().has_page(path) {
            return Ok(None);
        }
        let index = self.index()?;
        let gone = files_of(path).filter_map(|file| index.file(&file));
        let gone = gone.filter_map(|file| Some((file, self.gone(index, file)?)));
        let newest = gone.max_by_key(|(_, record)| record.time);
        Ok(newest.map(|(file, _)| Versions {
            view: *self,
            index,
            path: path.clone(),
            rows: self.seen(index, index.followed(file)),
            page: None,
        }))
    }

    /// Returns the commit that took a page's file away for good, where the viewer could see what it
    /// was.
    fn gone(&self, index: &'e HistoryIndex, file: FileNumber) -> Option<&'e Record> {
        let last = *index.rows(file).last()?;
        let is_gone = index.after(last).is_none() && index.to(last).is_none();
        let is_page = self.content().is_page_file(index.path(file));
        let seen = self.sees_row(index, file, last);
        index.commit(last).filter(|_| is_gone && is_page && seen)
    }

    /// Returns the pages that are gone, whose last version the viewer could see, as they went: last
    /// first.
    pub fn deleted(&self) -> Result<Vec<(PagePath, PageVersion<'e>)>, HistoryError> {
        let index = self.index()?;
        let mut found: Vec<(i64, PagePath, FileNumber, HistoryRow)> = Vec::new();
        for file in index.all_files() {
            let Some(record) = self.gone(index, file) else {
                continue;
            };
            let address = self.files().address_of(index.path(file));
            let address = address.filter(|path| !self.files().has_page(path));
            if let (Some(path), Some(last)) = (address, index.rows(file).last()) {
                found.push((record.time, path, file, *last));
            }
        }
        found.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
        // Of files that had one address, the last.
        let mut seen = std::collections::HashSet::new();
        found.retain(|(_, path, ..)| seen.insert(path.clone()));
        let version = |(_, path, file, row)| {
            let version = tell(self, index, file, row)?;
            Ok(version.map(|version| (path, version)))
        };
        found
            .into_iter()
            .filter_map(|one| version(one).transpose())
            .collect()
    }

    /// Returns the page that the one at a path has become, where git or we moved it and the viewer
    /// could see it there.
    pub fn moved_to(&self, path: &PagePath) -> Option<&'e Arc<SitePage>> {
        let index = self.index().ok()?;
        let moved = files_of(path).filter_map(|file| index.file(&file));
        let moved = moved.filter_map(|file| {
            let mut file = file;
            // A file that went to and fro is somewhere in the end.
            for _ in 0..100 {
                let last = *index.rows(file).last()?;
                match index.to(last) {
                    Some(to) if self.sees_row(index, file, last) => file = to,
                    Some(_) => return None,
                    None => return self.page_of_file(index.path(file)),
                }
            }
            None
        });
        let mut moved = moved.filter(|item| item.page.path != *path);
        moved.next()
    }

    /// Returns the rows that the viewer may see.
    fn seen(
        &self,
        index: &HistoryIndex,
        mut rows: Vec<(FileNumber, HistoryRow)>,
    ) -> Vec<(FileNumber, HistoryRow)> {
        if self.viewer().may_see(Visibility::Draft) {
            return rows;
        }
        // They come file by file.
        let mut last: Option<(FileNumber, bool)> = None;
        rows.retain(|(file, row)| {
            let is_hidden = match last {
                Some((known, is_hidden)) if known == *file => is_hidden,
                _ => self.is_hidden_address(index.path(*file)),
            };
            last = Some((*file, is_hidden));
            !is_hidden && self.could_see(index, *row)
        });
        rows
    }

    /// Tells whether the viewer could see what a commit made of a file, and whether nothing that is
    /// hidden is there now.
    fn sees_row(&self, index: &HistoryIndex, file: FileNumber, row: HistoryRow) -> bool {
        if self.viewer().may_see(Visibility::Draft) {
            return true;
        }
        self.could_see(index, row) && !self.is_hidden_address(index.path(file))
    }

    /// Tells whether the viewer could see what a commit made of a file; of one that it took away, what
    /// that was.
    fn could_see(&self, index: &HistoryIndex, row: HistoryRow) -> bool {
        let version = index.after(row).or_else(|| index.before(row));
        version.is_some_and(|blob| self.viewer().may_see(blob.visibility))
    }

    /// Tells whether there is a page where a file was that the viewer may not see.
    pub(super) fn is_hidden_address(&self, file: &str) -> bool {
        let path = self.files().address_of(file);
        path.is_some_and(|path| self.files().has_page(&path) && self.page(&path).is_none())
    }

    /// Tells whether the viewer may see every version of everything.
    pub(super) fn is_all_open(&self, index: &HistoryIndex) -> bool {
        let viewer = self.viewer();
        viewer.may_see(Visibility::Draft)
            || (viewer.may_see(index.narrowest()) && self.is_all_public())
    }

    /// Tells whether the message of a commit may be told: nothing that it changed is or was hidden.
    fn is_open(&self, index: &HistoryIndex, record: &Record) -> Result<bool, StoreError> {
        let viewer = self.viewer();
        if self.is_all_open(index) {
            return Ok(true);
        }
        let changed = index.changed(record);
        if changed.len() > MOST_FILES {
            return Ok(false);
        }
        let mut has_others = false;
        for (file, row) in changed {
            let path = index.path(file);
            let versions = row.map(|row| [index.before(row), index.after(row)]);
            let mut versions = versions.into_iter().flatten().flatten();
            if is_like_page(path.as_bytes())
                && versions.any(|blob| !viewer.may_see(blob.visibility))
            {
                return Ok(false);
            }
            match self.content().is_page_file(path) {
                true if self.is_hidden_address(path) => return Ok(false),
                true => {}
                false => has_others |= !is_table(path),
            }
        }
        match has_others {
            false => Ok(true),
            // Whom another file is for depends on the pages of its time.
            true => {
                let told = self.commit(record.id)?;
                Ok(told.is_some_and(|told| told.subject.is_some()))
            }
        }
    }
}

/// Returns the files that a page may have.
fn files_of(path: &PagePath) -> impl Iterator<Item = String> + use<> {
    let files = match path.as_str() {
        "" => [
            Some("index.md".to_owned()),
            Some("README.md".to_owned()),
            None,
        ],
        path => [
            Some(format!("{path}.md")),
            Some(format!("{path}/index.md")),
            Some(format!("{path}/README.md")),
        ],
    };
    files.into_iter().flatten()
}

fn tell<'e>(
    view: &View<'e>,
    index: &'e HistoryIndex,
    file: FileNumber,
    row: HistoryRow,
) -> Result<Option<PageVersion<'e>>, StoreError> {
    let Some(record) = index.commit(row) else {
        return Ok(None);
    };
    let may_see = |blob: &Blob| view.viewer().may_see(blob.visibility);
    // What it was elsewhere is what it was, where the viewer could see that.
    let elsewhere = index.from(row).and_then(|from| {
        let mut changed = index.changed(record);
        let (_, row) = changed.find(|(file, _)| *file == from)?;
        let before = index.before(row?).filter(may_see)?;
        let is_hidden = view.is_hidden_address(index.path(from));
        (!is_hidden).then_some((from, before))
    });
    let after = index.after(row);
    let before = index.before(row).or(elsewhere.map(|(_, before)| before));
    let bytes = |blob: Option<Blob>| blob.filter(may_see).map_or(0, |blob| i64::from(blob.bytes));
    let is_open = view.is_open(index, record)?;
    Ok(Some(PageVersion {
        commit: record.id,
        time: record.time,
        author: index.author(record),
        subject: Some(&*record.subject).filter(|subject| is_open && !subject.is_empty()),
        deed: match (before, after, elsewhere) {
            (_, None, _) => VersionChange::Removed,
            (_, _, Some((from, _))) => VersionChange::Moved(index.path(from)),
            (Some(before), ..) if may_see(&before) => VersionChange::Changed,
            _ => VersionChange::Added,
        },
        file: index.path(file),
        growth: bytes(after) - bytes(before),
        in_browser: record.in_browser,
        is_minor: record.is_minor,
        is_formatting: index.is_ignored(record),
    }))
}

impl<'e> Versions<'e> {
    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns some of them, from one on.
    pub fn some(&self, from: usize, most: usize) -> Result<Vec<PageVersion<'e>>, StoreError> {
        let rows = self.rows.iter().skip(from).take(most);
        let told = rows.map(|(file, row)| tell(&self.view, self.index, *file, *row));
        told.filter_map(Result::transpose).collect()
    }

    /// Returns the commit of one of them.
    pub fn commit_at(&self, place: usize) -> Option<ObjectId> {
        let (_, row) = self.rows.get(place)?;
        self.index.commit(*row).map(|record| record.id)
    }

    /// Returns one of them.
    pub fn one(&self, place: usize) -> Result<Option<PageVersion<'e>>, StoreError> {
        Ok(self.some(place, 1)?.pop())
    }

    /// Returns what one of them changed.
    pub(super) fn change(&self, place: usize) -> Option<VersionBlobs> {
        let (_, row) = self.rows.get(place)?;
        let record = self.index.commit(*row)?;
        let may_see = |blob: &Blob| self.view.viewer().may_see(blob.visibility);
        Some(VersionBlobs {
            commit: record.id,
            before: self.index.before(*row).filter(may_see),
            after: self.index.after(*row).filter(may_see),
            is_formatting: self.index.is_ignored(record),
        })
    }

    /// Returns the files that the page was, newest first.
    pub(super) fn files(&self) -> Vec<&'e str> {
        let mut files: Vec<&str> = Vec::new();
        for (file, _) in &self.rows {
            let path = self.index.path(*file);
            if files.last() != Some(&path) {
                files.push(path);
            }
        }
        files
    }

    /// Returns the bytes of one of them; nothing where they cannot be read.
    pub(super) fn bytes(&self, blob: ObjectId) -> Option<Vec<u8>> {
        let read = self.view.store().read_at_most(blob, FILE_LIMIT);
        read.inspect_err(|error| tracing::debug!(%error, "a version cannot be read"))
            .ok()
    }

    /// Returns what the page's file was in the other parents of one of them that is a merge.
    pub(super) fn merged_at(&self, place: usize) -> Vec<ObjectId> {
        let found = self.rows.get(place).and_then(|(file, row)| {
            let commit = self.index.commit(*row)?.id;
            let history = self.view.store().history();
            history.merged(self.index.path(*file), commit).ok()
        });
        found.unwrap_or_default()
    }

    /// Returns one of them as it is read by today's rules, with its source; `None` where it took the
    /// page away.
    pub fn read(&self, place: usize) -> Result<Option<(Page, Vec<u8>)>, StoreError> {
        let Some((file, row)) = self.rows.get(place) else {
            return Ok(None);
        };
        let blob = self.index.after(*row);
        let Some(blob) = blob.filter(|blob| self.view.viewer().may_see(blob.visibility)) else {
            return Ok(None);
        };
        let source = self.view.store().read_at_most(blob.id, FILE_LIMIT)?;
        let content = self.view.content();
        let (page, _) = render::read(
            self.path.clone(),
            self.index.path(*file),
            blob.id,
            &source,
            &content.vocabulary,
            &content.bibliography,
        );
        Ok(Some((page, source)))
    }

    /// Returns the place of the one that a text names: by its commit, of whose id the first seven
    /// digits do where no other begins so; or by a date, at whose end it was there.
    pub fn place(&self, text: &str) -> Option<usize> {
        if let Ok(id) = text.parse::<ObjectId>() {
            return (0..self.len()).find(|place| self.commit_at(*place) == Some(id));
        }
        if let Some(place) = self.place_by_start(text) {
            return Some(place);
        }
        let end = end_of(Date::parse(text)?)?;
        let mut rows = self.rows.iter();
        rows.position(|(_, row)| {
            let record = self.index.commit(*row);
            record.is_some_and(|record| record.time < end)
        })
    }

    fn place_by_start(&self, digits: &str) -> Option<usize> {
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if digits.len() < FEWEST_DIGITS || !is_hex {
            return None;
        }
        let digits = digits.to_ascii_lowercase();
        let begins = |place: &usize| {
            let id = self.commit_at(*place);
            id.is_some_and(|id| id.to_string().starts_with(&digits))
        };
        let mut places = (0..self.len()).filter(begins);
        let first = places.next()?;
        places.next().is_none().then_some(first)
    }

    /// Returns the commit that a text names, at which this page was there: one of its versions as
    /// [`Self::place`] finds it, any other commit by its whole id, or one that has a tag.
    pub fn commit(&self, text: &str) -> Result<Option<ObjectId>, StoreError> {
        if let Ok(id) = text.parse::<ObjectId>() {
            return Ok(Some(id));
        }
        if let Some(place) = self.place(text) {
            return Ok(self.commit_at(place));
        }
        self.view.store().history().tagged(text)
    }
}

/// Returns the second after a day, a month or a year, in seconds since 1970.
pub(super) fn end_of(date: Date) -> Option<i64> {
    start_of(date.plus_days(1))
}

/// Returns the first second of a day, a month or a year, in seconds since 1970.
pub(super) fn start_of(date: Date) -> Option<i64> {
    let (year, month, day) = (
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month.unwrap_or(1)).ok()?,
        i8::try_from(date.day.unwrap_or(1)).ok()?,
    );
    let day = jiff::civil::Date::new(year, month, day).ok()?;
    let start = day.to_datetime(jiff::civil::Time::midnight());
    let start = jiff::tz::Offset::UTC.to_timestamp(start).ok()?;
    Some(start.as_second())
}

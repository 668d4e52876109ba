//! [`Versions`]: what became of one page, commit by commit, as somebody may see it.
//!
//! The rule is that of the list of changes (`commits.rs`): a line is told where the viewer may see
//! the page now and could see what the commit left (of a page that is gone: what there was before).
//! A message is told where nothing that its commit changed is or was hidden.

use std::sync::Arc;

use crate::domain::{ObjectId, Page, PagePath};
use crate::render;
use crate::site::entries::FILE_LIMIT;
use crate::site::history::{Blob, FileNumber, HistoryIndex, HistoryRow, Record};
use crate::site::item::SitePage;
use crate::site::page_version::{HistoryError, PageVersion, VersionBlobs};
use crate::site::view::View;
use crate::store::StoreError;

/// The versions of one page that somebody may see, newest first.
pub struct Versions<'e> {
    pub(super) view: View<'e>,
    pub(super) index: &'e HistoryIndex,
    path: PagePath,
    pub(super) rows: Vec<(FileNumber, HistoryRow)>,
    /// The page; nothing where it is gone.
    pub page: Option<&'e Arc<SitePage>>,
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
            let version = self.version(index, file, row)?;
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
        let versions = rows.map(|(file, row)| self.view.version(self.index, *file, *row));
        versions.filter_map(Result::transpose).collect()
    }

    /// Returns the commit of one of them.
    pub fn commit_at(&self, position: usize) -> Option<ObjectId> {
        let (_, row) = self.rows.get(position)?;
        self.index.commit(*row).map(|record| record.id)
    }

    /// Returns one of them.
    pub fn one(&self, position: usize) -> Result<Option<PageVersion<'e>>, StoreError> {
        Ok(self.some(position, 1)?.pop())
    }

    /// Returns what one of them changed.
    pub(super) fn change(&self, position: usize) -> Option<VersionBlobs> {
        let (_, row) = self.rows.get(position)?;
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
    pub(super) fn merged_at(&self, position: usize) -> Vec<ObjectId> {
        let found = self.rows.get(position).and_then(|(file, row)| {
            let commit = self.index.commit(*row)?.id;
            let history = self.view.store().history();
            history.merged(self.index.path(*file), commit).ok()
        });
        found.unwrap_or_default()
    }

    /// Returns one of them as it is read by today's rules, with its source; `None` where it took the
    /// page away.
    pub fn read(&self, position: usize) -> Result<Option<(Page, Vec<u8>)>, StoreError> {
        let Some((file, row)) = self.rows.get(position) else {
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
}

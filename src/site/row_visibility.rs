//! The rows of the history that a viewer may see, and the messages of commits.

use crate::domain::Visibility;
use crate::domain::file_role::{is_like_page, is_table};
use crate::site::history::{FileNumber, HistoryIndex, HistoryRow, Record};
use crate::site::view::View;
use crate::store::StoreError;

/// The number of files of a commit that are looked at to learn whether its message may be told.
const MOST_FILES: usize = 20_000;

impl View<'_> {
    /// Returns the rows that the viewer may see.
    pub(super) fn seen(
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
    pub(super) fn sees_row(&self, index: &HistoryIndex, file: FileNumber, row: HistoryRow) -> bool {
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
    pub(super) fn is_open(
        &self,
        index: &HistoryIndex,
        record: &Record,
    ) -> Result<bool, StoreError> {
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
                let summary = self.commit(record.id)?;
                Ok(summary.is_some_and(|summary| summary.subject.is_some()))
            }
        }
    }
}

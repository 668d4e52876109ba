//! Whom a file that is no page was for at a commit: it depends on the pages of its time.

use crate::domain::PagePath;
use crate::domain::path::is_page_name;
use crate::render;
use crate::site::commit_filter::{CommitFilter, MOST_READ};
use crate::site::names::folder_of;
use crate::store::{Commit, ContentEntry, EntryKind, Revision, StoreError};

impl CommitFilter<'_> {
    /// Tells whether a file that is no page is hidden, or was before or after a commit.
    pub(super) fn is_hidden_file(
        &mut self,
        commit: &Commit,
        file: &str,
    ) -> Result<bool, StoreError> {
        let mut by_link = true;
        for revision in [&commit.before, &commit.after].into_iter().flatten() {
            if self.store.file(revision, file)?.is_none() {
                continue;
            }
            let linked = self.was_linked(commit, revision, file)?;
            if !linked && self.was_beside_hidden(revision, file)? {
                return Ok(true);
            }
            by_link &= linked;
        }
        let is_there = self.view.files().attachment_name(file).is_some();
        // What links a file that is gone has changed too, so what was decides.
        Ok((is_there || !by_link) && self.view.files().is_hidden_file(file))
    }

    /// Tells whether a page that the viewer could see linked a file at a commit. Looked at are the
    /// pages that link it today and those that the commit changed.
    fn was_linked(
        &mut self,
        commit: &Commit,
        revision: &Revision,
        file: &str,
    ) -> Result<bool, StoreError> {
        let today = self.view.files().linking_file(file);
        let mut pages: Vec<String> = today.map(|item| item.page.file.clone()).collect();
        let changed = commit.changes.iter().map(|change| &change.path);
        pages.extend(changed.filter(|path| is_page_name(path)).cloned());
        for page in pages {
            let Some(blob) = self.store.file(revision, &page)? else {
                continue;
            };
            let entry = ContentEntry {
                path: page,
                id: blob,
                kind: EntryKind::File,
            };
            if !self.hides(&entry.path, Some(&entry))? && self.links(&entry, file)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Tells whether a version of a page links a file.
    fn links(&mut self, entry: &ContentEntry, file: &str) -> Result<bool, StoreError> {
        let known = self.view.files().known_page(&entry.path);
        if let Some(page) = known.filter(|page| page.blob == entry.id) {
            return Ok(self.view.files().leads_to_file_from(page, file));
        }
        let Ok(path) = PagePath::from_file(&entry.path) else {
            return Ok(false);
        };
        self.read += 1;
        if self.read > MOST_READ {
            return Ok(false);
        }
        let source = self.store.read(entry.id)?;
        let content = self.view.content();
        let (page, _) = render::read(
            path,
            &entry.path,
            entry.id,
            &source,
            &content.vocabulary,
            &content.bibliography,
        );
        Ok(self.view.files().leads_to_file_from(&page, file))
    }

    /// Tells whether the nearest folder with pages above a file had hidden ones.
    fn was_beside_hidden(&mut self, revision: &Revision, file: &str) -> Result<bool, StoreError> {
        let mut folder = folder_of(file);
        loop {
            let own = self.had_hidden_owner(revision, folder)?;
            let among = self.had_hidden_pages(revision, folder)?;
            match own.max(among) {
                Some(hidden) => return Ok(hidden),
                None if folder.is_empty() => return Ok(false),
                None => folder = folder_of(folder),
            }
        }
    }

    /// Tells whether the page that a folder belongs to was hidden; `None` where there was none.
    fn had_hidden_owner(
        &mut self,
        revision: &Revision,
        folder: &str,
    ) -> Result<Option<bool>, StoreError> {
        if folder.is_empty() {
            return Ok(None);
        }
        let path = format!("{folder}.md");
        let Some(id) = self.store.file(revision, &path)? else {
            return Ok(None);
        };
        let kind = EntryKind::File;
        let entry = ContentEntry { path, id, kind };
        self.hides(&entry.path, Some(&entry)).map(Some)
    }

    /// Tells whether any page directly in a folder was hidden; `None` where there was none.
    fn had_hidden_pages(
        &mut self,
        revision: &Revision,
        folder: &str,
    ) -> Result<Option<bool>, StoreError> {
        let Some((tree, entries)) = self.store.history().folder_at(revision, folder)? else {
            return Ok(None);
        };
        if let Some(&known) = self.beside.get(&tree) {
            return Ok(known);
        }
        let mut hidden = None;
        for entry in entries.iter().filter(|entry| is_page_name(&entry.path)) {
            if hidden != Some(true) && !self.view.is_nobodys(&entry.path) {
                hidden = Some(self.hides(&entry.path, Some(entry))?);
            }
        }
        self.beside.insert(tree, hidden);
        Ok(hidden)
    }
}

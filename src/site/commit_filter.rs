//! [`CommitFilter`]: what of a commit may be told to one viewer.

use std::collections::{BTreeMap, HashMap};

use crate::domain::file_role::{is_like_page, is_table};
use crate::domain::{ObjectId, PagePath, Visibility};
use crate::render;
use crate::site::archive::MAX_FILE;
use crate::site::change_log::ChangeKind;
use crate::site::commit_summary::{ChangedItem, CommitChange, CommitSummary};
use crate::site::view::View;
use crate::store::{Commit, ContentEntry, EntryChange, EntryKind, Store, StoreError};

/// The number of old versions of pages that are read for one commit; what lies beyond counts as hidden.
pub(super) const MOST_READ: usize = 20_000;

/// The number of old versions that are remembered.
const MOST_KNOWN: usize = 200_000;

/// Tells what may be told of commits.
pub(super) struct CommitFilter<'e> {
    pub(super) view: View<'e>,
    pub(super) store: &'e Store,
    /// Whether a folder's tree has pages that are hidden; `None` where it has no page.
    pub(super) beside: HashMap<ObjectId, Option<bool>>,
    /// Whether each old version is hidden.
    pub(super) versions: HashMap<ObjectId, bool>,
    /// The number of old versions that were read for the commit.
    pub(super) read: usize,
}

/// The outcome of the filter for a change.
enum ChangeOutcome<'e> {
    /// It is told.
    Visible(ChangedItem<'e>),
    /// It is nothing that readers of the site see.
    Irrelevant,
    /// It is not for this viewer.
    Hidden,
}

impl<'e> CommitFilter<'e> {
    /// Returns a filter that has read nothing yet.
    pub(super) fn new(view: &View<'e>) -> Self {
        Self {
            view: *view,
            store: view.store(),
            beside: HashMap::new(),
            versions: HashMap::new(),
            read: 0,
        }
    }

    /// Returns what a commit changed, where anything of it is told.
    pub(super) fn summary(
        &mut self,
        commit: Commit,
    ) -> Result<Option<CommitSummary<'e>>, StoreError> {
        self.read = 0;
        let mut open = true;
        // A page that moved to `index.md` was both removed and added.
        let mut pages: BTreeMap<PagePath, CommitChange<'e>> = BTreeMap::new();
        let mut files = Vec::new();
        for change in &commit.changes {
            let (what, was_hidden) = self.judge(&commit, change)?;
            open &= !was_hidden;
            let kind = match (&change.before, &change.after) {
                (None, _) => ChangeKind::Added,
                (Some(_), Some(_)) => ChangeKind::Changed,
                (Some(_), None) => ChangeKind::Removed,
            };
            let path = match &what {
                ChangeOutcome::Visible(ChangedItem::Page(item)) => Some(item.page.path.clone()),
                ChangeOutcome::Visible(ChangedItem::FormerPage(path)) => Some(path.clone()),
                ChangeOutcome::Visible(ChangedItem::File(_) | ChangedItem::FormerFile(_)) => None,
                ChangeOutcome::Irrelevant => continue,
                ChangeOutcome::Hidden => {
                    open = false;
                    continue;
                }
            };
            let ChangeOutcome::Visible(what) = what else {
                continue;
            };
            let changed = CommitChange { what, kind };
            match path {
                None => files.push(changed),
                Some(path) => {
                    let twice = |known: &mut CommitChange<'e>| known.kind = ChangeKind::Changed;
                    pages.entry(path).and_modify(twice).or_insert(changed);
                }
            }
        }
        let mut changed: Vec<CommitChange<'e>> = pages.into_values().collect();
        changed.extend(files);
        Ok((!changed.is_empty()).then(|| CommitSummary {
            id: commit.id,
            time: commit.time,
            author: commit.author,
            subject: open.then_some(commit.subject),
            changed,
        }))
    }

    /// Returns what becomes of a change, and whether what was there before it was hidden.
    fn judge(
        &mut self,
        commit: &Commit,
        change: &EntryChange,
    ) -> Result<(ChangeOutcome<'e>, bool), StoreError> {
        let file = change.path.as_str();
        let sees_all = self.view.viewer().may_see(Visibility::Draft);
        if !self.view.content().is_page_file(file) {
            return Ok((self.judge_file(commit, change, sees_all)?, false));
        }
        let (mut before, mut after) = (false, false);
        if !sees_all {
            before = self.hides(file, change.before.as_ref())?;
            after = self.hides(file, change.after.as_ref())?;
        }
        let is_page = !self.view.is_nobodys(file) && self.is_regular(change);
        let path = self.view.files().address_of(file).filter(|_| is_page);
        let outcome = match path {
            _ if after || (before && change.after.is_none()) => ChangeOutcome::Hidden,
            None => ChangeOutcome::Irrelevant,
            Some(path) => match (self.view.page(&path), self.view.files().has_page(&path)) {
                (Some(item), _) => ChangeOutcome::Visible(ChangedItem::Page(item)),
                (None, true) => ChangeOutcome::Hidden,
                (None, false) => ChangeOutcome::Visible(ChangedItem::FormerPage(path)),
            },
        };
        Ok((outcome, before))
    }

    fn is_regular(&self, change: &EntryChange) -> bool {
        let entry = change.after.as_ref().or(change.before.as_ref());
        entry.is_some_and(|entry| entry.kind == EntryKind::File)
    }

    fn judge_file(
        &mut self,
        commit: &Commit,
        change: &EntryChange,
        sees_all: bool,
    ) -> Result<ChangeOutcome<'e>, StoreError> {
        let file = change.path.as_str();
        if !sees_all && !is_table(file) {
            let says = is_like_page(file.as_bytes())
                && (self.hides(file, change.before.as_ref())?
                    || self.hides(file, change.after.as_ref())?);
            if says || self.is_hidden_file(commit, file)? {
                return Ok(ChangeOutcome::Hidden);
            }
        }
        if self.view.is_nobodys(file) || !self.is_regular(change) {
            return Ok(ChangeOutcome::Irrelevant);
        }
        Ok(ChangeOutcome::Visible(
            match self.view.files().attachment_name(file) {
                Some(file) => ChangedItem::File(file),
                None => ChangedItem::FormerFile(file.to_owned()),
            },
        ))
    }

    /// Tells whether a version of a page is hidden from the viewer.
    pub(super) fn hides(
        &mut self,
        file: &str,
        entry: Option<&ContentEntry>,
    ) -> Result<bool, StoreError> {
        let Some(entry) = entry.filter(|entry| entry.kind == EntryKind::File) else {
            return Ok(false);
        };
        // Of most pages that is the version of today.
        if let Some(page) = self
            .view
            .files()
            .known_page(file)
            .filter(|page| page.blob == entry.id)
        {
            return Ok(!self.view.viewer().may_see(page.front.visibility));
        }
        if let Some(&known) = self.versions.get(&entry.id) {
            return Ok(known);
        }
        self.read += 1;
        if self.read > MOST_READ {
            return Ok(true);
        }
        let hidden = match self.store.read_at_most(entry.id, MAX_FILE as u64) {
            Ok(source) => !self.view.viewer().may_see(render::visibility(&source)),
            // Nobody knows whom it was for.
            Err(StoreError::TooLarge { .. }) => true,
            Err(error) if error.is_damage() => true,
            Err(error) => return Err(error),
        };
        if self.versions.len() >= MOST_KNOWN {
            self.versions.clear();
        }
        self.versions.insert(entry.id, hidden);
        Ok(hidden)
    }
}

//! What changed, commit by commit, as somebody may see it.
//!
//! The rule is one for everything that a commit changed. It is told where the viewer may see it
//! now, and could have seen what the commit left (of what it removed: what was there before). A
//! commit of which nothing can be told is not there at all; one that touched anything hidden, now
//! or then, does not say its message. Its author stands on the pages that are told.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::domain::file_role::{is_like_page, is_table};
use crate::domain::path::{README, check_segment, is_page_name};
use crate::domain::{ObjectId, PagePath, Visibility};
use crate::render;
use crate::search::{Request, Sort};
use crate::site::archive::MAX_FILE;
use crate::site::change_log::ChangeKind;
use crate::site::item::Item;
use crate::site::lists::Listing;
use crate::site::names::folder_of;
use crate::site::view::View;
use crate::store::{
    Commit, ContentEntry, EntryChange, EntryKind, Revision, Store, StoreError, WalkEnd,
};

/// How many old versions of pages are read for one commit; what lies beyond counts as hidden.
const MOST_READ: usize = 20_000;
/// How many of the pages that changed last are looked at for news.
const NEWEST: usize = 200;
/// How many old versions are remembered.
const MOST_KNOWN: usize = 200_000;

/// A part of the list of commits.
#[derive(Debug)]
pub struct Commits<'e> {
    /// The commits, newest first.
    pub commits: Vec<CommitSummary<'e>>,
    /// The commit behind which the list goes on, if it does.
    pub rest: Option<ObjectId>,
}

/// What is told of a commit.
#[derive(Debug)]
pub struct CommitSummary<'e> {
    /// Its id.
    pub id: ObjectId,
    /// When it was committed: seconds since 1970.
    pub time: i64,
    /// The author's name.
    pub author: String,
    /// The first line of what the author said; `None` where that could tell of what is hidden.
    pub subject: Option<String>,
    /// What it changed, by path: pages first.
    pub changed: Vec<Changed<'e>>,
}

/// Something that a commit changed.
#[derive(Debug)]
pub struct Changed<'e> {
    /// What it is now.
    pub what: ChangedItem<'e>,
    /// What was done to it.
    pub deed: ChangeKind,
}

/// What something is now.
#[derive(Clone, Debug)]
pub enum ChangedItem<'e> {
    /// A page.
    Page(&'e Arc<Item>),
    /// A page that is gone.
    FormerPage(PagePath),
    /// Another file, which is served at its own path.
    File(&'e str),
    /// Another file that is gone.
    FormerFile(String),
}

impl<'e> View<'e> {
    /// Returns the newest commits, `limit` at most, or those behind `after`; `None` where the
    /// history has no such commit.
    pub fn commits(
        &self,
        after: Option<ObjectId>,
        limit: usize,
    ) -> Result<Option<Commits<'e>>, StoreError> {
        let mut listing = self.lists().commits_for(self.viewer()).lock();
        let listing = match &mut listing {
            Ok(listing) => &mut **listing,
            // What a panic left behind is a list that ends early; it is gone with the edition.
            Err(poisoned) => &mut **poisoned.get_mut(),
        };
        // One judge for all of it: what it has read once it does not read again.
        let mut judge = judge(self);
        let Some(start) = find(self, listing, &mut judge, after)? else {
            return Ok(None);
        };
        // One more is looked for, to know that there is one.
        let is_enough = |listing: &Listing| listing.told.len() > start + limit;
        look(self, listing, &mut judge, is_enough)?;
        let ids = listing.told.get(start..).unwrap_or_default();
        let mut commits: Vec<CommitSummary<'e>> = Vec::new();
        for id in ids.iter().take(limit) {
            let commit = self.store().history().commit_at(*id)?;
            if let Some(told) = commit.map(|commit| judge.tell(commit)).transpose()? {
                commits.extend(told);
            }
        }
        let rest = ids.get(limit).and_then(|_| ids.get(limit - 1)).copied();
        Ok(Some(Commits { commits, rest }))
    }

    /// Returns what a commit changed; `None` where the history has no such commit, or nothing of it
    /// is told.
    pub fn commit(&self, id: ObjectId) -> Result<Option<CommitSummary<'e>>, StoreError> {
        if !self.store().history().is_ancestor(id, self.revision().id)? {
            return Ok(None);
        }
        self.commit_told(id)
    }

    /// The same of a commit that is in the history.
    pub(super) fn commit_told(
        &self,
        id: ObjectId,
    ) -> Result<Option<CommitSummary<'e>>, StoreError> {
        let commit = self.store().history().commit_at(id)?;
        let told = commit.map(|commit| judge(self).tell(commit)).transpose()?;
        Ok(told.flatten())
    }

    /// Tells whether a file is neither page nor attachment: git's, an editor's or the repository's
    /// own introduction beside a home page, or of a name that cannot be an address.
    pub(super) fn is_nobodys(&self, file: &str) -> bool {
        let introduction = file == README
            && self.files().has_page(&PagePath::home())
            && self.files().known_page(README).is_none();
        introduction || file.split('/').try_for_each(check_segment).is_err()
    }

    /// Returns the last commits of the pages that changed last, `limit` at most, newest first: known
    /// without a walk through the history.
    pub fn news(&self, limit: usize) -> Result<Vec<CommitSummary<'e>>, StoreError> {
        let newest = Request {
            sort: Sort::Updated,
            limit: NEWEST,
            ..Request::default()
        };
        let hits = self.search(&newest).hits;
        let pages = hits.iter().filter_map(|hit| self.page(&hit.path));
        let mut judge = judge(self);
        let (mut news, mut seen) = (Vec::new(), HashSet::new());
        for change in pages.filter_map(|item| item.changed.as_ref()) {
            if news.len() == limit {
                break;
            }
            if seen.insert(change.commit) {
                let commit = self.store().history().commit_at(change.commit)?;
                let told = commit.map(|commit| judge.tell(commit)).transpose()?;
                news.extend(told.flatten());
            }
        }
        Ok(news)
    }
}

/// Returns where in the list the commits behind one begin; `None` where nothing is told of it.
fn find<'e>(
    view: &View<'e>,
    listing: &mut Listing,
    judge: &mut Judge<'e>,
    after: Option<ObjectId>,
) -> Result<Option<usize>, StoreError> {
    let Some(after) = after else {
        return Ok(Some(0));
    };
    let is_found = |listing: &Listing| listing.places.contains_key(&after);
    look(view, listing, judge, is_found)?;
    Ok(listing.places.get(&after).map(|place| place + 1))
}

/// Goes on with the list until it is enough, or whole.
fn look<'e>(
    view: &View<'e>,
    listing: &mut Listing,
    judge: &mut Judge<'e>,
    is_enough: impl Fn(&Listing) -> bool,
) -> Result<(), StoreError> {
    while !listing.whole && !is_enough(listing) {
        let (tip, seen) = (view.revision().id, listing.seen);
        let walked = view.store().history().commits(tip, seen, &mut |commit| {
            let id = commit.id;
            let is_told = judge.tell(commit)?.is_some();
            listing.seen = Some(id);
            if is_told {
                listing.push(id);
            }
            Ok(match is_told && is_enough(listing) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            })
        })?;
        match walked {
            WalkEnd::Enough => {}
            WalkEnd::Paused(behind) => listing.seen = Some(behind),
            WalkEnd::All | WalkEnd::Unknown => listing.whole = true,
        }
    }
    Ok(())
}

fn judge<'e>(view: &View<'e>) -> Judge<'e> {
    Judge {
        view: *view,
        store: view.store(),
        beside: HashMap::new(),
        versions: HashMap::new(),
        read: 0,
    }
}

/// Tells what may be told of commits.
struct Judge<'e> {
    view: View<'e>,
    store: &'e Store,
    /// Whether a folder's tree has pages that are hidden; `None` where it has no page.
    beside: HashMap<ObjectId, Option<bool>>,
    /// Which old versions are hidden.
    versions: HashMap<ObjectId, bool>,
    /// How many old versions were read for the commit.
    read: usize,
}

/// What becomes of a change.
enum Verdict<'e> {
    /// It is told.
    CommitSummary(ChangedItem<'e>),
    /// It is nothing that readers of the site see.
    Untold,
    /// It is not for this viewer.
    Hidden,
}

impl<'e> Judge<'e> {
    fn tell(&mut self, commit: Commit) -> Result<Option<CommitSummary<'e>>, StoreError> {
        self.read = 0;
        let mut open = true;
        // A page that moved to `index.md` was both removed and added.
        let mut pages: BTreeMap<PagePath, Changed<'e>> = BTreeMap::new();
        let mut files = Vec::new();
        for change in &commit.changes {
            let (what, was_hidden) = self.judge(&commit, change)?;
            open &= !was_hidden;
            let deed = match (&change.before, &change.after) {
                (None, _) => ChangeKind::Added,
                (Some(_), Some(_)) => ChangeKind::Changed,
                (Some(_), None) => ChangeKind::Removed,
            };
            let path = match &what {
                Verdict::CommitSummary(ChangedItem::Page(item)) => Some(item.page.path.clone()),
                Verdict::CommitSummary(ChangedItem::FormerPage(path)) => Some(path.clone()),
                Verdict::CommitSummary(ChangedItem::File(_) | ChangedItem::FormerFile(_)) => None,
                Verdict::Untold => continue,
                Verdict::Hidden => {
                    open = false;
                    continue;
                }
            };
            let Verdict::CommitSummary(what) = what else {
                continue;
            };
            let changed = Changed { what, deed };
            match path {
                None => files.push(changed),
                Some(path) => {
                    let twice = |known: &mut Changed<'e>| known.deed = ChangeKind::Changed;
                    pages.entry(path).and_modify(twice).or_insert(changed);
                }
            }
        }
        let mut changed: Vec<Changed<'e>> = pages.into_values().collect();
        changed.extend(files);
        let Commit {
            id,
            time,
            author,
            subject,
            ..
        } = commit;
        Ok((!changed.is_empty()).then(|| CommitSummary {
            id,
            time,
            author,
            subject: open.then_some(subject),
            changed,
        }))
    }

    /// Returns what becomes of a change, and whether what was there before it was hidden.
    fn judge(
        &mut self,
        commit: &Commit,
        change: &EntryChange,
    ) -> Result<(Verdict<'e>, bool), StoreError> {
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
        let verdict = match path {
            _ if after || (before && change.after.is_none()) => Verdict::Hidden,
            None => Verdict::Untold,
            Some(path) => match (self.view.page(&path), self.view.files().has_page(&path)) {
                (Some(item), _) => Verdict::CommitSummary(ChangedItem::Page(item)),
                (None, true) => Verdict::Hidden,
                (None, false) => Verdict::CommitSummary(ChangedItem::FormerPage(path)),
            },
        };
        Ok((verdict, before))
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
    ) -> Result<Verdict<'e>, StoreError> {
        let file = change.path.as_str();
        if !sees_all && !is_table(file) {
            let says = is_like_page(file.as_bytes())
                && (self.hides(file, change.before.as_ref())?
                    || self.hides(file, change.after.as_ref())?);
            if says || self.is_hidden_file(commit, file)? {
                return Ok(Verdict::Hidden);
            }
        }
        if self.view.is_nobodys(file) || !self.is_regular(change) {
            return Ok(Verdict::Untold);
        }
        Ok(Verdict::CommitSummary(
            match self.view.files().attachment_name(file) {
                Some(file) => ChangedItem::File(file),
                None => ChangedItem::FormerFile(file.to_owned()),
            },
        ))
    }

    /// Tells whether a version of a page is hidden from the viewer.
    fn hides(&mut self, file: &str, entry: Option<&ContentEntry>) -> Result<bool, StoreError> {
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

    /// Tells whether a file that is no page is hidden, or was before or after a commit.
    fn is_hidden_file(&mut self, commit: &Commit, file: &str) -> Result<bool, StoreError> {
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

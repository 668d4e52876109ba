//! The commits, with what they changed, as somebody may see it.
//!
//! The rule is one for everything that a commit changed. It is told where the viewer may see it
//! now, and could have seen what the commit left (of what it removed: what was there before). A
//! commit of which nothing can be told is not there at all; one that touched anything hidden, now
//! or then, does not say its message. Its author stands on the pages that are told.
//! `commit_filter.rs` decides it.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::domain::path::{README, check_segment};
use crate::domain::{ObjectId, PagePath};
use crate::search::{Request, SortOrder};
use crate::site::commit_filter::CommitFilter;
use crate::site::commit_summary::CommitSummary;
use crate::site::lists::Listing;
use crate::site::view::View;
use crate::store::{StoreError, WalkEnd};

/// The number of the pages that changed last that are looked at for news.
const NEWEST: usize = 200;

/// A part of the list of commits.
#[derive(Debug)]
pub struct Commits<'e> {
    /// The commits, newest first.
    pub commits: Vec<CommitSummary<'e>>,
    /// The commit behind which the list goes on, if it does.
    pub rest: Option<ObjectId>,
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
        // One filter for all of it: what it has read once it does not read again.
        let mut filter = CommitFilter::new(self);
        let Some(start) = find(self, listing, &mut filter, after)? else {
            return Ok(None);
        };
        // One more is looked for, to know that there is one.
        let is_enough = |listing: &Listing| listing.commits.len() > start + limit;
        look(self, listing, &mut filter, is_enough)?;
        let ids = listing.commits.get(start..).unwrap_or_default();
        let mut commits: Vec<CommitSummary<'e>> = Vec::new();
        for id in ids.iter().take(limit) {
            let commit = self.store().history().commit_at(*id)?;
            if let Some(summary) = commit.map(|commit| filter.summary(commit)).transpose()? {
                commits.extend(summary);
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
        self.visible_commit(id)
    }

    /// The same of a commit that is in the history.
    pub(super) fn visible_commit(
        &self,
        id: ObjectId,
    ) -> Result<Option<CommitSummary<'e>>, StoreError> {
        let commit = self.store().history().commit_at(id)?;
        let summary = commit
            .map(|commit| CommitFilter::new(self).summary(commit))
            .transpose()?;
        Ok(summary.flatten())
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
            sort: SortOrder::Updated,
            limit: NEWEST,
            ..Request::default()
        };
        let hits = self.search(&newest).hits;
        let pages = hits.iter().filter_map(|hit| self.page(&hit.path));
        let mut filter = CommitFilter::new(self);
        let (mut news, mut seen) = (Vec::new(), HashSet::new());
        for change in pages.filter_map(|item| item.changed.as_ref()) {
            if news.len() == limit {
                break;
            }
            if seen.insert(change.commit) {
                let commit = self.store().history().commit_at(change.commit)?;
                let summary = commit.map(|commit| filter.summary(commit)).transpose()?;
                news.extend(summary.flatten());
            }
        }
        Ok(news)
    }
}

/// Returns where in the list the commits behind one begin; `None` where nothing is told of it.
fn find<'e>(
    view: &View<'e>,
    listing: &mut Listing,
    filter: &mut CommitFilter<'e>,
    after: Option<ObjectId>,
) -> Result<Option<usize>, StoreError> {
    let Some(after) = after else {
        return Ok(Some(0));
    };
    let is_found = |listing: &Listing| listing.positions.contains_key(&after);
    look(view, listing, filter, is_found)?;
    Ok(listing.positions.get(&after).map(|position| position + 1))
}

/// Goes on with the list until it is enough, or whole.
fn look<'e>(
    view: &View<'e>,
    listing: &mut Listing,
    filter: &mut CommitFilter<'e>,
    is_enough: impl Fn(&Listing) -> bool,
) -> Result<(), StoreError> {
    while !listing.whole && !is_enough(listing) {
        let (tip, seen) = (view.revision().id, listing.seen);
        let walked = view.store().history().commits(tip, seen, &mut |commit| {
            let id = commit.id;
            let is_visible = filter.summary(commit)?.is_some();
            listing.seen = Some(id);
            if is_visible {
                listing.push(id);
            }
            Ok(match is_visible && is_enough(listing) {
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

//! [`FirstEdition`]: the edition of a start, made of what an earlier run saved where that is of use.

use std::sync::Arc;

use crate::domain::ObjectId;
use crate::search::Index;
use crate::site::advance::Base;
use crate::site::articles::Articles;
use crate::site::content::Content;
use crate::site::edition::Edition;
use crate::site::error::{Progress, PublishError};
use crate::site::following::FollowStatus;
use crate::site::kept_index::KeptIndex;
use crate::site::step::{Start, make};
use crate::store::{Revision, Store, StoreError};

/// The edition that a start makes first.
pub(super) struct FirstEdition<'s> {
    store: &'s Arc<Store>,
    articles: &'s Arc<Articles>,
    /// The commit that an earlier run saved.
    known: Option<ObjectId>,
    /// The content that it saved of that commit, if it is of use.
    base: Option<Base>,
}

impl<'s> FirstEdition<'s> {
    /// Begins with what an earlier run saved, if it belongs to this branch.
    pub(super) fn of_saved(
        store: &'s Arc<Store>,
        articles: &'s Arc<Articles>,
        index: &Index,
        saved: Option<(ObjectId, Content)>,
    ) -> Self {
        Self {
            store,
            articles,
            known: saved.as_ref().map(|(commit, _)| *commit),
            base: saved.and_then(|saved| restore(store, index, saved)),
        }
    }

    /// Makes the edition of the branch's tip, and returns it with the number of pages that were read.
    /// What cannot be served does not stop what can: here, the edition before, or none.
    pub(super) fn make(
        self,
        index: &mut KeptIndex,
        following: &FollowStatus,
        progress: &Progress<'_>,
    ) -> Result<(Edition, usize), PublishError> {
        let (store, articles) = (self.store, self.articles);
        let tip = match store.tip() {
            // The first push brings the first page.
            Err(StoreError::Empty(_)) => Revision::unborn(),
            tip => tip?,
        };
        let start =
            |base: Option<Base>| base.map_or(Start::Nothing, |base| Start::Base(Box::new(base)));
        let checked = store.measured().check(&tip).map_err(PublishError::from);
        let made = checked.and_then(|()| {
            let start = start(self.base.clone());
            make(store, articles, index, tip, start, progress)
        });
        match made {
            Err(error @ PublishError::Store(StoreError::OverBudget(_))) => {
                following.failed(&error);
                let known = self.known.and_then(|commit| of_branch(store, commit));
                let before = self.base.as_ref().map(|base| base.revision).or(known);
                let before = before.unwrap_or_else(Revision::unborn);
                make(store, articles, index, before, start(self.base), progress)
            }
            made => made,
        }
    }
}

/// Takes what an earlier run saved, if it belongs to this branch.
fn restore(
    store: &Store,
    index: &Index,
    (commit, mut content): (ObjectId, Content),
) -> Option<Base> {
    let revision = of_branch(store, commit)?;
    let index = of_branch(store, index.commit_id()?)?;
    content.read_vocabulary(store);
    content.read_bibliography(store);
    content.reserve_all(store);
    Some(Base {
        revision,
        content,
        index: (index.id != revision.id).then_some(index),
    })
}

/// Returns a commit of the branch's history.
fn of_branch(store: &Store, commit: ObjectId) -> Option<Revision> {
    let tip = store.tip().ok()?;
    let revision = store.revision(commit).ok()??;
    store
        .history()
        .is_ancestor(commit, tip.id)
        .ok()?
        .then_some(revision)
}

/// Returns what is known of the commit of an edition.
pub(super) fn base_of(edition: &Edition) -> Base {
    Base {
        revision: edition.revision,
        content: edition.content.clone(),
        index: None,
    }
}

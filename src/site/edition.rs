//! [`Edition`]: one commit, fully understood.
//!
//! The maps are persistent: a new edition shares everything that did not change with the one
//! before, so one changed page costs the logarithm of the site, not the site. They are private to
//! this module's siblings; readers go through [`crate::site::View`], which asks who is looking.

use std::sync::Arc;

use crate::domain::Vocabulary;
use crate::search::Snapshot;
use crate::site::articles::Articles;
use crate::site::content::Content;
use crate::site::history::HistorySlot;
use crate::site::lists::Lists;
use crate::store::{Drafts, Revision, Store};

/// One commit, fully understood: its pages, what links to what, and a search snapshot.
pub struct Edition {
    pub(super) revision: Revision,
    pub(super) drafts: Drafts,
    pub(super) store: Arc<Store>,
    pub(super) articles: Arc<Articles>,
    pub(super) content: Content,
    pub(super) search: Snapshot,
    pub(super) lists: Lists,
    pub(super) history: HistorySlot,
}

impl Edition {
    /// Returns the commit.
    pub fn revision(&self) -> &Revision {
        &self.revision
    }

    /// Returns the files that are not committed as they are; only a preview has some.
    pub fn drafts(&self) -> &Drafts {
        &self.drafts
    }

    /// Returns the vocabulary, which is for everyone.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.content.vocabulary
    }

    /// Returns the content's folder in the repository; empty for its root.
    pub fn folder(&self) -> &str {
        self.store.folder()
    }

    /// Returns the short name of the branch that holds the content.
    pub fn branch(&self) -> &str {
        self.store.branch()
    }

    /// Returns how many segments the index of its search has.
    pub fn segment_count(&self) -> usize {
        self.search.segments().len()
    }

    /// Returns how many pages there are, hidden ones included; for operators only.
    pub fn page_count(&self) -> usize {
        self.content.pages.len()
    }
}

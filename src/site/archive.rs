//! [`Archive`]: whether what a clone is given holds pages that are not for everyone.
//!
//! A clone has the whole history of every branch and tag, so a page that was for members once is
//! in it for good. The same rule decides as for the pages that are served; only where a file lay
//! makes no difference, because the content may have lain in another folder. Folders of which the
//! operator says that they never held pages are left out.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::domain::file_role::is_like_page;
use crate::domain::{ObjectId, Visibility};
use crate::render;
use crate::store::{AddedFile, Store, StoreError};

/// Files larger than this are not read to learn whom they are for; they count as hidden.
pub(super) const MAX_FILE: usize = 64 << 20;

/// The history that `/content.git` gives out. It is read once; after that, what is new in it.
pub struct Archive {
    store: Arc<Store>,
    /// Commits whose whole history is for everyone.
    public: BTreeSet<ObjectId>,
    /// A file that is not.
    hidden: Option<ObjectId>,
}

impl Archive {
    /// Returns the archive of a store. Does not look at it yet.
    pub fn new(store: Arc<Store>) -> Self {
        Self {
            store,
            public: BTreeSet::new(),
            hidden: None,
        }
    }

    /// Tells whether a clone would get a page that is or was not for everyone.
    ///
    /// What was found stays so until its object is gone: git gives out an object that nothing
    /// refers to any more to whoever knows its id.
    pub fn holds_hidden(&mut self) -> Result<bool, StoreError> {
        if let Some(blob) = self.hidden {
            if self.store.objects().has(blob)? {
                return Ok(true);
            }
            self.hidden = None;
        }
        let tips = self.store.incoming().reachable_tips()?;
        if tips.is_subset(&self.public) {
            return Ok(false);
        }
        let found = self.find_hidden(&tips)?;
        match &found {
            Some(file) => {
                tracing::warn!(
                    commit = %file.commit,
                    file = %String::from_utf8_lossy(&file.path).escape_debug(),
                    "the history holds a page that is not for everyone, so nobody can clone; to change that, take the page out of the history of every branch and tag, and then out of the repository with `git gc --prune=now`"
                );
                self.hidden = Some(file.blob);
            }
            None => self.public = tips,
        }
        Ok(found.is_some())
    }

    fn find_hidden(&self, tips: &BTreeSet<ObjectId>) -> Result<Option<AddedFile>, StoreError> {
        let mut found = Ok(None);
        self.store
            .incoming()
            .files_added(tips, &self.public, &mut |file| {
                found = match self.is_hidden(&file) {
                    Ok(false) => return ControlFlow::Continue(()),
                    Ok(true) => Ok(Some(file)),
                    Err(error) => Err(error),
                };
                ControlFlow::Break(())
            })?;
        found
    }

    fn is_hidden(&self, file: &AddedFile) -> Result<bool, StoreError> {
        let like_page = is_like_page(&file.path) && self.store.incoming().may_hold_page(&file.path);
        Ok(like_page && is_hidden(&self.store, file.blob)?)
    }
}

/// Tells whether a version of a page is not for everyone.
pub(super) fn is_hidden(store: &Store, blob: ObjectId) -> Result<bool, StoreError> {
    Ok(store.size(blob)? > MAX_FILE || render::visibility(&store.read(blob)?) > Visibility::Public)
}

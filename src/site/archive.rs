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
use crate::domain::{ObjectId, Viewer};
use crate::render;
use crate::store::{AddedFile, Store, StoreError};

/// Files larger than this are not read to learn whom they are for; they count as hidden.
pub(super) const MAX_FILE: usize = 64 << 20;

/// The history that `/content.git` gives out. It is read once; after that, what is new in it.
pub struct Archive {
    store: Arc<Store>,
    /// For strangers, and for members.
    known: [OpenHistory; 2],
}

/// The part of the history for those who may see so much.
#[derive(Default)]
struct OpenHistory {
    /// Commits whose whole history they may see.
    open: BTreeSet<ObjectId>,
    /// A file that they may not.
    hidden: Option<ObjectId>,
}

impl Archive {
    /// Returns the archive of a store. Does not look at it yet.
    pub fn new(store: Arc<Store>) -> Self {
        Self {
            store,
            known: Default::default(),
        }
    }

    /// Tells whether a clone would get a page that is or was not for such a viewer.
    ///
    /// What was found stays so until its object is gone: git gives out an object that nothing
    /// refers to any more to whoever knows its id.
    pub fn holds_hidden(&mut self, viewer: Viewer) -> Result<bool, StoreError> {
        let level = match viewer {
            Viewer::Anonymous => 0,
            Viewer::Member => 1,
            Viewer::Contributor => return Ok(false),
        };
        if let Some(blob) = self.known[level].hidden {
            if self.store.objects().has(blob)? {
                return Ok(true);
            }
            self.known[level].hidden = None;
        }
        let tips = self.store.incoming().reachable_tips()?;
        if tips.is_subset(&self.known[level].open) {
            return Ok(false);
        }
        let found = self.find_hidden(&tips, level, viewer)?;
        match &found {
            Some(file) => {
                tracing::warn!(
                    commit = %file.commit,
                    file = %String::from_utf8_lossy(&file.path).escape_debug(),
                    viewer = ?viewer,
                    "the history holds a page that is not for everyone, so only those who may see it can clone; to change that, take the page out of the history of every branch and tag, and then out of the repository with `git gc --prune=now`"
                );
                self.known[level].hidden = Some(file.blob);
            }
            None => self.known[level].open = tips,
        }
        Ok(found.is_some())
    }

    fn find_hidden(
        &self,
        tips: &BTreeSet<ObjectId>,
        level: usize,
        viewer: Viewer,
    ) -> Result<Option<AddedFile>, StoreError> {
        let mut found = Ok(None);
        let open = &self.known[level].open;
        self.store.incoming().files_added(tips, open, &mut |file| {
            found = match self.is_hidden(&file, viewer) {
                Ok(false) => return ControlFlow::Continue(()),
                Ok(true) => Ok(Some(file)),
                Err(error) => Err(error),
            };
            ControlFlow::Break(())
        })?;
        found
    }

    fn is_hidden(&self, file: &AddedFile, viewer: Viewer) -> Result<bool, StoreError> {
        let like_page = is_like_page(&file.path) && self.store.incoming().may_hold_page(&file.path);
        Ok(like_page && is_hidden(&self.store, file.blob, viewer)?)
    }
}

/// Tells whether a version of a page is not for such a viewer.
pub(super) fn is_hidden(store: &Store, blob: ObjectId, viewer: Viewer) -> Result<bool, StoreError> {
    let is_too_large = store.size(blob)? > MAX_FILE;
    Ok(is_too_large || !viewer.may_see(render::visibility(&store.read(blob)?)))
}

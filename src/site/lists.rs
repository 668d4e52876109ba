//! [`Lists`]: what takes long to find out of an edition, found when first asked for and kept with it.
//!
//! Nothing waits for these lists but whoever asks for them; no edition is held up by one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use crate::domain::{ObjectId, Viewer};
use crate::site::change_log::ChangeLog;
use crate::site::file_problem::FileProblem;
use crate::site::subjects::NamedEntities;

/// The lists of one edition, for each who may look at it.
#[derive(Default)]
pub(super) struct Lists([ViewerLists; Viewer::ALL.len()]);

#[derive(Default)]
struct ViewerLists {
    problems: OnceLock<Arc<[FileProblem]>>,
    commits: Mutex<Listing>,
    subjects: OnceLock<NamedEntities>,
    changes: OnceLock<ChangeLog>,
}

/// The commits of which something is told, newest first, as far as anybody has looked.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) commits: Vec<ObjectId>,
    /// The position of each in the list.
    pub(super) positions: HashMap<ObjectId, usize>,
    /// The commit that was looked at last.
    pub(super) seen: Option<ObjectId>,
    /// Whether that was the last there is.
    pub(super) whole: bool,
}

impl Lists {
    pub(super) fn problems_for(&self, viewer: Viewer) -> &OnceLock<Arc<[FileProblem]>> {
        &self.of(viewer).problems
    }

    pub(super) fn commits_for(&self, viewer: Viewer) -> &Mutex<Listing> {
        &self.of(viewer).commits
    }

    pub(super) fn subjects_for(&self, viewer: Viewer) -> &OnceLock<NamedEntities> {
        &self.of(viewer).subjects
    }

    pub(super) fn changes_for(&self, viewer: Viewer) -> &OnceLock<ChangeLog> {
        &self.of(viewer).changes
    }

    fn of(&self, viewer: Viewer) -> &ViewerLists {
        let position = Viewer::ALL.iter().position(|known| *known == viewer);
        &self.0[position.unwrap_or(0)]
    }
}

impl Listing {
    pub(super) fn push(&mut self, commit: ObjectId) {
        self.positions.insert(commit, self.commits.len());
        self.commits.push(commit);
    }
}

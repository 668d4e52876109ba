//! The state of the form beside the draft: notices above it, problems in it, files that wait with it.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use crate::web::editing::own_file::StaleFiles;
use crate::web::editing::waiting::WaitingFileView;

/// A notice above the form.
pub(super) struct EditorNotice {
    pub(super) text: String,
    pub(super) is_wrong: bool,
}

/// The origins of a draft that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum DraftOrigin {
    /// It was entered, and is nowhere else.
    #[default]
    Entered,
    /// It is what the page has.
    Saved,
    /// A new page's, in which nothing was entered yet.
    New,
    /// It was entered, and is kept for its writer's account.
    Kept,
}

impl DraftOrigin {
    /// Returns what the form's script calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Entered => "typed",
            Self::Saved => "saved",
            Self::New => "new",
            Self::Kept => "kept",
        }
    }
}

/// The state of the page beside the draft.
#[derive(Default)]
pub(super) struct EditorState {
    pub(super) notices: Vec<EditorNotice>,
    /// The problems by key; those that belong to none stand under the empty one.
    pub(super) problems: BTreeMap<String, Vec<String>>,
    /// Whether the page is shown as it will look, with what differs.
    pub(super) with_preview: bool,
    /// Whether a page is made anew that was deleted.
    pub(super) is_deleted: bool,
    pub(super) status: StatusCode,
    /// The time at which the text was kept that could be gone on with, in words.
    pub(super) kept: Option<String>,
    /// The line of the text to begin at.
    pub(super) line: usize,
    pub(super) files: Vec<WaitingFileView>,
    /// Files of the page that others changed meanwhile.
    pub(super) stale: StaleFiles,
    pub(super) begun: DraftOrigin,
}

impl EditorState {
    /// Tells whether something is wrong.
    pub(super) fn is_wrong(&self) -> bool {
        self.notices.iter().any(|notice| notice.is_wrong)
    }

    /// The same with something that is wrong, which stands above what was done.
    pub(super) fn wrong(mut self, text: impl Into<String>, status: StatusCode) -> Self {
        let notice = EditorNotice {
            text: text.into(),
            is_wrong: true,
        };
        self.notices.insert(0, notice);
        self.status = status;
        self
    }

    /// The same where the draft is kept for its writer's account.
    pub(super) fn kept(mut self, text: impl Into<String>) -> Self {
        self.begun = DraftOrigin::Kept;
        self.done(text)
    }

    /// The same with something that was done.
    pub(super) fn done(mut self, text: impl Into<String>) -> Self {
        self.notices.push(EditorNotice {
            text: text.into(),
            is_wrong: false,
        });
        self
    }
}

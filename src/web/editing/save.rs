//! From a draft to the branch: merged with what others did meanwhile, and saved.

use std::sync::Arc;

use axum::http::StatusCode;

use crate::domain::file_role::BIBLIOGRAPHY_FILE;
use crate::domain::{ObjectId, PagePath};
use crate::site::moving::{DELETED, UNDOES};
use crate::site::{
    Edition, FileConflict, FileProblem, MergeOutcome, News, Refusal, SavedCommit, View, merge,
};
use crate::store::{CommitError, FileChange, StoreError};
use crate::web::editing::commit::{CommitMessage, commit, refusal, status};
use crate::web::editing::draft::Draft;
use crate::web::editing::own_changes::{self, FileChangeError};
use crate::web::editing::own_file::StaleFiles;
use crate::web::editing::page_text::{text, title, with_links_out, with_sources};
use crate::web::editing::request::EditRequest;
use crate::web::editing::target::PageTarget;
use crate::web::editing::waiting::FilesByPath;
use crate::web::editing::works::{pasted, with_added};

/// The number of times that a draft is merged anew because somebody was faster.
const ATTEMPTS: usize = 8;

/// The outcomes of a save.
pub(super) enum SaveOutcome {
    /// Nothing differs.
    Nothing(PageTarget),
    /// It is there.
    Saved {
        target: PageTarget,
        written: Box<SavedCommit>,
        /// The changes of others meanwhile, which are in it, too.
        news: News,
        /// The files that it deleted.
        deleted: Vec<String>,
    },
}

/// The reasons why nothing was saved.
pub(super) enum SaveFailure {
    /// Others changed the same.
    Conflict {
        /// The commit with what they did.
        theirs: ObjectId,
        conflict: Box<FileConflict>,
    },
    /// The errors that the files would have.
    Problems(Vec<FileProblem>),
    /// The works that were pasted cannot be read.
    Works(Vec<String>),
    /// Others changed files that are to be replaced or deleted.
    Files(StaleFiles),
    /// A page is there already.
    Exists,
    /// The page was deleted meanwhile.
    Deleted,
    /// The page was made private, or is not text.
    Unreadable,
    /// Something else, in words, and whose fault it is.
    Refused(String, StatusCode),
}

impl From<FileChangeError> for SaveFailure {
    fn from(hindrance: FileChangeError) -> Self {
        match hindrance {
            FileChangeError::Stale(stale) => Self::Files(stale),
            FileChangeError::Said(said) => Self::Refused(said, StatusCode::CONFLICT),
            FileChangeError::Store(error) => error.into(),
            FileChangeError::Unreadable => Self::Unreadable,
        }
    }
}

impl From<StoreError> for SaveFailure {
    fn from(error: StoreError) -> Self {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "what a save needs cannot be read"
        );
        Self::Unreadable
    }
}

/// A draft that is to be saved, with its page and its files.
pub(super) struct SaveRequest<'a> {
    pub(super) request: &'a EditRequest,
    pub(super) draft: &'a Draft,
    /// The path that the form was for.
    pub(super) path: &'a PagePath,
    /// The text that they began with.
    pub(super) before: &'a str,
    /// Whether the page is to be made.
    pub(super) is_new: bool,
    /// Files that come with it: paths in the content folder and their bytes.
    pub(super) files: &'a FilesByPath,
    /// The same of those that take the place of another.
    pub(super) replacing: &'a FilesByPath,
}

impl SaveRequest<'_> {
    /// Saves. Blocks.
    pub(super) fn run(&self) -> Result<SaveOutcome, SaveFailure> {
        let publisher = self.request.writer.publisher();
        let mut refused = None;
        for _ in 0..ATTEMPTS {
            let edition = publisher.edition();
            match self.attempt(&edition) {
                // Somebody was faster than the merge: what they did is served by now, or soon.
                Err(SaveAttemptFailure::Again(refusal)) => {
                    refused = Some(refusal);
                    if let Err(error) = publisher.publish() {
                        return Err(self.refused(&error.into()));
                    }
                }
                Err(SaveAttemptFailure::Unsaved(unsaved)) => return Err(unsaved),
                Ok(outcome) => return Ok(outcome),
            }
        }
        let refused = refused.unwrap_or(Refusal::UpstreamMoved);
        Err(self.refused(&refused))
    }

    fn refused(&self, refused: &Refusal) -> SaveFailure {
        let words = self.request.context().words;
        SaveFailure::Refused(refusal(words, refused), status(refused))
    }

    fn attempt(&self, edition: &Arc<Edition>) -> Result<SaveOutcome, SaveAttemptFailure> {
        let view = edition.view(self.request.context().audience.viewer());
        let request = self.request;
        let target = self.target(&view)?;
        let works = pasted(&view, self.draft);
        if !works.problems.is_empty() {
            return Err(SaveFailure::Works(works.problems).into());
        }
        let mine =
            with_sources(&self.draft.text, &works, edition.vocabulary()).map_err(|error| {
                let words = self.request.context().words;
                let said = words.with("refused-commit", "reason", error);
                SaveFailure::Refused(said, StatusCode::CONFLICT)
            })?;
        let theirs = match target.is_new {
            true => String::new(),
            false => {
                text(&view, edition.revision().id, &target.file)?.ok_or(SaveFailure::Unreadable)?
            }
        };
        let mut own = own_changes::changes(request, &view, &target, self.draft, self.replacing)?;
        let (merged, news) = match merge(self.before, &theirs, &mine) {
            _ if target.is_new => (mine, News::default()),
            MergeOutcome::Clean { text, news } => (text, news),
            MergeOutcome::Conflict(conflict) => {
                let theirs = edition.revision().id;
                let conflict = Box::new(conflict);
                return Err(SaveFailure::Conflict { theirs, conflict }.into());
            }
        };
        let merged = with_links_out(&theirs, own.text.as_deref(), merged);
        let mut changes = self.new_files(&view)?;
        changes.append(&mut own.changes);
        if target.is_new || merged != theirs {
            changes.push(file(&(target.file.clone(), merged.into_bytes())));
        }
        if !works.bibtex.is_empty() {
            let before = text(&view, edition.revision().id, BIBLIOGRAPHY_FILE)?;
            let (name, text) = with_added(&before.unwrap_or_default(), &works.bibtex);
            changes.push(file(&(name, text.into_bytes())));
        }
        if changes.is_empty() {
            return Ok(SaveOutcome::Nothing(target));
        }
        let written = self.write(edition, &target, changes, &own.deleted)?;
        match written {
            None => Ok(SaveOutcome::Nothing(target)),
            Some(written) => Ok(SaveOutcome::Saved {
                target,
                written,
                news,
                deleted: own.deleted,
            }),
        }
    }

    /// Returns the files that come with the page. None takes the place of another that nobody has
    /// chosen to replace.
    fn new_files(&self, view: &View<'_>) -> Result<Vec<FileChange>, SaveAttemptFailure> {
        for (file, bytes) in self.files {
            let there = view.attachment(file);
            let there = there.map(|object| view.read(object)).transpose()?;
            if there.is_some_and(|there| there != *bytes) {
                let words = self.request.context().words;
                let said = words.with("edit-file-there", "name", file);
                return Err(SaveFailure::Refused(said, StatusCode::CONFLICT).into());
            }
        }
        Ok(self.files.iter().map(file).collect())
    }

    fn target(&self, view: &View<'_>) -> Result<PageTarget, SaveFailure> {
        let there = PageTarget::find(view, self.path);
        match (self.is_new, there) {
            (true, Some(_)) if view.page(self.path).is_some() => Err(SaveFailure::Exists),
            (true, _) => Ok(PageTarget::new(self.path.clone())),
            (false, Some(there)) => Ok(there),
            (false, None) => Err(SaveFailure::Deleted),
        }
    }

    /// Returns the commit that the draft takes back, where that changed this file.
    fn undone(&self, edition: &Edition, target: &PageTarget) -> Option<String> {
        let commit = self.draft.undoes?;
        let view = edition.view(self.request.context().audience.viewer());
        let undo = view.plan_undo(commit, Some(&target.file));
        undo.is_ok().then(|| commit.to_string())
    }

    /// Commits; nothing where the branch has it all.
    fn write(
        &self,
        edition: &Arc<Edition>,
        target: &PageTarget,
        changes: Vec<FileChange>,
        deleted: &[String],
    ) -> Result<Option<Box<SavedCommit>>, SaveAttemptFailure> {
        let request = self.request;
        let words = request.context().words;
        let title = title(&self.draft.text).unwrap_or_else(|| target.path.to_string());
        let id = match target.is_new {
            true => "edit-message-new",
            false => "edit-message",
        };
        let otherwise = words.with(id, "title", title);
        let mut trailers: Vec<(&str, &str)> = Vec::new();
        if self.draft.is_minor {
            trailers.push(("Minor-Edit", "yes"));
        }
        let undone = self.undone(edition, target);
        trailers.extend(undone.iter().map(|commit| (UNDOES, commit.as_str())));
        trailers.extend(deleted.iter().map(|file| (DELETED, file.as_str())));
        let said = CommitMessage {
            message: &self.draft.message,
            otherwise: &otherwise,
            trailers: &trailers,
        };
        let account = &request.holder.account;
        let host = request.visit.accounts.host();
        let new = commit(account, host, edition.revision().id, changes, &said);
        let new =
            new.map_err(|error| SaveFailure::Refused(error.to_string(), StatusCode::CONFLICT))?;
        match request.writer.save(new, request.role()) {
            Ok(written) => Ok(Some(Box::new(written))),
            Err(Refusal::Commit(CommitError::Nothing)) => Ok(None),
            Err(refused @ Refusal::Conflict { .. }) => Err(SaveAttemptFailure::Again(refused)),
            Err(Refusal::Problems(problems)) => Err(SaveFailure::Problems(problems).into()),
            Err(refused) => Err(self.refused(&refused).into()),
        }
    }
}

/// The reasons why one attempt saved nothing.
enum SaveAttemptFailure {
    /// The branch has moved: what is there now is to be looked at.
    Again(Refusal),
    /// Trying again would not help.
    Unsaved(SaveFailure),
}

impl From<SaveFailure> for SaveAttemptFailure {
    fn from(unsaved: SaveFailure) -> Self {
        Self::Unsaved(unsaved)
    }
}

impl From<FileChangeError> for SaveAttemptFailure {
    fn from(hindrance: FileChangeError) -> Self {
        Self::Unsaved(hindrance.into())
    }
}

impl From<StoreError> for SaveAttemptFailure {
    fn from(error: StoreError) -> Self {
        Self::Unsaved(error.into())
    }
}

fn file((file, bytes): &(String, Vec<u8>)) -> FileChange {
    FileChange::Write {
        file: file.clone(),
        bytes: bytes.clone(),
    }
}

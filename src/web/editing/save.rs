//! From a draft to the branch: merged with what others did meanwhile, and saved.

use std::sync::Arc;

use axum::http::StatusCode;

use crate::domain::file_role::BIBLIOGRAPHY_FILE;
use crate::domain::form::{self, Entries, Entry};
use crate::domain::yaml_edit::{self, EditError};
use crate::domain::{Field, FileRole, Kind, ObjectId, PagePath, Vocabulary};
use crate::render::PastedWorks;
use crate::site::moving::{DELETED, UNDOES};
use crate::site::{Conflicted, Edition, FileProblem, Merged, News, Refusal, View, Written, merge};
use crate::store::{CommitError, FileChange, StoreError};
use crate::web::editing::commit::{Said, commit, refusal, status};
use crate::web::editing::draft::Draft;
use crate::web::editing::own_changes::{self, Hindrance};
use crate::web::editing::own_file::Stale;
use crate::web::editing::request::EditRequest;
use crate::web::editing::target::Target;
use crate::web::editing::waiting::Placed;
use crate::web::editing::works::{pasted, with_added};
use crate::web::http::error::Error;

/// How often a draft is merged anew because somebody was faster.
const ATTEMPTS: usize = 8;

/// What became of a save.
pub(super) enum Outcome {
    /// Nothing differs.
    Nothing(Target),
    /// It is there.
    Saved {
        target: Target,
        written: Box<Written>,
        /// What others did meanwhile and is in it, too.
        news: News,
        /// The files that it deleted.
        deleted: Vec<String>,
    },
}

/// Why nothing was saved.
pub(super) enum Unsaved {
    /// Others changed the same.
    Conflict {
        /// The commit with what they did.
        theirs: ObjectId,
        conflict: Box<Conflicted>,
    },
    /// The errors that the files would have.
    Problems(Vec<FileProblem>),
    /// What was pasted cannot be read.
    Works(Vec<String>),
    /// Others changed files that are to be replaced or deleted.
    Files(Stale),
    /// A page is there already.
    Exists,
    /// The page was deleted meanwhile.
    Deleted,
    /// The page was made private, or is not text.
    Unreadable,
    /// Something else, in words, and whose fault it is.
    Refused(String, StatusCode),
}

impl From<Hindrance> for Unsaved {
    fn from(hindrance: Hindrance) -> Self {
        match hindrance {
            Hindrance::Stale(stale) => Self::Files(stale),
            Hindrance::Said(said) => Self::Refused(said, StatusCode::CONFLICT),
            Hindrance::Store(error) => error.into(),
            Hindrance::Unreadable => Self::Unreadable,
        }
    }
}

impl From<StoreError> for Unsaved {
    fn from(error: StoreError) -> Self {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "what a save needs cannot be read"
        );
        Self::Unreadable
    }
}

/// What is saved.
pub(super) struct Save<'a> {
    pub(super) request: &'a EditRequest,
    pub(super) draft: &'a Draft,
    /// The path that the form was for.
    pub(super) path: &'a PagePath,
    /// The text that they began with.
    pub(super) before: &'a str,
    /// Whether the page is to be made.
    pub(super) is_new: bool,
    /// Files that come with it: paths in the content folder and their bytes.
    pub(super) files: &'a Placed,
    /// The same of those that take the place of another.
    pub(super) replacing: &'a Placed,
}

impl Save<'_> {
    /// Saves. Blocks.
    pub(super) fn run(&self) -> Result<Outcome, Unsaved> {
        let publisher = self.request.writer.publisher();
        let mut refused = None;
        for _ in 0..ATTEMPTS {
            let edition = publisher.edition();
            match self.attempt(&edition) {
                // Somebody was faster than the merge: what they did is served by now, or soon.
                Err(Attempt::Again(refusal)) => {
                    refused = Some(refusal);
                    if let Err(error) = publisher.publish() {
                        return Err(self.refused(&error.into()));
                    }
                }
                Err(Attempt::Unsaved(unsaved)) => return Err(unsaved),
                Ok(outcome) => return Ok(outcome),
            }
        }
        let refused = refused.unwrap_or(Refusal::UpstreamMoved);
        Err(self.refused(&refused))
    }

    fn refused(&self, refused: &Refusal) -> Unsaved {
        let words = self.request.context().words;
        Unsaved::Refused(refusal(words, refused), status(refused))
    }

    fn attempt(&self, edition: &Arc<Edition>) -> Result<Outcome, Attempt> {
        let view = edition.view(self.request.context().audience.viewer());
        let request = self.request;
        let target = self.target(&view)?;
        let works = pasted(&view, self.draft);
        if !works.problems.is_empty() {
            return Err(Unsaved::Works(works.problems).into());
        }
        let mine =
            with_sources(&self.draft.text, &works, edition.vocabulary()).map_err(|error| {
                let words = self.request.context().words;
                let said = words.with("refused-commit", "reason", error);
                Unsaved::Refused(said, StatusCode::CONFLICT)
            })?;
        let theirs = match target.is_new {
            true => String::new(),
            false => {
                text(&view, edition.revision().id, &target.file)?.ok_or(Unsaved::Unreadable)?
            }
        };
        let mut own = own_changes::changes(request, &view, &target, self.draft, self.replacing)?;
        let (merged, news) = match merge(self.before, &theirs, &mine) {
            _ if target.is_new => (mine, News::default()),
            Merged::Clean { text, news } => (text, news),
            Merged::Conflict(conflict) => {
                let theirs = edition.revision().id;
                let conflict = Box::new(conflict);
                return Err(Unsaved::Conflict { theirs, conflict }.into());
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
            return Ok(Outcome::Nothing(target));
        }
        let written = self.write(edition, &target, changes, &own.deleted)?;
        match written {
            None => Ok(Outcome::Nothing(target)),
            Some(written) => Ok(Outcome::Saved {
                target,
                written,
                news,
                deleted: own.deleted,
            }),
        }
    }

    /// Returns the files that come with the page. None takes the place of another that nobody has
    /// chosen to replace.
    fn new_files(&self, view: &View<'_>) -> Result<Vec<FileChange>, Attempt> {
        for (file, bytes) in self.files {
            let there = view.attachment(file);
            let there = there.map(|object| view.read(object)).transpose()?;
            if there.is_some_and(|there| there != *bytes) {
                let words = self.request.context().words;
                let said = words.with("edit-file-there", "name", file);
                return Err(Unsaved::Refused(said, StatusCode::CONFLICT).into());
            }
        }
        Ok(self.files.iter().map(file).collect())
    }

    fn target(&self, view: &View<'_>) -> Result<Target, Unsaved> {
        let there = Target::find(view, self.path);
        match (self.is_new, there) {
            (true, Some(_)) if view.page(self.path).is_some() => Err(Unsaved::Exists),
            (true, _) => Ok(Target::new(self.path.clone())),
            (false, Some(there)) => Ok(there),
            (false, None) => Err(Unsaved::Deleted),
        }
    }

    /// Returns the commit that the draft takes back, where that changed this file.
    fn undone(&self, edition: &Edition, target: &Target) -> Option<String> {
        let commit = self.draft.undoes?;
        let view = edition.view(self.request.context().audience.viewer());
        let undo = view.plan_undo(commit, Some(&target.file));
        undo.is_ok().then(|| commit.to_string())
    }

    /// Commits; nothing where the branch has it all.
    fn write(
        &self,
        edition: &Arc<Edition>,
        target: &Target,
        changes: Vec<FileChange>,
        deleted: &[String],
    ) -> Result<Option<Box<Written>>, Attempt> {
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
        let said = Said {
            message: &self.draft.message,
            otherwise: &otherwise,
            trailers: &trailers,
        };
        let account = &request.holder.account;
        let host = request.visit.accounts.host();
        let new = commit(account, host, edition.revision().id, changes, &said);
        let new = new.map_err(|error| Unsaved::Refused(error.to_string(), StatusCode::CONFLICT))?;
        match request.writer.save(new, request.role()) {
            Ok(written) => Ok(Some(Box::new(written))),
            Err(Refusal::Commit(CommitError::Nothing)) => Ok(None),
            Err(refused @ Refusal::Conflict { .. }) => Err(Attempt::Again(refused)),
            Err(Refusal::Problems(problems)) => Err(Unsaved::Problems(problems).into()),
            Err(refused) => Err(self.refused(&refused).into()),
        }
    }
}

/// Why one attempt saved nothing.
enum Attempt {
    /// The branch has moved: what is there now is to be looked at.
    Again(Refusal),
    /// Trying again would not help.
    Unsaved(Unsaved),
}

impl From<Unsaved> for Attempt {
    fn from(unsaved: Unsaved) -> Self {
        Self::Unsaved(unsaved)
    }
}

impl From<Hindrance> for Attempt {
    fn from(hindrance: Hindrance) -> Self {
        Self::Unsaved(hindrance.into())
    }
}

impl From<StoreError> for Attempt {
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

/// Returns the text of a file at a commit; nothing where it is not there, hidden, or no text.
pub(super) fn text(
    view: &View<'_>,
    commit: ObjectId,
    file: &str,
) -> Result<Option<String>, StoreError> {
    let bytes = view.text_at(commit, file)?;
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Takes the links out of a text that were taken out of the one it was made of. Where its writer
/// changed the same, theirs stays: the check says whether something is wrong with it.
pub(super) fn with_links_out(theirs: &str, without: Option<&str>, mine: String) -> String {
    let merged = without.map(|without| merge(theirs, without, &mine));
    match merged {
        Some(Merged::Clean { text, .. }) => text,
        Some(Merged::Conflict(_)) | None => mine,
    }
}

/// Adds works that were pasted to the sources of a text.
pub(super) fn with_sources(
    text: &str,
    works: &PastedWorks,
    vocabulary: &Vocabulary,
) -> Result<String, EditError> {
    if works.keys.is_empty() {
        return Ok(text.to_owned());
    }
    let before = Entries::read(text, vocabulary)?;
    let key = Field::Sources.key();
    let Entry::List(sources) = before.get(key) else {
        return Ok(text.to_owned());
    };
    let mut after = Entries::default();
    let new = works.keys.iter().filter(|key| !sources.contains(key));
    let all = sources.iter().chain(new).cloned().collect();
    after.0.insert(key.to_owned(), Entry::List(all));
    yaml_edit::edit(text, &form::edits(&before, &after))
}

/// Returns the title that a text gives itself.
pub(super) fn title(text: &str) -> Option<String> {
    let title = yaml_edit::text_of(text, Field::Title.key())?;
    let title = title.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// Returns the kind that a text gives itself.
pub(super) fn kind(text: &str) -> Kind {
    let entries = Entries::read(text, &Vocabulary::default()).ok();
    let name = entries.map(|entries| entries.text(Field::Kind.key()).to_owned());
    name.and_then(|name| Kind::from_name(&name))
        .unwrap_or_default()
}

/// Tells whether a file may be one of a page.
pub(super) fn page_file(file: &str) -> Result<(), Error> {
    match FileRole::of(file) {
        FileRole::Page(_) | FileRole::Readme(_) => Ok(()),
        _ => Err(Error::BadRequest("this is no file of a page".to_owned())),
    }
}

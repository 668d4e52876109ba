//! The choices for the files that a page has, as changes of the commit with its text.

use crate::site::View;
use crate::site::moving::ContentItem;
use crate::store::{FileChange, StoreError};
use crate::web::editing::commit::immovable;
use crate::web::editing::draft::Draft;
use crate::web::editing::own_file::StaleFiles;
use crate::web::editing::request::EditRequest;
use crate::web::editing::target::PageTarget;
use crate::web::editing::waiting::FilesByPath;

/// The reasons why files cannot be changed as they were chosen to be.
pub(super) enum FileChangeError {
    /// Others changed them.
    Stale(StaleFiles),
    /// Something else, in words.
    Said(String),
    /// The repository cannot be read.
    Store(StoreError),
    /// The outcome cannot be known.
    Unreadable,
}

impl From<StoreError> for FileChangeError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The changes of the files of a page in a commit.
#[derive(Default)]
pub(super) struct OwnChanges {
    pub(super) changes: Vec<FileChange>,
    /// The page's text without links to what is deleted, where it has such.
    pub(super) text: Option<String>,
    /// The files that are deleted.
    pub(super) deleted: Vec<String>,
}

/// Makes the changes that were chosen; `replacing` are the bytes that take the places of files.
///
/// # Errors
///
/// If somebody else has changed one of the files since, or it cannot be done.
pub(super) fn changes(
    request: &EditRequest,
    view: &View<'_>,
    target: &PageTarget,
    draft: &Draft,
    replacing: &FilesByPath,
) -> Result<OwnChanges, FileChangeError> {
    let mut stale = StaleFiles::new();
    let mut changes = Vec::new();
    let mut deleted = Vec::new();
    let chosen = draft.files.iter().filter(|(_, own)| own.is_chosen());
    for (file, own) in chosen.filter(|(file, _)| view.files().is_for_pages(file)) {
        let now = view.attachment(file);
        if own.is_deleted {
            match now {
                None => {}
                Some(_) if now == own.object => deleted.push(file.clone()),
                Some(_) => drop(stale.insert(file.clone(), now)),
            }
            continue;
        }
        let Some((_, bytes)) = replacing.iter().find(|(known, _)| known == file) else {
            let words = request.context().words;
            let said = words.with("edit-own-lost", "name", file);
            return Err(FileChangeError::Said(said));
        };
        if let Some(object) = now
            && view.read(object)? == *bytes
        {
            continue;
        }
        match now == own.object {
            true => changes.push(FileChange::Write {
                file: file.clone(),
                bytes: bytes.clone(),
            }),
            false => drop(stale.insert(file.clone(), now)),
        }
    }
    if !stale.is_empty() {
        return Err(FileChangeError::Stale(stale));
    }
    let mut made = without(request, view, target, deleted.clone())?;
    made.deleted = deleted;
    made.changes.append(&mut changes);
    Ok(made)
}

/// Returns the text of a page as it will be without the links to what is chosen to be deleted; nothing
/// where it stays.
pub(super) fn text_without(
    request: &EditRequest,
    view: &View<'_>,
    target: &PageTarget,
    draft: &Draft,
) -> Option<String> {
    let deleted = draft.files.iter().filter(|(_, own)| own.is_deleted);
    let there = deleted.filter(|(file, _)| view.attachment(file).is_some());
    let deleted = there.map(|(file, _)| file.clone()).collect();
    without(request, view, target, deleted).ok()?.text
}

/// Deletes files; links to them become plain text.
fn without(
    request: &EditRequest,
    view: &View<'_>,
    target: &PageTarget,
    deleted: Vec<String>,
) -> Result<OwnChanges, FileChangeError> {
    let mut made = OwnChanges::default();
    if deleted.is_empty() {
        return Ok(made);
    }
    let items: Vec<ContentItem> = deleted.into_iter().map(ContentItem::File).collect();
    let plan = view.plan_deletion(&items).map_err(|error| {
        let words = request.context().words;
        match immovable(words, error) {
            Ok(said) => FileChangeError::Said(said),
            Err(_) => FileChangeError::Unreadable,
        }
    })?;
    for change in plan.changes {
        match change {
            FileChange::Write { file, bytes } if file == target.file => {
                made.text = String::from_utf8(bytes).ok();
            }
            change => made.changes.push(change),
        }
    }
    Ok(made)
}

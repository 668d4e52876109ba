//! Drafts: what somebody has typed and not saved, kept for them alone.

use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

use crate::accounts::{AccountError, KeptFile, KeptLine, UnsavedText, in_time};
use crate::domain::{ObjectId, PagePath};
use crate::web::editing::draft::Draft;
use crate::web::editing::own_file::OwnFiles;
use crate::web::editing::page_text::title;
use crate::web::editing::request::EditRequest;
use crate::web::editing::target::PageTarget;
use crate::web::http::error::Error;
use crate::web::parts::account_words::moment;
use crate::web::parts::kept_key::{KeptKey as Key, page_of};

/// A draft as it is kept.
#[derive(Serialize, Deserialize)]
struct DraftRecord {
    text: String,
    is_minor: bool,
    #[serde(default)]
    undoes: Option<String>,
    as_source: bool,
    works: String,
    address: String,
    #[serde(default)]
    files: OwnFiles,
}

/// A text that was kept.
pub(super) struct KeptDraft {
    pub(super) draft: Draft,
    /// The time, in words.
    pub(super) time: String,
}

/// Waits for what the accounts answer. Only on a thread that may block.
fn wait<T>(answer: impl Future<Output = Result<T, AccountError>>) -> Result<T, AccountError> {
    Handle::current().block_on(in_time(answer))
}

fn unavailable(request: &EditRequest, error: &AccountError) -> Error {
    Error::Unavailable(request.visit.said(error).0)
}

/// Returns what is kept under a key.
pub(super) fn find(request: &EditRequest, key: &Key) -> Result<Option<KeptDraft>, Error> {
    let account = request.holder.account.id;
    let kept = wait(request.visit.accounts.kept().find(account, &key.text()));
    let kept = kept.map_err(|error| unavailable(request, &error))?;
    Ok(kept.and_then(|kept| {
        let base: ObjectId = kept.base.parse().ok()?;
        let written: DraftRecord = serde_json::from_str(&kept.text).ok()?;
        let mut draft = Draft::new(base, written.text);
        draft.message = kept.message;
        draft.is_minor = written.is_minor;
        draft.undoes = written.undoes.and_then(|commit| commit.parse().ok());
        draft.as_source = written.as_source;
        draft.works = written.works;
        draft.address = written.address;
        draft.files = written.files;
        let time = moment(request.context().words, kept.kept);
        Some(KeptDraft { draft, time })
    }))
}

/// Returns what is kept for a page. What was kept for it at an address from which it has moved goes with
/// it.
pub(super) fn find_of_page(
    request: &EditRequest,
    path: &PagePath,
) -> Result<Option<KeptDraft>, Error> {
    let key = Key::Page(path.clone());
    if let Some(kept) = find(request, &key)? {
        return Ok(Some(kept));
    }
    let account = request.holder.account.id;
    let accounts = &request.visit.accounts;
    let view = request.context().view();
    let all = wait(accounts.kept().list(account));
    let all = all.map_err(|error| unavailable(request, &error))?;
    let has_moved_here = |line: &&KeptLine| {
        let page = page_of(&line.key);
        let target = page.and_then(|page| PageTarget::find(&view, &page));
        target.is_some_and(|target| target.path == *path)
    };
    let Some(former) = all.iter().find(has_moved_here) else {
        return Ok(None);
    };
    let here = key.text();
    let renamed = accounts.kept().rename(account, &former.key, &here);
    wait(renamed).map_err(|error| unavailable(request, &error))?;
    find(request, &key)
}

/// Keeps a draft.
///
/// # Errors
///
/// The reason why not, in words.
pub(super) fn keep(request: &EditRequest, key: &Key, draft: &Draft) -> Result<(), String> {
    let chosen = draft.files.iter().filter(|(_, own)| own.is_chosen());
    let written = DraftRecord {
        text: draft.text.clone(),
        is_minor: draft.is_minor,
        undoes: draft.undoes.map(|commit| commit.to_string()),
        as_source: draft.as_source,
        works: draft.works.clone(),
        address: draft.address.clone(),
        files: chosen
            .map(|(file, own)| (file.clone(), own.clone()))
            .collect(),
    };
    let text = serde_json::to_string(&written).unwrap_or_default();
    let name = match key {
        Key::Page(path) => path.to_string(),
        Key::New(_) => draft.address.clone(),
    };
    let unsaved = UnsavedText {
        key: &key.text(),
        title: &title(&draft.text).unwrap_or(name),
        base: &draft.base.to_string(),
        text: &text,
        message: &draft.message,
    };
    let account = request.holder.account.id;
    let kept = wait(request.visit.accounts.kept().keep(account, &unsaved));
    kept.map_err(|error| request.visit.said(&error).0)
}

/// Forgets what is kept under a key. Where that fails it goes by itself after a while.
pub(super) fn forget(request: &EditRequest, key: &Key) {
    let account = request.holder.account.id;
    let forgotten = wait(request.visit.accounts.kept().forget(account, &key.text()));
    if let Err(error) = forgotten {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "a kept text that was saved could not be forgotten"
        );
    }
}

/// Returns the files that wait with a text.
pub(super) fn list(request: &EditRequest, key: &Key) -> Result<Vec<KeptFile>, Error> {
    let account = request.holder.account.id;
    let files = wait(request.visit.accounts.kept().files(account, &key.text()));
    files.map_err(|error| unavailable(request, &error))
}

/// Returns the files that wait with a text, with what is in them.
pub(super) fn files(request: &EditRequest, key: &Key) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let account = request.holder.account.id;
    let mut files = Vec::new();
    for file in list(request, key)? {
        let kept = request.visit.accounts.kept();
        let bytes = wait(kept.file(account, &key.text(), &file.name));
        if let Some(bytes) = bytes.map_err(|error| unavailable(request, &error))? {
            files.push((file.name, bytes));
        }
    }
    Ok(files)
}

/// Has a file wait with a text that is kept.
pub(super) fn add_file(
    request: &EditRequest,
    key: &Key,
    name: &str,
    bytes: Vec<u8>,
) -> Result<(), String> {
    let account = request.holder.account.id;
    let kept = request.visit.accounts.kept();
    let added = wait(kept.add_file(account, &key.text(), name, bytes));
    added.map_err(|error| request.visit.said(&error).0)
}

/// Takes a file away from a text.
pub(super) fn remove_file(request: &EditRequest, key: &Key, name: &str) {
    let account = request.holder.account.id;
    let kept = request.visit.accounts.kept();
    // What is not there is gone already.
    let _ = wait(kept.remove_file(account, &key.text(), name));
}

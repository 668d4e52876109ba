//! Finds the repository, and the content folder on disk, as a contributor means it who stands
//! somewhere in it.

use std::path::{Path, PathBuf};

use git2::{Config, ErrorCode, Repository};

use crate::domain::file_role::VOCABULARY_FILE;
use crate::store::error::{StoreError, failed};

/// The folder of the content in a larger repository.
pub(super) const CONTENT: &str = "content";

/// Opens the repository at or around a path.
pub(super) fn discover(path: &Path) -> Result<Repository, StoreError> {
    Repository::discover(path).map_err(|error| match error.code() {
        ErrorCode::NotFound => StoreError::NoRepository(path.to_owned()),
        ErrorCode::Owner => StoreError::ForeignOwner(path.to_owned()),
        _ => unsupported(path)
            .unwrap_or_else(|| failed(format!("opening {}", path.display()))(error)),
    })
}

pub(super) fn checked_out_branch(handle: &Repository, path: &Path) -> Result<String, StoreError> {
    let head = handle
        .find_reference("HEAD")
        .map_err(failed("reading HEAD".to_owned()))?;
    let target = head.symbolic_target().ok().flatten().unwrap_or_default();
    match target.strip_prefix("refs/heads/") {
        Some(branch) => Ok(branch.to_owned()),
        None => Err(StoreError::Detached(path.to_owned())),
    }
}

/// Says in words why libgit2 does not open a repository that git does; `None` where it is not one of
/// git's newer formats.
fn unsupported(path: &Path) -> Option<StoreError> {
    let path = path.canonicalize().ok()?;
    let folders = path.ancestors();
    let repository = folders
        .flat_map(|folder| [folder.join(".git"), folder.to_owned()])
        .find(|folder| folder.join("HEAD").is_file() && folder.join("config").is_file())?;
    let config = Config::open(&repository.join("config")).ok()?;
    let extension = |name: &str| {
        let value = config.get_string(&format!("extensions.{name}"));
        value.unwrap_or_default().to_ascii_lowercase()
    };
    let (hash, references) = (extension("objectformat"), extension("refstorage"));
    let why = if !matches!(hash.as_str(), "" | "sha1") {
        format!(
            "was made with {}, which is not supported yet; make one with: git init --object-format=sha1",
            hash.to_ascii_uppercase().replace("SHA", "SHA-")
        )
    } else if !matches!(references.as_str(), "" | "files") {
        format!(
            "keeps its references as a {references}, which is not supported yet; change that with: git refs migrate --ref-format=files"
        )
    } else if !extension("partialclone").is_empty() {
        "is a partial clone, which lacks objects that the site needs; clone it without --filter"
            .to_owned()
    } else {
        return None;
    };
    Some(StoreError::Unsupported { repository, why })
}

/// Tells whether a folder is one that the repository would take files of.
pub(super) fn covers(handle: &Repository, folder: &Path) -> bool {
    let Some(root) = handle.workdir().and_then(|root| root.canonicalize().ok()) else {
        return true;
    };
    match folder.strip_prefix(&root) {
        Ok(below) if below.as_os_str().is_empty() => true,
        Ok(below) => !handle.is_path_ignored(below).unwrap_or(false),
        // In the repository's own folder.
        Err(_) => true,
    }
}

pub(super) fn content_folder(start: &Path, root: Option<&Path>) -> PathBuf {
    let Some(root) = root else {
        let below = start.join(CONTENT);
        let is_content = |folder: &Path| {
            folder.join(VOCABULARY_FILE).is_file() || folder.join("index.md").is_file()
        };
        return if !is_content(start) && is_content(&below) {
            below
        } else {
            start.to_owned()
        };
    };
    let start = match start.strip_prefix(root) {
        Ok(below) if !below.starts_with(".git") => start,
        _ => root,
    };
    let content = root.join(CONTENT);
    if content.is_dir() && (start == root || start.starts_with(&content)) {
        return content;
    }
    let upwards = start
        .ancestors()
        .take_while(|folder| folder.starts_with(root));
    for folder in upwards {
        if folder.join(VOCABULARY_FILE).is_file() {
            return folder.to_owned();
        }
    }
    if !content.is_dir() && root.join("index.md").is_file() {
        root.to_owned()
    } else {
        start.to_owned()
    }
}

/// Returns the branch's name, or what there is instead, for people to read.
pub(super) fn branch_of(handle: &Repository) -> String {
    match handle.head() {
        Ok(head) if head.is_branch() => head.shorthand().unwrap_or_default().to_owned(),
        Ok(_) => "no branch".to_owned(),
        Err(error) if error.code() == ErrorCode::UnbornBranch => "no commit yet".to_owned(),
        Err(_) => String::new(),
    }
}

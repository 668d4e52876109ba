//! Reading single objects of a repository that may be damaged.
//!
//! libgit2 waits for ever for the end of a loose object (one in a file of its own) that was cut
//! short, and it does not notice when a pack's index leads to another object. So a loose object is
//! read here, with a bound, before libgit2 may see it, and what is read whole is compared with its
//! id. Packs are left to libgit2, which stops where they are broken.

use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use git2::{ErrorCode, ObjectType, Repository, Tree};

use crate::domain::ObjectId;
use crate::store::error::{StoreError, failed};
use crate::store::loose_object::{Damage, MOST, SOMETHING_ELSE, read_loose};
use crate::store::oid::{is_object, object_id, oid};
use crate::store::process;

/// Most repositories that lend each other objects in a row, as in git.
const ALTERNATES: usize = 5;
/// Most tags of tags in a row.
const TAGS: usize = 10;

/// A repository, with the folders in which its loose objects are.
pub(super) struct Handle {
    repository: Repository,
    folders: Vec<PathBuf>,
}

impl Deref for Handle {
    type Target = Repository;

    fn deref(&self) -> &Repository {
        &self.repository
    }
}

impl Handle {
    /// Opens a repository by its own folder.
    pub(super) fn open(repository: &Path) -> Result<Self, StoreError> {
        let opened = Repository::open(repository);
        opened
            .map(Self::new)
            .map_err(failed("opening the repository".to_owned()))
    }

    pub(super) fn new(repository: Repository) -> Self {
        let mut folders = Vec::new();
        add_folders(&repository.commondir().join("objects"), &mut folders, 0);
        Self {
            repository,
            folders,
        }
    }

    /// Lets the handle see the objects of another folder.
    pub(super) fn add(&mut self, objects: &Path) -> Result<(), StoreError> {
        let text = objects.to_str().ok_or_else(|| {
            StoreError::Program("the path of the repository is not UTF-8".to_owned())
        })?;
        let added = self.odb().and_then(|odb| odb.add_disk_alternate(text));
        added.map_err(failed("reading the objects of a push".to_owned()))?;
        self.folders.push(objects.to_owned());
        Ok(())
    }

    /// Reads an object of a kind, of at most so many bytes.
    pub(super) fn read(
        &self,
        kind: ObjectType,
        id: ObjectId,
        most: u64,
    ) -> Result<Vec<u8>, StoreError> {
        let (found, bytes) = self.object(id, kind.str(), most)?;
        if found != kind {
            let reason = format!("it is a {found}");
            return Err(damaged(kind.str(), id, reason));
        }
        Ok(bytes)
    }

    /// Reads an object of any kind; `what` names it where it cannot be read.
    fn object(
        &self,
        id: ObjectId,
        what: &'static str,
        most: u64,
    ) -> Result<(ObjectType, Vec<u8>), StoreError> {
        let most = most.min(MOST);
        let damage = match self.loose(id, most) {
            None => return self.packed(id, what, most),
            Some(Ok(object)) => return Ok(object),
            Some(Err(damage)) => damage,
        };
        self.packed_after_all(id, what, damage)
    }

    /// Reads an object out of a pack.
    fn packed(
        &self,
        id: ObjectId,
        what: &'static str,
        most: u64,
    ) -> Result<(ObjectType, Vec<u8>), StoreError> {
        let unreadable = |error| unreadable(what, id, &error);
        let objects = self.odb().map_err(unreadable)?;
        let (size, _) = objects.read_header(oid(id)).map_err(unreadable)?;
        let size = size as u64;
        if size > most {
            return Err(StoreError::TooLarge { id, size });
        }
        let object = objects.read(oid(id)).map_err(unreadable)?;
        let (kind, bytes) = (object.kind(), object.data());
        if !is_object(id, kind, bytes) {
            return Err(damaged(what, id, SOMETHING_ELSE.to_owned()));
        }
        Ok((kind, bytes.to_vec()))
    }

    /// Reads an object to its end, and keeps nothing.
    pub(super) fn is_readable(&self, id: ObjectId) -> Result<(), StoreError> {
        self.object(id, "object", MOST).map(drop)
    }

    /// Returns a tree, after a look that it can be read.
    pub(super) fn tree(&self, id: ObjectId) -> Result<Tree<'_>, StoreError> {
        self.look_at("tree", id)?;
        let tree = self.repository.find_tree(oid(id));
        tree.map_err(|error| unreadable("tree", id, &error))
    }

    /// Returns a tree of which every byte is checked.
    pub(super) fn whole_tree(&self, id: ObjectId) -> Result<Tree<'_>, StoreError> {
        self.read(ObjectType::Tree, id, MOST)?;
        let tree = self.repository.find_tree(oid(id));
        tree.map_err(|error| unreadable("tree", id, &error))
    }

    /// Returns a commit, after a look that it can be read.
    pub(super) fn commit(&self, id: ObjectId) -> Result<git2::Commit<'_>, StoreError> {
        self.look_at("commit", id)?;
        let commit = self.repository.find_commit(oid(id));
        commit.map_err(|error| unreadable("commit", id, &error))
    }

    /// Returns the commit that a reference leads to, through tags if need be.
    pub(super) fn commit_at(
        &self,
        reference: &git2::Reference<'_>,
    ) -> Result<ObjectId, StoreError> {
        let name = String::from_utf8_lossy(reference.name_bytes());
        let what = || format!("reading {name}");
        let resolved = reference.resolve().map_err(failed(what()))?;
        let nothing = || failed(what())(git2::Error::from_str("it names no commit"));
        let mut id = object_id(resolved.target().ok_or_else(nothing)?);
        for _ in 0..TAGS {
            match self.object(id, "commit", MOST)? {
                (ObjectType::Commit, _) => return Ok(id),
                (ObjectType::Tag, text) => id = tagged(&text).ok_or_else(nothing)?,
                _ => break,
            }
        }
        Err(nothing())
    }

    /// Makes sure that libgit2 may read an object.
    pub(super) fn look_at(&self, what: &'static str, id: ObjectId) -> Result<(), StoreError> {
        match self.loose(id, MOST) {
            Some(Err(damage)) => self.packed_after_all(id, what, damage).map(drop),
            Some(Ok(_)) | None => Ok(()),
        }
    }

    /// Reads a loose object; `None` where there is no file for it.
    fn loose(&self, id: ObjectId, most: u64) -> Option<Result<(ObjectType, Vec<u8>), Damage>> {
        let name = id.to_string();
        let (folder, file) = name.split_at(2);
        self.folders.iter().find_map(|objects| {
            let path = objects.join(folder).join(file);
            match File::open(&path) {
                Ok(file) => Some(read_loose(file, id, most)),
                Err(error) if is_nothing(&error) => None,
                Err(error) => Some(Err(Damage::Broken(error.to_string()))),
            }
        })
    }

    /// Reads an object whose file is damaged from a pack, where it may be as well. Only git itself
    /// looks there and nowhere else.
    fn packed_after_all(
        &self,
        id: ObjectId,
        what: &'static str,
        damage: Damage,
    ) -> Result<(ObjectType, Vec<u8>), StoreError> {
        let reason = match damage {
            Damage::TooLarge(size) => return Err(StoreError::TooLarge { id, size }),
            Damage::Broken(reason) => reason,
        };
        let ask = |question: &str| -> io::Result<Option<Vec<u8>>> {
            let mut command = process::command(self.repository.path());
            command.args(["cat-file", question, &id.to_string()]);
            let mut child = command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            let mut answer = Vec::new();
            let read = match child.stdout.take() {
                Some(output) => output.take(MOST + 1).read_to_end(&mut answer),
                None => Ok(0),
            };
            let whole = answer.len() as u64 <= MOST;
            Ok((child.wait()?.success() && read.is_ok() && whole).then_some(answer))
        };
        let found = || -> Option<(ObjectType, Vec<u8>)> {
            let kind = ask("-t").ok()??;
            let name = std::str::from_utf8(&kind).ok()?.trim_end();
            let bytes = ask(name).ok()??;
            Some((ObjectType::from_str(name)?, bytes))
        };
        // Git itself does not compare what it finds with the id.
        let found = found().filter(|(kind, bytes)| is_object(id, *kind, bytes));
        found.ok_or_else(|| damaged(what, id, reason))
    }
}

fn damaged(what: &'static str, id: ObjectId, reason: String) -> StoreError {
    StoreError::Damaged { what, id, reason }
}

/// Says why libgit2 cannot read an object.
fn unreadable(what: &'static str, id: ObjectId, error: &git2::Error) -> StoreError {
    match error.code() {
        ErrorCode::NotFound => StoreError::Missing { what, id },
        _ => damaged(what, id, error.message().to_owned()),
    }
}

/// Collects a folder of objects and those that it borrows from.
fn add_folders(objects: &Path, folders: &mut Vec<PathBuf>, depth: usize) {
    if depth > ALTERNATES || folders.iter().any(|folder| folder == objects) {
        return;
    }
    let alternates = fs::read_to_string(objects.join("info/alternates")).unwrap_or_default();
    folders.push(objects.to_owned());
    let named = alternates.lines().map(|line| line.trim_matches('"'));
    for line in named.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        add_folders(&objects.join(line), folders, depth + 1);
    }
}

fn is_nothing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Returns the object of which a tag is one.
fn tagged(text: &[u8]) -> Option<ObjectId> {
    let line = text.split(|byte| *byte == b'\n').next()?;
    let id = std::str::from_utf8(line).ok()?.strip_prefix("object ")?;
    id.parse().ok()
}

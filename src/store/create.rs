//! Makes a new repository with a first commit.

use std::borrow::Cow;
use std::path::Path;

use git2::{IndexEntry, IndexTime, Oid, Repository, RepositoryInitOptions, Signature};

use crate::domain::ObjectId;
use crate::store::error::{StoreError, failed};
use crate::store::oid::object_id;

/// The branch of a new repository.
pub const FIRST_BRANCH: &str = "main";

/// A file of the first commit: its path and what is in it.
pub type NewFile = (String, Cow<'static, [u8]>);

/// A repository that was just made.
#[derive(Clone, Debug)]
pub struct NewRepository {
    /// The first commit.
    pub commit: ObjectId,
    /// Its author, as `Name <address>`.
    pub author: String,
    /// Git knows no name of the user, so the author is the program.
    pub anonymous: bool,
}

impl NewRepository {
    /// Makes a repository, bare or with a working tree, whose first commit has the given files.
    ///
    /// Nothing may be in the folder yet.
    pub fn repository(
        folder: &Path,
        bare: bool,
        files: &[NewFile],
        message: &str,
    ) -> Result<Self, StoreError> {
        let mut options = RepositoryInitOptions::new();
        options
            .bare(bare)
            .mkpath(true)
            .no_reinit(true)
            .initial_head(FIRST_BRANCH);
        let repository = Repository::init_opts(folder, &options)
            .map_err(failed(format!("making {}", folder.display())))?;
        let commit = || -> Result<Self, git2::Error> {
            let (signature, anonymous) = signature(&repository)?;
            let tree = repository.find_tree(tree_of(&repository, files)?)?;
            let head = Some("HEAD");
            let id = repository.commit(head, &signature, &signature, message, &tree, &[])?;
            if !bare {
                // A push to the branch that is checked out brings the files on disk along.
                let mut config = repository.config()?;
                config.set_str("receive.denyCurrentBranch", "updateInstead")?;
                let mut checkout = git2::build::CheckoutBuilder::new();
                repository.checkout_head(Some(checkout.force()))?;
            }
            Ok(Self {
                commit: object_id(id),
                author: signature.to_string(),
                anonymous,
            })
        };
        commit().map_err(failed("making the first commit".to_owned()))
    }
}

/// Returns who the first commit is by: whom git knows, else the program.
fn signature(repository: &Repository) -> Result<(Signature<'static>, bool), git2::Error> {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let configured = repository.signature().ok();
    let named = |configured: Option<&str>, name| variable(name).or(configured.map(str::to_owned));
    let from = configured.as_ref();
    let name = named(from.and_then(|from| from.name().ok()), "GIT_AUTHOR_NAME");
    let address = named(from.and_then(|from| from.email().ok()), "GIT_AUTHOR_EMAIL");
    match (name, address) {
        (Some(name), Some(address)) => Ok((Signature::now(&name, &address)?, false)),
        _ => Ok((Signature::now("Concord", "concord@localhost")?, true)),
    }
}

fn tree_of(repository: &Repository, files: &[NewFile]) -> Result<Oid, git2::Error> {
    let mut index = git2::Index::new()?;
    for (path, contents) in files {
        let never = IndexTime::new(0, 0);
        index.add(&IndexEntry {
            ctime: never,
            mtime: never,
            dev: 0,
            ino: 0,
            mode: 0o100_644,
            uid: 0,
            gid: 0,
            file_size: 0,
            id: repository.blob(contents)?,
            flags: 0,
            flags_extended: 0,
            path: path.clone().into_bytes(),
        })?;
    }
    index.write_tree_to(repository)
}

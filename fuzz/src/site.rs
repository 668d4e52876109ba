//! Sites for the oracles that need one, made once for each thread.

use std::path::Path;
use std::sync::Arc;

use concord::domain::ObjectId;
use concord::site::Publisher;
use concord::store::{Location, Store};
use git2::{Oid, Repository, RepositoryInitOptions, Signature, Time};
use tempfile::TempDir;

/// The object id of pages that no repository has.
pub(crate) fn object() -> ObjectId {
    ObjectId::from_bytes([7; 20])
}

/// A repository that goes with its guard.
pub(crate) struct Repo {
    pub(crate) folder: TempDir,
    pub(crate) git: Repository,
}

impl Repo {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let mut options = RepositoryInitOptions::new();
        options.bare(true).initial_head("main");
        let git = Repository::init_opts(folder.path(), &options).expect("a repository");
        Self { folder, git }
    }

    /// Writes a commit of these entries, `(path, mode, text)`, on top of some others.
    pub(crate) fn commit(&self, entries: &[(&str, i32, &str)], parents: &[Oid]) -> Oid {
        let tree = self.tree(entries);
        let tree = self.git.find_tree(tree).expect("a tree");
        let parents: Vec<_> = parents
            .iter()
            .map(|&id| self.git.find_commit(id).expect("a parent"))
            .collect();
        let parents: Vec<_> = parents.iter().collect();
        let time = Time::new(1_500_000_000 + 60 * parents.len() as i64, 0);
        let ada = Signature::new("Ada", "ada@example.org", &time).expect("a signature");
        self.git
            .commit(None, &ada, &ada, "Change", &tree, &parents)
            .expect("a commit")
    }

    /// Moves the branch.
    pub(crate) fn set_main(&self, commit: Oid) {
        let name = "refs/heads/main";
        self.git
            .reference(name, commit, true, "test")
            .expect("a branch");
    }

    /// Opens the repository as a site whose index is kept in memory.
    pub(crate) fn publisher(&self) -> Arc<Publisher> {
        let location = Location {
            repository: self.folder.path().to_owned(),
            ..Location::default()
        };
        let store = Store::open(&location).expect("a store");
        let opened = Publisher::open(store, None::<&Path>, &|_, _| ());
        Arc::new(opened.expect("an edition").0)
    }

    /// Writes a tree without asking libgit2 whether its names are good.
    fn tree(&self, entries: &[(&str, i32, &str)]) -> Oid {
        let mut names: Vec<&str> = entries
            .iter()
            .map(|(path, _, _)| path.split('/').next().unwrap_or(path))
            .collect();
        // Git sorts folders as if their names ended in a slash.
        let is_folder = |name: &str| {
            entries
                .iter()
                .any(|(path, _, _)| path.starts_with(&format!("{name}/")))
        };
        names.sort_by_key(|name| match is_folder(name) {
            true => format!("{name}/"),
            false => (*name).to_owned(),
        });
        names.dedup();
        let odb = self.git.odb().expect("objects");
        let mut bytes = Vec::new();
        for name in names {
            let prefix = format!("{name}/");
            let (mode, id) = if is_folder(name) {
                let below: Vec<(&str, i32, &str)> = entries
                    .iter()
                    .filter_map(|&(path, mode, text)| {
                        Some((path.strip_prefix(&prefix)?, mode, text))
                    })
                    .collect();
                (0o40_000, self.tree(&below))
            } else {
                let found = entries.iter().find(|(path, _, _)| *path == name);
                let &(_, mode, text) = found.expect("an entry");
                (mode, self.git.blob(text.as_bytes()).expect("a blob"))
            };
            bytes.extend_from_slice(format!("{mode:o} {name}\0").as_bytes());
            bytes.extend_from_slice(id.as_bytes());
        }
        odb.write(git2::ObjectType::Tree, &bytes).expect("a tree")
    }
}

thread_local! {
    static STRICT: (Repo, Oid) = {
        let repo = Repo::new();
        let mut config = repo.git.config().expect("a configuration");
        for key in ["core.protectNTFS", "core.protectHFS"] {
            config.set_bool(key, true).expect("a setting");
        }
        let blob = repo.git.blob(b"x").expect("a blob");
        (repo, blob)
    };
}

/// Asks libgit2 whether a name may be in a tree, with the protections of every system on.
pub(crate) fn git_takes(name: &str) -> Result<(), git2::Error> {
    STRICT.with(|(repo, blob)| {
        let mut builder = repo.git.treebuilder(None)?;
        builder.insert(name, *blob, 0o100_644).map(|_| ())
    })
}

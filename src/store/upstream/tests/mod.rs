//! Following an upstream: servers in temporary folders, a bare repository between them, real git.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use git2::build::{RepoBuilder, TreeUpdateBuilder};
use git2::{FileMode, Repository, RepositoryInitOptions, Signature};

use super::*;
use crate::domain::ObjectId;
use crate::store::oid::{object_id, oid};
use crate::store::{Location, Store};

mod conflicts;
mod following;
mod offers;
mod several;

/// A bare upstream with one commit, and room for servers beside it.
struct UpstreamScene {
    folder: tempfile::TempDir,
    first: ObjectId,
}

/// A repository that is served, and follows the scene's upstream.
struct Server {
    store: Arc<Store>,
    upstream: Upstream,
}

impl UpstreamScene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("upstream.git");
        let mut options = RepositoryInitOptions::new();
        let options = options.bare(true).initial_head("main");
        let repository = Repository::init_opts(&path, options).unwrap();
        // Tidying after each push would be most of the work.
        let mut config = repository.config().unwrap();
        config.set_bool("receive.autogc", false).unwrap();
        let first = commit(&repository, &[], &[("a.md", "first\n")]);
        assert!(moves(&repository, None, first));
        Self { folder, first }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("upstream.git")
    }

    fn repository(&self) -> Repository {
        Repository::open(self.path()).unwrap()
    }

    fn tip(&self) -> ObjectId {
        tip(&self.repository())
    }

    fn server(&self, name: &str) -> Server {
        self.clone_to(name, true)
    }

    fn clone_to(&self, name: &str, bare: bool) -> Server {
        let path = self.folder.path().join(name);
        let url = format!("file://{}", self.path().display());
        let mut builder = RepoBuilder::new();
        builder.bare(bare).clone(&url, &path).unwrap();
        Server::open(&path, &url)
    }

    /// Changes files upstream.
    fn change(&self, files: &[(&str, &str)]) -> ObjectId {
        change(&self.repository(), files)
    }
}

impl Server {
    fn open(path: &Path, url: &str) -> Self {
        let location = Location {
            repository: path.to_owned(),
            branch: Some("main".to_owned()),
            folder: Some(String::new()),
        };
        let store = Arc::new(Store::open(&location).unwrap());
        let address = Address::parse(url, Path::new("")).unwrap();
        let upstream = Upstream::new(Arc::clone(&store), address, None).unwrap();
        Self { store, upstream }
    }

    fn repository(&self) -> Repository {
        Repository::open(self.store.repository()).unwrap()
    }

    fn tip(&self) -> ObjectId {
        self.store.tip_id().unwrap()
    }

    fn change(&self, files: &[(&str, &str)]) -> ObjectId {
        change(&self.repository(), files)
    }

    fn text(&self, file: &str) -> Option<String> {
        text(&self.repository(), self.tip(), file)
    }

    fn sync(&self) -> UpstreamState {
        self.upstream.sync()
    }

    /// Does what git's receive-pack does: keeps new objects apart, asks, then takes them over.
    fn push(&self, base: ObjectId, file: &str, content: &str) -> (ObjectId, OfferAnswer, bool) {
        let folder = tempfile::tempdir().unwrap();
        let objects = self.store.objects().directory().unwrap();
        let mut options = RepositoryInitOptions::new();
        let options = options.bare(true).external_template(false);
        let apart = Repository::init_opts(folder.path(), options).unwrap();
        let quarantine = folder.path().join("objects");
        let alternates = quarantine.join("info/alternates");
        fs::write(alternates, format!("{}\n", objects.display())).unwrap();
        drop(apart);
        let apart = Repository::open(folder.path()).unwrap();
        let id = commit(&apart, &[base], &[(file, content)]);
        let offer = self.upstream.offer(id, base, Some(&quarantine));
        let mut moved = false;
        if offer == OfferAnswer::Accepted {
            migrate(&quarantine, &objects);
            moved = moves(&self.repository(), Some(base), id);
        }
        (id, offer, moved)
    }
}

fn migrate(from: &Path, to: &Path) {
    for folder in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if folder.file_name().len() != 2 {
            continue;
        }
        let target = to.join(folder.file_name());
        fs::create_dir_all(&target).unwrap();
        for file in fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
            fs::rename(file.path(), target.join(file.file_name())).unwrap();
        }
    }
}

/// Makes a commit that no reference names: the first parent's tree with other files.
fn commit(repository: &Repository, parents: &[ObjectId], files: &[(&str, &str)]) -> ObjectId {
    let parents: Vec<_> = parents
        .iter()
        .map(|id| repository.find_commit(oid(*id)).unwrap())
        .collect();
    let empty = || {
        let id = repository.treebuilder(None).unwrap().write().unwrap();
        repository.find_tree(id).unwrap()
    };
    let base = parents
        .first()
        .map_or_else(empty, |parent| parent.tree().unwrap());
    let mut update = TreeUpdateBuilder::new();
    for (file, content) in files {
        let blob = repository.blob(content.as_bytes()).unwrap();
        update.upsert(*file, blob, FileMode::Blob);
    }
    let tree = update.create_updated(repository, &base).unwrap();
    let tree = repository.find_tree(tree).unwrap();
    let signature = Signature::now("Ada", "ada@example.org").unwrap();
    let parents: Vec<_> = parents.iter().collect();
    let id = repository.commit(None, &signature, &signature, "Change", &tree, &parents);
    object_id(id.unwrap())
}

fn moves(repository: &Repository, from: Option<ObjectId>, to: ObjectId) -> bool {
    let from = from.map_or(git2::Oid::ZERO_SHA1, oid);
    repository
        .reference_matching("refs/heads/main", oid(to), true, from, "test")
        .is_ok()
}

fn change(repository: &Repository, files: &[(&str, &str)]) -> ObjectId {
    let base = tip(repository);
    let id = commit(repository, &[base], files);
    assert!(moves(repository, Some(base), id));
    id
}

/// Moves a branch wherever, as `git push --force` does.
fn force(repository: &Repository, to: ObjectId) {
    repository
        .reference("refs/heads/main", oid(to), true, "test")
        .unwrap();
}

fn tip(repository: &Repository) -> ObjectId {
    object_id(repository.refname_to_id("refs/heads/main").unwrap())
}

fn text(repository: &Repository, commit: ObjectId, file: &str) -> Option<String> {
    let tree = repository.find_commit(oid(commit)).unwrap().tree().unwrap();
    let entry = tree.get_path(Path::new(file)).ok()?;
    let blob = repository.find_blob(entry.id()).unwrap();
    Some(String::from_utf8(blob.content().to_vec()).unwrap())
}

/// Returns what a piece of work logs on this thread.
///
/// One subscriber for all tests: with one for each, a line that two tests reach at once may be
/// taken for one that nobody wants.
fn logged(work: impl FnOnce()) -> String {
    thread_local! {
        static LINES: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    struct LogCapture;
    impl Write for LogCapture {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            LINES.with_borrow_mut(|lines| lines.extend_from_slice(bytes));
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(|| LogCapture)
        .finish();
    // The first test sets it; for the others it is there.
    let _ = tracing::subscriber::set_global_default(subscriber);
    LINES.take();
    work();
    String::from_utf8(LINES.take()).unwrap()
}

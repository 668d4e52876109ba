//! Following an upstream: servers in temporary folders, a bare repository between them, real git.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use git2::build::{RepoBuilder, TreeUpdateBuilder};
use git2::{FileMode, Repository, RepositoryInitOptions, Signature};

use super::*;
use crate::domain::ObjectId;
use crate::store::oid::{object_id, oid};
use crate::store::{Location, Store};

/// A bare upstream with one commit, and room for servers beside it.
struct Scene {
    folder: tempfile::TempDir,
    first: ObjectId,
}

/// A repository that is served, and follows the scene's upstream.
struct Server {
    store: Arc<Store>,
    upstream: Upstream,
}

impl Scene {
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

    fn sync(&self) -> State {
        self.upstream.sync()
    }

    /// Does what git's receive-pack does: keeps new objects apart, asks, then takes them over.
    fn push(&self, base: ObjectId, file: &str, content: &str) -> (ObjectId, Offer, bool) {
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
        if offer == Offer::Accepted {
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

#[test]
fn a_change_upstream_comes_here() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    assert_eq!(server.sync(), State::InStep);
    let new = scene.change(&[("b.md", "new\n")]);
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(server.tip(), new);
    let config = fs::read_to_string(server.store.repository().join("config")).unwrap();
    assert!(
        !config.contains("concord") && !config.contains("fsync"),
        "{config}"
    );
}

/// Returns how many objects of a repository are in files of their own.
fn loose(repository: &Path) -> usize {
    let folders = fs::read_dir(repository.join("objects")).unwrap();
    let folders = folders.map(|folder| folder.unwrap().path());
    let folders = folders.filter(|path| path.file_name().is_some_and(|name| name.len() == 2));
    folders
        .map(|folder| fs::read_dir(folder).unwrap().count())
        .sum()
}

#[test]
fn what_is_fetched_is_there_as_a_whole_or_not_at_all() {
    let scene = Scene::new();
    let server = scene.server("here.git");
    let before = loose(server.store.repository());
    for number in 0..3 {
        // The one whose parent comes later would be a history with a hole.
        scene.change(&[("b.md", &format!("{number}\n"))]);
    }
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(server.tip(), scene.tip());
    assert_eq!(loose(server.store.repository()), before);
}

#[test]
fn a_change_here_goes_upstream() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    let new = server.change(&[("b.md", "new\n")]);
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(scene.tip(), new);
}

#[test]
fn changes_on_both_sides_are_merged() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    assert_eq!(server.sync(), State::InStep);
    let theirs = scene.change(&[("b.md", "theirs\n")]);
    let ours = server.change(&[("c.md", "ours\n")]);
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(scene.tip(), server.tip());
    let repository = server.repository();
    let merged = repository.find_commit(oid(server.tip())).unwrap();
    let parents: Vec<_> = merged.parent_ids().map(object_id).collect();
    assert_eq!(parents, [ours, theirs]);
    assert_eq!(merged.committer().name(), Ok("Concord"));
    let message = merged.message().unwrap();
    assert!(
        message.contains(&format!("Upstream: 1 commit, up to {theirs}")),
        "{message}"
    );
    assert_eq!(server.text("b.md").as_deref(), Some("theirs\n"));
    assert_eq!(server.text("c.md").as_deref(), Some("ours\n"));
}

#[test]
fn a_conflict_keeps_both_sides_until_one_of_them_moves() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    assert_eq!(server.sync(), State::InStep);
    let theirs = scene.change(&[("a.md", "theirs\n")]);
    let ours = server.change(&[("a.md", "ours\n")]);
    let conflict = State::Conflict {
        local: ours,
        upstream: theirs,
        files: vec!["a.md".to_owned()],
    };
    let log = logged(|| {
        assert_eq!(server.sync(), conflict);
        assert_eq!(server.sync(), conflict);
    });
    assert_eq!(log.matches("changed the same").count(), 1, "{log}");
    assert_eq!((server.tip(), scene.tip()), (ours, theirs));
    let kept = server
        .store
        .objects()
        .reference("refs/concord/upstream")
        .unwrap();
    assert_eq!(kept, Some(theirs));
    let refused = server.push(ours, "b.md", "more\n").1;
    assert!(matches!(refused, Offer::Refused(_)), "{refused:?}");
    // Somebody merges, here, by hand.
    let repository = server.repository();
    let merged = commit(&repository, &[ours, theirs], &[("a.md", "both\n")]);
    assert!(moves(&repository, Some(ours), merged));
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(scene.tip(), merged);
}

#[test]
fn a_conflict_ends_when_the_upstream_gives_way() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    assert_eq!(server.sync(), State::InStep);
    scene.change(&[("a.md", "theirs\n")]);
    server.change(&[("a.md", "ours\n")]);
    assert!(matches!(server.sync(), State::Conflict { .. }));
    scene.change(&[("a.md", "ours\n")]);
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(scene.tip(), server.tip());
}

#[test]
fn an_upstream_that_is_gone_is_waited_for() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    let away = scene.folder.path().join("away.git");
    fs::rename(scene.path(), &away).unwrap();
    let ours = server.change(&[("b.md", "ours\n")]);
    let state = server.sync();
    assert!(matches!(state, State::Unreachable { .. }), "{state:?}");
    let (_, offer, _) = server.push(ours, "c.md", "more\n");
    assert!(matches!(offer, Offer::Unreachable(_)), "{offer:?}");
    assert_eq!(server.tip(), ours);
    fs::rename(&away, scene.path()).unwrap();
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(scene.tip(), ours);
}

#[test]
fn an_empty_upstream_gets_what_is_here_and_a_wrong_branch_does_not() {
    let scene = Scene::new();
    let empty = scene.folder.path().join("empty.git");
    Repository::init_bare(&empty).unwrap();
    let server = scene.server("a.git");
    let server = Server::open(server.store.repository(), empty.to_str().unwrap());
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(tip(&Repository::open(&empty).unwrap()), server.tip());

    let address = server.upstream.address().clone();
    let other = Upstream::new(Arc::clone(&server.store), address, Some("mian")).unwrap();
    let State::Behind { reason } = other.sync() else {
        panic!("a branch that is not there was followed");
    };
    assert!(
        reason.contains("“mian”; its branches are: main"),
        "{reason}"
    );
}

#[test]
fn a_rewritten_upstream_is_followed_when_nothing_here_is_its_own() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    scene.change(&[("secret.md", "secret\n")]);
    assert_eq!(server.sync(), State::InStep);
    let upstream = scene.repository();
    let rewritten = commit(&upstream, &[scene.first], &[("b.md", "instead\n")]);
    force(&upstream, rewritten);
    let log = logged(|| assert_eq!(server.sync(), State::InStep));
    assert!(log.contains("WARN") && log.contains("rewritten"), "{log}");
    assert_eq!((server.tip(), scene.tip()), (rewritten, rewritten));
    // Set back to a commit from before, too.
    force(&upstream, scene.first);
    assert_eq!(server.sync(), State::InStep);
    assert_eq!((server.tip(), scene.tip()), (scene.first, scene.first));
}

#[test]
fn a_rewritten_upstream_gets_what_it_never_had_and_not_what_it_took_away() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    scene.change(&[("secret.md", "secret\n")]);
    assert_eq!(server.sync(), State::InStep);
    let upstream = scene.repository();
    let rewritten = commit(&upstream, &[scene.first], &[("b.md", "instead\n")]);
    force(&upstream, rewritten);
    let ours = server.change(&[("c.md", "ours\n")]);
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(scene.tip(), server.tip());
    assert!(
        server
            .store
            .history()
            .is_ancestor(ours, scene.tip())
            .unwrap()
    );
    assert!(
        server
            .store
            .history()
            .is_ancestor(rewritten, scene.tip())
            .unwrap()
    );
    assert_eq!(server.text("c.md").as_deref(), Some("ours\n"));
    assert_eq!(server.text("b.md").as_deref(), Some("instead\n"));
    assert_eq!(server.text("secret.md"), None);
}

#[test]
fn an_upstream_without_common_history_is_left_alone() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    let other = Scene::new();
    let stranger = commit(&other.repository(), &[], &[("x.md", "another site\n")]);
    force(&other.repository(), stranger);
    let server = Server::open(server.store.repository(), other.path().to_str().unwrap());
    assert!(matches!(server.sync(), State::Conflict { files, .. } if files.is_empty()));
    assert_eq!((server.tip(), other.tip()), (scene.first, stranger));
}

#[test]
fn files_on_disk_follow_unless_a_change_is_in_the_way() {
    let scene = Scene::new();
    let server = scene.clone_to("a", false);
    let disk = scene.folder.path().join("a");
    let read = |file: &str| fs::read_to_string(disk.join(file)).unwrap();
    scene.change(&[("a.md", "second\n"), ("b.md", "new\n")]);
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(
        (read("a.md"), read("b.md")),
        ("second\n".into(), "new\n".into())
    );
    let clean = server.repository().statuses(None).unwrap().is_empty();
    assert!(clean, "the working tree differs from the commit");

    // A change elsewhere stays; one in the way stays too, and nothing moves.
    fs::write(disk.join("b.md"), "being written\n").unwrap();
    scene.change(&[("a.md", "third\n")]);
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(
        (read("a.md"), read("b.md")),
        ("third\n".into(), "being written\n".into())
    );
    let before = server.tip();
    scene.change(&[("b.md", "theirs\n")]);
    let state = server.sync();
    assert!(
        matches!(&state, State::Behind { reason } if reason.contains("b.md")),
        "{state:?}"
    );
    assert_eq!(
        (server.tip(), read("b.md")),
        (before, "being written\n".into())
    );
    fs::write(disk.join("b.md"), "new\n").unwrap();
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(read("b.md"), "theirs\n");
}

#[test]
fn a_push_is_offered_before_the_branch_moves() {
    let scene = Scene::new();
    let (one, two) = (scene.server("a.git"), scene.server("b.git"));
    let (accepted, offer, moved) = one.push(scene.first, "b.md", "one\n");
    assert_eq!((offer, moved), (Offer::Accepted, true));
    assert_eq!(scene.tip(), accepted);
    // The other server learns of it by being told to try again.
    let (refused, offer, _) = two.push(scene.first, "c.md", "two\n");
    assert_eq!(offer, Offer::Moved);
    assert_eq!((scene.tip(), two.tip()), (accepted, accepted));
    let lost = Repository::open(two.store.repository()).unwrap();
    assert!(
        lost.find_commit(oid(refused)).is_err(),
        "a refused push left objects"
    );
    let (_, offer, moved) = two.push(accepted, "c.md", "two\n");
    assert_eq!((offer, moved), (Offer::Accepted, true));
    assert_eq!(one.sync(), State::InStep);
    assert_eq!(one.tip(), two.tip());
    let unrelated = commit(&one.repository(), &[], &[("a.md", "all mine\n")]);
    let offer = one.upstream.offer(unrelated, one.tip(), None);
    assert!(matches!(offer, Offer::Refused(_)), "{offer:?}");
}

/// A contributor who pushed to one server pushes the next commit to another, which does not know
/// of the first yet.
#[test]
fn a_push_may_be_ahead_of_the_server() {
    let scene = Scene::new();
    let (one, two) = (scene.server("a.git"), scene.server("b.git"));
    let (first, offer, _) = one.push(scene.first, "b.md", "one\n");
    assert_eq!(offer, Offer::Accepted);
    let second = commit(&one.repository(), &[first], &[("c.md", "two\n")]);
    let objects = one.store.objects().directory().unwrap();
    assert_eq!(
        two.upstream.offer(second, scene.first, Some(&objects)),
        Offer::Accepted
    );
    assert_eq!(scene.tip(), second);
}

#[test]
fn an_upstream_with_a_rule_of_its_own_is_heard() {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::new();
    let server = scene.server("a.git");
    let hook = scene.path().join("hooks/pre-receive");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    let mut file = fs::File::create(&hook).unwrap();
    file.write_all(b"#!/bin/sh\necho only on Mondays >&2\nexit 1\n")
        .unwrap();
    file.set_permissions(fs::Permissions::from_mode(0o755))
        .unwrap();
    drop(file);
    let (_, offer, _) = server.push(scene.first, "b.md", "new\n");
    let Offer::Refused(reason) = offer else {
        panic!("not refused: {offer:?}");
    };
    assert!(reason.contains("only on Mondays"), "{reason}");
    server.change(&[("b.md", "new\n")]);
    let state = server.sync();
    assert!(
        matches!(&state, State::Behind { reason } if reason.contains("Mondays")),
        "{state:?}"
    );
}

#[test]
fn sync_leaves_the_branch_to_a_push_that_was_accepted() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    let new = commit(&server.repository(), &[scene.first], &[("b.md", "new\n")]);
    assert_eq!(
        server.upstream.offer(new, scene.first, None),
        Offer::Accepted
    );
    std::thread::scope(|scope| {
        let sync = scope.spawn(|| server.sync());
        // The fetch is over, and yet the branch stays.
        let deadline = Instant::now() + Duration::from_secs(20);
        while server.store.objects().reference(transport::SEEN).unwrap() != Some(new) {
            assert!(Instant::now() < deadline, "nothing was fetched");
            std::thread::yield_now();
        }
        assert!(moves(&server.repository(), Some(scene.first), new));
        assert_eq!(sync.join().unwrap(), State::InStep);
    });
    assert_eq!(server.tip(), new);
}

#[test]
fn a_push_that_was_accepted_and_broke_off_here_comes_back() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    let new = commit(&server.repository(), &[scene.first], &[("b.md", "new\n")]);
    assert_eq!(
        server.upstream.offer(new, scene.first, None),
        Offer::Accepted
    );
    assert_eq!(server.sync(), State::InStep);
    assert_eq!(server.tip(), new);
}

#[test]
fn secrets_are_neither_in_states_nor_in_the_log() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    let url = "http://wiki:hunter2%21@127.0.0.1:1/a.git";
    let server = Server::open(server.store.repository(), url);
    let mut seen = String::new();
    let log = logged(|| {
        let state = server.sync();
        let (_, offer, _) = server.push(scene.first, "b.md", "new\n");
        seen = format!("{state:?} {offer:?} {:?}", server.upstream.status());
    });
    assert!(
        seen.contains("127.0.0.1") && log.contains("127.0.0.1"),
        "{seen} {log}"
    );
    assert!(
        !seen.contains("hunter2") && !seen.contains("wiki:"),
        "{seen}"
    );
    assert!(!log.contains("hunter2") && !log.contains("wiki:"), "{log}");
}

#[test]
fn a_hanging_upstream_ends_with_the_server() {
    let scene = Scene::new();
    let server = scene.server("a.git");
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/a.git", silent.local_addr().unwrap());
    let server = Server::open(server.store.repository(), &url);
    let started = Instant::now();
    std::thread::scope(|scope| {
        let sync = scope.spawn(|| server.sync());
        let connection = silent.accept().unwrap();
        server.upstream.stop();
        assert!(matches!(sync.join().unwrap(), State::Unreachable { .. }));
        drop(connection);
    });
    assert!(started.elapsed() < Duration::from_secs(20));
}

/// How long somebody may be overtaken by others before the test gives up; long, for busy machines.
const PATIENCE: Duration = Duration::from_secs(900);

/// Three servers, each with two people who push and one who commits on the server's disk, all at
/// once: 300 changes, and none that was acknowledged is lost.
#[test]
#[ignore = "takes a minute or more"]
fn three_servers_end_at_the_same_commit_with_every_acknowledged_change() {
    let scene = Scene::new();
    let servers = ["a.git", "b.git", "c.git"].map(|name| scene.server(name));
    let acknowledged: BTreeSet<(ObjectId, String)> = std::thread::scope(|scope| {
        let mut writers = Vec::new();
        for (number, server) in servers.iter().enumerate() {
            for pusher in 0..2 {
                writers.push(scope.spawn(move || {
                    let file = |n| format!("s{number}p{pusher}n{n}.md");
                    (0..34)
                        .map(|n| push_until_accepted(server, file(n)))
                        .collect::<Vec<_>>()
                }));
            }
            writers.push(scope.spawn(move || {
                let file = |n| format!("s{number}c{n}.md");
                (0..32)
                    .map(|n| commit_until_in_step(server, file(n)))
                    .collect::<Vec<_>>()
            }));
        }
        writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap())
            .collect()
    });
    assert_eq!(acknowledged.len(), 300);
    for server in &servers {
        assert_eq!(server.sync(), State::InStep);
    }
    let tip = scene.tip();
    for server in &servers {
        assert_eq!(server.tip(), tip);
        for (commit, file) in &acknowledged {
            assert!(
                server.store.history().is_ancestor(*commit, tip).unwrap(),
                "lost {commit}"
            );
            assert_eq!(server.text(file).as_deref(), Some("text\n"), "lost {file}");
        }
    }
}

fn push_until_accepted(server: &Server, file: String) -> (ObjectId, String) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        assert!(Instant::now() < deadline, "never accepted");
        let (id, offer, moved) = server.push(server.tip(), &file, "text\n");
        match offer {
            Offer::Accepted if moved => return (id, file),
            // Somebody committed here at that moment: git tells the one who pushes to try again.
            Offer::Accepted | Offer::Moved => {}
            // So many at once that bringing both sides together was given up for now.
            Offer::Refused(_) => {}
            Offer::Unreachable(reason) => panic!("{reason}"),
        }
    }
}

fn commit_until_in_step(server: &Server, file: String) -> (ObjectId, String) {
    let deadline = Instant::now() + PATIENCE;
    let repository = server.repository();
    let id = loop {
        assert!(Instant::now() < deadline, "never committed");
        let base = server.tip();
        let id = commit(&repository, &[base], &[(&file, "text\n")]);
        if moves(&repository, Some(base), id) {
            break id;
        }
    };
    while server.sync() != State::InStep {
        assert!(Instant::now() < deadline, "never in step");
    }
    (id, file)
}

/// Returns what a piece of work logs on this thread.
///
/// One subscriber for all tests: with one for each, a line that two tests reach at once may be
/// taken for one that nobody wants.
fn logged(work: impl FnOnce()) -> String {
    thread_local! {
        static LINES: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    struct Lines;
    impl Write for Lines {
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
        .with_writer(|| Lines)
        .finish();
    // The first test sets it; for the others it is there.
    let _ = tracing::subscriber::set_global_default(subscriber);
    LINES.take();
    work();
    String::from_utf8(LINES.take()).unwrap()
}

/// Cuts the file of a loose object in half.
fn damage(repository: &Path, id: git2::Oid) {
    let name = id.to_string();
    let file = repository.join("objects").join(&name[..2]).join(&name[2..]);
    let bytes = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
}

#[test]
fn a_damaged_object_makes_a_merge_fail_and_never_wait() {
    let blob = |repository: &Repository, id: ObjectId| {
        let tree = repository.find_commit(oid(id)).unwrap().tree().unwrap();
        tree.get_name("b.md").unwrap().id()
    };
    let tree =
        |repository: &Repository, id: ObjectId| repository.find_commit(oid(id)).unwrap().tree_id();
    let commit = |_: &Repository, id: ObjectId| oid(id);
    type Part<'a> = &'a dyn Fn(&Repository, ObjectId) -> git2::Oid;
    let kinds: [Part<'_>; 3] = [&blob, &tree, &commit];
    for (number, kind) in kinds.into_iter().enumerate() {
        let scene = Scene::new();
        let server = scene.server("server");
        let here = server.change(&[("b.md", "here, and enough of it to be cut in half\n")]);
        scene.change(&[("c.md", "there\n")]);
        let broken = kind(&server.repository(), here);
        // What is read before the merge is read with a bound as well, so the tip stays whole.
        if number == 2 {
            server.change(&[("d.md", "on top\n")]);
        }
        let before = server.tip();
        damage(server.store.repository(), broken);
        let state = server.sync();
        assert!(state != State::InStep, "{number}: {state:?}");
        assert_eq!(server.tip(), before);
    }
}

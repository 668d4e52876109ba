//! Changes on either side come to the other.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use git2::Repository;

use super::*;
use crate::domain::ObjectId;
use crate::store::oid::{object_id, oid};

#[test]
fn a_change_upstream_comes_here() {
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    assert_eq!(server.sync(), UpstreamState::InStep);
    let new = scene.change(&[("b.md", "new\n")]);
    assert_eq!(server.sync(), UpstreamState::InStep);
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
    let scene = UpstreamScene::new();
    let server = scene.server("here.git");
    let before = loose(server.store.repository());
    for number in 0..3 {
        // The one whose parent comes later would be a history with a hole.
        scene.change(&[("b.md", &format!("{number}\n"))]);
    }
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!(server.tip(), scene.tip());
    assert_eq!(loose(server.store.repository()), before);
}

#[test]
fn a_change_here_goes_upstream() {
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    let new = server.change(&[("b.md", "new\n")]);
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!(scene.tip(), new);
}

#[test]
fn changes_on_both_sides_are_merged() {
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    assert_eq!(server.sync(), UpstreamState::InStep);
    let theirs = scene.change(&[("b.md", "theirs\n")]);
    let ours = server.change(&[("c.md", "ours\n")]);
    assert_eq!(server.sync(), UpstreamState::InStep);
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
fn an_upstream_that_is_gone_is_waited_for() {
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    let away = scene.folder.path().join("away.git");
    fs::rename(scene.path(), &away).unwrap();
    let ours = server.change(&[("b.md", "ours\n")]);
    let state = server.sync();
    assert!(
        matches!(state, UpstreamState::Unreachable { .. }),
        "{state:?}"
    );
    let (_, offer, _) = server.push(ours, "c.md", "more\n");
    assert!(matches!(offer, OfferAnswer::Unreachable(_)), "{offer:?}");
    assert_eq!(server.tip(), ours);
    fs::rename(&away, scene.path()).unwrap();
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!(scene.tip(), ours);
}

#[test]
fn an_empty_upstream_gets_what_is_here_and_a_wrong_branch_does_not() {
    let scene = UpstreamScene::new();
    let empty = scene.folder.path().join("empty.git");
    Repository::init_bare(&empty).unwrap();
    let server = scene.server("a.git");
    let server = Server::open(server.store.repository(), empty.to_str().unwrap());
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!(tip(&Repository::open(&empty).unwrap()), server.tip());

    let address = server.upstream.address().clone();
    let other = Upstream::new(Arc::clone(&server.store), address, Some("mian")).unwrap();
    let UpstreamState::Behind { reason } = other.sync() else {
        panic!("a branch that is not there was followed");
    };
    assert!(
        reason.contains("“mian”; its branches are: main"),
        "{reason}"
    );
}

#[test]
fn files_on_disk_follow_unless_a_change_is_in_the_way() {
    let scene = UpstreamScene::new();
    let server = scene.clone_to("a", false);
    let disk = scene.folder.path().join("a");
    let read = |file: &str| fs::read_to_string(disk.join(file)).unwrap();
    scene.change(&[("a.md", "second\n"), ("b.md", "new\n")]);
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!(
        (read("a.md"), read("b.md")),
        ("second\n".into(), "new\n".into())
    );
    let clean = server.repository().statuses(None).unwrap().is_empty();
    assert!(clean, "the working tree differs from the commit");

    // A change elsewhere stays; one in the way stays too, and nothing moves.
    fs::write(disk.join("b.md"), "being written\n").unwrap();
    scene.change(&[("a.md", "third\n")]);
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!(
        (read("a.md"), read("b.md")),
        ("third\n".into(), "being written\n".into())
    );
    let before = server.tip();
    scene.change(&[("b.md", "theirs\n")]);
    let state = server.sync();
    assert!(
        matches!(&state, UpstreamState::Behind { reason } if reason.contains("b.md")),
        "{state:?}"
    );
    assert_eq!(
        (server.tip(), read("b.md")),
        (before, "being written\n".into())
    );
    fs::write(disk.join("b.md"), "new\n").unwrap();
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!(read("b.md"), "theirs\n");
}

#[test]
fn secrets_are_neither_in_states_nor_in_the_log() {
    let scene = UpstreamScene::new();
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
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/a.git", silent.local_addr().unwrap());
    let server = Server::open(server.store.repository(), &url);
    let started = Instant::now();
    std::thread::scope(|scope| {
        let sync = scope.spawn(|| server.sync());
        let connection = silent.accept().unwrap();
        server.upstream.stop();
        assert!(matches!(
            sync.join().unwrap(),
            UpstreamState::Unreachable { .. }
        ));
        drop(connection);
    });
    assert!(started.elapsed() < Duration::from_secs(20));
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
    type PartFinder<'a> = &'a dyn Fn(&Repository, ObjectId) -> git2::Oid;
    let kinds: [PartFinder<'_>; 3] = [&blob, &tree, &commit];
    for (number, kind) in kinds.into_iter().enumerate() {
        let scene = UpstreamScene::new();
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
        assert!(state != UpstreamState::InStep, "{number}: {state:?}");
        assert_eq!(server.tip(), before);
    }
}

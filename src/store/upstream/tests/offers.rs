//! Pushes that the upstream is asked about first.

use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

use git2::Repository;

use super::*;
use crate::store::oid::oid;

#[test]
fn a_push_is_offered_before_the_branch_moves() {
    let scene = UpstreamScene::new();
    let (one, two) = (scene.server("a.git"), scene.server("b.git"));
    let (accepted, offer, moved) = one.push(scene.first, "b.md", "one\n");
    assert_eq!((offer, moved), (OfferAnswer::Accepted, true));
    assert_eq!(scene.tip(), accepted);
    // The other server learns of it by being told to try again.
    let (refused, offer, _) = two.push(scene.first, "c.md", "two\n");
    assert_eq!(offer, OfferAnswer::Moved);
    assert_eq!((scene.tip(), two.tip()), (accepted, accepted));
    let lost = Repository::open(two.store.repository()).unwrap();
    assert!(
        lost.find_commit(oid(refused)).is_err(),
        "a refused push left objects"
    );
    let (_, offer, moved) = two.push(accepted, "c.md", "two\n");
    assert_eq!((offer, moved), (OfferAnswer::Accepted, true));
    assert_eq!(one.sync(), UpstreamState::InStep);
    assert_eq!(one.tip(), two.tip());
    let unrelated = commit(&one.repository(), &[], &[("a.md", "all mine\n")]);
    let offer = one.upstream.offer(unrelated, one.tip(), None);
    assert!(matches!(offer, OfferAnswer::Refused(_)), "{offer:?}");
}

/// A contributor who pushed to one server pushes the next commit to another, which does not know
/// of the first yet.
#[test]
fn a_push_may_be_ahead_of_the_server() {
    let scene = UpstreamScene::new();
    let (one, two) = (scene.server("a.git"), scene.server("b.git"));
    let (first, offer, _) = one.push(scene.first, "b.md", "one\n");
    assert_eq!(offer, OfferAnswer::Accepted);
    let second = commit(&one.repository(), &[first], &[("c.md", "two\n")]);
    let objects = one.store.objects().directory().unwrap();
    assert_eq!(
        two.upstream.offer(second, scene.first, Some(&objects)),
        OfferAnswer::Accepted
    );
    assert_eq!(scene.tip(), second);
}

#[test]
fn an_upstream_with_a_rule_of_its_own_is_heard() {
    use std::os::unix::fs::PermissionsExt;
    let scene = UpstreamScene::new();
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
    let OfferAnswer::Refused(reason) = offer else {
        panic!("not refused: {offer:?}");
    };
    assert!(reason.contains("only on Mondays"), "{reason}");
    server.change(&[("b.md", "new\n")]);
    let state = server.sync();
    assert!(
        matches!(&state, UpstreamState::Behind { reason } if reason.contains("Mondays")),
        "{state:?}"
    );
}

#[test]
fn sync_leaves_the_branch_to_a_push_that_was_accepted() {
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    let new = commit(&server.repository(), &[scene.first], &[("b.md", "new\n")]);
    assert_eq!(
        server.upstream.offer(new, scene.first, None),
        OfferAnswer::Accepted
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
        assert_eq!(sync.join().unwrap(), UpstreamState::InStep);
    });
    assert_eq!(server.tip(), new);
}

#[test]
fn a_push_that_was_accepted_and_broke_off_here_comes_back() {
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    let new = commit(&server.repository(), &[scene.first], &[("b.md", "new\n")]);
    assert_eq!(
        server.upstream.offer(new, scene.first, None),
        OfferAnswer::Accepted
    );
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!(server.tip(), new);
}

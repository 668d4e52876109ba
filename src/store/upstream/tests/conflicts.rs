//! Both sides changed the same, or one of them was rewritten.

use super::*;

#[test]
fn a_conflict_keeps_both_sides_until_one_of_them_moves() {
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    assert_eq!(server.sync(), UpstreamState::InStep);
    let theirs = scene.change(&[("a.md", "theirs\n")]);
    let ours = server.change(&[("a.md", "ours\n")]);
    let conflict = UpstreamState::Conflict {
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
    assert!(matches!(refused, OfferAnswer::Refused(_)), "{refused:?}");
    // Somebody merges, here, by hand.
    let repository = server.repository();
    let merged = commit(&repository, &[ours, theirs], &[("a.md", "both\n")]);
    assert!(moves(&repository, Some(ours), merged));
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!(scene.tip(), merged);
}

#[test]
fn a_conflict_ends_when_the_upstream_gives_way() {
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    assert_eq!(server.sync(), UpstreamState::InStep);
    scene.change(&[("a.md", "theirs\n")]);
    server.change(&[("a.md", "ours\n")]);
    assert!(matches!(server.sync(), UpstreamState::Conflict { .. }));
    scene.change(&[("a.md", "ours\n")]);
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!(scene.tip(), server.tip());
}

#[test]
fn a_rewritten_upstream_is_followed_when_nothing_here_is_its_own() {
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    scene.change(&[("secret.md", "secret\n")]);
    assert_eq!(server.sync(), UpstreamState::InStep);
    let upstream = scene.repository();
    let rewritten = commit(&upstream, &[scene.first], &[("b.md", "instead\n")]);
    force(&upstream, rewritten);
    let log = logged(|| assert_eq!(server.sync(), UpstreamState::InStep));
    assert!(log.contains("WARN") && log.contains("rewritten"), "{log}");
    assert_eq!((server.tip(), scene.tip()), (rewritten, rewritten));
    // Set back to a commit from before, too.
    force(&upstream, scene.first);
    assert_eq!(server.sync(), UpstreamState::InStep);
    assert_eq!((server.tip(), scene.tip()), (scene.first, scene.first));
}

#[test]
fn a_rewritten_upstream_gets_what_it_never_had_and_not_what_it_took_away() {
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    scene.change(&[("secret.md", "secret\n")]);
    assert_eq!(server.sync(), UpstreamState::InStep);
    let upstream = scene.repository();
    let rewritten = commit(&upstream, &[scene.first], &[("b.md", "instead\n")]);
    force(&upstream, rewritten);
    let ours = server.change(&[("c.md", "ours\n")]);
    assert_eq!(server.sync(), UpstreamState::InStep);
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
    let scene = UpstreamScene::new();
    let server = scene.server("a.git");
    let other = UpstreamScene::new();
    let stranger = commit(&other.repository(), &[], &[("x.md", "another site\n")]);
    force(&other.repository(), stranger);
    let server = Server::open(server.store.repository(), other.path().to_str().unwrap());
    assert!(matches!(server.sync(), UpstreamState::Conflict { files, .. } if files.is_empty()));
    assert_eq!((server.tip(), other.tip()), (scene.first, stranger));
}

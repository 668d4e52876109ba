//! Several servers that push to one upstream at once.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::*;
use crate::domain::ObjectId;

/// The time after which the test gives up on somebody whom others overtake; long, for busy machines.
const PATIENCE: Duration = Duration::from_secs(900);

/// Three servers, each with two people who push and one who commits on the server's disk, all at
/// once: 300 changes, and none that was acknowledged is lost.
#[test]
#[ignore = "takes a minute or more"]
fn three_servers_end_at_the_same_commit_with_every_acknowledged_change() {
    let scene = UpstreamScene::new();
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
        assert_eq!(server.sync(), UpstreamState::InStep);
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
            OfferAnswer::Accepted if moved => return (id, file),
            // Somebody committed here at that moment: git tells the one who pushes to try again.
            OfferAnswer::Accepted | OfferAnswer::Moved => {}
            // So many at once that bringing both sides together was given up for now.
            OfferAnswer::Refused(_) => {}
            OfferAnswer::Unreachable(reason) => panic!("{reason}"),
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
    while server.sync() != UpstreamState::InStep {
        assert!(Instant::now() < deadline, "never in step");
    }
    (id, file)
}

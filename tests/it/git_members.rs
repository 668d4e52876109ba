//! What was for members at any time, on any branch, is not to be had by a clone.

use std::path::Path;

use crate::git_harness::{
    Server, Wanted, accepted, commit, git, git_command, page, said, small, write,
};

const SECRET: &str =
    "---\ntitle: Secret\nkind: page\nsummary: For us.\nvisibility: members\n---\n\nText.\n";

/// Pushes past the site, as a colleague does who has an account on the server.
fn push_by_disk(server: &Server, work: &Path, what: &str) {
    let repository = server.repository.to_str().unwrap();
    git(work, &["push", "--quiet", repository, what]);
    server.publisher.publish().unwrap();
}

/// Returns what git says to whoever tries to clone.
fn attempt(server: &Server) -> (bool, String) {
    let _ = std::fs::remove_dir_all(server.folder.path().join("attempt"));
    let mut clone = git_command(
        server.folder.path(),
        &["clone", "--quiet", &server.url(), "attempt"],
    );
    let output = clone.output().unwrap();
    (output.status.success(), said(&output))
}

#[track_caller]
fn assert_open(server: &Server) {
    let (cloned, said) = attempt(server);
    assert!(cloned, "{said}");
}

/// Checks that every way to objects is closed, not only the first request of a clone.
#[track_caller]
fn assert_closed(server: &Server) {
    let (cloned, said) = attempt(server);
    assert!(!cloned && said.contains("403"), "{said}");
    let wanted = "the history of this site holds pages that are or were for its members";
    let answer = server.get("/content.git/info/refs?service=git-upload-pack");
    assert!(
        answer.starts_with("HTTP/1.1 403") && answer.contains(wanted),
        "{answer}"
    );
    assert!(
        answer.contains("its operator finds in the log which"),
        "{answer}"
    );
    assert!(!answer.to_lowercase().contains("secret"), "{answer}");
    let head = format!(
        "POST /content.git/git-upload-pack HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-git-upload-pack-request\r\nGit-Protocol: version=2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        server.address
    );
    let answer = crate::git_harness::raw(server.address, head.as_bytes());
    assert!(answer.starts_with(b"HTTP/1.1 403"));
}

#[test]
fn a_members_page_that_was_deleted() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    write(&work, "secret.md", SECRET);
    commit(&work, "Add a members' page");
    accepted(&work, &[]);
    std::fs::remove_file(work.join("secret.md")).unwrap();
    commit(&work, "Remove it");
    push_by_disk(&server, &work, "main");
    assert!(
        server
            .publisher
            .edition()
            .view(concord::domain::Viewer::Anonymous)
            .is_all_public()
    );
    assert_closed(&server);
    // The site that is started with such a history.
    let again = concord::store::Store::open(&concord::store::Location {
        repository: server.repository.clone(),
        ..Default::default()
    });
    let mut archive = concord::site::Archive::new(std::sync::Arc::new(again.unwrap()));
    assert!(archive.holds_hidden().unwrap());
}

#[test]
fn a_members_page_that_was_made_public() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    write(&work, "secret.md", SECRET);
    commit(&work, "Add a members' page");
    push_by_disk(&server, &work, "main");
    write(&work, "secret.md", page("Open", "Text."));
    commit(&work, "Publish it");
    push_by_disk(&server, &work, "main");
    assert!(server.get("/secret").starts_with("HTTP/1.1 200"));
    assert_closed(&server);
}

#[test]
fn a_members_page_on_another_branch_or_behind_a_tag() {
    for way in [
        "HEAD:refs/heads/draft",
        "HEAD:refs/heads/deep/down/draft",
        "HEAD:refs/tags/v1",
        "heavy",
    ] {
        let server = Server::start(&small());
        let work = server.clone("work", &[]);
        assert_open(&server);
        write(&work, "secret.md", SECRET);
        commit(&work, "Add a members' page");
        git(&work, &["tag", "-a", "-m", "A tag", "heavy"]);
        push_by_disk(&server, &work, way);
        assert_closed(&server);
    }
}

#[test]
fn a_members_page_behind_a_head_that_is_detached() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    write(&work, "secret.md", SECRET);
    commit(&work, "Add a members' page");
    push_by_disk(&server, &work, "HEAD:refs/heads/draft");
    let secret = git(&server.repository, &["rev-parse", "draft"]);
    git(
        &server.repository,
        &["update-ref", "-d", "refs/heads/draft"],
    );
    assert_open(&server);
    git(
        &server.repository,
        &["update-ref", "--no-deref", "HEAD", &secret],
    );
    assert_closed(&server);
}

#[test]
fn a_members_page_that_only_a_merge_or_another_folder_has() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    git(&work, &["checkout", "--quiet", "-b", "side"]);
    write(&work, "side.md", page("Side", "Text."));
    commit(&work, "Side");
    git(&work, &["checkout", "--quiet", "main"]);
    write(&work, "main.md", page("Main", "Text."));
    commit(&work, "Main");
    git(&work, &["merge", "--quiet", "--no-commit", "side"]);
    write(&work, "old/wiki/secret.md", SECRET);
    commit(&work, "Merge");
    git(&work, &["rm", "--quiet", "-r", "old"]);
    commit(&work, "Remove it");
    push_by_disk(&server, &work, "main");
    assert_closed(&server);
}

#[test]
fn what_comes_later_is_looked_at_too_and_what_goes_is_forgotten() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    let clean = server.tip();
    assert_open(&server);
    write(
        &work,
        "cases/c.md",
        page("C", "Of visibility: members' words."),
    );
    write(&work, "plain.txt", SECRET);
    commit(&work, "Change a page");
    accepted(&work, &[]);
    assert_open(&server);
    // In one push there and gone again.
    write(&work, "secret.md", SECRET.replace("members", "member"));
    commit(&work, "Add a page with a mistake");
    std::fs::remove_file(work.join("secret.md")).unwrap();
    commit(&work, "Remove it");
    accepted(&work, &[]);
    assert_closed(&server);
    write(&work, "cases/c.md", page("C", "Text."));
    commit(&work, "Change a page");
    push_by_disk(&server, &work, "main");
    assert_closed(&server);
    // Out of the history, and then out of the repository.
    git(
        &server.repository,
        &["update-ref", "refs/heads/main", &clean],
    );
    server.publisher.publish().unwrap();
    assert_closed(&server);
    git(
        &server.repository,
        &["reflog", "expire", "--expire=now", "--all"],
    );
    git(&server.repository, &["gc", "--quiet", "--prune=now"]);
    assert_open(&server);
}

#[test]
fn a_history_that_cannot_be_judged_is_not_given_out() {
    let server = Server::start(&small());
    let tree = git(&server.repository, &["rev-parse", "main^{tree}"]);
    git(&server.repository, &["update-ref", "refs/tags/tree", &tree]);
    let (cloned, said) = attempt(&server);
    assert!(!cloned, "{said}");
    let answer = server.get("/content.git/info/refs?service=git-upload-pack");
    assert!(
        answer.contains("cannot tell whether its history holds"),
        "{answer}"
    );
    git(&server.repository, &["update-ref", "-d", "refs/tags/tree"]);
    assert_open(&server);
}

#[test]
fn the_repositorys_own_taste_does_not_change_what_is_read() {
    let wanted = Wanted {
        working_tree: true,
        ..Wanted::default()
    };
    let server = Server::start_as(wanted, &small());
    let folder = &server.repository;
    for (key, value) in [
        ("color.ui", "always"),
        ("log.showRoot", "false"),
        ("log.showSignature", "true"),
        ("log.diffMerges", "off"),
        ("diff.renames", "copies"),
        ("core.quotePath", "true"),
    ] {
        git(folder, &["config", key, value]);
    }
    assert_open(&server);
    write(folder, "été/sécret\tplan.md", SECRET);
    commit(folder, "Add a members' page");
    git(folder, &["replace", "--graft", "HEAD"]);
    git(folder, &["rm", "--quiet", "-r", "été"]);
    commit(folder, "Remove it");
    git(folder, &["replace", "--graft", "HEAD"]);
    server.publisher.publish().unwrap();
    assert_closed(&server);
}

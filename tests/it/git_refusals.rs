//! Pushes that are refused: everything that is wrong, at once and in words.

use crate::git_harness::{Server, Wanted, accepted, commit, git, page, refused, small, write};

#[test]
fn problems_are_told_like_a_compilers_all_at_once() {
    let server = Server::start(&small());
    let before = server.tip();
    let work = server.clone("work", &[]);
    let text = "---\ntitle: X\nkind: page\nsummary: X.\nchallenges: [confidentialty-and-data-sharing]\n---\n\n[B](c.md)\n";
    write(&work, "cases/x.md", text);
    write(&work, "cases/b.md", page("B", "[gone](a.md#settin)"));
    write(&work, "cases/con.md", page("Con", "Text."));
    write(&work, "cases/a:b.md", page("Colon", "Text."));
    write(&work, "cases/A.md", page("Upper", "Text."));
    write(&work, ".gitattributes", "* filter=evil\n");
    write(&work, "large.bin", vec![7; 6_000_000]);
    std::os::unix::fs::symlink("/etc/passwd", work.join("cases/link.md")).unwrap();
    git(&work, &["add", "-A"]);
    let tip = git(&work, &["rev-parse", "HEAD"]);
    let module = format!("160000,{tip},module");
    git(&work, &["update-index", "--add", "--cacheinfo", &module]);
    git(&work, &["commit", "--quiet", "-m", "All wrong"]);
    let said = refused(&work, &[]);
    for line in [
        "cases/x.md:5:14: unknown challenge “confidentialty-and-data-sharing”; did you mean “confidentiality-and-data-sharing”?",
        "cases/x.md:8:1: there is no page “cases/c.md”",
        "cases/b.md:7:1: “A” has no heading “settin”; did you mean “#setting”?",
        "cases/con.md: the name has the part “con.md”, which is a device on Windows",
        "cases/a:b.md: the name has “:”",
        "cases/A.md: on Windows and macOS this is the same file as “a.md”",
        ".gitattributes: the name is a file that changes what git does",
        "large.bin: the file has 6.0 MB; 5.0 MB is the limit",
        "cases/link.md: symbolic links are not allowed",
        "module: submodules are not allowed",
    ] {
        assert!(said.contains(line), "no line “{line}” in:\n{said}");
    }
    assert_eq!(server.tip(), before);
    assert_eq!(server.quarantines(), 0);
}

#[test]
fn what_is_wrong_in_an_earlier_commit_is_found() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    std::os::unix::fs::symlink("/etc", work.join("etc")).unwrap();
    commit(&work, "Bad");
    std::fs::remove_file(work.join("etc")).unwrap();
    commit(&work, "Good again");
    let said = refused(&work, &[]);
    assert!(
        said.contains("etc: symbolic links are not allowed; copy the file (in commit "),
        "{said}"
    );
}

#[test]
fn problems_that_were_there_before_do_not_block() {
    let mut files = small();
    let broken = page("Old", "[[nowhere]] and [[nobody]]");
    files.push(("old.md", &broken));
    let server = Server::start(&files);
    let work = server.clone("work", &[]);
    write(
        &work,
        "old.md",
        page("Old", "One line more.\n\n[[nowhere]] and [[nobody]]"),
    );
    commit(&work, "Edit around old problems");
    accepted(&work, &[]);
    git(&work, &["mv", "old.md", "older.md"]);
    commit(&work, "Rename with old problems");
    accepted(&work, &[]);
    write(
        &work,
        "older.md",
        page("Old", "[[nowhere]], [[nobody]] and [[nowhere]]"),
    );
    commit(&work, "One more of the same");
    let said = refused(&work, &[]);
    assert!(
        said.contains("older.md:7:29: there is no page “nowhere”"),
        "{said}"
    );
    assert!(said.contains("1 problem"), "{said}");
}

#[test]
fn pages_that_a_change_breaks_are_found_although_they_did_not_change() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    git(&work, &["mv", "cases/a.md", "cases/z.md"]);
    commit(&work, "Rename without mending");
    let said = refused(&work, &[]);
    assert!(
        said.contains("index.md:7:1: there is no page “cases/a.md”"),
        "{said}"
    );
    assert!(
        said.contains("cases/b.md:7:1: there is no page “cases/a.md”"),
        "{said}"
    );
    git(&work, &["reset", "--quiet", "--hard", "origin/main"]);
    write(&work, "cases/a.md", page("A", "## Another heading"));
    commit(&work, "Take a heading away");
    let said = refused(&work, &[]);
    assert!(
        said.contains("cases/b.md:7:1: “A” has no heading “setting”"),
        "{said}"
    );
    git(&work, &["reset", "--quiet", "--hard", "origin/main"]);
    write(
        &work,
        "cases/c.md",
        "---\ntitle: C\nkind: page\nsummary: C.\naliases: [moved]\n---\n\nText.\n",
    );
    commit(&work, "Add an alias");
    accepted(&work, &[]);
    write(&work, "moved.md", page("Moved", "Text."));
    commit(&work, "Take the alias's name");
    let said = refused(&work, &[]);
    assert!(
        said.contains("cases/c.md:5:11: the alias “moved”"),
        "{said}"
    );
}

#[test]
fn the_vocabulary_is_checked_with_all_its_pages() {
    let mut files = small();
    let tagged = "---\ntitle: T\nkind: page\nsummary: T.\nchallenges: [maintaining-momentum]\n---\n\nText.\n";
    files.push(("t.md", tagged));
    let server = Server::start(&files);
    let work = server.clone("work", &[]);
    let vocabulary = std::fs::read_to_string(work.join("vocabulary.toml")).unwrap();
    write(
        &work,
        "vocabulary.toml",
        vocabulary.replace("maintaining-momentum", "keeping-momentum"),
    );
    commit(&work, "Rename a term");
    let said = refused(&work, &[]);
    assert!(
        said.contains("t.md:5:14: unknown challenge “maintaining-momentum”"),
        "{said}"
    );
}

#[test]
fn only_the_branch_moves_and_only_forward() {
    let wanted = Wanted {
        branches: vec!["drafts".to_owned()],
        ..Wanted::default()
    };
    let server = Server::start_as(wanted, &small());
    let work = server.clone("work", &[]);
    write(&work, "c.md", page("C", "Text."));
    commit(&work, "Add a page");
    accepted(&work, &[]);
    let tip = server.tip();
    for (arguments, reason) in [
        (
            ["origin", "HEAD:other"],
            "only the branch “main” can be pushed",
        ),
        (
            ["origin", "HEAD:refs/tags/v1"],
            "only the branch “main” can be pushed",
        ),
        (["origin", "HEAD:refs/for/main"], "hidden ref"),
        (["origin", ":main"], "the branch cannot be deleted"),
        (["origin", "+HEAD~1:main"], "not a fast-forward"),
    ] {
        let said = refused(&work, &arguments);
        assert!(said.contains(reason), "{arguments:?}: {said}");
    }
    assert_eq!(server.tip(), tip);
    // A branch that the configuration names takes unfinished content, but no hostile trees.
    write(&work, "c.md", page("C", "[[nowhere]]"));
    commit(&work, "A draft");
    accepted(&work, &["origin", "HEAD:drafts"]);
    std::os::unix::fs::symlink("/etc", work.join("etc")).unwrap();
    commit(&work, "Worse");
    let said = refused(&work, &["origin", "HEAD:drafts"]);
    assert!(said.contains("etc: symbolic links"), "{said}");
    assert_eq!(server.served(), tip);
}

#[test]
fn a_push_over_the_limit_is_refused_in_words() {
    let wanted = Wanted {
        push_limit: 3_000_000,
        ..Wanted::default()
    };
    let server = Server::start_as(wanted, &small());
    let work = server.clone("work", &[]);
    let mut bytes = vec![0_u8; 4_500_000];
    getrandom::fill(&mut bytes).unwrap();
    write(&work, "data.bin", &bytes);
    commit(&work, "Too much");
    let said = refused(&work, &[]);
    assert!(said.contains("exceeds maximum allowed size"), "{said}");
    assert_eq!(server.quarantines(), 0);
}

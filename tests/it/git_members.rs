//! What was for members at any time, on any branch, is not to be had by a clone.

use std::path::Path;

use crate::git_harness::{
    Server, Wanted, accepted, commit, git, git_command, page, refused, said, small, write,
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
    assert!(
        archive
            .holds_hidden(concord::domain::Viewer::Anonymous)
            .unwrap()
    );
}

#[test]
fn folders_without_pages_close_nothing_and_the_content_is_none_of_them() {
    let repository = crate::wiki::TestRepository::new();
    let open = page("Home", "Text.");
    repository.write(&[
        ("content/index.md", open.as_str()),
        ("fuzz/seeds/hidden.md", SECRET),
    ]);
    let holds_hidden = |folders: &[&str]| {
        let location = concord::store::Location {
            repository: repository.path().to_owned(),
            ..Default::default()
        };
        let store = concord::store::Store::open(&location).unwrap();
        let folders: Vec<String> = folders.iter().map(|folder| (*folder).to_owned()).collect();
        let store = std::sync::Arc::new(store.with_folders_without_pages(&folders));
        concord::site::Archive::new(store)
            .holds_hidden(concord::domain::Viewer::Anonymous)
            .unwrap()
    };
    // A page may have lain anywhere, unless the operator says where none did.
    assert!(holds_hidden(&[]));
    assert!(holds_hidden(&[
        "",
        "/",
        "fuz",
        "fuzz/seeds/hidden.md",
        "seeds"
    ]));
    assert!(!holds_hidden(&["fuzz"]));
    assert!(!holds_hidden(&["/fuzz/seeds/"]));
    // Whatever is said of the content's own folder.
    repository.write(&[("content/secret.md", SECRET)]);
    assert!(holds_hidden(&["fuzz", "content"]));
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

#[test]
fn a_draft_at_any_time() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    let draft = "---\ntitle: Draft\nkind: page\nsummary: Not yet.\ndraft: true\n---\n\nText.\n";
    write(&work, "draft.md", draft);
    commit(&work, "Begin a page");
    push_by_disk(&server, &work, "main");
    assert!(server.get("/draft").starts_with("HTTP/1.1 404"));
    write(&work, "draft.md", page("Finished", "Text."));
    commit(&work, "Finish it");
    push_by_disk(&server, &work, "main");
    assert!(server.get("/draft").starts_with("HTTP/1.1 200"));
    assert_closed(&server);
}

/// Checks that a push was told what follows from it, and that nothing hidden is called live.
#[track_caller]
fn assert_warned(said: &str, what: &str, address: &str) {
    for wanted in [
        what,
        "nobody can clone, fetch or push",
        "out of the history",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let (_, after) = said.split_once("live at commit").unwrap();
    let (live, hidden) = after
        .split_once("hidden: the site shows")
        .unwrap_or((after, ""));
    // Git itself says at the end where the push went.
    let hidden = hidden.split("\nTo ").next().unwrap_or("");
    assert!(!live.contains(address), "{said}");
    assert!(hidden.contains(address), "{said}");
    let is_linked = |line: &str| line.contains("http") && line.contains(address);
    assert!(!said.lines().any(is_linked), "{said}");
}

#[test]
fn whoever_pushes_a_hidden_page_is_told_what_follows() {
    for (key, what) in [
        (
            "visibility: members",
            "warning: notes.md: this page is for members",
        ),
        ("draft: true", "warning: notes.md: this page is a draft"),
    ] {
        let server = Server::start(&small());
        let work = server.clone("work", &[]);
        let hidden = format!("---\ntitle: N\nkind: page\nsummary: S.\n{key}\n---\n\nText.\n");
        write(&work, "notes.md", hidden);
        write(&work, "open.md", page("Open", "Text."));
        commit(&work, "Add notes");
        let said = accepted(&work, &[]);
        assert_warned(&said, what, "/notes");
        assert!(
            said.contains("/open\n") || said.contains("/open "),
            "{said}"
        );
        let (cloned, refusal) = attempt(&server);
        assert!(!cloned && refusal.contains("403"), "{refusal}");
        let answer = server.get("/content.git/info/refs?service=git-upload-pack");
        assert!(
            answer.contains("some pages of this site are for its members, or drafts"),
            "{answer}"
        );
    }
}

#[test]
fn whoever_hides_a_page_in_a_commit_on_the_way_is_told_too() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    write(&work, "notes.md", SECRET);
    commit(&work, "Add a members' page");
    std::fs::remove_file(work.join("notes.md")).unwrap();
    commit(&work, "Remove it");
    let said = accepted(&work, &[]);
    assert!(
        said.contains("notes.md: this page is not for everyone in commit"),
        "{said}"
    );
    assert!(said.contains("nobody can clone, fetch or push"), "{said}");
    assert_closed(&server);
}

#[test]
fn an_ordinary_push_is_told_nothing_of_it() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    write(&work, "open.md", page("Open", "![p](p.png)"));
    write(&work, "p.png", "picture");
    commit(&work, "Add a page");
    let said = accepted(&work, &[]);
    assert!(
        !said.contains("warning") && !said.contains("hidden"),
        "{said}"
    );
}

#[test]
fn misspelt_visibility_is_refused_with_what_was_meant() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    for (front, wanted) in [
        ("Visibility: members", "did you mean “visibility: members”?"),
        ("visiblity: members", "did you mean “visibility: members”?"),
        ("Draft: true", "did you mean “draft”?"),
        ("private: true", "write “visibility: members”"),
        ("published: false", "write “visibility: members”"),
    ] {
        write(
            &work,
            "t.md",
            format!("---\ntitle: T\nkind: page\nsummary: S.\n{front}\n---\n\nText.\n"),
        );
        commit(&work, "Add a page");
        let said = refused(&work, &[]);
        assert!(
            said.contains("t.md:5:1: ") && said.contains(wanted),
            "{said}"
        );
        git(&work, &["reset", "--quiet", "--hard", "HEAD~1"]);
    }
    for text in [
        format!("\n{SECRET}"),
        format!("<!-- c -->\n{SECRET}"),
        SECRET.replace("---", "----"),
        SECRET.replace('\n', "\r"),
        format!("\u{200B}{SECRET}"),
    ] {
        write(&work, "t.md", &text);
        commit(&work, "Add a page");
        let said = refused(&work, &[]);
        assert!(
            said.contains("t.md:") && !said.contains("no title"),
            "{text:?}: {said}"
        );
        git(&work, &["reset", "--quiet", "--hard", "HEAD~1"]);
    }
    write(
        &work,
        "t.md",
        "---\ntitle: T\nkind: page\nsummary: S.\ncountires: [EE]\n---\n\nText.\n",
    );
    commit(&work, "Add a page");
    let said = accepted(&work, &[]);
    let wanted =
        "warning: t.md:5:1: “countires” is not a key that is read; did you mean “countries”?";
    assert!(said.contains(wanted), "{said}");
    assert_open(&server);
}

#[test]
fn a_push_that_shows_a_hidden_file_says_so() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    write(&work, "minutes/a.md", SECRET);
    write(&work, "minutes/plan.png", "picture");
    commit(&work, "Add minutes");
    push_by_disk(&server, &work, "main");
    let check = |work: &Path| {
        git(
            work,
            &[
                "push",
                "--quiet",
                "--force",
                server.repository.to_str().unwrap(),
                "HEAD:refs/heads/next",
            ],
        );
        let id = |name: &str| {
            git(&server.repository, &["rev-parse", name])
                .parse()
                .unwrap()
        };
        let update = concord::site::Update {
            reference: "refs/heads/main".to_owned(),
            old: Some(id("main")),
            new: Some(id("next")),
        };
        let rules = concord::site::PushRules {
            branches: Vec::new(),
            file_limit: 5_000_000,
        };
        let publisher = std::sync::Arc::clone(&server.publisher);
        let writer = concord::site::SiteWriter::new(publisher, None, rules);
        writer
            .check_push(&[update], None, concord::domain::Role::Administrator)
            .unwrap()
            .verdict
    };
    write(&work, "open.md", page("Open", "![p](minutes/plan.png)"));
    commit(&work, "Link the plan");
    let verdict = check(&work);
    assert_eq!(verdict.refusals, Vec::<String>::new());
    assert_eq!(
        verdict.warnings,
        [
            "minutes/plan.png: this file was hidden, and everyone can see it from now on: open.md links it"
        ]
    );
    // A new file beside hidden pages, which only its link shows.
    write(&work, "minutes/new.png", "picture");
    write(&work, "open.md", page("Open", "![p](minutes/new.png)"));
    commit(&work, "Link another");
    let verdict = check(&work);
    assert_eq!(verdict.warnings.len(), 1, "{:?}", verdict.warnings);
    assert!(
        verdict.warnings[0].starts_with("minutes/new.png: "),
        "{:?}",
        verdict.warnings
    );
    // A page that opens takes what lay beside it along.
    write(&work, "minutes/a.md", page("A", "Text."));
    commit(&work, "Open the minutes");
    let verdict = check(&work);
    let plan = verdict
        .warnings
        .iter()
        .find(|line| line.starts_with("minutes/plan.png"));
    assert!(
        plan.unwrap()
            .contains("no hidden page lies beside it any more"),
        "{:?}",
        verdict.warnings
    );
}

//! `concord init` and `concord hook install`.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::preview::{Tree, concord, git};
use crate::wiki::page;

fn text(output: &std::process::Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(both).unwrap()
}

fn git_says(folder: &Path, arguments: &[&str]) -> String {
    text(&git(folder, arguments)).trim().to_owned()
}

#[test]
fn a_new_repository_is_clean_and_whole() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    for (name, flags) in [
        ("starter", &[][..]),
        ("empty", &["--empty"]),
        ("starter.git", &["--bare"]),
        ("empty.git", &["--bare", "--empty"]),
    ] {
        let output = concord(root, &[&["init", name][..], flags].concat());
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output));
        assert!(text(&output).contains("\nNext:\n"));
        let check = concord(root, &["check", name]);
        let said = text(&check);
        assert_eq!(check.status.code(), Some(0), "{name}: {said}");
        assert!(said.ends_with(", no problems\n"), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "{name}: {said}");
        let repository = root.join(name);
        assert_eq!(
            git_says(&repository, &["symbolic-ref", "HEAD"]),
            "refs/heads/main"
        );
        assert_eq!(git_says(&repository, &["rev-list", "--count", "HEAD"]), "1");
        assert_eq!(
            git_says(&repository, &["fsck", "--strict", "--no-progress"]),
            ""
        );
        let files = git_says(&repository, &["ls-tree", "-r", "--name-only", "HEAD"]);
        for file in [
            "README.md",
            ".gitignore",
            ".github/workflows/check.yml",
            "index.md",
            "vocabulary.toml",
            "references.bib",
        ] {
            assert!(
                files.lines().any(|line| line == file),
                "{name} lacks {file}"
            );
        }
        assert_eq!(
            files.contains("cases/"),
            !flags.contains(&"--empty"),
            "{name}"
        );
        if !flags.contains(&"--bare") {
            assert_eq!(
                git_says(&repository, &["status", "--porcelain"]),
                "",
                "{name}"
            );
        }
    }
    // The starter content is this project's, to the last file.
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    for file in ["vocabulary.toml", "cases/index.md", "references.bib"] {
        let made = fs::read(root.join("starter").join(file)).unwrap();
        assert_eq!(made, fs::read(content.join(file)).unwrap(), "{file}");
    }
    let push = root.join("empty");
    assert_eq!(
        git_says(&push, &["config", "receive.denyCurrentBranch"]),
        "updateInstead"
    );
}

#[test]
fn what_is_there_already_is_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("free")).unwrap();
    fs::create_dir(folder.path().join("taken")).unwrap();
    fs::write(folder.path().join("taken/mine.txt"), "mine").unwrap();
    fs::write(folder.path().join("file"), "mine").unwrap();
    let free = concord(folder.path(), &["init", "free", "--empty"]);
    assert_eq!(free.status.code(), Some(0), "{}", text(&free));
    for name in ["taken", "file"] {
        let output = concord(folder.path(), &["init", name]);
        assert_eq!(output.status.code(), Some(2));
        let message = text(&output);
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(message.starts_with("concord: "), "{message}");
    }
    assert_eq!(
        fs::read_dir(folder.path().join("taken")).unwrap().count(),
        1
    );
}

#[tokio::test]
async fn the_readme_is_the_repository_s_own() {
    let wiki = crate::wiki::Wiki::new(&[
        ("index.md", &page("title: Home\nsummary: S.", "Words.")),
        (
            "README.md",
            "No front matter, and a [broken link](gone.md).",
        ),
        (
            "cases/README.md",
            &page("title: A page\nsummary: S.", "Words."),
        ),
    ]);
    assert_eq!(wiki.get("/README").await.status, 404);
    assert_eq!(wiki.get("/README.md").await.status, 404);
    assert_eq!(wiki.get("/cases").await.select("h1"), ["A page"]);
    let problems = wiki.get("/-/problems").await.text();
    assert!(!problems.contains("README"), "{problems}");
    wiki.write(&[("README.md", "Changed.")]);
    assert_eq!(wiki.get("/README").await.status, 404);
}

#[test]
fn the_hook_refuses_a_commit_with_a_problem() {
    let tree = Tree::committed(&[("index.md", &page("title: Home\nsummary: S.", "Words."))]);
    let root = tree.root();
    let install =
        |arguments: &[&str]| concord(&root, &[&["hook", "install"][..], arguments].concat());
    assert_eq!(install(&[]).status.code(), Some(0));
    assert_eq!(install(&[]).status.code(), Some(0), "again is no matter");
    tree.write(
        "x.md",
        &page("title: X\nsummary: S.\nkind: case-stdy", "Words."),
    );
    tree.git(&["add", "-A"]);
    let refused = git(&root, &["commit", "-q", "-m", "Wrong"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused).contains("x.md:4:7: error: "),
        "{}",
        text(&refused)
    );
    tree.git(&["commit", "-q", "--no-verify", "-m", "Wrong, on purpose"]);
    tree.write(
        "x.md",
        &page("title: X\nsummary: S.\nkind: case-study", "Words."),
    );
    tree.commit();

    // A hook of someone else's stays, unless it is told to go, and then it is kept.
    let hook = root.join(".git/hooks/pre-commit");
    fs::write(&hook, "#!/bin/sh\nexit 0\n").unwrap();
    let refused = install(&[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused).contains("not Concord's"),
        "{}",
        text(&refused)
    );
    assert_eq!(install(&["--force"]).status.code(), Some(0));
    assert!(fs::read_to_string(&hook).unwrap().contains("check"));
    let old = fs::read_to_string(root.join(".git/hooks/pre-commit.old")).unwrap();
    assert_eq!(old, "#!/bin/sh\nexit 0\n");

    tree.git(&["config", "core.hooksPath", "my hooks"]);
    assert_eq!(install(&[]).status.code(), Some(0));
    assert!(root.join("my hooks/pre-commit").is_file());
    tree.write("x.md", "---\ntitle: [\n---\n");
    let refused = git(&root, &["commit", "-qam", "Wrong"]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
}

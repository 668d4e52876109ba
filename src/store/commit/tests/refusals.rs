//! Changes that cannot be made are refused, and never waited for.

use super::*;

/// Checks that changes are refused with these words, and that nothing is written.
fn refuses(scene: &Scene, cases: Vec<(Vec<FileChange>, &str)>) {
    let before = scene.git(&["count-objects"]);
    for (changes, said) in cases {
        let answer = scene.make(&changes).unwrap_err().to_string();
        assert!(answer.contains(said), "{changes:?}: {answer}");
    }
    assert_eq!(scene.git(&["count-objects"]), before);
}

#[test]
fn names_that_some_clone_cannot_have_are_refused() {
    let deep = format!("{}x.md", "d/".repeat(65));
    let long = format!("{}.md", "long/".repeat(210));
    let cases = [
        (
            "../a.md",
            "“../a.md” cannot be the name of a file: has the part “..”",
        ),
        ("/a.md", "has an empty part between slashes"),
        ("", "has an empty part between slashes"),
        ("cases/", "has an empty part between slashes"),
        ("x\0y", "has the character U+0000"),
        (
            ".git/config",
            "has the part “.git”, which is read as git's own folder",
        ),
        ("con.md", "which is a device on Windows"),
        (&deep, "is in more than 64 folders"),
        (&long, "is longer than 1024 bytes"),
    ];
    let scene = Scene::bare();
    let writes = cases.map(|(file, said)| (vec![write(file, "x")], said));
    refuses(&scene, writes.to_vec());
    let moves = cases.map(|(file, said)| (vec![moving("a.md", file)], said));
    refuses(&scene, moves.to_vec());
}

#[test]
fn changes_that_change_nothing_or_contradict_each_other_are_refused() {
    let same = "one\ntwo\nthree\nfour\nfive\n";
    let nothing = "there is nothing to change";
    let twice = "is changed twice";
    let cases = vec![
        (vec![], nothing),
        (vec![write("a.md", same)], nothing),
        (vec![moving("a.md", "a.md")], nothing),
        (
            vec![write("b.md", "x"), write("b.md", "y")],
            "“b.md” is changed twice",
        ),
        (vec![remove("a.md"), write("a.md", "y")], twice),
        (vec![remove("a.md"), remove("a.md")], twice),
        (vec![remove("a.md"), moving("a.md", "b.md")], twice),
        (vec![moving("a.md", "x"), moving("cases/b.md", "x")], twice),
    ];
    refuses(&Scene::bare(), cases);
}

#[test]
fn what_is_not_there_or_in_the_way_is_refused() {
    let below = "“cases/b.md/x/y.md” cannot be below “cases/b.md”, which is a file";
    let new = vec![write("new.md", "x"), write("new.md/y.md", "x")];
    let cases = vec![
        (vec![remove("none.md")], "there is no file “none.md”"),
        (
            vec![moving("cases/no.md", "b.md")],
            "there is no file “cases/no.md”",
        ),
        (vec![remove("a.md/b.md")], "there is no file “a.md/b.md”"),
        (
            vec![moving("a.md", "cases/b.md")],
            "there is a file “cases/b.md” already",
        ),
        (vec![write("cases", "x")], "“cases” is a folder"),
        (vec![remove("cases")], "“cases” is a folder"),
        (
            vec![moving("a.md", "cases/deep")],
            "“cases/deep” is a folder",
        ),
        (vec![write("cases/b.md/x/y.md", "x")], below),
        (
            new,
            "“new.md/y.md” cannot be below “new.md”, which is a file",
        ),
    ];
    refuses(&Scene::bare(), cases);
}

#[test]
fn links_and_submodules_are_left_alone() {
    let scene = Scene::bare();
    // As only git itself makes them.
    let link = scene.git(&["rev-parse", "main:a.md"]);
    let listing = scene.folder.path().join("listing");
    let all = scene.git(&["ls-tree", "main"]);
    let tip = scene.tip();
    let with = format!("{all}\n120000 blob {link}\tlink\n160000 commit {tip}\tsub\n");
    fs::write(&listing, with).unwrap();
    let mut command = process::command(scene.store.repository());
    let input = fs::File::open(&listing).unwrap();
    let output = command.arg("mktree").stdin(input).output().unwrap();
    scene.commit_tree(String::from_utf8(output.stdout).unwrap().trim());
    let cases = vec![
        (
            vec![write("link", "x")],
            "“link” is a symbolic link or a submodule",
        ),
        (
            vec![write("link/x.md", "x")],
            "“link” is a symbolic link or a submodule",
        ),
        (
            vec![moving("link", "x.md")],
            "“link” is a symbolic link or a submodule",
        ),
        (
            vec![write("sub/x.md", "x")],
            "“sub” is a symbolic link or a submodule",
        ),
        (
            vec![remove("sub")],
            "“sub” is a symbolic link or a submodule",
        ),
    ];
    refuses(&scene, cases);
    // Beside them everything goes on, and who is slower is merged.
    let base = scene.tip();
    scene.change(&[write("b.md", "b\n")]);
    let saved = scene.save(base, &[write("c.md", "c\n")]).unwrap();
    assert_eq!(saved, RebaseOutcome::Commit(scene.tip()));
    let files = scene.files(scene.tip());
    let has = |mode: &str| files.iter().any(|file| file.starts_with(mode));
    assert!(has("160000 commit") && has("120000 blob"), "{files:?}");
}

/// Cuts the file of a loose object short.
fn cut(scene: &Scene, name: &str) {
    let id = scene.git(&["rev-parse", name]);
    let (folder, file) = id.split_at(2);
    let path = scene
        .store
        .repository()
        .join("objects")
        .join(folder)
        .join(file);
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
}

#[test]
fn damage_in_the_way_fails_and_never_waits() {
    for (damaged, change) in [
        ("main:cases", write("cases/b.md", "new\n")),
        ("main:", write("a.md", "new\n")),
        ("main:cases/b.md", moving("cases/b.md", "b.md")),
        // The very object that would be written.
        ("main:cases/b.md", write("b.md", "b\n")),
        ("main", write("a.md", "new\n")),
    ] {
        let scene = Scene::bare();
        let base = scene.tip();
        cut(&scene, damaged);
        let failed = in_time(move || scene.save(base, &[change]).unwrap_err());
        let is_tip = damaged == "main";
        assert!(
            matches!(&failed, CommitError::Store(error) if is_tip || error.is_damage()),
            "{failed}"
        );
    }
    // Damage elsewhere is in nobody's way.
    let scene = Scene::bare();
    let base = scene.tip();
    cut(&scene, "main:other");
    let saved = in_time(move || scene.save(base, &[write("a.md", "new\n")]).map(drop));
    saved.unwrap();
}

#[test]
fn damage_in_the_way_of_a_merge_fails_and_never_waits() {
    for damaged in [
        "main:a.md",
        "main~1:a.md",
        "main:",
        "main~1:",
        "main~1:cases",
    ] {
        let scene = Scene::bare();
        let base = scene.tip();
        let changes = [
            write("a.md", "one\ntwo\nthree\nfour\nFIVE\n"),
            write("cases/n.md", "n\n"),
        ];
        let late = scene.make(&changes).unwrap();
        let theirs = scene.change(&[write("a.md", "ONE\ntwo\nthree\nfour\nfive\n")]);
        assert_ne!(base, theirs);
        cut(&scene, damaged);
        let failed = in_time(move || scene.store.writer().rebase(late, theirs).unwrap_err());
        assert!(
            matches!(&failed, CommitError::Store(error) if error.is_damage()),
            "{damaged}: {failed}"
        );
    }
}

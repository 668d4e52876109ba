//! Commits made in temporary repositories, as the real git sees them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::store::{Location, NewFile, Revision, git, oid};

/// A repository with a few files, in a temporary folder.
struct Scene {
    folder: tempfile::TempDir,
    store: Store,
}

impl Scene {
    fn bare() -> Self {
        Self::new(true, "")
    }

    fn new(bare: bool, folder: &str) -> Self {
        let files = [
            ("a.md", "one\ntwo\nthree\nfour\nfive\n"),
            ("cases/b.md", "b\n"),
            ("cases/deep/c.md", "c\n"),
            ("other/d.md", "d\n"),
        ];
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let files = files
            .map(|(file, text)| -> NewFile { (format!("{prefix}{file}"), text.as_bytes().into()) });
        let place = tempfile::tempdir().unwrap();
        Store::create(place.path(), bare, &files, "Begin").unwrap();
        let store = open(place.path(), folder);
        Self {
            folder: place,
            store,
        }
    }

    fn git(&self, arguments: &[&str]) -> String {
        let mut command = git::command(self.store.repository());
        command.current_dir(self.folder.path());
        if self.folder.path().join(".git").exists() {
            command.arg("--work-tree").arg(self.folder.path());
        }
        let output = command.args(arguments).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout)
            .unwrap()
            .trim_end()
            .to_owned()
    }

    fn tip(&self) -> ObjectId {
        self.store.tip_commit().unwrap()
    }

    fn make(&self, changes: &[FileChange]) -> Result<ObjectId, CommitError> {
        let ada = ada();
        self.store
            .make_commit(self.tip(), changes, &ada, &ada, "Change")
    }

    /// Does what somebody else does meanwhile.
    fn change(&self, changes: &[FileChange]) -> ObjectId {
        let base = self.tip();
        let id = self.make(changes).unwrap();
        assert_eq!(
            self.store.advance(base, id, "test").unwrap(),
            Advance::Moved
        );
        id
    }

    fn save(&self, base: ObjectId, changes: &[FileChange]) -> Result<Saved, CommitError> {
        let ada = ada();
        self.store
            .commit_changes(base, changes, &ada, &ada, "Change")
    }

    fn text(&self, file: &str) -> String {
        self.git(&["show", &format!("main:{file}")])
    }

    /// Fails unless real git finds nothing to complain of.
    fn is_sound(&self) {
        let found = self.git(&["fsck", "--strict", "--no-dangling", "--no-progress"]);
        assert_eq!(found, "");
    }

    /// Returns the files of a commit with mode and object.
    fn files(&self, commit: ObjectId) -> Vec<String> {
        let listed = self.git(&["ls-tree", "-r", &commit.to_string()]);
        listed.lines().map(str::to_owned).collect()
    }
}

fn open(repository: &Path, folder: &str) -> Store {
    let location = Location {
        repository: repository.to_owned(),
        branch: Some("main".to_owned()),
        folder: Some(folder.to_owned()),
    };
    Store::open(&location).unwrap()
}

fn ada() -> Signature {
    Signature::new("Ada", "ada@example.org", 1_700_000_000, 0).unwrap()
}

fn write(file: &str, text: impl AsRef<[u8]>) -> FileChange {
    FileChange::Write {
        file: file.to_owned(),
        bytes: text.as_ref().to_vec(),
    }
}

fn moving(from: &str, to: &str) -> FileChange {
    FileChange::Move {
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

fn remove(file: &str) -> FileChange {
    FileChange::Remove {
        file: file.to_owned(),
    }
}

/// Does something that may wait for ever where it goes wrong.
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(work()));
    let waited = receiver.recv_timeout(Duration::from_secs(60));
    waited.expect("it waits for ever, or panicked")
}

#[test]
fn a_commit_is_what_was_asked_for() {
    let scene = Scene::bare();
    let before = scene.tip();
    let author = Signature::new("Ada <Lovelace>", "ada@example.org", 1_700_000_000, 90).unwrap();
    let committer = Signature::new("Wiki", "", 1_700_000_100, -210).unwrap();
    let changes = [
        write("cases/new.md", "new\n"),
        write("a.md", "other\n"),
        moving("cases/b.md", "cases/moved/b.md"),
        remove("cases/deep/c.md"),
    ];
    let message = "Say what\n\nand why.\n\n";
    let id = scene
        .store
        .make_commit(before, &changes, &author, &committer, message)
        .unwrap();
    assert_eq!(scene.tip(), before, "nothing moves by itself");
    assert_eq!(
        scene.store.advance(before, id, "test").unwrap(),
        Advance::Moved
    );
    scene.is_sound();
    let format = "--format=%an|%ae|%ad|%cn|%ce|%cd|%P|%B";
    assert_eq!(
        scene.git(&["log", "-1", "--date=raw", format, "main"]),
        format!(
            "Ada Lovelace|ada@example.org|1700000000 +0130|Wiki||1700000100 -0330|{before}|\
             Say what\n\nand why."
        )
    );
    assert_eq!(
        scene.git(&["diff", "--name-status", "-M", &before.to_string(), "main"]),
        "M\ta.md\nD\tcases/deep/c.md\nR100\tcases/b.md\tcases/moved/b.md\nA\tcases/new.md"
    );
    let stat = scene.git(&["show", "--stat", "--format=", "main"]);
    assert!(stat.contains("4 files changed"), "{stat}");
    let other = |commit: &str| scene.git(&["rev-parse", &format!("{commit}:other")]);
    assert_eq!(other("main"), other(&before.to_string()));
    assert_eq!(
        scene.git(&["ls-tree", "--name-only", "main:cases"]),
        "moved\nnew.md"
    );
    assert_eq!(scene.text("a.md"), "other");
}

#[test]
fn an_executable_file_stays_one_wherever_it_goes() {
    let scene = Scene::bare();
    let tree = {
        let handle = Handle::open(scene.store.repository()).unwrap();
        let mut edit = crate::store::edit::Edit::of(&handle, None).unwrap();
        let id = object_id(handle.blob(b"#!/bin/sh\n").unwrap());
        let leaf = crate::store::edit::Leaf {
            mode: 0o100_755,
            id,
        };
        edit.put(b"run.sh", leaf).unwrap();
        edit.put(b"bin/other.sh", leaf).unwrap();
        edit.write().unwrap()
    };
    let tree = tree.to_string();
    let base = scene.git(&[
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@b",
        "commit-tree",
        "-m",
        "x",
        &tree,
    ]);
    scene.git(&["update-ref", "refs/heads/main", &base]);
    let id = scene.change(&[
        write("run.sh", "new\n"),
        moving("bin/other.sh", "b.sh"),
        write("b.sh", "x\n"),
    ]);
    for file in scene.files(id) {
        assert!(file.starts_with("100755 "), "{file}");
    }
    assert_eq!(scene.text("b.sh"), "x");
}

#[test]
fn files_may_change_places_and_folders_become_files() {
    let scene = Scene::bare();
    let id = scene.change(&[
        moving("a.md", "cases/b.md"),
        moving("cases/b.md", "a.md"),
        moving("other/d.md", "other"),
        remove("cases/deep/c.md"),
        write("cases/deep", "a file\n"),
    ]);
    scene.is_sound();
    assert_eq!(scene.text("a.md"), "b");
    assert_eq!(scene.text("other"), "d");
    assert_eq!(scene.text("cases/deep"), "a file");
    assert_eq!(scene.files(id).len(), 4);
    // And back: a file that goes makes room for a folder of its name.
    scene.change(&[
        moving("other", "other/d.md"),
        remove("cases/deep"),
        write("cases/deep/c.md", "c\n"),
    ]);
    scene.is_sound();
    assert_eq!(scene.text("other/d.md"), "d");
    // What was removed may be replaced, and what was moved may leave something behind.
    scene.change(&[
        remove("a.md"),
        moving("cases/b.md", "a.md"),
        write("cases/b.md", "gone to a\n"),
    ]);
    assert_eq!(scene.text("a.md"), "one\ntwo\nthree\nfour\nfive");
    assert_eq!(scene.text("cases/b.md"), "gone to a");
}

#[test]
fn paths_are_those_of_the_content_folder() {
    let scene = Scene::new(true, "docs/wiki");
    let base = scene.tip();
    scene.change(&[moving("cases/b.md", "b.md"), write("new/e.md", "e\n")]);
    assert_eq!(
        scene.git(&["diff", "--name-status", "-M", &base.to_string(), "main"]),
        "R100\tdocs/wiki/cases/b.md\tdocs/wiki/b.md\nA\tdocs/wiki/new/e.md"
    );
    scene.change(&[write("other/d.md", "theirs\n")]);
    let Saved::Conflict { files, .. } = scene.save(base, &[remove("other/d.md")]).unwrap() else {
        panic!("no conflict");
    };
    assert_eq!(files[0].file, "other/d.md");
    assert_eq!((files[0].mine, files[0].theirs.is_some()), (None, true));
}

#[test]
fn the_first_commit_of_a_repository_has_no_parent() {
    let place = tempfile::tempdir().unwrap();
    let mut options = git2::RepositoryInitOptions::new();
    let options = options.bare(true).initial_head("main");
    git2::Repository::init_opts(place.path(), options).unwrap();
    let store = open(place.path(), "");
    let (nothing, ada) = (Revision::unborn().id, ada());
    let saved = store.commit_changes(nothing, &[write("a.md", "a\n")], &ada, &ada, "Begin");
    let Saved::Commit(first) = saved.unwrap() else {
        panic!("a conflict with nothing");
    };
    assert_eq!(store.tip_commit().unwrap(), first);
    let scene = Scene {
        folder: place,
        store,
    };
    scene.is_sound();
    assert_eq!(scene.git(&["log", "--format=%P|%s"]), "|Begin");
    // Who began at the same time is merged, not refused.
    let second = scene.save(nothing, &[write("b.md", "b\n")]).unwrap();
    assert_eq!(second, Saved::Commit(scene.tip()));
    assert_eq!(scene.git(&["log", "-1", "--format=%P"]), first.to_string());
    assert_eq!(scene.text("a.md"), "a");
}

#[test]
fn files_on_disk_follow_unless_a_change_is_in_the_way() {
    let scene = Scene::new(false, "");
    let disk = |file: &str| fs::read_to_string(scene.folder.path().join(file)).ok();
    let id = scene.change(&[write("a.md", "new\n"), moving("cases/b.md", "b.md")]);
    assert_eq!(disk("a.md").as_deref(), Some("new\n"));
    assert_eq!(
        (disk("b.md").as_deref(), disk("cases/b.md")),
        (Some("b\n"), None)
    );
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    fs::write(scene.folder.path().join("a.md"), "not committed\n").unwrap();
    let blocked = scene.save(id, &[write("a.md", "newer\n")]);
    assert!(
        matches!(blocked, Err(CommitError::Blocked(_))),
        "{blocked:?}"
    );
    assert_eq!(scene.tip(), id);
    assert_eq!(disk("a.md").as_deref(), Some("not committed\n"));
    let elsewhere = scene.save(id, &[write("b.md", "newer\n")]).unwrap();
    assert_eq!(elsewhere, Saved::Commit(scene.tip()));
    assert_eq!(scene.git(&["status", "--porcelain"]), " M a.md");
    scene.is_sound();
}

#[test]
fn who_was_slower_is_merged() {
    let scene = Scene::bare();
    let base = scene.tip();
    let ada = Signature::new("Ada", "ada@example.org", 1_700_000_000, 60).unwrap();
    let changes = [
        write("a.md", "one\ntwo\nthree\nfour\nFIVE\n"),
        write("new.md", "new\n"),
    ];
    let late = scene
        .store
        .make_commit(base, &changes, &ada, &ada, "Late\n\nfor a reason")
        .unwrap();
    let theirs = scene.change(&[
        write("a.md", "ONE\ntwo\nthree\nfour\nfive\n"),
        remove("other/d.md"),
    ]);
    assert_eq!(
        scene.store.advance(base, late, "test").unwrap(),
        Advance::Overtaken(theirs)
    );
    assert_eq!(scene.tip(), theirs);
    let count = |scene: &Scene| scene.git(&["count-objects"]);
    let before: usize = count(&scene).split(' ').next().unwrap().parse().unwrap();
    let Rebased::Commit(rebased) = scene.store.rebase(late, theirs).unwrap() else {
        panic!("a conflict");
    };
    let after: usize = count(&scene).split(' ').next().unwrap().parse().unwrap();
    assert_eq!(
        after - before,
        3,
        "the merged file, the tree, the commit and nothing else"
    );
    assert_eq!(
        scene.store.rebase(rebased, theirs).unwrap(),
        Rebased::Commit(rebased)
    );
    scene.store.advance(theirs, rebased, "test").unwrap();
    scene.is_sound();
    assert_eq!(scene.text("a.md"), "ONE\ntwo\nthree\nfour\nFIVE");
    assert_eq!(scene.text("new.md"), "new");
    let head = |commit: &str| {
        let format = "--format=%an|%ae|%ad|%cn|%ce|%cd|%B";
        scene.git(&["log", "-1", "--date=raw", format, commit])
    };
    assert_eq!(head("main"), head(&late.to_string()));
    assert_eq!(
        scene.git(&["log", "-1", "--format=%P", "main"]),
        theirs.to_string()
    );
    assert_eq!(
        scene.git(&["ls-tree", "-r", "--name-only", "main", "other"]),
        ""
    );
    // What everybody did already is nothing.
    let again = scene.save(base, &changes);
    assert!(matches!(again, Err(CommitError::Nothing)), "{again:?}");
}

#[test]
fn what_others_write_follows_a_file_that_was_moved() {
    let scene = Scene::bare();
    let base = scene.tip();
    scene.change(&[write("a.md", "one\ntwo\nthree\nfour\nFIVE\n")]);
    let saved = scene.save(base, &[moving("a.md", "moved/a.md")]).unwrap();
    assert_eq!(saved, Saved::Commit(scene.tip()));
    assert_eq!(scene.text("moved/a.md"), "one\ntwo\nthree\nfour\nFIVE");
    assert_eq!(scene.git(&["ls-tree", "--name-only", "main", "a.md"]), "");
}

#[test]
fn a_conflict_moves_nothing_and_has_all_versions() {
    let scene = Scene::bare();
    let base = scene.tip();
    let theirs = scene.change(&[
        write("a.md", "theirs\n"),
        remove("cases/b.md"),
        write("new.md", "their new\n"),
    ]);
    let mine = [
        write("a.md", "mine\n"),
        write("cases/b.md", "mine\n"),
        write("new.md", "my new\n"),
        write("other/d.md", "fine\n"),
    ];
    let Saved::Conflict { tip, files } = scene.save(base, &mine).unwrap() else {
        panic!("no conflict");
    };
    assert_eq!((tip, scene.tip()), (theirs, theirs));
    let read = |id: Option<ObjectId>| {
        id.map(|id| String::from_utf8(scene.store.read(id).unwrap()).unwrap())
    };
    let told: Vec<_> = files
        .iter()
        .map(|conflict| {
            let [base, theirs, mine] = [conflict.base, conflict.theirs, conflict.mine].map(read);
            (conflict.file.as_str(), base, theirs, mine)
        })
        .collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            (
                "a.md",
                some("one\ntwo\nthree\nfour\nfive\n"),
                some("theirs\n"),
                some("mine\n")
            ),
            ("cases/b.md", some("b\n"), None, some("mine\n")),
            ("new.md", None, some("their new\n"), some("my new\n")),
        ]
    );
}

#[test]
fn commits_of_two_at_once_all_land_in_a_line() {
    let scene = Scene::bare();
    std::thread::scope(|scope| {
        for person in ["x", "y"] {
            let scene = &scene;
            scope.spawn(move || {
                for number in 0..50 {
                    let file = format!("{person}/{number}.md");
                    let saved = scene.save(scene.tip(), &[write(&file, &file)]).unwrap();
                    assert!(matches!(saved, Saved::Commit(_)), "{saved:?}");
                }
            });
        }
    });
    scene.is_sound();
    assert_eq!(scene.files(scene.tip()).len(), 4 + 100);
    assert_eq!(scene.git(&["rev-list", "--count", "main"]), "101");
    assert_eq!(scene.git(&["rev-list", "--merges", "main"]), "");
}

#[test]
fn nothing_is_lost_where_two_write_one_file() {
    let scene = Scene::bare();
    scene.change(&[write("log.md", "")]);
    let conflicts: usize = std::thread::scope(|scope| {
        let threads = ["x", "y"].map(|person| {
            let scene = &scene;
            scope.spawn(move || {
                let mut conflicts = 0;
                for number in 0..12 {
                    let line = format!("{person}{number}");
                    loop {
                        let base = scene.tip();
                        let text = scene.git(&["show", &format!("{base}:log.md")]);
                        let text = format!("{text}\n{line}\n");
                        match scene.save(base, &[write("log.md", text)]).unwrap() {
                            Saved::Commit(_) => break,
                            Saved::Conflict { files, .. } => {
                                assert_eq!(files.len(), 1);
                                conflicts += 1;
                            }
                        }
                    }
                }
                conflicts
            })
        });
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    let text = scene.text("log.md");
    for line in ["x", "y"]
        .iter()
        .flat_map(|person| (0..12).map(move |number| format!("{person}{number}")))
    {
        assert_eq!(
            text.lines().filter(|found| **found == line).count(),
            1,
            "{line} {conflicts}"
        );
    }
    scene.is_sound();
}

#[test]
fn what_cannot_be_done_is_refused_with_its_reason() {
    let scene = Scene::bare();
    // A link and a submodule, as only git itself makes them.
    let link = scene.git(&["rev-parse", "main:a.md"]);
    let listing = scene.folder.path().join("listing");
    let all = scene.git(&["ls-tree", "main"]);
    let with = format!(
        "{all}\n120000 blob {link}\tlink\n160000 commit {}\tsub\n",
        scene.tip()
    );
    fs::write(&listing, with).unwrap();
    let mut command = git::command(scene.store.repository());
    let output = command
        .arg("mktree")
        .stdin(fs::File::open(&listing).unwrap())
        .output()
        .unwrap();
    let tree = String::from_utf8(output.stdout).unwrap();
    let base = scene.git(&[
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@b",
        "commit-tree",
        "-m",
        "x",
        tree.trim(),
    ]);
    scene.git(&["update-ref", "refs/heads/main", &base]);
    let before = scene.git(&["count-objects"]);
    let refused = |changes: &[FileChange]| scene.make(changes).unwrap_err().to_string();
    let a = "one\ntwo\nthree\nfour\nfive\n";
    let deep = format!("{}x.md", "d/".repeat(65));
    let long = format!("{}.md", "long/".repeat(210));
    for (changes, said) in [
        (vec![], "there is nothing to change"),
        (vec![write("a.md", a)], "there is nothing to change"),
        (vec![moving("a.md", "a.md")], "there is nothing to change"),
        (
            vec![write("../a.md", "x")],
            "the file “../a.md” the part “..” begins with a full stop",
        ),
        (
            vec![write("/a.md", "x")],
            "the file “/a.md” has an empty part between slashes",
        ),
        (
            vec![write("", "x")],
            "the file “” has an empty part between slashes",
        ),
        (
            vec![write("cases/", "x")],
            "the file “cases/” has an empty part between slashes",
        ),
        (
            vec![write("x\0y", "x")],
            "the file “x\0y” has the character U+0000, which cannot be seen or changes how text is read",
        ),
        (
            vec![moving("a.md", ".git/config")],
            "the file “.git/config” the part “.git” is read as git's own folder on some systems",
        ),
        (
            vec![write("con.md", "x")],
            "the file “con.md” has the part “con.md”, which is a device on Windows",
        ),
        (vec![write(&deep, "x")], "is in more than 64 folders"),
        (vec![write(&long, "x")], "is longer than 1024 bytes"),
        (
            vec![write("b.md", "x"), write("b.md", "y")],
            "the file “b.md” is changed twice",
        ),
        (
            vec![remove("a.md"), write("a.md", "y")],
            "the file “a.md” is changed twice",
        ),
        (
            vec![remove("a.md"), moving("a.md", "b.md")],
            "the file “a.md” is changed twice",
        ),
        (
            vec![moving("a.md", "x.md"), moving("cases/b.md", "x.md")],
            "the file “x.md” is changed twice",
        ),
        (vec![remove("none.md")], "there is no file “none.md”"),
        (
            vec![moving("cases/none.md", "b.md")],
            "there is no file “cases/none.md”",
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
        (
            vec![write("cases/b.md/x/y.md", "x")],
            "“cases/b.md/x/y.md” cannot be below “cases/b.md”, which is a file",
        ),
        (
            vec![write("new.md", "x"), write("new.md/y.md", "x")],
            "“new.md/y.md” cannot be below “new.md”, which is a file",
        ),
        (
            vec![write("link", "x")],
            "“link” is a symbolic link or a submodule",
        ),
        (
            vec![write("link/x.md", "x")],
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
    ] {
        let answer = refused(&changes);
        assert!(answer.contains(said), "{changes:?}: {answer}");
    }
    assert_eq!(
        scene.git(&["count-objects"]),
        before,
        "a refusal writes nothing"
    );
    // Beside them everything goes on.
    scene.change(&[write("b.md", "b\n")]);
    let modes = scene.files(scene.tip());
    assert!(
        modes.iter().any(|file| file.starts_with("160000 commit")),
        "{modes:?}"
    );
}

#[test]
fn a_message_has_no_end_in_its_middle() {
    let scene = Scene::bare();
    let ada = ada();
    let id = scene
        .store
        .make_commit(scene.tip(), &[write("b.md", "b")], &ada, &ada, "a\0b\n\n");
    assert_eq!(
        scene.git(&["log", "-1", "--format=%B", &id.unwrap().to_string()]),
        "ab"
    );
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
        assert!(
            matches!(&failed, CommitError::Store(error) if error.is_damage()),
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
        let failed = in_time(move || scene.store.rebase(late, theirs).unwrap_err());
        assert!(
            matches!(&failed, CommitError::Store(error) if error.is_damage()),
            "{damaged}: {failed}"
        );
    }
}

#[test]
fn what_is_written_is_on_the_disk() {
    let scene = Scene::bare();
    let synced = scene.store.write(|handle| {
        let config = handle.config().map_err(failed("config".to_owned()))?;
        Ok::<_, StoreError>(config.get_bool("core.fsyncObjectFiles").ok())
    });
    assert_eq!(synced.unwrap(), Some(true));
    let config = fs::read_to_string(scene.store.repository().join("config")).unwrap();
    assert!(!config.contains("fsync"), "{config}");
}

/// Files of which some are where others are folders.
const NAMES: [&str; 8] = [
    "a.md", "b/a.md", "b/b.md", "b/c/a.md", "b/c/b.md", "d/a.md", "d", "b/c",
];

/// The files of one side: a few names, each with one of a few texts.
fn side() -> impl Strategy<Value = BTreeMap<String, Vec<u8>>> {
    let text = (0..4_u8, any::<bool>(), any::<bool>()).prop_map(|(kind, first, last)| {
        let mut lines = vec![format!("text {kind}"); 12];
        if first {
            lines[0] = "first".to_owned();
        }
        if last {
            lines[11] = "last".to_owned();
        }
        (lines.join("\n") + "\n").into_bytes()
    });
    proptest::collection::btree_map(
        proptest::sample::select(&NAMES[..]).prop_map(str::to_owned),
        text,
        0..7,
    )
    .prop_map(|mut files| {
        // A file is no folder.
        let all: Vec<String> = files.keys().cloned().collect();
        files.retain(|file, _| {
            !all.iter()
                .any(|other| other.starts_with(&format!("{file}/")))
        });
        files
    })
}

fn tree(handle: &Handle, files: &BTreeMap<String, Vec<u8>>) -> ObjectId {
    let mut edit = crate::store::edit::Edit::of(handle, None).unwrap();
    // Something that is the same on all sides.
    let same = object_id(handle.blob(b"same").unwrap());
    let mode = 0o100_644;
    for file in ["same.md", "b/same.md", "x/y/same.md"] {
        edit.put(file.as_bytes(), crate::store::edit::Leaf { mode, id: same })
            .unwrap();
    }
    for (file, text) in files {
        let id = object_id(handle.blob(text).unwrap());
        edit.put(file.as_bytes(), crate::store::edit::Leaf { mode, id })
            .unwrap();
    }
    edit.write().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn merging_what_differs_is_merging_everything(base in side(), theirs in side(), mine in side()) {
        thread_local! {
            static SCENE: Scene = Scene::bare();
        }
        SCENE.with(|scene| {
            let handle = Handle::open(scene.store.repository()).unwrap();
            let [base, theirs, mine] = [base, theirs, mine].map(|files| tree(&handle, &files));
            let sides = Sides { base, theirs, mine };
            let merged = merge_trees(&scene.store, &handle, sides).unwrap();
            let [base, theirs, mine] = [base, theirs, mine].map(|id| handle.find_tree(oid(id)).unwrap());
            let mut whole = handle.merge_trees(&base, &theirs, &mine, None).unwrap();
            match merged {
                Merged::Tree(tree) => {
                    prop_assert!(!whole.has_conflicts());
                    prop_assert_eq!(tree, object_id(whole.write_tree_to(&handle).unwrap()));
                }
                Merged::Conflict(files) => {
                    prop_assert_eq!(files, crate::store::merge::conflicts(&whole).unwrap());
                }
            }
            Ok(())
        })?;
    }
}

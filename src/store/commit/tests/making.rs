//! A commit is what was asked for.

use super::*;
use crate::store::Revision;
use crate::store::edit::{Leaf, TreeEdit};

#[test]
fn a_commit_is_what_was_requested() {
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
    let new = NewCommit {
        author,
        committer,
        message: "Say what\n\nand why.\n\n".to_owned(),
        ..change_on(before, &changes)
    };
    let id = scene.store.writer().make_commit(&new).unwrap();
    assert_eq!(scene.tip(), before, "nothing moves by itself");
    assert_eq!(
        scene.store.writer().advance(before, id, "test").unwrap(),
        BranchMove::Moved
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
        let mut edit = TreeEdit::of(&handle, None).unwrap();
        let id = object_id(handle.blob(b"#!/bin/sh\n").unwrap());
        let leaf = Leaf {
            mode: 0o100_755,
            id,
        };
        edit.put(b"run.sh", leaf).unwrap();
        edit.put(b"bin/other.sh", leaf).unwrap();
        edit.write().unwrap()
    };
    let tree = tree.to_string();
    scene.commit_tree(&tree);
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
fn files_may_swap_paths_and_folders_become_files() {
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
    let RebaseOutcome::Conflict(files) = scene.save(base, &[remove("other/d.md")]).unwrap() else {
        panic!("no conflict");
    };
    assert_eq!(files[0].file, "other/d.md");
    assert_eq!((files[0].mine, files[0].theirs.is_some()), (None, true));
}

#[test]
fn the_first_commit_of_a_repository_has_no_parent() {
    let directory = tempfile::tempdir().unwrap();
    let mut options = git2::RepositoryInitOptions::new();
    let options = options.bare(true).initial_head("main");
    git2::Repository::init_opts(directory.path(), options).unwrap();
    let store = open(directory.path(), "");
    let nothing = Revision::unborn().id;
    let begin = NewCommit {
        message: "Begin".to_owned(),
        ..change_on(nothing, &[write("a.md", "a\n")])
    };
    let RebaseOutcome::Commit(first) = save(&store, &begin).unwrap() else {
        panic!("a conflict with nothing");
    };
    assert_eq!(store.tip_id().unwrap(), first);
    let scene = Scene {
        folder: directory,
        store,
    };
    scene.is_sound();
    assert_eq!(scene.git(&["log", "--format=%P|%s"]), "|Begin");
    // Who began at the same time is merged, not refused.
    let second = scene.save(nothing, &[write("b.md", "b\n")]).unwrap();
    assert_eq!(second, RebaseOutcome::Commit(scene.tip()));
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
    assert_eq!(elsewhere, RebaseOutcome::Commit(scene.tip()));
    assert_eq!(scene.git(&["status", "--porcelain"]), " M a.md");
    scene.is_sound();
}

#[test]
fn a_message_has_no_end_in_its_middle() {
    let scene = Scene::bare();
    let new = NewCommit {
        message: "a\0b\n\n".to_owned(),
        ..change_on(scene.tip(), &[write("b.md", "b")])
    };
    let id = scene.store.writer().make_commit(&new);
    assert_eq!(
        scene.git(&["log", "-1", "--format=%B", &id.unwrap().to_string()]),
        "ab"
    );
}

#[test]
fn what_is_written_is_on_the_disk() {
    let scene = Scene::bare();
    let synced = scene.store.objects().write(|handle| {
        let config = handle.config().map_err(failed("config".to_owned()))?;
        Ok::<_, StoreError>(config.get_bool("core.fsyncObjectFiles").ok())
    });
    assert_eq!(synced.unwrap(), Some(true));
    let config = fs::read_to_string(scene.store.repository().join("config")).unwrap();
    assert!(!config.contains("fsync"), "{config}");
}

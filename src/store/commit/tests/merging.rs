//! A commit that comes second is merged, or told what excludes what.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::store::edit::{Leaf, TreeEdit};
use crate::store::oid::oid;

/// Makes a commit of Ada's on a commit, and then moves the branch from there to another; returns both.
fn race(scene: &Scene, base: ObjectId, changes: &[FileChange]) -> (ObjectId, ObjectId) {
    let ada = Signature::new("Ada", "ada@example.org", 1_700_000_000, 60).unwrap();
    let new = NewCommit {
        author: ada.clone(),
        committer: ada,
        message: "Late\n\nfor a reason".to_owned(),
        ..change_on(base, changes)
    };
    let late = scene.store.writer().make_commit(&new).unwrap();
    let theirs = scene.change(&[
        write("a.md", "ONE\ntwo\nthree\nfour\nfive\n"),
        remove("other/d.md"),
    ]);
    (late, theirs)
}

#[test]
fn who_was_slower_is_merged() {
    let scene = Scene::bare();
    let base = scene.tip();
    let changes = [
        write("a.md", "one\ntwo\nthree\nfour\nFIVE\n"),
        write("new.md", "new\n"),
    ];
    let (late, theirs) = race(&scene, base, &changes);
    assert_eq!(
        scene.store.writer().advance(base, late, "test").unwrap(),
        BranchMove::Overtaken(theirs)
    );
    assert_eq!(scene.tip(), theirs);
    let count = |scene: &Scene| scene.git(&["count-objects"]);
    let before: usize = count(&scene).split(' ').next().unwrap().parse().unwrap();
    let RebaseOutcome::Commit(rebased) = scene.store.writer().rebase(late, theirs).unwrap() else {
        panic!("a conflict");
    };
    let after: usize = count(&scene).split(' ').next().unwrap().parse().unwrap();
    assert_eq!(
        after - before,
        3,
        "the merged file, the tree, the commit and nothing else"
    );
    assert_eq!(
        scene.store.writer().rebase(rebased, theirs).unwrap(),
        RebaseOutcome::Commit(rebased)
    );
    scene
        .store
        .writer()
        .advance(theirs, rebased, "test")
        .unwrap();
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
    assert_eq!(saved, RebaseOutcome::Commit(scene.tip()));
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
    let RebaseOutcome::Conflict(files) = scene.save(base, &mine).unwrap() else {
        panic!("no conflict");
    };
    assert_eq!(scene.tip(), theirs);
    let read = |id: Option<ObjectId>| {
        id.map(|id| String::from_utf8(scene.store.read(id).unwrap()).unwrap())
    };
    let conflicts: Vec<_> = files
        .iter()
        .map(|conflict| {
            let [base, theirs, mine] = [conflict.base, conflict.theirs, conflict.mine].map(read);
            (conflict.file.as_str(), base, theirs, mine)
        })
        .collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        conflicts,
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
fn a_file_where_others_made_a_folder_is_a_conflict() {
    let scene = Scene::bare();
    let base = scene.tip();
    let theirs = scene.change(&[remove("cases/deep/c.md"), write("cases/deep/new.md", "n\n")]);
    let mine = [remove("cases/deep/c.md"), write("cases/deep", "mine\n")];
    let RebaseOutcome::Conflict(files) = scene.save(base, &mine).unwrap() else {
        panic!("no conflict: {:?}", scene.files(scene.tip()));
    };
    assert_eq!(scene.tip(), theirs);
    assert_eq!(files[0].file, "cases/deep");
    assert!(files[0].mine.is_some() && files[0].theirs.is_none());
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
                    assert!(matches!(saved, RebaseOutcome::Commit(_)), "{saved:?}");
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
                            RebaseOutcome::Commit(_) => break,
                            RebaseOutcome::Conflict(files) => {
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
    let mut edit = TreeEdit::of(handle, None).unwrap();
    // Something that is the same on all sides.
    let same = object_id(handle.blob(b"same").unwrap());
    let mode = 0o100_644;
    for file in ["same.md", "b/same.md", "x/y/same.md"] {
        edit.put(file.as_bytes(), Leaf { mode, id: same }).unwrap();
    }
    for (file, text) in files {
        let id = object_id(handle.blob(text).unwrap());
        edit.put(file.as_bytes(), Leaf { mode, id }).unwrap();
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
                TreeMerge::Tree(tree) => {
                    prop_assert!(!whole.has_conflicts());
                    prop_assert_eq!(tree, object_id(whole.write_tree_to(&handle).unwrap()));
                }
                TreeMerge::Conflict(files) if whole.has_conflicts() => {
                    prop_assert_eq!(files, crate::store::merge::conflicts(&whole).unwrap());
                }
                // libgit2 would put one file into another.
                TreeMerge::Conflict(files) => {
                    let below = format!("{}/", files[0].file);
                    prop_assert!(files[1].file.starts_with(&below), "{files:?}");
                }
            }
            Ok(())
        })?;
    }
}

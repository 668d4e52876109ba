//! Objects on their way into a repository, as the real git sees them.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::*;
use crate::domain::ObjectId;
use crate::store::{
    BranchMove, FileChange, Location, NewCommit, NewFile, NewRepository, RebaseOutcome, Signature,
    process,
};

struct QuarantineScene {
    folder: tempfile::TempDir,
    store: Store,
}

impl QuarantineScene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files: [NewFile; 1] = [("a.md".to_owned(), b"a\n".as_slice().into())];
        NewRepository::repository(folder.path(), true, &files, "Begin").unwrap();
        let location = Location {
            repository: folder.path().to_owned(),
            branch: Some("main".to_owned()),
            folder: Some(String::new()),
        };
        let store = Store::open(&location).unwrap();
        Self { folder, store }
    }

    fn git(&self, arguments: &[&str]) -> (bool, String) {
        let mut command = process::command(self.folder.path());
        let command = command.args(arguments).stderr(Stdio::null());
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.success(), text.trim_end().to_owned())
    }

    fn commit(&self, quarantine: &Quarantine, files: usize) -> ObjectId {
        let changes = (0..files).map(|number| FileChange::Write {
            file: format!("new/{number}.md"),
            bytes: format!("{number}\n").into_bytes(),
        });
        let ada = Signature::new("Ada", "ada@example.org", 1_700_000_000, 0).unwrap();
        let base = self.store.tip().unwrap().id;
        let new = NewCommit {
            base,
            changes: changes.collect(),
            author: ada.clone(),
            committer: ada,
            message: "Change".to_owned(),
        };
        match quarantine.store().writer().commit_on(&new, base).unwrap() {
            RebaseOutcome::Commit(commit) => commit,
            RebaseOutcome::Conflict(files) => panic!("{files:?}"),
        }
    }

    /// Returns the files among the repository's objects, and those of packs.
    fn objects(&self) -> (usize, usize) {
        let count = |folder: &Path| -> usize {
            fs::read_dir(folder).map_or(0, |entries| entries.flatten().count())
        };
        let objects = self.folder.path().join("objects");
        let loose = names(&objects).unwrap().into_iter();
        let loose = loose.filter(|name| name.len() == 2);
        let loose = loose.map(|name| count(&objects.join(name))).sum();
        (loose, count(&objects.join("pack")))
    }

    fn quarantines(&self) -> usize {
        let objects = names(&self.folder.path().join("objects")).unwrap();
        objects
            .iter()
            .filter(|name| name.starts_with(QUARANTINE))
            .count()
    }
}

#[test]
fn what_is_in_a_quarantine_is_seen_by_its_store_alone_and_goes_with_it() {
    let scene = QuarantineScene::new();
    let before = scene.objects();
    let quarantine = scene.store.quarantine().unwrap();
    let commit = scene.commit(&quarantine, 3);
    assert!(quarantine.store().revision(commit).unwrap().is_some());
    assert!(scene.store.revision(commit).unwrap().is_none());
    assert!(!scene.git(&["cat-file", "-e", &commit.to_string()]).0);
    assert_eq!((scene.objects(), scene.quarantines()), (before, 1));
    drop(quarantine);
    assert_eq!((scene.objects(), scene.quarantines()), (before, 0));
}

#[test]
fn few_objects_are_kept_as_files_and_many_as_one_pack() {
    for (files, is_packed) in [(3, false), (MOST_LOOSE, true), (1_000, true)] {
        let scene = QuarantineScene::new();
        let before = scene.objects();
        let quarantine = scene.store.quarantine().unwrap();
        let commit = scene.commit(&quarantine, files);
        quarantine.keep().unwrap();
        drop(quarantine);
        // Their blobs, two trees and the commit.
        let expected = match is_packed {
            true => (before.0, before.1 + 2),
            false => (before.0 + files + 3, before.1),
        };
        assert_eq!((scene.objects(), scene.quarantines()), (expected, 0));
        assert!(scene.store.revision(commit).unwrap().is_some());
        let writer = scene.store.writer();
        let tip = writer.tip_if_any().unwrap();
        assert_eq!(
            writer.advance(tip, commit, "test").unwrap(),
            BranchMove::Moved
        );
        let listed = scene.git(&["ls-tree", "-r", "--name-only", "main"]).1;
        assert_eq!(listed.lines().count(), files + 1);
        let sound = scene.git(&["fsck", "--strict", "--no-dangling", "--no-progress"]);
        assert_eq!(sound, (true, String::new()));
    }
}

#[test]
fn what_cannot_be_kept_is_reported_and_leaves_the_repository_as_it_was() {
    let scene = QuarantineScene::new();
    let quarantine = scene.store.quarantine().unwrap();
    let commit = scene.commit(&quarantine, 1_000);
    // A file where packs are to be, as on a disk that takes nothing more.
    let packs = scene.folder.path().join("objects/pack");
    fs::remove_dir_all(&packs).unwrap();
    fs::write(&packs, "").unwrap();
    let refused = quarantine.keep();
    assert!(
        matches!(refused, Err(StoreError::Disk { .. })),
        "{refused:?}"
    );
    drop(quarantine);
    fs::remove_file(&packs).unwrap();
    fs::create_dir(&packs).unwrap();
    assert!(scene.store.revision(commit).unwrap().is_none());
    assert_eq!(scene.quarantines(), 0);
    assert!(scene.git(&["fsck", "--strict", "--no-progress"]).0);
}

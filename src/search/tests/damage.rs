//! The index on disk: kept over a restart, and thrown away when it cannot be trusted.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::search::SearchError;

fn build(directory: &Path) {
    let index = Index::open(Some(directory)).unwrap();
    let number = |number: usize| {
        sample(
            &format!("p{number}"),
            "Title",
            &format!("needle word{number}"),
        )
    };
    let samples: Vec<Sample> = (0..20).map(number).collect();
    add(&index, &samples[..15], 1);
    add(&index, &samples[10..], 2);
    index.wait_for_merges();
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The index is as it was, or empty; it opens and can be written either way.
fn is_whole_or_empty(directory: &Path) {
    let index = Index::open(Some(directory)).unwrap();
    let snapshot = index.snapshot();
    match index.commit_id() {
        Some(id) => {
            assert_eq!(id, commit(2));
            assert_eq!(search(&snapshot, "needle").total, 20);
            assert_eq!(found(&snapshot, "word7"), ["p7"]);
            assert_eq!(snippet(&search(&snapshot, "word7"), 0), "needle [word7]");
        }
        None => assert_eq!(search(&snapshot, "").total, 0),
    }
    let written = add(&index, &[sample("new", "New", "fresh")], 3);
    assert_eq!(found(&written, "fresh"), ["new"]);
}

#[test]
fn a_restart_keeps_the_index() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    let index = Index::open(Some(folder.path())).unwrap();
    assert_eq!(index.commit_id(), Some(commit(2)));
    assert_eq!(search(&index.snapshot(), "needle").total, 20);
    assert!(matches!(
        Index::open(Some(folder.path())),
        Err(SearchError::InUse { .. })
    ));
    let snapshot = index.snapshot();
    drop(index);
    assert_eq!(search(&snapshot, "needle").total, 20);
}

#[test]
fn files_that_are_cut_short_while_the_index_is_open_are_not_missed() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    let index = Index::open(Some(folder.path())).unwrap();
    let snapshot = index.snapshot();
    for file in files(folder.path()) {
        // Mapped files would end the process here.
        fs::OpenOptions::new()
            .write(true)
            .open(file)
            .unwrap()
            .set_len(0)
            .unwrap();
    }
    assert_eq!(search(&snapshot, "needle").total, 20);
    assert_eq!(found(&snapshot, "word7"), ["p7"]);
    assert_eq!(snippet(&search(&snapshot, "word7"), 0), "needle [word7]");
    drop((snapshot, index));
    is_whole_or_empty(folder.path());
}

#[test]
fn an_orderly_end_does_not_vouch_for_what_another_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("clean");
    build(folder.path());
    assert!(mark.exists());
    // The end of a file that nobody has touched is vouched for again.
    drop(Index::open(Some(folder.path())).unwrap());
    assert!(mark.exists());
    let segments = files(&folder.path().join("segments"));
    let of_words = |file: &&PathBuf| file.extension().is_some_and(|end| end == "term");
    let file = segments.iter().find(of_words).unwrap();
    let index = Index::open(Some(folder.path())).unwrap();
    let mut bytes = fs::read(file).unwrap();
    bytes[5] ^= 1;
    fs::write(file, bytes).unwrap();
    // The change before the end takes the mark away; the end must not bring it back.
    add(&index, &[sample("new", "New", "fresh")], 3);
    drop(index);
    let index = Index::open(Some(folder.path())).unwrap();
    assert_eq!(index.commit_id(), None, "a damaged index was trusted");
}

#[test]
fn a_copy_is_kept_and_a_file_in_the_place_of_another_is_noticed() {
    let parent = tempfile::tempdir().unwrap();
    let original = parent.path().join("original");
    build(&original);
    let copy_to = |name: &str| {
        let folder = parent.path().join(name);
        for file in files(&original) {
            let target = folder.join(file.strip_prefix(&original).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(&file, &target).unwrap();
        }
        folder
    };
    let copy = copy_to("copy");
    let commit_of = |folder: &Path| Index::open(Some(folder)).unwrap().commit_id();
    assert_eq!(commit_of(&copy), Some(commit(2)));
    // Each has checksums that hold, but it is another's text.
    let swapped = copy_to("swapped");
    let of_kind = |ending: &str| {
        let mut files = files(&swapped.join("segments")).into_iter();
        let is = |file: &PathBuf| file.extension().is_some_and(|end| end == ending);
        files.find(is).unwrap()
    };
    fs::copy(of_kind("idx"), of_kind("pos")).unwrap();
    assert_eq!(commit_of(&swapped), None);
    is_whole_or_empty(&swapped);
}

#[test]
fn an_unclean_stop_is_verified() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    fs::remove_file(folder.path().join("clean")).unwrap();
    let index = Index::open(Some(folder.path())).unwrap();
    assert_eq!(index.commit_id(), Some(commit(2)));
    // Without an orderly end, as `kill -9` leaves it, with a commit that has just been made.
    add(&index, &[sample("more", "More", "more")], 3);
    index.wait_for_merges();
    let copy = tempfile::tempdir().unwrap();
    for file in files(folder.path()) {
        let target = copy.path().join(file.strip_prefix(folder.path()).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&file, target).unwrap();
    }
    let after = Index::open(Some(copy.path())).unwrap();
    assert_eq!(after.commit_id(), Some(commit(3)));
    assert_eq!(search(&after.snapshot(), "").total, 21);
}

#[test]
fn another_version_starts_empty() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    fs::write(folder.path().join("stamp"), "0 tantivy v0.1\n").unwrap();
    assert_eq!(Index::open(Some(folder.path())).unwrap().commit_id(), None);
}

#[test]
fn a_missing_file_starts_empty() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    for number in 0..files(folder.path()).len() {
        let folder = tempfile::tempdir().unwrap();
        build(folder.path());
        let names = files(folder.path());
        if let Some(file) = names.get(number) {
            fs::remove_file(file).unwrap();
            is_whole_or_empty(folder.path());
        }
    }
}

/// A process that is killed between writing the deletions of a segment and the list of segments
/// leaves a file of exactly the name that the next commit wants.
#[test]
fn what_the_list_does_not_name_is_removed_at_opening() {
    for clean in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        build(folder.path());
        if !clean {
            fs::remove_file(folder.path().join("clean")).unwrap();
        }
        let segments = folder.path().join("segments");
        let known = files(&segments);
        let ids = known
            .iter()
            .filter(|file| file.extension().is_some_and(|end| end == "store"));
        let mut orphans = Vec::new();
        for id in ids.clone() {
            let name = |number: u32| id.with_extension(format!("{number}.del"));
            orphans.extend((0..200).map(name).filter(|name| !name.exists()));
        }
        assert!(!orphans.is_empty());
        for orphan in &orphans {
            fs::write(orphan, "half of what was to be written").unwrap();
        }
        let index = Index::open(Some(folder.path())).unwrap();
        assert_eq!(index.commit_id(), Some(commit(2)));
        assert!(orphans.iter().all(|orphan| !orphan.exists()));
        let written = add(&index, &[sample("p3", "Title", "changed")], 3);
        assert_eq!(found(&written, "changed"), ["p3"]);
        assert_eq!(search(&written, "").total, 20);
    }
}

#[test]
fn an_index_that_failed_is_begun_anew_in_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    let index = Index::open_anew(folder.path()).unwrap();
    assert_eq!(index.commit_id(), None);
    assert!(matches!(
        Index::open_anew(folder.path()),
        Err(SearchError::InUse { .. })
    ));
    add(&index, &[sample("p3", "Title", "fresh")], 3);
    drop(index);
    let index = Index::open(Some(folder.path())).unwrap();
    assert_eq!(found(&index.snapshot(), "fresh"), ["p3"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn damage_never_gives_a_wrong_answer(
        file in any::<prop::sample::Index>(),
        offset in any::<prop::sample::Index>(),
        flip in 1u8..=255,
        cut: bool,
    ) {
        let folder = tempfile::tempdir().unwrap();
        build(folder.path());
        let names = files(folder.path());
        let file = &names[file.index(names.len())];
        let mut bytes = fs::read(file).unwrap();
        if !bytes.is_empty() {
            let offset = offset.index(bytes.len());
            if cut {
                bytes.truncate(offset);
            } else {
                bytes[offset] ^= flip;
            }
            fs::write(file, bytes).unwrap();
        }
        is_whole_or_empty(folder.path());
    }
}

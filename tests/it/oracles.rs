//! What the fuzz targets hold, held for their seeds, for what they have found, and for the starter
//! content.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../fuzz/src/lib.rs"]
#[expect(
    unreachable_pub,
    reason = "for the fuzz targets it is a crate of its own"
)]
mod concord_fuzz;

use concord_fuzz::{bibtex, front_matter, markdown, path, push, query};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Holds each seed of a target.
fn hold_seeds(target: &str, hold: fn(&[u8])) {
    let seeds = files(&root().join("fuzz/seeds").join(target));
    assert!(!seeds.is_empty());
    // All of them, so that a change that breaks several is seen at once.
    let breaks = |seed: &PathBuf| {
        let input = fs::read(seed).unwrap();
        std::panic::catch_unwind(|| hold(&input)).is_err()
    };
    let broken: Vec<PathBuf> = seeds.into_iter().filter(breaks).collect();
    assert_eq!(broken, [] as [PathBuf; 0]);
}

#[test]
fn front_matter_that_asks_to_be_hidden_is_hidden() {
    hold_seeds("front_matter", front_matter::hold);
}

#[test]
fn markdown_is_harmless_and_bounded() {
    hold_seeds("markdown", markdown::hold);
    for file in files(&root().join("content/contribute")) {
        if file.extension().is_some_and(|ending| ending == "md") {
            markdown::hold(&fs::read(file).unwrap());
        }
    }
}

#[test]
fn queries_are_answered_without_what_is_hidden() {
    hold_seeds("query", query::hold);
}

#[test]
fn paths_have_one_address_and_names_harm_no_clone() {
    hold_seeds("path", path::hold);
    for file in files(&root().join("content")) {
        let file = file.strip_prefix(root()).unwrap().to_str().unwrap();
        path::hold(file.as_bytes());
    }
}

#[test]
fn a_broken_entry_costs_itself_alone() {
    hold_seeds("bibtex", bibtex::hold);
}

#[test]
fn no_push_brings_what_no_clone_should_have() {
    hold_seeds("push", push::hold);
}

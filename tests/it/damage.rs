//! The index is derived: whatever happens to its files, the program starts and answers right.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Server, get, serve};
use crate::wiki::{TestRepository, VOCABULARY, page};

const PAGES: usize = 12;

/// The word that every page has in a round; none is a misspelling of another.
const WORDS: [&str; 11] = [
    "amber", "basalt", "copper", "diamond", "emerald", "flint", "granite", "helium", "indigo",
    "jasper", "krypton",
];

/// A stream of numbers that is the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.symlink_metadata().unwrap().is_file() {
            // Neither the socket that git's hooks speak through nor the hooks themselves, which
            // are links to this program.
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Flips a byte of a file, cuts it short, empties it, makes it longer or removes it.
fn damage(file: &Path, random: &mut Random) {
    let mut bytes = fs::read(file).unwrap();
    match random.below(6) {
        0 => return fs::remove_file(file).unwrap(),
        1 => bytes.clear(),
        2 => bytes.truncate(random.below(bytes.len() + 1)),
        3 => bytes.extend_from_slice(b"more"),
        _ if bytes.is_empty() => {}
        _ => {
            let offset = random.below(bytes.len());
            bytes[offset] ^= 1 << random.below(8);
        }
    }
    fs::write(file, bytes).unwrap();
}

/// Writes the next state of the site: every page has the round's word, one has its own.
fn write(repository: &TestRepository, round: usize) -> String {
    let text = |number: usize| format!("Needle{number} and {}.", WORDS[round]);
    let pages: Vec<(String, String)> = (0..PAGES)
        .map(|number| {
            (
                format!("p{number}.md"),
                page(&format!("title: P{number}\nsummary: S."), &text(number)),
            )
        })
        .collect();
    let mut pages: Vec<(&str, &str)> = pages
        .iter()
        .map(|(file, text)| (file.as_str(), text.as_str()))
        .collect();
    pages.push(("vocabulary.toml", VOCABULARY));
    repository.write(&pages)
}

fn total(server: &Server, query: &str) -> u64 {
    let answer = get(&server.address, &format!("/api/v1/search?q={query}"));
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let value: serde_json::Value = serde_json::from_str(body).unwrap();
    value["total"].as_u64().unwrap()
}

/// Asserts that the site is what the commit says, in its pages and in its search.
fn is_right(server: &Server, commit: &str, round: usize) {
    assert!(
        get(&server.address, "/-/healthz").contains(commit),
        "round {round}"
    );
    assert_eq!(total(server, WORDS[round]), PAGES as u64, "round {round}");
    assert_eq!(total(server, WORDS[round + 1]), 0, "round {round}");
    assert_eq!(total(server, "Needle7"), 1, "round {round}");
    let seen = get(&server.address, "/p7");
    assert!(
        seen.contains(&format!("Needle7 and {}.", WORDS[round])),
        "round {round}: {seen}"
    );
}

#[test]
fn damaged_and_missing_files_never_give_a_wrong_answer() {
    let repository = TestRepository::new();
    let mut random = Random(6);
    for round in 0..10 {
        let commit = write(&repository, round);
        let mut server = serve(&repository, &[]);
        is_right(&server, &commit, round);
        // In turn an orderly end and none.
        if round % 2 == 0 {
            let id = server.child.id().to_string();
            assert!(Command::new("kill").arg(&id).status().unwrap().success());
            assert_eq!(server.child.wait().unwrap().code(), Some(0));
        }
        drop(server);
        let files = files(&repository.folder().join("index"));
        for _ in 0..=random.below(3) {
            let file = &files[random.below(files.len())];
            if file.exists() {
                damage(file, &mut random);
            }
        }
    }
}

#[test]
fn killed_while_it_writes_it_starts_again_with_the_right_pages() {
    let repository = TestRepository::new();
    let mut commit = write(&repository, 0);
    let mut server = serve(&repository, &[]);
    for round in 1..6 {
        let before = commit;
        commit = write(&repository, round);
        // Killed as soon as the new edition is seen, or somewhere on the way to it.
        let looks = [1, 40, 1_000_000, 200, 1_000_000][round - 1];
        let seen = |answer: String| !answer.contains(&before);
        let _ = (0..looks).any(|_| seen(get(&server.address, "/-/healthz")));
        drop(server);
        server = serve(&repository, &[]);
        is_right(&server, &commit, round);
    }
}

//! The history against git itself, and an index brought forward step by step against one that was
//! built at once.

use std::collections::{BTreeMap, BTreeSet};

use concord::domain::{PagePath, Viewer};
use concord::site::{Publisher, VersionChange};
use git2::{Oid, Repository, Signature, Time};

use crate::git_harness::git;
use crate::wiki::{TestRepository, read_history, read_long_history};

/// Random numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// A history of two lines that part and meet again.
struct Story {
    repository: TestRepository,
    git: Repository,
    dice: Dice,
    time: i64,
    number: usize,
    main: (Oid, BTreeMap<String, String>),
}

impl Story {
    fn new(seed: u64) -> Self {
        let repository = TestRepository::new();
        let git = Repository::open(repository.path()).unwrap();
        let mut story = Self {
            dice: Dice(seed),
            time: 1_500_000_000,
            number: 0,
            main: (Oid::ZERO_SHA1, BTreeMap::new()),
            repository,
            git,
        };
        let mut files = BTreeMap::new();
        for name in ["index", "a", "b", "c"] {
            files.insert(format!("{name}.md"), story.page());
        }
        story.main = (story.commit(&[], &files, "Begin"), files);
        story.publish();
        story
    }

    fn publish(&self) {
        self.git
            .reference("refs/heads/main", self.main.0, true, "test")
            .unwrap();
    }

    /// A page like no other, for members now and then.
    fn page(&mut self) -> String {
        self.number += 1;
        let number = self.number;
        let visibility = match self.dice.throw(6) {
            0 => "visibility: members\n",
            _ => "",
        };
        let lines: String = (0..20)
            .map(|line| format!("Line {line} of page {number}.\n"))
            .collect();
        format!("---\ntitle: Page {number}\nsummary: S.\n{visibility}---\n\n{lines}")
    }

    fn commit(&mut self, parents: &[Oid], files: &BTreeMap<String, String>, message: &str) -> Oid {
        self.time += 60;
        let mut tree = self.git.treebuilder(None).unwrap();
        for (name, text) in files {
            let blob = self.git.blob(text.as_bytes()).unwrap();
            tree.insert(name, blob, 0o100_644).unwrap();
        }
        let tree = self.git.find_tree(tree.write().unwrap()).unwrap();
        let who = Signature::new("Ada", "ada@example.org", &Time::new(self.time, 0)).unwrap();
        let parents: Vec<_> = parents
            .iter()
            .map(|id| self.git.find_commit(*id).unwrap())
            .collect();
        let parents: Vec<_> = parents.iter().collect();
        self.git
            .commit(None, &who, &who, message, &tree, &parents)
            .unwrap()
    }

    /// Does something to one file.
    fn change(&mut self, files: &mut BTreeMap<String, String>) {
        let names: Vec<String> = files
            .keys()
            .filter(|name| *name != "index.md")
            .cloned()
            .collect();
        let name = names.get(self.dice.throw(names.len().max(1))).cloned();
        let (kind, line) = (self.dice.throw(10), self.dice.throw(20));
        let Some(name) = name.filter(|_| kind < 9) else {
            let page = self.page();
            files.insert(format!("new-{}.md", self.number), page);
            return;
        };
        let mut text = files[&name].clone();
        self.number += 1;
        match kind {
            0..=5 => {
                let line = format!("Line {line} ");
                text = text.replacen(&line, &format!("{line}({}) ", self.number), 1);
                files.insert(name, text);
            }
            6 | 7 => {
                files.remove(&name);
                text.push_str(&format!("Moved {}.\n", self.number));
                files.insert(format!("moved-{}.md", self.number), text);
            }
            _ => {
                files.remove(&name);
            }
        }
    }

    /// Makes some commits, at times on two lines that are merged in the end.
    fn go_on(&mut self) {
        let (start, mut files) = self.main.clone();
        let mut other = files.clone();
        let (mut tip, mut side) = (start, start);
        let parts = self.dice.throw(3) == 0;
        for _ in 0..3 {
            self.change(&mut files);
            tip = self.commit(&[tip], &files, &format!("Change {}", self.number));
            if parts {
                self.change(&mut other);
                side = self.commit(&[side], &other, &format!("Beside {}", self.number));
            }
        }
        if parts {
            // What both have is ours; what only one has stays.
            for (name, text) in other {
                files.entry(name).or_insert(text);
            }
            tip = self.commit(&[tip, side], &files, "Merge");
        }
        self.main = (tip, files);
        self.publish();
    }
}

/// Everything that an edition tells of the history, to each viewer.
fn told(publisher: &Publisher, names: &BTreeSet<String>) -> Vec<String> {
    let edition = publisher.edition();
    let mut told = Vec::new();
    for viewer in Viewer::ALL {
        let view = edition.view(viewer);
        for name in names {
            let path = PagePath::from_file(name).unwrap();
            let versions = view.versions(&path).unwrap();
            for version in versions
                .into_iter()
                .flat_map(|one| one.some(0, 1000).unwrap())
            {
                told.push(format!("{viewer:?} {name} {version:?}"));
            }
            let moved = view.moved_to(&path).map(|item| item.page.path.to_string());
            told.extend(moved.map(|to| format!("{viewer:?} {name} to {to}")));
        }
        let deleted = view.deleted().unwrap();
        told.extend(
            deleted
                .into_iter()
                .map(|(path, last)| format!("{viewer:?} {path} {last:?}")),
        );
    }
    told
}

fn names(story: &Story) -> BTreeSet<String> {
    let path = story.repository.path();
    let log = git(
        path,
        &["log", "--name-only", "--no-renames", "-m", "--format="],
    );
    log.lines().map(str::to_owned).collect()
}

#[test]
fn an_index_brought_forward_is_the_one_built_at_once() {
    for seed in 0..3 {
        let mut story = Story::new(seed);
        let mut publisher = story.repository.publisher(Some("one"));
        read_history(&publisher);
        for step in 0..36 {
            story.go_on();
            publisher.publish().unwrap();
            read_history(&publisher);
            if step % 12 == 11 {
                // What was saved goes on where it was.
                publisher.close();
                drop(publisher);
                publisher = story.repository.publisher(Some("one"));
                read_history(&publisher);
            }
        }
        let whole = story.repository.publisher(None);
        read_history(&whole);
        let names = names(&story);
        assert_eq!(
            told(&publisher, &names),
            told(&whole, &names),
            "seed {seed}"
        );
        // A file that is damaged is as none.
        publisher.close();
        drop(publisher);
        let file = story.repository.folder().join("one/history.bin");
        let mut bytes = std::fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&file, bytes).unwrap();
        let anew = story.repository.publisher(Some("one"));
        read_history(&anew);
        assert_eq!(told(&anew, &names), told(&whole, &names), "seed {seed}");
    }
}

#[test]
fn a_branch_that_was_rewritten_has_the_new_history() {
    let mut story = Story::new(7);
    let before = story.main.clone();
    let publisher = story.repository.publisher(None);
    read_history(&publisher);
    story.go_on();
    publisher.publish().unwrap();
    read_history(&publisher);
    story.main = before;
    story.go_on();
    publisher.publish().unwrap();
    read_history(&publisher);
    let whole = story.repository.publisher(None);
    read_history(&whole);
    let names = names(&story);
    assert_eq!(told(&publisher, &names), told(&whole, &names));
}

/// Differences: `git log --follow` leaves out merges, and here those that have what none of their
/// parents has are told.
#[test]
fn versions_are_those_of_git_log() {
    let mut compared = 0;
    for seed in 10..13 {
        let mut story = Story::new(seed);
        for _ in 0..40 {
            story.go_on();
        }
        let publisher = story.repository.publisher(None);
        read_history(&publisher);
        let edition = publisher.edition();
        let view = edition.view(Viewer::Contributor);
        for file in story.main.1.keys() {
            let path = PagePath::from_file(file).unwrap();
            let versions = view.versions(&path).unwrap().unwrap();
            let versions = versions.some(0, 10_000).unwrap();
            let ours: Vec<String> = versions
                .iter()
                .filter(|version| version.subject != Some("Merge"))
                .map(|version| version.commit.to_string())
                .collect();
            let log = git(
                story.repository.path(),
                &[
                    "log",
                    "--follow",
                    "--no-merges",
                    "--format=%H",
                    "main",
                    "--",
                    file,
                ],
            );
            let theirs: Vec<String> = log.lines().map(str::to_owned).collect();
            assert_eq!(ours, theirs, "seed {seed}: {file}");
            assert!(
                versions
                    .last()
                    .is_some_and(|first| first.change == VersionChange::Added)
            );
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn a_history_that_is_damaged_begins_later() {
    let mut story = Story::new(21);
    let mut commits = vec![story.main.0];
    for _ in 0..40 {
        story.go_on();
        commits.push(story.main.0);
    }
    let whole = story.repository.publisher(None);
    read_history(&whole);
    let count = |publisher: &Publisher| {
        let edition = publisher.edition();
        let view = edition.view(Viewer::Contributor);
        let paths = story
            .main
            .1
            .keys()
            .map(|file| PagePath::from_file(file).unwrap());
        let versions = paths.filter_map(|path| view.versions(&path).unwrap());
        versions.map(|one| one.len()).sum::<usize>()
    };
    let all = count(&whole);
    let tree = story.git.find_commit(commits[5]).unwrap().tree_id();
    for (object, least) in [(tree, all / 2), (commits[20], all / 4)] {
        let hex = object.to_string();
        let file = story
            .repository
            .path()
            .join("objects")
            .join(&hex[..2])
            .join(&hex[2..]);
        std::fs::remove_file(file).unwrap();
        let publisher = story.repository.publisher(None);
        read_history(&publisher);
        let found = count(&publisher);
        assert!(found >= least, "{found} of {all}");
    }
}

/// Differences on real pages: `git log --follow` goes on at the file of which this one is a copy, where
/// that stays; here a copy begins anew. What differs is printed.
#[test]
#[ignore = "needs a repository of pages, which CONCORD_HISTORY names"]
fn on_real_pages_the_history_is_nearly_that_of_git() {
    let Some(from) = std::env::var_os("CONCORD_HISTORY") else {
        eprintln!("skipped: CONCORD_HISTORY names no repository");
        return;
    };
    let repository = TestRepository::new();
    let from = from.to_string_lossy();
    let path = repository.path();
    git(path, &["fetch", "--quiet", &from, "+HEAD:refs/heads/main"]);
    let merges = git(path, &["rev-list", "--merges", "main"]);
    let merges: BTreeSet<&str> = merges.lines().collect();
    let publisher = repository.publisher(None);
    read_long_history(&publisher);
    let edition = publisher.edition();
    let view = edition.view(Viewer::Contributor);
    let (mut same, mut last, mut all) = (0, 0, 0);
    for item in view.pages() {
        let file = item.page.file.as_str();
        let versions = view.versions(&item.page.path).unwrap().unwrap();
        let versions = versions.some(0, 10_000).unwrap();
        let commits = versions.iter().map(|version| version.commit.to_string());
        let ours: Vec<String> = commits.filter(|id| !merges.contains(id.as_str())).collect();
        let log = |more: &[&str]| -> Vec<String> {
            let mut arguments = vec!["log", "--no-merges", "--format=%H"];
            arguments.extend_from_slice(more);
            arguments.extend_from_slice(&["main", "--", file]);
            git(path, &arguments).lines().map(str::to_owned).collect()
        };
        let theirs = log(&["--follow"]);
        all += 1;
        let (known, of_git): (BTreeSet<_>, BTreeSet<_>) =
            (ours.iter().collect(), theirs.iter().collect());
        match known == of_git {
            true => same += 1,
            false => eprintln!(
                "{file}: only here {:?}, only git {:?}",
                known.difference(&of_git).collect::<Vec<_>>(),
                of_git.difference(&known).collect::<Vec<_>>()
            ),
        }
        let newest = log(&["-1"]);
        match ours.first() == newest.first() {
            true => last += 1,
            false => eprintln!("{file}: last {:?}, git {newest:?}", ours.first()),
        }
    }
    eprintln!("{all} pages: {same} the same history, {last} the same last change");
    assert!(all > 0 && same * 100 >= all * 95 && last * 100 >= all * 99);
}

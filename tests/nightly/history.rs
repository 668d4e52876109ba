//! A long history of renames, merges, reverts and ignored revisions: `kill -9` while the index of it
//! fills, and then every page's history against `git log --follow`, its last change against
//! `git log -1`.
//!
//! `git log --follow` leaves out merges; of these, the site tells those that have what none of their
//! parents has. There is no other difference.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::figures::{Random, count, end, milliseconds, tell};
use crate::git_harness::git;
use crate::program::Program;

const LIMIT: Duration = Duration::from_secs(60);
/// How many pages there are at most.
const PAGES: usize = 200;

/// A history, as `git fast-import` takes it.
struct Story {
    random: Random,
    stream: String,
    marks: usize,
    time: u64,
    words: usize,
    files: BTreeMap<String, Vec<String>>,
    /// What pages said before.
    before: Vec<(String, Vec<String>)>,
}

type Changes = Vec<(String, Option<Vec<String>>)>;

impl Story {
    fn lines(&mut self) -> Vec<String> {
        (0..14).map(|_| self.line()).collect()
    }

    fn line(&mut self) -> String {
        self.words += 1;
        format!("Line {} of all that was ever written here.", self.words)
    }

    /// Chooses what a commit changes among the pages of one half: a name's number decides which.
    fn change(&mut self, half: usize) -> (String, Changes) {
        let is_in = |name: &&String| name.bytes().map(usize::from).sum::<usize>() % 2 == half;
        let names: Vec<String> = self.files.keys().filter(is_in).cloned().collect();
        let name = names.get(self.random.below(names.len())).cloned();
        let deed = self.random.below(20);
        let Some(name) = name.filter(|_| deed > 1 || self.files.len() >= PAGES) else {
            let lines = self.lines();
            let mut name = format!("p{}.md", self.words);
            if !is_in(&&name) {
                name.insert(0, 'a');
            }
            return ("Add".to_owned(), vec![(name, Some(lines))]);
        };
        let mut lines = self.files[&name].clone();
        let index = self.random.below(lines.len());
        match deed {
            2 => ("Remove".to_owned(), vec![(name, None)]),
            3 | 4 => {
                lines[index] = self.line();
                let mut to = format!("moved/p{}.md", self.words);
                if !is_in(&&to) {
                    to = format!("moved/a{}.md", self.words);
                }
                ("Move".to_owned(), vec![(name, None), (to, Some(lines))])
            }
            5 => {
                let known = self.before.iter().rev().find(|(known, _)| *known == name);
                match known.cloned() {
                    Some((_, old)) => ("Revert".to_owned(), vec![(name, Some(old))]),
                    None => ("Empty".to_owned(), Vec::new()),
                }
            }
            _ => {
                self.before.push((name.clone(), lines.clone()));
                lines[index] = self.line();
                ("Change".to_owned(), vec![(name, Some(lines))])
            }
        }
    }

    fn commit(&mut self, parents: &[usize], message: &str, changes: &Changes) -> usize {
        self.marks += 1;
        self.time += 60;
        let _ = write!(
            self.stream,
            "commit refs/heads/main\nmark :{}\ncommitter Ada <ada@example.org> {} +0000\ndata {}\n{message}\n",
            self.marks,
            self.time,
            message.len()
        );
        for (number, parent) in parents.iter().enumerate() {
            let word = if number == 0 { "from" } else { "merge" };
            let _ = writeln!(self.stream, "{word} :{parent}");
        }
        for (file, lines) in changes {
            match lines {
                None => drop(writeln!(self.stream, "D {file}")),
                Some(lines) => {
                    let text = format!(
                        "---\ntitle: {file}\nsummary: About {file}.\n---\n\n{}\n",
                        lines.join("\n")
                    );
                    let _ = writeln!(
                        self.stream,
                        "M 100644 inline {file}\ndata {}\n{text}",
                        text.len()
                    );
                }
            }
        }
        self.marks
    }

    fn apply(&mut self, changes: &Changes) {
        for (file, lines) in changes {
            match lines {
                None => drop(self.files.remove(file)),
                Some(lines) => drop(self.files.insert(file.clone(), lines.clone())),
            }
        }
    }

    fn tell(mut self, commits: usize, repository: &Path) -> Vec<String> {
        let home = self.lines();
        let begin = vec![("index.md".to_owned(), Some(home))];
        let mut tip = self.commit(&[], "Begin", &begin);
        while self.marks < commits {
            if self.random.below(30) > 0 {
                let half = self.random.below(2);
                let (message, changes) = self.change(half);
                tip = self.commit(&[tip], &message, &changes);
                self.apply(&changes);
                continue;
            }
            // Two lines that change other pages, and meet.
            let (mut ours, mut theirs) = (tip, tip);
            let mut merged: Changes = Vec::new();
            for _ in 0..3 {
                let (message, changes) = self.change(0);
                ours = self.commit(&[ours], &message, &changes);
                self.apply(&changes);
                let (message, changes) = self.change(1);
                theirs = self.commit(&[theirs], &message, &changes);
                self.apply(&changes);
                merged.extend(changes);
            }
            // The last that was done to each.
            let last: BTreeMap<String, Option<Vec<String>>> = merged.into_iter().collect();
            tip = self.commit(&[ours, theirs], "Merge", &last.into_iter().collect());
        }
        import(repository, &self.stream);
        self.files
            .into_keys()
            .filter(|file| file != "index.md")
            .collect()
    }
}

fn import(repository: &Path, stream: &str) {
    let mut import = Command::new("git")
        .arg("-C")
        .arg(repository)
        .args(["fast-import", "--quiet", "--force"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    import
        .stdin
        .take()
        .unwrap()
        .write_all(stream.as_bytes())
        .unwrap();
    assert!(import.wait().unwrap().success());
}

/// Makes the repository: the history, and a last commit that says which of it only changed the layout.
fn make(folder: &Path, commits: usize) -> Vec<String> {
    git(
        folder,
        &[
            "init",
            "--quiet",
            "--bare",
            "--initial-branch=main",
            "content.git",
        ],
    );
    let repository = folder.join("content.git");
    let story = Story {
        random: Random::new("history"),
        stream: String::new(),
        marks: 0,
        time: 1_400_000_000,
        words: 0,
        files: BTreeMap::new(),
        before: Vec::new(),
    };
    let pages = story.tell(commits, &repository);
    let ignored = git(&repository, &["log", "-20", "--format=%H", "main"]);
    import(
        &repository,
        &format!(
            "commit refs/heads/main\ncommitter Ada <ada@example.org> 1700000000 +0000\ndata 7\nIgnore\nfrom refs/heads/main^0\nM 100644 inline .git-blame-ignore-revs\ndata {}\n{ignored}\n",
            ignored.len()
        ),
    );
    pages
}

/// Returns the commits of a page's versions with what they say, newest first; nothing while the history
/// is being read.
fn versions(program: &Program, file: &str) -> Option<Vec<(String, String)>> {
    let page = file.trim_end_matches(".md");
    let (mut found, mut from) = (Vec::new(), 1);
    loop {
        let address = format!("/api/v1/history/{page}?limit=100&page={from}");
        let answer = program.get(&address, LIMIT).expect("an answer");
        if answer.status == 503 {
            return None;
        }
        let told: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let some = told["versions"].as_array().cloned().unwrap_or_default();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let is_last = some.len() < 100;
        found.extend(
            some.iter()
                .map(|one| (text(&one["commit"]), text(&one["summary"]))),
        );
        if is_last {
            return Some(found);
        }
        from += 1;
    }
}

fn is_filled(program: &Program) -> bool {
    let answer = program.get("/api/v1/history/?limit=1", LIMIT);
    answer.is_some_and(|answer| answer.status == 200)
}

#[test]
fn a_history_that_was_killed_while_it_filled_is_that_of_git() {
    let commits = count("COMMITS", 600, 20_000);
    let kills = count("HISTORY_KILLS", 3, 40);
    let folder = tempfile::TempDir::new().unwrap();
    let pages = make(folder.path(), commits);
    let mut random = Random::new("history kills");
    let (mut wrong, mut while_filling) = (Vec::new(), 0);
    for _ in 0..kills {
        // What is saved is of no use to the next, so that each fills anew.
        let _ = std::fs::remove_file(folder.path().join("index/history.bin"));
        let mut program = Program::start(folder.path(), &[], LIMIT).serving();
        std::thread::sleep(Duration::from_millis(random.below(commits / 20 + 20) as u64));
        while_filling += usize::from(!is_filled(&program));
        program.kill_all();
    }
    let program = Program::start(folder.path(), &[], LIMIT).serving();
    let started = Instant::now();
    while !is_filled(&program) {
        assert!(started.elapsed() < LIMIT * 5, "the history does not fill");
        std::thread::sleep(Duration::from_millis(20));
    }
    tell(
        "history",
        "kills, of which while it filled",
        format!("{kills}, {while_filling}"),
    );
    tell(
        "history",
        "filled after a start",
        milliseconds(started.elapsed()),
    );
    let repository = folder.path().join("content.git");
    let mut compared = 0;
    for file in &pages {
        let Some(told) = versions(&program, file) else {
            wrong.push(format!("{file}: the history is not there"));
            continue;
        };
        let ours: Vec<&str> = told
            .iter()
            .filter(|(_, summary)| summary != "Merge")
            .map(|(commit, _)| commit.as_str())
            .collect();
        let log = git(
            &repository,
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
        let theirs: Vec<&str> = log.lines().collect();
        if ours != theirs {
            wrong.push(format!(
                "{file}: {} versions, git {}",
                ours.len(),
                theirs.len()
            ));
        }
        let last = git(
            &repository,
            &[
                "log",
                "-1",
                "--no-merges",
                "--format=%H",
                "main",
                "--",
                file,
            ],
        );
        if ours.first() != Some(&last.trim()) {
            wrong.push(format!("{file}: last {:?}, git {last}", ours.first()));
        }
        compared += 1;
    }
    tell("history", "pages compared with git log --follow", compared);
    wrong.extend(program.panics());
    assert!(compared >= pages.len() / 2);
    end("history", &wrong);
}

//! The index damaged in every way: the program starts, and answers as with a fresh one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::figures::{Random, count, end, milliseconds, tell};
use crate::git_harness::{git, make_repository};
use crate::program::Program;

/// How long a start, an answer and an end may take.
const LIMIT: Duration = Duration::from_secs(30);

/// The site of a run: two commits, the queries, and the right answers for both.
struct Site {
    folder: PathBuf,
    commits: [String; 2],
    queries: Vec<String>,
    right: [Vec<String>; 2],
}

/// Which damage is done.
#[derive(Clone, Copy, Debug)]
enum Damage {
    Truncate,
    Empty,
    Flip,
    Lengthen,
    Remove,
    FolderForFile,
    LinkToNothing,
    OtherFile,
    Strangers,
    RemoveFolder,
    FileForFolder,
    Nothing,
    KillInside,
    WhileRunning,
    OlderTime,
}

const DAMAGES: [Damage; 15] = [
    Damage::Truncate,
    Damage::Flip,
    Damage::Remove,
    Damage::KillInside,
    Damage::Empty,
    Damage::WhileRunning,
    Damage::Lengthen,
    Damage::FolderForFile,
    Damage::LinkToNothing,
    Damage::OtherFile,
    Damage::Strangers,
    Damage::RemoveFolder,
    Damage::FileForFolder,
    Damage::OlderTime,
    Damage::Nothing,
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.symlink_metadata().unwrap().file_type();
        if kind.is_dir() {
            found.extend(files(&path));
        } else if kind.is_file() {
            // Neither sockets nor the hooks, which are links to the program.
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Copies the files of a folder.
fn copy(from: &Path, to: &Path) {
    remove(to);
    fs::create_dir_all(to).unwrap();
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&file, target).unwrap();
    }
}

fn remove(path: &Path) {
    if path.is_dir() && !path.is_symlink() {
        // A server that is running may write into the folder while it goes.
        while let Err(error) = fs::remove_dir_all(path) {
            assert_eq!(error.kind(), io::ErrorKind::DirectoryNotEmpty, "{error}");
        }
    } else {
        let _ = fs::remove_file(path);
    }
}

/// Does one damage to a folder.
fn damage(index: &Path, kind: Damage, random: &mut Random) {
    let all = files(index);
    let file = all[random.below(all.len())].clone();
    let mut bytes = fs::read(&file).unwrap();
    match kind {
        Damage::Truncate => bytes.truncate(random.below(bytes.len())),
        Damage::Empty => bytes.clear(),
        Damage::Lengthen => bytes.extend_from_slice(b"more than there was"),
        Damage::Flip => {
            let offset = random.below(bytes.len());
            if let Some(byte) = bytes.get_mut(offset) {
                *byte ^= 1 << random.below(8);
            }
        }
        Damage::OtherFile => bytes = fs::read(&all[random.below(all.len())]).unwrap(),
        Damage::Remove => return remove(&file),
        Damage::FolderForFile => {
            remove(&file);
            return fs::create_dir(&file).unwrap();
        }
        Damage::LinkToNothing => {
            remove(&file);
            return std::os::unix::fs::symlink("nowhere", &file).unwrap();
        }
        Damage::Strangers => {
            // Names that the engine itself may want next.
            for ending in ["del", "idx", "term", "store", "tmp", "lock"] {
                let mut name = file.clone();
                name.set_extension(format!("7.{ending}"));
                fs::write(&name, b"left behind").unwrap();
                name.set_extension(ending);
                if !name.exists() {
                    fs::write(&name, b"left behind").unwrap();
                }
            }
            return;
        }
        Damage::RemoveFolder => return remove(index),
        Damage::FileForFolder => {
            remove(index);
            return fs::write(index, b"a file").unwrap();
        }
        Damage::Nothing | Damage::KillInside | Damage::WhileRunning | Damage::OlderTime => return,
    }
    fs::write(file, bytes).unwrap();
}

impl Site {
    /// Makes the starter content a site of two commits, and asks a fresh index everything.
    fn new(folder: &Path, queries: usize) -> Self {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let files = files(&content);
        let is_picture = |file: &&PathBuf| file.extension().is_some_and(|end| end == "webp");
        let texts: Vec<(String, String)> = files
            .iter()
            .filter(|file| !is_picture(file))
            .map(|file| {
                let name = file.strip_prefix(&content).unwrap();
                let text = fs::read_to_string(file).unwrap();
                (name.to_str().unwrap().to_owned(), text)
            })
            .collect();
        let texts: Vec<(&str, &str)> = texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let repository = make_repository(folder, &texts, false);
        let first = git(&repository, &["rev-parse", "main"]);
        let source = folder.join("source");
        for file in files.iter().filter(|file| file.ends_with("index.md")) {
            let name = file.strip_prefix(&content).unwrap();
            let text = fs::read_to_string(source.join(name)).unwrap();
            fs::write(source.join(name), format!("{text}\nOne more quokka.\n")).unwrap();
        }
        git(
            &source,
            &["commit", "--quiet", "-a", "-m", "Add to the indexes"],
        );
        let repository_path = repository.to_str().unwrap();
        git(&source, &["push", "--quiet", repository_path, "main"]);
        let second = git(&repository, &["rev-parse", "main"]);
        let mut site = Self {
            folder: folder.to_owned(),
            commits: [first, second],
            queries: titles(&texts, queries),
            right: Default::default(),
        };
        for at in [1, 0] {
            site.move_to(at);
            remove(&site.index());
            let program = site.start().unwrap();
            site.right[at] = site.answers(&program).unwrap();
            // The index of an orderly end.
            program.end(LIMIT).unwrap();
        }
        copy(&site.index(), &folder.join("pristine"));
        site
    }

    fn index(&self) -> PathBuf {
        self.folder.join("index")
    }

    fn move_to(&self, at: usize) {
        let repository = self.folder.join("content.git");
        git(
            &repository,
            &["update-ref", "refs/heads/main", &self.commits[at]],
        );
    }

    fn start(&self) -> Result<Program, String> {
        Program::start(&self.folder, &[], LIMIT).served()
    }

    /// Asks every query, and returns the paths of the first ten of each.
    fn answers(&self, program: &Program) -> Result<Vec<String>, String> {
        let mut answers = Vec::new();
        for query in &self.queries {
            let address = format!("/api/v1/search?limit=10&q={query}");
            let answer = program
                .get(&address, LIMIT)
                .ok_or(format!("no answer to {address}"))?;
            let value: serde_json::Value = serde_json::from_slice(&answer.body)
                .map_err(|error| format!("{address}: {} {error}", answer.status))?;
            let hits = ["hits", "results"]
                .into_iter()
                .find_map(|key| value[key].as_array());
            let hits = hits.ok_or(format!("{address}: {}", answer.text()))?;
            let paths: Vec<String> = hits
                .iter()
                .take(10)
                .map(|hit| hit["path"].to_string())
                .collect();
            answers.push(format!("{} {}", value["total"], paths.join(" ")));
        }
        Ok(answers)
    }

    /// Checks that the site is that of a commit.
    fn check(&self, program: &Program, at: usize) -> Result<(), String> {
        let commit = &self.commits[at];
        let started = Instant::now();
        let serves = || {
            let health = program.get("/-/healthz", LIMIT);
            health.is_some_and(|answer| answer.status == 200 && answer.text().contains(commit))
        };
        while !serves() {
            if started.elapsed() > LIMIT {
                return Err("the branch is not served".to_owned());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        for address in ["/", "/cases", "/map", "/changes"] {
            let answer = program.get(address, LIMIT);
            let status = answer.map(|answer| answer.status);
            if status != Some(200) {
                return Err(format!("{address}: {status:?}"));
            }
        }
        let answers = self.answers(program)?;
        let differs = |(query, (now, right)): (&String, (&String, &String))| {
            (now != right).then(|| format!("{query}: {now} is not {right}"))
        };
        let pairs = self.queries.iter().zip(answers.iter().zip(&self.right[at]));
        match pairs.filter_map(differs).next() {
            Some(difference) => Err(difference),
            None => Ok(()),
        }
    }

    /// Damages the index once and looks at what becomes of it; returns how long the start took.
    fn round(&self, kind: Damage, random: &mut Random) -> Result<Duration, String> {
        let index = self.index();
        copy(&self.folder.join("pristine"), &index);
        self.move_to(0);
        let mut at = 0;
        match kind {
            Damage::KillInside => {
                // The index is at one commit, the branch at the other: the start writes.
                self.move_to(1);
                let (mut child, _) = Program::spawn(&self.folder, &[]);
                std::thread::sleep(Duration::from_millis(random.below(600) as u64));
                child.kill().unwrap();
                child.wait().unwrap();
                at = 1;
            }
            Damage::OlderTime => {
                self.move_to(1);
                at = 1;
            }
            Damage::WhileRunning => {
                let program = self.start()?;
                let kind = DAMAGES[random.below(DAMAGES.len())];
                let kind = match kind {
                    Damage::KillInside | Damage::WhileRunning => Damage::RemoveFolder,
                    other => other,
                };
                damage(&index, kind, random);
                self.move_to(1);
                at = 1;
                self.check(&program, at)
                    .map_err(|error| format!("{kind:?}: {error}"))?;
                let panics = program.panics();
                if !panics.is_empty() {
                    return Err(format!("{kind:?}: {}", panics.join("; ")));
                }
                program.end(LIMIT)?;
            }
            kind => damage(&index, kind, random),
        }
        let started = Instant::now();
        let program = self.start()?;
        let took = started.elapsed();
        self.check(&program, at)?;
        let panics = program.panics();
        program.end(LIMIT)?;
        if panics.is_empty() {
            Ok(took)
        } else {
            Err(panics.join("; "))
        }
    }
}

/// Makes queries of the words of titles.
fn titles(files: &[(&str, &str)], most: usize) -> Vec<String> {
    let titles = files.iter().filter_map(|(_, text)| {
        let line = text.lines().find_map(|line| line.strip_prefix("title: "))?;
        let words: Vec<&str> = line
            .split(|sign: char| !sign.is_ascii_alphanumeric())
            .filter(|word| word.len() > 3)
            .take(2)
            .collect();
        (!words.is_empty()).then(|| words.join("+"))
    });
    titles.take(most).collect()
}

#[test]
fn a_damaged_index_answers_as_a_fresh_one() {
    let damages = count("INDEX_DAMAGES", 6, 100);
    let queries = count("QUERIES", 15, 100);
    let mut random = Random::new("index");
    let folder = tempfile::TempDir::new().unwrap();
    let site = Site::new(folder.path(), queries);
    let mut wrong = Vec::new();
    let mut slowest = Duration::ZERO;
    for round in 0..damages {
        let kind = DAMAGES[round % DAMAGES.len()];
        match site.round(kind, &mut random) {
            Ok(took) => slowest = slowest.max(took),
            Err(error) => {
                let text = format!("round {round}, {kind:?}: {error}");
                eprintln!("index: {text}");
                wrong.push(text);
            }
        }
        let _ = fs::remove_file(folder.path().join("log"));
    }
    let run = "index damage";
    tell(run, "damages", damages);
    tell(run, "queries compared after each", site.queries.len());
    tell(run, "slowest start", milliseconds(slowest));
    end(run, &wrong);
}

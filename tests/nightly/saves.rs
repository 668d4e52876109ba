//! `kill -9` under saves: 64 people write the same 50 pages, and what was acknowledged is there.

use std::collections::HashSet;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::figures::{Random, count, end, milliseconds, percentile, tell};
use crate::git_harness::{git, git_command, make_repository, said, small};
use crate::program::{Program, ask, binary, get};

const WRITERS: usize = 64;
const PAGES: usize = 50;
/// How long a start and an answer may take.
const LIMIT: Duration = Duration::from_secs(60);

struct Shared {
    folder: PathBuf,
    token: String,
    address: Mutex<Option<SocketAddr>>,
    /// The lines that were acknowledged: the page and the line.
    acknowledged: Mutex<Vec<(String, String)>>,
    took: Mutex<Vec<Duration>>,
    wrong: Mutex<Vec<String>>,
    unknown: AtomicUsize,
    stop: AtomicBool,
}

impl Shared {
    fn complain(&self, text: String) {
        eprintln!("saves: {text}");
        self.wrong.lock().unwrap().push(text);
    }

    fn ask(&self, method: &str, page: &str, more: &str, body: &str) -> Option<(u16, Value)> {
        let address = (*self.address.lock().unwrap())?;
        let headers = format!(
            "Authorization: Bearer {}\r\nContent-Type: application/json\r\n{more}",
            self.token
        );
        let path = format!("/api/v1/pages/{page}");
        let answer = ask(address, method, &path, &headers, body, LIMIT)?;
        let value = serde_json::from_slice(&answer.body).unwrap_or_default();
        Some((answer.status, value))
    }

    /// Writes another number into a writer's own line, once; whether that was acknowledged.
    fn save(&self, writer: usize, page: &str, number: usize) -> Option<()> {
        let (200, read) = self.ask("GET", page, "", "")? else {
            return None;
        };
        let (object, source) = (read["object"].as_str()?, read["source"].as_str()?);
        let mine = format!("{writer}: ");
        let line = format!("{writer}: {number}");
        let lines = source.split('\n').map(|old| match old.starts_with(&mine) {
            true => line.as_str(),
            false => old,
        });
        let source = lines.collect::<Vec<_>>().join("\n");
        let body = serde_json::json!({ "source": source }).to_string();
        let started = Instant::now();
        let Some((status, told)) =
            self.ask("PUT", page, &format!("If-Match: \"{object}\"\r\n"), &body)
        else {
            self.unknown.fetch_add(1, Ordering::Relaxed);
            return None;
        };
        match status {
            200 | 201 => {
                self.took.lock().unwrap().push(started.elapsed());
                let mut all = self.acknowledged.lock().unwrap();
                all.push((page.to_owned(), line));
                Some(())
            }
            503 => None,
            _ => {
                self.complain(format!("a save was answered {status}: {told}"));
                None
            }
        }
    }
}

/// Saves until told to stop, with stalls of any length between.
fn write(shared: &Shared, writer: usize, next: &AtomicUsize) {
    let mut random = Random::new(&format!("writer {writer}"));
    while !shared.stop.load(Ordering::Relaxed) {
        let page = format!("many/p{}", random.below(PAGES));
        let number = next.fetch_add(1, Ordering::Relaxed);
        if shared.save(writer, &page, number).is_none() {
            std::thread::sleep(Duration::from_millis(20));
        }
        std::thread::sleep(Duration::from_millis(random.below(60) as u64));
    }
}

fn start(shared: &Shared) -> Option<Program> {
    let program = Program::start(&shared.folder, &["--data", "data"], LIMIT).served();
    let program = program.map_err(|why| shared.complain(why)).ok()?;
    *shared.address.lock().unwrap() = Some(program.address);
    Some(program)
}

/// Kills at random moments, and goes on until enough was saved.
fn kill_under_load(shared: &Shared, kills: usize, saves: usize) -> usize {
    let mut random = Random::new("saves");
    let mut killed = 0;
    let mut program = start(shared);
    let acknowledged = || shared.acknowledged.lock().unwrap().len();
    while let Some(mut running) = program.take() {
        // The moment is what differs between the kills.
        let wanted = saves * (killed + 1) / (kills + 1);
        let started = Instant::now();
        while acknowledged() < wanted && started.elapsed() < LIMIT {
            std::thread::sleep(Duration::from_millis(10));
        }
        if started.elapsed() >= LIMIT {
            shared.complain(format!("{} saves in a minute", acknowledged()));
            break;
        }
        if killed == kills {
            break;
        }
        std::thread::sleep(Duration::from_millis(random.below(300) as u64));
        running.kill();
        killed += 1;
        *shared.address.lock().unwrap() = None;
        for panic in running.panics() {
            shared.complain(panic);
        }
        program = start(shared);
    }
    shared.stop.store(true, Ordering::Relaxed);
    killed
}

/// Asserts that every acknowledged line is in the history of its page, that the repository is whole,
/// and that branch, edition and search agree.
fn check_all(shared: &Shared) {
    let Some(program) = start(shared) else {
        return;
    };
    let repository = shared.folder.join("content.git");
    let checked = git_command(&repository, &["fsck", "--strict", "--no-dangling"]).output();
    let checked = checked.unwrap();
    if !checked.status.success() {
        shared.complain(format!("git fsck: {}", said(&checked)));
    }
    let mut written: HashSet<(String, String)> = HashSet::new();
    let mut file = String::new();
    for line in git(&repository, &["log", "-p", "--unified=0", "main"]).lines() {
        if let Some(name) = line.strip_prefix("+++ b/") {
            file = name.trim_end_matches(".md").to_owned();
        } else if let Some(line) = line.strip_prefix('+') {
            written.insert((file.clone(), line.to_owned()));
        }
    }
    for (page, line) in shared.acknowledged.lock().unwrap().iter() {
        if !written.contains(&(page.clone(), line.clone())) {
            shared.complain(format!("acknowledged and lost: “{line}” of {page}"));
        }
    }
    let tip = git(&repository, &["rev-parse", "main"]);
    let health = get(program.address, "/-/healthz", LIMIT);
    if !health.is_some_and(|answer| answer.status == 200 && answer.text().contains(&tip)) {
        shared.complain("the last start does not serve the branch".to_owned());
    }
    for number in 0..PAGES {
        let path = format!("many/p{number}");
        let source = git(&repository, &["show", &format!("main:{path}.md")]);
        let served = get(program.address, &format!("/{path}.md"), LIMIT);
        if served.is_none_or(|answer| answer.text().trim_end() != source) {
            shared.complain(format!("{path} is not served as it is on the branch"));
        }
    }
    let found = get(program.address, "/search?q=written+by+many", LIMIT);
    if found.is_none_or(|answer| !answer.text().contains("/many/p")) {
        shared.complain("the search does not find the pages".to_owned());
    }
    let left = std::fs::read_dir(repository.join("objects"))
        .unwrap()
        .flatten();
    let left = left.filter(|entry| entry.file_name().to_string_lossy().contains("incoming"));
    let left = left.count();
    if left > 0 {
        shared.complain(format!("{left} quarantines are left after the last start"));
    }
}

/// Makes an account that may write, and returns a token of it.
fn token(folder: &Path) -> String {
    let user = |arguments: &[&str], input: &str| {
        let mut child = Command::new(binary())
            .current_dir(folder)
            .arg("user")
            .args(arguments)
            .args(["--data", "data"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let add = ["add", "ada", "--role", "contributor", "--password-stdin"];
    user(&add, "seven herons tax the ferry\n");
    user(&["token", "ada", "--scope", "write", "--name", "load"], "")
}

#[test]
fn no_kill_loses_what_was_saved() {
    let (kills, saves) = (count("SAVE_KILLS", 3, 40), count("SAVES", 120, 2_000));
    let folder = tempfile::TempDir::new().unwrap();
    let lines: String = (0..WRITERS)
        .map(|writer| format!("{writer}: -\n\n"))
        .collect();
    let page = |number: usize| {
        let front = format!("title: Many {number}\nkind: page\nsummary: Written by many.");
        (
            format!("many/p{number}.md"),
            format!("---\n{front}\n---\n\n{lines}"),
        )
    };
    let pages: Vec<(String, String)> = (0..PAGES).map(page).collect();
    let mut files = small();
    files.extend(
        pages
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str())),
    );
    make_repository(folder.path(), &files, false);
    let shared = Shared {
        folder: folder.path().to_owned(),
        token: token(folder.path()),
        address: Mutex::default(),
        acknowledged: Mutex::default(),
        took: Mutex::default(),
        wrong: Mutex::default(),
        unknown: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
    };
    let next = AtomicUsize::new(1);
    let started = Instant::now();
    let killed = std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (shared, next) = (&shared, &next);
            scope.spawn(move || write(shared, writer, next));
        }
        kill_under_load(&shared, kills, saves)
    });
    let took = started.elapsed();
    check_all(&shared);
    let acknowledged = shared.acknowledged.lock().unwrap().len();
    let run = "saves";
    tell(run, "kills", killed);
    tell(run, "saves acknowledged", acknowledged);
    tell(
        run,
        "saves without an answer",
        shared.unknown.load(Ordering::Relaxed),
    );
    let rate = acknowledged as f64 / took.as_secs_f64();
    tell(
        run,
        "saves a second, kills and starts included",
        format!("{rate:.1}"),
    );
    let mut took = shared.took.lock().unwrap();
    tell(
        run,
        "p99 of a save",
        milliseconds(percentile(&mut took, 0.99)),
    );
    drop(took);
    end(run, &shared.wrong.lock().unwrap());
}

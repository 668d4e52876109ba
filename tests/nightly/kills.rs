//! `kill -9` under pushes: what was acknowledged is there, what was refused is not.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::{Duration, Instant};

use crate::figures::{Random, count, end, milliseconds, tell};
use crate::git_harness::{commit, git, git_command, make_repository, page, said, small, write};
use crate::program::{Program, get};

/// How many clones push.
const PUSHERS: usize = 3;
/// How long a start may take.
const START: Duration = Duration::from_secs(20);
/// How many kills between two looks at the whole repository.
const LOOK: usize = 20;

/// A page that was pushed, and the commit that was acknowledged with it.
struct Acknowledged {
    file: String,
    commit: String,
}

/// What the pushers and the one who kills share.
struct Shared {
    folder: PathBuf,
    address: Mutex<Option<SocketAddr>>,
    acknowledged: Mutex<Vec<Acknowledged>>,
    refused: Mutex<Vec<String>>,
    wrong: Mutex<Vec<String>>,
    pushes: AtomicUsize,
    /// How many milliseconds the last acknowledged push took.
    took: AtomicU64,
    stop: AtomicBool,
    /// Held by whoever pushes; taken by whoever looks at the repository at rest.
    rest: RwLock<()>,
}

impl Shared {
    fn complain(&self, text: String) {
        eprintln!("kills: {text}");
        self.wrong.lock().unwrap().push(text);
    }

    fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Tells the pushers to stop when dropped.
struct Over<'s>(&'s AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How one push ended.
enum Outcome {
    Acknowledged,
    /// The site refused what it brings.
    Refused,
    /// Others were first.
    Behind,
    /// No answer: it may be in or not.
    Unknown,
}

fn push(shared: &Shared, work: &Path) -> Outcome {
    let Some(address) = *shared.address.lock().unwrap() else {
        return Outcome::Unknown;
    };
    let _running = shared.rest.read().unwrap();
    shared.pushes.fetch_add(1, Ordering::Relaxed);
    let url = format!("http://{address}/content.git");
    let started = Instant::now();
    let pushed = git_command(work, &["push", &url, "HEAD:main"])
        .output()
        .unwrap();
    let said = said(&pushed);
    let behind = [
        "fetch first",
        "fast-forward",
        "cannot lock ref",
        "failed to update ref",
    ];
    if pushed.status.success() {
        let took = started.elapsed().as_millis() as u64;
        shared.took.store(took, Ordering::Relaxed);
        Outcome::Acknowledged
    } else if behind.iter().any(|words| said.contains(words)) {
        Outcome::Behind
    } else if said.contains("there is no page") {
        Outcome::Refused
    } else {
        Outcome::Unknown
    }
}

/// Takes what others pushed; the own commit comes on top.
fn catch_up(shared: &Shared, work: &Path) {
    let Some(address) = *shared.address.lock().unwrap() else {
        return;
    };
    let url = format!("http://{address}/content.git");
    let fetched = git_command(work, &["fetch", "--quiet", &url, "main"]).output();
    if fetched.is_ok_and(|output| output.status.success()) {
        git(work, &["rebase", "--quiet", "FETCH_HEAD"]);
    }
}

/// Pushes one page after another until told to stop: every seventh with a mistake, every fifth
/// with a large file, each until it is known what became of it.
fn contribute(shared: &Shared, number: usize) {
    let work = shared.folder.join(format!("work{number}"));
    let mut noise = vec![0_u8; 400_000];
    for round in 0.. {
        if shared.is_over() {
            return;
        }
        let mistake = round % 7 == 3;
        let file = format!("p{number}/t{number}x{round}.md");
        let link = if mistake {
            "[[nowhere at all]]"
        } else {
            "Text."
        };
        write(&work, &file, page(&format!("T{number}x{round}"), link));
        write(
            &work,
            &format!("p{number}/latest.md"),
            page("Latest", &format!("Round {round}.")),
        );
        if round % 5 == 4 {
            getrandom::fill(&mut noise).unwrap();
            write(&work, &format!("p{number}/data.bin"), &noise);
        }
        commit(&work, "Contribute");
        loop {
            match push(shared, &work) {
                Outcome::Acknowledged if mistake => {
                    shared.complain(format!("a push with a mistake was accepted: {file}"));
                    break;
                }
                Outcome::Acknowledged => {
                    let commit = git(&work, &["rev-parse", "HEAD"]);
                    let mut all = shared.acknowledged.lock().unwrap();
                    all.push(Acknowledged { file, commit });
                    break;
                }
                Outcome::Refused if !mistake => {
                    shared.complain(format!("a push without a mistake was refused: {file}"));
                    git(&work, &["reset", "--quiet", "--hard", "HEAD~1"]);
                    break;
                }
                Outcome::Refused => {
                    git(&work, &["reset", "--quiet", "--hard", "HEAD~1"]);
                    shared.refused.lock().unwrap().push(file);
                    break;
                }
                Outcome::Behind => catch_up(shared, &work),
                Outcome::Unknown => std::thread::sleep(Duration::from_millis(20)),
            }
            if shared.is_over() {
                return;
            }
        }
    }
}

/// What the one who kills has seen.
#[derive(Default)]
struct Seen {
    slowest: Duration,
    checked: usize,
    kills: usize,
    of_children: usize,
    while_starting: usize,
    while_locked: usize,
}

/// Asserts that what was acknowledged so far is on the branch.
fn check_acknowledged(shared: &Shared, seen: &mut Seen) {
    let new: Vec<(String, String)> = {
        let all = shared.acknowledged.lock().unwrap();
        let new = all[seen.checked..].iter();
        new.map(|one| (one.commit.clone(), one.file.clone()))
            .collect()
    };
    seen.checked += new.len();
    let repository = shared.folder.join("content.git");
    let all = git(&repository, &["rev-list", "main"]);
    let all: HashSet<&str> = all.lines().collect();
    for (commit, file) in new {
        if !all.contains(commit.as_str()) {
            shared.complain(format!("acknowledged and lost: {commit} with {file}"));
        }
    }
}

/// Asserts that the repository is whole, while nobody pushes.
fn check_whole(shared: &Shared) {
    let _rest = shared.rest.write().unwrap();
    let repository = shared.folder.join("content.git");
    let checked = git_command(&repository, &["fsck", "--strict", "--no-dangling"]);
    let checked = { checked }.output().unwrap();
    if !checked.status.success() {
        shared.complain(format!("git fsck: {}", said(&checked)));
    }
}

/// Kills one of the processes that git runs for the server, and tells whether there was one.
fn kill_child(program: &Program) -> bool {
    let group = program.id().to_string();
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let mut found = processes.filter_map(|entry| {
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        let (id, _) = stat.split_once(' ')?;
        let (_, fields) = stat.rsplit_once(')')?;
        let of_group = fields.split_whitespace().nth(2)? == group;
        (of_group && id != group).then(|| id.to_owned())
    });
    found.next().is_some_and(|id| {
        let killed = std::process::Command::new("kill")
            .args(["-9", &id])
            .status();
        killed.is_ok_and(|status| status.success())
    })
}

fn start(shared: &Shared, seen: &mut Seen) -> Option<Program> {
    let started = Instant::now();
    let locks = ["refs/heads/main.lock", "packed-refs.lock", "HEAD.lock"];
    let locked = |name: &&str| shared.folder.join("content.git").join(name).exists();
    seen.while_locked += usize::from(locks.iter().any(locked));
    let program = Program::start(&shared.folder, &["--push", "anyone"], START).served();
    let program = program.map_err(|why| shared.complain(why)).ok()?;
    seen.slowest = seen.slowest.max(started.elapsed());
    *shared.address.lock().unwrap() = Some(program.address);
    Some(program)
}

/// Kills until it has been done often enough.
fn kill_again_and_again(shared: &Shared, kills: usize, random: &mut Random) -> Seen {
    let mut seen = Seen::default();
    let mut program = start(shared, &mut seen);
    let started = Instant::now();
    while shared.took.load(Ordering::Relaxed) == 0 && started.elapsed() < START {
        std::thread::sleep(Duration::from_millis(10));
    }
    while seen.kills < kills {
        let Some(mut running) = program.take() else {
            break;
        };
        // The moment is what differs between the kills: nothing is waited for.
        // Long enough for a push or two, on a busy machine as on an idle one.
        let window = (shared.took.load(Ordering::Relaxed) * 3).clamp(600, 30_000);
        std::thread::sleep(Duration::from_millis(random.below(window as usize) as u64));
        seen.kills += 1;
        match random.below(4) {
            0 => running.kill_all(),
            1 if kill_child(&running) => {
                seen.of_children += 1;
                if !running.is_alive() {
                    shared.complain("the server ended with a child of its own".to_owned());
                }
                std::thread::sleep(Duration::from_millis(random.below(100) as u64));
                running.kill();
            }
            _ => running.kill(),
        }
        *shared.address.lock().unwrap() = None;
        for panic in running.panics() {
            shared.complain(panic);
        }
        drop(running);
        if random.below(5) == 0 {
            let (mut child, _) = Program::spawn(&shared.folder, &["--push", "anyone"]);
            std::thread::sleep(Duration::from_millis(random.below(80) as u64));
            child.kill().unwrap();
            child.wait().unwrap();
            seen.kills += 1;
            seen.while_starting += 1;
        }
        program = start(shared, &mut seen);
        check_acknowledged(shared, &mut seen);
        if seen.kills % LOOK == 0 {
            check_whole(shared);
        }
    }
    drop(program);
    seen
}

/// Asserts that the last start serves all that was acknowledged and nothing that was refused.
fn check_last(shared: &Shared, seen: &mut Seen) {
    let Some(program) = start(shared, seen) else {
        return;
    };
    check_acknowledged(shared, seen);
    check_whole(shared);
    let repository = shared.folder.join("content.git");
    let tip = git(&repository, &["rev-parse", "main"]);
    let limit = Duration::from_secs(20);
    let health = get(program.address, "/-/healthz", limit);
    if !health.is_some_and(|answer| answer.status == 200 && answer.text().contains(&tip)) {
        shared.complain("the last start does not serve the branch".to_owned());
    }
    let history = git(&repository, &["log", "--format=", "--name-only", "main"]);
    let history: HashSet<&str> = history.lines().collect();
    for file in shared.refused.lock().unwrap().iter() {
        if history.contains(file.as_str()) {
            shared.complain(format!("refused and there: {file}"));
        }
    }
    let tree = git(&repository, &["ls-tree", "-r", "--name-only", "main"]);
    let tree: HashSet<&str> = tree.lines().collect();
    let all = shared.acknowledged.lock().unwrap();
    for one in all.iter() {
        if !tree.contains(one.file.as_str()) {
            shared.complain(format!("acknowledged and not in the tree: {}", one.file));
        }
    }
    for one in all.iter().rev().take(100) {
        let address = format!("/{}", one.file.trim_end_matches(".md"));
        let found = get(program.address, &address, limit);
        if found.is_none_or(|answer| answer.status != 200) {
            shared.complain(format!("acknowledged and not served: {address}"));
        }
    }
    check_that_pushes_are_taken(shared);
    let left = std::fs::read_dir(repository.join("objects"))
        .unwrap()
        .flatten();
    let left = left
        .filter(|entry| entry.file_name().to_string_lossy().contains("incoming"))
        .count();
    tell("kills", "quarantines left after the last start", left);
}

/// Asserts that nothing that a kill left behind stands in the way of a push.
fn check_that_pushes_are_taken(shared: &Shared) {
    let work = shared.folder.join("last");
    git(&shared.folder, &["clone", "--quiet", "content.git", "last"]);
    write(&work, "last.md", page("Last", "Text."));
    commit(&work, "Contribute after all");
    let started = Instant::now();
    while !matches!(push(shared, &work), Outcome::Acknowledged) {
        if started.elapsed() > START {
            return shared.complain("after the kills no push is taken".to_owned());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn no_kill_loses_what_was_acknowledged() {
    let kills = count("KILLS", 4, 500);
    let mut random = Random::new("kills");
    let folder = tempfile::TempDir::new().unwrap();
    make_repository(folder.path(), &small(), false);
    for number in 0..PUSHERS {
        let name = format!("work{number}");
        git(folder.path(), &["clone", "--quiet", "content.git", &name]);
    }
    let shared = Shared {
        folder: folder.path().to_owned(),
        address: Mutex::default(),
        acknowledged: Mutex::default(),
        refused: Mutex::default(),
        wrong: Mutex::default(),
        pushes: AtomicUsize::new(0),
        took: AtomicU64::new(0),
        stop: AtomicBool::new(false),
        rest: RwLock::new(()),
    };
    let mut seen = std::thread::scope(|scope| {
        for number in 0..PUSHERS {
            let shared = &shared;
            scope.spawn(move || contribute(shared, number));
        }
        // The pushers end with this, however it ends.
        let _over = Over(&shared.stop);
        kill_again_and_again(&shared, kills, &mut random)
    });
    check_last(&shared, &mut seen);
    let run = "kills";
    tell(run, "kills", seen.kills);
    tell(
        run,
        "of which with a child of git's, of starts",
        format!("{}, {}", seen.of_children, seen.while_starting),
    );
    tell(run, "starts that found a lock of git's", seen.while_locked);
    tell(run, "pushes", shared.pushes.load(Ordering::Relaxed));
    tell(
        run,
        "acknowledged",
        shared.acknowledged.lock().unwrap().len(),
    );
    tell(run, "refused", shared.refused.lock().unwrap().len());
    tell(run, "slowest start", milliseconds(seen.slowest));
    end(run, &shared.wrong.lock().unwrap());
}

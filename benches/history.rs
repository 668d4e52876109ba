//! What does the history of a page cost?
//!
//! Filling the index against what git needs for the same: every commit with what it changed and was
//! renamed, and every version of every page read. Then the page of a history, each asked for the first
//! time, against `git log --follow` of the same page; one with ten thousand versions; and what the index
//! takes of memory. Who wrote which paragraph, against `git blame`; two versions compared as they read,
//! against `git diff --word-diff`; a page as it was, against one that is seen for the first time.
//!
//! `HISTORY_PART=100` makes everything a hundredth of its size, to see whether it works.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::generate;
use crate::support::{Figure, Goal, Server, Table, copy, get, percentile, scratch};

const PAGES: usize = 10_000;
const COMMITS: usize = 10_000;
/// How many versions one page has.
const VERSIONS: usize = 10_000;
/// Pages whose history is asked for.
const ASKED: usize = 300;
/// How many versions the pages have of which it is asked who wrote what.
const BLAMED: [usize; 2] = [40, 500];
/// How many such pages there are of each length.
const COPIES: usize = 5;
/// How many versions of a page are looked at as they were.
const AT: usize = 100;
/// Pages whose history git is asked for.
const OF_GIT: usize = 5;

/// Returns the part of a number that is wanted.
fn part(number: usize) -> usize {
    let part = std::env::var("HISTORY_PART").ok();
    let part = part.and_then(|part| part.parse().ok()).unwrap_or(1);
    (number / part).max(10)
}

/// Measures all of it.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    let (pages, commits) = (part(PAGES), part(COMMITS));
    let repository = copy(&generate::repository(pages, commits)?, "history.git")?;
    generate::revise(&repository, 0, pages, part(VERSIONS))?;
    generate::revise(&repository, 1, pages, AT)?;
    for versions in BLAMED {
        let texts: Vec<String> = (0..versions).map(|version| said(60, version)).collect();
        for copy in 0..COPIES {
            generate::say(&repository, &format!("blame-{versions}-{copy}.md"), &texts)?;
        }
    }
    for (name, old, new) in compared() {
        generate::say(&repository, &format!("{name}.md"), &[old, new])?;
    }
    let index = scratch("history-index")?;
    // What the pages are is known; what they were is not.
    Server::start(&repository, &index, &[])?.stop()?;
    let file = index.join("history.bin");
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        floor.push(of_git(&repository)?);
        // It may have been written before the server ended.
        let _ = std::fs::remove_file(&file);
        let server = Server::start(&repository, &index, &[])?;
        ours.push(filled(&server)?);
        server.stop()?;
    }
    let middle = |times: &[Duration]| Figure::time(percentile(times, 0.5));
    table.add(
        "filling the history, against git log --raw -M and git cat-file",
        middle(&ours),
        middle(&floor),
        Goal::AtMost(1.5),
    );
    let _ = std::fs::remove_file(&file);
    readers(table, &repository, &index)?;
    let with = Server::start(&repository, &index, &[])?;
    let again = filled(&with)?;
    eprintln!("the history is there {again:?} after the next start");
    asked(table, &repository, &with)?;
    // Later questions leave answers that are kept.
    let resident = with.resident()?;
    blamed(table, &repository, &with)?;
    differences(table, &repository, &with)?;
    as_it_was(table, &with)?;
    changes(table, &with)?;
    with.stop()?;
    let plain = generate::repository(pages, 0)?;
    let index = scratch("history-plain")?;
    Server::start(&plain, &index, &[])?.stop()?;
    let server = Server::start(&plain, &index, &[])?;
    filled(&server)?;
    // As many answers are kept there.
    for number in 1..=part(ASKED) {
        history(&server, &address(number))?;
    }
    let without = server.resident()?;
    server.stop()?;
    table.add(
        "memory of 20,000 commits, against 60 MB",
        Figure::new(resident.saturating_sub(without) as f64 / 1e6, "MB"),
        Figure::new(60.0, "MB"),
        Goal::AtMost(1.0),
    );
    Ok(())
}

/// Waits until the history is there; returns how long after the start that was.
fn filled(server: &Server) -> anyhow::Result<Duration> {
    let served = Instant::now();
    while get(server.address, "/api/v1/history/?limit=1", &[])?.status != 200 {
        ensure!(
            served.elapsed() < Duration::from_secs(600),
            "it takes too long"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(served.elapsed())
}

/// Reads pages while the history is being read, and as many when it is there.
fn readers(table: &mut Table, repository: &Path, index: &Path) -> anyhow::Result<()> {
    let server = Server::start(repository, index, &[])?;
    let page = |number: usize| format!("/{}", address(number % part(PAGES)));
    let (mut meanwhile, mut after) = (Vec::new(), Vec::new());
    while get(server.address, "/api/v1/history/?limit=1", &[])?.status != 200 {
        for _ in 0..20 {
            meanwhile.push(of(&server, &page(meanwhile.len()))?);
        }
    }
    // Others than those that are kept by now.
    for number in 0..meanwhile.len() {
        after.push(of(&server, &page(meanwhile.len() + number))?);
    }
    server.stop()?;
    table.add(
        "a page while the history is being read, the slowest of a hundred, against when it is there",
        Figure::time(percentile(&meanwhile, 0.99)),
        Figure::time(percentile(&after, 0.99)),
        Goal::AtMost(2.0),
    );
    Ok(())
}

fn of_git(repository: &Path) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let log = Command::new("git")
        .arg("--git-dir")
        .arg(repository)
        .args(["log", "--raw", "-M", "--no-abbrev", "--format=", "--root"])
        .output()
        .context("git log")?;
    let text = String::from_utf8_lossy(&log.stdout);
    let blobs: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split(' ').nth(3))
        .collect();
    ensure!(blobs.len() > part(PAGES), "git log says too little");
    let wanted = scratch("history-blobs")?.join("ids");
    std::fs::write(&wanted, blobs.join("\n") + "\n")?;
    let read = Command::new("git")
        .arg("--git-dir")
        .arg(repository)
        .args(["cat-file", "--batch"])
        .stdin(std::fs::File::open(&wanted)?)
        .stdout(Stdio::null())
        .status()
        .context("git cat-file")?;
    ensure!(read.success(), "git cat-file failed");
    Ok(started.elapsed())
}

fn address(number: usize) -> String {
    let file = generate::file(number);
    file.trim_end_matches(".md").to_owned()
}

fn history(server: &Server, path: &str) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let answer = get(server.address, &format!("/-/history/{path}"), &[])?;
    ensure!(answer.status == 200, "{path}: {}", answer.status);
    Ok(started.elapsed())
}

fn asked(table: &mut Table, repository: &Path, server: &Server) -> anyhow::Result<()> {
    let mut times = Vec::new();
    for number in 1..=part(ASKED) {
        times.push(history(server, &address(number))?);
    }
    let mut git = Vec::new();
    for number in 1..=OF_GIT {
        git.push(log_of(repository, &generate::file(number))?);
    }
    let of_git = Figure::time(percentile(&git, 0.5));
    table.add(
        "a page's history, 20,000 commits, against git log --follow",
        Figure::time(percentile(&times, 0.5)),
        of_git,
        Goal::AtMost(0.01),
    );
    table.add(
        "the same, the slowest of a hundred, against 10 ms",
        Figure::time(percentile(&times, 0.99)),
        Figure::time(Duration::from_millis(10)),
        Goal::AtMost(1.0),
    );
    let mut long = Vec::new();
    for page in 1..=part(VERSIONS).div_ceil(50).min(50) {
        let path = address(0);
        let started = Instant::now();
        let answer = get(
            server.address,
            &format!("/-/history/{path}?page={page}"),
            &[],
        )?;
        ensure!(answer.status == 200, "{}", answer.status);
        long.push(started.elapsed());
    }
    table.add(
        "a history of 10,000 versions, against git log --follow",
        Figure::time(percentile(&long, 0.5)),
        Figure::time(log_of(repository, &generate::file(0))?),
        Goal::AtMost(0.01),
    );
    Ok(())
}

fn log_of(repository: &Path, file: &str) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let log = Command::new("git")
        .arg("--git-dir")
        .arg(repository)
        .args(["log", "--follow", "--format=%H", "main", "--", file])
        .output()
        .context("git log")?;
    ensure!(
        log.status.success() && !log.stdout.is_empty(),
        "git log failed"
    );
    Ok(started.elapsed())
}

/// Writes a page of so many paragraphs, of which each version changes two and moves one.
fn said(paragraphs: usize, version: usize) -> String {
    let line = |index: usize| {
        // Each is written anew once in a while, and has a word more or less in between.
        let changed = (version + index * 7) / 30;
        let mut random = generate::Random::new((index * 1_000 + changed) as u64);
        let words = (0..40).map(|_| format!("word{}", random.below(5_000)));
        words.collect::<Vec<_>>().join(" ")
    };
    let moved = version % paragraphs;
    let order = (0..paragraphs)
        .filter(|index| *index != moved)
        .chain([moved]);
    let lines: Vec<String> = order.map(line).collect();
    format!(
        "---\ntitle: Said\nsummary: Said.\n---\n\n{}\n",
        lines.join("\n\n")
    )
}

/// Returns pairs of texts to compare: 30 KB, 1 MB of which a tenth changed, 1 MB with nothing in common.
fn compared() -> Vec<(&'static str, String, String)> {
    let text = |paragraphs: usize, seed: usize, every: usize| {
        let line = |index: usize| {
            let seed = if index.is_multiple_of(every) { seed } else { 0 };
            let mut random = generate::Random::new((index + seed * 1_000_000) as u64);
            let words = (0..60).map(|_| format!("word{}", random.below(50_000)));
            words.collect::<Vec<_>>().join(" ")
        };
        let lines: Vec<String> = (0..paragraphs).map(line).collect();
        format!(
            "---\ntitle: Long\nsummary: Long.\n---\n\n{}\n",
            lines.join("\n\n")
        )
    };
    let large = part(1_800);
    vec![
        ("compared-small", text(55, 1, 10), text(55, 2, 10)),
        ("compared-tenth", text(large, 1, 10), text(large, 2, 10)),
        ("compared-nothing", text(large, 1, 1), text(large, 2, 1)),
    ]
}

fn of(server: &Server, address: &str) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let answer = get(server.address, address, &[])?;
    ensure!(answer.status == 200, "{address}: {}", answer.status);
    Ok(started.elapsed())
}

/// Asks several times for what is not kept.
fn times(server: &Server, address: &str) -> anyhow::Result<Vec<Duration>> {
    let sign = if address.contains('?') { '&' } else { '?' };
    (0..9)
        .map(|number| of(server, &format!("{address}{sign}n={number}")))
        .collect()
}

fn program(repository: &Path, arguments: &[&str]) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let answer = Command::new("git")
        .arg("--git-dir")
        .arg(repository)
        .args(arguments)
        .output()
        .context("git")?;
    ensure!(!answer.stdout.is_empty(), "git {arguments:?} says nothing");
    Ok(started.elapsed())
}

fn blamed(table: &mut Table, repository: &Path, server: &Server) -> anyhow::Result<()> {
    for (versions, goal) in BLAMED.into_iter().zip([15, 100]) {
        let file = format!("blame-{versions}-0.md");
        let address = |copy: usize| format!("/-/blame/blame-{versions}-{copy}");
        let copies = 0..COPIES;
        let first = copies.map(|copy| of(server, &address(copy)));
        let first = first.collect::<anyhow::Result<Vec<Duration>>>()?;
        eprintln!(
            "git blame of {versions} versions: {:?}",
            program(repository, &["blame", "-w", "main", "--", &file])?
        );
        table.add(
            &format!("who wrote what, {versions} versions, against {goal} ms"),
            Figure::time(percentile(&first, 0.5)),
            Figure::time(Duration::from_millis(goal)),
            Goal::AtMost(1.0),
        );
        table.add(
            &format!("the same again, {versions} versions, against 1 ms"),
            Figure::time(of(server, &address(0))?),
            Figure::time(Duration::from_millis(1)),
            Goal::AtMost(1.0),
        );
    }
    Ok(())
}

fn differences(table: &mut Table, repository: &Path, server: &Server) -> anyhow::Result<()> {
    let what = ["30 KB", "1 MB, a tenth changed", "1 MB, nothing in common"];
    for (((name, ..), what), goal) in compared().into_iter().zip(what).zip([8, 250, 1_000]) {
        let commits = commits(server, name)?;
        let (Some(new), Some(old)) = (commits.first(), commits.last()) else {
            continue;
        };
        let file = format!("{name}.md");
        eprintln!(
            "git diff --word-diff of {what}: {:?}",
            program(repository, &["diff", "--word-diff", old, new, "--", &file])?
        );
        let ours = times(server, &format!("/-/diff/{name}"))?;
        table.add(
            &format!("compared as it reads, {what}, against {goal} ms"),
            Figure::time(percentile(&ours, 0.5)),
            Figure::time(Duration::from_millis(goal)),
            Goal::AtMost(1.0),
        );
    }
    Ok(())
}

/// Returns the commits of a page's versions, newest first.
fn commits(server: &Server, page: &str) -> anyhow::Result<Vec<String>> {
    let answer = get(
        server.address,
        &format!("/api/v1/history/{page}?limit=1000"),
        &[],
    )?;
    let told: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let versions = told["versions"].as_array().context("no versions")?;
    let commits = versions.iter().filter_map(|one| one["commit"].as_str());
    Ok(commits.map(str::to_owned).collect())
}

fn as_it_was(table: &mut Table, server: &Server) -> anyhow::Result<()> {
    let page = address(1);
    let (mut then, mut cold) = (Vec::new(), Vec::new());
    let old = commits(server, &page)?;
    for (number, commit) in old.iter().skip(1).take(AT - 1).enumerate() {
        then.push(of(server, &format!("/{page}?at={commit}"))?);
        let other = number + 2;
        // One in fifty is longer.
        if other % 50 != 49 && other < part(PAGES) {
            cold.push(of(server, &format!("/{}", address(other)))?);
        }
    }
    table.add(
        "a page as it was, against a page that nobody has seen yet",
        Figure::time(percentile(&then, 0.5)),
        Figure::time(percentile(&cold, 0.5)),
        Goal::AtMost(1.5),
    );
    Ok(())
}

fn changes(table: &mut Table, server: &Server) -> anyhow::Result<()> {
    let ours = times(server, "/changes?from=2019-01-01&to=2019-12-31")?;
    table.add(
        "the list of changes, filtered, against 5 ms",
        Figure::time(percentile(&ours, 0.5)),
        Figure::time(Duration::from_millis(5)),
        Goal::AtMost(1.0),
    );
    table.skip("a save before there was a history: that needs the program of then");
    Ok(())
}

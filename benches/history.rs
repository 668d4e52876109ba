//! What does the history of a page cost?
//!
//! Filling the index against what git needs for the same: every commit with what it changed and was
//! renamed, and every version of every page read. Then the page of a history, each asked for the first
//! time, against `git log --follow` of the same page; one with ten thousand versions; and what the index
//! takes of memory.

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
/// Pages whose history git is asked for.
const OF_GIT: usize = 5;

/// Measures all of it.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    let repository = copy(&generate::repository(PAGES, COMMITS)?, "history.git")?;
    generate::revise(&repository, 0, PAGES, VERSIONS)?;
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
    let with = Server::start(&repository, &index, &[])?;
    let again = filled(&with)?;
    eprintln!("the history is there {again:?} after the next start");
    asked(table, &repository, &with)?;
    let resident = with.resident()?;
    with.stop()?;
    let plain = generate::repository(PAGES, 0)?;
    let index = scratch("history-plain")?;
    Server::start(&plain, &index, &[])?.stop()?;
    let server = Server::start(&plain, &index, &[])?;
    filled(&server)?;
    // As many answers are kept there.
    for number in 1..=ASKED {
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
    ensure!(blobs.len() > PAGES, "git log says too little");
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
    for number in 1..=ASKED {
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
    for page in 1..=50 {
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

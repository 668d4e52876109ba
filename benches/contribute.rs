//! What does contributing with git cost: check, clone, push?
//!
//! `concord check` against the reading and parsing of a first indexing. A clone from `/content.git`
//! against one through `git http-backend` behind a plain HTTP server, of the handbook in
//! `../shared/corpus`. A push of one changed page against a push of the same commit over `file://`.
//! Where the server has no `/content.git`, or takes no push, those are left out and it is said.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use concord::domain::{ObjectId, PagePath, Vocabulary};
use concord::render::Bibliography;
use rayon::prelude::*;

use crate::generate;
use crate::plain;
use crate::support::{Figure, Goal, Server, Table, copy, get, git, percentile, scratch};

/// Measures what this server can do of it.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    check(table)?;
    clone(table)?;
    push(table)
}

fn check(table: &mut Table) -> anyhow::Result<()> {
    let pages = 10_000;
    let repository = generate::repository(pages, 0)?;
    let (mut ours, mut other) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let started = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_concord"))
            .arg("check")
            .arg(&repository)
            .output()?;
        ours.push(started.elapsed());
        ensure!(output.status.code() != Some(2), "check could not be done");
        let started = Instant::now();
        read_and_parse(&repository)?;
        other.push(started.elapsed());
    }
    table.add(
        &format!("concord check, {pages} pages, against reading and parsing"),
        Figure::time(percentile(&ours, 0.5)),
        Figure::time(percentile(&other, 0.5)),
        Goal::AtMost(2.0),
    );
    Ok(())
}

/// Reads and parses as a first indexing does, without an index.
fn read_and_parse(repository: &Path) -> anyhow::Result<()> {
    let (vocabulary, _) = Vocabulary::parse(include_str!("../content/vocabulary.toml"));
    let bibliography = Bibliography::default();
    plain::pages(repository)?
        .par_iter()
        .map_init(
            || git2::Repository::open(repository),
            |handle, (file, id)| -> anyhow::Result<usize> {
                let handle = handle.as_ref().ok().context("no repository")?;
                let blob = handle.find_blob(*id)?;
                let path = PagePath::from_file(file)?;
                let id: ObjectId = id.to_string().parse()?;
                let (page, text) = concord::render::read(
                    path,
                    file,
                    id,
                    blob.content(),
                    &vocabulary,
                    &bibliography,
                );
                Ok(page.links.len() + text.text.len())
            },
        )
        .sum::<anyhow::Result<usize>>()?;
    Ok(())
}

fn clone(table: &mut Table) -> anyhow::Result<()> {
    // A worktree may lie one folder deeper than the repository.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut bundles = ["../shared", "../../shared"]
        .iter()
        .map(|folder| root.join(folder).join("corpus/handbook.bundle"));
    let Some(bundle) = bundles.find(|bundle| bundle.exists()) else {
        table.skip("clone of the handbook (../shared/corpus/handbook.bundle is missing)");
        return Ok(());
    };
    let handbook = scratch("handbook.git")?;
    git(&["clone", "--quiet", "--bare"], &[&bundle, &handbook])?;
    let server = Server::start(&handbook, &scratch("index")?, &[])?;
    if !has_git(server.address)? {
        table.skip("clone (this server has no /content.git)");
        return server.stop();
    }
    let backend = backend(&handbook)?;
    let (mut ours, mut other) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        ours.push(timed_clone(&format!(
            "http://{}/content.git",
            server.address
        ))?);
        other.push(timed_clone(&format!("http://{backend}/"))?);
    }
    table.add(
        "clone of the handbook from /content.git, against git http-backend",
        Figure::time(percentile(&ours, 0.5)),
        Figure::time(percentile(&other, 0.5)),
        Goal::AtMost(1.3),
    );
    server.stop()
}

fn has_git(address: SocketAddr) -> anyhow::Result<bool> {
    let answer = get(
        address,
        "/content.git/info/refs?service=git-upload-pack",
        &[],
    )?;
    Ok(answer.status == 200)
}

fn timed_clone(url: &str) -> anyhow::Result<Duration> {
    let target = scratch("clone")?;
    let started = Instant::now();
    git(&["clone", "--quiet", "--bare", url], &[&target])?;
    Ok(started.elapsed())
}

/// Serves a repository by `git http-backend` behind as little HTTP as there can be.
fn backend(repository: &Path) -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let repository = repository.to_owned();
    // Ends with the process; a connection carries one request.
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let repository = repository.clone();
            std::thread::spawn(move || answer(stream, &repository));
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream, repository: &Path) -> anyhow::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut parts = line.split(' ');
    let method = parts.next().unwrap_or("GET").to_owned();
    let (path, query) = {
        let target = parts.next().unwrap_or("/");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        (path.to_owned(), query.to_owned())
    };
    let mut command = Command::new("git");
    command
        .arg("http-backend")
        .env("GIT_PROJECT_ROOT", repository)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("REQUEST_METHOD", method)
        .env("PATH_INFO", path)
        .env("QUERY_STRING", query)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse()?,
            "content-type" => drop(command.env("CONTENT_TYPE", value)),
            "content-encoding" => drop(command.env("HTTP_CONTENT_ENCODING", value)),
            "git-protocol" => drop(command.env("GIT_PROTOCOL", value)),
            _ => {}
        }
    }
    command.env("CONTENT_LENGTH", length.to_string());
    let mut child = command.spawn()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut input = child.stdin.take().context("no input")?;
    input.write_all(&body)?;
    drop(input);
    write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n")?;
    let mut output = child.stdout.take().context("no output")?;
    std::io::copy(&mut output, &mut stream)?;
    child.wait()?;
    Ok(())
}

fn push(table: &mut Table) -> anyhow::Result<()> {
    let help = Command::new(env!("CARGO_BIN_EXE_concord"))
        .args(["serve", "--help"])
        .output()?;
    if !String::from_utf8_lossy(&help.stdout).contains("--push") {
        table.skip("push (this server takes none yet)");
        return Ok(());
    }
    let small = measure_push(table, 1_000)?;
    let large = measure_push(table, 100_000)?;
    table.add(
        "push of one page, 100,000 pages, against 1,000 pages",
        Figure::time(large),
        Figure::time(small),
        Goal::AtMost(2.0),
    );
    Ok(())
}

fn measure_push(table: &mut Table, pages: usize) -> anyhow::Result<Duration> {
    let made = generate::repository(pages, 0)?;
    let (served, beside) = (copy(&made, "push.git")?, copy(&made, "beside.git")?);
    let server = Server::start(&served, &scratch("index")?, &["--push", "anyone"])?;
    let writer = Writer::new(&made, pages)?;
    let here = format!("http://{}/content.git", server.address);
    let there = format!("file://{}", beside.display());
    let (mut ours, mut other) = (Vec::new(), Vec::new());
    for round in 1..=20 {
        writer.commit(round)?;
        ours.push(writer.push(&here)?);
        other.push(writer.push(&there)?);
    }
    let ours = percentile(&ours, 0.5);
    table.add(
        &format!("push of one page, {pages} pages, against file://"),
        Figure::time(ours),
        Figure::time(percentile(&other, 0.5)),
        Goal::AtMost(2.0),
    );
    server.stop()?;
    Ok(ours)
}

/// Someone with a clone.
struct Writer {
    clone: PathBuf,
    pages: usize,
}

impl Writer {
    fn new(repository: &Path, pages: usize) -> anyhow::Result<Self> {
        let clone = copy(repository, "writer.git")?;
        ensure!(fs::exists(clone.join("HEAD"))?, "no clone");
        Ok(Self { clone, pages })
    }

    fn commit(&self, round: usize) -> anyhow::Result<()> {
        generate::change(&self.clone, &[round * 37 % self.pages], self.pages, round)
    }

    fn push(&self, url: &str) -> anyhow::Result<Duration> {
        let folder = self.clone.to_str().context("an odd folder")?;
        let started = Instant::now();
        git(&["--git-dir", folder, "push", "--quiet", url, "main"], &[])?;
        Ok(started.elapsed())
    }
}

//! What do accounts cost: readers who are signed in, those who sign in, the memory?
//!
//! A page from the cache for a reader against the same page for a stranger, and for a stranger where
//! there are accounts against where there are none. Signing in against what it cannot do without: one
//! hash by Argon2id and one commit that is on the disk. A clone with a token of a site for members
//! against one of the same site for everybody. Others, while somebody guesses a password 200 times a
//! second. What is hidden against what is missing, and names that somebody has against names that
//! nobody has, by the time of the answer.

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use concord::accounts::{Accounts, Use};
use concord::domain::Role;
use sqlx::Connection;
use tokio::runtime::Runtime;

use crate::generate;
use crate::people::{PASSWORD, Visitor, account, behind_a_proxy, connect, fill, session};
use crate::support::{
    Figure, Goal, Load, Server, Table, copy, git, median, missing, percentile, scratch, wrk,
};

const CONNECTIONS: usize = 16;
const SECONDS: usize = 3;
const ROUNDS: usize = 7;
const PAGES: usize = 1_000;
/// How many accounts and sessions a large site has.
const ACCOUNTS: usize = 10_000;
const SESSIONS: usize = 100_000;
/// Guesses a second, and by how many who do not wait for each other.
const GUESSES: u64 = 200;
const GUESSERS: u64 = 8;

/// Measures all of it.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    let runtime = Runtime::new()?;
    match missing("wrk") {
        Some(missing) => table.skip(&format!("readers who are signed in ({missing})")),
        None => readers(table, &runtime)?,
    }
    sign_in(table, &runtime)?;
    clone(table, &runtime)?;
    guesses(table, &runtime)?;
    alike(table, &runtime)?;
    memory(table, &runtime)
}

/// A cached page for somebody who is signed in, for a stranger, and where there are no accounts.
fn readers(table: &mut Table, runtime: &Runtime) -> anyhow::Result<()> {
    let repository = copy(&generate::repository(PAGES, 0)?, "accounts.git")?;
    let index = scratch("index")?;
    let server = Server::start(&repository, &index, &[])?;
    let data = index.join("data");
    account(runtime, &data, "anna", Role::Administrator)?;
    fill(runtime, &data, 1, 1)?;
    let without = Server::start_with(
        &repository,
        &scratch("index2")?,
        Path::new("/dev/null"),
        &[],
    )?;
    let page = format!("/{}", generate::file(37).trim_end_matches(".md"));
    let secret = session(0).context("no session")?;
    let cookie = format!("Cookie: concord-session={}", secret.reveal());
    let url = |server: &Server| format!("http://{}{page}", server.address);
    // Until the server has seen the session that was written beside it.
    let started = Instant::now();
    loop {
        let answer = crate::support::get(server.address, &page, &[&cookie])?;
        if answer.header("cache-control") == Some("private, no-cache") {
            break;
        }
        ensure!(
            started.elapsed() < Duration::from_secs(5),
            "nobody is signed in"
        );
    }
    let (mut reader, mut stranger, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    let load =
        |server: &Server, headers: &[&str]| wrk(&url(server), CONNECTIONS, SECONDS, headers, None);
    for _ in 0..ROUNDS {
        reader.push(load(&server, &[&cookie])?);
        stranger.push(load(&server, &[])?);
        alone.push(load(&without, &[])?);
    }
    let name = "a cached page for a reader who is signed in, against a stranger";
    table.add(name, rate(&reader), rate(&stranger), Goal::AtLeast(0.9));
    table.add(
        "the same, p99",
        p99(&reader),
        p99(&stranger),
        Goal::AtMost(1.2),
    );
    let name = "a cached page for a stranger, against a site without accounts";
    table.add(name, rate(&stranger), rate(&alone), Goal::AtLeast(0.97));
    without.stop()?;
    server.stop()
}

fn rate(loads: &[Load]) -> Figure {
    let rates: Vec<f64> = loads.iter().map(|load| load.rate).collect();
    Figure::new(median(&rates), "/s")
}

fn p99(loads: &[Load]) -> Figure {
    let values: Vec<f64> = loads.iter().map(|load| load.p99 * 1e3).collect();
    Figure::new(median(&values), "ms")
}

/// Does two things in turn; returns how long each took.
fn in_turn(
    rounds: usize,
    mut one: impl FnMut(usize) -> anyhow::Result<()>,
    mut other: impl FnMut(usize) -> anyhow::Result<()>,
) -> anyhow::Result<(Vec<Duration>, Vec<Duration>)> {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        // Who is second may find the machine warmer.
        for first in [round % 2 == 0, round % 2 != 0] {
            let started = Instant::now();
            match first {
                true => one(round)?,
                false => other(round)?,
            }
            let taken = started.elapsed();
            if first { &mut ones } else { &mut others }.push(taken);
        }
    }
    Ok((ones, others))
}

/// A site behind a proxy, with an administrator `anna` and others.
fn site(runtime: &Runtime, people: usize) -> anyhow::Result<Server> {
    let repository = copy(&generate::repository(PAGES, 0)?, "accounts.git")?;
    let index = scratch("index")?;
    let data = index.join("data");
    account(runtime, &data, "anna", Role::Administrator)?;
    fill(runtime, &data, people, 0)?;
    let configuration = behind_a_proxy(&index)?;
    let configuration = configuration.to_str().context("an odd folder")?;
    Server::start(&repository, &index, &["--config", configuration])
}

/// Signing in against the hash and the commit alone.
fn sign_in(table: &mut Table, runtime: &Runtime) -> anyhow::Result<()> {
    let server = site(runtime, 100)?;
    let parameters = Params::new(19_456, 2, 1, None).map_err(anyhow::Error::msg)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
    let hash = argon2.hash_password(PASSWORD.as_bytes());
    let hash = hash.map_err(anyhow::Error::msg)?.to_string();
    let hash = PasswordHash::new(&hash).map_err(anyhow::Error::msg)?;
    let file = scratch("plain")?.join("plain.db");
    let mut database = runtime.block_on(connect(&file))?;
    let made = sqlx::raw_sql("CREATE TABLE sessions (id INTEGER PRIMARY KEY, hash TEXT NOT NULL)");
    runtime.block_on(made.execute(&mut database))?;
    let mut visitor = Visitor::new(server.address)?;
    let (ours, plain) = in_turn(
        100,
        |round| {
            let answer = visitor.sign_in(&format!("person.{round}"), PASSWORD, round)?;
            ensure!(answer.status == 303, "not signed in: {}", answer.status);
            Ok(())
        },
        |round| {
            let right = argon2.verify_password(PASSWORD.as_bytes(), &hash);
            right.map_err(anyhow::Error::msg)?;
            let insert = "INSERT INTO sessions (hash) VALUES ($1)";
            let insert = sqlx::query(insert).bind(format!("{round:064x}"));
            runtime.block_on(insert.execute(&mut database))?;
            Ok(())
        },
    )?;
    table.add(
        "sign-in, p50, against argon2id and one fsynced commit",
        Figure::time(percentile(&ours, 0.5)),
        Figure::time(percentile(&plain, 0.5)),
        Goal::AtMost(1.3),
    );
    runtime.block_on(database.close())?;
    server.stop()
}

/// A clone with a token of what is for members, against one of what is for everybody.
fn clone(table: &mut Table, runtime: &Runtime) -> anyhow::Result<()> {
    let (index, open_index) = (scratch("index")?, scratch("index2")?);
    let repository = with_page("members.git", "visibility: members")?;
    let open_repository = with_page("open.git", "visibility: public")?;
    let server = Server::start(&repository, &index, &[])?;
    let token = account(runtime, &index.join("data"), "anna", Role::Administrator)?;
    let open = Server::start(&open_repository, &open_index, &[])?;
    let url = format!(
        "http://anna:{}@{}/content.git",
        token.reveal(),
        server.address
    );
    let open_url = format!("http://{}/content.git", open.address);
    let stranger = format!("http://{}/content.git", server.address);
    ensure!(
        cloned(&stranger).is_err(),
        "strangers clone what is for members"
    );
    let (ours, other) = in_turn(31, |_| cloned(&url), |_| cloned(&open_url))?;
    let (ours, other) = (percentile(&ours, 0.5), percentile(&other, 0.5));
    eprintln!("a clone takes {ours:?} with a token and {other:?} without");
    table.add(
        "what a token adds to a clone, against 5 ms",
        Figure::time(ours.saturating_sub(other)),
        Figure::time(Duration::from_millis(5)),
        Goal::AtMost(1.0),
    );
    open.stop()?;
    server.stop()
}

fn cloned(url: &str) -> anyhow::Result<()> {
    let target = scratch("clone")?;
    git(
        &[
            "-c",
            "credential.helper=",
            "clone",
            "--quiet",
            "--bare",
            url,
        ],
        &[&target],
    )
}

/// Returns a site with one more page.
fn with_page(name: &str, line: &str) -> anyhow::Result<std::path::PathBuf> {
    let repository = copy(&generate::repository(PAGES, 0)?, name)?;
    pages(&repository, &[("heron.md".to_owned(), line)])?;
    Ok(repository)
}

/// Adds pages to a repository, each with a line of front matter.
fn pages(repository: &Path, pages: &[(String, &str)]) -> anyhow::Result<()> {
    let work = scratch("work")?;
    git(&["clone", "--quiet"], &[repository, &work])?;
    for (file, line) in pages {
        let text =
            format!("---\ntitle: Heron\nkind: page\nsummary: A bird.\n{line}\n---\n\nText.\n");
        std::fs::write(work.join(file), text)?;
    }
    let folder = work.to_str().context("an odd folder")?;
    let person = [
        "-c",
        "user.name=Bench",
        "-c",
        "user.email=bench@example.org",
    ];
    git(&["-C", folder, "add", "-A"], &[])?;
    let commit = ["commit", "--quiet", "-m", "Add pages"];
    git(&[&["-C", folder], &person[..], &commit].concat(), &[])?;
    git(&["-C", folder, "push", "--quiet"], &[])
}

/// Others, while somebody guesses the password of one account from many networks.
fn guesses(table: &mut Table, runtime: &Runtime) -> anyhow::Result<()> {
    let server = site(runtime, 200)?;
    let mut visitor = Visitor::new(server.address)?;
    let signed_in = while_guessing(&server, || {
        let mut times = Vec::new();
        for round in 0..100 {
            let started = Instant::now();
            let answer = visitor.sign_in(&format!("person.{round}"), PASSWORD, 500_000 + round)?;
            times.push(started.elapsed());
            ensure!(answer.status == 303, "not signed in: {}", answer.status);
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(times)
    })?;
    table.add(
        "signing in while one account is guessed at 200 times a second, p99, against 500 ms",
        Figure::time(percentile(&signed_in, 0.99)),
        Figure::time(Duration::from_millis(500)),
        Goal::AtMost(1.0),
    );
    if missing("wrk").is_none() {
        let page = format!("/{}", generate::file(37).trim_end_matches(".md"));
        let url = format!("http://{}{page}", server.address);
        let load = || wrk(&url, CONNECTIONS, SECONDS, &[], None);
        let (mut quiet, mut busy) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            quiet.push(load()?);
            busy.push(while_guessing(&server, load)?);
        }
        let name = "reading in the meantime, p99, against nobody guessing";
        table.add(name, p99(&busy), p99(&quiet), Goal::AtMost(1.5));
    }
    server.stop()
}

/// Does something while `anna`'s password is guessed at.
fn while_guessing<T>(
    server: &Server,
    mut work: impl FnMut() -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let stop = AtomicBool::new(false);
    let (stop, address) = (&stop, server.address);
    std::thread::scope(|scope| {
        let guess = |guesser: u64| -> anyhow::Result<u64> {
            let mut visitor = Visitor::new(address)?;
            let pause = Duration::from_nanos(1_000_000_000 * GUESSERS / GUESSES);
            let started = Instant::now();
            let mut round = 0;
            while !stop.load(Ordering::Relaxed) {
                let network = usize::try_from(guesser * 1_000 + round % 1_000)?;
                let answer = visitor.sign_in("anna", "wrong password 123", network)?;
                ensure!(matches!(answer.status, 403 | 429), "{}", answer.status);
                round += 1;
                // By the clock, however long an answer takes.
                let next = started + pause * u32::try_from(round)?;
                std::thread::sleep(next.saturating_duration_since(Instant::now()));
            }
            Ok(round)
        };
        let guessers: Vec<_> = (0..GUESSERS)
            .map(|number| scope.spawn(move || guess(number)))
            .collect();
        let started = Instant::now();
        let done = work();
        stop.store(true, Ordering::Relaxed);
        let mut guessed = 0;
        for guesser in guessers {
            let ended = guesser.join();
            guessed += ended.map_err(|_| anyhow::anyhow!("a guesser panicked"))??;
        }
        let rate = guessed as f64 / started.elapsed().as_secs_f64();
        ensure!(
            rate > 0.9 * GUESSES as f64,
            "only {rate:.0} guesses a second"
        );
        done
    })
}

/// Whether the time of an answer tells what is hidden, and which names there are.
fn alike(table: &mut Table, runtime: &Runtime) -> anyhow::Result<()> {
    let server = site(runtime, 40)?;
    let mut visitor = Visitor::new(server.address)?;
    let mut guess = |name: &str, network: usize| -> anyhow::Result<()> {
        let answer = visitor.sign_in(name, "wrong password 123", network)?;
        ensure!(answer.status == 403, "{}", answer.status);
        Ok(())
    };
    let guess = std::cell::RefCell::new(&mut guess);
    let (known, unknown) = in_turn(
        160,
        |round| (guess.borrow_mut())(&format!("person.{}", round % 40), round),
        |round| (guess.borrow_mut())(&format!("nobody.{}", round % 40), 1_000 + round),
    )?;
    let half = |times: &[Duration]| Figure::time(percentile(times, 0.5));
    let name = "a wrong password, of a name that is known against one that is not, p50";
    table.add(name, half(&known), half(&unknown), Goal::Alike(0.05));
    server.stop()?;

    let repository = copy(&generate::repository(PAGES, 0)?, "accounts.git")?;
    let hidden = (0..50).map(|number| (format!("hidden{number:03}.md"), "visibility: members"));
    pages(&repository, &hidden.collect::<Vec<_>>())?;
    let server = Server::start(&repository, &scratch("index")?, &[])?;
    let mut visitor = Visitor::new(server.address)?;
    let mut ask = |path: String| -> anyhow::Result<()> {
        let answer = visitor.get(&path)?;
        ensure!(answer.status == 404, "{path}: {}", answer.status);
        Ok(())
    };
    let ask = std::cell::RefCell::new(&mut ask);
    for (what, before, after) in [
        ("page", "/", ""),
        ("source", "/", ".md"),
        ("page of the API", "/api/v1/pages/", ""),
        ("picture", "/-/picture/", ""),
    ] {
        let path = |stem: &str, round: usize| format!("{before}{stem}{:03}{after}", round % 50);
        let (hidden, missing) = in_turn(
            4_000,
            |round| (ask.borrow_mut())(path("hidden", round)),
            |round| (ask.borrow_mut())(path("absent", round)),
        )?;
        let name = format!("a {what} that is hidden, against one that is missing, p50");
        table.add(&name, half(&hidden), half(&missing), Goal::Alike(0.05));
    }
    server.stop()
}

/// The memory of many accounts and sessions, and how long it takes to know one of them.
fn memory(table: &mut Table, runtime: &Runtime) -> anyhow::Result<()> {
    let repository = generate::repository(10, 0)?;
    let index = scratch("index")?;
    let data = index.join("data");
    account(runtime, &data, "anna", Role::Administrator)?;
    Server::start(&repository, &index, &[])?.stop()?;
    let resident = || -> anyhow::Result<u64> {
        let server = Server::start(&repository, &index, &[])?;
        let resident = server.resident()?;
        server.stop()?;
        Ok(resident)
    };
    let few = resident()?;
    fill(runtime, &data, ACCOUNTS, SESSIONS)?;
    let many = resident()?;
    eprintln!("resident: {few} bytes with one account, {many} with {ACCOUNTS}");
    table.add(
        "memory of 10,000 accounts and 100,000 sessions, against 20 MB",
        Figure::new(many.saturating_sub(few) as f64 / 1e6, "MB"),
        Figure::new(20.0, "MB"),
        Goal::AtMost(1.0),
    );
    let accounts = runtime.block_on(Accounts::open(&data, Use::Command))?;
    let secrets: Vec<_> = (0..SESSIONS).filter_map(session).collect();
    let mut times = Vec::new();
    // In an order in which no two are neighbours.
    for round in 0..SESSIONS {
        let secret = &secrets[round * 7_919 % SESSIONS];
        let started = Instant::now();
        let holder = black_box(accounts.session(black_box(secret)));
        times.push(started.elapsed());
        ensure!(holder.is_some(), "a session is not known");
    }
    let micros = |time: Duration| Figure::new(time.as_secs_f64() * 1e6, "µs");
    table.add(
        "a session among 100,000 checked from memory, p99, against 20 µs",
        micros(percentile(&times, 0.99)),
        micros(Duration::from_micros(20)),
        Goal::AtMost(1.0),
    );
    Ok(())
}

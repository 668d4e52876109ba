//! What do accounts cost: readers who are signed in, those who sign in, the memory?
//!
//! A page from the cache for a reader against the same page for a stranger, and for a stranger where
//! there are accounts against where there are none. Signing in against what it cannot do without: one
//! hash by Argon2id and one commit that is on the disk. A clone with a token of a site for members
//! against one of the same site for everybody. The memory of many accounts and sessions. What those can
//! do and learn who are not let in, `guesses.rs` asks.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use concord::accounts::{Accounts, DatabaseOpener};
use concord::domain::Role;
use sqlx::Connection;
use tokio::runtime::Runtime;

use crate::people::{PAGES, PASSWORD, Visitor, account, connect, fill, pages, session, site};
use crate::support::{
    Figure, Goal, Load, Server, Table, copy, git, in_turn, missing, pairs, percentile, scratch, wrk,
};
use crate::{generate, guesses};

const CONNECTIONS: usize = 16;
/// Short and many: the machine is another one from minute to minute.
const SECONDS: usize = 1;
const ROUNDS: usize = 25;
/// How many accounts and sessions a large site has.
const ACCOUNTS: usize = 10_000;
const SESSIONS: usize = 100_000;

/// Measures all of it.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    let runtime = Runtime::new()?;
    match missing("wrk") {
        Some(missing) => table.skip(&format!("readers who are signed in ({missing})")),
        None => readers(table, &runtime)?,
    }
    sign_in(table, &runtime)?;
    clone(table, &runtime)?;
    guesses::run(table, &runtime)?;
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
    let load = |server: &Server, headers: &[&str]| -> anyhow::Result<Load> {
        let before = server.ticks()?;
        let load = wrk(&url(server), CONNECTIONS, SECONDS, headers, None)?;
        let ticks = (server.ticks()? - before) as f64;
        Ok(Load { ticks, ..load })
    };
    let (reader, stranger) = pairs(
        ROUNDS,
        |_| load(&server, &[&cookie]),
        |_| load(&server, &[]),
    )?;
    let name = "a cached page for a reader who is signed in, against a stranger";
    table.add_pairs(name, (&reader, &stranger), Load::rate, Goal::AtLeast(0.9));
    table.add_pairs(
        "the same, p99",
        (&reader, &stranger),
        Load::p99,
        Goal::AtMost(1.2),
    );
    let name = "the same, processor time of the server";
    table.add_pairs(name, (&reader, &stranger), Load::work, Goal::Nothing);
    let (stranger, alone) = pairs(ROUNDS, |_| load(&server, &[]), |_| load(&without, &[]))?;
    // Answers in a second tell more of the machine than of the program; the work for each does not.
    let name = "a cached page for a stranger, processor time, against a site without accounts";
    table.add_pairs(
        name,
        (&stranger, &alone),
        Load::work,
        Goal::AtMost(1.0 / 0.97),
    );
    let name = "the same, answers in a second";
    table.add_pairs(name, (&stranger, &alone), Load::rate, Goal::Nothing);
    without.stop()?;
    server.stop()
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
    let accounts = runtime.block_on(Accounts::open(&data, DatabaseOpener::Command))?;
    checked(
        table,
        "a session among 100,000 checked from memory, p99, against 20 µs",
        &accounts,
        SESSIONS,
    )
}

/// How long it takes to know one of so many sessions.
pub(crate) fn checked(
    table: &mut Table,
    what: &str,
    accounts: &Accounts,
    sessions: usize,
) -> anyhow::Result<()> {
    let secrets: Vec<_> = (0..sessions).filter_map(session).collect();
    let mut times = Vec::with_capacity(sessions);
    // In an order in which no two are neighbours.
    for round in 0..sessions {
        let secret = &secrets[round * 7_919 % sessions];
        let started = Instant::now();
        let holder = black_box(accounts.session(black_box(secret)));
        times.push(started.elapsed());
        ensure!(holder.is_some(), "a session is not known");
    }
    let micros = |time: Duration| Figure::new(time.as_secs_f64() * 1e6, "µs");
    table.add(
        what,
        micros(percentile(&times, 0.99)),
        micros(Duration::from_micros(20)),
        Goal::AtMost(1.0),
    );
    Ok(())
}

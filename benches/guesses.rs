//! What can somebody do, and learn, who is not let in?
//!
//! Others sign in and read while one account is guessed at 200 times a second. The time of an answer
//! must not tell what is hidden from what is missing, nor a name that somebody has from one that
//! nobody has.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use tokio::runtime::Runtime;

use crate::generate;
use crate::people::{PAGES, PASSWORD, Visitor, pages, site};
use crate::support::{
    Figure, Goal, Server, Table, copy, in_turn, missing, p99, percentile, scratch, wrk,
};

const CONNECTIONS: usize = 16;
const SECONDS: usize = 3;
const ROUNDS: usize = 7;
/// Guesses a second, and by how many who do not wait for each other.
const GUESSES: u64 = 200;
const GUESSERS: u64 = 8;

/// Measures all of it.
pub(crate) fn run(table: &mut Table, runtime: &Runtime) -> anyhow::Result<()> {
    guesses(table, runtime)?;
    alike(table, runtime)
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
    let guess = RefCell::new(&mut guess);
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
    let ask = RefCell::new(&mut ask);
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
